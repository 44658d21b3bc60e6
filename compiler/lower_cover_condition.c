/* Conditions: their operands one by one, and the numbers that they compare something with. */
#include "check_interval.h"
#include "covering.h"
#include "runtime/cell.h"
#include "runtime/decimal.h"

#include <string.h>

static const char *value_text(const struct covering *covering, const struct expr *subject, wide value)
{
	struct gj_arena *arena = covering->lowering->arena;
	char text[GJ_DECIMAL_BYTES];
	if (subject->type == GJ_DATE)
		return gj_arena_print(arena, "%s", gj_date_text((int64_t)value, text));
	return gj_arena_print(arena, "%s%s", decimal_text(arena, value, subject->scale), subject->unit ? subject->unit : "");
}

static bool is_covered(const struct covering *covering, const struct about *about, const char *label, const char *wanted)
{
	for (size_t i = covering->first; i < covering->coverage->count; i++) {
		const struct coverage_point *point = &covering->coverage->points[i];
		if (point->kind == about->kind && strcmp(point->label, label) == 0 && strcmp(point->wanted[0], wanted) == 0)
			return true;
	}
	return false;
}

/* Whether every field that is read as it stands has a value; what a definition or a 若 reads of empty cells it has provided for. */
static ir_ref is_filled(struct covering *covering, const struct expr *expr)
{
	struct lowering *lowering = covering->lowering;
	struct ir_builder *build = lowering->build;
	ir_ref filled = ir_boolean(build, true);
	if (!expr || expr->kind == EXPR_DEFINITION || expr->kind == EXPR_SELECT)
		return filled;
	for (int state = GJ_PRESENT + 1; expr->kind == EXPR_FIELD && state < GJ_PENDING; state++) {
		struct expr absent = { .kind = EXPR_ABSENT, .type = GJ_BOOL, .span = expr->span, .a = expr, .state = (enum gj_state)state };
		ir_ref held = lower_expression(lowering, &absent);
		filled = ir_and(build, filled, ir_not(build, held));
	}
	const struct expr *operands[] = { expr->a, expr->b, expr->c };
	for (size_t i = 0; i < 3; i++) {
		ir_ref other = is_filled(covering, operands[i]);
		filled = ir_and(build, filled, other);
	}
	return filled;
}

static void cover_value(struct covering *covering, const struct about *about, const struct expr *subject, wide value)
{
	struct lowering *lowering = covering->lowering;
	struct ir_builder *build = lowering->build;
	const char *text = value_text(covering, subject, value), *label = lower_text(lowering, subject->span);
	const char *zh = gj_arena_print(lowering->arena, "正好是 %s", text), *en = gj_arena_print(lowering->arena, "exactly %s", text);
	if (value < subject->low || value > subject->high || is_covered(covering, about, label, zh))
		return;
	ir_ref is = lower_expression(lowering, subject), number = ir_constant(build, (int64_t)value);
	is = ir_equal(build, is, number);
	ir_ref filled = is_filled(covering, subject);
	struct about edge = *about;
	edge.label = label;
	edge.span = subject->span;
	cover(covering, &edge, ir_and(build, is, filled), true, zh, en);
}

/* Just on the number, and just off it on the side where the comparison comes out otherwise; on both sides of one that must be equal. */
static void cover_edge(struct covering *covering, const struct about *about, const struct expr *subject, const struct expr *number, enum expr_kind kind)
{
	wide below = rescale(number->value, number->scale, subject->scale, GJ_ROUND_DOWN);
	wide above = rescale(number->value, number->scale, subject->scale, GJ_ROUND_UP);
	bool exact = below == above, equal = kind == EXPR_EQ || kind == EXPR_NE;
	if (exact && (equal || kind == EXPR_GE || kind == EXPR_LT))
		below--;
	if (exact && (kind == EXPR_GT || kind == EXPR_LE))
		above++;
	cover_value(covering, about, subject, below);
	cover_value(covering, about, subject, above);
	if (exact && equal)
		cover_value(covering, about, subject, above + 1);
}

static bool reads_scores(const struct expr *expr)
{
	return expr && (expr->kind == EXPR_SCORE || reads_scores(expr->a) || reads_scores(expr->b) || reads_scores(expr->c));
}

/* Whether the values next to an edge can be told: those of fractions can't, and scores move in steps of their own. */
static bool is_measured(const struct expr *subject)
{
	return !reads_scores(subject) && (subject->type == GJ_NUMBER || subject->type == GJ_DATE) && subject->kind != EXPR_CONSTANT && !subject->exact;
}

/* The comparison as it reads with its sides exchanged. */
static enum expr_kind mirrored(enum expr_kind kind)
{
	switch (kind) {
	case EXPR_LT: return EXPR_GT;
	case EXPR_LE: return EXPR_GE;
	case EXPR_GT: return EXPR_LT;
	case EXPR_GE: return EXPR_LE;
	default:      return kind;
	}
}

/* A comparison that isn't written has no edge that an author drew: 任一 is a count of at least 1. */
static void cover_comparison(struct covering *covering, const struct about *about, const struct expr *expr)
{
	bool first = expr->a->kind == EXPR_CONSTANT;
	const struct expr *subject = first ? expr->b : expr->a, *number = first ? expr->a : expr->b;
	bool written = subject->span.start != expr->span.start || subject->span.end != expr->span.end;
	if (written && number->kind == EXPR_CONSTANT && is_measured(subject))
		cover_edge(covering, about, subject, number, first ? mirrored(expr->kind) : expr->kind);
}

void cover_edges(struct covering *covering, const struct about *about, const struct expr *expr)
{
	struct about edge = *about;
	edge.kind = COVER_EDGE;
	if (expr->kind == EXPR_AND || expr->kind == EXPR_OR || expr->kind == EXPR_NOT) {
		cover_edges(covering, about, expr->a);
		if (expr->b)
			cover_edges(covering, about, expr->b);
	} else if (expr->kind >= EXPR_EQ && expr->kind <= EXPR_GE) {
		cover_comparison(covering, &edge, expr);
	}
}

/* An operand, seen both ways where `decides` holds: where the others leave the outcome to it. Where a cell has no value there is nothing that the others
 * could say. */
static void cover_operand(struct covering *covering, const struct about *about, const struct expr *expr, ir_ref decides)
{
	struct lowering *lowering = covering->lowering;
	struct ir_builder *build = lowering->build;
	ir_ref held = lower_expression(lowering, expr), not_held = ir_not(build, held);
	bool absence = expr->kind == EXPR_ABSENT, presence = expr->kind == EXPR_NOT && expr->a->kind == EXPR_ABSENT;
	ir_ref yes = absence ? held : ir_and(build, decides, held), no = presence ? not_held : ir_and(build, decides, not_held);
	struct about operand = *about;
	operand.kind = COVER_OPERAND;
	operand.span = expr->span;
	operand.label = lower_text(lowering, expr->span);
	if (!*operand.label)
		operand.label = about->label;
	cover(covering, &operand, yes, true, "成立并起决定作用", "holding and deciding");
	cover(covering, &operand, no, true, "不成立并起决定作用", "not holding and deciding");
}

static void cover_operands(struct covering *covering, const struct about *about, const struct expr *expr, ir_ref decides)
{
	struct ir_builder *build = covering->lowering->build;
	bool both = expr->kind == EXPR_AND;
	if (expr->kind == EXPR_NOT && (expr->a->kind == EXPR_AND || expr->a->kind == EXPR_OR)) {
		cover_operands(covering, about, expr->a, decides);
	} else if (both || expr->kind == EXPR_OR) {
		ir_ref a = lower_expression(covering->lowering, expr->a), b = lower_expression(covering->lowering, expr->b);
		ir_ref neutral_a = both ? a : ir_not(build, a), neutral_b = both ? b : ir_not(build, b);
		cover_operands(covering, about, expr->a, ir_and(build, decides, neutral_b));
		cover_operands(covering, about, expr->b, ir_and(build, decides, neutral_a));
	} else {
		cover_operand(covering, about, expr, decides);
	}
}

void cover_condition(struct covering *covering, const struct about *about, const struct expr *condition)
{
	struct ir_builder *build = covering->lowering->build;
	const struct expr *inner = condition;
	cover_both(covering, about, lower_expression(covering->lowering, condition));
	while (inner->kind == EXPR_NOT)
		inner = inner->a;
	if (inner->kind == EXPR_AND || inner->kind == EXPR_OR)
		cover_operands(covering, about, inner, ir_boolean(build, true));
	cover_edges(covering, about, condition);
}
