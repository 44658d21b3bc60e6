/* A plain byte-by-byte reader of the standard's tables, as one would write it in an afternoon: what the vector reader is compared with. */
#ifndef GJ_BENCH_SCALAR_PARSER_H
#define GJ_BENCH_SCALAR_PARSER_H
#include "runtime/program.h"

/* Reads `size` bytes of rows (no heading) whose columns are the program's fields in order, into columns of `room` rows each (wrapping round when there are
 * more). Returns the number of rows, or 0 at the first cell it doesn't understand. */
uint64_t scalar_parse(const struct gj_program *program, const char *bytes, size_t size, void **columns, size_t room);
#endif
