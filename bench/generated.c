#include "generated.h"

#include "compiler/emit_c.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { PATH_BYTES = 1024 };

static bool write_code(const struct compilation *compilation, const char *folder)
{
	char path[PATH_BYTES];
	snprintf(path, sizeof path, "%s/standard.c", folder);
	FILE *code = fopen(path, "w");
	snprintf(path, sizeof path, "%s/standard.h", folder);
	FILE *declarations = fopen(path, "w");
	const struct c_request request = { .ir = compilation->ir, .source = compilation->source, .prefix = "standard", .header = "standard.h", .code = code,
		.declarations = declarations, .native = true };
	bool written = code && declarations && compile_c(compilation, &request);
	if (code)
		written &= fclose(code) == 0;
	if (declarations)
		written &= fclose(declarations) == 0;
	return written;
}

static gj_native_run *compile_and_open(const char *cc, const char *folder)
{
	char command[4 * PATH_BYTES], path[PATH_BYTES];
	snprintf(path, sizeof path, "%s/standard.so", folder);
	snprintf(command, sizeof command, "%s -std=c11 -O3 -march=native -fPIC -shared '%s/standard.c' -o '%s'", cc, folder, path);
	void *library = system(command) == 0 ? dlopen(path, RTLD_NOW | RTLD_LOCAL) : NULL;
	return library ? (gj_native_run *)(uintptr_t)dlsym(library, "standard_native") : NULL;
}

static void remove_files(const char *folder)
{
	static const char *const names[] = { "standard.c", "standard.h", "standard.so" };
	char path[PATH_BYTES];
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		snprintf(path, sizeof path, "%s/%s", folder, names[i]);
		unlink(path);
	}
	rmdir(folder);
}

gj_native_run *generated_load(const struct compilation *compilation, const char *cc, const char *folder)
{
	char made[PATH_BYTES / 2];
	snprintf(made, sizeof made, "%s/guiju-bench-XXXXXX", folder);
	if (!mkdtemp(made)) {
		perror(made);
		return NULL;
	}
	gj_native_run *run = write_code(compilation, made) ? compile_and_open(cc, made) : NULL;
	if (!run)
		fprintf(stderr, "bench: the generated C can't be compiled by %s\n", cc);
	remove_files(made);
	return run;
}
