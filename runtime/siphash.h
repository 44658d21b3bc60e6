/* SipHash-2-4 with a 128-bit result (Aumasson and Bernstein): nobody without the key can make two texts meet. */
#ifndef GJ_SIPHASH_H
#define GJ_SIPHASH_H
#include <stddef.h>
#include <stdint.h>

/* Numbers that nobody can foresee. */
void gj_secret_numbers(uint64_t *numbers, size_t count);

void gj_siphash(const uint64_t key[2], const char *bytes, size_t length, uint64_t out[2]);
#endif
