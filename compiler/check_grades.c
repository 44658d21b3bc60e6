/* 等次: bands that tile every reachable total, ranked from lowest to highest; the grades that vetoes lead to. */
#include "check.h"
#include "waivers.h"
#include <stdlib.h>
#include <string.h>

enum grade_kind { GRADE_WRITTEN, GRADE_SELECTED }; /* name_entry.kind in checker.grades: stands in 等次; only a 评选 gives it */

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

/* Grades without a band, which only a veto gives, are lower than those with one: the later in the document the lower. Those without a rank stand
 * before all. */
static int by_rank(const void *left, const void *right)
{
	const struct model_grade *x = left, *y = right;
	if (x->grade.unrated != y->grade.unrated)
		return x->grade.unrated ? -1 : 1;
	if (x->grade.from_band != y->grade.from_band)
		return x->grade.from_band ? 1 : -1;
	if (!x->grade.from_band)
		return x->span.start < y->span.start ? 1 : -1;
	if (x->grade.has_low != y->grade.has_low)
		return x->grade.has_low ? 1 : -1;
	if (x->grade.low != y->grade.low)
		return x->grade.low < y->grade.low ? -1 : 1;
	if (x->grade.low_open != y->grade.low_open)
		return x->grade.low_open ? 1 : -1;
	return x->span.start < y->span.start ? -1 : x->span.start > y->span.start;
}

/* Decimals that a total can have. */
static int total_decimals(const struct model *model)
{
	return model->total_rounded ? model->total_scale : model->point_scale;
}

/* The ends of a band at the scale of points, whole. */
static struct interval ends_of(const struct checker *checker, const struct banding *banding, const struct band *band, struct gj_grade *grade)
{
	int scale = checker->model->point_scale;
	if (!banding->dense)
		return (struct interval){rescale(band->low, banding->scale, scale, GJ_ROUND_DOWN), rescale(band->high, banding->scale, scale, GJ_ROUND_DOWN)};
	wide low = dense_floor(band->low, &grade->low_open), high = dense_floor(band->high, &grade->high_open), finest = power_of_ten(DENSE_DECIMALS - scale);
	high += grade->high_open;
	if (low % finest || high % finest) /* finer than scores are shown */
		return (struct interval){INT64_MIN, (wide)INT64_MAX + 1};
	return (struct interval){low / finest, high / finest};
}

static bool set_ends(struct checker *checker, const struct banding *banding, const struct band *band, struct gj_grade *grade)
{
	struct interval ends = ends_of(checker, banding, band, grade);
	if (!interval_fits(ends)) {
		report(checker->diagnostics, MSG_POINTS_EXTREME, band->span, source_text(checker, band->span), NULL);
		return false;
	}
	grade->has_low = band->has_low;
	grade->has_high = band->has_high;
	grade->low = (int64_t)ends.low;
	grade->high = (int64_t)ends.high;
	return true;
}

/* Whether the grades behind it were meant for the tiers of this scale, which has none. */
static bool lacks_tiers(const struct node *node)
{
	return node->kind == NODE_SCALE && !ast_child(node, NODE_TIER);
}

/* Reads the bands in the document's order; false when one has a mistake. */
static bool read_bands(struct checker *checker, const struct node *grades, struct band *bands, size_t *count)
{
	struct model *model = checker->model;
	struct banding banding = {"分", total_decimals(model), model->parts[0].fraction, NULL, grades};
	bool right = true, stray = false;
	for (const struct node *node = grades->first; node; node = node->next) {
		const struct node *written = node->kind == NODE_GRADE ? grade_band(node) : NULL;
		stray = node->kind == NODE_GRADE ? stray : lacks_tiers(node);
		if (node->kind != NODE_GRADE || stray)
			continue;
		struct band *band = &bands[*count];
		if (!define_name(checker, &checker->grades, node, GRADE_WRITTEN, 0)) {
			checker->grades_doubtful = true;
			*count += written && check_band(checker, written, &banding, band);
			continue;
		}
		bool by_veto = ast_child(node, NODE_ATTR_BY_VETO) != NULL;
		add_grade(checker, node, !by_veto);
		if (by_veto)
			continue;
		struct gj_grade *grade = &model->grades[model->grade_count - 1].grade;
		if (!written || !check_band(checker, written, &banding, band) || !set_ends(checker, &banding, band, grade)) {
			right = false;
			continue;
		}
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
	int decimals = total_decimals(checker->model);
	struct tiling tiling = {.bands = bands, .count = count, .partly_covered = true, .dense = root->fraction, .scale = decimals, .unit = "分",
		.place = grades->name_span, .all = grades->span, .gap = MSG_GRADE_GAP, .overlap = MSG_GRADE_OVERLAP};
	struct range full = range_of((struct interval){0, root->points}, checker->model->point_scale);
	struct range reached = checker->work[0].broken ? full : checker->work[0].range;
	tiling.covered = tiling.dense ? dense_ends(reached) : range_outward(reached, decimals);
	if (checker->work[0].broken)
		tiling.covered.high = spanned(tiling.covered, bands, count).high;
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
	if (!read_bands(checker, grades, bands, &count) || !checker->model->grade_count)
		return;
	check_bands_tile(checker, grades, bands, count);
}

/* The place of a 评选 among those before it, the first of which is model.grades[from]: above all in its scope; below the others, which chose
 * before it. */
static size_t place_of_selected(const struct checker *checker, const struct node *node, size_t from)
{
	const struct model *model = checker->model;
	const struct node *scope = ast_child(node, NODE_ATTR_SCOPE);
	size_t place = from;
	for (const struct node *name = scope ? scope->first : NULL; name; name = name->next) {
		const struct name_entry *entry = name->kind == NODE_NAME ? names_find(&checker->grades, name->text) : NULL;
		for (size_t i = place; entry && entry->kind == GRADE_SELECTED && i < model->grade_count; i++)
			if (model->grades[i].grade.name == entry->name)
				place = i + 1;
	}
	return place;
}

static void insert_grade(struct checker *checker, const struct node *node, size_t place)
{
	struct model *model = checker->model;
	names_add(&checker->grades, node->text, node->name_span, GRADE_SELECTED, 0);
	add_grade(checker, node, false);
	struct model_grade added = model->grades[model->grade_count - 1];
	memmove(&model->grades[place + 1], &model->grades[place], (model->grade_count - 1 - place) * sizeof added);
	model->grades[place] = added;
}

static size_t place_of_grade(const struct model *model, const char *name)
{
	size_t place = 0;
	while (place < model->grade_count && strcmp(model->grades[place].grade.name, name))
		place++;
	return place;
}

static bool leads_veto(const struct checker *checker, const struct node *placed)
{
	for (size_t i = 0; i < checker->model->part_count; i++)
		if (checker->model->parts[i].kind == GJ_PART_VETOES && !strcmp(checker->model->parts[i].name, placed->text))
			return true;
	return false;
}

/* The grades of a 定等, from the last, which is the lowest: each above the one below it, and above those of 等次 where it isn't one of them. Where nothing
 * but the 定等 gives grades, one that a veto leads to and those below it stand below that of a row which has none yet. */
static void add_placed_grades(struct checker *checker, const struct node *placing, size_t from)
{
	struct model *model = checker->model;
	size_t least = from;
	bool none_yet = from && !*model->grades[from - 1].grade.name, below = false;
	for (const struct node *node = placing->first; node; node = node->next)
		below = below || (none_yet && node->kind == NODE_PLACED && leads_veto(checker, node));
	if (below)
		least = from - 1;
	for (const struct node *node = placing->last; node; node = node->previous) {
		struct name_entry *taken = node->kind == NODE_PLACED ? names_find(&checker->grades, node->text) : NULL;
		if (taken)
			taken->kind = GRADE_SELECTED;
		else if (node->kind == NODE_PLACED)
			insert_grade(checker, node, least);
		if (node->kind != NODE_PLACED)
			continue;
		size_t place = place_of_grade(model, node->text) + 1;
		least = place > least ? place : least;
	}
}

/* Grades that only a 评选 or a 定等 gives: above all the others. */
static void add_selected_grades(struct checker *checker)
{
	size_t from = checker->model->grade_count;
	for (const struct node *node = checker->standard->first; node; node = node->next) {
		struct name_entry *taken = node->kind == NODE_SELECTION ? names_find(&checker->grades, node->text) : NULL;
		if (taken)
			taken->kind = GRADE_SELECTED;
		if (node->kind == NODE_SELECTION && !taken)
			insert_grade(checker, node, place_of_selected(checker, node, from));
		if (node->kind == NODE_PLACING)
			add_placed_grades(checker, node, from);
	}
}

/* The grade of every row that has none yet, where only 评选 and 定等 give grades: it has no name. */
static void add_nameless_grade(struct checker *checker)
{
	struct model *model = checker->model;
	const struct node *first = ast_child(checker->standard, NODE_PLACING);
	if (!first)
		first = ast_child(checker->standard, NODE_SELECTION);
	for (size_t i = 0; i < model->grade_count && first; i++)
		if (model->grades[i].grade.from_band)
			first = NULL;
	if (first)
		model->grades[model->grade_count++] = (struct model_grade){
			.grade = {.name = "", .from_band = true, .confirmed = "", .consequence = ""}, .span = first->span, .name_span = first->name_span};
}

static bool withholds_grade(const struct node *node)
{
	return node->kind == NODE_OUTCOME && strcmp(node->text, "最高评为") && strcmp(node->text, "最低评为") && strcmp(node->text, "降一级");
}

/* 不参评, 不定等次: each a grade without a rank, however many reasons lead to it. */
static void add_unrated_grades(struct checker *checker, const struct node *grades)
{
	for (const struct node *node = grades->first; node; node = node->next) {
		if (!withholds_grade(node) || names_find(&checker->grades, node->text))
			continue;
		names_add(&checker->grades, node->text, node->name_span, GRADE_WRITTEN, 0);
		add_grade(checker, node, false);
		checker->model->grades[checker->model->grade_count - 1].grade.unrated = true;
	}
}

static const char INAPPLICABLE[] = "不参评";

/* Whether some unit may have nothing to be scaled back, and so no grade by its score. */
static bool may_be_inapplicable(const struct checker *checker)
{
	const struct model *model = checker->model;
	bool graded = model->grade_count > 0 || ast_child(checker->standard, NODE_PLACING) || ast_child(checker->standard, NODE_SELECTION);
	return graded && model->parts[0].may_leave && scales_back(model, 0);
}

static void add_inapplicable_grade(struct checker *checker)
{
	struct model *model = checker->model;
	if (!may_be_inapplicable(checker) || names_find(&checker->grades, INAPPLICABLE))
		return;
	struct span place = model->parts[0].name_span;
	names_add(&checker->grades, INAPPLICABLE, place, GRADE_WRITTEN, 0);
	model->grades[model->grade_count++] = (struct model_grade){
		.grade = {.name = INAPPLICABLE, .unrated = true, .confirmed = "", .consequence = ""}, .span = place, .name_span = place,
	};
}

static void number_grades(struct checker *checker)
{
	struct model *model = checker->model;
	for (size_t i = 0; i < model->grade_count; i++) {
		struct name_entry *entry = names_find(&checker->grades, model->grades[i].grade.name);
		if (entry)
			entry->index = (int)i;
	}
	if (may_be_inapplicable(checker))
		model->unrated_grade = names_find(&checker->grades, INAPPLICABLE)->index;
}

static void find_veto_grades(struct checker *checker)
{
	struct model *model = checker->model;
	for (size_t i = 0; i < model->part_count; i++) {
		struct part *vetoes = &model->parts[i];
		if (vetoes->kind != GJ_PART_VETOES)
			continue;
		const struct name_entry *entry = names_find(&checker->grades, vetoes->name);
		vetoes->grade = entry ? entry->index : GJ_NONE;
		if (!entry)
			report_unknown(checker, MSG_GRADE_UNKNOWN, checker->work[i].node, &checker->grades, "否决项");
		else
			model->grades[entry->index].by_veto = true;
		if (vetoes->grade > model->veto_grade)
			model->veto_grade = vetoes->grade;
	}
	for (size_t i = 0; i < model->grade_count; i++) {
		const struct model_grade *grade = &model->grades[i];
		if (!grade->grade.from_band && !grade->grade.unrated && !grade->by_veto
		    && names_find(&checker->grades, grade->grade.name)->kind == GRADE_WRITTEN)
			report(checker->diagnostics, MSG_GRADE_NEVER_GIVEN, grade->name_span, grade->grade.name, NULL);
	}
}

static const char **remark_of(struct gj_grade *grade, enum node_kind kind)
{
	return kind == NODE_ATTR_CONFIRMED ? &grade->confirmed : kind == NODE_ATTR_CONSEQUENCE ? &grade->consequence : NULL;
}

/* 认定 and 处置 of grades that are named together. */
static void share_remark(struct checker *checker, const struct node *several)
{
	const struct node *remark = several->last;
	for (const struct node *name = several->first; name; name = name->next) {
		const struct name_entry *entry = name->kind == NODE_NAME ? names_find(&checker->grades, name->text) : NULL;
		if (name->kind == NODE_NAME && !entry)
			report_unknown(checker, MSG_GRADE_UNKNOWN, name, &checker->grades, "等次");
		const char **place = entry ? remark_of(&checker->model->grades[entry->index].grade, remark->kind) : NULL;
		if (place && **place)
			report(checker->diagnostics, MSG_GRADE_SAID_TWICE, name->span, name->text, ast_kind_name(remark->kind), NULL);
		else if (place)
			*place = remark->text;
	}
}

/* What is said of all grades is said of those that have no such words of their own. */
static void share_with_all(struct model *model, const struct node *remark)
{
	for (size_t i = 0; i < model->grade_count; i++) {
		const char **place = remark_of(&model->grades[i].grade, remark->kind);
		if (place && !**place)
			*place = remark->text;
	}
}

static void share_remarks(struct checker *checker, const struct node *grades)
{
	for (const struct node *node = grades->first; node; node = node->next)
		if (node->kind == NODE_SEVERAL)
			share_remark(checker, node);
	for (const struct node *node = grades->first; node; node = node->next)
		if (node->kind == NODE_ATTR_CONFIRMED || node->kind == NODE_ATTR_CONSEQUENCE)
			share_with_all(checker->model, node);
}

void check_grades(struct checker *checker)
{
	struct model *model = checker->model;
	const struct node *grades = ast_child(checker->standard, NODE_GRADES);
	size_t count = 1; /* 不参评 */
	for (const struct node *node = checker->standard->first; node; node = node->next) {
		count += node->kind == NODE_SELECTION;
		for (const struct node *placed = node->kind == NODE_PLACING ? node->first : NULL; placed; placed = placed->next)
			count += placed->kind == NODE_PLACED;
	}
	for (const struct node *node = grades ? grades->first : NULL; node; node = node->next)
		count += node->kind == NODE_GRADE || node->kind == NODE_OUTCOME;
	model->grades = gj_arena_alloc(checker->arena, (count + 1) * sizeof *model->grades);
	model->veto_grade = GJ_NONE;
	if (grades) {
		check_bands(checker, grades);
		add_unrated_grades(checker, grades);
	}
	add_inapplicable_grade(checker);
	if (model->grade_count)
		qsort(model->grades, model->grade_count, sizeof *model->grades, by_rank);
	add_nameless_grade(checker);
	add_selected_grades(checker);
	number_grades(checker);
	if (grades)
		share_remarks(checker, grades);
	find_veto_grades(checker);
}
