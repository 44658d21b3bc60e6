/* Tiers by 名次: 第1名, 前 20% 进一, 其后 3名. */
#include "check.h"

/* The 名次 that a field is the place of; NULL: it is none. */
static const struct model_ranking *ranking_of(const struct model *model, const struct expr *subject)
{
	for (size_t i = 0; i < model->ranking_count && subject->kind == EXPR_FIELD; i++)
		if (model->rankings[i].ranking.field == subject->field)
			return &model->rankings[i];
	return NULL;
}

bool is_place(const struct model *model, const struct expr *expr)
{
	return ranking_of(model, expr) != NULL;
}

void note_place_tiers(struct finding *finding)
{
	finding_note(finding, "名次的档写作：第1名、第2名 至 第5名、前 20% 进一、其后 3名、其余", "tiers by rank: 第1名, 第2名 至 第5名, 前 20% 进一, 其后 3名, 其余");
}

bool report_place_bound(struct checker *checker, const struct node *band)
{
	bool bounded = band->kind == NODE_BAND && band->first && band->first->text[0] != '=';
	if (bounded)
		note_place_tiers(report(checker->diagnostics, MSG_PLACE_BOUND, band->span, source_text(checker, band->span), NULL));
	return bounded;
}

/* How many of those ranked: a share is rounded. NULL: reported. */
static const struct expr *share_of_ranked(struct checker *checker, const struct node *tier, const struct model_ranking *ranking)
{
	const struct node *written = ast_child(tier, NODE_ATTR_QUOTA);
	size_t errors = diagnostics_count(checker->diagnostics, GJ_ERROR);
	struct gj_quota quota = check_quota(checker, written, GJ_SHARE_OF_CANDIDATES);
	if (diagnostics_count(checker->diagnostics, GJ_ERROR) > errors)
		return NULL;
	if (!quota.is_share)
		return expr_constant(checker, tier->span, quota.amount, 0, "名");
	const struct gj_field *field = &checker->model->fields[ranking->ranking.count_field].field;
	struct expr *count = expr_new(checker, EXPR_FIELD, tier->span, GJ_NUMBER, field->unit);
	count->field = ranking->ranking.count_field;
	count->low = field->low;
	count->high = field->high;
	const struct expr *share = expr_constant(checker, tier->span, quota.amount, 6, "");
	const struct expr *part = expr_number(checker, EXPR_MUL, tier->span, field->unit, count, share);
	return part ? expr_rounded(checker, tier->span, part, 0, quota.rounding) : NULL;
}

const struct expr *check_tier_place(struct checker *checker, const struct node *tier, const struct expr *subject, const struct expr *end)
{
	enum { FROM_FIRST, AFTER };
	const struct model_ranking *ranking = ranking_of(checker->model, subject);
	if (!ranking) {
		report(checker->diagnostics, MSG_TIER_NO_PLACE, tier->span, source_text(checker, tier->span), source_text(checker, subject->span), NULL);
		return NULL;
	}
	const struct expr *part = share_of_ranked(checker, tier, ranking);
	if (!part || tier->number == FROM_FIRST)
		return part;
	if (end)
		return expr_number(checker, EXPR_ADD, tier->span, part->unit, end, part);
	report(checker->diagnostics, MSG_TIER_PLACE_NEVER, tier->span, source_text(checker, tier->span), NULL);
	return NULL;
}
