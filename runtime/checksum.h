/* CRC-32C (Castagnoli), which finds every burst of damage up to 32 bits and nearly all others. */
#ifndef GJ_CHECKSUM_H
#define GJ_CHECKSUM_H
#include <stddef.h>
#include <stdint.h>

/* The checksum of `size` bytes after others whose checksum is `before` (0 at the beginning). */
uint32_t gj_checksum(uint32_t before, const void *bytes, size_t size);
#endif
