/* IR to C: one self-contained C11 file and its header, which need nothing but libc. */
#ifndef GJ_EMIT_C_H
#define GJ_EMIT_C_H
#include "ir.h"
#include "source.h"
#include <stdio.h>

struct c_request {
	const struct ir *ir;
	const struct source *source; /* for comments */
	const char *prefix;     /* of every name the header shows: an identifier */
	const char *header;     /* the header's file name, for #include */
	FILE *code, *declarations;
	bool native;            /* with PREFIX_native, which takes columns and gives slots by their numbers (runtime/vm.h: gj_native_run) */
};

/* Writes both files. Memory failure leaves by the arena's jump; what the streams fail at is theirs to say. */
void emit_c(const struct c_request *request, struct gj_arena *arena);

/* A prefix from a file's name: what can't stand in an identifier becomes _. */
const char *emit_c_prefix(const char *path, struct gj_arena *arena);
#endif
