#include "compare_parts.h"

#include "runtime/decimal.h"

#include <string.h>

static const struct ledger *find_ledger(const struct model *model, const char *name)
{
	for (size_t i = 0; i < model->ledger_count; i++)
		if (strcmp(model->ledgers[i].name, name) == 0)
			return &model->ledgers[i];
	return NULL;
}

/* What the rows are counted in, how many there may be, what they belong to and are made of. */
static const char *shape_text(const struct comparing *comparing, const struct model *model, const struct ledger *ledger)
{
	char most[GJ_DECIMAL_BYTES];
	gj_decimal(most, ledger->most, 0);
	const char *text = gj_arena_print(comparing->arena, "（%s） 至多 %s%s", ledger->unit, most, ledger->unit);
	if (ledger->results)
		text = gj_arena_print(comparing->arena, "%s 由 “%s” 的 结果", text, ledger->results);
	if (ledger->base == GJ_NONE)
		return gj_arena_print(comparing->arena, "%s 关联 %s", text, ledger->parent == GJ_NONE ? model->unit_name : model->ledgers[ledger->parent].name);
	text = gj_arena_print(comparing->arena, "%s 由 %s 按 ", text, model->ledgers[ledger->base].name);
	for (size_t i = 0; i < ledger->group_count; i++)
		text = gj_arena_print(comparing->arena, "%s%s%s", text, i ? "、" : "", ledger->rows->fields[i].field.name);
	return text;
}

static bool same_filter(const struct model *a, const struct ledger *x, const struct model *b, const struct ledger *y)
{
	if (x->base == GJ_NONE || y->base == GJ_NONE)
		return x->base == y->base;
	return expr_same(a->ledgers[x->base].rows, x->group_filter, b->ledgers[y->base].rows, y->group_filter);
}

static void compare_ledger(struct comparing *comparing, const struct ledger *before, const struct ledger *after)
{
	const struct model *old = comparing->old, *new = comparing->new;
	const char *was = shape_text(comparing, old, before), *is = shape_text(comparing, new, after);
	bool renamed = strcmp(old->unit_name, new->unit_name) != 0 && before->parent == GJ_NONE && before->base == GJ_NONE;
	if (!same_filter(old, before, new, after)) {
		was = written_text(comparing, old, before->span);
		is = written_text(comparing, new, after->span);
	}
	if (strcmp(was, is) != 0 && !renamed)
		differ(comparing, DIFFERENCE_LEDGER_CHANGED, before->name, was, is, NULL);
	comparing->ledger = before->name;
	comparing->old = before->rows;
	comparing->new = after->rows;
	compare_data(comparing);
	comparing->old = old;
	comparing->new = new;
	comparing->ledger = NULL;
}

void compare_ledgers(struct comparing *comparing)
{
	const struct model *old = comparing->old, *new = comparing->new;
	for (size_t i = 0; i < old->ledger_count; i++) {
		const struct ledger *before = &old->ledgers[i], *after = find_ledger(new, before->name);
		if (after)
			compare_ledger(comparing, before, after);
		else
			differ(comparing, DIFFERENCE_LEDGER_DROPPED, before->name, NULL, NULL, NULL);
	}
	for (size_t i = 0; i < new->ledger_count; i++)
		if (!find_ledger(old, new->ledgers[i].name))
			differ(comparing, DIFFERENCE_LEDGER_ADDED, new->ledgers[i].name, NULL, shape_text(comparing, new, &new->ledgers[i]), NULL);
}
