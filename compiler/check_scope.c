/* Whose fields names stand for: the table's, or one ledger's. */
#include "check.h"
#include <string.h>

struct ledger_scope ledger_enter(struct checker *checker, int index)
{
	struct ledger_scope outer = {checker->model, checker->values, checker->outer_values, checker->ledger};
	checker->outer_values = checker->values;
	checker->ledger = &checker->whole->ledgers[index];
	checker->model = checker->ledger->rows;
	checker->values = checker->ledger_values[index];
	return outer;
}

void ledger_leave(struct checker *checker, int index, const struct ledger_scope *outer)
{
	checker->ledger_values[index] = checker->values;
	checker->ledger = outer->ledger;
	checker->model = outer->model;
	checker->values = outer->values;
	checker->outer_values = outer->outer_values;
}

/* So few are looked through one by one. */
enum { FEW_OPTIONS = 16 };

static struct name_table *option_table(struct checker *checker, const struct gj_texts *options)
{
	for (size_t i = checker->option_table_count; i-- > 0;)
		if (checker->option_tables[i].options == options->items)
			return &checker->option_tables[i].names;
	checker->option_tables = gj_arena_grow(checker->arena, checker->option_tables, checker->option_table_count, &checker->option_table_capacity,
		sizeof *checker->option_tables);
	struct option_table *table = &checker->option_tables[checker->option_table_count++];
	table->options = options->items;
	names_begin(&table->names, checker->arena);
	for (size_t i = 0; i < options->count; i++)
		names_add(&table->names, options->items[i], (struct span){0, 0}, 0, (int)i);
	return &table->names;
}

int option_index(struct checker *checker, const struct gj_texts *options, const char *name)
{
	if (options->count > FEW_OPTIONS) {
		const struct name_entry *entry = names_find(option_table(checker, options), name);
		return entry ? entry->index : GJ_NONE;
	}
	for (size_t i = 0; i < options->count; i++)
		if (!strcmp(options->items[i], name))
			return (int)i;
	return GJ_NONE;
}
