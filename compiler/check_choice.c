/* 按 设施等级 取值（甲级 10分、乙级 6分、丙级 2分）: the same as 若 设施等级 = 甲级 则 10分 否则 …, but that no option may be left out. */
#include "check.h"
#include <string.h>

enum { MOST_SHOWN = 12 };

struct choice {
	struct checker *checker;
	const struct node *node, *subject;
	const struct gj_texts *options;
	const struct node **arms; /* of each option */
	const struct node *rest;  /* 其他 */
	size_t unknown_count;     /* arms that name no option */
	bool failed;
};

static bool is_arm(const struct node *node)
{
	return node->kind == NODE_CHOICE_ARM;
}

/* 其他, where no option is called that. */
static bool means_rest(const struct choice *choice, const struct node *arm)
{
	bool word = ast_child(arm, NODE_OTHERWISE) || !strcmp(arm->text, "其他") || !strcmp(arm->text, "其余");
	return word && option_index(choice->checker, choice->options, arm->text) == GJ_NONE;
}

static void take_arm(struct choice *choice, const struct node *arm)
{
	struct checker *checker = choice->checker;
	const struct node **place = &choice->rest;
	if (ast_child(arm, NODE_ABSENT))
		return;
	if (!means_rest(choice, arm)) {
		int option = option_index(checker, choice->options, arm->text);
		if (option == GJ_NONE) {
			choice->unknown_count++;
			choice->failed = true;
			return;
		}
		place = &choice->arms[option];
	}
	if (*place) {
		finding_relate(report(checker->diagnostics, MSG_CHOICE_TWICE, arm->name_span, arm->text, NULL), (*place)->name_span, "第一次写在这里", "first written here");
		choice->failed = true;
	}
	*place = arm;
}

static void report_unknown_arm(const struct choice *choice, const struct node *arm)
{
	struct checker *checker = choice->checker;
	const struct gj_texts *options = choice->options;
	const char *left = NULL;
	size_t count = 0;
	for (size_t i = 0; i < options->count; i++)
		if (!choice->arms[i] && count++ == 0)
			left = options->items[i];
	struct finding *finding = report(checker->diagnostics, MSG_OPTION_UNKNOWN, arm->name_span, arm->text, source_text(checker, choice->subject->span),
		join_names(checker->arena, options->items, options->count, MOST_SHOWN), NULL);
	if (count != 1 || choice->unknown_count != 1 || choice->rest)
		return;
	finding_note(finding, gj_arena_print(checker->arena, "是不是“%s”？只有它还没有写", left), gj_arena_print(checker->arena, "did you mean “%s”? It alone isn't named yet", left));
	finding_fix(finding, arm->name_span, left);
}

/* An unknown option stands for one of those left, so that it can only be told once all are known. */
static void report_unknown_arms(const struct choice *choice)
{
	for (const struct node *arm = choice->node->first; arm && choice->unknown_count; arm = arm->next)
		if (is_arm(arm) && !ast_child(arm, NODE_ABSENT) && !means_rest(choice, arm) && option_index(choice->checker, choice->options, arm->text) == GJ_NONE)
			report_unknown_arm(choice, arm);
}

static void judge_missing(struct choice *choice)
{
	struct checker *checker = choice->checker;
	const char **missing = gj_arena_alloc(checker->arena, (choice->options->count + 1) * sizeof *missing);
	size_t count = 0;
	for (size_t i = 0; i < choice->options->count; i++)
		if (!choice->arms[i])
			missing[count++] = choice->options->items[i];
	if (count && !choice->rest) {
		report(checker->diagnostics, MSG_CHOICE_MISSING, choice->node->name_span, source_text(checker, choice->subject->span),
			join_names(checker->arena, missing, count, MOST_SHOWN), NULL);
		choice->failed = true;
	}
	if (!count && choice->rest)
		report(checker->diagnostics, MSG_CHOICE_REST_NEEDLESS, choice->rest->name_span, source_text(checker, choice->subject->span), NULL);
}

static struct node *made(const struct choice *choice, enum node_kind kind, const struct node *arm, const char *text)
{
	struct node *node = ast_new(choice->checker->arena, kind, arm->span);
	node->name_span = arm->name_span;
	node->text = text;
	return node;
}

static struct node *copy(const struct choice *choice, const struct node *node)
{
	struct node *copied = gj_arena_alloc(choice->checker->arena, sizeof *copied);
	*copied = *node;
	copied->next = copied->previous = copied->parent = NULL;
	return copied;
}

/* Whether the arm is the one: 设施等级 = 甲级, or 设施等级 未填. */
static struct node *test_of(const struct choice *choice, const struct node *arm)
{
	const struct node *state = ast_child(arm, NODE_ABSENT);
	struct node *test = made(choice, state ? NODE_IS_ABSENT : NODE_BINARY, arm, state ? state->text : "=");
	ast_add(test, copy(choice, choice->subject));
	if (!state)
		ast_add(test, made(choice, NODE_NAME, arm, arm->text));
	test->span = arm->span;
	return test;
}

/* The arms from the last to the first, each around those behind it. */
static const struct node *conditionals(const struct choice *choice, const struct node *last)
{
	const struct node *whole = copy(choice, ast_expression(last));
	for (int states = 0; states < 2; states++) { /* states are asked for before the option is */
		for (const struct node *arm = choice->node->last; arm && is_arm(arm); arm = arm->previous) {
			bool of_state = ast_child(arm, NODE_ABSENT) != NULL;
			if (arm == last || arm == choice->rest || of_state != (states == 1))
				continue;
			struct node *conditional = made(choice, NODE_CONDITIONAL, arm, "");
			ast_add(ast_add(ast_add(conditional, test_of(choice, arm)), copy(choice, ast_expression(arm))), copy(choice, whole));
			conditional->span = choice->node->span;
			whole = conditional;
		}
	}
	return whole;
}

/* The arm that holds where none of the others does. */
static const struct node *last_of(const struct choice *choice)
{
	const struct node *arm = choice->rest ? choice->rest : choice->node->last;
	while (arm && is_arm(arm) && ast_child(arm, NODE_ABSENT))
		arm = arm->previous;
	return arm && is_arm(arm) ? arm : NULL;
}

const struct expr *check_choice(struct checker *checker, const struct node *node, const struct facts *facts)
{
	struct choice choice = {.checker = checker, .node = node, .subject = ast_expression(node)};
	choice.options = choice.subject ? options_named(checker, choice.subject) : NULL;
	if (!choice.options) {
		report(checker->diagnostics, MSG_CHOICE_SUBJECT, choice.subject ? choice.subject->span : node->span,
			choice.subject ? source_text(checker, choice.subject->span) : "", NULL);
		return NULL;
	}
	choice.arms = gj_arena_alloc(checker->arena, (choice.options->count + 1) * sizeof *choice.arms);
	for (const struct node *arm = node->first; arm; arm = arm->next)
		if (is_arm(arm))
			take_arm(&choice, arm);
	report_unknown_arms(&choice);
	if (!choice.failed)
		judge_missing(&choice);
	const struct node *last = choice.failed ? NULL : last_of(&choice);
	return last ? check_expression(checker, conditionals(&choice, last), facts) : NULL;
}
