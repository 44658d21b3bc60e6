/* Points that can't be lost, points lost twice over, limits that never or soon bind. */
#include "analysis.h"

/* Kinds of number in a clause's losses: the most that its fixed rules (若, 分档, 取重 …) ask for, and whether something is counted. */
struct losses {
	wide most;
	bool counts;
	size_t clauses;
};

static bool counts_occurrences(const struct part *clause)
{
	for (size_t i = 0; i < clause->rule_count; i++)
		if (clause->rules[i].kind == RULE_EACH && !clause->has_most)
			return true;
	return false;
}

static struct losses losses_below(const struct model *model, size_t ancestor)
{
	struct losses losses = {0, false, 0};
	for (size_t i = ancestor + 1; i < model->part_count; i++) {
		const struct part *part = &model->parts[i];
		if (part->kind != GJ_PART_CLAUSE || !analysis_within(model, i, ancestor))
			continue;
		losses.most += part->high;
		losses.counts = losses.counts || counts_occurrences(part);
		losses.clauses++;
	}
	return losses;
}

static bool has_points_below(const struct model *model, size_t ancestor)
{
	for (size_t i = ancestor + 1; i < model->part_count; i++)
		if (model->parts[i].kind == GJ_PART_POINT && model->parts[i].parent == (int)ancestor)
			return true;
	return false;
}

void analyse_unlosable_points(struct analysis *analysis)
{
	const struct model *model = analysis->model;
	for (size_t i = 0; i < model->part_count; i++) {
		const struct part *part = &model->parts[i];
		bool leaf = part->kind == GJ_PART_POINT || (part->kind == GJ_PART_ITEM && !has_points_below(model, i));
		if (!leaf || part->earning)
			continue;
		struct losses losses = losses_below(model, i);
		if (losses.clauses == 0)
			report(analysis->diagnostics, MSG_POINT_WITHOUT_CLAUSE, part->name_span, analysis_part_name(analysis, (int)i),
			       analysis_points(analysis, part->points), NULL);
		else if (losses.most < part->points)
			report(analysis->diagnostics, MSG_UNLOSABLE_POINTS, part->name_span, analysis_part_name(analysis, (int)i),
			       analysis_points(analysis, part->points), analysis_points(analysis, losses.most),
			       analysis_points(analysis, part->points - losses.most), NULL);
	}
}

static void relate_clauses(struct analysis *analysis, struct finding *finding, size_t ancestor)
{
	const struct model *model = analysis->model;
	for (size_t i = ancestor + 1; i < model->part_count; i++) {
		const struct part *part = &model->parts[i];
		if (part->kind != GJ_PART_CLAUSE || part->high == 0 || !analysis_within(model, i, ancestor))
			continue;
		const char *points = analysis_points(analysis, part->high);
		finding_relate(finding, part->wording_span, gj_arena_print(analysis->arena, "最多扣 %s", points),
		               gj_arena_print(analysis->arena, "loses up to %s", points));
	}
}

static void analyse_excess_of_item(struct analysis *analysis, size_t index)
{
	const struct part *item = &analysis->model->parts[index];
	struct losses losses = losses_below(analysis->model, index);
	if (losses.counts || losses.most <= item->points)
		return;
	struct finding *finding = report(analysis->diagnostics, MSG_EXCESS_OF_ITEM, item->name_span, analysis_part_name(analysis, (int)index),
	                                 analysis_points(analysis, item->points), analysis_points(analysis, losses.most),
	                                 analysis_points(analysis, losses.most - item->points), NULL);
	relate_clauses(analysis, finding, index);
}

/* A 要点 without a cap of its own beside other 要点: what it loses beyond its points is taken from theirs. */
static void analyse_excess_of_point(struct analysis *analysis, size_t index)
{
	const struct part *point = &analysis->model->parts[index];
	const struct part *item = &analysis->model->parts[point->parent];
	struct losses losses = losses_below(analysis->model, index);
	if ((point->capped && !point->cap_inherited) || losses.most <= point->points || point->points >= item->points)
		return;
	struct finding *finding = report(analysis->diagnostics, MSG_EXCESS_OF_POINT, point->name_span, analysis_part_name(analysis, (int)index),
	                                 analysis_points(analysis, point->points), analysis_points(analysis, losses.most),
	                                 analysis_part_name(analysis, point->parent), NULL);
	relate_clauses(analysis, finding, index);
}

void analyse_excess(struct analysis *analysis)
{
	for (size_t i = 0; i < analysis->model->part_count; i++) {
		const struct part *part = &analysis->model->parts[i];
		if (part->kind == GJ_PART_ITEM && !part->earning)
			analyse_excess_of_item(analysis, i);
		else if (part->kind == GJ_PART_POINT && !part->earning)
			analyse_excess_of_point(analysis, i);
	}
}

/* What a clause's rules can ask for before its own 最多…: the sum, or the largest. */
static wide asked_by_rules(const struct analysis *analysis, const struct part *clause)
{
	wide all = 0, largest = 0;
	for (size_t i = 0; i < clause->rule_count; i++) {
		const struct rule *rule = &clause->rules[i];
		wide most = rule->amount ? rescale(rule->amount->high, rule->amount->scale, analysis->model->point_scale, GJ_ROUND_UP) : 0;
		for (size_t t = 0; t < rule->tier_count; t++) {
			const struct expr *amount = rule->tiers[t].amount;
			wide points = rescale(amount->high, amount->scale, analysis->model->point_scale, GJ_ROUND_UP);
			most = points > most ? points : most;
		}
		if (rule->kind == RULE_EACH)
			most *= divide_down(rule->count->high, rule->step);
		all += most;
		largest = most > largest ? most : largest;
	}
	return clause->combine == COMBINE_SUM ? all : largest;
}

void analyse_idle_limits(struct analysis *analysis)
{
	const struct model *model = analysis->model;
	for (size_t i = 0; i < model->part_count; i++) {
		const struct part *part = &model->parts[i];
		wide limit = part->has_most ? part->most : part->points, most = 0;
		if (part->kind == GJ_PART_CLAUSE && part->has_most)
			most = asked_by_rules(analysis, part);
		else if ((part->kind == GJ_PART_POINT || part->kind == GJ_PART_ITEM) && part->capped && !part->cap_inherited)
			most = losses_below(model, i).most;
		else
			continue;
		if (most <= limit)
			report(analysis->diagnostics, MSG_LIMIT_NEVER_BINDS, part->name_span, analysis_part_name(analysis, (int)i),
			       analysis_points(analysis, limit), analysis_points(analysis, most), NULL);
	}
}

/* The occurrence from which a 每 rule alone fills `limit`, or 0 when its count can't get there. */
static wide binding_occurrence(const struct analysis *analysis, const struct rule *rule, wide limit)
{
	if (rule->kind != RULE_EACH || rule->amount->kind != EXPR_CONSTANT || rule->amount->high <= 0)
		return 0;
	wide each = rescale(rule->amount->high, rule->amount->scale, analysis->model->point_scale, GJ_ROUND_DOWN);
	wide steps = each > 0 ? limit / each + 1 : 0;
	return steps * rule->step <= rule->count->high ? steps * rule->step : 0;
}

static void analyse_binding(struct analysis *analysis, const struct part *limited, size_t limited_index, size_t clause, wide limit)
{
	const struct model *model = analysis->model;
	const struct part *part = &model->parts[clause];
	for (size_t i = 0; i < part->rule_count; i++) {
		wide occurrence = binding_occurrence(analysis, &part->rules[i], limit);
		if (occurrence == 0)
			continue;
		const struct expr *count = part->rules[i].count;
		const char *value = gj_arena_print(analysis->arena, "%s%s", decimal_text(analysis->arena, occurrence, count->scale), count->unit);
		report(analysis->diagnostics, MSG_LIMIT_BINDS_FROM, part->rules[i].span, value,
		       analysis_part_name(analysis, (int)limited_index), analysis_points(analysis, limit), limited->has_most ? "最多" : "扣完为止", NULL);
	}
}

void analyse_binding_limits(struct analysis *analysis)
{
	const struct model *model = analysis->model;
	for (size_t i = 0; i < model->part_count; i++) {
		const struct part *part = &model->parts[i];
		bool point_or_item = part->kind == GJ_PART_POINT || part->kind == GJ_PART_ITEM;
		if (part->kind == GJ_PART_CLAUSE && part->has_most) {
			analyse_binding(analysis, part, i, i, part->most);
		} else if (point_or_item && part->capped && !part->cap_inherited && !part->earning) {
			for (size_t k = i + 1; k < model->part_count; k++)
				if (model->parts[k].kind == GJ_PART_CLAUSE && !model->parts[k].has_most && analysis_within(model, k, i))
					analyse_binding(analysis, part, i, k, part->points);
		}
	}
}
