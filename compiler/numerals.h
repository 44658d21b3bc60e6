/* Numbers in Chinese words. */
#ifndef GJ_NUMERALS_H
#define GJ_NUMERALS_H
#include "runtime/memory.h"
#include <stddef.h>
#include <stdint.h>

enum { NUMERAL_ONE = 10000, NUMERAL_DECIMALS = 4 };

/* 0..9 for a figure or 零 一 … 九 两 〇; -1 for every other character. */
int numeral_value(uint32_t character);
/* How many characters from the beginning make a number: 12, 0.5, 两, 十二, 三点五, 半, 二〇二四; its value in ten-thousandths. */
size_t numeral_read(const uint32_t *characters, size_t count, int64_t *value);
/* A number in words with or without its unit, in figures: 两次 is 2次, 百分之八十 is 80%. NULL for any other text. */
const char *numeral_in_figures(struct gj_arena *arena, const char *text);
#endif
