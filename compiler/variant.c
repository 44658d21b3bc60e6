#include "variant.h"

#include <string.h>

/* Puts `node` behind `after` (NULL: first). No span grows: the parts of a variant come from several files. */
static void insert(struct node *parent, struct node *after, struct node *node)
{
	struct node **link = after ? &after->next : &parent->first;
	node->next = *link;
	node->previous = after;
	node->parent = parent;
	if (node->next)
		node->next->previous = node;
	else
		parent->last = node;
	*link = node;
}

static void take_out(struct node *node)
{
	struct node *parent = node->parent;
	*(node->previous ? &node->previous->next : &parent->first) = node->next;
	*(node->next ? &node->next->previous : &parent->last) = node->previous;
	node->parent = node->next = node->previous = NULL;
}

/* Takes a part out of the standard for good. */
static void remove_part(struct variant *variant, struct node *node)
{
	struct node **last = &variant->last[node->kind];
	if (node == *last)
		while ((*last = (*last)->previous) && (*last)->kind != node->kind)
			;
	take_out(node);
}

static void insert_part(struct variant *variant, struct node *parent, struct node *after, struct node *node)
{
	insert(parent, after, node);
	if (parent->kind != NODE_LEDGER)
		index_add(variant, node);
}

static struct node *last_of_kind(const struct node *parent, enum node_kind kind)
{
	struct node *last = parent->last;
	while (last && last->kind != kind)
		last = last->previous;
	return last;
}

/* Behind those of its kind, or at the end. */
static void insert_by_kind(struct variant *variant, struct node *node)
{
	struct node *standard = variant->standard, **last = &variant->last[node->kind];
	if (!*last)
		*last = last_of_kind(standard, node->kind);
	insert_part(variant, standard, *last ? *last : standard->last, node);
	*last = node;
}

static void move_children(struct variant *variant, struct node *from, struct node *to)
{
	for (struct node *child = from->first, *next; child; child = next) {
		next = child->next;
		insert_part(variant, to, to->last, child);
	}
	from->first = from->last = NULL;
}

/* Takes out the values that a row, or any row (`within`: the standard), gives to a field. */
static void drop_values(struct variant *variant, const struct node *within, const char *field)
{
	const struct part_entry *entry = index_find(variant, NODE_GIVEN, field, within);
	for (; entry; entry = index_find(variant, NODE_GIVEN, field, within))
		remove_part(variant, entry->node);
}

/* Takes out the rows that a sample or case gives to a ledger: those that name it, and those behind that name none. */
static void drop_rows(struct node *row, const char *ledger)
{
	bool of_it = false;
	for (struct node *child = row->first, *next; child; child = next) {
		next = child->next;
		if (child->kind == NODE_GIVEN_ROWS && *child->text)
			of_it = strcmp(child->text, ledger) == 0;
		if (child->kind == NODE_GIVEN_ROWS && of_it)
			take_out(child);
	}
}

static void drop_ledger(struct variant *variant, const char *ledger)
{
	for (struct node *part = variant->standard->first; part; part = part->next)
		if (part->kind == NODE_SAMPLE || part->kind == NODE_CASE)
			drop_rows(part, ledger);
	drop_values(variant, variant->standard, ledger);
}

/* The row of a 参数表 that a reference writes out. NULL: reported. */
static struct node *find_row(struct variant *variant, const struct node *table, const struct node *wanted)
{
	for (struct node *row = table->first; row; row = row->next)
		if (row->kind == NODE_TABLE_ROW && same_tree(row, wanted))
			return row;
	struct finding *finding = report(variant->diagnostics, MSG_CHANGE_ROW_ABSENT, wanted->span, table->text, NULL);
	for (const struct node *row = table->first; row; row = row->next) {
		if (row->kind != NODE_TABLE_ROW || !same_tree(row->first, wanted->first))
			continue;
		finding_relate(finding, row->span, "现在的写法", "as it is now");
		finding_fix(finding, wanted->span, gj_arena_copy(variant->arena, variant->source->text + row->span.start, row->span.end - row->span.start));
		break;
	}
	return NULL;
}

static void apply_remove(struct variant *variant, const struct node *change)
{
	const struct node *row = ast_child(change->first, NODE_TABLE_ROW);
	if (row) {
		struct node *table = variant_find(variant, change->first), *old = table ? find_row(variant, table, row) : NULL;
		if (old)
			take_out(old);
		return;
	}
	struct node *part = variant_find(variant, change->first);
	if (!part)
		return;
	remove_part(variant, part);
	if (part->kind == NODE_FIELD)
		drop_values(variant, variant->standard, part->text);
	else if (part->kind == NODE_LEDGER)
		drop_ledger(variant, part->text);
}

static void apply_points(struct variant *variant, const struct node *change)
{
	struct node *part = variant_find(variant, change->first), *points = change->last;
	if (!part)
		return;
	struct node *old = ast_child(part, NODE_ATTR_POINTS);
	insert(part, old, points);
	take_out(old);
}

/* Values, and rows of ledgers, that take the place of those that a sample gives. */
static void amend_values(struct variant *variant, struct node *sample, struct node *values)
{
	for (const struct node *value = values; value; value = value->next) {
		if (!*value->text)
			continue;
		drop_values(variant, sample, value->text);
		drop_rows(sample, value->text);
	}
	for (struct node *value = values, *next; value; value = next) {
		next = value->next;
		insert_part(variant, sample, sample->last, value);
	}
}

static bool has_reading(const struct node *part, const char *mark)
{
	for (const struct node *child = part->first; child; child = child->next)
		if (child->kind == NODE_INTERPRETATION ? strcmp(child->text, mark) == 0 : has_reading(child, mark))
			return true;
	return false;
}

/* A 口径 must not get lost unsaid: those of the old part that the new one doesn't take up are reported. */
static void warn_of_readings(struct variant *variant, const struct node *reference, const struct node *old, const struct node *part)
{
	for (const struct node *child = old->first; child; child = child->next) {
		if (child->kind != NODE_INTERPRETATION) {
			warn_of_readings(variant, reference, child, part);
		} else if (ast_child(child, NODE_ATTR_RESOLUTION) && !has_reading(part, child->text)) {
			struct finding *finding = report(variant->diagnostics, MSG_CHANGE_LOSES_READING, reference->name_span, child->text, NULL);
			finding_relate(finding, child->name_span, "原来写在这里", "it stands here");
		}
	}
}

static void apply_amend(struct variant *variant, struct node *change)
{
	struct node *reference = change->first, *part = reference->next, *old = part ? variant_find(variant, reference) : NULL;
	if (!old)
		return;
	if (part->kind == NODE_TABLE_ROW) {
		struct node *row = find_row(variant, old, ast_child(reference, NODE_TABLE_ROW));
		if (!row)
			return;
		take_out(part);
		insert(old, row, part);
		take_out(row);
		return;
	}
	if (part->kind == NODE_GIVEN || part->kind == NODE_GIVEN_ROWS) {
		amend_values(variant, old, part);
		return;
	}
	if (part->kind != old->kind) {
		report(variant->diagnostics, MSG_CHANGE_KIND, part->name_span, ast_kind_name(old->kind), ast_kind_name(part->kind), NULL);
		return;
	}
	warn_of_readings(variant, reference, old, part);
	take_out(part);
	insert_part(variant, old->parent, old, part);
	remove_part(variant, old);
}

static void apply_add(struct variant *variant, struct node *change)
{
	struct node *reference = change->first, *part = variant_find(variant, reference);
	if (!part)
		return;
	take_out(reference);
	move_children(variant, change, part);
}

/* Ledgers linked to the units stay linked to them by their new name. */
static void follow_name(const struct node *standard, const char *old, const char *name)
{
	for (const struct node *ledger = standard->first; ledger; ledger = ledger->next)
		for (const struct node *field = ledger->kind == NODE_LEDGER ? ledger->first : NULL; field; field = field->next)
			for (struct node *link = field->first; link; link = link->next)
				if (link->kind == NODE_ATTR_LINK && strcmp(link->text, old) == 0)
					link->text = name;
}

/* The unit's name, and fields behind those that there are. */
static void apply_data(struct variant *variant, struct node *data)
{
	struct node *base = ast_child(variant->standard, NODE_DATA);
	if (!base) {
		insert_by_kind(variant, data);
		return;
	}
	follow_name(variant->standard, base->text, data->text);
	base->text = data->text;
	base->name_span = data->name_span;
	move_children(variant, data, base);
}

/* A section that a change has to name where the base has it already; a 否决项 that leads to another grade is another. */
static void apply_single(struct variant *variant, struct node *section)
{
	const struct node *base = ast_child(variant->standard, section->kind);
	while (base && (base->kind != section->kind || (base->kind == NODE_VETOES && strcmp(base->text, section->text) != 0)))
		base = base->next;
	if (!base) {
		insert_by_kind(variant, section);
		return;
	}
	struct finding *finding = report(variant->diagnostics, MSG_CHANGE_SECTION, section->name_span, ast_kind_name(section->kind), NULL);
	finding_relate(finding, base->name_span, "所基于的标准写在这里", "it stands here in the standard that this one is based on");
}

static bool is_attribute(enum node_kind kind)
{
	return kind >= NODE_ATTR_BASE && kind <= NODE_ATTR_ITEMS_CAP && kind != NODE_ATTR_POINTS;
}

static bool replaces(enum node_kind own, enum node_kind base)
{
	bool own_ceiling = own == NODE_ATTR_CEILING || own == NODE_ATTR_NO_CEILING;
	bool base_ceiling = base == NODE_ATTR_CEILING || base == NODE_ATTR_NO_CEILING;
	return own == base || (own_ceiling && base_ceiling);
}

/* The first of a kind counts. Each file keeps its 原文, which its own quotations are held against. */
static void apply_attribute(struct variant *variant, struct node *attribute)
{
	for (struct node *child = variant->standard->first, *next; child; child = next) {
		next = child->next;
		if (attribute->kind != NODE_ATTR_SOURCE && replaces(attribute->kind, child->kind))
			remove_part(variant, child);
	}
	insert_part(variant, variant->standard, NULL, attribute);
}

static void apply(struct variant *variant, struct node *part)
{
	switch (part->kind) {
	case NODE_REMOVE: apply_remove(variant, part); break;
	case NODE_REPOINT: apply_points(variant, part); break;
	case NODE_AMEND: apply_amend(variant, part); break;
	case NODE_ADD: apply_add(variant, part); break;
	case NODE_DATA: apply_data(variant, part); break;
	case NODE_BONUS: case NODE_PENALTY: case NODE_VETOES: case NODE_GRADES: apply_single(variant, part); break;
	default:
		if (is_attribute(part->kind))
			apply_attribute(variant, part);
		else
			insert_by_kind(variant, part);
	}
}

struct node *variant_apply(struct node *base, struct node *own, const struct source *source, struct gj_arena *arena,
	struct diagnostics *diagnostics)
{
	struct node *standard = ast_child(base, NODE_STANDARD), *changes = ast_child(own, NODE_STANDARD);
	struct variant variant = { .source = source, .arena = arena, .diagnostics = diagnostics, .standard = standard };
	index_begin(&variant, changes);
	standard->text = changes->text;
	standard->name_span = changes->name_span;
	for (struct node *part = changes->first, *next; part; part = next) {
		next = part->next;
		take_out(part);
		apply(&variant, part);
	}
	return base;
}

void variant_refuse(const struct node *document, struct diagnostics *diagnostics)
{
	const struct node *standard = ast_child(document, NODE_STANDARD);
	for (const struct node *part = standard ? standard->first : NULL; part; part = part->next)
		if (part->kind == NODE_REMOVE || part->kind == NODE_REPOINT || part->kind == NODE_AMEND || part->kind == NODE_ADD)
			report(diagnostics, MSG_CHANGE_WITHOUT_BASE, part->span, ast_kind_name(part->kind), NULL);
}
