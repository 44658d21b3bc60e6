/* What a total means where there are too few rows for it: 空台账 为, or a condition that holds where it stands. */
#include "check_aggregate.h"

const struct expr *number_above(struct checker *checker, const struct asked *asked, const struct expr *number, int64_t bound)
{
	return expr_compare(checker, EXPR_GT, asked->node->span, number, expr_constant(checker, number->span, bound, 0, number->unit));
}

static void report_empty(struct checker *checker, const struct asked *asked, const struct emptiness *emptiness)
{
	struct finding *finding = report(checker->diagnostics, MSG_LEDGER_EMPTY, asked->node->span, source_text(checker, asked->node->span), NULL);
	if (emptiness->advice)
		finding_note(finding, gj_arena_print(checker->arena, "可以在右括号前写“空台账 为 …”，或者先判断：%s 且 …", emptiness->advice),
			gj_arena_print(checker->arena, "write 空台账 为 … before the bracket closes, or ask first: %s 且 …", emptiness->advice));
	else
		finding_note(finding, "去掉以后一条不剩的，也是没有。请在右括号前写“空台账 为 …”",
			"rows that are all dropped are none. Write 空台账 为 … before the bracket closes");
}

/* What is written after 空台账 为, fit to stand for the total. NULL: reported. */
static const struct expr *empty_value(struct checker *checker, const struct asked *asked, const struct node *node, const struct expr **total,
	const struct facts *facts)
{
	if ((*total)->type == GJ_OPTION)
		return check_option(checker, node, &checker->model->fields[(*total)->field]);
	const struct expr *value = check_expression(checker, node, facts);
	if (value && value->type != (*total)->type) {
		report(checker->diagnostics, MSG_TYPES_DIFFER, node->span, source_text(checker, asked->node->span), source_text(checker, node->span), NULL);
		return NULL;
	}
	return !value || value->type != GJ_NUMBER || unify_units(checker, asked->node, total, node, &value) ? value : NULL;
}

const struct expr *total_or_empty(struct checker *checker, const struct asked *asked, const struct emptiness *emptiness,
	const struct expr *total, const struct facts *facts)
{
	const struct node *empty = ast_child(asked->node, NODE_ATTR_EMPTY), *node = empty ? ast_expression(empty) : NULL;
	if (!node && emptiness->known)
		return total;
	if (!node) {
		report_empty(checker, asked, emptiness);
		return NULL;
	}
	const struct expr *value = empty_value(checker, asked, node, &total, facts);
	return value ? expr_or(checker, asked->node->span, emptiness->enough, total, value) : NULL;
}

bool some_rows(struct checker *checker, const struct asked *asked, const struct facts *facts, struct emptiness *emptiness)
{
	const struct expr *count = total_field(checker, asked, GJ_TOTAL_COUNT);
	if (!count)
		return false;
	const char *label = total_label(checker, asked, GJ_TOTAL_COUNT, NULL, total_words(checker, asked->when, false));
	*emptiness = (struct emptiness){number_above(checker, asked, count, 0), fact_known(checker, facts, FACT_POSITIVE, count),
		gj_arena_print(checker->arena, "%s 大于 0", label)};
	return true;
}
