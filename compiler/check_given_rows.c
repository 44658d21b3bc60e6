/* Whole rows: of the table, and of ledgers in a sample. */
#include "check.h"
#include <string.h>

enum { MOST_MISSING_SHOWN = 10 };

int field_index_of(struct checker *checker, const struct node *name)
{
	const struct name_entry *entry = names_find(&checker->values, name->text);
	if (entry && entry->kind == VALUE_FIELD)
		return entry->index;
	report_unknown(checker, MSG_FIELD_UNKNOWN, name, &checker->values, "");
	return GJ_NONE;
}

/* A row of which nothing has been said. */
struct given *blank_row(struct checker *checker)
{
	const struct model *model = checker->model;
	struct given *row = gj_arena_alloc(checker->arena, model->field_count * sizeof *row);
	for (size_t i = 0; i < model->field_count; i++) {
		const struct gj_field *field = &model->fields[i].field;
		row[i] = (struct given){.field = (int)i, .text = "", .value = field->has_default ? field->default_value : field->low};
		row[i].state = field->nullable ? GJ_ABSENT : GJ_PRESENT;
	}
	return row;
}

/* 台账名 未填 in a sample empties the ledger. */
static bool is_ledger_name(const struct checker *checker, const struct node *node)
{
	return !checker->ledger && !names_find(&checker->values, node->text) && names_find(&checker->ledgers, node->text);
}

bool apply_givens(struct checker *checker, const struct node *parent, struct given *row, bool lenient, size_t *unknown)
{
	*unknown = 0;
	struct name_table seen;
	bool right = true;
	names_begin(&seen, checker->arena);
	for (const struct node *node = parent->first; node; node = node->next) {
		if (node->kind != NODE_GIVEN || !node->first || is_ledger_name(checker, node))
			continue;
		const struct name_entry *taken = names_add(&seen, node->text, node->name_span, 0, 0);
		int field = field_index_of(checker, node);
		if (taken)
			finding_relate(report(checker->diagnostics, MSG_GIVEN_TWICE, node->name_span, node->text, NULL), taken->span, "第一次写在这里",
				"first written here");
		if (taken || field == GJ_NONE || !check_given(checker, node->first, field, lenient, &row[field]))
			right = false;
		if (field != GJ_NONE)
			row[field].given = true;
		*unknown += field == GJ_NONE;
	}
	return right;
}

void check_complete(struct checker *checker, const struct node *node, const struct given *row, const char *what, size_t unknown)
{
	const struct model *model = checker->model;
	const char **missing = gj_arena_alloc(checker->arena, model->field_count * sizeof *missing);
	size_t count = 0;
	for (size_t i = 0; i < model->field_count; i++) {
		const struct gj_field *field = &model->fields[i].field;
		if (!row[i].given && (!field->result || model->fields[i].used) && !field->nullable && !field->has_default && field->type != GJ_TEXT && !field->key && !field->derived)
			missing[count++] = field->name;
	}
	if (count > unknown)
		report(checker->diagnostics, MSG_SAMPLE_INCOMPLETE, node->name_span, what, node->text,
			join_names(checker->arena, missing, count, MOST_MISSING_SHOWN), NULL);
}

static void add_row(struct checker *checker, struct given_rows *rows, struct given *row)
{
	rows->rows = gj_arena_grow(checker->arena, rows->rows, rows->count, &rows->capacity, sizeof *rows->rows);
	rows->rows[rows->count++] = row;
}

/* The row of another ledger that a row belongs to is said by its 主键. False: reported. */
static bool owner_given(struct checker *checker, const struct node *record, const struct ledger *ledger, const struct given *row,
	const struct given_rows *ledgers)
{
	if (ledger->parent == GJ_NONE)
		return true;
	const struct ledger *parent = &checker->whole->ledgers[ledger->parent];
	const struct given *link = ledger->rows->key_field == GJ_NONE ? NULL : &row[ledger->rows->key_field];
	if (!link || !link->given) {
		if (link)
			report(checker->diagnostics, MSG_GIVEN_OWNER, record->span, ledger->rows->fields[link->field].field.name, parent->name, NULL);
		return false;
	}
	const struct given_rows *owners = &ledgers[ledger->parent];
	for (size_t i = 0; i < owners->count && parent->unique_field != GJ_NONE; i++)
		if (!strcmp(owners->rows[i][parent->unique_field].text, link->text))
			return true;
	report(checker->diagnostics, MSG_GIVEN_OWNER_UNKNOWN, link->span, link->text, parent->name, NULL);
	return false;
}

/* Whether no row before has the same 主键. False: reported. */
static bool key_is_new(struct checker *checker, const struct ledger *ledger, const struct given *row, const struct given_rows *before)
{
	const struct given *key = ledger->unique_field == GJ_NONE ? NULL : &row[ledger->unique_field];
	for (size_t i = 0; key && key->given && i < before->count; i++) {
		const struct given *other = &before->rows[i][ledger->unique_field];
		if (!other->given || strcmp(other->text, key->text) != 0)
			continue;
		finding_relate(report(checker->diagnostics, MSG_GIVEN_ROW_DOUBLED, key->span, ledger->rows->fields[key->field].field.name, ledger->name,
			key->text, NULL), other->span, "第一次写在这里", "first written here");
		return false;
	}
	return true;
}

static void check_record(struct checker *checker, const struct node *node, int ledger, struct given_rows *ledgers)
{
	const struct node *record = ast_child(node, NODE_RECORD);
	struct ledger_scope outer = ledger_enter(checker, ledger);
	struct given *row = blank_row(checker);
	size_t unknown;
	if (apply_givens(checker, record, row, false, &unknown)) {
		check_complete(checker, node, row, "台账", unknown);
		if (owner_given(checker, record, checker->ledger, row, ledgers) && key_is_new(checker, checker->ledger, row, &ledgers[ledger]))
			add_row(checker, &ledgers[ledger], row);
	}
	ledger_leave(checker, ledger, &outer);
}

static int ledger_of(struct checker *checker, const struct node *node, int before)
{
	if (!*node->text)
		return before;
	const struct name_entry *entry = names_find(&checker->ledgers, node->text);
	if (!entry) {
		report_unknown(checker, MSG_LEDGER_UNKNOWN, node, &checker->ledgers, "");
		return GJ_NONE;
	}
	const struct ledger *ledger = &checker->model->ledgers[entry->index];
	if (ledger->base == GJ_NONE)
		return entry->index;
	report(checker->diagnostics, MSG_GIVEN_GROUPS, node->name_span, node->text, checker->model->ledgers[ledger->base].name, NULL);
	return GJ_NONE;
}

struct given_rows *check_given_rows(struct checker *checker, const struct node *parent, const struct given_rows *base)
{
	size_t count = checker->model->ledger_count;
	struct given_rows *ledgers = gj_arena_alloc(checker->arena, (count + 1) * sizeof *ledgers);
	bool *said = gj_arena_alloc(checker->arena, (count + 1) * sizeof *said);
	int ledger = GJ_NONE;
	if (base)
		memcpy(ledgers, base, count * sizeof *ledgers);
	for (const struct node *node = parent->first; node; node = node->next) {
		bool rows = node->kind == NODE_GIVEN_ROWS, emptied = node->kind == NODE_GIVEN && is_ledger_name(checker, node);
		if (!rows && !emptied)
			continue;
		ledger = ledger_of(checker, node, ledger);
		if (ledger == GJ_NONE)
			continue;
		if (!said[ledger])
			ledgers[ledger] = (struct given_rows){0};
		said[ledger] = true;
		if (rows)
			check_record(checker, node, ledger, ledgers);
	}
	return ledgers;
}
