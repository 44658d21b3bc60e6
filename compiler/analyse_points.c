/* Points that can't be lost or earned, points lost twice over. */
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

wide analysis_most_lost(struct analysis *analysis, const struct part *clause)
{
	wide most = most_asked(&analysis->decider, clause);
	return clause->has_most && clause->most < most ? clause->most : most;
}

static struct losses losses_below(struct analysis *analysis, size_t ancestor)
{
	const struct model *model = analysis->model;
	struct losses losses = {most_asked_below(&analysis->decider, (int)ancestor), false, 0};
	for (size_t i = ancestor + 1; i < analysis->ends[ancestor]; i++) {
		const struct part *part = &model->parts[i];
		if (part->kind != GJ_PART_CLAUSE)
			continue;
		losses.counts = losses.counts || counts_occurrences(part);
		losses.clauses++;
	}
	return losses;
}

static bool has_points_below(const struct analysis *analysis, size_t ancestor)
{
	for (size_t i = ancestor + 1; i < analysis->ends[ancestor]; i++)
		if (analysis->model->parts[i].kind == GJ_PART_POINT)
			return true;
	return false;
}

static void report_unearnable(struct analysis *analysis, size_t index, wide most)
{
	const struct part *part = &analysis->model->parts[index];
	if (most < part->points)
		report(analysis->diagnostics, MSG_UNEARNABLE_POINTS, part->name_span, analysis_part_name(analysis, (int)index),
		       analysis_points(analysis, part->points), analysis_points(analysis, most), analysis_points(analysis, part->points - most), NULL);
}

void analyse_unlosable_points(struct analysis *analysis)
{
	const struct model *model = analysis->model;
	for (size_t i = 0; i < model->part_count; i++) {
		const struct part *part = &model->parts[i];
		bool leaf = part->kind == GJ_PART_POINT || (part->kind == GJ_PART_ITEM && !has_points_below(analysis, i));
		if (!leaf || part->has_most)
			continue;
		struct losses losses = losses_below(analysis, i);
		if (part->earning) {
			report_unearnable(analysis, i, losses.most);
			continue;
		}
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
	for (size_t i = ancestor + 1; i < analysis->ends[ancestor]; i++) {
		const struct part *part = &model->parts[i];
		wide most = part->kind == GJ_PART_CLAUSE ? analysis_most_lost(analysis, part) : 0;
		if (most == 0)
			continue;
		if (counts_occurrences(part)) {
			finding_relate(finding, part->wording_span, "按次扣分", "loses points per occurrence");
			continue;
		}
		const char *points = analysis_points(analysis, most);
		finding_relate(finding, part->wording_span, gj_arena_print(analysis->arena, "最多扣 %s", points),
		               gj_arena_print(analysis->arena, "loses up to %s", points));
	}
}

static void analyse_excess_of_item(struct analysis *analysis, size_t index)
{
	const struct part *item = &analysis->model->parts[index];
	struct losses losses = losses_below(analysis, index);
	if (losses.counts || losses.most <= item->points || item->has_most)
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
	struct losses losses = losses_below(analysis, index);
	if ((point->capped && !point->cap_inherited) || point->has_most || losses.most <= point->points || point->points >= item->points)
		return;
	enum message_id id = losses.counts ? MSG_UNLIMITED_POINT : MSG_EXCESS_OF_POINT;
	struct finding *finding = report(analysis->diagnostics, id, point->name_span, analysis_part_name(analysis, (int)index),
	                                 analysis_points(analysis, point->points), analysis_part_name(analysis, point->parent),
	                                 analysis_points(analysis, losses.most), NULL);
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
