/* 项目, 指标, 要点, 条款 and vetoes. A part is the same one when it has the same name or wording in the same place; a clause whose wording is another is
 * taken for the nearest that has no counterpart. */
#include "compare_parts.h"
#include "check_interval.h"
#include "quotations.h"
#include "waivers.h"

#include "runtime/decimal.h"

#include <string.h>

enum { MOST_WORK = 20 * 1000 * 1000, MOST_CHARACTERS = 600 };

struct sheets {
	struct comparing *comparing;
	int *old_match, *new_match; /* by part: its counterpart in the other standard, GJ_NONE */
	size_t work;
};

static int *no_matches(struct gj_arena *arena, size_t count)
{
	int *matches = gj_arena_alloc(arena, (count + 1) * sizeof *matches);
	for (size_t i = 0; i <= count; i++)
		matches[i] = GJ_NONE;
	return matches;
}

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

static void join(struct sheets *sheets, int before, int after)
{
	sheets->old_match[before] = after;
	sheets->new_match[after] = before;
}

/* The parts inside a section that have no counterpart yet stand in [first, end). */
struct stretch {
	int first, end;
};

static struct stretch inside(const struct model *model, int section)
{
	int end = section + 1;
	while (end < (int)model->part_count && (is_worded(model->parts[end].kind) || is_provision(model->parts[end].kind)))
		end++;
	return (struct stretch){ section + 1, end };
}

static void match_exactly(struct sheets *sheets, struct stretch before, struct stretch after)
{
	const struct model *old = sheets->comparing->old, *new = sheets->comparing->new;
	for (int i = before.first; i < before.end; i++)
		for (int k = after.first; k < after.end; k++) {
			const struct part *x = &old->parts[i], *y = &new->parts[k];
			if (sheets->new_match[k] == GJ_NONE && x->kind == y->kind && strcmp(key_of(x), key_of(y)) == 0) {
				join(sheets, i, k);
				break;
			}
		}
}

/* The edits between two wordings, or SIZE_MAX when more than half is different. */
static size_t difference_of(struct sheets *sheets, const char *a, const char *b)
{
	struct gj_arena *arena = sheets->comparing->arena;
	const struct folded *x = fold_text(a, strlen(a), arena), *y = fold_text(b, strlen(b), arena);
	sheets->work += x->count * y->count;
	if (x->count > MOST_CHARACTERS || y->count > MOST_CHARACTERS || sheets->work > MOST_WORK)
		return SIZE_MAX;
	size_t longer = x->count > y->count ? x->count : y->count, edits = text_edits(x, y, arena);
	return edits * 2 > longer ? SIZE_MAX : edits;
}

static int nearest(struct sheets *sheets, int before, struct stretch after)
{
	const struct model *old = sheets->comparing->old, *new = sheets->comparing->new;
	const struct part *x = &old->parts[before];
	size_t least = SIZE_MAX;
	int found = GJ_NONE;
	for (int k = after.first; k < after.end; k++) {
		const struct part *y = &new->parts[k];
		if (sheets->new_match[k] != GJ_NONE || x->kind != y->kind)
			continue;
		bool same_veto = x->kind == GJ_PART_VETO && expr_same(old, x->condition, new, y->condition);
		size_t edits = same_veto ? 0 : difference_of(sheets, key_of(x), key_of(y));
		if (edits < least) {
			least = edits;
			found = k;
		}
	}
	return found;
}

static void match_nearly(struct sheets *sheets, struct stretch before, struct stretch after)
{
	for (int i = before.first; i < before.end; i++) {
		int k = sheets->old_match[i] == GJ_NONE ? nearest(sheets, i, after) : GJ_NONE;
		if (k != GJ_NONE)
			join(sheets, i, k);
	}
}

static bool same_name(const struct part *x, const struct part *y)
{
	return x->kind == y->kind && strcmp(x->name ? x->name : "", y->name ? y->name : "") == 0;
}

static bool has_alike(const struct model *model, const struct part *part)
{
	for (size_t i = 1; i < model->part_count; i++)
		if (same_name(&model->parts[i], part))
			return true;
	return false;
}

/* The section of the same name, or for one that needn't have a name the next of its kind. A 否决项 is known by the grade it leads to. */
static int counterpart(const struct sheets *sheets, const struct part *x)
{
	const struct model *old = sheets->comparing->old, *new = sheets->comparing->new;
	for (int k = 1; k < (int)new->part_count; k++)
		if (sheets->new_match[k] == GJ_NONE && same_name(x, &new->parts[k]))
			return k;
	for (int k = 1; k < (int)new->part_count && !x->has_points && !is_provision(x->kind); k++)
		if (sheets->new_match[k] == GJ_NONE && new->parts[k].kind == x->kind && !has_alike(old, &new->parts[k]))
			return k;
	return GJ_NONE;
}

static void match_sheet(struct sheets *sheets)
{
	const struct model *old = sheets->comparing->old, *new = sheets->comparing->new;
	for (int i = 1; i < (int)old->part_count; i++) {
		const struct part *x = &old->parts[i];
		if (is_worded(x->kind) || sheets->old_match[i] != GJ_NONE)
			continue;
		int k = counterpart(sheets, x);
		if (k == GJ_NONE)
			continue;
		join(sheets, i, k);
		match_exactly(sheets, inside(old, i), inside(new, k));
		match_nearly(sheets, inside(old, i), inside(new, k));
	}
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
static void report_alone(struct sheets *sheets, const struct model *model, const int *matches, int index, bool added)
{
	struct comparing *comparing = sheets->comparing;
	const struct part *part = &model->parts[index];
	int section = section_of(model, index);
	const char *text = part->wording;
	if (part->kind == GJ_PART_WAIVER) {
		text = provision_text(comparing, model, part);
		if (matches[part->parent] != GJ_NONE)
			differ(comparing, added ? DIFFERENCE_WAIVER_ADDED : DIFFERENCE_WAIVER_DROPPED, label(comparing, model, part->parent), text, text, NULL);
	} else if (is_provision(part->kind)) {
		text = provision_text(comparing, model, part);
		differ(comparing, added ? DIFFERENCE_RULE_ADDED : DIFFERENCE_RULE_DROPPED, NULL, text, text, NULL);
	} else if (part->kind == GJ_PART_VETO) {
		differ(comparing, added ? DIFFERENCE_VETO_ADDED : DIFFERENCE_VETO_DROPPED, NULL, text, text, NULL);
	} else if (part->kind == GJ_PART_CLAUSE && section != GJ_NONE && matches[section] != GJ_NONE) {
		differ(comparing, added ? DIFFERENCE_CLAUSE_ADDED : DIFFERENCE_CLAUSE_DROPPED, label(comparing, model, section), text, text, NULL);
	} else if (part->has_points && (part->kind != GJ_PART_POINT || matches[section] != GJ_NONE)) {
		const char *points = points_of(comparing, model, part->points);
		differ(comparing, added ? DIFFERENCE_PART_ADDED : DIFFERENCE_PART_DROPPED, label(comparing, model, index), points, points, NULL);
	} else if (part->kind == GJ_PART_BONUS || part->kind == GJ_PART_PENALTY || (part->kind == GJ_PART_SERIES && matches[section] != GJ_NONE)) {
		const char *points = part->has_most ? points_of(comparing, model, part->most) : words(comparing, "不封顶", "open-ended");
		differ(comparing, added ? DIFFERENCE_PART_ADDED : DIFFERENCE_PART_DROPPED, label(comparing, model, index), points, points, NULL);
	}
}

void compare_sheet(struct comparing *comparing)
{
	const struct model *old = comparing->old, *new = comparing->new;
	struct sheets sheets = { comparing, no_matches(comparing->arena, old->part_count), no_matches(comparing->arena, new->part_count), 0 };
	match_sheet(&sheets);
	for (int i = 1; i < (int)old->part_count; i++)
		if (sheets.old_match[i] == GJ_NONE)
			report_alone(&sheets, old, sheets.old_match, i, false);
	for (int k = 1; k < (int)new->part_count; k++) {
		if (sheets.new_match[k] == GJ_NONE)
			report_alone(&sheets, new, sheets.new_match, k, true);
		else
			compare_pair(&sheets, sheets.new_match[k], k);
	}
}
