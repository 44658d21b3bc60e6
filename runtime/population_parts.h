/* What the files of the population share. */
#ifndef GJ_POPULATION_PARTS_H
#define GJ_POPULATION_PARTS_H
#include "population.h"

/* A candidate as bytes: this head, the values of the ranking keys and what each is divided by, its group in each grouping, the primary key's text,
 * padding to 8. */
struct candidate {
	uint64_t end;
	uint32_t selection, size;
	int32_t grade;
	uint32_t key_length;
	uint32_t holds;         /* the condition of the selection and, from HOLDS_STRETCH on, those of its stretches */
	int64_t values[];
};

enum { HOLDS_ALL = 1u, HOLDS_STRETCH = 2u };

/* Candidates of one stretch of rows. */
struct segment {
	struct segment *next;
	size_t size;
	_Alignas(8) unsigned char bytes[];
};

/* Groups as they came, and as they are decided: small ones put together as the last. */
struct population_grouping {
	struct gj_groups groups;
	size_t count;
	uint32_t *group_of;     /* [groups.count] */
	uint64_t *grades;       /* [count × grade_count] */
	uint64_t *rated;        /* [count] */
	struct gj_target_pending *pending; /* [count × target_count] */
	uint64_t ungrouped;
};

/* What is counted of each group while rows go by: rows of each grade, rows whose grade isn't known, and those as targets see them. */
static inline size_t counters_of(const struct gj_program *program)
{
	return program->grade_count + 1 + 2 * program->target_count;
}

struct population_selection {
	size_t met;             /* candidates */
	const struct candidate **gathered; /* in their order; NULL when they stand in items */
	/* In scope: first those ranked, a group after the other, then the others. */
	const struct candidate **items;
	size_t count, ranked;
	size_t *starts;         /* [groups + 1] in items */
	size_t *ends;           /* [groups × stretch_count] where each stretch ends in items */
	struct gj_selection_result *results; /* [groups] */
	struct gj_stretch_result *stretches;
};

struct gj_population {
	const struct gj_program *program;
	bool grouped;           /* some grouping isn't that of everyone */
	uint64_t seeds[2];
	bool *wants;            /* [selection_count × grade_count] whether a row of that grade may come into scope */
	bool *wants_any;        /* [grade_count] of some selection */
	struct segment *first, **last;
	struct population_grouping *groupings;
	struct population_selection *selections;
	struct gj_award *awards;
	size_t award_count;
	void **owned;           /* ties and the names in them */
	size_t owned_count;
};

static inline const struct gj_selection *selection_of(const struct gj_population *population, const struct candidate *candidate)
{
	return &population->program->selections[candidate->selection];
}

/* population_groups.c: a part of the key of a group: a text with its length, or a value. False when memory is out. */
bool population_key_text(struct gj_buffer *out, const struct gj_text *text);
bool population_key_value(struct gj_buffer *out, int64_t value);

/* population_rank.c. The groups of a candidate, [grouping_count], and the text of its primary key. */
uint32_t *candidate_groups(const struct gj_program *program, const struct candidate *candidate);
char *candidate_key(const struct gj_program *program, const struct candidate *candidate);

/* Below zero when `a` ranks before `b`. *which receives the ranking key that decided, GJ_NONE for the primary key; those are unique, so rows are never
 * equal. */
int candidate_compare(const struct gj_program *program, const struct candidate *a, const struct candidate *b, int *which);

/* Whether all ranking keys but the primary key are equal. */
bool candidate_equals(const struct gj_program *program, const struct candidate *a, const struct candidate *b);

/* Whether the first ranking key is. */
bool candidate_shares_first(const struct candidate *a, const struct candidate *b);

/* Brings the first `wanted` of `count` in rank to the front, in any order. */
void candidates_select(const struct gj_program *program, const struct candidate **items, size_t count, size_t wanted);

/* The first in rank, and the last; `count` is not 0. */
const struct candidate *candidates_first(const struct gj_program *program, const struct candidate *const *items, size_t count);
const struct candidate *candidates_last(const struct gj_program *program, const struct candidate *const *items, size_t count);

/* Brings those equal to `like`, or those that aren't, to the front; returns how many they are. */
size_t candidates_split(const struct gj_program *program, const struct candidate **items, size_t count, const struct candidate *like, bool equal);

void candidates_sort(const struct gj_program *program, const struct candidate **items, size_t count);

/* population_tie.c. The tie at the end of a stretch, whose last row is `last`, before `next`: looked for among the rows of the group, of which the first
 * `chosen` are in. NULL when there is none; *good is false when memory is out. */
const struct gj_tie *population_tie(struct gj_population *population, const struct candidate *const *items, size_t count, size_t chosen,
	const struct candidate *last, const struct candidate *next, bool *good);

/* population_groups.c: the groups as they are decided. False when memory is out. */
bool population_settle_groups(struct gj_population *population, const struct gj_group *everyone);

/* The group in which a candidate is ranked. */
size_t population_group_of(const struct gj_population *population, const struct candidate *candidate);

/* population_decide.c: the stretch whose grade a ranked row gets that stands at `at` in its group, or stretch_count; *of_rank receives the one it stands in. */
size_t population_stretch(const struct gj_population *population, const struct candidate *candidate, size_t group, size_t at, size_t *of_rank);

/* The grade of a row in scope after a selection, which found it with grade `now`. */
int population_grade_after(const struct gj_selection *selection, size_t stretch, bool ranked, int now);
#endif
