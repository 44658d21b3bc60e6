/* The VM against generated C: every slot of every row, and the C compiler's every warning. */
#ifndef AGREE_C_H
#define AGREE_C_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* main.c */
struct compilation;
/* Refused for nothing but quotients whose numerators and divisors don't fit. */
bool is_beyond(const struct compilation *compilation);

/* Both return 0, or 1 after saying what differs. `cc` is a C compiler's name. */
int compare_c_seeds(const char *cc, uint64_t first, size_t standards, size_t rows);
/* Files that don't compile are passed over. */
int compare_c_files(const char *cc, size_t rows, char *const *paths, size_t count);
#endif
