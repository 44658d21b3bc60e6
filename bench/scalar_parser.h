/* A plain byte-by-byte reader of the standard's tables, as one would write it in an afternoon: what the vector reader is compared with. */
#ifndef GJ_BENCH_SCALAR_PARSER_H
#define GJ_BENCH_SCALAR_PARSER_H
#include "runtime/program.h"

/* Reads at most `room` whole rows from *bytes on (no heading), whose columns are the program's fields in order; *bytes receives where it stopped. Returns the
 * number of rows, or 0 at the first cell it doesn't understand. */
size_t scalar_parse(const struct gj_program *program, const char **bytes, const char *end, void **columns, size_t room);
#endif
