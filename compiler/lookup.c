#include "lookup.h"

#include "check_interval.h"
#include "check_ratio.h"

#include <string.h>

int lookup_scale(const struct lookup *lookup)
{
	int own = lookup->table->columns[lookup->column].scale, key = lookup->keys[lookup->key_count - 1].scale;
	return own > key ? own : key;
}

size_t lookup_group_end(const struct lookup *lookup, size_t at, size_t first, size_t end)
{
	size_t stop = first + 1;
	while (stop < end && lookup->rows[stop].codes[at] == lookup->rows[first].codes[at])
		stop++;
	return stop;
}

int64_t lookup_cell(const struct lookup *lookup, size_t index, int column)
{
	return lookup->table->cells[lookup->rows[index].row * lookup->table->column_count + (size_t)column];
}

static int order_of(const struct lookup *lookup, size_t index, size_t at, struct ratio key)
{
	return ratio_order(ratio_of(lookup->rows[index].codes[at], lookup->keys[at].scale, GJ_ROUND_DOWN), key);
}

/* Whether the row may be the one, its last cell standing to the last key in the `order` given. */
static bool fits(const struct lookup *lookup, int order)
{
	switch (lookup->keys[lookup->key_count - 1].relation) {
	case EXPR_LT: return order < 0;
	case EXPR_GE: return order >= 0;
	case EXPR_GT: return order > 0;
	case EXPR_LE: return order <= 0;
	default:      return lookup->kind == LOOKUP_LINEAR ? order <= 0 : order == 0;
	}
}

bool lookup_find(const struct lookup *lookup, const struct ratio keys[MOST_KEYS], size_t *index)
{
	size_t last = lookup->key_count - 1;
	enum expr_kind relation = lookup->keys[last].relation;
	bool found = false, any = false;
	for (size_t i = 0; i < lookup->row_count; i++) {
		bool alike = true;
		for (size_t at = 0; at < last && alike; at++)
			alike = order_of(lookup, i, at, keys[at]) == 0;
		if (!alike || (found && (relation == EXPR_GE || relation == EXPR_GT)))
			continue;
		int order = order_of(lookup, i, last, keys[last]);
		bool beyond = relation == EXPR_GE || relation == EXPR_GT ? !found : !any;
		if (fits(lookup, order))
			found = true;
		else if (!(lookup->ends && beyond))
			continue;
		any = true;
		*index = i;
	}
	return found || (lookup->ends && any);
}

bool lookup_same(const struct lookup *x, const struct lookup *y)
{
	if (!x || !y || x == y)
		return x == y;
	bool same = x->kind == y->kind && x->table == y->table && x->column == y->column && x->ends == y->ends && x->key_count == y->key_count;
	for (size_t i = 0; i < x->key_count && same; i++)
		same = x->keys[i].column == y->keys[i].column && x->keys[i].relation == y->keys[i].relation;
	return same;
}

static const char *cell_text(const struct table *table, size_t row, int column, struct gj_arena *arena)
{
	const struct table_column *of = &table->columns[column];
	size_t cell = row * table->column_count + (size_t)column;
	if (of->type == GJ_BOOL)
		return table->cells[cell] ? "是" : "否";
	if (of->type != GJ_NUMBER)
		return table->nodes[cell]->text;
	return gj_arena_print(arena, "%s%s", decimal_text(arena, table->cells[cell], of->scale), of->unit);
}

static const char *with_column(const struct lookup *lookup, const char *text, const char *before, int column, const size_t rows[2], struct gj_arena *arena)
{
	const struct table *table = lookup->table;
	const char *from = cell_text(table, rows[0], column, arena), *to = cell_text(table, rows[1], column, arena);
	text = gj_arena_print(arena, "%s%s%s %s", text, before, table->columns[column].name, from);
	return strcmp(from, to) ? gj_arena_print(arena, "%s 至 %s", text, to) : text;
}

/* Whether the next row is alike in all keys but the last. */
static bool begins_stretch(const struct lookup *lookup, size_t index)
{
	bool alike = index + 1 < lookup->row_count;
	for (size_t at = 0; at + 1 < lookup->key_count && alike; at++)
		alike = lookup->rows[index].codes[at] == lookup->rows[index + 1].codes[at];
	return alike;
}

const char *lookup_text(const struct lookup *lookup, size_t index, struct gj_arena *arena)
{
	size_t rows[2] = {lookup->rows[index].row, lookup->rows[index].row};
	if (lookup->kind == LOOKUP_LINEAR && begins_stretch(lookup, index))
		rows[1] = lookup->rows[index + 1].row;
	const char *text = lookup->table->name;
	for (size_t i = 0; i < lookup->key_count; i++)
		text = with_column(lookup, text, i ? "，" : "（", lookup->keys[i].column, rows, arena);
	return gj_arena_print(arena, "%s）", with_column(lookup, text, "，", lookup->column, rows, arena));
}
