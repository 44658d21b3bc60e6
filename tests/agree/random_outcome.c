/* Random rules about scores and grades. */
#include "random_writer.h"

static const char *const relations[] = {"不低于", "不足", "超过", "不超过"};

static void write_relation(struct writer *writer)
{
	fprintf(writer->out, " %s ", relations[below(writer, 4)]);
}

static void write_edge(struct writer *writer, bool rate)
{
	if (rate)
		fprintf(writer->out, "%u%s%%", below(writer, 101), chance(writer, 30) ? ".5" : "");
	else
		fprintf(writer->out, "%u%s分", below(writer, 12), chance(writer, 30) ? ".5" : "");
}

/* Of all of them, or of those in one 项目 or 大类: inside a 项目, where not all 指标 are in reach, of that one. */
static void write_every(struct writer *writer, const char *word, unsigned first, unsigned end)
{
	bool all = end - first == writer->item_count;
	fprintf(writer->out, "%s", word);
	if (!writer->project_count || chance(writer, 50))
		return;
	if (all && writer->project_count > 1 && writer->division_count && chance(writer, 40))
		fprintf(writer->out, "（门类%u）", below(writer, writer->division_count));
	else
		fprintf(writer->out, "（大项%u）", all ? writer->projects[below(writer, writer->project_count)] : first);
}

static void write_item_test(struct writer *writer, unsigned first, unsigned end)
{
	static const char *const every[] = {"每个指标得分", "每个指标得分率", "任一指标得分", "任一指标得分率"};
	bool rate = chance(writer, 50);
	if (chance(writer, 40))
		write_every(writer, every[below(writer, 2) * 2 + rate], first, end);
	else
		fprintf(writer->out, "得分%s（小项%u）", rate ? "率" : "", first + below(writer, end - first));
	write_relation(writer);
	write_edge(writer, rate);
}

static void write_project_test(struct writer *writer)
{
	static const char *const every[] = {"每个项目小计", "每个项目得分率", "任一项目小计", "任一项目得分率"};
	bool rate = chance(writer, 50);
	if (writer->division_count && chance(writer, 20))
		fprintf(writer->out, "%s（门类%u）", every[below(writer, 2) * 2 + rate], below(writer, writer->division_count));
	else if (chance(writer, 40))
		fprintf(writer->out, "%s", every[below(writer, 2) * 2 + rate]);
	else if (writer->division_count && !writer->has_waivers && chance(writer, 40))
		fprintf(writer->out, "%s（门类%u）", rate ? "得分率" : "小计", below(writer, writer->division_count));
	else
		fprintf(writer->out, "%s（大项%u）", rate ? "得分率" : "小计", writer->projects[below(writer, writer->project_count)]);
	write_relation(writer);
	write_edge(writer, rate);
}

void write_void(struct writer *writer, const char *word, unsigned first, unsigned end)
{
	if (!chance(writer, 15))
		return;
	fprintf(writer->out, "  %s 若 ", word);
	if (first < end && end - first < writer->item_count && chance(writer, 25))
		fprintf(writer->out, "小计（大项%u） 不足 %u.5分", first, below(writer, 12));
	else if (first < end && chance(writer, 70))
		write_item_test(writer, first, end);
	else
		write_condition(writer, 2);
	fputc('\n', writer->out);
}

static void write_term(struct writer *writer)
{
	if (writer->has_fractions && chance(writer, 30)) {
		write_fraction_term(writer);
		return;
	}
	switch (below(writer, 4)) {
	case 0:
		fprintf(writer->out, "小计（大项%u） × %u%s%%", writer->projects[below(writer, writer->project_count)], below(writer, 120),
			chance(writer, 30) ? ".5" : "");
		break;
	case 1:
		fprintf(writer->out, "四舍五入（得分（小项%u） × %u ÷ %u、保留 %u位）", below(writer, writer->item_count), 1 + below(writer, 9),
			1 + below(writer, 9), below(writer, 4));
		break;
	case 2:
		fprintf(writer->out, "%u分", below(writer, 9));
		break;
	default:
		fprintf(writer->out, "得分（小项%u）", below(writer, writer->item_count));
	}
}

void write_formula(struct writer *writer)
{
	fputs("总分 = ", writer->out);
	if (chance(writer, 40)) {
		fputs("若 ", writer->out);
		write_item_test(writer, 0, writer->item_count);
		fputs(" 则 ", writer->out);
		write_term(writer);
		fputs(" 否则 ", writer->out);
	}
	write_term(writer);
	for (unsigned i = below(writer, 4); i; i--) {
		fputs(chance(writer, 70) ? " + " : " - ", writer->out);
		write_term(writer);
	}
	if (writer->bonuses && chance(writer, 70))
		fputs(chance(writer, 50) ? " + 加分" : " + 最小（加分、4分）", writer->out);
	if (writer->penalties && chance(writer, 70))
		fputs(chance(writer, 50) ? " - 减分" : " - 减分 × 50%", writer->out);
	fputc('\n', writer->out);
}

void write_outcome_condition(struct writer *writer)
{
	switch (below(writer, 6)) {
	case 0:
		write_item_test(writer, 0, writer->item_count);
		break;
	case 1:
		write_project_test(writer);
		break;
	case 2:
		fputs("总分 + 2分", writer->out);
		write_relation(writer);
		fprintf(writer->out, "%u分", below(writer, 80));
		break;
	default:
		write_condition(writer, 2);
	}
}

static void write_count(struct writer *writer)
{
	unsigned index = below(writer, writer->field_count);
	const struct random_field *field = &writer->fields[index];
	if (writer->has_fractions && chance(writer, 30))
		fprintf(writer->out, "每满 0.%u 最大（0、商%u）", 1 + below(writer, 9), below(writer, 2));
	else if (field->kind == FIELD_COUNT && field->low >= 0 && !may_lack(field)) {
		fprintf(writer->out, "每满 %u%s 字段%u", 1 + below(writer, 4), field->unit, index);
	} else {
		fputs("若 ", writer->out);
		write_outcome_condition(writer);
	}
}

/* A second grade by a field that is a count: 取低 or 取高. */
static void write_scale(struct writer *writer)
{
	static const char *const grades[] = {"甲等", "乙等", "丙等", "丁等"};
	unsigned index = below(writer, writer->field_count);
	const struct random_field *field = &writer->fields[index];
	if (field->kind != FIELD_COUNT || field->low == field->high || may_lack(field))
		return;
	long edge = field->low + 1 + (long)below(writer, (unsigned)(field->high - field->low));
	fprintf(writer->out, "  %s 按 字段%u 分档\n    评为 %s 不低于 %ld%s\n    评为 %s ", chance(writer, 50) ? "取低" : "取高", index, grades[below(writer, 4)],
		edge, field->unit, grades[below(writer, 4)]);
	if (chance(writer, 50))
		fputs("其他\n", writer->out);
	else
		fprintf(writer->out, "低于 %ld%s\n", edge, field->unit);
}

static void write_shared_condition(struct writer *writer)
{
	if (!chance(writer, 20))
		return;
	fputs("  甲等、乙等 条件 ", writer->out);
	write_outcome_condition(writer);
	fputc('\n', writer->out);
}

static void write_grade_rules(struct writer *writer)
{
	static const char *const lowest[] = {"", "最低评为 丁等 ", "最低评为 丙等 ", "最低评为 乙等 "};
	for (unsigned i = below(writer, 5); i; i--) {
		if (chance(writer, 30))
			write_scale(writer);
		switch (below(writer, 5)) {
		case 0:
		case 4:
			fprintf(writer->out, "  %s %s 若 ", chance(writer, 50) ? "最高评为" : "最低评为", chance(writer, 50) ? "乙等" : "丙等");
			write_outcome_condition(writer);
			break;
		case 1:
			fprintf(writer->out, "  %s 若 ", chance(writer, 60) ? "不参评" : "不定等次");
			write_outcome_condition(writer);
			break;
		default:
			fprintf(writer->out, "  降一级 %s", lowest[below(writer, 4)]);
			write_count(writer);
		}
		fprintf(writer->out, "%s\n", chance(writer, 50) ? " “理由”" : "");
	}
}

static void write_grade_condition(struct writer *writer)
{
	if (chance(writer, 40)) {
		fputs(" 且 ", writer->out);
		write_outcome_condition(writer);
	}
	fputc('\n', writer->out);
	if (chance(writer, 30)) {
		fputs("    条件 ", writer->out);
		write_outcome_condition(writer);
		fputc('\n', writer->out);
	}
}

/* 甲等 from `high`, 乙等 and 丙等 between, 丁等 up to `low`, each edge on one side or the other. */
void write_grades(struct writer *writer, unsigned full)
{
	unsigned low = 1 + below(writer, full / 2 - 2), middle = low + 2 + below(writer, full / 2 - 2), high = middle + 1 + below(writer, full / 4);
	bool low_is_above = chance(writer, 50), high_is_below = chance(writer, 30), rules = chance(writer, 60);
	fprintf(writer->out, "等次\n  甲等 %s%u分%s", high_is_below ? "超过 " : "", high, high_is_below ? "" : " 以上");
	write_grade_condition(writer);
	fprintf(writer->out, "  乙等 %u分 以上 %s %u分", middle, high_is_below ? "不超过" : "不满", high);
	write_grade_condition(writer);
	fprintf(writer->out, "  丙等 %s%u分%s 不满 %u分", low_is_above ? "" : "超过 ", low, low_is_above ? " 以上" : "", middle);
	write_grade_condition(writer);
	fprintf(writer->out, "  丁等 %s %u分\n", low_is_above ? "不满" : "不超过", low);
	fputs("  关停 否决\n", writer->out);
	write_shared_condition(writer);
	if (chance(writer, 30))
		fprintf(writer->out, "  奖励 甲等 %u元、乙等 0.%u万元、%s 0元\n", 1000 + below(writer, 9000), 1 + below(writer, 9), chance(writer, 50) ? "其他" : "关停");
	if (rules)
		write_grade_rules(writer);
	write_population(writer);
}
