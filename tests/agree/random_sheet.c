/* Random sheets: 项目, 指标, 要点 and their clauses, 加分项, 减分项, 否决项. */
#include "random_writer.h"

void write_points(struct writer *writer, unsigned most)
{
	if (writer->has_fractions && chance(writer, 25)) {
		write_fraction_points(writer, most);
		return;
	}
	unsigned whole = 1 + below(writer, most);
	fprintf(writer->out, "%u%s分", whole, writer->half_points && whole < most && chance(writer, 40) ? ".5" : "");
}

/* Tiers that tile a numeric field from edge to edge. */
static void write_tiers(struct writer *writer, unsigned index, const char *verb, unsigned most)
{
	const struct random_field *field = &writer->fields[index];
	fprintf(writer->out, "      按 字段%u 分档\n", index);
	if (field->kind == FIELD_OPTION) {
		for (unsigned i = 0; i < field->options; i++) {
			fprintf(writer->out, "        档%c %s ", 'A' + (int)i, verb);
			write_points(writer, most);
			fputc('\n', writer->out);
		}
		write_state_tiers(writer, index, verb, most);
		return;
	}
	long edge = field->low + 1 + (long)(below(writer, 5) % (unsigned)(field->high - field->low));
	fprintf(writer->out, "        不满 %ld%s %s ", edge, field->unit, verb);
	write_points(writer, most);
	if (field->high - edge > 2) {
		long next = edge + 1 + (long)below(writer, (unsigned)(field->high - edge - 1));
		fprintf(writer->out, "\n        %ld%s 以上 不满 %ld%s %s ", edge, field->unit, next, field->unit, verb);
		write_points(writer, most);
		edge = next;
	}
	fprintf(writer->out, "\n        %ld%s 以上 %s\n", edge, field->unit, none_of(verb));
	write_state_tiers(writer, index, verb, most);
}

static void write_rule(struct writer *writer, const char *verb, unsigned most)
{
	unsigned index = below(writer, writer->field_count);
	const struct random_field *field = &writer->fields[index];
	if (writer->has_places && chance(writer, 15)) {
		write_place_rule(writer, verb, most);
		return;
	}
	if (writer->has_fractions && chance(writer, 15)) {
		write_fraction_rule(writer, verb, most);
		return;
	}
	bool tiers_fit = field->kind == FIELD_OPTION || (is_numeric(field) && field->low >= 0 && field->high - field->low >= 1);
	if (field->kind == FIELD_COUNT && field->low >= 0 && !may_lack(field) && chance(writer, 70)) {
		unsigned step = chance(writer, 70) ? 1 : 2 + below(writer, 9);
		fprintf(writer->out, "      %s %u%s 字段%u %s ", step > 1 ? "每满" : "每", step, field->unit, index, verb);
		write_points(writer, most);
		fputc('\n', writer->out);
	} else if (tiers_fit && chance(writer, 60)) {
		write_tiers(writer, index, verb, most);
	} else if (most >= 2 && chance(writer, 8)) {
		bool has_places = writer->has_places;
		fputs("      若 ", writer->out);
		writer->has_places = false;
		write_condition(writer, 1);
		writer->has_places = has_places;
		fprintf(writer->out, " 酌情%s %u分 至 %u分 酌情分%u\n", verb, below(writer, 2), most, writer->discretion++);
	} else {
		fputs("      若 ", writer->out);
		write_condition(writer, 2);
		fprintf(writer->out, " %s ", verb);
		write_points(writer, most);
		fputc('\n', writer->out);
	}
}

/* How what stands in a part counts, and how far. */
static void write_limits(struct writer *writer, const char *verb, unsigned most)
{
	static const char *const ways[] = {" 累计", " 取重", " 取最高", " 择一"};
	if (chance(writer, 25))
		fprintf(writer->out, "%s", ways[below(writer, 4)]);
	if (chance(writer, 25))
		fprintf(writer->out, " %s最多%s %u分", chance(writer, 30) ? "合计" : "", verb, 1 + below(writer, most));
}

/* Now and then 加倍 or 减半. */
static void write_factors(struct writer *writer)
{
	static const char *const factors[] = {"加倍", "加倍 3倍", "减半", "加倍 1.5倍"};
	for (unsigned i = chance(writer, 15) ? 1 + below(writer, 2) : 0; i; i--) {
		fprintf(writer->out, "      %s 若 ", factors[below(writer, writer->half_points ? 4 : 2)]);
		write_condition(writer, 1);
		fputc('\n', writer->out);
	}
}

/* Now and then a whole part gets nothing by a rule of the clause. Not a 项目: findings about its other 不得分, which ask for its 小计 before any of them, are
 * tried on scores after all of them. */
static void write_forfeit(struct writer *writer, const char *verb)
{
	static const char *const words[] = {"本表不得分", "本指标不得分"};
	bool sheet = !strcmp(verb, "加") || !strcmp(verb, "减");
	fputs("      若 ", writer->out);
	write_condition(writer, 1);
	fprintf(writer->out, "%s %s\n", chance(writer, 30) ? "，" : "", words[sheet ? 0 : below(writer, 2)]);
}

static void write_clause(struct writer *writer, const char *verb, unsigned most)
{
	static const char *const ways[] = {"", " 累计", " 取重", " 择一"};
	unsigned rules = 1 + below(writer, 10) / 7, way = rules > 1 ? below(writer, 4) : 0;
	fprintf(writer->out, "    条款 “条款%u”", writer->clause++);
	if (chance(writer, 25))
		fprintf(writer->out, " 最多%s %u分", verb, 1 + below(writer, most));
	fprintf(writer->out, "%s\n", ways[way]);
	write_factors(writer);
	for (unsigned i = 0; i < rules; i++)
		write_rule(writer, verb, most);
	if (way < 2 && chance(writer, 4))
		write_forfeit(writer, verb);
}

/* Up to `most_clauses` clauses, perhaps followed by some that share a limit. */
static void write_clauses(struct writer *writer, const char *verb, unsigned most, unsigned most_clauses)
{
	for (unsigned k = 1 + below(writer, most_clauses); k; k--)
		write_clause(writer, verb, most);
	for (unsigned series = chance(writer, 20) ? 1 + below(writer, 2) : 0; series; series--) {
		fprintf(writer->out, "   以下各条%s", chance(writer, 50) ? " “几条”" : "");
		write_limits(writer, verb, most);
		fputc('\n', writer->out);
		for (unsigned k = 1 + below(writer, 3); k; k--)
			write_clause(writer, verb, most);
	}
}

static void write_points_of_item(struct writer *writer, unsigned number, unsigned points, const char *verb)
{
	unsigned first = 1 + below(writer, points - 1);
	unsigned share[2] = {first, points - first};
	for (int i = 0; i < 2; i++) {
		bool capped = chance(writer, 40);
		fprintf(writer->out, "  要点 %u分 “要点%u之%d”%s", share[i], number, i, capped ? " 扣完为止" : "");
		write_limits(writer, verb, share[i]);
		fputc('\n', writer->out);
		unsigned applies = writer->applies;
		write_waiver(writer, 30);
		write_clauses(writer, verb, share[i], 2);
		if (capped && !strcmp(verb, "扣") && chance(writer, 20)) {
			fprintf(writer->out, "    条款 “条款%u”\n      若 ", writer->clause++);
			write_condition(writer, 1);
			fputs(" 本要点不得分\n", writer->out);
		}
		write_waiver_behind(writer, "本要点不适用");
		writer->applies = applies;
	}
}

/* An item that is earned says how far, or its clauses could earn more than it has. */
static void write_item(struct writer *writer, unsigned number, unsigned points)
{
	bool earning = chance(writer, 20);
	const char *verb = earning ? "得" : "扣";
	fprintf(writer->out, "指标 小项%u %u分", number, points);
	if (earning && chance(writer, 25)) {
		fprintf(writer->out, " 评分 打分%u 保留 %u位\n", number, below(writer, 2));
		write_void(writer, "本项不得分", 0, 0);
		return;
	}
	if (earning)
		fprintf(writer->out, " 最多得 %u分%s", 1 + below(writer, points), chance(writer, 30) ? " 取最高" : "");
	else
		fputs(writer->open_items ? " 扣完为止" : "", writer->out);
	if (!earning && chance(writer, 30))
		write_limits(writer, verb, points);
	fputc('\n', writer->out);
	unsigned applies = writer->applies;
	write_waiver(writer, 30);
	if (points >= 2 && chance(writer, 50))
		write_points_of_item(writer, number, points, verb);
	else
		write_clauses(writer, verb, points, 3);
	write_waiver_behind(writer, "本项不适用");
	write_void(writer, "本项不得分", 0, 0);
	writer->applies = applies;
}

/* 权重 of a 项目; those of all come to 100%. */
static void write_weight(struct writer *writer, unsigned number, unsigned items)
{
	unsigned share = 100 / items;
	if (writer->weighted)
		fprintf(writer->out, " 权重 %u%%", number + 1 < items ? share : 100 - share * (items - 1));
}

/* How many 指标 each 项目 has; returns how many 项目 there are. */
static unsigned divide_items(struct writer *writer, unsigned items, unsigned *counts)
{
	unsigned projects = 0;
	for (unsigned left = items; left; left -= counts[projects++])
		counts[projects] = writer->weighted ? 1 : 1 + below(writer, left);
	return projects;
}

static unsigned sum_of(const unsigned *points, unsigned count)
{
	unsigned sum = 0;
	for (unsigned i = 0; i < count; i++)
		sum += points[i];
	return sum;
}

/* A 大类 for this and some of the next 项目; returns how many it has. */
static unsigned write_division(struct writer *writer, const unsigned *points, const unsigned *counts, unsigned projects)
{
	unsigned held = 1 + below(writer, projects);
	fprintf(writer->out, "大类 门类%u %u分\n", writer->division_count++, sum_of(points, sum_of(counts, held)));
	return held;
}

static void write_project(struct writer *writer, const unsigned *points, unsigned items, unsigned first, unsigned count)
{
	fprintf(writer->out, "项目 大项%u %u分%s", first, sum_of(points + first, count), chance(writer, 10) ? " 扣完为止" : "");
	write_weight(writer, first, items);
	write_waiving(writer, 30);
	fputc('\n', writer->out);
	write_waiver(writer, 20);
	for (unsigned number = first; number < first + count; number++)
		write_item(writer, number, points[number]);
	writer->projects[writer->project_count++] = first;
	write_waiver_behind(writer, "本项目不适用");
	write_void(writer, "本项目不得分", first, first + count);
	writer->applies = 0;
}

void write_sheet(struct writer *writer, const unsigned *points, unsigned items)
{
	unsigned counts[MAX_ITEMS], projects = divide_items(writer, items, counts), number = 0, left = 0;
	bool divided = chance(writer, 30);
	for (unsigned i = 0; i < projects; number += counts[i++]) {
		if (divided && !left)
			left = write_division(writer, points + number, counts + i, projects - i);
		write_project(writer, points, items, number, counts[i]);
		left -= divided;
	}
}

static void write_vetoes(struct writer *writer, const char *grade)
{
	fprintf(writer->out, "否决项 %s\n", grade);
	for (unsigned k = 1 + below(writer, 3); k; k--) {
		fputs("  若 ", writer->out);
		write_outcome_condition(writer);
		fprintf(writer->out, " “否决为%s%u”\n", grade, k);
	}
}

void write_extras(struct writer *writer)
{
	static const char *const ways[] = {"", " 累计", " 取最高"};
	for (unsigned i = 0; i < writer->bonuses; i++) {
		bool to_full = !writer->has_formula && !(writer->has_waivers && writer->scales) && chance(writer, 20);
		fprintf(writer->out, "加分项%s%s%s\n", ways[below(writer, 3)], chance(writer, 40) ? " 最多加 5分" : "", to_full ? " 最多加至满分" : "");
		write_clauses(writer, "加", 5, 3);
	}
	for (unsigned i = 0; i < writer->penalties; i++) {
		fprintf(writer->out, "减分项%s%s\n", ways[below(writer, 3)], chance(writer, 40) ? " 最多减 7分" : "");
		write_clauses(writer, "减", 5, 3);
	}
	if (chance(writer, 70))
		write_vetoes(writer, "丁等");
	if (chance(writer, 30))
		write_vetoes(writer, "乙等");
	if (chance(writer, 30))
		write_vetoes(writer, "关停");
}
