#include "variant.h"

#include <string.h>

/* Puts `node` behind `after` (NULL: first). No span grows: the parts of a variant come from several files. */
static void insert(struct node *parent, struct node *after, struct node *node)
{
	struct node **link = after ? &after->next : &parent->first;
	node->next = *link;
	*link = node;
	if (parent->last == after)
		parent->last = node;
}

static struct node *before(const struct node *parent, const struct node *node)
{
	struct node *previous = NULL;
	for (struct node *child = parent->first; child && child != node; child = child->next)
		previous = child;
	return previous;
}

static void take_out(struct node *parent, struct node *node)
{
	struct node *previous = before(parent, node);
	*(previous ? &previous->next : &parent->first) = node->next;
	if (parent->last == node)
		parent->last = previous;
	node->next = NULL;
}

static struct node *last_of_kind(const struct node *parent, enum node_kind kind)
{
	struct node *last = NULL;
	for (struct node *child = parent->first; child; child = child->next)
		if (child->kind == kind)
			last = child;
	return last;
}

/* Behind those of its kind, or at the end. */
static void insert_by_kind(struct node *parent, struct node *node)
{
	struct node *last = last_of_kind(parent, node->kind);
	insert(parent, last ? last : parent->last, node);
}

static void move_children(struct node *from, struct node *to)
{
	for (struct node *child = from->first, *next; child; child = next) {
		next = child->next;
		insert(to, to->last, child);
	}
	from->first = from->last = NULL;
}

static void drop_value(struct node *row, const char *field)
{
	for (struct node *given = row->first, *next; given; given = next) {
		next = given->next;
		if (given->kind == NODE_GIVEN && strcmp(given->text, field) == 0)
			take_out(row, given);
	}
}

/* The values that rows give to a field that is no more. */
static void drop_values(struct node *standard, const char *field)
{
	for (struct node *part = standard->first; part; part = part->next)
		if (part->kind == NODE_SAMPLE || part->kind == NODE_CASE)
			drop_value(part, field);
}

static void apply_remove(struct variant *variant, const struct node *change)
{
	struct found found;
	if (!variant_find(variant, change->first, &found))
		return;
	take_out(found.parent, found.node);
	if (found.node->kind == NODE_FIELD)
		drop_values(variant->standard, found.node->text);
}

static void apply_points(struct variant *variant, const struct node *change)
{
	struct found found;
	struct node *points = change->last;
	if (!variant_find(variant, change->first, &found))
		return;
	struct node *old = ast_child(found.node, NODE_ATTR_POINTS);
	insert(found.node, old, points);
	take_out(found.node, old);
}

/* Values that take the place of those that a sample gives. */
static void amend_values(struct node *sample, struct node *values)
{
	for (struct node *value = values, *next; value; value = next) {
		next = value->next;
		drop_value(sample, value->text);
		insert(sample, sample->last, value);
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
	struct found found;
	struct node *reference = change->first, *part = reference->next;
	if (!part || !variant_find(variant, reference, &found))
		return;
	if (part->kind == NODE_GIVEN) {
		amend_values(found.node, part);
		return;
	}
	if (part->kind != found.node->kind) {
		report(variant->diagnostics, MSG_CHANGE_KIND, part->name_span, ast_kind_name(found.node->kind), ast_kind_name(part->kind), NULL);
		return;
	}
	warn_of_readings(variant, reference, found.node, part);
	take_out(change, part);
	insert(found.parent, found.node, part);
	take_out(found.parent, found.node);
}

static void apply_add(struct variant *variant, struct node *change)
{
	struct found found;
	struct node *reference = change->first;
	if (!variant_find(variant, reference, &found))
		return;
	take_out(change, reference);
	move_children(change, found.node);
}

/* The unit's name, and fields behind those that there are. */
static void apply_data(struct variant *variant, struct node *data)
{
	struct node *base = ast_child(variant->standard, NODE_DATA);
	if (!base) {
		insert_by_kind(variant->standard, data);
		return;
	}
	base->text = data->text;
	base->name_span = data->name_span;
	move_children(data, base);
}

/* A section that a change has to name where the base has it already; a 否决项 that leads to another grade is another. */
static void apply_single(struct variant *variant, struct node *section)
{
	const struct node *base = ast_child(variant->standard, section->kind);
	while (base && (base->kind != section->kind || (base->kind == NODE_VETOES && strcmp(base->text, section->text) != 0)))
		base = base->next;
	if (!base) {
		insert_by_kind(variant->standard, section);
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
			take_out(variant->standard, child);
	}
	insert(variant->standard, NULL, attribute);
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
			insert_by_kind(variant->standard, part);
	}
}

struct node *variant_apply(struct node *base, struct node *own, const struct source *source, struct gj_arena *arena,
	struct diagnostics *diagnostics)
{
	struct node *standard = ast_child(base, NODE_STANDARD), *changes = ast_child(own, NODE_STANDARD);
	struct variant variant = { source, arena, diagnostics, standard, 0 };
	standard->text = changes->text;
	standard->name_span = changes->name_span;
	for (struct node *part = changes->first, *next; part; part = next) {
		next = part->next;
		part->next = NULL;
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
