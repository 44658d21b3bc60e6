/* guiju compile --target c: the C file and its header. */
#ifndef GJ_WRITE_C_H
#define GJ_WRITE_C_H
#include "cli.h"

/* Writes OUTPUT (NULL: beside the rule file, .c) and its header, both or neither, and says what they leave out. Returns enum cli_status. */
int cli_write_c(const struct cli *cli, const struct compilation *compilation, const char *rules, const char *output);

/* The text of both files; free() them. False when memory is out. */
struct c_text {
	char *code, *declarations;
	size_t code_size, declarations_size;
};
bool cli_make_c(const struct compilation *compilation, const char *prefix, const char *header, bool native, struct c_text *text);
#endif
