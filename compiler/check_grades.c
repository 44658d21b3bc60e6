/* 等次: bands that tile every reachable total, ranked from lowest to highest; the grade that vetoes lead to. */
#include "check.h"
#include <stdlib.h>
#include <string.h>

static const char *child_words(const struct node *node, enum node_kind kind)
{
	const struct node *child = ast_child(node, kind);
	return child ? child->text : "";
}

static const struct node *grade_band(const struct node *grade)
{
	const struct node *band = ast_child(grade, NODE_BAND);
	return band ? band : ast_child(grade, NODE_BAND_DASH);
}

static void add_grade(struct checker *checker, const struct node *node, bool from_band)
{
	struct model *model = checker->model;
	model->grades[model->grade_count++] = (struct model_grade){
		.grade = {.name = node->text, .from_band = from_band,
			.confirmed = child_words(node, NODE_ATTR_CONFIRMED), .consequence = child_words(node, NODE_ATTR_CONSEQUENCE)},
		.span = node->span,
		.name_span = node->name_span,
	};
}

static int by_rank(const void *left, const void *right)
{
	const struct model_grade *x = left, *y = right;
	if (x->grade.has_low != y->grade.has_low)
		return x->grade.has_low ? 1 : -1;
	if (x->grade.low != y->grade.low)
		return x->grade.low < y->grade.low ? -1 : 1;
	return x->span.start < y->span.start ? -1 : x->span.start > y->span.start;
}

/* Reads the bands in the document's order; false when one has a mistake. */
static bool read_bands(struct checker *checker, const struct node *grades, struct band *bands, size_t *count)
{
	struct model *model = checker->model;
	struct banding banding = {"分", model->point_scale, NULL, grades};
	bool right = true;
	for (const struct node *node = grades->first; node; node = node->next) {
		const struct node *written = node->kind == NODE_GRADE ? grade_band(node) : NULL;
		if (node->kind != NODE_GRADE || !define_name(checker, &checker->grades, node, 0, 0))
			continue;
		add_grade(checker, node, true);
		struct band *band = &bands[*count];
		if (!written || !check_band(checker, written, &banding, band) || !interval_fits((struct interval){band->low, band->high})) {
			right = false;
			continue;
		}
		struct gj_grade *grade = &model->grades[model->grade_count - 1].grade;
		grade->has_low = band->has_low;
		grade->has_high = band->has_high;
		grade->low = (int64_t)band->low;
		grade->high = (int64_t)band->high;
		++*count;
	}
	return right;
}

/* From below the lowest end of a band to the highest, and all that can be reached. */
static struct interval spanned(struct interval range, const struct band *bands, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (bands[i].has_low && bands[i].low > range.high)
			range.high = bands[i].low;
		if (bands[i].has_high && bands[i].high <= range.low)
			range.low = bands[i].high - 1;
	}
	return range;
}

/* Bands mustn't overlap anywhere. Where the sheet has mistakes the reachable total isn't known: then gaps between the bands count too. */
static void check_bands_tile(struct checker *checker, const struct node *grades, struct band *bands, size_t count)
{
	const struct part *root = &checker->model->parts[0];
	struct tiling tiling = {.bands = bands, .count = count, .partly_covered = true, .covered = {root->low, root->high},
		.scale = checker->model->point_scale, .unit = "分", .place = grades->name_span, .gap = MSG_GRADE_GAP, .overlap = MSG_GRADE_OVERLAP};
	if (checker->work[0].broken)
		tiling.covered = (struct interval){0, spanned((struct interval){0, root->points}, bands, count).high};
	tiling.range = spanned(tiling.covered, bands, count);
	check_tiling(checker, &tiling);
}

static void check_bands(struct checker *checker, const struct node *grades)
{
	size_t count = 0;
	for (const struct node *node = grades->first; node; node = node->next)
		count += node->kind == NODE_GRADE;
	struct band *bands = gj_arena_alloc(checker->arena, count * sizeof *bands);
	count = 0;
	if (!read_bands(checker, grades, bands, &count) || !count)
		return;
	check_bands_tile(checker, grades, bands, count);
}

/* Grades that only a 评选 gives: above all the others. */
static void add_selected_grades(struct checker *checker)
{
	for (const struct node *node = checker->standard->first; node; node = node->next)
		if (node->kind == NODE_SELECTION && !names_find(&checker->grades, node->text)) {
			names_add(&checker->grades, node->text, node->name_span, 0, 0);
			add_grade(checker, node, false);
		}
}

static void number_grades(struct checker *checker)
{
	struct model *model = checker->model;
	for (size_t i = 0; i < model->grade_count; i++) {
		struct name_entry *entry = names_find(&checker->grades, model->grades[i].grade.name);
		entry->index = (int)i;
	}
}

static void find_veto_grade(struct checker *checker)
{
	const struct node *vetoes = ast_child(checker->standard, NODE_VETOES);
	if (!vetoes)
		return;
	const struct name_entry *entry = names_find(&checker->grades, vetoes->text);
	if (entry)
		checker->model->veto_grade = entry->index;
	else
		report_unknown(checker, MSG_GRADE_UNKNOWN, vetoes, &checker->grades, "否决项");
}

void check_grades(struct checker *checker)
{
	struct model *model = checker->model;
	const struct node *grades = ast_child(checker->standard, NODE_GRADES);
	size_t count = 0;
	for (const struct node *node = checker->standard->first; node; node = node->next)
		count += node->kind == NODE_SELECTION;
	for (const struct node *node = grades ? grades->first : NULL; node; node = node->next)
		count += node->kind == NODE_GRADE;
	model->grades = gj_arena_alloc(checker->arena, count * sizeof *model->grades);
	model->veto_grade = GJ_NONE;
	if (grades)
		check_bands(checker, grades);
	if (model->grade_count)
		qsort(model->grades, model->grade_count, sizeof *model->grades, by_rank);
	add_selected_grades(checker);
	number_grades(checker);
	find_veto_grade(checker);
}
