/* Ranking: each contender against those that surely, and those that possibly, are ahead of it. */
#include "places_parts.h"

#include <stdlib.h>
#include <string.h>

/* Contenders from the first to the last, a group after the other. */
struct line_up {
	const struct places_of *of;
	bool worst;             /* by their values at their worst */
	size_t count;
	uint32_t *items;        /* indices of contenders */
	uint32_t *starts;       /* [groups + 1]; NULL where they stand in no groups */
	uint32_t *weights;      /* [count + 1] how many places those before an item take up; NULL: one each */
};

static const int64_t *values_of(const struct places_of *of, uint32_t index, bool worst)
{
	const struct contender *contender = &of->contenders[index];
	size_t each = 2 * of->ranking->key_count;
	return worst && contender->flags & CONTENDER_OPEN ? of->worst + contender->worst * each : of->values + index * each;
}

/* Below zero where `a` is ahead. Quotients exactly. */
static int compare(const struct gj_ranking *ranking, const int64_t *a, const int64_t *b)
{
	for (size_t i = 0; i < ranking->key_count; i++) {
		__int128 left = (__int128)a[2 * i] * b[2 * i + 1], right = (__int128)b[2 * i] * a[2 * i + 1];
		if (left != right)
			return (left > right) == ranking->keys[i].descending ? -1 : 1;
	}
	return 0;
}

static int by_group_and_place(const void *a, const void *b, void *given)
{
	const struct line_up *line = given;
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	const struct contender *left = &line->of->contenders[x], *right = &line->of->contenders[y];
	if (line->starts && left->group != right->group)
		return left->group < right->group ? -1 : 1;
	return compare(line->of->ranking, values_of(line->of, x, line->worst), values_of(line->of, y, line->worst));
}

static void find_starts(struct line_up *line)
{
	size_t groups = line->of->groups.count;
	memset(line->starts, 0, (groups + 1) * sizeof *line->starts);
	for (size_t i = 0; i < line->count; i++)
		line->starts[line->of->contenders[line->items[i]].group + 1]++;
	for (size_t i = 0; i < groups; i++)
		line->starts[i + 1] += line->starts[i];
}

/* Equal ones take up one place. One of whose values not all is known may share the place of another: then it takes none up for certain, or perhaps one. */
static bool weigh(struct line_up *line)
{
	const struct places_of *of = line->of;
	uint32_t before = UINT32_MAX, sum = 0;
	line->weights = malloc((line->count + 1) * sizeof *line->weights);
	if (!line->weights)
		return false;
	for (size_t i = 0; i < line->count; i++) {
		uint32_t item = line->items[i];
		line->weights[i] = sum;
		if (of->contenders[item].flags) {
			sum += !line->worst;
			continue;
		}
		sum += before == UINT32_MAX || (line->starts && of->contenders[before].group != of->contenders[item].group)
			|| compare(of->ranking, values_of(of, before, false), values_of(of, item, false)) != 0;
		before = item;
	}
	line->weights[line->count] = sum;
	return true;
}

/* Those without any of the flags `without` but with one of `with` (0: no matter). */
static bool line_up(struct line_up *line, uint32_t without, uint32_t with)
{
	const struct places_of *of = line->of;
	line->items = malloc((of->count + 1) * sizeof *line->items);
	line->starts = with ? NULL : malloc((of->groups.count + 1) * sizeof *line->starts);
	if (!line->items || (!with && !line->starts))
		return false;
	for (size_t i = 0; i < of->count; i++)
		if (!(of->contenders[i].flags & without) && (!with || of->contenders[i].flags & with))
			line->items[line->count++] = (uint32_t)i;
	if (line->count > 1)
		qsort_r(line->items, line->count, sizeof *line->items, by_group_and_place, line);
	if (line->starts)
		find_starts(line);
	return !of->ranking->dense || weigh(line);
}

static void end_line(struct line_up *line)
{
	free(line->items);
	free(line->starts);
	free(line->weights);
}

/* How many places those take up that are ahead of `values` in a group. */
static uint32_t ahead(const struct line_up *line, uint32_t group, const int64_t *values)
{
	size_t start = line->starts ? line->starts[group] : 0, low = start, high = line->starts ? line->starts[group + 1] : line->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (compare(line->of->ranking, values_of(line->of, line->items[middle], line->worst), values) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (!line->weights)
		return (uint32_t)(low - start);
	uint32_t places = line->weights[low] - line->weights[start];
	return places || low == start ? places : 1;
}

static uint32_t size_in(const struct line_up *line, size_t group)
{
	return line->starts[group + 1] - line->starts[group];
}

static bool size_groups(struct places_of *of, const struct line_up *certain, const struct line_up *possible, size_t adrift)
{
	struct group_size any = {0, 0};
	of->sizes = calloc(of->groups.count + 1, sizeof *of->sizes);
	if (!of->sizes)
		return false;
	for (size_t i = 0; i < of->groups.count; i++) {
		of->sizes[i] = (struct group_size){size_in(certain, i), size_in(possible, i) + (uint32_t)adrift};
		any.possible = of->sizes[i].possible > any.possible ? of->sizes[i].possible : any.possible;
	}
	of->sizes[of->groups.count] = any;
	return true;
}

static void place(struct places_of *of, uint32_t index, const struct line_up *certain, const struct line_up *possible, const struct line_up *adrift)
{
	const struct contender *contender = &of->contenders[index];
	struct standing *standing = &of->standings[contender->unit];
	const int64_t *best = values_of(of, index, false), *worst = values_of(of, index, true);
	if (contender->flags & CONTENDER_ADRIFT) {
		standing->low = 1;
		standing->high = of->sizes[of->groups.count].possible;
		return;
	}
	standing->low = standing->high = 1 + ahead(certain, contender->group, best);
	if (!of->open)
		return;
	bool itself = compare(of->ranking, best, worst) < 0;
	standing->high = 1 + ahead(possible, contender->group, worst) + ahead(adrift, 0, worst) - itself;
}

bool places_settle_one(struct places_of *of)
{
	struct line_up certain = {.of = of, .worst = true}, possible = {.of = of}, adrift = {.of = of};
	bool good = line_up(&certain, CONTENDER_PERHAPS | CONTENDER_ADRIFT, 0);
	if (of->open)
		good = good && line_up(&possible, CONTENDER_ADRIFT, 0) && line_up(&adrift, 0, CONTENDER_ADRIFT);
	good = good && size_groups(of, &certain, of->open ? &possible : &certain, adrift.count);
	for (size_t i = 0; i < of->count && good; i++)
		place(of, (uint32_t)i, &certain, &possible, &adrift);
	end_line(&certain);
	end_line(&possible);
	end_line(&adrift);
	free(of->contenders);
	free(of->values);
	free(of->worst);
	of->contenders = NULL;
	of->values = of->worst = NULL;
	return good;
}
