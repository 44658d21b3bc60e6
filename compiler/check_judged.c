/* Points that a judge gives, and whether their ranges agree with the points they are given for. */
#include "check.h"

const struct expr *check_judged(struct checker *checker, const struct node *written, int clause)
{
	int item = clause;
	while (item > 0 && checker->model->parts[item].kind != GJ_PART_ITEM)
		item = checker->model->parts[item].parent;
	struct node *name = ast_new(checker->arena, NODE_NAME, written->span);
	name->text = judged_name(written, item > 0 ? checker->work[item].node : NULL);
	name->name_span = *written->text ? written->name_span : written->span;
	const struct name_entry *entry = *name->text ? names_find(&checker->values, name->text) : NULL;
	if (!entry)
		return NULL;
	bool elsewhere = entry->kind == VALUE_FIELD && checker->model->fields[entry->index].span.start != written->span.start && !field_node(checker, name->text);
	return elsewhere ? NULL : check_amount(checker, name, NULL); /* a name that stands twice is reported already */
}

/* The field that a clause's only rule takes its points from as they are; GJ_NONE. */
static int given_points(const struct part *clause)
{
	if (clause->rule_count != 1 || clause->rules[0].kind != RULE_AMOUNT || clause->has_most)
		return GJ_NONE;
	const struct expr *amount = clause->rules[0].amount;
	return amount->kind == EXPR_FIELD ? amount->field : GJ_NONE;
}

/* The clauses of an 要点, or of an 指标 without them, when all are judged. */
struct judged_part {
	wide most; /* that they can be given together */
	size_t count;
	int last;
};

/* False: there is something else in it, or a limit. */
static bool judged_part(const struct checker *checker, int owner, struct judged_part *judged)
{
	const struct part *parts = checker->model->parts;
	*judged = (struct judged_part){.last = GJ_NONE};
	for (int child = part_next(checker, owner, GJ_NONE); child != GJ_NONE; child = part_next(checker, owner, child)) {
		if (parts[child].kind == GJ_PART_VOID)
			continue;
		if (parts[child].kind != GJ_PART_CLAUSE || checker->work[child].broken || given_points(&parts[child]) == GJ_NONE)
			return false;
		judged->most += parts[child].high;
		judged->last = child;
		judged->count++;
	}
	return judged->count && parts[owner].earning && parts[owner].combine == COMBINE_SUM && !parts[owner].has_most;
}

bool is_judged(const struct checker *checker, int owner)
{
	struct judged_part judged;
	return judged_part(checker, owner, &judged);
}

static void report_range(struct checker *checker, int owner, int clause, wide most, bool alone)
{
	const struct part *part = &checker->model->parts[owner];
	const struct node *points = ast_child(checker->work[owner].node, NODE_ATTR_POINTS);
	const struct node *rule = ast_child(checker->work[clause].node, NODE_RULE_AMOUNT), *field = rule ? ast_child(rule, NODE_FIELD) : NULL;
	const struct node *range = field ? ast_child(field, NODE_ATTR_RANGE) : NULL;
	struct finding *finding = report(checker->diagnostics, MSG_JUDGED_RANGE, range ? range->span : checker->model->parts[clause].rules[0].span,
		points_text(checker, most), part->kind == GJ_PART_POINT ? "要点" : "指标", points_text(checker, part->points), NULL);
	if (points)
		finding_relate(finding, points->span, "分值写在这里", "its points");
	if (range && alone)
		finding_fix(finding, range->span, gj_arena_print(checker->arena, "0 至 %s", points_text(checker, part->points)));
}

static void check_judged_part(struct checker *checker, int owner)
{
	struct judged_part judged;
	if (judged_part(checker, owner, &judged) && judged.most != checker->model->parts[owner].points)
		report_range(checker, owner, judged.last, judged.most, judged.count == 1);
}

void check_judged_points(struct checker *checker)
{
	for (int i = 1; i < (int)checker->model->part_count; i++) {
		enum gj_part kind = checker->model->parts[i].kind;
		if ((kind == GJ_PART_POINT || kind == GJ_PART_ITEM) && checker->model->parts[i].has_points)
			check_judged_part(checker, i);
	}
}
