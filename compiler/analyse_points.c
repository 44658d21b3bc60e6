/* Points that can't be lost, points lost twice over, limits that never or soon bind. */
#include "analysis.h"

#include "source.h"

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

/* A clause's points after its own 最多…. */
static wide most_lost(struct analysis *analysis, const struct part *clause)
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

void analyse_unlosable_points(struct analysis *analysis)
{
	const struct model *model = analysis->model;
	for (size_t i = 0; i < model->part_count; i++) {
		const struct part *part = &model->parts[i];
		bool leaf = part->kind == GJ_PART_POINT || (part->kind == GJ_PART_ITEM && !has_points_below(analysis, i));
		if (!leaf || part->earning)
			continue;
		struct losses losses = losses_below(analysis, i);
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
		wide most = part->kind == GJ_PART_CLAUSE ? most_lost(analysis, part) : 0;
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
	struct losses losses = losses_below(analysis, index);
	if ((point->capped && !point->cap_inherited) || losses.most <= point->points || point->points >= item->points)
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

void analyse_idle_limits(struct analysis *analysis)
{
	const struct model *model = analysis->model;
	for (size_t i = 0; i < model->part_count; i++) {
		const struct part *part = &model->parts[i];
		wide limit = part->has_most ? part->most : part->points, most = 0;
		if (part->kind == GJ_PART_CLAUSE && part->has_most)
			most = most_asked(&analysis->decider, part);
		else if ((part->kind == GJ_PART_POINT || part->kind == GJ_PART_ITEM) && part->capped && !part->cap_inherited)
			most = losses_below(analysis, i).most;
		else
			continue;
		if (most <= limit)
			report(analysis->diagnostics, MSG_LIMIT_NEVER_BINDS, part->name_span, analysis_part_name(analysis, (int)i),
			       analysis_points(analysis, limit), analysis_points(analysis, most), NULL);
	}
}

/* The first count at which a 每 rule alone fills `limit`, or 0 when its count can't get beyond it. */
static wide filling_count(const struct analysis *analysis, const struct rule *rule, wide limit)
{
	if (rule->kind != RULE_EACH || rule->amount->kind != EXPR_CONSTANT || rule->amount->high <= 0)
		return 0;
	wide each = rescale(rule->amount->high, rule->amount->scale, analysis->model->point_scale, GJ_ROUND_DOWN);
	wide count = each > 0 ? divide_up(limit, each) * rule->step : 0;
	return count < rule->count->high ? count : 0;
}

/* What a rule counts, in the author's words. */
static const char *counted_text(const struct analysis *analysis, const struct rule *rule)
{
	const struct model *model = analysis->model;
	if (rule->count->kind == EXPR_FIELD)
		return model->fields[rule->count->field].field.name;
	if (rule->count->kind == EXPR_DEFINITION)
		return model->definitions[rule->count->definition].name;
	struct span span = rule->count->span;
	return gj_arena_copy(analysis->arena, model->source->text + span.start, span.end - span.start);
}

/* 扣, 得, 加 or 减: what a clause does with points. */
static const char *action_of(const struct analysis *analysis, const struct part *clause)
{
	enum gj_part group = analysis->model->parts[clause->parent].kind;
	return group == GJ_PART_BONUS ? "加" : group == GJ_PART_PENALTY ? "减" : clause->earning ? "得" : "扣";
}

/* Whether something between a clause and the part that limits it stops sooner. */
static bool stops_sooner(const struct model *model, size_t clause, size_t limited, wide limit)
{
	for (int at = (int)clause; at != (int)limited; at = model->parts[at].parent) {
		const struct part *part = &model->parts[at];
		if ((part->has_most && part->most < limit) || (part->capped && part->points < limit))
			return true;
	}
	return false;
}

static void note_filling(struct analysis *analysis, struct finding **finding, size_t limited, size_t clause, wide limit)
{
	const struct part *part = &analysis->model->parts[clause], *owner = &analysis->model->parts[limited];
	const char *action = action_of(analysis, part);
	if (stops_sooner(analysis->model, clause, limited, limit))
		return;
	for (size_t i = 0; i < part->rule_count; i++) {
		wide count = filling_count(analysis, &part->rules[i], limit);
		/* In 择一 a rule before this one may be the one that counts. */
		if (count == 0 || (i > 0 && part->combine == COMBINE_FIRST))
			continue;
		if (!*finding)
			*finding = report(analysis->diagnostics, MSG_LIMIT_BINDS_FROM, owner->name_span, analysis_part_name(analysis, (int)limited),
			                  analysis_points(analysis, limit), NULL);
		const char *name = counted_text(analysis, &part->rules[i]);
		const char *number = decimal_text(analysis->arena, count, part->rules[i].count->scale), *unit = part->rules[i].count->unit;
		finding_note(*finding, gj_arena_print(analysis->arena, "“%s”到 %s%s 就%s到上限了，再多也不再%s", name, number, unit, action, action),
		             gj_arena_print(analysis->arena, "%s reaches it at %s%s; more changes nothing", name, number, unit));
	}
}

void analyse_binding_limits(struct analysis *analysis)
{
	const struct model *model = analysis->model;
	for (size_t i = 0; i < model->part_count; i++) {
		const struct part *part = &model->parts[i];
		struct finding *finding = NULL;
		bool point_or_item = part->kind == GJ_PART_POINT || part->kind == GJ_PART_ITEM;
		if (part->kind == GJ_PART_CLAUSE && part->has_most) {
			note_filling(analysis, &finding, i, i, part->most);
		} else if (point_or_item && part->capped && !part->cap_inherited && !part->earning) {
			for (size_t k = i + 1; k < analysis->ends[i]; k++)
				if (model->parts[k].kind == GJ_PART_CLAUSE && !model->parts[k].has_most)
					note_filling(analysis, &finding, i, k, part->points);
		}
	}
}
