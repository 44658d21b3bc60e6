/* bench [--rows N] [STANDARD.gj]: the speed of the municipal standard of 2018, from its rule file. */
#include "bench_memory.h"
#include "compiler/compile.h"
#include "runtime/image.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

static const char standard[] = "rulesets/zhenjiang-2018/standard.gj";

/* The program as a user's machine would have it: compiled, written as an image, read back and verified. */
static struct gj_program *load(struct compilation *compilation)
{
	size_t size;
	struct gj_program *program = NULL;
	const char *why = "memory is out";
	const unsigned char *image = gj_image_write(compilation->program, compilation->arena, &size);
	if (!image || gj_image_read(image, size, compilation->arena, &program, &why) != GJ_IMAGE_OK)
		fprintf(stderr, "bench: %s\n", why);
	return program;
}

static int bench(const char *path, size_t rows)
{
	struct compilation compilation;
	int status = 3;
	if (compile_file(path, &compilation) == COMPILE_OK && compilation.program) {
		struct gj_program *program = load(&compilation);
		if (program)
			status = bench_memory(program, rows);
	} else {
		fprintf(stderr, "bench: %s doesn't compile; guiju check says why\n", path);
	}
	compilation_free(&compilation);
	return status;
}

int main(int count, char **arguments)
{
	static const struct option options[] = { { "rows", required_argument, NULL, 'r' }, { NULL, 0, NULL, 0 } };
	size_t rows = 10000000;
	for (int option; (option = getopt_long(count, arguments, "", options, NULL)) != -1;) {
		if (option != 'r') {
			fprintf(stderr, "usage: bench [--rows N] [STANDARD.gj]\n");
			return 2;
		}
		rows = strtoull(optarg, NULL, 10);
	}
	if (!rows || rows > 100000000) {
		fprintf(stderr, "bench: --rows takes 1 to 100000000\n");
		return 2;
	}
	return bench(optind < count ? arguments[optind] : standard, rows);
}
