/* Points in a rule that the clause's own wording doesn't mention. Wordings write them in figures (0.5分, １分, 1-3分) or in words (两分, 半分, 一分半). */
#include "analysis.h"
#include "source.h"
#include "numerals.h"
#include "quotations.h"

#include <string.h>

enum { MOST_MENTIONED = 64, LONGEST_NUMBER = 12, POINTS_CHARACTER = 0x5206, HALF = 0x534A };

/* Points in ten-thousandths, as fine as they may be. */
struct mention {
	int64_t low, high; /* the same but for 1-3分 */
};

struct mentions {
	size_t count;
	struct mention items[MOST_MENTIONED];
	bool certain;      /* one of them can't be a turn of phrase (十分重视): it is in figures, or behind 扣, 加, 减 or 得 */
};

/* A stretch of a wording's characters. */
struct stretch {
	const uint32_t *characters;
	size_t start, end;
};

static int64_t number_in(struct stretch number)
{
	int64_t value;
	numeral_read(number.characters + number.start, number.end - number.start, &value);
	return value;
}

/* The longest number that ends at `end`; empty when none does. */
static struct stretch number_before(const struct folded *wording, size_t end)
{
	struct stretch number = {wording->characters, end, end};
	int64_t value;
	for (size_t length = 1; length <= end && length <= LONGEST_NUMBER; length++)
		if (numeral_read(wording->characters + end - length, length, &value) == length)
			number.start = end - length;
	return number;
}

/* - ~ 至 到, between the ends of a range. */
static bool joins_range(uint32_t character)
{
	return character == '-' || character == '~' || character == 0x301C || character == 0x81F3 || character == 0x5230;
}

/* Not points: 分之, 分点 (百分点), 分比, 分数, 分钟. */
static bool is_other_word(uint32_t next)
{
	return next == 0x4E4B || next == 0x70B9 || next == 0x6BD4 || next == 0x6570 || next == 0x949F;
}

static bool says_points(uint32_t before)
{
	return before == 0x6263 || before == 0x52A0 || before == 0x51CF || before == 0x5F97; /* 扣加减得 */
}

static void add_mention(struct mentions *mentions, const struct folded *wording, size_t at)
{
	struct stretch number = number_before(wording, at), from = number;
	uint32_t next = at + 1 < wording->count ? wording->characters[at + 1] : 0;
	if (number.start == number.end || is_other_word(next) || mentions->count == MOST_MENTIONED)
		return;
	int64_t high = number_in(number) + (next == HALF ? NUMERAL_ONE / 2 : 0), low = high;
	if (number.start > 1 && joins_range(wording->characters[number.start - 1])) {
		size_t end = number.start - 1;
		end -= wording->characters[end - 1] == POINTS_CHARACTER;
		from = number_before(wording, end);
		low = from.start < from.end && number_in(from) < high ? number_in(from) : high;
	}
	uint32_t first = wording->characters[number.end - 1];
	mentions->certain |= (first >= '0' && first <= '9') || (from.start > 0 && says_points(wording->characters[from.start - 1]));
	mentions->items[mentions->count++] = (struct mention){low, high};
}

static struct mentions mentions_in(const struct analysis *analysis, const char *text)
{
	struct mentions mentions = {0};
	const struct folded *wording = fold_text(text, strlen(text), analysis->arena);
	for (size_t i = 0; i < wording->count; i++)
		if (wording->characters[i] == POINTS_CHARACTER)
			add_mention(&mentions, wording, i);
	return mentions;
}

static bool is_mentioned(const struct mentions *mentions, wide points)
{
	for (size_t i = 0; i < mentions->count; i++)
		if (points >= mentions->items[i].low && points <= mentions->items[i].high)
			return true;
	return false;
}

/* 不得分, 全扣: points that the wording gives without a figure. */
static bool speaks_of_all(const char *wording)
{
	static const char *const phrases[] = {"不得分", "不计分", "不给分", "全扣", "全部扣", "扣完", "扣光"};
	for (size_t i = 0; i < sizeof phrases / sizeof *phrases; i++)
		if (strstr(wording, phrases[i]))
			return true;
	return false;
}

static void judge(struct analysis *analysis, const struct mentions *mentions, const struct part *clause, const struct expr *amount)
{
	if (!amount || amount->kind != EXPR_CONSTANT || amount->value == 0)
		return;
	const struct part *owner = &analysis->model->parts[clause->parent];
	wide points = rescale(amount->value, amount->scale, 4, GJ_ROUND_DOWN);
	bool all = owner->has_points && points == rescale(owner->points, analysis->model->point_scale, 4, GJ_ROUND_DOWN);
	if (is_mentioned(mentions, points) || (all && speaks_of_all(clause->wording)))
		return;
	struct finding *finding = report(analysis->diagnostics, MSG_AMOUNT_NOT_IN_WORDING, amount->span,
	                                 decimal_text(analysis->arena, amount->value, amount->scale), NULL);
	finding_relate(finding, clause->wording_span, "条款的原文", "the clause's wording");
}

static const char *limit_word(const struct model *model, const struct part *clause)
{
	enum gj_part owner = model->parts[model_owner(model, (int)(clause - model->parts))].kind;
	return owner == GJ_PART_BONUS ? "最多加" : owner == GJ_PART_PENALTY ? "最多减" : clause->earning ? "最多得" : "最多扣";
}

static wide points_written(const char *text)
{
	wide points = 0, unit = NUMERAL_ONE;
	for (bool decimals = false; ((*text >= '0' && *text <= '9') || (*text == '.' && !decimals)) && points < INT64_MAX; text++) {
		if (*text == '.') {
			decimals = true;
			continue;
		}
		unit /= decimals ? 10 : 1;
		points = decimals ? points + unit * (*text - '0') : 10 * points + NUMERAL_ONE * (wide)(*text - '0');
	}
	return points;
}

/* The points behind 最多扣 or 最高扣 (`word`: the first of them) in a wording, in units of NUMERAL_ONE; 0 where it says none, or more than one. */
static wide limit_said(struct analysis *analysis, const char *wording, const char *word)
{
	const char *highest = gj_arena_print(analysis->arena, "最高%s", word + strlen("最多"));
	const char *most = strstr(wording, word), *found = most ? most : strstr(wording, highest);
	if (!found || strstr(found + strlen(word), word) || strstr(found + strlen(word), highest))
		return 0;
	return points_written(found + strlen(word));
}

/* The clause or something that it stands in has a limit, its own points included. */
static bool is_limited(const struct model *model, const struct part *clause, wide most)
{
	for (const struct part *part = clause; part->kind != GJ_PART_STANDARD && part->kind != GJ_PART_PROJECT; part = &model->parts[part->parent])
		if (part->has_most || (part->capped && part->points <= most))
			return true;
	return false;
}

/* 最多扣20分 in the wording of a clause that can take more. */
static void judge_limit(struct analysis *analysis, const struct part *clause)
{
	const struct model *model = analysis->model;
	wide said = limit_said(analysis, clause->wording, limit_word(model, clause)), most = rescale(said, NUMERAL_DECIMALS, model->point_scale, GJ_ROUND_DOWN);
	if (!said || is_limited(model, clause, most) || analysis_most_lost(analysis, clause) <= most)
		return;
	struct finding *finding = report(analysis->diagnostics, MSG_LIMIT_LEFT_OUT, clause->wording_span, analysis_points(analysis, most),
		analysis_points(analysis, analysis_most_lost(analysis, clause)), NULL);
	const char *rest = model->source->text + clause->wording_span.end;
	uint32_t end = clause->wording_span.end + (strncmp(rest, "”", strlen("”")) ? *rest == '"' : (uint32_t)strlen("”"));
	finding_fix(finding, (struct span){end, end}, gj_arena_print(analysis->arena, " %s %s", limit_word(model, clause), analysis_points(analysis, most)));
}

void analyse_amounts(struct analysis *analysis)
{
	const struct model *model = analysis->model;
	for (size_t i = 0; i < model->part_count; i++) {
		const struct part *clause = &model->parts[i];
		struct mentions mentions = clause->kind == GJ_PART_CLAUSE ? mentions_in(analysis, clause->wording) : (struct mentions){0};
		if (!mentions.certain)
			continue;
		judge_limit(analysis, clause);
		for (size_t k = 0; k < clause->rule_count; k++) {
			const struct rule *rule = &clause->rules[k];
			if (!rule->forfeits)
				judge(analysis, &mentions, clause, rule->amount);
			if (rule->tier_count && strstr(clause->wording, "不得分"))
				continue; /* the tier that forfeits has no figure of its own */
			for (size_t t = 0; t < rule->tier_count; t++)
				judge(analysis, &mentions, clause, rule->tiers[t].amount);
		}
	}
}
