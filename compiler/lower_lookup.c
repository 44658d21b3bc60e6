/* Look-ups in a 参数表: trees of choices between constants, by the keys one after the other. A row costs a comparison and a choice a block of units, so
 * that ten thousand rows take no more than a few microseconds a unit; nothing but integers of the table is made. */
#include "lookup.h"
#include "lower.h"

/* What the leaves of a tree are. */
enum leaf {
	LEAF_VALUE,    /* of the row */
	LEAF_ROW,      /* its index among the rows as they are written */
	LEAF_FIRST, LEAF_LAST, /* the least and the greatest last key of the rows alike in the others */
	LEAF_START,    /* of a stretch: its first key, */
	LEAF_BASE,     /* the value there */
	LEAF_SLOPE,    /* and how much of it each step of the key adds; both times the divisor */
	LEAF_DIVISOR
};

struct tree {
	struct lowering *lowering;
	const struct lookup *lookup;
	ir_ref keys[MOST_KEYS]; /* of the last key of 阶梯: what the cells are compared with, <= where they begin steps and >= where they end them */
	enum leaf leaf;
};

static bool ordered(const struct tree *tree, size_t at)
{
	return at + 1 == tree->lookup->key_count && tree->lookup->kind != LOOKUP_EXACT;
}

static bool from_above(const struct tree *tree)
{
	enum expr_kind relation = tree->lookup->keys[tree->lookup->key_count - 1].relation;
	return relation == EXPR_GE || relation == EXPR_GT;
}

static gj_wide divisor_of(const struct tree *tree, size_t index)
{
	const struct lookup *lookup = tree->lookup;
	size_t at = lookup->key_count - 1;
	return lookup->divisor ? lookup->divisor : lookup->rows[index + 1].codes[at] - lookup->rows[index].codes[at];
}

/* Numerators have the decimals of lookup_scale. */
static gj_wide numerator(const struct tree *tree, size_t index)
{
	const struct lookup *lookup = tree->lookup;
	return (gj_wide)lookup_cell(lookup, index, lookup->column) * gj_power10(lookup_scale(lookup) - lookup->table->columns[lookup->column].scale);
}

static gj_wide slope(const struct tree *tree, size_t index)
{
	size_t at = tree->lookup->key_count - 1;
	gj_wide distance = tree->lookup->rows[index + 1].codes[at] - tree->lookup->rows[index].codes[at];
	return (numerator(tree, index + 1) - numerator(tree, index)) * divisor_of(tree, index) / distance;
}

static ir_ref constant(const struct tree *tree, gj_wide value)
{
	struct ir_builder *build = tree->lowering->build;
	if (gj_fits_64(value))
		return ir_constant(build, (int64_t)value);
	build->overflow = true;
	build->overflow_span = build->span;
	return ir_constant(build, 0);
}

static ir_ref leaf_of(const struct tree *tree, size_t index)
{
	const struct lookup *lookup = tree->lookup;
	switch (tree->leaf) {
	case LEAF_VALUE:
		if (lookup->table->columns[lookup->column].type == GJ_BOOL)
			return ir_boolean(tree->lowering->build, lookup_cell(lookup, index, lookup->column) != 0);
		return constant(tree, lookup_cell(lookup, index, lookup->column));
	case LEAF_ROW:
		return constant(tree, (gj_wide)lookup->rows[index].row);
	case LEAF_BASE:
		return constant(tree, numerator(tree, index) * divisor_of(tree, index));
	case LEAF_SLOPE:
		return constant(tree, slope(tree, index));
	case LEAF_DIVISOR:
		return constant(tree, divisor_of(tree, index));
	default:
		return constant(tree, lookup->rows[index].codes[lookup->key_count - 1]);
	}
}

/* Steps or stretches between `first` and `end` (excluded). */
static ir_ref choose_step(const struct tree *tree, size_t first, size_t end)
{
	if (end - first == 1)
		return leaf_of(tree, first);
	struct ir_builder *build = tree->lowering->build;
	size_t at = tree->lookup->key_count - 1, middle = first + (end - first) / 2;
	ir_ref lower = choose_step(tree, first, middle), upper = choose_step(tree, middle, end);
	if (from_above(tree))
		return ir_select(build, ir_less_equal(build, tree->keys[at], constant(tree, tree->lookup->rows[middle - 1].codes[at])), lower, upper);
	return ir_select(build, ir_less_equal(build, constant(tree, tree->lookup->rows[middle].codes[at]), tree->keys[at]), upper, lower);
}

static ir_ref choose(const struct tree *tree, size_t at, size_t first, size_t end);

static ir_ref choose_within(const struct tree *tree, size_t at, size_t first, size_t end)
{
	if (at < tree->lookup->key_count)
		return choose(tree, at, first, end);
	return leaf_of(tree, first);
}

/* Where the group of the row at `index` begins. */
static size_t group_start(const struct lookup *lookup, size_t at, size_t first, size_t index)
{
	while (index > first && lookup->rows[index - 1].codes[at] == lookup->rows[index].codes[at])
		index--;
	return index;
}

/* Rows alike in the keys before `at`. */
static ir_ref choose(const struct tree *tree, size_t at, size_t first, size_t end)
{
	struct ir_builder *build = tree->lowering->build;
	const struct lookup *lookup = tree->lookup;
	if (ordered(tree, at)) {
		if (tree->leaf == LEAF_FIRST || tree->leaf == LEAF_LAST)
			return leaf_of(tree, tree->leaf == LEAF_FIRST ? first : end - 1);
		return choose_step(tree, first, lookup->kind == LOOKUP_LINEAR && tree->leaf != LEAF_ROW ? end - 1 : end);
	}
	size_t middle = group_start(lookup, at, first, first + (end - first) / 2);
	if (middle == first)
		middle = lookup_group_end(lookup, at, first, end);
	if (middle == end)
		return choose_within(tree, at + 1, first, end);
	ir_ref lower = choose(tree, at, first, middle), upper = choose(tree, at, middle, end);
	return ir_select(build, ir_less_equal(build, constant(tree, lookup->rows[middle].codes[at]), tree->keys[at]), upper, lower);
}

static ir_ref tree_of(struct tree *tree, enum leaf leaf)
{
	tree->leaf = leaf;
	return choose(tree, 0, 0, tree->lookup->row_count);
}

/* Whether no row is found among those alike in the keys before `at`. */
static ir_ref outside(const struct tree *tree, size_t at, size_t first, size_t end)
{
	struct ir_builder *build = tree->lowering->build;
	const struct lookup *lookup = tree->lookup;
	if (ordered(tree, at)) {
		ir_ref key = tree->keys[at], least = constant(tree, lookup->rows[first].codes[at]), most = constant(tree, lookup->rows[end - 1].codes[at]);
		ir_ref below = from_above(tree) ? ir_boolean(build, false) : ir_less(build, key, least);
		ir_ref above = from_above(tree) || lookup->kind == LOOKUP_LINEAR ? ir_less(build, most, key) : ir_boolean(build, false);
		return lookup->ends ? ir_boolean(build, false) : ir_or(build, below, above);
	}
	size_t middle = group_start(lookup, at, first, first + (end - first) / 2);
	if (middle == first)
		middle = lookup_group_end(lookup, at, first, end);
	if (middle == end) {
		ir_ref other = ir_not(build, ir_equal(build, tree->keys[at], constant(tree, lookup->rows[first].codes[at])));
		ir_ref within = at + 1 < lookup->key_count ? outside(tree, at + 1, first, end) : ir_boolean(build, false);
		return ir_or(build, other, within);
	}
	ir_ref lower = outside(tree, at, first, middle), upper = outside(tree, at, middle, end);
	return ir_select(build, ir_less_equal(build, constant(tree, lookup->rows[middle].codes[at]), tree->keys[at]), upper, lower);
}

/* The last key of 阶梯 as a whole number that cells are compared with: x < c is the same as x <= c - 1. */
static ir_ref step_key(struct lowering *lowering, const struct lookup_key *key)
{
	struct ir_builder *build = lowering->build;
	struct quantity number = lower_number(lowering, key->value);
	bool up = key->relation == EXPR_LT || key->relation == EXPR_GE;
	ir_ref code = number.below ? quantity_rounded(build, number, key->scale, up ? GJ_ROUND_UP : GJ_ROUND_DOWN)
	                           : quantity_at(build, number, key->scale).above;
	int more = key->relation == EXPR_LT ? -1 : key->relation == EXPR_GT;
	return more ? ir_add(build, code, ir_constant(build, more)) : code;
}

static ir_ref key_of(struct lowering *lowering, const struct lookup_key *key)
{
	if (key->value->type != GJ_NUMBER)
		return lower_expression(lowering, key->value);
	if (key->relation != EXPR_EQ)
		return step_key(lowering, key);
	struct quantity number = lower_number(lowering, key->value);
	if (number.below)
		return quantity_rounded(lowering->build, number, key->scale, GJ_ROUND_DOWN);
	return quantity_at(lowering->build, number, key->scale).above;
}

static struct tree begin(struct lowering *lowering, const struct lookup *lookup)
{
	struct tree tree = {.lowering = lowering, .lookup = lookup};
	for (size_t i = 0; i < lookup->key_count; i++)
		tree.keys[i] = key_of(lowering, &lookup->keys[i]);
	return tree;
}

ir_ref lower_outside(struct lowering *lowering, const struct lookup *lookup)
{
	struct tree tree = begin(lowering, lookup);
	ir_ref none = outside(&tree, 0, 0, lookup->row_count);
	const struct lookup_key *last = &lookup->keys[lookup->key_count - 1];
	if (lookup->kind != LOOKUP_LINEAR || lookup->ends || !last->value->exact)
		return none;
	/* Rounded down a fraction may stand on the last row and yet lie beyond it. */
	struct quantity number = lower_number(lowering, last->value), end = quantity_of(tree_of(&tree, LEAF_LAST), last->scale);
	ir_ref beyond = quantity_less(lowering->build, end, number);
	return ir_or(lowering->build, none, beyond);
}

ir_ref lower_row(struct lowering *lowering, const struct lookup *lookup)
{
	struct tree tree = begin(lowering, lookup);
	ir_ref row = tree_of(&tree, LEAF_ROW), none = ir_constant(lowering->build, (int64_t)lookup->table->row_count);
	ir_ref nowhere = lower_outside(lowering, lookup);
	return ir_select(lowering->build, nowhere, none, row);
}

/* base + slope × (key - start), over the divisor. The key stays between the ends, so that what isn't used can't grow. */
static struct quantity linear(struct lowering *lowering, const struct expr *expr)
{
	const struct lookup *lookup = expr->lookup;
	const struct lookup_key *last = &lookup->keys[lookup->key_count - 1];
	struct ir_builder *build = lowering->build;
	struct tree tree = begin(lowering, lookup);
	struct quantity key = lower_number(lowering, last->value);
	struct quantity first = quantity_of(tree_of(&tree, LEAF_FIRST), last->scale), final = quantity_of(tree_of(&tree, LEAF_LAST), last->scale);
	key = quantity_max(build, key, first);
	key = quantity_min(build, key, final);
	struct quantity start = quantity_of(tree_of(&tree, LEAF_START), last->scale), base = quantity_of(tree_of(&tree, LEAF_BASE), lookup_scale(lookup));
	struct quantity steps = quantity_subtract(build, key, start), slopes = quantity_of(tree_of(&tree, LEAF_SLOPE), 0);
	struct quantity added = quantity_multiply(build, steps, slopes);
	added.scale += lookup_scale(lookup) - last->scale; /* the slope is per step of the key's last decimal */
	struct quantity above = quantity_add(build, base, added), below = quantity_of(tree_of(&tree, LEAF_DIVISOR), 0);
	if (expr->exact) {
		build->fraction_span = expr->span;
		return quantity_divide(build, above, below);
	}
	int64_t power = gj_power10(expr->scale - lookup_scale(lookup));
	ir_ref value = ir_multiply_by(build, quantity_at(build, above, lookup_scale(lookup)).above, power / lookup->divisor);
	return quantity_of(quantity_within(build, value, expr->low, expr->high), expr->scale);
}

struct quantity lower_lookup(struct lowering *lowering, const struct expr *expr)
{
	if (expr->lookup->kind == LOOKUP_LINEAR)
		return linear(lowering, expr);
	struct tree tree = begin(lowering, expr->lookup);
	return quantity_of(tree_of(&tree, LEAF_VALUE), expr->scale);
}
