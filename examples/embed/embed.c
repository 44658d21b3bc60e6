/* Scores rows of its own through the library, without a file, and explains one:
 *   guiju compile standard.gj
 *   cc embed.c $(pkg-config --cflags --libs guiju) -o embed && ./embed standard.gjc */
#include <guiju.h>

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS = 3, FIELDS = 4, KEY = 0 };

/* By field, in the order of the standard: 编号 is text; 投诉; 满意率 with its one decimal, not given for the second; 评议 by its place among the options. */
static const char *const names[ROWS] = {"甲", "乙", "丙"};
static const int64_t complaints[ROWS] = {0, 3, 11}, satisfied[ROWS] = {950, GJ_EMPTY, 800}, reviews[ROWS] = {0, 2, 0};
static const int64_t *const columns[FIELDS] = {NULL, complaints, satisfied, reviews};

static int fail(const struct gj_error *error)
{
	fprintf(stderr, "%s %s\n", error->code, error->text);
	return (int)error->status;
}

/* 45 with one decimal is 4.5. */
static void print_points(int64_t points, int decimals)
{
	int64_t whole = 1;
	for (int i = 0; i < decimals; i++)
		whole *= 10;
	printf("%s%" PRId64, points < 0 ? "-" : "", imaxabs(points) / whole);
	if (decimals)
		printf(".%0*" PRId64, decimals, imaxabs(points) % whole);
}

static void print_outcomes(const struct gj_standard *standard, const struct gj_outcome *outcomes)
{
	for (size_t row = 0; row < ROWS; row++) {
		printf("%s ", names[row]);
		print_points(outcomes[row].total, gj_standard_decimals(standard));
		printf(" %s%s\n", gj_standard_grade(standard, outcomes[row].grade), outcomes[row].vetoed ? " 否决" : "");
	}
}

static int explain(struct gj_evaluator *evaluator, size_t row)
{
	int64_t values[FIELDS] = {0};
	const char *texts[FIELDS] = {NULL};
	struct gj_error error;
	for (size_t field = 0; field < FIELDS; field++)
		values[field] = columns[field] ? columns[field][row] : 0;
	texts[KEY] = names[row];
	return gj_evaluator_explain(evaluator, values, texts, GJ_IN_CHINESE, stdout, &error) == GJ_STATUS_GOOD ? 0 : fail(&error);
}

int main(int argc, char **argv)
{
	struct gj_error error;
	struct gj_outcome outcomes[ROWS];
	if (argc != 2) {
		fprintf(stderr, "usage: %s STANDARD.gjc\n", argv[0]);
		return 2;
	}
	struct gj_standard *standard = gj_standard_open(argv[1], GJ_IN_CHINESE, &error);
	if (!standard)
		return fail(&error);
	printf("%s %s\n", gj_standard_name(standard), gj_standard_edition(standard));
	struct gj_evaluator *evaluator = gj_evaluator_new(standard);
	if (!evaluator)
		return 3;
	int status = gj_evaluator_rows(evaluator, columns, ROWS, outcomes, NULL, &error) == GJ_STATUS_GOOD ? 0 : fail(&error);
	if (!status) {
		print_outcomes(standard, outcomes);
		putchar('\n');
		status = explain(evaluator, 1);
	}
	gj_evaluator_free(evaluator);
	gj_standard_close(standard);
	return status;
}
