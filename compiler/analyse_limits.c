/* Limits that never, soon or always bind: 扣完为止, 最多…, the bounds of the total. */
#include "analysis.h"
#include "source.h"

/* What a part's own limit cuts down, in *most. False: it has no limit of its own. */
static bool limited_amount(struct analysis *analysis, size_t index, wide *limit, wide *most)
{
	const struct part *part = &analysis->model->parts[index];
	bool capped = (part->kind == GJ_PART_POINT || part->kind == GJ_PART_ITEM) && part->capped && !part->cap_inherited;
	*limit = part->has_most && !(capped && part->points < part->most) ? part->most : part->points;
	*most = 0;
	if (!capped && !part->has_most)
		return false;
	*most = part->kind == GJ_PART_CLAUSE ? most_asked(&analysis->decider, part) : most_asked_below(&analysis->decider, (int)index);
	return true;
}

static void judge_bound(struct analysis *analysis, const char *word, wide bound, bool idle)
{
	const struct part *standard = &analysis->model->parts[0];
	if (idle)
		report(analysis->diagnostics, MSG_BOUND_NEVER_BINDS, standard->name_span, word, analysis_points(analysis, bound),
		       analysis_points(analysis, standard->low), analysis_points(analysis, standard->high), NULL);
}

void analyse_idle_limits(struct analysis *analysis)
{
	const struct model *model = analysis->model;
	const struct part *standard = &model->parts[0];
	wide limit, most;
	for (size_t i = 0; i < model->part_count; i++)
		if (limited_amount(analysis, i, &limit, &most) && most <= limit)
			report(analysis->diagnostics, MSG_LIMIT_NEVER_BINDS, model->parts[i].name_span, analysis_part_name(analysis, (int)i),
			       analysis_points(analysis, limit), analysis_points(analysis, most), NULL);
	/* The range is that within the bounds: only where it stops short of one is that one idle. */
	judge_bound(analysis, "不低于", model->floor, model->has_floor && standard->low > model->floor);
	judge_bound(analysis, "不高于", model->ceiling, model->has_ceiling && standard->high < model->ceiling);
}

/* The least that a rule asks for where it asks for anything; 0 where that isn't known. */
static wide least_asked(const struct model *model, const struct rule *rule)
{
	wide least = rule->amount ? rescale(rule->amount->low, rule->amount->scale, model->point_scale, GJ_ROUND_DOWN) : 0;
	for (size_t i = 0; i < rule->tier_count; i++) {
		const struct expr *amount = rule->tiers[i].amount;
		wide tier = rescale(amount->low, amount->scale, model->point_scale, GJ_ROUND_DOWN);
		if (amount->high > 0 && (least == 0 || tier < least))
			least = tier;
		if (amount->high > 0 && tier == 0)
			return 0;
	}
	return least;
}

void analyse_exceeded_limits(struct analysis *analysis)
{
	const struct model *model = analysis->model;
	for (size_t i = 0; i < model->part_count; i++) {
		const struct part *clause = &model->parts[i];
		bool always = clause->kind == GJ_PART_CLAUSE && clause->has_most && clause->rule_count > 0;
		wide least = 0;
		for (size_t k = 0; always && k < clause->rule_count; k++) {
			wide rule = least_asked(model, &clause->rules[k]);
			always = rule > clause->most;
			least = k == 0 || rule < least ? rule : least;
		}
		if (always)
			report(analysis->diagnostics, MSG_LIMIT_ALWAYS_BINDS, clause->name_span, analysis_points(analysis, clause->most),
			       analysis_points(analysis, least), NULL);
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
static const char *action_of(const struct analysis *analysis, size_t clause)
{
	const struct part *parts = analysis->model->parts;
	enum gj_part group = parts[model_owner(analysis->model, (int)clause)].kind;
	return group == GJ_PART_BONUS ? "加" : group == GJ_PART_PENALTY ? "减" : parts[clause].earning ? "得" : "扣";
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
	const char *action = action_of(analysis, clause);
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
		bool capped = (part->kind == GJ_PART_POINT || part->kind == GJ_PART_ITEM) && part->capped && !part->cap_inherited && !part->earning;
		wide limit = part->has_most && !(capped && part->points < part->most) ? part->most : part->points;
		if (part->kind == GJ_PART_CLAUSE && part->has_most)
			note_filling(analysis, &finding, i, i, limit);
		for (size_t k = i + 1; (capped || (part->has_most && part->kind != GJ_PART_CLAUSE)) && k < analysis->ends[i]; k++)
			if (model->parts[k].kind == GJ_PART_CLAUSE && !model->parts[k].has_most)
				note_filling(analysis, &finding, i, k, limit);
	}
}
