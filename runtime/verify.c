#include "runtime/verify.h"

#include "runtime/image.h"

#include <stdarg.h>
#include <stdio.h>

const char gj_verify_no_memory[] = "memory is out";

bool verify_fault(struct verifier *verifier, const char *format, ...)
{
	if (verifier->why)
		return false;
	char text[256];
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(text, sizeof text, format, arguments);
	va_end(arguments);
	verifier->why = gj_arena_print(verifier->arena, "%s", text);
	if (!verifier->why)
		verifier->why = gj_verify_no_memory;
	return false;
}

bool verify_no_memory(struct verifier *verifier)
{
	verifier->why = gj_verify_no_memory;
	return false;
}

const char *gj_verify(const struct gj_program *program, struct gj_arena *arena)
{
	struct verifier verifier = { .program = program, .arena = arena };
	if (verify_fields(&verifier) && verify_sheet(&verifier) && verify_outcomes(&verifier) && verify_slots(&verifier))
		verify_ledgers(&verifier);
	return verifier.why;
}
