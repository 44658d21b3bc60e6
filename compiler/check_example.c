/* Rows that show what a finding means. */
#include "check.h"

static void show_row_where(struct checker *checker, struct finding *finding, enum claim claim, const struct expr *value, const struct facts *facts)
{
	enum expr_kind kind = claim == CLAIM_NEGATIVE ? EXPR_LT : EXPR_LE;
	const struct expr *zero = expr_constant(checker, value->span, 0, 0, value->unit);
	struct wanted wanted[MOST_WANTED] = {{zero ? expr_compare(checker, kind, value->span, value, zero) : NULL, true}};
	size_t count = 1;
	for (; facts && count < MOST_WANTED; facts = facts->next)
		if (facts->kind == FACT_TESTED)
			wanted[count++] = facts->test;
	struct row row;
	if (!wanted[0].condition || !find_row(&checker->decider, wanted, count, &row) || row.count == 0)
		return;
	const char *text = row_text(&checker->decider, &row);
	finding_note(finding, gj_arena_print(checker->arena, "例如“%s”的时候", text), gj_arena_print(checker->arena, "for example where %s", text));
	struct witness *witness = witness_of_row(&checker->decider, claim, &row);
	witness_add_span(witness, value->span);
	finding->witness = witness;
}

void show_row(struct checker *checker, struct finding *finding, enum claim claim, const struct expr *value)
{
	if (!checker->ledger) /* its rows aren't those of the table */
		show_row_where(checker, finding, claim, value, NULL);
}

void note_negative(struct checker *checker, struct finding *finding, const struct expr *value, const struct facts *facts)
{
	const char *text = source_text(checker, value->span);
	if (!checker->ledger)
		show_row_where(checker, finding, CLAIM_NEGATIVE, value, facts);
	if (value->high <= 0)
		finding_note(finding, "它从来不大于 0：是不是减反了？", "it never is above 0: are the two sides of the subtraction the wrong way round?");
	else
		finding_note(finding, gj_arena_print(checker->arena, "小于 0 时按 0 算的，写：最大（0%s、%s）", value->unit, text),
			gj_arena_print(checker->arena, "where less than 0 counts as 0, write: 最大（0%s、%s）", value->unit, text));
}
