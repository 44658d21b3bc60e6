/* The checker: the order of its subjects. Each file beside it has one. */
#include "check.h"
#include "passes.h"

static const char *heading(const struct node *standard, enum node_kind kind)
{
	const struct node *attribute = ast_child(standard, kind);
	return attribute ? attribute->text : "";
}

static size_t count_bases(const struct node *node)
{
	size_t count = node->kind == NODE_BASIS;
	for (const struct node *child = node->first; child; child = child->next)
		count += count_bases(child);
	return count;
}

static void collect_bases(struct model *model, const struct node *node)
{
	if (node->kind == NODE_BASIS)
		model->bases[model->basis_count++] = node->text;
	for (const struct node *child = node->first; child; child = child->next)
		collect_bases(model, child);
}

static void check_heading(struct checker *checker)
{
	struct model *model = checker->model;
	const struct node *standard = checker->standard, *edition = ast_child(standard, NODE_ATTR_EDITION);
	const struct node *original = ast_child(standard, NODE_ATTR_SOURCE);
	model->name = standard->text;
	model->name_span = standard->name_span;
	model->edition = !edition ? "" : *edition->text ? edition->text : decimal_text(checker->arena, edition->number, 0);
	model->document = heading(standard, NODE_ATTR_DOCUMENT);
	model->issuer = heading(standard, NODE_ATTR_ISSUER);
	model->effective = heading(standard, NODE_ATTR_EFFECTIVE);
	model->expires = heading(standard, NODE_ATTR_EXPIRES);
	model->bases = gj_arena_alloc(checker->arena, (count_bases(standard) + 1) * sizeof *model->bases);
	collect_bases(model, standard);
	model->source_text = original ? original->text : NULL;
}

static void begin(struct checker *checker)
{
	struct name_table *tables[] = {&checker->values, &checker->items, &checker->projects, &checker->grades, &checker->samples,
		&checker->marks, &checker->reported, &checker->ledgers, &checker->tables};
	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
		names_begin(tables[i], checker->arena);
	checker->model = checker->whole = gj_arena_alloc(checker->arena, sizeof *checker->model);
	checker->model->source = checker->source;
	checker->decider = decider_new(checker->model, checker->arena);
	checker->model->formula_text = "";
	checker->model->name = checker->model->edition = checker->model->document = checker->model->issuer = "";
	checker->model->effective = checker->model->expires = checker->model->unit_name = "";
	checker->model->key_field = checker->model->veto_grade = checker->model->unrated_grade = GJ_NONE;
}

struct model *check(const struct node *tree, const struct source *source, struct gj_arena *arena, struct diagnostics *diagnostics)
{
	struct checker checker = {.source = source, .arena = arena, .diagnostics = diagnostics};
	begin(&checker);
	checker.standard = ast_child(tree, NODE_STANDARD);
	if (!checker.standard)
		return checker.model;
	bool waiver_unread = waivers_unread(&checker);
	check_heading(&checker);
	check_data(&checker);
	check_tables(&checker);
	check_ledgers(&checker);
	collect_places(&checker);
	collect_definitions(&checker);
	check_definitions(&checker);
	check_row_checks(&checker);
	check_places(&checker);
	check_ledger_checks(&checker);
	checker.applying.doubtful = waiver_unread;
	size_t checks_of_data = checker.model->check_count;
	check_sheet(&checker);
	check_judged_places(&checker, checks_of_data);
	check_points(&checker);
	check_total(&checker);
	checker.scores = SCORES_ALL;
	check_vetoes(&checker);
	check_grades(&checker);
	check_outcomes(&checker);
	check_carried(&checker);
	check_selections(&checker);
	check_columns(&checker);
	check_targets(&checker);
	check_cases(&checker);
	check_tables_used(&checker);
	return checker.model;
}
