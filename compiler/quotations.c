/* Quotations against the source text: each must stand there to the letter; sentences that score and that nothing quotes are reported. */
#include "quotations.h"

#include "passes.h"

#include <errno.h>
#include <string.h>

enum { MOST_LISTED = 4, LEAST_SENTENCE = 6, ELLIPSIS = 0x2026, MOST_WORK = 100 * 1000 * 1000 };

struct quoting {
	struct gj_arena *arena;
	struct diagnostics *diagnostics;
	const struct source *rules;
	const struct source *source;
	struct folded *folded;
	size_t reached;         /* where the last quotation ended: the next one is looked for from here first */
	size_t missing;         /* quotations that aren't in the source at all */
	size_t work;            /* comparisons spent on looking for near misses */
};

static const char *beside(struct gj_arena *arena, const char *rules, const char *name)
{
	const char *slash = strrchr(rules, '/');
	if (!slash || name[0] == '/')
		return name;
	return gj_arena_print(arena, "%.*s%s", (int)(slash - rules + 1), rules, name);
}

static const char *source_slice(const struct quoting *quoting, size_t start, size_t end)
{
	const struct folded *folded = quoting->folded;
	if (start >= end)
		return "";
	size_t first = folded->offsets[start], last = folded->offsets[end - 1];
	const unsigned char *text = (const unsigned char *)quoting->source->text;
	for (last++; (text[last] & 0xC0) == 0x80;)
		last++;
	/* Line breaks of the source are not part of its wording. */
	char *slice = gj_arena_copy(quoting->arena, quoting->source->text + first, last - first), *to = slice;
	for (const char *from = slice; *from; from++)
		if (*from != '\n' && *from != '\r' && *from != '\t')
			*to++ = *from;
	*to = '\0';
	return slice;
}

static void report_missing(struct quoting *quoting, const struct node *wording, const uint32_t *quotation, size_t count)
{
	struct passage nearest = {0, 0, count};
	quoting->work += count * quoting->folded->count;
	if (quoting->work <= MOST_WORK)
		nearest = nearest_passage(quoting->folded, quotation, count, quoting->arena);
	if (nearest.differences * 3 > count || nearest.start >= nearest.end) {
		quoting->missing++;
		report(quoting->diagnostics, MSG_QUOTATION_NOT_IN_SOURCE, wording->span, quoting->source->path, NULL);
		return;
	}
	const char *right = source_slice(quoting, nearest.start, nearest.end);
	struct place place = source_place(quoting->source, quoting->folded->offsets[nearest.start]);
	struct finding *finding = report(quoting->diagnostics, MSG_QUOTATION_DIFFERS, wording->span, quoting->source->path, right,
	                                 gj_arena_print(quoting->arena, "%zu", nearest.differences),
	                                 gj_arena_print(quoting->arena, "%zu", place.line), NULL);
	/* A quotation with an omission is mended by its author: one passage can't replace it. */
	if (!strstr(wording->text, "…"))
		finding_fix(finding, wording->span, right);
	quoting->reached = nearest.end;
	memset(quoting->folded->covered + nearest.start, true, nearest.end - nearest.start);
}

/* One run of a quotation between two omissions (…). False when it isn't in the source. */
static bool cover_run(struct quoting *quoting, const uint32_t *run, size_t count)
{
	struct passage passage;
	if (!find_passage(quoting->folded, run, count, quoting->reached, &passage))
		return false;
	memset(quoting->folded->covered + passage.start, true, count);
	quoting->reached = passage.end;
	return true;
}

static void check_wording(struct quoting *quoting, const struct node *wording, bool must_be_there)
{
	struct folded *folded = fold_text(wording->text, strlen(wording->text), quoting->arena);
	for (size_t start = 0, end; start < folded->count; start = end + 1) {
		for (end = start; end < folded->count && folded->characters[end] != ELLIPSIS;)
			end++;
		if (end == start || cover_run(quoting, folded->characters + start, end - start))
			continue;
		if (must_be_there)
			report_missing(quoting, wording, folded->characters + start, end - start);
		return;
	}
}

/* Nodes whose wording is the official one. A field's or a definition's words are the author's own, but count as cover where they stand in the source. */
static bool quotes_source(enum node_kind kind)
{
	return kind == NODE_POINT || kind == NODE_CLAUSE || kind == NODE_VETO || kind == NODE_GRADE || kind == NODE_SELECTION || kind == NODE_TARGET;
}

static void check_tree(struct quoting *quoting, const struct node *node)
{
	for (const struct node *child = node->first; child; child = child->next) {
		bool own_words = child->kind == NODE_BASIS || child->kind == NODE_ATTR_CONFIRMED || child->kind == NODE_ATTR_CONSEQUENCE;
		if (child->kind == NODE_ATTR_WORDING && node->kind != NODE_INTERPRETATION)
			check_wording(quoting, child, quotes_source(node->kind));
		else if (own_words)
			check_wording(quoting, child, false);
		else if (child->kind != NODE_DATA && child->kind != NODE_CASE && child->kind != NODE_SAMPLE)
			check_tree(quoting, child);
	}
}

static bool ends_sentence(uint32_t character)
{
	return character == 0x3002 || character == ';' || character == '!';
}

/* A run of the source that sounds like scoring: 扣, 加, 减 or 得 and, right behind it, a figure. */
static bool scores(const struct folded *folded, size_t start, size_t end)
{
	for (size_t i = start; i + 1 < end; i++) {
		uint32_t c = folded->characters[i], next = folded->characters[i + 1];
		if ((c == 0x6263 || c == 0x52A0 || c == 0x51CF || c == 0x5F97) && next >= '0' && next <= '9')
			return true;
	}
	return false;
}

struct sentences {
	size_t count, uncovered, scoring;
	const char *listed[MOST_LISTED];
};

static size_t uncovered_characters(const struct folded *folded, size_t start, size_t end)
{
	size_t count = 0;
	for (size_t i = start; i < end; i++)
		count += !folded->covered[i];
	return count;
}

static void list_passage(const struct quoting *quoting, size_t first, size_t last, struct sentences *sentences)
{
	if (sentences->scoring < MOST_LISTED)
		sentences->listed[sentences->scoring] = gj_arena_print(quoting->arena, "第 %zu 行：%s",
			source_place(quoting->source, quoting->folded->offsets[first]).line, source_slice(quoting, first, last));
	sentences->scoring++;
}

static void judge_sentence(struct quoting *quoting, size_t start, size_t end, struct sentences *sentences)
{
	const struct folded *folded = quoting->folded;
	if (end - start < LEAST_SENTENCE)
		return;
	sentences->count++;
	if (uncovered_characters(folded, start, end) * 2 > end - start)
		sentences->uncovered++;
	for (size_t first = start, last; first < end; first = last + 1) {
		for (last = first; last < end && !folded->covered[last];)
			last++;
		if (last > first && scores(folded, first, last))
			list_passage(quoting, first, last, sentences);
	}
}

static void report_sentences(struct quoting *quoting, const struct node *attribute)
{
	struct sentences sentences = {0};
	const struct folded *folded = quoting->folded;
	for (size_t start = 0, end = 0; end < folded->count; end++) {
		bool last = end + 1 == folded->count;
		if (!ends_sentence(folded->characters[end]) && !last)
			continue;
		judge_sentence(quoting, start, last && !ends_sentence(folded->characters[end]) ? end + 1 : end, &sentences);
		start = end + 1;
	}
	const char *scoring = gj_arena_print(quoting->arena, "%zu", sentences.scoring);
	/* As many may be what the missing quotations were meant to be. */
	if (sentences.scoring > quoting->missing) {
		struct finding *finding = report(quoting->diagnostics, MSG_SCORING_NOT_QUOTED, attribute->name_span, quoting->source->path, scoring, NULL);
		for (size_t i = 0; i < sentences.scoring && i < MOST_LISTED; i++)
			finding_note(finding, sentences.listed[i], sentences.listed[i]);
	}
	if (sentences.uncovered)
		report(quoting->diagnostics, MSG_SENTENCES_NOT_QUOTED, attribute->name_span, quoting->source->path,
		       gj_arena_print(quoting->arena, "%zu", sentences.count), gj_arena_print(quoting->arena, "%zu", sentences.uncovered), NULL);
}

void check_quotations(const struct node *tree, const struct source *source, struct gj_arena *arena, struct diagnostics *diagnostics)
{
	const struct node *standard = ast_child(tree, NODE_STANDARD);
	const struct node *attribute = standard ? ast_child(standard, NODE_ATTR_SOURCE) : NULL;
	if (!attribute)
		return;
	struct source *text = NULL;
	const char *path = beside(arena, source->path, attribute->text);
	errno = 0;
	enum source_status status = source_read(path, arena, &text);
	int error = errno ? errno : EIO;
	if (status != SOURCE_OK) {
		report(diagnostics, status == SOURCE_CANNOT_READ ? MSG_SOURCE_UNREADABLE : MSG_SOURCE_NOT_TEXT, attribute->name_span, path,
		       status == SOURCE_CANNOT_READ ? gj_arena_print(arena, "%d", error) : "", NULL);
		return;
	}
	text->path = attribute->text;
	struct quoting quoting = {arena, diagnostics, source, text, fold_text(text->text, text->length, arena), 0, 0, 0};
	check_tree(&quoting, standard);
	report_sentences(&quoting, attribute);
}
