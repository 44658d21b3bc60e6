/* Random standards and random rows through the reference evaluator and the VM: every score, clause, veto and grade must agree.
 *   agree FIRST_SEED STANDARDS ROWS     compares; exit 1 at the first difference, with the rule file and the row
 *   agree --rules FILE ROWS             the same for one rule file
 *   agree --print SEED                  the rule file of a seed
 *   agree --c CC FIRST_SEED STANDARDS ROWS     the VM against the C that CC makes of random standards: every slot
 *   agree --c-rules CC ROWS FILE…              the same for rule files
 *   agree --data SEED ROWS FOLDER       the rule file of a seed and its rows, as files */
#include "agree.h"
#include "agree_c.h"
#include "agree_data.h"
#include "random_standard.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool refused(struct compilation *compilation, enum compile_status status, const char *text)
{
	if (status == COMPILE_OK && compilation->program)
		return false;
	struct render_options options = {GJ_CHINESE, false};
	fprintf(stderr, "a random standard does not compile:\n%s\n", text);
	if (compilation->source)
		diagnostics_render(compilation->diagnostics, compilation->source, &options, stderr);
	return true;
}

bool is_beyond(const struct compilation *compilation)
{
	for (size_t i = 0; i < diagnostics_total(compilation->diagnostics); i++) {
		enum message_id id = diagnostics_at(compilation->diagnostics, i)->id;
		if (id == MSG_FRACTION_BEYOND || id == MSG_SCALED_BEYOND)
			return true;
	}
	return false;
}

static int compare_seeds(uint64_t first, size_t standards, size_t rows)
{
	struct compared compared = {0};
	size_t beyond = 0;
	for (uint64_t seed = first; seed < first + standards; seed++) {
		char *text = random_standard(seed);
		struct compilation compilation;
		enum compile_status status = compile_text("random.gj", text, strlen(text), &compilation);
		bool skipped = is_beyond(&compilation), bad = !skipped && refused(&compilation, status, text);
		beyond += skipped;
		if (!skipped && !bad && standard_differs(&compilation, seed, rows, &compared)) {
			fprintf(stderr, "seed %llu:\n%s", (unsigned long long)seed, text);
			bad = true;
		}
		compilation_free(&compilation);
		free(text);
		if (bad)
			return 1;
	}
	printf("agree: %zu random standards, %zu rows each: %llu cells agree, %llu times what the analyser says of all rows holds; %zu more had quotients beyond 128 bits\n",
	       standards - beyond, rows, compared.cells, compared.claims, beyond);
	printf("agree: %zu rows with 待核 cells as by brute force; %zu results were not found out to the end\n", compared.pending, compared.inexact);
	return 0;
}

static int compare_file(const char *path, size_t rows)
{
	struct compared compared = {0};
	struct compilation compilation;
	bool bad = refused(&compilation, compile_file(path, &compilation), path) || standard_differs(&compilation, 1, rows, &compared);
	compilation_free(&compilation);
	if (!bad)
		printf("agree: %s, %zu rows: %llu cells agree, %llu times what the analyser says of all rows holds\n", path, rows, compared.cells, compared.claims);
	return bad;
}

int main(int argc, char **argv)
{
	if (argc == 3 && strcmp(argv[1], "--print") == 0) {
		char *text = random_standard(strtoull(argv[2], NULL, 10));
		fputs(text, stdout);
		free(text);
		return 0;
	}
	if (argc == 4 && strcmp(argv[1], "--rules") == 0)
		return compare_file(argv[2], strtoull(argv[3], NULL, 10));
	if (argc == 6 && strcmp(argv[1], "--c") == 0)
		return compare_c_seeds(argv[2], strtoull(argv[3], NULL, 10), strtoull(argv[4], NULL, 10), strtoull(argv[5], NULL, 10));
	if (argc > 4 && strcmp(argv[1], "--c-rules") == 0)
		return compare_c_files(argv[2], strtoull(argv[3], NULL, 10), argv + 4, (size_t)argc - 4);
	if (argc == 5 && strcmp(argv[1], "--data") == 0)
		return !data_write(strtoull(argv[2], NULL, 10), strtoull(argv[3], NULL, 10), argv[4]);
	if (argc == 4)
		return compare_seeds(strtoull(argv[1], NULL, 10), strtoull(argv[2], NULL, 10), strtoull(argv[3], NULL, 10));
	fputs("usage: agree FIRST_SEED STANDARDS ROWS | agree --rules FILE ROWS | agree --print SEED | agree --data SEED ROWS FOLDER\n"
		"       agree --c CC FIRST_SEED STANDARDS ROWS | agree --c-rules CC ROWS FILE...\n", stderr);
	return 2;
}
