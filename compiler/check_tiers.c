/* 分档: tiers over a number, or over the options of a field; every value and every state falls into exactly one. */
#include "check.h"
#include "check_forfeit.h"
#include <string.h>

/* What the tiers of one 分档 have in common while they are checked. */
struct tiers {
	struct checker *checker;
	const struct expr *subject;
	const struct gj_field *field;   /* NULL when the subject isn't a plain field */
	const struct node *node;
	struct rule *rule;
	int clause;                     /* GJ_NONE: of grades, which have no amounts */
	struct band *bands;
	size_t band_count;
	const struct node **option_tiers; /* by option */
	const struct node *state_tiers[GJ_PENDING]; /* 未填 and 不适用, by state */
	const struct node *otherwise_tier;
	bool by_place;                  /* 前, 其后: how far a tier reaches depends on how many are ranked, so each takes what those before it leave */
	const struct expr *place_end;   /* the last place of the tier before */
	int64_t place_share;            /* of the last 前, in parts of a million */
	const struct expr *taken;       /* by the tiers before */
	bool failed;
};

static bool allows(const struct tiers *tiers, enum gj_state state)
{
	return tiers->field && gj_field_allows(tiers->field, state);
}

static const struct expr *compare_with(struct tiers *tiers, enum expr_kind kind, const struct band *band, wide value, int scale)
{
	const struct expr *end = expr_constant(tiers->checker, band->span, (int64_t)value, scale, tiers->subject->unit);
	return expr_compare(tiers->checker, kind, band->span, tiers->subject, end);
}

/* `point`: on the band's grid. */
static const struct expr *band_end(struct tiers *tiers, enum expr_kind kind, const struct band *band, wide point)
{
	if (!tiers->subject->exact)
		return compare_with(tiers, kind, band, point, tiers->subject->scale);
	bool open;
	int scale = DENSE_DECIMALS;
	wide value = dense_floor(point, &open);
	if (open && kind == EXPR_LE)
		value++;
	for (; scale > 0 && value % 10 == 0; scale--)
		value /= 10;
	return compare_with(tiers, !open ? kind : kind == EXPR_LE ? EXPR_LT : EXPR_GT, band, value, scale);
}

static const struct expr *band_test(struct tiers *tiers, const struct band *band)
{
	struct interval ends = {band->low, band->high};
	if (!tiers->subject->exact && !interval_fits(ends))
		return NULL;
	if (band->has_low && band->has_high && band->low == band->high)
		return band_end(tiers, EXPR_EQ, band, band->low);
	const struct expr *low = band->has_low ? band_end(tiers, EXPR_GE, band, band->low) : NULL;
	const struct expr *high = band->has_high ? band_end(tiers, EXPR_LE, band, band->high) : NULL;
	return low && high ? expr_boolean(tiers->checker, EXPR_AND, band->span, low, high) : low ? low : high;
}

/* A tier of the wrong sort for the subject. */
static const struct expr *wrong_kind(struct tiers *tiers, const struct node *what)
{
	bool options = tiers->subject->type == GJ_OPTION;
	const char *listed = options ? join_names(tiers->checker->arena, tiers->field->options.items, tiers->field->options.count, 12) : "";
	struct finding *finding = report(tiers->checker->diagnostics, options ? MSG_TIER_WANTS_OPTION : MSG_TIER_WANTS_NUMBER, what->span,
		source_text(tiers->checker, what->span), source_text(tiers->checker, tiers->subject->span), listed, NULL);
	if (is_place(tiers->checker->model, tiers->subject))
		note_place_tiers(finding);
	return NULL;
}

static const struct expr *twice(struct tiers *tiers, const struct node *tier, const struct node *earlier)
{
	struct finding *finding = report(tiers->checker->diagnostics, MSG_TIER_DUPLICATE, tier->first->span,
		source_text(tiers->checker, tier->first->span), NULL);
	finding_relate(finding, earlier->first->span, "这里已经写过", "already here");
	return NULL;
}

static bool counts_places(const struct tiers *tiers)
{
	const struct expr *subject = tiers->subject;
	return subject->type == GJ_NUMBER && !subject->scale && !subject->exact && (!*subject->unit || unit_is_counting(subject->unit));
}

/* Whether 前 20% follows 前 30%. */
static bool falls_back(struct tiers *tiers, const struct node *what)
{
	enum { FROM_FIRST };
	const struct node *number = ast_child(ast_child(what, NODE_ATTR_QUOTA), NODE_NUMBER);
	int64_t value, before = tiers->place_share;
	int scale;
	if (what->number != FROM_FIRST || !unit_is_share(literal_unit(number)))
		return false;
	literal_in_unit(number, "%", &value, &scale);
	tiers->place_share = (int64_t)rescale(value, scale, 4, GJ_ROUND_DOWN);
	if (before < tiers->place_share || !before)
		return false;
	report(tiers->checker->diagnostics, MSG_TIER_PLACE_NEVER, what->span, source_text(tiers->checker, what->span), NULL);
	return true;
}

/* 前 20% 进一, 其后 3名. */
static const struct expr *stretch_tier(struct tiers *tiers, const struct node *what)
{
	/* Where a tier before it is mistaken, how far that reaches isn't known. */
	const struct expr *end = tiers->failed && !tiers->place_end ? NULL : check_tier_place(tiers->checker, what, tiers->subject, tiers->place_end);
	tiers->by_place = true;
	tiers->place_end = end;
	return end && !falls_back(tiers, what) ? expr_compare(tiers->checker, EXPR_LE, what->span, tiers->subject, end) : NULL;
}

static const struct expr *number_tier(struct tiers *tiers, const struct node *what)
{
	struct band *band = &tiers->bands[tiers->band_count];
	struct banding banding = {tiers->subject->unit, tiers->subject->scale, tiers->subject->exact != NULL, tiers->subject, tiers->node};
	if (tiers->subject->type != GJ_NUMBER)
		return wrong_kind(tiers, what);
	if (is_place(tiers->checker->model, tiers->subject) && report_place_bound(tiers->checker, what))
		return NULL;
	if (!check_band(tiers->checker, what, &banding, band))
		return NULL;
	tiers->band_count++;
	return band_test(tiers, band);
}

/* The option with a name, or GJ_NONE. */
static int option_named(const struct tiers *tiers, const char *name)
{
	return tiers->field ? option_index(tiers->checker, &tiers->field->options, name) : GJ_NONE;
}

static const struct expr *option_tier(struct tiers *tiers, const struct node *tier, const char *text)
{
	const struct node *name = tier->first;
	if (tiers->subject->type != GJ_OPTION)
		return wrong_kind(tiers, name);
	int option = option_named(tiers, text);
	if (option == GJ_NONE) {
		report_unknown_word(tiers->checker, MSG_OPTION_UNKNOWN, name, &tiers->field->options, tiers->field->name);
		return NULL;
	}
	if (tiers->option_tiers[option])
		return twice(tiers, tier, tiers->option_tiers[option]);
	tiers->option_tiers[option] = tier;
	return expr_compare(tiers->checker, EXPR_EQ, name->span, tiers->subject, expr_option(tiers->checker, name->span, option));
}

/* 其他 takes the rest, unless it is itself an option. */
static bool takes_rest(const struct tiers *tiers, const struct node *tier)
{
	return tier->first->kind == NODE_OTHERWISE && option_named(tiers, source_text(tiers->checker, tier->first->span)) == GJ_NONE;
}

static const struct expr *state_tier(struct tiers *tiers, const struct node *tier)
{
	const struct node *word = tier->first;
	enum gj_state state = state_of_word(word->text);
	if (report_pending(tiers->checker, word, word->span))
		return NULL;
	if (tiers->state_tiers[state])
		return twice(tiers, tier, tiers->state_tiers[state]);
	tiers->state_tiers[state] = tier;
	if (allows(tiers, state))
		return expr_in_state(tiers->checker, tier->span, tiers->subject, state);
	if ((state == GJ_NOT_APPLICABLE && tiers->field) || is_place(tiers->checker->model, tiers->subject))
		report_state_never(tiers->checker, word->span, &tiers->checker->model->fields[tiers->subject->field], word->text);
	else
		report(tiers->checker->diagnostics, MSG_TIER_ABSENT_NEEDLESS, word->span, source_text(tiers->checker, tiers->subject->span), word->text, NULL);
	return NULL;
}

/* The test of one tier by itself; 其他 is settled afterwards. */
static const struct expr *tier_test(struct tiers *tiers, const struct node *tier)
{
	const struct node *what = tier->first;
	switch (what->kind) {
	case NODE_BAND:
		/* An option that begins with a digit. */
		if (tiers->subject->type == GJ_OPTION && what->first && !strcmp(what->first->text, "="))
			return option_tier(tiers, tier, source_text(tiers->checker, what->span));
		return number_tier(tiers, what);
	case NODE_BAND_DASH:
		return number_tier(tiers, what);
	case NODE_TIER_RANK:
		return stretch_tier(tiers, what);
	case NODE_NAME:
		return option_tier(tiers, tier, what->text);
	case NODE_OTHERWISE:
		return option_tier(tiers, tier, source_text(tiers->checker, what->span));
	case NODE_ABSENT:
		return state_tier(tiers, tier);
	default:
		return wrong_kind(tiers, what);
	}
}

static const struct expr *present_and(struct tiers *tiers, const struct node *tier, const struct expr *test)
{
	for (enum gj_state state = GJ_NOT_APPLICABLE; test && state >= GJ_ABSENT; state--) {
		if (!allows(tiers, state) || tier->first->kind == NODE_ABSENT)
			continue;
		const struct expr *in_state = expr_in_state(tiers->checker, tier->span, tiers->subject, state);
		const struct expr *out = expr_boolean(tiers->checker, EXPR_NOT, tier->span, in_state, NULL);
		test = expr_boolean(tiers->checker, EXPR_AND, tier->span, out, test);
	}
	return test;
}

/* Of what a test holds for, that which the tiers before don't take. */
static const struct expr *left_over(struct tiers *tiers, const struct node *tier, const struct expr *test)
{
	struct checker *checker = tiers->checker;
	const struct expr *before = tiers->taken;
	if (!test)
		return NULL;
	tiers->taken = before ? expr_boolean(checker, EXPR_OR, tier->span, before, test) : test;
	if (!tiers->by_place || !before || tier->first->kind == NODE_ABSENT)
		return test;
	return expr_boolean(checker, EXPR_AND, tier->span, expr_boolean(checker, EXPR_NOT, tier->span, before, NULL), test);
}

/* The last place of a tier of which it is known; NULL: it goes on without end, or its subject has no places. */
static const struct expr *end_of_band(struct tiers *tiers, const struct band *band)
{
	bool ends = counts_places(tiers) && band->has_high && band->high <= INT64_MAX && band->high >= 0;
	return ends ? expr_constant(tiers->checker, band->span, (int64_t)band->high, 0, tiers->subject->unit) : NULL;
}

static bool add_tier(struct tiers *tiers, const struct node *node, const struct expr *test)
{
	struct rule *rule = tiers->rule;
	bool forfeits = false;
	if (tiers->clause == GJ_NONE) {
		rule->tiers[rule->tier_count++] = (struct tier){.span = node->span, .condition = test};
		return true;
	}
	const struct facts *facts = facts_from(tiers->checker, test, true, NULL);
	const struct expr *amount = check_action(tiers->checker, ast_child(node, NODE_ACTION), tiers->clause, facts, &forfeits);
	rule->voids = rule->voids || forfeits_around(node);
	rule->tiers[rule->tier_count++] = (struct tier){node->span, test, amount};
	return amount != NULL;
}

static void check_each_tier(struct tiers *tiers, const struct node *node)
{
	for (const struct node *tier = node->first; tier; tier = tier->next) {
		if (tier->kind != NODE_TIER || !tier->first)
			continue;
		if (takes_rest(tiers, tier)) {
			if (tiers->otherwise_tier)
				twice(tiers, tier, tiers->otherwise_tier);
			tiers->otherwise_tier = tier;
			continue;
		}
		size_t bands = tiers->band_count;
		const struct expr *test = left_over(tiers, tier, present_and(tiers, tier, tier_test(tiers, tier)));
		if (tiers->band_count > bands)
			tiers->place_end = end_of_band(tiers, &tiers->bands[bands]);
		if (!add_tier(tiers, tier, test) || !test)
			tiers->failed = true;
	}
}

static void report_state_owed(const struct tiers *tiers, enum gj_state state, enum message_id id)
{
	struct gj_arena *arena = tiers->checker->arena;
	bool place = is_place(tiers->checker->model, tiers->subject);
	struct finding *finding = report(tiers->checker->diagnostics, place ? MSG_TIER_UNRANKED_MISSING : id, tiers->subject->span, tiers->field->name, NULL);
	const char *word = gj_field_state_word(tiers->field, state);
	const char *tier = gj_arena_print(arena, tiers->clause == GJ_NONE ? "评为 … %s" : place ? "%s 得 0分" : "%s 不扣", word);
	finding_note(finding, gj_arena_print(arena, "请加一档，例如：%s", tier), gj_arena_print(arena, "add a tier, such as %s", tier));
}

static void check_states_covered(const struct tiers *tiers)
{
	static const struct {
		enum gj_state state;
		enum fact_kind against;
		enum message_id id;
	} owed[] = {{GJ_ABSENT, FACT_FILLED, MSG_TIER_ABSENT_MISSING}, {GJ_NOT_APPLICABLE, FACT_APPLIES, MSG_TIER_INAPPLICABLE_MISSING}};
	for (size_t i = 0; i < sizeof owed / sizeof *owed; i++)
		if (allows(tiers, owed[i].state) && !tiers->state_tiers[owed[i].state] && !fact_known(tiers->checker, NULL, owed[i].against, tiers->subject))
			report_state_owed(tiers, owed[i].state, owed[i].id);
}

static void check_options_covered(struct tiers *tiers)
{
	const struct gj_texts *options = &tiers->field->options;
	const char **missing = gj_arena_alloc(tiers->checker->arena, options->count * sizeof *missing);
	size_t count = 0;
	for (size_t i = 0; i < options->count; i++)
		if (!tiers->option_tiers[i])
			missing[count++] = options->items[i];
	if (count && !tiers->otherwise_tier)
		report(tiers->checker->diagnostics, MSG_TIER_OPTION_MISSING, tiers->subject->span, tiers->field->name,
			join_names(tiers->checker->arena, missing, count, 12), NULL);
	if (!count && tiers->otherwise_tier)
		report(tiers->checker->diagnostics, MSG_TIER_UNREACHABLE, tiers->otherwise_tier->first->span, "全部选项", NULL);
}

/* Whether the author writes the bounds of a plain ratio as shares. */
static bool in_percent(const struct tiers *tiers)
{
	const struct node *number = tiers->band_count && tiers->bands[0].low_bound ? ast_expression(tiers->bands[0].low_bound) : NULL;
	if (!number && tiers->band_count && tiers->bands[0].high_bound)
		number = ast_expression(tiers->bands[0].high_bound);
	return number && !*tiers->subject->unit && !strcmp(literal_unit(number), "%");
}

static void check_numbers_covered(struct tiers *tiers)
{
	const struct range *exact = tiers->subject->exact;
	struct tiling tiling = {.bands = tiers->bands, .count = tiers->band_count, .dense = exact != NULL,
		.range = exact ? dense_ends(*exact) : expr_interval(tiers->subject), .scale = tiers->subject->scale, .unit = tiers->subject->unit, .percent = in_percent(tiers), .place = tiers->subject->span,
		.all = tiers->node->span,
		.gap = MSG_TIER_GAP, .overlap = MSG_TIER_OVERLAP, .unreachable = MSG_TIER_UNREACHABLE};
	if (tiers->otherwise_tier)
		tiling.gaps_allowed = true;
	check_tiling(tiers->checker, &tiling);
	if (tiers->otherwise_tier && !tiling.gaps)
		report(tiers->checker->diagnostics, MSG_TIER_UNREACHABLE, tiers->otherwise_tier->first->span,
			source_text(tiers->checker, tiers->subject->span), NULL);
}

/* 其他: none of the other tiers. */
static void add_otherwise(struct tiers *tiers)
{
	struct rule *rule = tiers->rule;
	const struct node *tier = tiers->otherwise_tier;
	const struct expr *any = NULL;
	for (size_t i = 0; i < rule->tier_count; i++)
		any = any ? expr_boolean(tiers->checker, EXPR_OR, tier->span, any, rule->tiers[i].condition) : rule->tiers[i].condition;
	if (!any)
		report(tiers->checker->diagnostics, MSG_TIER_REST_ALONE, tier->first->span, source_text(tiers->checker, tier->first->span), NULL);
	const struct expr *none = any ? expr_boolean(tiers->checker, EXPR_NOT, tier->span, any, NULL) : NULL;
	if (!none || !add_tier(tiers, tier, none))
		tiers->failed = true;
}

static const struct expr *tiers_subject(struct checker *checker, const struct node *node)
{
	const struct name_entry *entry = node->kind == NODE_NAME ? names_find(&checker->values, node->text) : NULL;
	bool plain = entry && entry->kind == VALUE_FIELD && checker->model->fields[entry->index].field.type != GJ_TEXT;
	const struct expr *subject = plain ? field_expression(checker, node, NULL, true) : check_expression(checker, node, NULL);
	if (!subject)
		return NULL;
	bool option_value = subject->type == GJ_OPTION && subject->kind != EXPR_FIELD;
	if (subject->type != GJ_BOOL && subject->type != GJ_DATE && !option_value)
		return subject;
	report(checker->diagnostics, MSG_TIER_SUBJECT, node->span, source_text(checker, node->span), NULL);
	return NULL;
}

static bool tiers_begin(struct tiers *tiers, const struct node *node)
{
	struct gj_arena *arena = tiers->checker->arena;
	const struct node *subject = ast_expression(node);
	size_t count = 0;
	for (const struct node *tier = node->first; tier; tier = tier->next)
		count += tier->kind == NODE_TIER;
	tiers->subject = tiers->rule->subject = subject ? tiers_subject(tiers->checker, subject) : NULL;
	if (!tiers->subject || !count)
		return false;
	if (tiers->subject->kind == EXPR_FIELD)
		tiers->field = &tiers->checker->model->fields[tiers->subject->field].field;
	tiers->rule->tiers = gj_arena_alloc(arena, count * sizeof *tiers->rule->tiers);
	tiers->bands = gj_arena_alloc(arena, count * sizeof *tiers->bands);
	tiers->option_tiers = gj_arena_alloc(arena, (tiers->field ? tiers->field->options.count : 0) * sizeof *tiers->option_tiers);
	return true;
}

bool check_tiers(struct checker *checker, const struct node *node, struct rule *rule, int clause)
{
	struct tiers tiers = {.checker = checker, .node = node, .rule = rule, .clause = clause};
	if (!tiers_begin(&tiers, node))
		return false;
	size_t errors = diagnostics_count(checker->diagnostics, GJ_ERROR);
	check_each_tier(&tiers, node);
	if (tiers.failed)
		return false;
	check_states_covered(&tiers);
	if (tiers.subject->type == GJ_OPTION)
		check_options_covered(&tiers);
	else if (!tiers.by_place)
		check_numbers_covered(&tiers);
	else if (!tiers.otherwise_tier)
		report(checker->diagnostics, MSG_TIER_REST_MISSING, tiers.subject->span, NULL);
	if (tiers.otherwise_tier)
		add_otherwise(&tiers);
	return !tiers.failed && diagnostics_count(checker->diagnostics, GJ_ERROR) == errors;
}
