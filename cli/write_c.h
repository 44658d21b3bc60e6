/* guiju compile --target c: the C file and its header. */
#ifndef GJ_WRITE_C_H
#define GJ_WRITE_C_H
#include "cli.h"
#include "runtime/text_buffer.h"

/* Writes OUTPUT (NULL: beside the rule file, .c) and its header, both or neither, and says what they leave out. Returns enum cli_status. */
int cli_write_c(const struct cli *cli, const struct compilation *compilation, const char *rules, const char *output);

/* The text of both files. False when memory is out. */
struct c_text {
	struct gj_buffer code, declarations;
};
bool cli_make_c(const struct compilation *compilation, const char *prefix, const char *header, bool native, struct c_text *text);
void cli_c_text_free(struct c_text *text);
#endif
