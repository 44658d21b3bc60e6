#include "test_values.h"
#include "runtime/datum.h"
#include "runtime/decimal.h"
#include "runtime/guiju.h"

size_t test_line(const struct test_run *run, struct span span)
{
	return source_place(run->compilation->source, span.start).line;
}

/* The file of a case: that of the standard, or one that it is based on. */
const char *test_path(const struct test_run *run, struct span span)
{
	const struct source *source = run->compilation->source;
	return source_file_at(source, span.start) == 0 ? run->path : source_place(source, span.start).path;
}

void test_points(char out[VALUE_BYTES], const struct test_run *run, int64_t value)
{
	char number[GJ_DECIMAL_BYTES];
	gj_decimal(number, value, run->program->point_scale);
	snprintf(out, VALUE_BYTES, cli_text(run->cli, "%s分", "%s points"), number);
}

const char *test_subject(const struct test_run *run, const struct expectation *expectation)
{
	const struct gj_program *program = run->program;
	switch (expectation->kind) {
	case EXPECT_PART: return program->sheet[expectation->index].name;
	case EXPECT_TOTAL: return cli_text(run->cli, "总分", "total (总分)");
	case EXPECT_BONUS: return cli_text(run->cli, "加分", "bonus (加分)");
	case EXPECT_PENALTY: return cli_text(run->cli, "减分", "penalty (减分)");
	case EXPECT_GRADE: return cli_text(run->cli, "等次", "grade (等次)");
	case EXPECT_VETOED: return cli_text(run->cli, "否决", "veto (否决)");
	case EXPECT_VETO_REASON: return cli_text(run->cli, "否决理由", "reason for the veto (否决)");
	case EXPECT_REJECTED: break;
	}
	return cli_text(run->cli, "拒绝", "rejection (拒绝)");
}

static const char *yes_or_no(const struct test_run *run, int64_t value)
{
	return value ? cli_text(run->cli, "是", "yes") : cli_text(run->cli, "否", "no");
}

/* A value in an expectation's own terms. */
static void print_value(char out[VALUE_BYTES], const struct test_run *run, const struct expectation *expectation, int64_t value)
{
	const struct gj_program *program = run->program;
	switch (expectation->kind) {
	case EXPECT_GRADE:
		snprintf(out, VALUE_BYTES, "%s", value >= 0 && (size_t)value < program->grade_count ? program->grades[value].name
			: cli_text(run->cli, "没有等次", "no grade"));
		return;
	case EXPECT_VETOED:
		snprintf(out, VALUE_BYTES, "%s", yes_or_no(run, value));
		return;
	default:
		if (value == GJ_INAPPLICABLE)
			snprintf(out, VALUE_BYTES, "%s", cli_text(run->cli, "不适用", "not applicable (不适用)"));
		else
			test_points(out, run, value);
	}
}

/* A long text is cut, never within a character. */
static void quote(char out[VALUE_BYTES], const char *text)
{
	gj_message_format("“{0}”", &text, 1, out, VALUE_BYTES);
}

void test_expected(char out[VALUE_BYTES], const struct test_run *run, const struct expectation *expectation)
{
	const struct gj_program *program = run->program;
	if (expectation->kind == EXPECT_REJECTED)
		snprintf(out, VALUE_BYTES, cli_text(run->cli, "因“%s”拒绝这一行", "the row is rejected for \"%s\""), program->fields[expectation->index].name);
	else if (expectation->kind == EXPECT_VETO_REASON)
		quote(out, program->sheet[expectation->index].wording);
	else
		print_value(out, run, expectation, expectation->kind == EXPECT_GRADE ? expectation->index : expectation->value);
}

void test_found(char out[VALUE_BYTES], const struct test_run *run, const struct expectation *expectation, int64_t got)
{
	if (case_rejected(run->runner))
		snprintf(out, VALUE_BYTES, "%s", cli_text(run->cli, "这一行被拒绝", "the row is rejected"));
	else if (expectation->kind == EXPECT_REJECTED)
		snprintf(out, VALUE_BYTES, "%s", cli_text(run->cli, "没有拒绝", "it isn't rejected"));
	else if (expectation->kind == EXPECT_VETO_REASON)
		snprintf(out, VALUE_BYTES, "%s", cli_text(run->cli, "此项不成立", "it doesn't hold"));
	else
		print_value(out, run, expectation, got);
}

void test_cell(char out[VALUE_BYTES], const struct test_run *run, const struct given *given)
{
	const struct gj_field *field = &run->program->fields[given->field];
	struct gj_buffer text = { 0 };
	if (given->unfit)
		snprintf(out, VALUE_BYTES, "%s", cli_text(run->cli, "（不合要求的值）", "(an unfit value)"));
	else if (field->type == GJ_TEXT)
		quote(out, given->text);
	else if (gj_datum_value(&text, field, given->value, given->state))
		snprintf(out, VALUE_BYTES, "%.*s", (int)text.size, text.bytes);
	else
		snprintf(out, VALUE_BYTES, "%s", cli_text(run->cli, "（内存不够）", "(out of memory)"));
	gj_buffer_free(&text);
}
