/* 名额: a count or a share, of whom, at least and at most how many. */
#include "check.h"
#include <string.h>

enum { MILLION_DECIMALS = 4 }; /* 1% is 10000 parts of a million: four decimals of a percentage are exact */

bool share_in_millionths(struct checker *checker, const struct node *number, int64_t *share)
{
	int64_t value;
	int scale;
	literal_in_unit(number, "%", &value, &scale);
	if (scale <= MILLION_DECIMALS && value >= 0 && value <= 100 * power_of_ten(scale)) {
		*share = (int64_t)rescale(value, scale, MILLION_DECIMALS, GJ_ROUND_DOWN);
		return true;
	}
	report(checker->diagnostics, MSG_SHARE_RANGE, number->span, source_text(checker, number->span), NULL);
	return false;
}

bool count_of_units(struct checker *checker, const struct node *number, int64_t *count)
{
	const char *unit = literal_unit(number);
	int scale;
	literal_value(number, count, &scale);
	if (!scale && (!*unit || unit_is_counting(unit)))
		return true;
	report(checker->diagnostics, MSG_QUOTA_UNIT, number->span, source_text(checker, number->span), NULL);
	*count = 0;
	return false;
}

/* 全部 and 候选 are no words of the language: they mean something here, where no grade is called so. */
static bool says(const struct checker *checker, const struct node *node, const char *word)
{
	const struct node *name = node->first;
	return name && !name->next && !*node->text && !strcmp(name->text, word) && !names_find(&checker->grades, word);
}

static void check_share_of(struct checker *checker, const struct node *node, struct gj_quota *quota)
{
	if (says(checker, node, "全部")) {
		quota->of = GJ_SHARE_OF_ALL;
	} else if (says(checker, node, "候选")) {
		quota->of = GJ_SHARE_OF_CANDIDATES;
	} else {
		quota->of = GJ_SHARE_OF_GRADES;
		quota->grades = grades_named(checker, node, "名额", &quota->grade_count);
		if (!strcmp(node->text, "以上") && quota->grade_count)
			quota->grades = grades_upward(checker, quota->grades, &quota->grade_count);
	}
}

static void check_share(struct checker *checker, const struct node *node, const struct node *number, struct gj_quota *quota)
{
	quota->is_share = true;
	share_in_millionths(checker, number, &quota->amount);
	if (!*node->text) {
		struct finding *finding = report(checker->diagnostics, MSG_QUOTA_ROUNDING, number->span, source_text(checker, number->span), NULL);
		finding_note(finding, "在后面写“进一”“舍去”或“四舍五入”；原文没有写明的，再写一条“口径”",
			"write 进一 (up), 舍去 (down) or 四舍五入 (half up) after it, with a 口径 where the source doesn't say");
		return;
	}
	quota->rounding = rounding_of(node->text);
}

/* 至少 n个, 至多 n个. */
static void check_limits(struct checker *checker, const struct node *node, struct gj_quota *quota)
{
	for (const struct node *bound = node->first; bound; bound = bound->next) {
		const struct node *number = bound->kind == NODE_BOUND ? ast_child(bound, NODE_NUMBER) : NULL;
		int64_t count;
		if (!number || !count_of_units(checker, number, &count))
			continue;
		if (!quota->is_share)
			finding_fix(report(checker->diagnostics, MSG_QUOTA_COUNT_LIMITED, bound->span, source_text(checker, bound->span), NULL), bound->span, "");
		else if (!strcmp(bound->text, ">="))
			quota->least = count;
		else
			quota->most = count;
	}
	if (quota->least > quota->most)
		report(checker->diagnostics, MSG_QUOTA_LIMITS, node->span, decimal_text(checker->arena, quota->least, 0),
			decimal_text(checker->arena, quota->most, 0), NULL);
}

struct gj_quota check_quota(struct checker *checker, const struct node *node, enum gj_share_of of)
{
	const struct node *number = ast_child(node, NODE_NUMBER), *base = ast_child(node, NODE_ATTR_SHARE_OF);
	struct gj_quota quota = {.of = of, .most = INT64_MAX};
	if (base)
		check_share_of(checker, base, &quota);
	if (!number)
		return quota;
	if (unit_is_share(literal_unit(number)))
		check_share(checker, node, number, &quota);
	else if (count_of_units(checker, number, &quota.amount) && base)
		report(checker->diagnostics, MSG_QUOTA_COUNT_OF, base->span, source_text(checker, number->span), NULL);
	check_limits(checker, node, &quota);
	return quota;
}
