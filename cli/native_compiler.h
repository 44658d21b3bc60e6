/* The C compiler of this machine. */
#ifndef GJ_NATIVE_COMPILER_H
#define GJ_NATIVE_COMPILER_H
#include <stdbool.h>
#include <stddef.h>

enum { COMPILER_WORDS = 16, COMPILER_BYTES = 4096 };

struct native_compiler {
	char text[COMPILER_BYTES];    /* $CC, or the first of cc, gcc and clang that is there; in words */
	char *words[COMPILER_WORDS];  /* point into the text */
	size_t word_count;
	char program[COMPILER_BYTES]; /* the file that the first word names */
};

/* Finds it. False: there is none, and `text` says which name was looked for. */
bool native_compiler_find(struct native_compiler *compiler);

/* Writes which compiler, options and processor code is for, so that it is never used for others: as much as fits. */
void native_compiler_describe(const struct native_compiler *compiler, char *text, size_t room);

enum native_outcome { NATIVE_COMPILED, NATIVE_REFUSED, NATIVE_TOO_SLOW };

/* Compiles FOLDER/standard.c into FOLDER/standard.so; what the compiler prints goes to FOLDER/log. One that takes too long is ended. */
enum native_outcome native_compiler_run(const struct native_compiler *compiler, const char *folder);
#endif
