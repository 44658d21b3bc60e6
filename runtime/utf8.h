/* Whether bytes are well-formed UTF-8. */
#ifndef GJ_UTF8_H
#define GJ_UTF8_H
#include <stdbool.h>
#include <stddef.h>

/* Shortest forms only, no surrogates, nothing beyond U+10FFFF, no character cut off at the end. NUL is a character like others. */
bool gj_utf8_valid(const char *text, size_t length);
#endif
