/* Evaluates a table by a compiled standard through the library:
 *   cc embed.c $(pkg-config --cflags --libs guiju) -o embed && ./embed standard.gjc [data.csv]
 * Without a table it says what the standard is. */
#include <guiju.h>

#include <inttypes.h>

static int describe(const struct gj_standard *standard)
{
	struct gj_field_description field;
	size_t fields = 0;
	while (gj_standard_field(standard, fields, &field))
		fields++;
	printf("%s %s\n%zu fields, grades:", gj_standard_name(standard), gj_standard_edition(standard), fields);
	for (size_t i = 0; gj_standard_grade(standard, i); i++)
		printf(" %s", gj_standard_grade(standard, i));
	putchar('\n');
	return 0;
}

static int evaluate(const struct gj_standard *standard, const char *data)
{
	struct gj_run_options options = { .data = data, .language = GJ_IN_CHINESE };
	struct gj_summary *summary = NULL;
	struct gj_error error = { .status = GJ_STATUS_GOOD };
	enum gj_status status = gj_standard_run(standard, &options, &summary, &error);
	if (!summary) {
		fprintf(stderr, "%s %s\n", error.code, error.text);
		return (int)status;
	}
	printf("%" PRIu64 " rows, %" PRIu64 " rejected\n", gj_summary_rows(summary), gj_summary_rejected(summary));
	for (size_t i = 0; gj_standard_grade(standard, i); i++)
		printf("%s %" PRIu64 "\n", gj_standard_grade(standard, i), gj_summary_graded(summary, i));
	gj_summary_free(summary);
	return 0;
}

int main(int argc, char **argv)
{
	if (argc < 2) {
		fprintf(stderr, "usage: %s STANDARD.gjc [DATA.csv]\n", argv[0]);
		return 2;
	}
	struct gj_error error;
	struct gj_standard *standard = gj_standard_open(argv[1], GJ_IN_CHINESE, &error);
	if (!standard) {
		fprintf(stderr, "%s %s\n", error.code, error.text);
		return (int)error.status;
	}
	int status = argc > 2 ? evaluate(standard, argv[2]) : describe(standard);
	gj_standard_close(standard);
	return status;
}
