#include "json.h"
#include "runtime/decimal.h"
#include "test_values.h"

static const char *place_kind(const struct cli *cli, const struct gj_sheet_entry *entry)
{
	switch (entry->part) {
	case GJ_PART_PROJECT: return cli_text(cli, "项目", "project ");
	case GJ_PART_ITEM: return cli_text(cli, "指标", "item ");
	case GJ_PART_POINT: return cli_text(cli, "要点", "point ");
	case GJ_PART_SERIES: return cli_text(cli, "以下各条", "series ");
	case GJ_PART_BONUS: return cli_text(cli, "加分项", "bonus");
	case GJ_PART_PENALTY: return cli_text(cli, "减分项", "penalty");
	case GJ_PART_CLAUSE: return cli_text(cli, "条款", "clause ");
	default: return "";
	}
}

static const char *wording_of(const struct test_run *run, const struct coverage_point *point)
{
	const struct gj_sheet_entry *entry = point->part == GJ_NONE ? NULL : &run->program->sheet[point->part];
	return !entry ? "" : *entry->wording ? entry->wording : entry->name;
}

void test_point_print(const struct test_run *run, const struct coverage_point *point, FILE *out)
{
	const char *wording = wording_of(run, point);
	fprintf(out, cli_text(run->cli, "%s:%zu %s %s：%s", "%s:%zu %s %s: %s"), test_path(run, point->span), test_line(run, point->span),
		coverage_kind_name(point->kind, run->cli->language), point->label, point->wanted[run->cli->language]);
	if (point->part != GJ_NONE)
		fprintf(out, cli_text(run->cli, "（%s%s%s%s）", " (%s%s%s%s)"), place_kind(run->cli, &run->program->sheet[point->part]), *wording ? "“" : "",
			wording, *wording ? "”" : "");
}

/* Of one kind, or of all (COVERAGE_KINDS). */
struct share {
	size_t seen, total;
};

static struct share share_of(const struct test_run *run, enum coverage_kind kind)
{
	struct share share = { 0 };
	for (size_t i = 0; i < run->coverage.count; i++)
		if (kind == COVERAGE_KINDS || run->coverage.points[i].kind == kind) {
			share.total++;
			share.seen += case_point_seen(run->runner, i);
		}
	return share;
}

/* “12/15 80%”, never rounded up to all. */
static void print_share(const struct test_run *run, const char *name, struct share share)
{
	fprintf(run->cli->out, cli_text(run->cli, "%s %zu/%zu（%zu%%）", "%s %zu/%zu (%zu%%)"), name, share.seen, share.total, share.seen * 100 / share.total);
}

static void print_shares(const struct test_run *run)
{
	const char *before = cli_text(run->cli, "：", ": ");
	struct share all = share_of(run, COVERAGE_KINDS);
	if (!all.total)
		return;
	print_share(run, cli_text(run->cli, "用例显示了", "shown by the cases:"), all);
	for (int kind = 0; kind < COVERAGE_KINDS; kind++) {
		struct share share = share_of(run, (enum coverage_kind)kind);
		if (!share.total)
			continue;
		fputs(before, run->cli->out);
		print_share(run, coverage_kind_name((enum coverage_kind)kind, run->cli->language), share);
		before = cli_text(run->cli, "、", ", ");
	}
	fputc('\n', run->cli->out);
}

static void print_missing(const struct test_run *run)
{
	for (size_t i = 0; i < run->coverage.count; i++) {
		if (case_point_seen(run->runner, i))
			continue;
		fputs(cli_text(run->cli, "  没有用例显示 ", "  no case shows "), run->cli->out);
		test_point_print(run, &run->coverage.points[i], run->cli->out);
		fputc('\n', run->cli->out);
	}
}

static bool add_kinds(const struct test_run *run)
{
	cJSON *kinds = json_array(run->json, "coverage");
	bool good = kinds != NULL;
	for (int kind = 0; kind < COVERAGE_KINDS && good; kind++) {
		struct share share = share_of(run, (enum coverage_kind)kind);
		cJSON *object = share.total ? json_element(kinds) : NULL;
		good = !share.total || (json_text(object, "kind", coverage_kind_name((enum coverage_kind)kind, run->cli->language))
			&& json_count(object, "covered", share.seen) && json_count(object, "coverable", share.total));
	}
	return good;
}

static bool add_missing(const struct test_run *run, cJSON *missing, const struct coverage_point *point)
{
	cJSON *item = json_element(missing);
	return json_text(item, "kind", coverage_kind_name(point->kind, run->cli->language)) && json_text(item, "label", point->label)
		&& json_text(item, "wanted", point->wanted[run->cli->language]) && json_text(item, "wording", wording_of(run, point))
		&& json_text(item, "file", test_path(run, point->span)) && json_count(item, "line", test_line(run, point->span));
}

static bool add_coverage(const struct test_run *run)
{
	struct share all = share_of(run, COVERAGE_KINDS);
	cJSON *missing = json_array(run->json, "uncovered");
	bool good = missing && json_count(run->json, "covered", all.seen) && json_count(run->json, "coverable", all.total) && add_kinds(run);
	for (size_t i = 0; i < run->coverage.count && good; i++)
		good = case_point_seen(run->runner, i) || add_missing(run, missing, &run->coverage.points[i]);
	return good;
}

bool test_coverage_report(struct test_run *run)
{
	if (run->json)
		return add_coverage(run);
	if (!run->coverage.program)
		fputs(cli_text(run->cli, "标准太大，没有统计用例显示了什么。\n", "The standard is too large for its coverage to be reckoned.\n"), run->cli->out);
	print_missing(run);
	print_shares(run);
	return true;
}
