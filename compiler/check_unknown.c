/* Names that are defined twice, look alike, or aren't there. */
#include "check.h"
#include "numerals.h"
#include <string.h>

enum { MOST_SEARCHES = 200 }; /* names for which a near spelling is looked for in one file: keeps a file of nothing but mistakes fast */

static bool first_time(struct checker *checker, const struct node *name)
{
	return !names_add(&checker->reported, name->text, name->name_span, 0, 0);
}

static void suggest(struct checker *checker, struct finding *finding, const struct node *name, const char *nearest)
{
	finding_note(finding, gj_arena_print(checker->arena, "是不是“%s”？", nearest), gj_arena_print(checker->arena, "did you mean “%s”?", nearest));
	finding_fix(finding, name->name_span, nearest);
}

/* 没有按期换届 beside a field 按期换届, 消防不合格 beside 消防合格: the field's opposite. */
static const char *negated(struct checker *checker, const struct name_table *table, const char *name)
{
	static const char *const words[] = {"没有", "未", "没", "不", "非", "无"};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		for (const char *at = name; (at = strstr(at, words[i])) != NULL; at += strlen(words[i])) {
			const char *without = gj_arena_print(checker->arena, "%.*s%s", (int)(at - name), name, at + strlen(words[i]));
			if (names_find(table, without))
				return without;
		}
	return NULL;
}

/* How often a name says no: a name that differs in this from another isn't a slip of the pen for it. */
static int negations(const char *name)
{
	static const char *const words[] = {"未", "没", "不", "非", "无"};
	int count = 0;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		for (const char *at = name; (at = strstr(at, words[i])) != NULL; at += strlen(words[i]))
			count++;
	return count;
}

void report_unknown(struct checker *checker, enum message_id id, const struct node *name, const struct name_table *table, const char *about)
{
	if (!first_time(checker, name) || (id == MSG_GRADE_UNKNOWN && checker->grades_doubtful))
		return;
	struct finding *finding = report(checker->diagnostics, id, name->name_span, name->text, about, NULL);
	const struct name_entry *nearest = checker->reported.count <= MOST_SEARCHES ? names_nearest(table, name->text) : NULL;
	const char *opposite = table == &checker->values ? negated(checker, table, name->text) : NULL;
	const char *figures = table == &checker->values ? numeral_in_figures(checker->arena, name->text) : NULL;
	if (figures)
		finding_fix(finding, name->name_span, figures);
	else if (opposite)
		suggest(checker, finding, name, gj_arena_print(checker->arena, "非 %s", opposite));
	else if (nearest && negations(nearest->name) == negations(name->text))
		suggest(checker, finding, name, nearest->name);
}

void report_unknown_word(struct checker *checker, enum message_id id, const struct node *name, const struct gj_texts *words, const char *about)
{
	if (!first_time(checker, name))
		return;
	struct finding *finding = report(checker->diagnostics, id, name->name_span, name->text, about,
		join_names(checker->arena, words->items, words->count, 12), NULL);
	struct name_table table;
	names_begin(&table, checker->arena);
	for (size_t i = 0; i < words->count && checker->reported.count <= MOST_SEARCHES; i++)
		names_add(&table, words->items[i], name->span, 0, 0);
	const struct name_entry *nearest = names_nearest(&table, name->text);
	if (nearest && !negations(nearest->name) == !negations(name->text))
		suggest(checker, finding, name, nearest->name);
}

bool define_name(struct checker *checker, struct name_table *table, const struct node *node, int kind, int index)
{
	if (!*node->text)
		return true; /* one that couldn't be read: reported */
	const struct name_entry *alike = names_lookalike(table, node->text);
	const struct name_entry *taken = names_add(table, node->text, node->name_span, kind, index);
	if (taken) {
		struct finding *finding = report(checker->diagnostics, MSG_NAME_DUPLICATE, node->name_span, node->text, NULL);
		finding_relate(finding, taken->span, "已经在这里用过", "already used here");
		return false;
	}
	if (alike) {
		struct finding *finding = report(checker->diagnostics, MSG_NAME_LOOKALIKE, node->name_span, node->text, alike->name, NULL);
		finding_relate(finding, alike->span, "与这个名称几乎一样", "nearly the same as this name");
	}
	return true;
}

const char *join_names(struct gj_arena *arena, const char *const *names, size_t count, size_t most)
{
	size_t shown = count <= most ? count : most, length = 1;
	for (size_t i = 0; i < shown; i++)
		length += strlen(names[i]) + strlen("、");
	char *text = gj_arena_alloc(arena, length), *out = text;
	for (size_t i = 0; i < shown; i++) {
		if (i)
			out = stpcpy(out, "、");
		out = stpcpy(out, names[i]);
	}
	return shown == count ? text : gj_arena_print(arena, "%s 等 %zu 个", text, count);
}
