/* Look-ups in a 参数表, row by row as they are written. */
#include "naive.h"

static void cell_of(const struct table *table, size_t row, int column, mpq_t out)
{
	mpz_set_si(mpq_numref(out), table->cells[row * table->column_count + (size_t)column]);
	mpz_ui_pow_ui(mpq_denref(out), 10, (unsigned long)table->columns[column].scale);
	mpq_canonicalize(out);
}

/* The key cells of names are options of the field: the checker alone knows which. */
static const struct lookup_row *codes_of(const struct lookup *lookup, size_t row)
{
	for (size_t i = 0; i < lookup->row_count; i++)
		if (lookup->rows[i].row == row)
			return &lookup->rows[i];
	return NULL;
}

static void key_cell(const struct lookup *lookup, const struct lookup_row *codes, size_t at, mpq_t out)
{
	const struct table_column *column = &lookup->table->columns[lookup->keys[at].column];
	if (column->type == GJ_NUMBER)
		cell_of(lookup->table, codes->row, lookup->keys[at].column, out);
	else
		mpq_set_si(out, codes->codes[at], 1);
}

static bool same_case(const struct lookup *lookup, const struct lookup_row *codes, mpq_t *keys)
{
	mpq_t cell;
	bool same = true;
	mpq_init(cell);
	for (size_t at = 0; at + 1 < lookup->key_count && same; at++) {
		key_cell(lookup, codes, at, cell);
		same = mpq_equal(cell, keys[at]);
	}
	mpq_clear(cell);
	return same;
}

static bool stands_right(enum expr_kind relation, int order)
{
	return relation == EXPR_EQ ? order == 0 : relation == EXPR_LE ? order <= 0 : relation == EXPR_LT ? order < 0
		: relation == EXPR_GE ? order >= 0 : order > 0;
}

/* The row at or below the last key, and the one at or above it, as `relation` says; NULL where there is none. */
static const struct lookup_row *nearest(const struct lookup *lookup, mpq_t *keys, enum expr_kind relation)
{
	const struct lookup_row *best = NULL;
	size_t last = lookup->key_count - 1;
	bool below = relation == EXPR_LE || relation == EXPR_LT;
	mpq_t cell, held;
	mpq_inits(cell, held, NULL);
	for (size_t row = 0; row < lookup->table->row_count; row++) {
		const struct lookup_row *codes = codes_of(lookup, row);
		if (!codes || !same_case(lookup, codes, keys))
			continue;
		key_cell(lookup, codes, last, cell);
		if (!stands_right(relation, mpq_cmp(cell, keys[last])) || (best && (mpq_cmp(cell, held) > 0) != below))
			continue;
		best = codes;
		mpq_set(held, cell);
	}
	mpq_clears(cell, held, NULL);
	return best;
}

static enum expr_kind opposite(enum expr_kind relation)
{
	return relation == EXPR_LE || relation == EXPR_LT ? EXPR_GE : EXPR_LE;
}

static bool linear(const struct lookup *lookup, mpq_t *keys, mpq_t out)
{
	const struct lookup_row *below = nearest(lookup, keys, EXPR_LE), *above = nearest(lookup, keys, EXPR_GE);
	size_t last = lookup->key_count - 1;
	if (!below || !above) {
		if (!lookup->ends)
			return false;
		cell_of(lookup->table, (below ? below : above)->row, lookup->column, out);
		return true;
	}
	cell_of(lookup->table, below->row, lookup->column, out);
	if (below == above)
		return true;
	mpq_t from, to, start, end;
	mpq_inits(from, to, start, end, NULL);
	key_cell(lookup, below, last, start);
	key_cell(lookup, above, last, end);
	cell_of(lookup->table, below->row, lookup->column, from);
	cell_of(lookup->table, above->row, lookup->column, to);
	mpq_sub(to, to, from);
	mpq_sub(end, end, start);
	mpq_sub(start, keys[last], start);
	mpq_mul(start, start, to);
	mpq_div(start, start, end);
	mpq_add(out, from, start);
	mpq_clears(from, to, start, end, NULL);
	return true;
}

/* False: there is nothing. */
static bool find(const struct lookup *lookup, mpq_t *keys, mpq_t out)
{
	if (lookup->kind == LOOKUP_LINEAR)
		return linear(lookup, keys, out);
	enum expr_kind relation = lookup->keys[lookup->key_count - 1].relation;
	const struct lookup_row *row = nearest(lookup, keys, relation);
	if (!row && lookup->ends)
		row = nearest(lookup, keys, opposite(relation));
	if (row)
		cell_of(lookup->table, row->row, lookup->column, out);
	return row != NULL;
}

void naive_lookup(const struct model *model, const struct naive_row *row, const struct naive_result *result, const struct expr *expr, mpq_t out)
{
	const struct expr *operands[MOST_KEYS] = {expr->a, expr->b, expr->c};
	mpq_t keys[MOST_KEYS];
	for (size_t i = 0; i < MOST_KEYS; i++) {
		mpq_init(keys[i]);
		if (i < expr->lookup->key_count)
			naive_value(model, row, result, operands[i], keys[i]);
	}
	bool found = find(expr->lookup, keys, out);
	if (expr->kind == EXPR_OUTSIDE)
		mpq_set_ui(out, !found, 1);
	for (size_t i = 0; i < MOST_KEYS; i++)
		mpq_clear(keys[i]);
}
