/* Wordings that leave to judgment what counts, where no 口径 says it. */
#include "analysis.h"

#include <string.h>

static const struct doubt {
	const char *word, *zh, *en;
} doubts[] = {
#define DOUBT(word, zh, en) {word, zh, en},
#include "doubts.def"
#undef DOUBT
};

static bool speaks_of(const struct gj_interpretation *interpretation, const char *word)
{
	return strstr(interpretation->doubt, word) || strstr(interpretation->resolution, word);
}

static bool is_settled(const struct model *model, const char *word)
{
	for (size_t i = 0; i < model->interpretation_count; i++)
		if (speaks_of(&model->interpretations[i], word))
			return true;
	return false;
}

/* A rule's own words; those of 要点 and 指标 say what is expected, not what is scored. */
static bool is_rule(enum gj_part kind)
{
	return kind == GJ_PART_CLAUSE || kind == GJ_PART_VETO || kind == GJ_PART_VOID || kind == GJ_PART_OUTCOME;
}

static void judge_doubt(struct analysis *analysis, const struct doubt *doubt)
{
	const struct model *model = analysis->model;
	const struct part *first = NULL;
	size_t others = 0;
	for (size_t i = 0; i < model->part_count; i++) {
		const struct part *part = &model->parts[i];
		if (!is_rule(part->kind) || part->interpretation_count || !part->wording || !strstr(part->wording, doubt->word))
			continue;
		others += first != NULL;
		first = first ? first : part;
	}
	if (!first)
		return;
	struct finding *finding = report(analysis->diagnostics, MSG_INTERPRETATION_OWED, first->wording_span, doubt->word, doubt->zh, doubt->en, NULL);
	if (others)
		finding_note(finding, gj_arena_print(analysis->arena, "另有 %zu 处也是这样说的", others), gj_arena_print(analysis->arena, "%zu more say so too", others));
}

void analyse_doubts(struct analysis *analysis)
{
	for (size_t i = 0; i < sizeof doubts / sizeof *doubts; i++)
		if (!is_settled(analysis->model, doubts[i].word))
			judge_doubt(analysis, &doubts[i]);
}
