/* Finding parts by what they are called, however many there are. */
#include "variant.h"

#include <string.h>

static bool known_by_wording(enum node_kind kind)
{
	return kind == NODE_POINT || kind == NODE_SERIES || kind == NODE_CLAUSE || kind == NODE_VETO || kind == NODE_TARGET || kind == NODE_PLACING || kind == NODE_CHECK;
}

const struct node *key_node(const struct node *node)
{
	return known_by_wording(node->kind) ? ast_child(node, NODE_ATTR_WORDING) : node;
}

static const char *key_of(const struct node *node)
{
	const struct node *key = key_node(node);
	return key ? key->text : "";
}

/* Whether a reference can be to something that stands in it. */
static bool holds_parts(enum node_kind kind)
{
	switch (kind) {
	case NODE_STANDARD: case NODE_DATA: case NODE_DIVISION: case NODE_PROJECT: case NODE_ITEM: case NODE_POINT: case NODE_SERIES: case NODE_CLAUSE: case NODE_BONUS: case NODE_PENALTY:
	case NODE_VETOES: case NODE_GRADES: case NODE_SELECTION: case NODE_PLACING: case NODE_RANKING: case NODE_SAMPLE: case NODE_CASE: case NODE_TABLE:
		return true;
	default:
		return false;
	}
}

static bool stands_once(enum node_kind kind)
{
	return kind == NODE_BONUS || kind == NODE_PENALTY || kind == NODE_VETOES || kind == NODE_GRADES || kind == NODE_PLACING || kind == NODE_ATTR_ITEMS_CAP;
}

/* `owner`: the row that gives a value, or NULL. */
static size_t bucket_of(const struct part_index *index, enum node_kind kind, const char *key, const struct node *owner)
{
	uint64_t hash = 14695981039346656037u ^ (uint64_t)kind ^ (uint64_t)(uintptr_t)owner;
	for (; *key; key++)
		hash = (hash ^ (unsigned char)*key) * 1099511628211u;
	return (size_t)(hash >> 20) & (index->bucket_count - 1);
}

static void put(struct variant *variant, struct node *node, const char *key, const struct node *owner)
{
	struct part_index *index = &variant->index;
	size_t bucket = bucket_of(index, node->kind, key, owner);
	struct part_entry *entry = gj_arena_alloc(variant->arena, sizeof *entry);
	entry->node = node;
	*(index->ends[bucket] ? index->ends[bucket] : &index->buckets[bucket]) = entry;
	index->ends[bucket] = &entry->next;
}

void index_add(struct variant *variant, struct node *node)
{
	const char *key = key_of(node);
	put(variant, node, key, NULL);
	if (*key && stands_once(node->kind))
		put(variant, node, "", NULL);
	if (node->kind == NODE_GIVEN)
		put(variant, node, key, node->parent);
	for (struct node *child = holds_parts(node->kind) ? node->first : NULL; child; child = child->next)
		index_add(variant, child);
}

static size_t count_nodes(const struct node *node)
{
	size_t count = 1;
	for (const struct node *child = node->first; child; child = child->next)
		count += count_nodes(child);
	return count;
}

void index_begin(struct variant *variant, const struct node *own)
{
	struct part_index *index = &variant->index;
	size_t count = count_nodes(variant->standard) + count_nodes(own);
	for (index->bucket_count = 1; index->bucket_count < count;)
		index->bucket_count *= 2;
	index->buckets = gj_arena_alloc(variant->arena, index->bucket_count * sizeof *index->buckets);
	index->ends = gj_arena_alloc(variant->arena, index->bucket_count * sizeof *index->ends);
	index_add(variant, variant->standard);
}

static bool is_within(const struct node *node, const struct node *ancestor)
{
	while (node && node != ancestor)
		node = node->parent;
	return node != NULL;
}

static const struct part_entry *first_match(const struct part_entry *entry, enum node_kind kind, const char *key, const struct node *within)
{
	while (entry && (entry->node->kind != kind || (*key && strcmp(key_of(entry->node), key) != 0) || !is_within(entry->node->parent, within)))
		entry = entry->next;
	return entry;
}

const struct part_entry *index_find(const struct variant *variant, enum node_kind kind, const char *key, const struct node *within)
{
	const struct part_index *index = &variant->index;
	const struct node *owner = kind == NODE_GIVEN && within != variant->standard ? within : NULL;
	return first_match(index->buckets[bucket_of(index, kind, key, owner)], kind, key, within);
}

const struct part_entry *index_next(const struct part_entry *entry, const char *key, const struct node *within)
{
	return first_match(entry->next, entry->node->kind, key, within);
}
