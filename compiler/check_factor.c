/* 加倍, 减半: the points of a clause's rules multiplied where a condition holds, the first that does. A common factor of all rules is one of what they
 * come to, whichever of them count. */
#include "check.h"
#include <string.h>

enum { MOST_TIMES = 100, TIMES_DECIMALS = 2 };

/* How many times: 2 for 加倍, 0.5 for 减半, or as written. False: reported. */
static bool check_times(struct checker *checker, const struct node *node, struct factor *factor)
{
	const struct node *number = node->first && node->first->kind == NODE_NUMBER && ast_next_expression(node->first) ? node->first : NULL;
	bool halves = !strcmp(node->text, "减半");
	factor->times = halves ? 5 : 2;
	factor->scale = halves;
	if (!number)
		return true;
	const char *unit = literal_unit(number);
	literal_value(number, &factor->times, &factor->scale);
	bool right = !halves && (!*unit || !strcmp(unit, "倍")) && factor->times > 0 && factor->scale <= TIMES_DECIMALS
		&& factor->times <= MOST_TIMES * power_of_ten(factor->scale);
	if (!right)
		report(checker->diagnostics, halves ? MSG_FACTOR_OF_HALF : MSG_FACTOR_TIMES, number->span, source_text(checker, number->span), NULL);
	return right;
}

static const struct expr *times_of(struct checker *checker, const struct factor *factor, const struct expr *amount)
{
	if (amount->kind != EXPR_CONSTANT)
		return expr_number(checker, EXPR_MUL, amount->span, "分", amount, expr_constant(checker, factor->span, factor->times, factor->scale, ""));
	wide value = (wide)amount->value * factor->times;
	int scale = amount->scale + factor->scale;
	for (; scale > 0 && value % 10 == 0; scale--)
		value /= 10;
	return value <= INT64_MAX ? expr_constant(checker, amount->span, (int64_t)value, scale, "分") : NULL;
}

/* NULL: reported. */
static const struct expr *multiplied(struct checker *checker, const struct part *clause, const struct expr *amount)
{
	const struct expr *result = amount;
	if (amount->kind == EXPR_CONSTANT && amount->value == 0)
		return amount; /* 不扣 stays what it is */
	for (size_t i = clause->factor_count; result && i-- > 0;) {
		const struct expr *more = times_of(checker, &clause->factors[i], amount);
		result = more ? expr_select(checker, amount->span, clause->factors[i].condition, more, result) : NULL;
	}
	if (result)
		keep_point_decimals(checker, result->scale);
	return result;
}

static bool multiply_rule(struct checker *checker, const struct part *clause, struct rule *rule)
{
	for (size_t i = 0; i < rule->tier_count; i++)
		if (!(rule->tiers[i].amount = multiplied(checker, clause, rule->tiers[i].amount)))
			return false;
	return rule->forfeits || !rule->amount || (rule->amount = multiplied(checker, clause, rule->amount));
}

/* False: a mistake, reported. */
bool check_factors(struct checker *checker, int index)
{
	const struct node *node = checker->work[index].node;
	size_t count = 0;
	bool right = true;
	for (const struct node *child = node->first; child; child = child->next)
		count += child->kind == NODE_FACTOR;
	struct factor *factors = gj_arena_alloc(checker->arena, count * sizeof *factors);
	count = 0;
	for (const struct node *child = node->first; child; child = child->next) {
		if (child->kind != NODE_FACTOR)
			continue;
		struct factor *factor = &factors[count];
		factor->span = child->span;
		right = check_times(checker, child, factor) && right;
		factor->condition = child->last ? check_condition(checker, child->last, NULL) : NULL;
		right = right && factor->condition;
		count++;
	}
	struct part *clause = &checker->model->parts[index];
	clause->factors = factors;
	clause->factor_count = right ? count : 0;
	for (size_t i = 0; right && count && i < clause->rule_count; i++)
		right = multiply_rule(checker, clause, &clause->rules[i]);
	return right;
}
