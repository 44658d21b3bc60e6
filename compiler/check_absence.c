/* What a field without a value means: 未填, 不适用, and 待核, of which rules say nothing. */
#include "check.h"
#include <string.h>

enum gj_state state_of_word(const char *word)
{
	if (!strcmp(word, "未填") || !strcmp(word, "已填"))
		return GJ_ABSENT;
	return strcmp(word, "待核") ? GJ_NOT_APPLICABLE : GJ_PENDING;
}

static bool is_opposite(const char *word)
{
	return !strcmp(word, "已填") || !strcmp(word, "适用");
}

const struct expr *expr_in_state(struct checker *checker, struct span span, const struct expr *field, enum gj_state state)
{
	struct expr *expr = expr_new(checker, EXPR_ABSENT, span, GJ_BOOL, "");
	expr->a = field;
	expr->state = state;
	expr->high = 1;
	return expr;
}

bool report_pending(struct checker *checker, const struct node *node, struct span word)
{
	bool pending = state_of_word(node->text) == GJ_PENDING;
	if (pending)
		report(checker->diagnostics, MSG_PENDING_IN_RULES, word, NULL);
	return pending;
}

struct finding *report_state_never(struct checker *checker, struct span span, const struct model_field *field, const char *word)
{
	bool absent = state_of_word(word) == GJ_ABSENT;
	if (absent && field->ranked)
		return report(checker->diagnostics, MSG_PLACE_ALWAYS, span, field->field.name, is_opposite(word) ? "已排名" : "未排名", NULL);
	struct finding *finding = report(checker->diagnostics, absent ? MSG_ABSENT_NEVER : MSG_INAPPLICABLE_NEVER, span, field->field.name, word, NULL);
	if (!absent)
		finding_relate(finding, field->name_span, "这里没有写可不适用", "not 可不适用 here");
	else if (field->field.has_default)
		finding_relate(finding, field->name_span, "这里写了缺省", "has a 缺省 here");
	else
		finding_relate(finding, field->name_span, "这里没有写可空", "not 可空 here");
	return finding;
}

/* A word that asks for the state that a field is never in, where it can be in the other one. */
static void report_wrong_state(struct checker *checker, const struct node *node, struct span word, struct model_field *field)
{
	static const char *const words[] = {"未填", "不适用", "已填", "适用"}; /* each beside its counterpart */
	struct finding *finding = report_state_never(checker, node->span, field, node->text);
	field->guard_mistaken = true;
	for (size_t i = 0; i < 4 && gj_field_last_state(&field->field) != GJ_PRESENT; i++)
		if (!strcmp(words[i], node->text))
			finding_fix(finding, word, words[i ^ 1]);
}

/* What to write before the field can be used: the guards it still wants, and the tiers. */
static void note_guards(struct checker *checker, struct finding *finding, const char *name, bool filled, bool applies)
{
	struct gj_arena *arena = checker->arena;
	if (filled && applies) {
		finding_note(finding, gj_arena_print(arena, "可以写：%s 已填 且 %s 适用 且 …；或者在“分档”里加“未填”“不适用”两档", name, name),
			gj_arena_print(arena, "write %s 已填 且 %s 适用 且 …, or the tiers 未填 and 不适用", name, name));
		return;
	}
	const char *is = filled ? "已填" : "适用", *not = filled ? "未填" : "不适用", *more = filled ? "；或者给字段写“缺省”"
		: gj_arena_print(arena, "；整个指标都不考核的，在指标下面写：不适用 若 %s 不适用", name);
	finding_note(finding,
		gj_arena_print(arena, "可以写：%s %s 且 …；%s %s 或 …；若 %s %s 则 … 否则 …；在“分档”里加一档“%s”%s", name, is, name, not, name, is, not, more),
		gj_arena_print(arena, "write %s %s 且 …, %s %s 或 …, 若 %s %s 则 … 否则 …, a %s tier%s", name, is, name, not, name, is, not,
			filled ? ", or a 缺省 for the field" : gj_arena_print(arena, ", or 不适用 若 %s 不适用 below the 指标 when all of it falls away", name)));
}

bool report_unguarded(struct checker *checker, const struct node *node, const struct expr *use, const struct facts *facts)
{
	const struct model_field *field = &checker->model->fields[use->field];
	if (field->guard_mistaken || checker->applying.doubtful)
		return false;
	bool filled = field->field.nullable && !fact_known(checker, facts, FACT_FILLED, use);
	bool applies = field->field.inapplicable && !fact_known(checker, facts, FACT_APPLIES, use);
	if (!filled && !applies)
		return false;
	if (field->ranked) {
		struct finding *unranked = report(checker->diagnostics, MSG_PLACE_UNGUARDED, node->name_span, field->field.name, NULL);
		finding_relate(unranked, field->name_span, "这个名次写了条件", "it has a 条件");
		finding_note(unranked, gj_arena_print(checker->arena, "可以写：%s 已排名 且 …；或者在“分档”里加一档“未排名”", field->field.name),
			gj_arena_print(checker->arena, "write %s 已排名 且 …, or a tier 未排名", field->field.name));
		return true;
	}
	struct finding *finding = report(checker->diagnostics, filled ? MSG_FIELD_MAYBE_ABSENT : MSG_FIELD_MAYBE_INAPPLICABLE, node->name_span,
		field->field.name, NULL);
	finding_relate(finding, field->name_span, filled ? "这里写了可空" : "这里写了可不适用", filled ? "declared 可空 here" : "declared 可不适用 here");
	note_guards(checker, finding, field->field.name, filled, applies);
	return true;
}

const struct expr *check_absence(struct checker *checker, const struct node *node)
{
	const struct node *subject = ast_expression(node);
	if (!subject)
		return NULL;
	struct span word = {node->span.end - (uint32_t)strlen(node->text), node->span.end};
	const struct expr *field = field_expression(checker, subject, NULL, true);
	if (!field) {
		if (subject->kind == NODE_NAME && !names_find(&checker->values, subject->text))
			report_unknown(checker, MSG_NAME_UNKNOWN, subject, &checker->values, "");
		else
			report(checker->diagnostics, MSG_ABSENCE_OF_VALUE, subject->span, source_text(checker, subject->span), node->text, NULL);
		return NULL;
	}
	struct model_field *declared = &checker->model->fields[field->field];
	enum gj_state state = state_of_word(node->text);
	if (report_pending(checker, node, word)) {
		declared->guard_mistaken = true;
		return NULL;
	}
	if (!gj_field_allows(&declared->field, state)) {
		report_wrong_state(checker, node, word, declared);
		return NULL;
	}
	const struct expr *test = expr_in_state(checker, node->span, field, state);
	return is_opposite(node->text) ? expr_boolean(checker, EXPR_NOT, node->span, test, NULL) : test;
}
