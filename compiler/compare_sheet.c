/* 项目, 指标, 要点, 条款 and vetoes. A part is the same one when it has the same name or wording in the same place; a clause whose wording is another is
 * taken for the nearest that has no counterpart. */
#include "compare_parts.h"
#include "check_interval.h"
#include "match_parts.h"
#include "waivers.h"

#include "runtime/decimal.h"

#include <string.h>

/* The parts of both standards, each with its counterpart. */
struct sheets {
	struct comparing *comparing;
	struct matcher matcher;
	int *numbers; /* 0, 1, 2 …: what stands together in a standard is a stretch of it */
};

static const char *points_of(const struct comparing *comparing, const struct model *model, int64_t points)
{
	char number[GJ_DECIMAL_BYTES];
	gj_decimal(number, points, model->point_scale);
	return gj_arena_print(comparing->arena, "%s分", number);
}

/* new - old in words: 增加2分. */
static const char *points_moved(const struct comparing *comparing, int64_t before, int64_t after)
{
	const struct model *old = comparing->old, *new = comparing->new;
	int scale = old->point_scale > new->point_scale ? old->point_scale : new->point_scale;
	int64_t change = after, was = before;
	for (int i = new->point_scale; i < scale; i++)
		change *= 10;
	for (int i = old->point_scale; i < scale; i++)
		was *= 10;
	change -= was;
	char number[GJ_DECIMAL_BYTES];
	gj_decimal(number, change < 0 ? -change : change, scale);
	return change == 0 ? NULL : gj_arena_print(comparing->arena, change > 0 ? words(comparing, "增加%s分", "+%s") : words(comparing, "减少%s分", "-%s"),
		number);
}

static bool has_section(enum gj_part kind)
{
	return kind == GJ_PART_ITEM || kind == GJ_PART_BONUS || kind == GJ_PART_PENALTY;
}

/* The 指标, 加分项 or 减分项 that a part stands in, or itself. */
static int section_of(const struct model *model, int part)
{
	while (part != GJ_NONE && !has_section(model->parts[part].kind))
		part = model->parts[part].parent;
	return part;
}

static const char *label(const struct comparing *comparing, const struct model *model, int index)
{
	const struct part *part = &model->parts[index];
	switch (part->kind) {
	case GJ_PART_DIVISION: return gj_arena_print(comparing->arena, "大类“%s”", part->name);
	case GJ_PART_PROJECT: return gj_arena_print(comparing->arena, "项目“%s”", part->name);
	case GJ_PART_ITEM: return gj_arena_print(comparing->arena, "指标“%s”", part->name);
	case GJ_PART_BONUS: return "加分项";
	case GJ_PART_PENALTY: return "减分项";
	case GJ_PART_POINT:
		return gj_arena_print(comparing->arena, words(comparing, "%s的要点“%s”", "%s, 要点 “%s”"), label(comparing, model, part->parent), part->wording);
	case GJ_PART_SERIES:
		return gj_arena_print(comparing->arena, *part->wording ? words(comparing, "%s的以下各条“%s”", "%s, 以下各条 “%s”") : words(comparing, "%s的以下各条", "%s, 以下各条"),
			label(comparing, model, part->parent), part->wording);
	case GJ_PART_CLAUSE:
		return gj_arena_print(comparing->arena, words(comparing, "%s的条款“%s”", "%s, clause “%s”"),
			label(comparing, model, section_of(model, index)), part->wording);
	default: return part->name;
	}
}

/* 不得分 of a part, and what a grade may be brought down to: known by what is written. */
static bool is_provision(enum gj_part kind)
{
	return kind == GJ_PART_VOID || kind == GJ_PART_OUTCOME || kind == GJ_PART_WAIVER;
}

static bool is_worded(enum gj_part kind)
{
	return kind == GJ_PART_POINT || kind == GJ_PART_SERIES || kind == GJ_PART_CLAUSE || kind == GJ_PART_VETO;
}

static const char *key_of(const struct part *part)
{
	return is_worded(part->kind) ? part->wording : part->name;
}

static int counterpart(const struct sheets *sheets, int side, int part)
{
	return sheets->matcher.parts[side][part].match;
}

static struct match_list stretch(const struct sheets *sheets, int first, int end)
{
	return (struct match_list){ sheets->numbers + first, (size_t)(end - first) };
}

/* The parts inside a section. */
static struct match_list inside(const struct sheets *sheets, const struct model *model, int section)
{
	int end = section + 1;
	while (end < (int)model->part_count && (is_worded(model->parts[end].kind) || is_provision(model->parts[end].kind)))
		end++;
	return stretch(sheets, section + 1, end);
}

/* Vetoes on the same condition are the same one. */
static bool same_veto(void *context, int before, int after)
{
	const struct comparing *comparing = context;
	const struct part *x = &comparing->old->parts[before], *y = &comparing->new->parts[after];
	return x->kind == GJ_PART_VETO && expr_same(comparing->old, x->condition, comparing->new, y->condition);
}

static void name_parts(struct match_part *parts, const struct model *model)
{
	for (size_t i = 0; i < model->part_count; i++) {
		const char *key = key_of(&model->parts[i]);
		parts[i].kind = (int)model->parts[i].kind;
		parts[i].text = key ? key : "";
	}
}

static void start_matching(struct sheets *sheets)
{
	const struct model *old = sheets->comparing->old, *new = sheets->comparing->new;
	struct gj_arena *arena = sheets->comparing->arena;
	size_t most = old->part_count > new->part_count ? old->part_count : new->part_count;
	matcher_start(&sheets->matcher, arena, old->part_count, new->part_count);
	sheets->matcher.same = same_veto;
	sheets->matcher.context = sheets->comparing;
	sheets->numbers = gj_arena_alloc(arena, (most + 1) * sizeof *sheets->numbers);
	for (size_t i = 0; i <= most; i++)
		sheets->numbers[i] = (int)i;
	name_parts(sheets->matcher.parts[0], old);
	name_parts(sheets->matcher.parts[1], new);
}

/* Parts that are no clauses: provisions, or sections. */
static struct match_list collect(const struct sheets *sheets, const struct model *model, bool provisions)
{
	int *items = gj_arena_alloc(sheets->comparing->arena, (model->part_count + 1) * sizeof *items);
	size_t count = 0;
	for (int i = 1; i < (int)model->part_count; i++)
		if (!is_worded(model->parts[i].kind) && is_provision(model->parts[i].kind) == provisions)
			items[count++] = i;
	return (struct match_list){ items, count };
}

/* Sections that needn't have a name are counterparts in their order. A 否决项 is known by the grade it leads to. */
static void match_nameless(struct sheets *sheets, struct match_list old, struct match_list new)
{
	const struct part *before = sheets->comparing->old->parts, *after = sheets->comparing->new->parts;
	size_t next[GJ_PART_WAIVER + 1] = { 0 };
	for (size_t i = 0; i < old.count; i++) {
		const struct part *part = &before[old.items[i]];
		if (part->has_points || counterpart(sheets, 0, old.items[i]) != GJ_NONE)
			continue;
		size_t *at = &next[part->kind];
		while (*at < new.count && (after[new.items[*at]].kind != part->kind || counterpart(sheets, 1, new.items[*at]) != GJ_NONE))
			++*at;
		if (*at < new.count)
			match_join(&sheets->matcher, old.items[i], new.items[*at]);
	}
}

static void match_sheet(struct sheets *sheets)
{
	const struct model *old = sheets->comparing->old, *new = sheets->comparing->new;
	struct match_list before = collect(sheets, old, false), after = collect(sheets, new, false);
	start_matching(sheets);
	match_alike(&sheets->matcher, before, after);
	match_nameless(sheets, before, after);
	for (size_t i = 0; i < before.count; i++) {
		int section = before.items[i], other = counterpart(sheets, 0, section);
		if (other == GJ_NONE)
			continue;
		match_alike(&sheets->matcher, inside(sheets, old, section), inside(sheets, new, other));
		match_nearest(&sheets->matcher, inside(sheets, old, section), inside(sheets, new, other));
	}
	match_alike(&sheets->matcher, collect(sheets, old, true), collect(sheets, new, true));
}

static void compare_limits(struct comparing *comparing, const struct part *x, const struct part *y, const char *name)
{
	if (x->has_points && y->has_points) {
		const char *moved = points_moved(comparing, x->points, y->points);
		if (moved)
			differ(comparing, DIFFERENCE_POINTS_CHANGED, name, points_of(comparing, comparing->old, x->points),
				points_of(comparing, comparing->new, y->points), moved);
		bool before = x->capped && !x->cap_inherited, after = y->capped && !y->cap_inherited;
		if (before != after)
			differ(comparing, after ? DIFFERENCE_CAP_ADDED : DIFFERENCE_CAP_DROPPED, name, NULL, NULL, NULL);
	}
	const char *none = words(comparing, "没有", "none");
	const char *moved = x->has_most && y->has_most ? points_moved(comparing, x->most, y->most) : NULL;
	if (x->has_most != y->has_most || moved)
		differ(comparing, DIFFERENCE_LIMIT_CHANGED, name, x->has_most ? points_of(comparing, comparing->old, x->most) : none,
			y->has_most ? points_of(comparing, comparing->new, y->most) : none,
			moved ? moved : y->has_most ? words(comparing, "新设上限", "new") : words(comparing, "取消上限", "lifted"));
	static const char *const COMBINES[] = { [COMBINE_SUM] = "累计", [COMBINE_HEAVIEST] = "取重", [COMBINE_FIRST] = "择一" };
	if (x->combine != y->combine)
		differ(comparing, DIFFERENCE_COMBINE_CHANGED, name, COMBINES[x->combine], COMBINES[y->combine], NULL);
}

static const char *rules_text(const struct comparing *comparing, const struct model *model, const struct part *clause)
{
	if (!clause->rule_count)
		return words(comparing, "（没有规则）", "(no rule)");
	struct span span = { clause->rules[0].span.start, clause->rules[clause->rule_count - 1].span.end };
	for (size_t i = 0; i < clause->factor_count; i++) {
		span.start = clause->factors[i].span.start < span.start ? clause->factors[i].span.start : span.start;
		span.end = clause->factors[i].span.end > span.end ? clause->factors[i].span.end : span.end;
	}
	return written_text(comparing, model, span);
}

static bool same_rules(const struct comparing *comparing, const struct part *x, const struct part *y)
{
	bool same = x->rule_count == y->rule_count && x->factor_count == y->factor_count;
	for (size_t i = 0; same && i < x->rule_count; i++)
		same = rule_same(comparing->old, &x->rules[i], comparing->new, &y->rules[i]);
	return same;
}

/* （加重） when amounts alone grew, and so on; "" when there is more to it. */
static const char *direction(const struct comparing *comparing, const struct part *x, const struct part *y, bool gain)
{
	bool heavier, lighter;
	if (!amounts_alone_differ(comparing->old, x, comparing->new, y, &heavier, &lighter) || heavier == lighter)
		return "";
	if (gain)
		return heavier ? words(comparing, "（多加）", " (more)") : words(comparing, "（少加）", " (less)");
	return heavier ? words(comparing, "（加重）", " (heavier)") : words(comparing, "（放宽）", " (lighter)");
}

static void compare_clause(struct comparing *comparing, int before, int after)
{
	const struct part *x = &comparing->old->parts[before], *y = &comparing->new->parts[after];
	int section = section_of(comparing->new, after);
	if (strcmp(x->wording, y->wording) != 0)
		differ(comparing, DIFFERENCE_CLAUSE_REWORDED, label(comparing, comparing->new, section), x->wording, y->wording, NULL);
	bool gain = y->earning || comparing->new->parts[section].kind == GJ_PART_BONUS;
	const char *name = label(comparing, comparing->new, after);
	if (!same_rules(comparing, x, y))
		differ(comparing, DIFFERENCE_CLAUSE_RULES, name, rules_text(comparing, comparing->old, x), rules_text(comparing, comparing->new, y),
			direction(comparing, x, y, gain));
	compare_limits(comparing, x, y, name);
}

static void compare_veto(struct comparing *comparing, const struct part *x, const struct part *y)
{
	if (strcmp(x->wording, y->wording) != 0)
		differ(comparing, DIFFERENCE_VETO_REWORDED, NULL, x->wording, y->wording, NULL);
	if (!expr_same(comparing->old, x->condition, comparing->new, y->condition))
		differ(comparing, DIFFERENCE_VETO_CHANGED, y->wording, written_text(comparing, comparing->old, x->condition->span),
			written_text(comparing, comparing->new, y->condition->span), NULL);
}

static const char *grade_of(const struct model *model, const struct part *part)
{
	return part->grade == GJ_NONE ? "" : model->grades[part->grade].grade.name;
}

/* A provision as written, up to the words that it quotes. */
static const char *provision_text(const struct comparing *comparing, const struct model *model, const struct part *part)
{
	char *text = gj_arena_print(comparing->arena, "%s", written_text(comparing, model, part->span)), *quote = strstr(text, "“");
	while (quote && quote > text && quote[-1] == ' ')
		quote--;
	if (quote && quote > text)
		*quote = '\0';
	return text;
}

/* 不得分 and what a grade may be brought down to: the reason may read the same and say something else. */
static void compare_provision(struct comparing *comparing, const struct part *x, const struct part *y)
{
	const struct model *old = comparing->old, *new = comparing->new;
	bool same = expr_same(old, x->condition, new, y->condition) && expr_same(old, x->count, new, y->count) && x->outcome == y->outcome &&
		strcmp(grade_of(old, x), grade_of(new, y)) == 0;
	if (same && x->count && y->count)
		same = (wide)x->step * power_of_ten(y->count->scale) == (wide)y->step * power_of_ten(x->count->scale);
	if (!same)
		differ(comparing, DIFFERENCE_RULE_CHANGED, NULL, provision_text(comparing, old, x), provision_text(comparing, new, y), NULL);
}

/* What becomes of parts that don't apply, and when they don't: about points. */
static void compare_waiving(struct comparing *comparing, const struct part *x, const struct part *y, const char *name)
{
	const char *subject = gj_arena_print(comparing->arena, words(comparing, "%s里不适用的", "%s, what doesn't apply"), name);
	const char *before = waiving_word(x->waiving), *after = waiving_word(y->waiving), *none = words(comparing, "（没有）", "(none)");
	if (x->waiving != y->waiving)
		differ(comparing, DIFFERENCE_WAIVER_CHANGED, subject, *before ? before : none, *after ? after : none, NULL);
}

static void compare_waiver(struct comparing *comparing, const struct part *x, const struct part *y)
{
	const struct model *old = comparing->old, *new = comparing->new;
	if (!expr_same(old, x->condition, new, y->condition))
		differ(comparing, DIFFERENCE_WAIVER_CHANGED, label(comparing, new, y->parent), provision_text(comparing, old, x), provision_text(comparing, new, y), NULL);
}

static void compare_pair(struct sheets *sheets, int before, int after)
{
	struct comparing *comparing = sheets->comparing;
	const struct model *old = comparing->old, *new = comparing->new;
	const struct part *x = &old->parts[before], *y = &new->parts[after];
	if (x->kind == GJ_PART_CLAUSE) {
		compare_clause(comparing, before, after);
	} else if (x->kind == GJ_PART_VETO) {
		compare_veto(comparing, x, y);
	} else if (x->kind == GJ_PART_WAIVER) {
		compare_waiver(comparing, x, y);
	} else if (is_provision(x->kind)) {
		compare_provision(comparing, x, y);
	} else if (x->kind == GJ_PART_VETOES) {
		if (strcmp(x->name, y->name) != 0)
			differ(comparing, DIFFERENCE_VETO_GRADE, NULL, x->name, y->name, NULL);
	} else {
		if (x->kind == GJ_PART_ITEM && (x->parent || y->parent) && strcmp(old->parts[x->parent].name, new->parts[y->parent].name) != 0)
			differ(comparing, DIFFERENCE_PART_MOVED, label(comparing, new, after), label(comparing, old, x->parent), label(comparing, new, y->parent),
				NULL);
		if (is_worded(x->kind) && strcmp(x->wording, y->wording) != 0)
			differ(comparing, DIFFERENCE_CLAUSE_REWORDED, label(comparing, new, y->parent), x->wording, y->wording, NULL);
		compare_limits(comparing, x, y, label(comparing, new, after));
		compare_waiving(comparing, x, y, label(comparing, new, after));
	}
}

/* A part that only one of the standards has. Its own parts aren't listed again when all of it came or went. */
static void report_alone(struct sheets *sheets, const struct model *model, int side, int index)
{
	struct comparing *comparing = sheets->comparing;
	const struct part *part = &model->parts[index];
	int section = section_of(model, index);
	bool added = side == 1, within = section != GJ_NONE && counterpart(sheets, side, section) != GJ_NONE;
	const char *text = part->wording;
	if (part->kind == GJ_PART_WAIVER) {
		text = provision_text(comparing, model, part);
		if (counterpart(sheets, side, part->parent) != GJ_NONE)
			differ(comparing, added ? DIFFERENCE_WAIVER_ADDED : DIFFERENCE_WAIVER_DROPPED, label(comparing, model, part->parent), text, text, NULL);
	} else if (is_provision(part->kind)) {
		text = provision_text(comparing, model, part);
		differ(comparing, added ? DIFFERENCE_RULE_ADDED : DIFFERENCE_RULE_DROPPED, NULL, text, text, NULL);
	} else if (part->kind == GJ_PART_VETO) {
		differ(comparing, added ? DIFFERENCE_VETO_ADDED : DIFFERENCE_VETO_DROPPED, NULL, text, text, NULL);
	} else if (part->kind == GJ_PART_CLAUSE && within) {
		differ(comparing, added ? DIFFERENCE_CLAUSE_ADDED : DIFFERENCE_CLAUSE_DROPPED, label(comparing, model, section), text, text, NULL);
	} else if (part->has_points && (part->kind != GJ_PART_POINT || within)) {
		const char *points = points_of(comparing, model, part->points);
		differ(comparing, added ? DIFFERENCE_PART_ADDED : DIFFERENCE_PART_DROPPED, label(comparing, model, index), points, points, NULL);
	} else if (part->kind == GJ_PART_BONUS || part->kind == GJ_PART_PENALTY || (part->kind == GJ_PART_SERIES && within)) {
		const char *points = part->has_most ? points_of(comparing, model, part->most) : words(comparing, "不封顶", "open-ended");
		differ(comparing, added ? DIFFERENCE_PART_ADDED : DIFFERENCE_PART_DROPPED, label(comparing, model, index), points, points, NULL);
	}
}

void compare_sheet(struct comparing *comparing)
{
	const struct model *old = comparing->old, *new = comparing->new;
	struct sheets sheets = { .comparing = comparing };
	match_sheet(&sheets);
	for (int i = 1; i < (int)old->part_count; i++)
		if (counterpart(&sheets, 0, i) == GJ_NONE)
			report_alone(&sheets, old, 0, i);
	for (int k = 1; k < (int)new->part_count; k++) {
		if (counterpart(&sheets, 1, k) == GJ_NONE)
			report_alone(&sheets, new, 1, k);
		else
			compare_pair(&sheets, counterpart(&sheets, 1, k), k);
	}
}
