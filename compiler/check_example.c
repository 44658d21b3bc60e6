/* Rows that show what a finding means. */
#include "check.h"

void show_row(struct checker *checker, struct finding *finding, enum claim claim, const struct expr *value)
{
	if (checker->ledger) /* its rows aren't those of the table */
		return;
	enum expr_kind kind = claim == CLAIM_NEGATIVE ? EXPR_LT : EXPR_LE;
	const struct expr *zero = expr_constant(checker, value->span, 0, 0, value->unit);
	struct wanted wanted = {zero ? expr_compare(checker, kind, value->span, value, zero) : NULL, true};
	struct row row;
	if (!wanted.condition || !find_row(&checker->decider, &wanted, 1, &row) || row.count == 0)
		return;
	const char *text = row_text(&checker->decider, &row);
	finding_note(finding, gj_arena_print(checker->arena, "例如“%s”的时候", text), gj_arena_print(checker->arena, "for example where %s", text));
	struct witness *witness = witness_of_row(&checker->decider, claim, &row);
	witness_add_span(witness, value->span);
	finding->witness = witness;
}
