/* Bands of numbers: their ends on a grid of integers, and whether several of them tile a range without gap or overlap. */
#include "check.h"
#include <stdlib.h>
#include <string.h>

/* A band's number in the subject's unit; a bare zero has every unit. */
static bool band_number_unit(struct checker *checker, const struct node *number, const struct banding *banding)
{
	const char *unit = banding->unit;
	const char *own = literal_unit(number);
	int64_t value;
	int scale;
	if ((!*own && number->number == 0) || literal_beside(number, unit, &value, &scale))
		return true;
	if (banding->subject && report_undeclared_unit(checker, banding->subject, own, number->span))
		return false;
	const char *share = *own ? NULL : share_doubt(checker, number, unit), *text = source_text(checker, number->span);
	const char *right = share ? share : gj_arena_print(checker->arena, "%s%s", number->text, unit);
	struct finding *finding = *own ? report(checker->diagnostics, MSG_BAND_UNIT, number->span, text, unit_words(checker, unit, GJ_CHINESE),
	                                        unit_words(checker, unit, GJ_ENGLISH), NULL)
	                               : report(checker->diagnostics, MSG_BAND_NO_UNIT, number->span, text, right, NULL);
	if (!share)
		/* 90% of something isn't 90分. */
	if (strcmp(own, "%"))
		finding_fix(finding, number->span, right);
	return false;
}

/* The number of a bound, brought to the scale, rounded the way that keeps the bound's meaning on the grid. */
static bool bound_value(struct checker *checker, const struct node *bound, const struct banding *banding, enum gj_rounding rounding, wide *value)
{
	const struct node *number = ast_expression(bound);
	if (!number || !band_number_unit(checker, number, banding))
		return false;
	int64_t written;
	int decimals;
	literal_beside(number, banding->unit, &written, &decimals);
	*value = banding->dense ? 2 * rescale(written, decimals, DENSE_DECIMALS, rounding) : rescale(written, decimals, banding->scale, rounding);
	return true;
}

static wide dense_end(struct ratio end)
{
	wide below = ratio_scaled(end, DENSE_DECIMALS, GJ_ROUND_DOWN);
	return 2 * below + (ratio_scaled(end, DENSE_DECIMALS, GJ_ROUND_UP) > below);
}

struct interval dense_ends(struct range range)
{
	return (struct interval){dense_end(range.low), dense_end(range.high)};
}

wide dense_floor(wide point, bool *open)
{
	wide below = divide_down(point, 2);
	*open = point != 2 * below;
	return below;
}

static bool add_bound(struct checker *checker, const struct node *bound, const struct banding *banding, struct band *band)
{
	wide value = 0;
	char sign = bound->text[0];
	bool strict = bound->text[1] == '\0';
	bool from_below = sign == '>', rounds_up = from_below ? !strict : sign == '<' && strict;
	if (!bound_value(checker, bound, banding, rounds_up ? GJ_ROUND_UP : GJ_ROUND_DOWN, &value))
		return false;
	if (sign == '=') {
		band->has_low = band->has_high = true;
		band->low = band->high = value;
	} else if (from_below) {
		band->has_low = true;
		band->low = strict ? value + 1 : value;
		band->low_bound = bound;
	} else {
		band->has_high = true;
		band->high = strict ? value - 1 : value;
		band->high_bound = bound;
	}
	return true;
}

/* A number of a band with the unit it should have: as written, or in its canonical spelling. */
static const char *with_unit(struct checker *checker, const struct node *number, const char *unit)
{
	return !strcmp(literal_unit(number), unit) ? source_text(checker, number->span) : gj_arena_print(checker->arena, "%s%s", number->text, unit);
}

/* Whether another band of the same 分档 or 等次 has the limit `sign` `number`: > 70 leaves 70 to the band below. */
static bool has_bound(const struct banding *banding, const char *sign, const struct node *number)
{
	for (const struct node *tier = banding->bands->first; tier; tier = tier->next) {
		const struct node *band = ast_child(tier, NODE_BAND);
		for (const struct node *bound = band ? band->first : NULL; bound; bound = bound->next) {
			const struct node *limit = bound->kind == NODE_BOUND ? ast_expression(bound) : NULL;
			if (limit && limit->kind == NODE_NUMBER && !strcmp(bound->text, sign) && !strcmp(limit->text, number->text))
				return true;
		}
	}
	return false;
}

/* The spelling that fits the neighbours: each end belongs here unless a neighbour has it. */
static const char *fitting_band(struct checker *checker, const struct banding *banding, const struct node *low, const char *from,
	const struct node *high, const char *to)
{
	const char *lower = gj_arena_print(checker->arena, has_bound(banding, "<=", low) ? "超过 %s" : "%s 以上", from);
	return gj_arena_print(checker->arena, has_bound(banding, ">", high) ? "%s %s 以下" : "%s 不满 %s", lower, to);
}

/* Where the band above begins when it leaves out what lies between two whole numbers: the 90 above 80-89. NULL: nowhere. */
static const struct node *next_whole(const struct node *bands, const struct node *high)
{
	int64_t end, start;
	int end_scale, start_scale;
	literal_value(high, &end, &end_scale);
	for (const struct node *tier = bands->first; tier; tier = tier->next) {
		const struct node *band = ast_child(tier, NODE_BAND), *dash = ast_child(tier, NODE_BAND_DASH);
		const struct node *bound = dash ? dash : band ? ast_child(band, NODE_BOUND) : NULL;
		const struct node *number = bound && (dash || !strcmp(bound->text, ">=")) ? ast_expression(bound) : NULL;
		if (!number || number->kind != NODE_NUMBER)
			continue;
		literal_value(number, &start, &start_scale);
		if (!end_scale && !start_scale && start == end + 1)
			return number;
	}
	return NULL;
}

static void note_spelling(struct checker *checker, struct finding *finding, const char *zh, const char *en, const char *spelling)
{
	finding_note(finding, gj_arena_print(checker->arena, "%s，写：%s", zh, spelling), gj_arena_print(checker->arena, "%s: %s", en, spelling));
}

static void report_ambiguous(struct checker *checker, const struct node *node, const struct node *low, const struct node *high,
	const struct banding *banding)
{
	struct gj_arena *arena = checker->arena;
	const char *unit = *banding->unit ? banding->unit : literal_unit(high), *text = source_text(checker, node->span);
	const char *from = with_unit(checker, low, unit), *to = with_unit(checker, high, unit);
	const struct node *next = next_whole(banding->bands, high);
	if (next) {
		const char *after = with_unit(checker, next, unit);
		const char *whole = gj_arena_print(arena, "%s 以上 不满 %s", from, after), *apart = gj_arena_print(arena, "%s 以上 %s 以下", from, to);
		struct finding *finding = report(checker->diagnostics, MSG_BAND_AMBIGUOUS, node->span, text, from, to, whole, apart, NULL);
		note_spelling(checker, finding, gj_arena_print(arena, "%s 与 %s 之间的也归这一档", to, after),
			gj_arena_print(arena, "with what lies between %s and %s", to, after), whole);
		note_spelling(checker, finding, gj_arena_print(arena, "%s 与 %s 之间的另外说明", to, after),
			gj_arena_print(arena, "with a band of its own for what lies between %s and %s", to, after), apart);
		finding_fix(finding, node->span, whole);
		return;
	}
	const char *left = gj_arena_print(arena, "%s 以上 不满 %s", from, to), *right = gj_arena_print(arena, "超过 %s %s 以下", from, to);
	struct finding *finding = report(checker->diagnostics, MSG_BAND_AMBIGUOUS, node->span, text, from, to, left, right, NULL);
	note_spelling(checker, finding, gj_arena_print(arena, "含 %s、不含 %s", from, to), gj_arena_print(arena, "with %s and without %s", from, to), left);
	note_spelling(checker, finding, gj_arena_print(arena, "不含 %s、含 %s", from, to), gj_arena_print(arena, "without %s and with %s", from, to), right);
	finding_fix(finding, node->span, fitting_band(checker, banding, low, from, high, to));
}

/* 60-70, 60至70: both ends included, and only where nothing lies between two whole steps. The unit may stand once, at the end. */
static bool check_dash(struct checker *checker, const struct node *node, const struct banding *banding, struct band *band)
{
	int scale = banding->scale;
	bool ambiguous = scale > 0 || banding->dense;
	const struct node *low = ast_expression(node), *high = low ? ast_next_expression(low) : NULL;
	if (!high)
		return false;
	bool low_right = !*literal_unit(low) || band_number_unit(checker, low, banding), high_right = band_number_unit(checker, high, banding);
	if (ambiguous)
		report_ambiguous(checker, node, low, high, banding);
	if (ambiguous || !low_right || !high_right)
		return false;
	int64_t from, to;
	int from_scale, to_scale;
	literal_beside(low, banding->unit, &from, &from_scale);
	literal_beside(high, banding->unit, &to, &to_scale);
	band->has_low = band->has_high = true;
	band->low = rescale(from, from_scale, scale, GJ_ROUND_UP);
	band->high = rescale(to, to_scale, scale, GJ_ROUND_DOWN);
	return true;
}

bool check_band(struct checker *checker, const struct node *node, const struct banding *banding, struct band *band)
{
	*band = (struct band){.span = node->span};
	if (node->kind == NODE_BAND_DASH && !check_dash(checker, node, banding, band))
		return false;
	for (const struct node *bound = node->kind == NODE_BAND ? node->first : NULL; bound; bound = bound->next)
		if (bound->kind != NODE_BOUND || !add_bound(checker, bound, banding, band))
			return false;
	if (band->has_low && band->has_high && band->low > band->high) {
		report(checker->diagnostics, MSG_BAND_REVERSED, node->span, source_text(checker, node->span), NULL);
		return false;
	}
	return band->has_low || band->has_high;
}

static int by_low_end(const void *left, const void *right)
{
	const struct band *x = left, *y = right;
	if (x->low != y->low)
		return x->low < y->low ? -1 : 1;
	return x->span.start < y->span.start ? -1 : x->span.start > y->span.start;
}

/* A number at so many decimals as it stands in bands. */
static const char *bound_text(struct checker *checker, const struct tiling *tiling, wide value, int scale)
{
	return tiling->percent ? value_text(checker, 100 * value, scale, "%") : value_text(checker, value, scale, tiling->unit);
}

/* A number of a stretch: its first, or one within. */
static const char *value_within(struct checker *checker, const struct tiling *tiling, wide from, wide to)
{
	bool above, below;
	if (!tiling->dense)
		return bound_text(checker, tiling, from, tiling->scale);
	wide first = dense_floor(from, &above), last = dense_floor(to, &below) + below;
	return above ? bound_text(checker, tiling, 5 * (first + last), DENSE_DECIMALS + 1) : bound_text(checker, tiling, first, DENSE_DECIMALS);
}

/* 超过 89分 不满 90分（例如 89.5分） */
static const char *dense_text(struct checker *checker, const struct tiling *tiling, wide from, wide to)
{
	bool above, below;
	wide first = dense_floor(from, &above), last = dense_floor(to, &below);
	last += below;
	const char *low = bound_text(checker, tiling, first, DENSE_DECIMALS), *high = bound_text(checker, tiling, last, DENSE_DECIMALS);
	if (from == to && !above)
		return low;
	const char *example = value_within(checker, tiling, from, to);
	low = gj_arena_print(checker->arena, above ? "超过 %s" : "%s 以上", low);
	high = gj_arena_print(checker->arena, below ? "不满 %s" : "%s 以下", high);
	return gj_arena_print(checker->arena, "%s %s（例如 %s）", low, high, example);
}

static const char *stretch_text(struct checker *checker, const struct tiling *tiling, wide from, wide to)
{
	if (tiling->dense)
		return dense_text(checker, tiling, from, to);
	const char *first = bound_text(checker, tiling, from, tiling->scale);
	return from == to ? first : gj_arena_print(checker->arena, "%s 至 %s", first, bound_text(checker, tiling, to, tiling->scale));
}

/* Ends the lower band where the upper one begins. */
static void mend_upper_end(struct checker *checker, const struct tiling *tiling, struct finding *finding, const struct band *lower,
	const struct band *upper)
{
	const struct node *bound = lower->high_bound, *from = upper->low_bound;
	if (!from || upper->low <= lower->low)
		return;
	if (!bound && lower->has_low && !lower->low_bound && !strcmp(from->text, ">=") && lower->low < lower->high) {
		/* 6-9分 */
		finding_fix(finding, lower->span, gj_arena_print(checker->arena, "%s 以上 不满 %s", value_text(checker, lower->low, tiling->scale, tiling->unit),
			source_text(checker, ast_expression(from)->span)));
		return;
	}
	if (!bound)
		return;
	const char *limit = source_text(checker, ast_expression(from)->span);
	const char *now = source_text(checker, bound->span);
	const char *right = strcmp(from->text, ">") ? gj_arena_print(checker->arena, "不满 %s", limit)
	                                            : gj_arena_print(checker->arena, "%s 以下", limit);
	finding_fix(finding, bound->span, right);
	finding->fix_zh = gj_arena_print(checker->arena, "把“%s”改为“%s”", now, right);
	finding->fix_en = gj_arena_print(checker->arena, "write “%s” for “%s”", right, now);
}

static void report_gap(struct checker *checker, struct tiling *tiling, const struct band *lower, const struct band *upper, wide from, wide to)
{
	tiling->gaps++;
	if (tiling->gaps_allowed)
		return;
	struct span place = lower ? lower->span : upper ? upper->span : tiling->place;
	struct finding *finding = report(checker->diagnostics, tiling->gap, place, stretch_text(checker, tiling, from, to), NULL);
	struct witness *witness = witness_of_value(checker->arena, CLAIM_NO_BAND, value_within(checker, tiling, from, to));
	witness_add_span(witness, tiling->all);
	finding->witness = witness;
	if (tiling->dense)
		finding_note(finding, "这里的数由除不尽的商算出，两个数之间的任何数都可能得到", "it comes from a quotient that isn't rounded: any number between two others can occur");
	if (lower && upper) {
		finding_relate(finding, upper->span, "到这一档才接上", "only taken up again here");
		mend_upper_end(checker, tiling, finding, lower, upper);
	}
}

static void report_overlap(struct checker *checker, const struct tiling *tiling, const struct band *lower, const struct band *upper)
{
	wide to = lower->high < upper->high ? lower->high : upper->high;
	bool open;
	const char *value = tiling->dense ? bound_text(checker, tiling, dense_floor(upper->low, &open), DENSE_DECIMALS)
	                                  : bound_text(checker, tiling, upper->low, tiling->scale);
	struct finding *finding = report(checker->diagnostics, tiling->overlap, upper->span, stretch_text(checker, tiling, upper->low, to), NULL);
	finding_relate(finding, lower->span, "与这一档重叠", "overlaps this one");
	struct witness *witness = witness_of_value(checker->arena, CLAIM_BANDS, value_within(checker, tiling, upper->low, to));
	witness_add_span(witness, lower->span);
	witness_add_span(witness, upper->span);
	finding->witness = witness;
	if (upper->low != to)
		return mend_upper_end(checker, tiling, finding, lower, upper);
	finding_note(finding, gj_arena_print(checker->arena, "%s 归高的一档：下面写“不满 %s”，上面写“%s 以上”", value, value, value),
		gj_arena_print(checker->arena, "%s belongs above: 不满 %s below, %s 以上 above", value, value, value));
	finding_note(finding, gj_arena_print(checker->arena, "%s 归低的一档：下面写“%s 以下”，上面写“超过 %s”", value, value, value),
		gj_arena_print(checker->arena, "%s belongs below: %s 以下 below, 超过 %s above", value, value, value));
	finding_note(finding, "原文没有说清归哪一档的，请写一条“口径”记下采用的办法", "where the source leaves it open, record the choice as a 口径");
	mend_upper_end(checker, tiling, finding, lower, upper);
}

/* Gives open ends the range's own, drops bands outside it; returns how many are left. */
static size_t clip(struct checker *checker, struct tiling *tiling)
{
	size_t kept = 0;
	for (size_t i = 0; i < tiling->count; i++) {
		struct band band = tiling->bands[i];
		if (!band.has_low || band.low < tiling->range.low)
			band.low = tiling->range.low;
		if (!band.has_high || band.high > tiling->range.high)
			band.high = tiling->range.high;
		if (band.low > band.high)
			report(checker->diagnostics, tiling->unreachable, band.span,
				stretch_text(checker, tiling, tiling->range.low, tiling->range.high), NULL);
		else
			tiling->bands[kept++] = band;
	}
	return kept;
}

/* Only what can be reached need be covered. */
static void check_gap(struct checker *checker, struct tiling *tiling, const struct band *lower, const struct band *upper, wide from, wide to)
{
	if (tiling->partly_covered) {
		from = from < tiling->covered.low ? tiling->covered.low : from;
		to = to > tiling->covered.high ? tiling->covered.high : to;
	}
	if (from <= to)
		report_gap(checker, tiling, lower, upper, from, to);
}

void check_tiling(struct checker *checker, struct tiling *tiling)
{
	size_t count = clip(checker, tiling);
	qsort(tiling->bands, count, sizeof *tiling->bands, by_low_end);
	const struct band *reaches = NULL; /* the band that reaches highest so far */
	wide next = tiling->range.low;
	for (size_t i = 0; i < count; i++) {
		const struct band *band = &tiling->bands[i];
		if (band->low > next)
			check_gap(checker, tiling, reaches, band, next, band->low - 1);
		else if (reaches && band->low <= reaches->high)
			report_overlap(checker, tiling, reaches, band);
		if (!reaches || band->high > reaches->high)
			reaches = band;
		next = reaches->high + 1;
	}
	check_gap(checker, tiling, reaches, NULL, next, tiling->range.high);
}
