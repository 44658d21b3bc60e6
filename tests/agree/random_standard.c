#include "random_writer.h"

#include <stdlib.h>
#include <string.h>

static const char *const units[] = {"名", "次", "项", "分", "元", "月"};
enum { UNIT_COUNT = 6 };

uint64_t random_next(struct random_source *random)
{
	uint64_t z = random->state += 0x9e3779b97f4a7c15u;
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return z ^ (z >> 31);
}

unsigned random_below(struct random_source *random, unsigned bound)
{
	return (unsigned)(random_next(random) % bound);
}

static void write_field(struct writer *writer, unsigned index)
{
	static const long highs[] = {1, 3, 6, 100, 127, 128, 1000, 10000, 40000, 100000000};
	static const long lows[] = {0, 0, 0, 0, 1, -5, -200};
	struct random_field *field = &writer->fields[index];
	field->kind = (enum field_kind)below(writer, FIELD_KINDS);
	field->unit = units[below(writer, UNIT_COUNT)];
	field->low = field->kind == FIELD_COUNT || field->kind == FIELD_NUMBER ? lows[below(writer, 7)] : 0;
	field->high = field->kind == FIELD_PERCENT ? 100 : highs[below(writer, 10)];
	field->decimals = field->kind == FIELD_NUMBER || field->kind == FIELD_PERCENT ? (int)below(writer, 3) : 0;
	field->options = 2 + below(writer, 4);
	fprintf(writer->out, "  字段%u ", index);
	switch (field->kind) {
	case FIELD_BOOL:
		fputs("是否", writer->out);
		break;
	case FIELD_COUNT:
		fprintf(writer->out, "整数（%s） %ld 至 %ld", field->unit, field->low, field->high);
		break;
	case FIELD_NUMBER:
		fprintf(writer->out, "数（%s） %ld 至 %ld 保留 %d位", field->unit, field->low, field->high, field->decimals);
		break;
	case FIELD_PERCENT:
		field->unit = "%";
		fprintf(writer->out, "百分数 保留 %d位", field->decimals);
		break;
	case FIELD_DATE:
		fputs("日期 2000-01-01 至 2025-12-31", writer->out);
		break;
	default:
		fputs("选项 ", writer->out);
		for (unsigned i = 0; i < field->options; i++)
			fprintf(writer->out, "%s档%c", i ? "、" : "", 'A' + (int)i);
	}
	write_absences(writer, field);
	fputc('\n', writer->out);
}

static unsigned magnitude(struct writer *writer, const struct random_field *field)
{
	unsigned width = (unsigned)(field->high - field->low);
	return chance(writer, 60) ? below(writer, width < 20 ? width + 1 : 20) : below(writer, width + 1);
}

void write_literal(struct writer *writer, const struct random_field *field)
{
	long whole = field->low + (long)magnitude(writer, field);
	if (whole < 0)
		fprintf(writer->out, "-%ld", -whole);
	else
		fprintf(writer->out, "%ld", whole);
	if (field->decimals && chance(writer, 50))
		fprintf(writer->out, ".%u", below(writer, 10));
	fputs(field->unit, writer->out);
}

/* A comparison of a number that may be negative only as a literal needs symbols that take an expression. */
static void write_comparison(struct writer *writer, unsigned index)
{
	static const char *const words[] = {" 不低于 ", " 不超过 ", " 不满 ", " 超过 ", " = ", " ≠ ", " ＞ ", " ≤ ", " 少于 ", " 不少于 ", " 低于 "};
	const struct random_field *field = &writer->fields[index];
	switch (below(writer, 6)) {
	case 0:
		fprintf(writer->out, "字段%u 在 ", index);
		write_literal(writer, field);
		fputs(" 至 ", writer->out);
		write_literal(writer, field);
		fputs(" 之间", writer->out);
		break;
	case 1:
		fprintf(writer->out, "字段%u × 2 + 字段%u 不低于 ", index, index);
		write_literal(writer, field);
		break;
	case 2:
		fprintf(writer->out, "最大（字段%u、", index);
		write_literal(writer, field);
		fputs("） 超过 ", writer->out);
		write_literal(writer, field);
		break;
	case 3:
		fprintf(writer->out, "四舍五入（字段%u ÷ %u、保留 %u位）%s", index, 1 + below(writer, 9), below(writer, 3), words[below(writer, 11)]);
		write_literal(writer, field);
		break;
	default:
		fprintf(writer->out, "字段%u%s", index, words[below(writer, 11)]);
		write_literal(writer, field);
	}
}

static void write_test_of_date(struct writer *writer, unsigned index)
{
	char name[32];
	snprintf(name, sizeof name, "字段%u", index);
	write_date_comparison(writer, name);
}

static void write_test_of_field(struct writer *writer)
{
	unsigned index = below(writer, writer->field_count);
	const struct random_field *field = &writer->fields[index];
	if (may_lack(field) && chance(writer, 30)) {
		write_state_test(writer, index);
		return;
	}
	open_guard(writer, index);
	if (field->kind == FIELD_BOOL)
		fprintf(writer->out, "字段%u", index);
	else if (field->kind == FIELD_OPTION && chance(writer, 50))
		fprintf(writer->out, "字段%u 属于 （档A、档B）", index);
	else if (field->kind == FIELD_OPTION)
		fprintf(writer->out, "字段%u %s 档%c", index, chance(writer, 50) ? "为" : "不为", 'A' + (int)below(writer, field->options));
	else if (field->kind == FIELD_DATE)
		write_test_of_date(writer, index);
	else if (chance(writer, 25))
		write_number_test(writer, index);
	else
		write_comparison(writer, index);
	close_guard(writer, index);
}

void write_condition(struct writer *writer, int depth)
{
	if (writer->has_ledger && chance(writer, 20)) {
		write_ledger_condition(writer);
	} else if (writer->has_places && chance(writer, 20)) {
		write_place_condition(writer);
	} else if (writer->lookups && chance(writer, 25)) {
		write_lookup_condition(writer);
	} else if (writer->has_fractions && chance(writer, 20)) {
		write_fraction_condition(writer);
	} else if (depth <= 0 || chance(writer, 50)) {
		write_test_of_field(writer);
	} else if (chance(writer, 25)) {
		fputs("非 （", writer->out);
		write_condition(writer, depth - 1);
		fputs("）", writer->out);
	} else {
		fputs("（", writer->out);
		write_condition(writer, depth - 1);
		fputs(chance(writer, 50) ? " 且 " : " 或 ", writer->out);
		write_condition(writer, depth - 1);
		fputs("）", writer->out);
	}
}

char *random_standard(uint64_t seed)
{
	char *text = NULL;
	size_t length = 0;
	struct writer writer = {.random = {seed}};
	writer.out = open_memstream(&text, &length);
	if (!writer.out)
		abort();
	unsigned points[8], items = 1 + below(&writer, 8), full = 0;
	for (unsigned i = 0; i < items; i++)
		full += points[i] = 1 + below(&writer, 15);
	full = full < 8 ? full + (points[0] += 8, 8u) : full;
	writer.weighted = chance(&writer, 15);
	for (unsigned i = 0; writer.weighted && i < items; i++)
		points[i] = full;
	writer.half_points = chance(&writer, 25);
	writer.open_items = chance(&writer, 30);
	writer.field_count = 3 + below(&writer, MAX_FIELDS - 3);
	fprintf(writer.out, "标准 随机%llu\n  满分 %u分\n  总分 不低于 0分\n", (unsigned long long)seed, full);
	if (chance(&writer, 30))
		fprintf(writer.out, "  总分 不高于 %u分\n", full + below(&writer, 10));
	else
		fputs("  总分 上不封顶\n", writer.out);
	if (chance(&writer, 25))
		fprintf(writer.out, "  总分 %s 保留 0位\n", (const char *const[]){"四舍五入", "进一", "舍去"}[below(&writer, 3)]);
	if (!writer.open_items)
		fputs("  各指标 扣完为止\n", writer.out);
	writer.has_waivers = chance(&writer, 40);
	writer.scales = chance(&writer, 60);
	if (writer.has_waivers)
		fputs(writer.scales ? "  不适用 折算\n" : "  不适用 计满分\n", writer.out);
	fputs("数据 单位\n  编号 文本 主键\n", writer.out);
	for (unsigned i = 0; i < writer.field_count; i++)
		write_field(&writer, i);
	writer.has_fractions = chance(&writer, 30);
	if (writer.has_fractions)
		write_fraction_fields(&writer);
	if (chance(&writer, 30)) {
		fputs("  校验 ", writer.out);
		write_condition(&writer, 1);
		fputc('\n', writer.out);
	}
	writer.has_ledger = chance(&writer, 50);
	if (writer.has_ledger)
		write_ledger(&writer);
	if (writer.has_fractions)
		write_fraction_definitions(&writer);
	if (chance(&writer, 30))
		write_places(&writer);
	if (chance(&writer, 40))
		write_tables(&writer);
	writer.item_count = items;
	write_sheet(&writer, points, items);
	write_void(&writer, "本表不得分", 0, items);
	writer.bonuses = below(&writer, 3);
	writer.penalties = below(&writer, 3);
	if (!writer.weighted && !(writer.has_waivers && writer.scales) && chance(&writer, 25)) {
		write_formula(&writer);
		writer.has_formula = true;
	}
	write_extras(&writer);
	write_grades(&writer, full);
	fclose(writer.out);
	return text;
}

static void add_edge(struct edges *edges, __int128 value, int scale)
{
	if (edges->count == edges->capacity) {
		edges->capacity = edges->capacity ? edges->capacity * 2 : 64;
		edges->items = realloc(edges->items, edges->capacity * sizeof *edges->items);
		if (!edges->items)
			abort();
	}
	edges->items[edges->count].value = value;
	edges->items[edges->count++].scale = scale;
}

static void collect(const struct expr *expr, struct edges *edges)
{
	if (!expr)
		return;
	if (expr->kind == EXPR_CONSTANT && (expr->type == GJ_NUMBER || expr->type == GJ_DATE))
		add_edge(edges, expr->value, expr->scale);
	collect(expr->a, edges);
	collect(expr->b, edges);
	collect(expr->c, edges);
}

void edges_collect(const struct model *model, struct edges *edges)
{
	for (size_t i = 0; i < model->part_count; i++) {
		const struct part *part = &model->parts[i];
		collect(part->condition, edges);
		for (size_t k = 0; k < part->rule_count; k++) {
			const struct rule *rule = &part->rules[k];
			collect(rule->condition, edges);
			collect(rule->amount, edges);
			if (rule->kind == RULE_EACH)
				add_edge(edges, rule->step, rule->count->scale);
			for (size_t t = 0; t < rule->tier_count; t++)
				collect(rule->tiers[t].condition, edges);
		}
	}
	for (size_t i = 0; i < model->ledger_count; i++)
		for (size_t k = 0; k < model->ledgers[i].aggregate_count; k++) {
			collect(model->ledgers[i].aggregates[k].filter, edges);
			collect(model->ledgers[i].aggregates[k].value, edges);
			collect(model->ledgers[i].aggregates[k].by, edges);
		}
	for (size_t i = 0; i < model->table_count; i++) {
		const struct table *table = &model->tables[i];
		for (size_t k = 0; k < table->row_count * table->column_count; k++)
			if (table->columns[k % table->column_count].key && table->columns[k % table->column_count].type == GJ_NUMBER)
				add_edge(edges, table->cells[k], table->columns[k % table->column_count].scale);
	}
	for (size_t i = 0; i < model->check_count; i++)
		collect(model->checks[i].condition, edges);
	for (size_t i = 0; i < model->selection_count; i++)
		collect(model->selections[i].condition, edges);
}

static int64_t random_value(const struct gj_field *field, const struct edges *edges, struct random_source *random)
{
	__int128 low = field->low, high = field->high, value;
	uint64_t pick = random_next(random);
	switch (random_below(random, 8)) {
	case 0: return field->low;
	case 1: return field->high;
	case 2: case 3: case 4:
		if (edges->count) {
			size_t index = (size_t)(pick % edges->count);
			value = edges->items[index].value;
			for (int scale = edges->items[index].scale; scale < field->scale; scale++)
				value *= 10;
			for (int scale = field->scale; scale < edges->items[index].scale; scale++)
				value /= 10;
			value += (int)random_below(random, 3) - 1;
			return (int64_t)(value < low ? low : value > high ? high : value);
		}
		break;
	case 5: case 6:
		value = low + (__int128)(pick % 12);
		return (int64_t)(value > high ? high : value);
	default: break;
	}
	return (int64_t)(low + (__int128)(pick % (uint64_t)(high - low + 1)));
}

/* Rows for every ledger: mostly few, sometimes none, sometimes as many as there may be. */
static void random_ledgers(const struct model *model, const struct edges *edges, struct random_source *random, struct naive_row *row)
{
	for (size_t i = 0; i < model->ledger_count; i++) {
		struct naive_ledger *ledger = &row->ledgers[i];
		int parent = model->ledgers[i].parent;
		size_t owners = parent == GJ_NONE ? 1 : row->ledgers[parent].count;
		ledger->count = random_below(random, 4) ? random_below(random, 4) : random_below(random, NAIVE_ROWS + 1);
		if (model->ledgers[i].base != GJ_NONE || !owners)
			ledger->count = 0;
		for (size_t k = 0; k < ledger->count; k++) {
			random_row(model->ledgers[i].rows, edges, random, &ledger->rows[k]);
			ledger->rows[k].owner = random_below(random, (unsigned)owners);
		}
	}
	naive_groups(model, row);
}

void random_row(const struct model *model, const struct edges *edges, struct random_source *random, struct naive_row *row)
{
	for (size_t i = 0; i < model->field_count; i++) {
		const struct gj_field *field = &model->fields[i].field;
		enum gj_state state = random_below(random, 4) ? GJ_PRESENT : random_below(random, 2) ? GJ_ABSENT : GJ_NOT_APPLICABLE;
		row->states[i] = gj_field_allows(field, state) ? state : GJ_PRESENT;
		row->values[i] = field->type == GJ_TEXT ? (int64_t)random_below(random, 3) : row->states[i] != GJ_PRESENT ? field->low : random_value(field, edges, random);
	}
	for (size_t i = 0; i < model->ranking_count; i++) {
		int64_t *place = &row->values[model->rankings[i].ranking.field], *count = &row->values[model->rankings[i].ranking.count_field], kept = *count;
		if (row->states[model->rankings[i].ranking.field] != GJ_PRESENT || *place <= *count)
			continue;
		*count = *place;
		*place = kept ? kept : 1;
	}
	random_ledgers(model, edges, random, row);
}
