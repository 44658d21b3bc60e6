/* Quotations against the source text: each must stand there to the letter; sentences that score and that nothing quotes are reported. */
#include "quotations.h"

#include "passes.h"

#include <errno.h>
#include <string.h>

enum { MOST_LISTED = 4, LEAST_SENTENCE = 6, ELLIPSIS = 0x2026, MOST_WORK = 100 * 1000 * 1000 };

/* The text that a rule file quotes. */
struct original {
	const struct node *attribute; /* 原文 */
	const struct source *source;
	struct folded *folded;
	size_t reached;         /* where the last quotation ended: the next one is looked for from here first */
};

struct quoting {
	struct gj_arena *arena;
	struct diagnostics *diagnostics;
	const struct source *rules;
	struct original **originals; /* by file of the rules; NULL: it names none, or it can't be read */
	size_t first;           /* the file that the quotation at hand stands in */
	size_t missing;         /* quotations that aren't in the source at all */
	size_t work;            /* comparisons spent on looking for near misses */
};

static const char *source_slice(const struct quoting *quoting, const struct original *original, size_t start, size_t end)
{
	const struct folded *folded = original->folded;
	if (start >= end)
		return "";
	size_t first = folded->offsets[start], last = folded->offsets[end - 1];
	const unsigned char *text = (const unsigned char *)original->source->text;
	for (last++; (text[last] & 0xC0) == 0x80;)
		last++;
	/* Line breaks of the source are not part of its wording. */
	char *slice = gj_arena_copy(quoting->arena, original->source->text + first, last - first), *to = slice;
	for (const char *from = slice; *from; from++)
		if (*from != '\n' && *from != '\r' && *from != '\t')
			*to++ = *from;
	*to = '\0';
	return slice;
}

/* The 原文 that a quotation is held against first: its own file's, or the nearest that its file is based on. */
static struct original *own_original(const struct quoting *quoting)
{
	for (size_t i = quoting->first; i < quoting->rules->file_count; i++)
		if (quoting->originals[i])
			return quoting->originals[i];
	return NULL;
}

static void report_missing(struct quoting *quoting, const struct node *wording, const uint32_t *quotation, size_t count)
{
	struct original *original = own_original(quoting);
	struct passage nearest = {0, 0, count};
	quoting->work += count * original->folded->count;
	if (quoting->work <= MOST_WORK)
		nearest = nearest_passage(original->folded, quotation, count, quoting->arena);
	if (nearest.differences * 3 > count || nearest.start >= nearest.end) {
		quoting->missing++;
		report(quoting->diagnostics, MSG_QUOTATION_NOT_IN_SOURCE, wording->span, original->source->path, NULL);
		return;
	}
	const char *right = source_slice(quoting, original, nearest.start, nearest.end);
	struct place place = source_place(original->source, original->folded->offsets[nearest.start]);
	struct finding *finding = report(quoting->diagnostics, MSG_QUOTATION_DIFFERS, wording->span, original->source->path, right,
	                                 gj_arena_print(quoting->arena, "%zu", nearest.differences),
	                                 gj_arena_print(quoting->arena, "%zu", place.line), NULL);
	/* A quotation with an omission is mended by its author: one passage can't replace it. */
	if (!strstr(wording->text, "…"))
		finding_fix(finding, wording->span, right);
	original->reached = nearest.end;
	memset(original->folded->covered + nearest.start, true, nearest.end - nearest.start);
}

static bool cover_run_of(struct original *original, const uint32_t *run, size_t count)
{
	struct passage passage;
	if (!find_passage(original->folded, run, count, original->reached, &passage))
		return false;
	memset(original->folded->covered + passage.start, true, count);
	original->reached = passage.end;
	return true;
}

/* One run of a quotation between two omissions (…). False when it is in none of the sources that it may come from. */
static bool cover_run(struct quoting *quoting, const uint32_t *run, size_t count)
{
	for (size_t i = quoting->first; i < quoting->rules->file_count; i++)
		if (quoting->originals[i] && cover_run_of(quoting->originals[i], run, count))
			return true;
	return false;
}

static void check_wording(struct quoting *quoting, const struct node *wording, bool must_be_there)
{
	quoting->first = source_file_at(quoting->rules, wording->span.start);
	if (!own_original(quoting))
		return;
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
	return kind == NODE_POINT || kind == NODE_SERIES || kind == NODE_CLAUSE || kind == NODE_VETO || kind == NODE_GRADE || kind == NODE_SELECTION || kind == NODE_PLACING || kind == NODE_RANKING || kind == NODE_TARGET;
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

static void list_passage(const struct quoting *quoting, const struct original *original, size_t first, size_t last, struct sentences *sentences)
{
	if (sentences->scoring < MOST_LISTED)
		sentences->listed[sentences->scoring] = gj_arena_print(quoting->arena, "第 %zu 行：%s",
			source_place(original->source, original->folded->offsets[first]).line, source_slice(quoting, original, first, last));
	sentences->scoring++;
}

static void judge_sentence(struct quoting *quoting, const struct original *original, size_t start, size_t end, struct sentences *sentences)
{
	const struct folded *folded = original->folded;
	if (end - start < LEAST_SENTENCE)
		return;
	sentences->count++;
	if (uncovered_characters(folded, start, end) * 2 > end - start)
		sentences->uncovered++;
	for (size_t first = start, last; first < end; first = last + 1) {
		for (last = first; last < end && !folded->covered[last];)
			last++;
		if (last > first && scores(folded, first, last))
			list_passage(quoting, original, first, last, sentences);
	}
}

static void report_sentences(struct quoting *quoting, const struct original *original)
{
	struct sentences sentences = {0};
	const struct folded *folded = original->folded;
	const struct span place = original->attribute->name_span;
	for (size_t start = 0, end = 0; end < folded->count; end++) {
		bool last = end + 1 == folded->count;
		if (!ends_sentence(folded->characters[end]) && !last)
			continue;
		judge_sentence(quoting, original, start, last && !ends_sentence(folded->characters[end]) ? end + 1 : end, &sentences);
		start = end + 1;
	}
	const char *scoring = gj_arena_print(quoting->arena, "%zu", sentences.scoring);
	/* As many may be what the missing quotations were meant to be. */
	if (sentences.scoring > quoting->missing) {
		struct finding *finding = report(quoting->diagnostics, MSG_SCORING_NOT_QUOTED, place, original->source->path, scoring, NULL);
		for (size_t i = 0; i < sentences.scoring && i < MOST_LISTED; i++)
			finding_note(finding, sentences.listed[i], sentences.listed[i]);
	}
	if (sentences.uncovered)
		report(quoting->diagnostics, MSG_SENTENCES_NOT_QUOTED, place, original->source->path,
		       gj_arena_print(quoting->arena, "%zu", sentences.count), gj_arena_print(quoting->arena, "%zu", sentences.uncovered), NULL);
}

/* NULL: it can't be read, which is reported. */
static struct original *read_original(struct quoting *quoting, const struct node *attribute)
{
	struct source *text = NULL;
	const char *path = source_beside(quoting->rules, attribute->name_span.start, attribute->text, quoting->arena);
	errno = 0;
	enum source_status status = source_read(path, quoting->arena, &text);
	int error = errno ? errno : EIO;
	if (status != SOURCE_OK) {
		report(quoting->diagnostics, status == SOURCE_CANNOT_READ ? MSG_SOURCE_UNREADABLE : MSG_SOURCE_NOT_TEXT, attribute->name_span, path,
		       status == SOURCE_CANNOT_READ ? gj_arena_print(quoting->arena, "%d", error) : "", NULL);
		return NULL;
	}
	text->path = attribute->text;
	struct original *original = gj_arena_alloc(quoting->arena, sizeof *original);
	*original = (struct original){attribute, text, fold_text(text->text, text->length, quoting->arena), 0};
	return original;
}

void check_quotations(const struct node *tree, const struct source *source, struct gj_arena *arena, struct diagnostics *diagnostics)
{
	const struct node *standard = ast_child(tree, NODE_STANDARD);
	struct quoting quoting = {arena, diagnostics, source, gj_arena_alloc(arena, source->file_count * sizeof *quoting.originals), 0, 0, 0};
	for (const struct node *child = standard ? standard->first : NULL; child; child = child->next) {
		size_t file = source_file_at(source, child->name_span.start);
		if (child->kind == NODE_ATTR_SOURCE && !quoting.originals[file])
			quoting.originals[file] = read_original(&quoting, child);
	}
	if (!own_original(&quoting))
		return;
	check_tree(&quoting, standard);
	/* What a standard that this one is based on leaves out is its own affair. */
	if (quoting.originals[0])
		report_sentences(&quoting, quoting.originals[0]);
}
