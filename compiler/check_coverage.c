/* Which cases a look-up can ask for, and whether each has its row. */
#include "check_lookup.h"
#include <string.h>

struct interval coverage_range(const struct coverage *coverage, size_t at)
{
	const struct lookup_key *key = &coverage->asked->lookup->keys[at];
	const struct expr *x = key->value;
	if (x->type != GJ_NUMBER)
		return expr_interval(x);
	return x->exact ? range_outward(*x->exact, key->scale) : interval_widen(expr_interval(x), x->scale, key->scale);
}

static const char *code_text(const struct coverage *coverage, size_t at, wide code)
{
	const struct lookup_key *key = &coverage->asked->lookup->keys[at];
	const struct table_column *column = &coverage->asked->table->columns[key->column];
	const struct gj_texts *options = coverage->asked->options[at];
	if (options)
		return options->items[code];
	if (column->type == GJ_BOOL)
		return code ? "是" : "否";
	struct gj_field field = {.type = column->type, .scale = key->scale, .unit = column->unit};
	return field_value_text(coverage->checker, &field, code);
}

static void miss(struct coverage *coverage, const char *before, const char *text)
{
	if (coverage->missing_count < MOST_MISSING)
		coverage->missing[coverage->missing_count] = gj_arena_print(coverage->checker->arena, "%s%s%s", before, *before ? " " : "", text);
	coverage->missing_count++;
}

void coverage_miss(struct coverage *coverage, size_t at, const char *before, wide from, wide to)
{
	bool each = coverage->asked->options[at] != NULL;
	for (wide code = from; each && code <= to; code++)
		miss(coverage, before, code_text(coverage, at, code));
	if (each)
		return;
	const char *text = code_text(coverage, at, from);
	miss(coverage, before, from == to ? text : gj_arena_print(coverage->checker->arena, "%s 至 %s", text, code_text(coverage, at, to)));
}

static void reach(struct coverage *coverage, size_t index)
{
	struct asked *asked = coverage->asked;
	size_t row = asked->lookup->rows[index].row;
	int64_t value = lookup_cell(asked->lookup, index, asked->lookup->column);
	asked->table->reached[row] = true;
	coverage->low = !coverage->found || value < coverage->low ? value : coverage->low;
	coverage->high = !coverage->found || value > coverage->high ? value : coverage->high;
	coverage->found = true;
}

/* The rows of a step or a stretch, first to end (excluded), in order. */
static void cover_ordered(struct coverage *coverage, size_t first, size_t end, const char *before)
{
	const struct lookup *lookup = coverage->asked->lookup;
	size_t at = lookup->key_count - 1;
	struct interval range = coverage_range(coverage, at);
	const struct lookup_row *rows = lookup->rows;
	enum expr_kind relation = lookup->keys[at].relation;
	bool from_below = relation == EXPR_LE || relation == EXPR_LT, linear = lookup->kind == LOOKUP_LINEAR;
	wide least = rows[first].codes[at] + (relation == EXPR_LT), most = rows[end - 1].codes[at] - (relation == EXPR_GT);
	for (size_t i = first; i < end; i++) {
		bool not_above = i == first || (from_below ? rows[i].codes[at] : rows[i - 1].codes[at]) <= range.high;
		bool not_below = i + 1 == end || (from_below || linear ? rows[i + 1].codes[at] : rows[i].codes[at]) >= range.low;
		if (not_above && not_below)
			reach(coverage, i);
	}
	if (lookup->ends)
		return;
	if ((from_below || linear) && range.low < least)
		miss(coverage, before, gj_arena_print(coverage->checker->arena, relation == EXPR_LT ? "%s 以下" : "不满 %s", code_text(coverage, at, rows[first].codes[at])));
	if (!from_below && range.high > most)
		miss(coverage, before, gj_arena_print(coverage->checker->arena, relation == EXPR_GT ? "%s 以上" : "超过 %s", code_text(coverage, at, rows[end - 1].codes[at])));
}

/* The rows first to end (excluded) are alike in the keys before `at`. */
void coverage_find(struct coverage *coverage, size_t at, size_t first, size_t end, const char *before)
{
	const struct lookup *lookup = coverage->asked->lookup;
	bool last = at + 1 == lookup->key_count;
	if (last && lookup->kind != LOOKUP_EXACT) {
		cover_ordered(coverage, first, end, before);
		return;
	}
	struct interval range = coverage_range(coverage, at);
	wide next = range.low;
	for (size_t i = first, stop; i < end; i = stop) {
		wide code = lookup->rows[i].codes[at];
		stop = lookup_group_end(lookup, at, i, end);
		if (code < range.low || code > range.high)
			continue;
		if (code > next)
			coverage_miss(coverage, at, before, next, code - 1);
		next = code + 1;
		const char *text = last ? "" : code_text(coverage, at, code);
		if (last)
			reach(coverage, i);
		else
			coverage_find(coverage, at + 1, i, stop, gj_arena_print(coverage->checker->arena, "%s%s%s", before, *before ? " " : "", text));
	}
	if (next <= range.high)
		coverage_miss(coverage, at, before, next, range.high);
}
