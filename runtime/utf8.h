/* UTF-8, as far as tables and images need it. */
#ifndef GJ_UTF8_H
#define GJ_UTF8_H
#include <stddef.h>
#include <stdint.h>

/* Length of the longest valid beginning: shortest forms only, no surrogates, nothing above U+10FFFF, no character cut off. NUL is a character like others. */
size_t gj_utf8_valid(const char *bytes, size_t length);

/* The code point at the start of valid, non-empty text; *size receives its length in bytes. */
uint32_t gj_utf8_decode(const char *bytes, size_t *size);

/* The half-width character that a full-width form (U+FF01 … U+FF5E, U+3000) stands for, or the code point itself. */
uint32_t gj_half_width(uint32_t code);
#endif
