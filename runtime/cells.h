/* How much room text takes on a terminal. */
#ifndef GJ_CELLS_H
#define GJ_CELLS_H
#include <stddef.h>

/* Cells of `length` bytes of UTF-8: CJK and full-width characters are two, a byte that isn't text one. */
size_t gj_cells(const char *text, size_t length);
#endif
