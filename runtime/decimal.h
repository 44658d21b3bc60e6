/* Exact decimals as text. */
#ifndef GJ_DECIMAL_H
#define GJ_DECIMAL_H
#include <stddef.h>
#include <stdint.h>

/* Room for any decimal: sign, 19 digits, point, up to 18 zeros, NUL. */
enum { GJ_DECIMAL_BYTES = 48 };

/* value / 10^scale (scale 0..18) without trailing zeros: 95, 95.5, -0.25. NUL-terminated; returns the length. */
size_t gj_decimal(char out[GJ_DECIMAL_BYTES], int64_t value, int scale);

/* 100 × part / whole to two decimals, half up, always both shown: 66.67. `whole` 0 gives 0.00. NUL-terminated; returns the length. */
size_t gj_percentage(char out[GJ_DECIMAL_BYTES], uint64_t part, uint64_t whole);
#endif
