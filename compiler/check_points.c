/* Points that must add up: 项目 to 满分 and to their 大类, 指标 to 项目, 要点 to 指标. */
#include "check.h"
#include "divisions.h"
#include <string.h>

enum { MOST_CHILDREN_SHOWN = 12 };

int part_next(const struct checker *checker, int parent, int after)
{
	const struct model *model = checker->model;
	for (int i = after == GJ_NONE ? parent + 1 : after + 1; i < (int)model->part_count && model->parts[i].parent >= parent; i++)
		if (model->parts[i].parent == parent)
			return i;
	return GJ_NONE;
}

/* "组织覆盖 3分", or the beginning of the wording of a 要点. */
static const char *child_text(struct checker *checker, const struct part *part)
{
	const char *points = points_text(checker, part->points);
	if (*part->name)
		return gj_arena_print(checker->arena, "%s %s", part->name, points);
	size_t length = strlen(part->wording), shown = length;
	if (shown > 30)
		for (shown = 30; shown > 0 && ((unsigned char)part->wording[shown] & 0xc0) == 0x80; shown--)
			continue;
	return gj_arena_print(checker->arena, "“%.*s%s”%s", (int)shown, part->wording, shown < length ? "…" : "", points);
}

/* Like part_next, but those of a 大类 stand behind it. */
static int next_below(const struct checker *checker, int parent, int after)
{
	const struct model *model = checker->model;
	return model->parts[parent].kind == GJ_PART_DIVISION ? division_next(model, parent, after) : part_next(checker, parent, after);
}

static const char *children_text(struct checker *checker, int parent, enum gj_part kind)
{
	const char *texts[MOST_CHILDREN_SHOWN + 1];
	size_t count = 0;
	for (int child = next_below(checker, parent, GJ_NONE); child != GJ_NONE; child = next_below(checker, parent, child)) {
		if (checker->model->parts[child].kind != kind)
			continue;
		if (count == MOST_CHILDREN_SHOWN) {
			texts[count++] = "…";
			break;
		}
		texts[count++] = child_text(checker, &checker->model->parts[child]);
	}
	return join_names(checker->arena, texts, count, count);
}

struct sum {
	wide points;
	size_t count;
	bool broken;
};

static struct sum children_sum(const struct checker *checker, int parent, enum gj_part kind)
{
	struct sum sum = {0};
	for (int child = next_below(checker, parent, GJ_NONE); child != GJ_NONE; child = next_below(checker, parent, child)) {
		const struct part *part = &checker->model->parts[child];
		if (part->kind != kind)
			continue;
		sum.count++;
		sum.points += part->points;
		sum.broken = sum.broken || !part->has_points || checker->work[child].broken;
	}
	return sum;
}

static const char *whole_word(enum gj_part kind)
{
	return kind == GJ_PART_STANDARD ? "标准" : kind == GJ_PART_DIVISION ? "大类" : kind == GJ_PART_PROJECT ? "项目" : "指标";
}

static const char *child_word(enum gj_part kind)
{
	return kind == GJ_PART_PROJECT ? "项目" : kind == GJ_PART_ITEM ? "指标" : "要点";
}

static struct span points_span(const struct node *node, const struct part *part)
{
	const struct node *points = ast_child(node, part->kind == GJ_PART_STANDARD ? NODE_ATTR_FULL : NODE_ATTR_POINTS);
	return points && points->first ? points->first->span : part->name_span;
}

/* The kind of part whose points make up those of `kind`; GJ_PART_CLAUSE when none does. */
static enum gj_part parts_below(enum gj_part kind)
{
	return kind == GJ_PART_STANDARD || kind == GJ_PART_DIVISION ? GJ_PART_PROJECT : kind == GJ_PART_PROJECT ? GJ_PART_ITEM : kind == GJ_PART_ITEM ? GJ_PART_POINT : GJ_PART_CLAUSE;
}

/* Whether a part's own points are the slip: those of the parts below it would make the whole above it right. */
static bool is_the_slip(const struct checker *checker, int index)
{
	const struct part *part = &checker->model->parts[index];
	struct sum own = children_sum(checker, index, parts_below(part->kind));
	if (part->parent < 0 || !part->has_points || !own.count || own.broken || own.points == part->points)
		return false;
	const struct part *whole = &checker->model->parts[part->parent];
	struct sum all = children_sum(checker, part->parent, part->kind);
	return !all.broken && whole->has_points && all.points - part->points + own.points == whole->points;
}

static bool has_slip_below(const struct checker *checker, int parent, enum gj_part kind)
{
	for (int child = next_below(checker, parent, GJ_NONE); child != GJ_NONE; child = next_below(checker, parent, child))
		if (checker->model->parts[child].kind == kind && is_the_slip(checker, child))
			return true;
	return false;
}

static void check_sum(struct checker *checker, int parent, enum gj_part kind)
{
	const struct part *part = &checker->model->parts[parent];
	struct sum sum = children_sum(checker, parent, kind);
	if (!sum.count || sum.broken || !part->has_points || sum.points == part->points || has_slip_below(checker, parent, kind))
		return;
	checker->work[parent].odd_sum = true;
	wide difference = sum.points > part->points ? sum.points - part->points : part->points - sum.points;
	const char *listed = children_text(checker, parent, kind);
	struct finding *finding = report(checker->diagnostics, MSG_POINTS_SUM, points_span(checker->work[parent].node, part),
		whole_word(part->kind), part->name, child_word(kind), points_text(checker, sum.points), points_text(checker, part->points),
		sum.points > part->points ? "多" : "差", points_text(checker, difference), NULL);
	finding_note(finding, gj_arena_print(checker->arena, "现有%s：%s", child_word(kind), listed),
		gj_arena_print(checker->arena, "it has: %s", listed));
	if (is_the_slip(checker, parent))
		finding_fix(finding, points_span(checker->work[parent].node, part), points_text(checker, sum.points));
}

static void check_division(struct checker *checker, int index)
{
	const struct part *part = &checker->model->parts[index];
	check_sum(checker, index, GJ_PART_PROJECT);
	if (division_next(checker->model, index, GJ_NONE) != GJ_NONE || checker->work[index].broken)
		return;
	report(checker->diagnostics, MSG_DIVISION_EMPTY, part->name_span, part->name, NULL);
	checker->work[index].broken = true;
}

/* A section with no children of the kinds it is made of. */
static void check_filled(struct checker *checker, int index)
{
	const struct part *part = &checker->model->parts[index];
	for (int child = part_next(checker, index, GJ_NONE); child != GJ_NONE; child = part_next(checker, index, child))
		if (part->kind == GJ_PART_PROJECT || checker->model->parts[child].kind == GJ_PART_CLAUSE || checker->model->parts[child].kind == GJ_PART_VOID
			|| part_next(checker, child, GJ_NONE) != GJ_NONE)
			return;
	bool reported = checker->work[index].broken;
	checker->work[index].broken = true;
	if (!reported)
		report(checker->diagnostics, part->kind == GJ_PART_PROJECT ? MSG_PROJECT_EMPTY : part->kind == GJ_PART_ITEM ? MSG_ITEM_EMPTY : MSG_SERIES_EMPTY,
			part->name_span, part->name, NULL);
}

static bool sheet_kind(enum gj_part kind)
{
	return kind == GJ_PART_DIVISION || kind == GJ_PART_PROJECT || kind == GJ_PART_ITEM || kind == GJ_PART_POINT || kind == GJ_PART_SERIES || kind == GJ_PART_CLAUSE
		|| kind == GJ_PART_BONUS || kind == GJ_PART_PENALTY;
}

/* A mistake below makes every range above it unknown. Children stand after their parents. */
static void spread_mistakes(struct checker *checker)
{
	for (size_t i = checker->model->part_count; i-- > 1;)
		if (checker->work[i].broken && sheet_kind(checker->model->parts[i].kind))
			checker->work[checker->model->parts[i].parent].broken = true;
}

static void check_full(struct checker *checker)
{
	const struct node *standard = checker->standard;
	if (ast_child(standard, NODE_ATTR_FULL))
		return;
	checker->work[0].broken = true;
	struct sum sum = children_sum(checker, 0, GJ_PART_PROJECT);
	struct finding *finding = report(checker->diagnostics, MSG_FULL_MISSING, standard->name_span, standard->text, NULL);
	if (!sum.count || sum.broken)
		return;
	const char *full = points_text(checker, sum.points);
	finding_fix(finding, (struct span){standard->name_span.end, standard->name_span.end}, gj_arena_print(checker->arena, "\n  满分 %s", full));
	finding->fix_zh = gj_arena_print(checker->arena, "在标准名称下面另写一行：满分 %s（各项目之和）", full);
	finding->fix_en = gj_arena_print(checker->arena, "below the name write a line: 满分 %s (the sum of the 项目)", full);
}

/* 指标 that stand outside a 项目 count towards 满分 as 项目 do. */
static void check_standard_sum(struct checker *checker)
{
	struct sum projects = children_sum(checker, 0, GJ_PART_PROJECT), items = children_sum(checker, 0, GJ_PART_ITEM);
	if (!projects.count && !items.count) {
		checker->work[0].broken = true;
		report(checker->diagnostics, MSG_SHEET_MISSING, checker->standard->name_span, NULL);
	} else if (!items.count || !projects.count) {
		check_sum(checker, 0, projects.count ? GJ_PART_PROJECT : GJ_PART_ITEM);
	}
}

void check_points(struct checker *checker)
{
	struct model *model = checker->model;
	check_full(checker);
	if (!checker->formula || checker->plain_total)
		check_standard_sum(checker);
	for (int i = 1; i < (int)model->part_count; i++) {
		if (model->parts[i].kind == GJ_PART_DIVISION)
			check_division(checker, i);
		if (model->parts[i].kind == GJ_PART_PROJECT)
			check_sum(checker, i, GJ_PART_ITEM);
		if (model->parts[i].kind == GJ_PART_ITEM)
			check_sum(checker, i, GJ_PART_POINT);
		if (model->parts[i].kind == GJ_PART_PROJECT || model->parts[i].kind == GJ_PART_ITEM || model->parts[i].kind == GJ_PART_SERIES)
			check_filled(checker, i);
	}
	spread_mistakes(checker);
}
