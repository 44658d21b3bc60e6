/* The sheet: 项目, 指标, 要点, 条款, 加分项, 减分项, 否决项, 等次, 评选 as parts in the document's order, with their limits and 口径. */
#include "check.h"
#include "check_forfeit.h"
#include <string.h>

static void check_part(struct checker *checker, const struct node *node, enum gj_part kind, int parent);

static const struct { enum node_kind node; enum gj_part part; } part_kinds[] = {
	{NODE_DIVISION, GJ_PART_DIVISION}, {NODE_PROJECT, GJ_PART_PROJECT}, {NODE_ITEM, GJ_PART_ITEM},       {NODE_POINT, GJ_PART_POINT},   {NODE_CLAUSE, GJ_PART_CLAUSE},
	{NODE_SERIES, GJ_PART_SERIES},
	{NODE_BONUS, GJ_PART_BONUS},     {NODE_PENALTY, GJ_PART_PENALTY}, {NODE_VETOES, GJ_PART_VETOES}, {NODE_VETO, GJ_PART_VETO},
	{NODE_GRADES, GJ_PART_GRADES},   {NODE_SELECTION, GJ_PART_SELECTION}, {NODE_PLACING, GJ_PART_SELECTION}, {NODE_VOID, GJ_PART_VOID}, {NODE_OUTCOME, GJ_PART_OUTCOME},
};

static bool is_named(enum gj_part kind)
{
	return kind != GJ_PART_POINT && kind != GJ_PART_SERIES && kind != GJ_PART_CLAUSE && kind != GJ_PART_VETO && kind != GJ_PART_OUTCOME
		&& kind != GJ_PART_VOID && kind != GJ_PART_WAIVER;
}

static int add_part(struct checker *checker, const struct node *node, enum gj_part kind, int parent)
{
	struct model *model = checker->model;
	const struct node *wording = ast_child(node, NODE_ATTR_WORDING);
	size_t interpretations = 0;
	for (const struct node *child = node->first; child; child = child->next)
		interpretations += child->kind == NODE_INTERPRETATION;
	model->parts = gj_arena_grow(checker->arena, model->parts, model->part_count, &checker->part_capacity, sizeof *model->parts);
	checker->work = gj_arena_grow(checker->arena, checker->work, model->part_count, &checker->work_capacity, sizeof *checker->work);
	checker->work[model->part_count] = (struct part_work){.node = node, .range = {{0, 1}, {0, 1}}};
	model->parts[model->part_count] = (struct part){
		.kind = kind,
		.parent = parent,
		.span = node->span,
		.name_span = node->name_span,
		.name = is_named(kind) ? node->text : "",
		.grade = GJ_NONE,
		.party = kind == GJ_PART_PROJECT && node->number,
		.wording = wording ? wording->text : kind == GJ_PART_CLAUSE ? "评分" : "",
		.wording_span = wording ? wording->span : node->name_span,
		.interpretations = gj_arena_alloc(checker->arena, interpretations * sizeof(int)),
	};
	return (int)model->part_count++;
}

/* Whether a 口径 is stated here, and not only referred to by its mark. */
static bool states(const struct node *interpretation)
{
	return ast_child(interpretation, NODE_ATTR_RESOLUTION) != NULL;
}

static void state_interpretation(struct checker *checker, const struct node *node)
{
	struct model *model = checker->model;
	const struct node *doubt = ast_child(node, NODE_ATTR_WORDING), *resolution = ast_child(node, NODE_ATTR_RESOLUTION);
	const struct name_entry *taken = names_add(&checker->marks, node->text, node->name_span, 0, (int)model->interpretation_count);
	if (taken) {
		struct finding *finding = report(checker->diagnostics, MSG_INTERPRETATION_DUPLICATE, node->name_span, node->text, NULL);
		finding_relate(finding, taken->span, "第一次写在这里", "first written here");
		finding_note(finding, gj_arena_print(checker->arena, "如果说的就是那一条，这里只写编号：口径 %s", node->text),
			gj_arena_print(checker->arena, "if the same one is meant, write its mark alone: 口径 %s", node->text));
	}
	model->interpretations = gj_arena_grow(checker->arena, model->interpretations, model->interpretation_count,
		&checker->interpretation_capacity, sizeof *model->interpretations);
	model->interpretations[model->interpretation_count++] = (struct gj_interpretation){node->text, doubt ? doubt->text : "", resolution->text};
}

/* Every 口径 that is stated, in the document's order, so that marks may refer to one further down. */
static void collect_interpretations(struct checker *checker, const struct node *node)
{
	for (const struct node *child = node->first; child; child = child->next) {
		if (child->kind == NODE_INTERPRETATION && states(child))
			state_interpretation(checker, child);
		else if (child->kind != NODE_DATA && child->kind != NODE_SAMPLE && child->kind != NODE_CASE)
			collect_interpretations(checker, child);
	}
}

static void add_interpretation(struct checker *checker, const struct node *node, int index)
{
	struct part *part = &checker->model->parts[index];
	struct name_entry *entry = names_find(&checker->marks, node->text);
	if (!entry) {
		report(checker->diagnostics, MSG_INTERPRETATION_UNKNOWN, node->name_span, node->text, NULL);
		return;
	}
	/* Its kind says that some part has it already: only then may it be this one. */
	for (size_t i = 0; entry->kind && i < part->interpretation_count; i++)
		if (part->interpretations[i] == entry->index)
			return;
	entry->kind = 1;
	part->interpretations[part->interpretation_count++] = entry->index;
}

static void check_heading_points(struct checker *checker, const struct node *node, int index)
{
	const struct node *points = ast_child(node, NODE_ATTR_POINTS), *number = points ? ast_child(points, NODE_NUMBER) : NULL;
	struct part *part = &checker->model->parts[index];
	part->capped = ast_child(node, NODE_ATTR_CAP) != NULL;
	if (!number) {
		checker->work[index].broken = true;
		return;
	}
	part->has_points = true;
	if (!check_points_literal(checker, number, &part->points, &checker->work[index].points_scale))
		checker->work[index].broken = true;
	if (part->kind == GJ_PART_ITEM && checker->model->items_capped && !part->capped)
		part->capped = part->cap_inherited = true;
}

static enum gj_part group_of(const struct checker *checker, int index)
{
	const struct part *parts = checker->model->parts;
	while (parts[index].kind == GJ_PART_CLAUSE || parts[index].kind == GJ_PART_SERIES || parts[index].kind == GJ_PART_POINT)
		index = parts[index].parent;
	return parts[index].kind;
}

static bool limit_word_fits(const char *word, enum gj_part group)
{
	if (group == GJ_PART_BONUS)
		return !strcmp(word, "最多加");
	if (group == GJ_PART_PENALTY)
		return !strcmp(word, "最多减");
	return !strcmp(word, "最多扣") || !strcmp(word, "最多得");
}

static void check_most(struct checker *checker, const struct node *most, int index)
{
	const struct node *number = ast_child(most, NODE_NUMBER);
	struct part *part = &checker->model->parts[index];
	enum gj_part group = group_of(checker, index);
	if (!limit_word_fits(most->text, group)) {
		const char *right = group == GJ_PART_BONUS ? "最多加" : group == GJ_PART_PENALTY ? "最多减" : "最多扣";
		finding_fix(report(checker->diagnostics, MSG_LIMIT_DIRECTION, most->name_span, most->text, right, NULL), most->name_span, right);
		checker->work[index].broken = true;
	}
	if (!number || !check_points_literal(checker, number, &part->most, &checker->work[index].most_scale))
		checker->work[index].broken = true;
	part->has_most = number != NULL;
}

static void check_limits(struct checker *checker, const struct node *node, int index)
{
	const struct node *most = ast_child(node, NODE_ATTR_MOST), *combine = ast_child(node, NODE_ATTR_COMBINE);
	if (most)
		check_most(checker, most, index);
	if (!combine)
		return;
	struct part *part = &checker->model->parts[index];
	if (!strcmp(combine->text, "择一"))
		part->combine = COMBINE_FIRST;
	else if (strcmp(combine->text, "累计"))
		part->combine = COMBINE_HEAVIEST;
}

/* 以上各条 stands after the clauses that are meant. */
static void check_stands_before(struct checker *checker, const struct node *node, int index)
{
	if (strcmp(node->text, "以上各条"))
		return;
	report(checker->diagnostics, MSG_SERIES_AFTER, (struct span){node->span.start, node->span.start + (uint32_t)strlen(node->text)}, NULL);
	checker->work[index].broken = true;
}

static void check_own(struct checker *checker, const struct node *node, int index)
{
	switch (checker->model->parts[index].kind) {
	case GJ_PART_DIVISION:
		check_heading_points(checker, node, index);
		break;
	case GJ_PART_PROJECT:
	case GJ_PART_ITEM:
	case GJ_PART_POINT:
		check_heading_points(checker, node, index);
		check_limits(checker, node, index);
		checker->model->parts[index].waiving = check_waiving(node);
		break;
	case GJ_PART_CLAUSE:
		check_limits(checker, node, index);
		check_clause_rules(checker, index);
		break;
	case GJ_PART_SERIES:
		check_stands_before(checker, node, index);
		check_limits(checker, node, index);
		break;
	case GJ_PART_BONUS:
	case GJ_PART_PENALTY:
		check_limits(checker, node, index);
		break;
	default:
		break;
	}
}

/* The conditions of a grade stand beside the other rules about grades; check_outcome.c finds the grade by its name. */
static void add_conditions(struct checker *checker, const struct node *grade, int grades)
{
	for (const struct node *child = grade->first; child; child = child->next) {
		if (child->kind != NODE_ATTR_CONDITION)
			continue;
		int part = add_part(checker, child, GJ_PART_OUTCOME, grades);
		checker->model->parts[part].name = grade->text;
	}
}

/* A condition of several grades is one of each. */
static void add_shared_conditions(struct checker *checker, const struct node *several, int grades)
{
	for (const struct node *name = several->first; name && several->last->kind == NODE_ATTR_CONDITION; name = name->next) {
		if (name->kind != NODE_NAME)
			continue;
		int part = add_part(checker, several->last, GJ_PART_OUTCOME, grades);
		checker->model->parts[part].name = name->text;
		checker->model->parts[part].name_span = name->span;
	}
}

/* Each tier of another scale is a rule about the grade. */
static void add_scale(struct checker *checker, const struct node *scale, int grades)
{
	const struct node *wording = ast_child(scale, NODE_ATTR_WORDING);
	for (const struct node *tier = scale->first; tier; tier = tier->next) {
		if (tier->kind != NODE_TIER || !tier->first)
			continue;
		int part = add_part(checker, tier, GJ_PART_OUTCOME, grades);
		checker->model->parts[part].wording = wording ? wording->text : "";
	}
}

static void check_children(struct checker *checker, const struct node *node, int index)
{
	for (const struct node *child = node->first; child; child = child->next) {
		if (child->kind == NODE_GRADE)
			add_conditions(checker, child, index);
		if (child->kind == NODE_SEVERAL)
			add_shared_conditions(checker, child, index);
		if (child->kind == NODE_SCALE)
			add_scale(checker, child, index);
		if (child->kind == NODE_INTERPRETATION)
			add_interpretation(checker, child, index);
		if (child->kind == NODE_CLAUSE)
			check_forfeits(checker, child, index);
		for (size_t i = 0; i < sizeof part_kinds / sizeof *part_kinds; i++)
			if (part_kinds[i].node == child->kind && !(child->kind == NODE_CLAUSE && only_forfeits_around(child)))
				check_part(checker, child, part_kinds[i].part, index);
	}
}

/* What the clauses within a part say of the whole, which is of that kind. */
static void add_forfeits(struct checker *checker, const struct node *within, enum gj_part kind, int whole)
{
	for (const struct node *node = forfeits_within(checker, within, kind); node; node = node->next)
		check_part(checker, node, GJ_PART_VOID, whole);
}

/* What they tell is known of all that stands under the part, so they come first. */
static void check_waivers_of(struct checker *checker, const struct node *node, int index)
{
	for (const struct node *child = node->first; child; child = child->next) {
		if (child->kind != NODE_WAIVER)
			continue;
		int waiver = add_part(checker, child, GJ_PART_WAIVER, index);
		check_waiver(checker, waiver);
	}
	checker->work[index].applying = checker->applying;
}

static void report_reserved(struct checker *checker, const struct node *node)
{
	static const char *const columns[] = {"加分", "减分", "总分", "否决", "等次", "评定结果"};
	for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
		if (!strcmp(columns[i], node->text))
			report(checker->diagnostics, MSG_NAME_RESERVED, node->name_span, node->text, NULL);
}

static void check_part(struct checker *checker, const struct node *node, enum gj_part kind, int parent)
{
	int index = add_part(checker, node, kind, parent);
	if (kind == GJ_PART_DIVISION || kind == GJ_PART_PROJECT || kind == GJ_PART_ITEM) {
		checker->work[index].broken = !define_name(checker, kind == GJ_PART_ITEM ? &checker->items : &checker->projects, node, (int)kind, index);
		report_reserved(checker, node);
	}
	struct applying outside = checker->applying;
	check_own(checker, node, index);
	check_waivers_of(checker, node, index);
	check_children(checker, node, index);
	checker->applying = outside;
	if (kind == GJ_PART_PROJECT || kind == GJ_PART_ITEM)
		add_forfeits(checker, node, kind, index);
	if (parent == 0 && kind <= GJ_PART_PENALTY)
		add_forfeits(checker, node, GJ_PART_STANDARD, 0);
}

/* A standard divides its totals into grades once; its other sections may stand several times. */
static void check_grades_once(struct checker *checker)
{
	const struct node *first = ast_child(checker->standard, NODE_GRADES);
	for (const struct node *node = first ? first->next : NULL; node; node = node->next)
		if (node->kind == NODE_GRADES)
			finding_relate(report(checker->diagnostics, MSG_SECTION_DUPLICATE, node->name_span, "等次", NULL), first->name_span,
				"第一次写在这里", "first written here");
}

/* What is left of a 项目's 扣完为止 for one 指标 is a fraction where another has taken one. */
static void spread_fractions(struct model *model)
{
	for (size_t i = 1; i < model->part_count; i++) {
		const struct part *parent = &model->parts[model->parts[i].parent];
		if (model->parts[i].kind == GJ_PART_ITEM && parent->kind == GJ_PART_PROJECT && parent->capped)
			model->parts[i].fraction = parent->fraction;
	}
}

static void bring_to_point_scale(struct checker *checker)
{
	struct model *model = checker->model;
	model->point_scale = checker->amount_scale;
	for (size_t i = 0; i < model->part_count; i++) {
		model->fractional = model->fractional || model->parts[i].fraction;
		if (model->parts[i].has_points)
			model->parts[i].points = to_point_scale(checker, model->parts[i].points, checker->work[i].points_scale, GJ_ROUND_HALF);
		if (model->parts[i].has_most)
			model->parts[i].most = to_point_scale(checker, model->parts[i].most, checker->work[i].most_scale, GJ_ROUND_HALF);
	}
}

/* 总分 四舍五入 保留 n位; nothing is to be done where the total has no more decimals anyway. */
static void check_total_rounding(struct checker *checker)
{
	const struct node *rounded = ast_child(checker->standard, NODE_ATTR_ROUNDED), *decimals = rounded ? ast_child(rounded, NODE_NUMBER) : NULL;
	if (!decimals || !check_shown_decimals(checker, decimals))
		return;
	struct model *model = checker->model;
	model->total_rounded = model->parts[0].fraction || decimals->number < model->point_scale;
	model->parts[0].fraction = false;
	model->total_scale = (int)decimals->number;
	model->total_rounding = rounding_of(rounded->text);
}

static bool standard_points(struct checker *checker, enum node_kind kind, int64_t *value, int *scale)
{
	const struct node *attribute = ast_child(checker->standard, kind), *number = attribute ? ast_child(attribute, NODE_NUMBER) : NULL;
	*value = 0;
	*scale = 0;
	return number && check_points_literal(checker, number, value, scale);
}

void check_sheet(struct checker *checker)
{
	struct model *model = checker->model;
	int full_scale, floor_scale, ceiling_scale;
	int root = add_part(checker, checker->standard, GJ_PART_STANDARD, GJ_NONE);
	model->items_capped = ast_child(checker->standard, NODE_ATTR_ITEMS_CAP) != NULL;
	model->open_ended = ast_child(checker->standard, NODE_ATTR_NO_CEILING) != NULL;
	model->parts[root].has_points = standard_points(checker, NODE_ATTR_FULL, &model->full_points, &full_scale);
	model->has_floor = standard_points(checker, NODE_ATTR_FLOOR, &model->floor, &floor_scale);
	model->has_ceiling = standard_points(checker, NODE_ATTR_CEILING, &model->ceiling, &ceiling_scale);
	check_grades_once(checker);
	collect_interpretations(checker, checker->standard);
	model->parts[root].waiving = check_waiving(checker->standard);
	check_children(checker, checker->standard, root);
	model->parts[root].points = model->full_points;
	checker->work[root].points_scale = full_scale;
	check_waivers(checker);
	spread_fractions(model);
	check_formula_scale(checker);
	bring_to_point_scale(checker);
	settle_waivers(checker);
	check_total_rounding(checker);
	model->full_points = to_point_scale(checker, model->full_points, full_scale, GJ_ROUND_HALF);
	model->floor = to_point_scale(checker, model->floor, floor_scale, GJ_ROUND_HALF);
	model->ceiling = to_point_scale(checker, model->ceiling, ceiling_scale, GJ_ROUND_HALF);
}
