/* 评选, 定等 and 目标, over everyone or by groups: candidates are gathered and groups counted while rows go by; at the end the candidates are ranked
 * exactly and get their grades. Only candidates and groups take memory. */
#ifndef GJ_POPULATION_H
#define GJ_POPULATION_H
#include "groups.h"
#include "table.h"
#include "vm.h"

enum { GJ_TIE_NAMES = 20 };

/* Candidates and groups of one stretch of rows, in their order; one per thread, emptied by gj_population_take. */
struct gj_candidates {
	unsigned char *bytes;
	size_t size, capacity;
	struct gj_groups *groups; /* [grouping_count]; that of everyone stays empty */
	uint64_t *ungrouped;      /* [grouping_count] rows whose group isn't known, for their 待核 cells */
	struct gj_buffer key;     /* of a group, while it is looked up */
};

/* An evaluated row of the block last run. */
struct gj_candidate_row {
	size_t row;               /* in the block */
	size_t place;             /* in the chunk */
	const struct gj_chunk *chunk;
	uint64_t end;             /* where the row ends in the results, from the start of this stretch */
};

/* Rows with 待核 cells whose result isn't known: those that count towards a target whatever comes, and those that may. */
struct gj_target_pending {
	uint64_t certain, possible;
};

/* A row that has another grade than its score gives: `end` is where it ends in the results. Sorted by `end`. */
struct gj_award {
	uint64_t end;
	int from, grade;
};

/* Rows that share ranking keys with the last one in, where a quota cuts through them. */
struct gj_tie {
	bool whole;             /* they share all of the keys, and 同分 says what becomes of them; else the first */
	uint64_t rows, chosen;
	int decided_by;         /* unless whole: index of the key that separates the last one in from the first one out; GJ_NONE: the primary key */
	size_t name_count;      /* at most GJ_TIE_NAMES, best first */
	const char *names[GJ_TIE_NAMES]; /* primary keys; the population owns them */
	bool name_chosen[GJ_TIE_NAMES];
};

/* The name of what decided a tie. */
const char *gj_tie_decider(const struct gj_program *program, const struct gj_selection *selection, const struct gj_tie *tie);

/* What came of a selection in one group. */
struct gj_stretch_result {
	uint64_t quota;
	uint64_t chosen;        /* rows that got its grade */
	const struct gj_tie *tie; /* at its end; NULL where there is none */
};
struct gj_selection_result {
	uint64_t candidates;
	struct gj_stretch_result *stretches; /* [stretch_count] */
};

/* The units of a group: how many of each grade there are now. */
struct gj_group {
	uint64_t rated;         /* those whose result isn't known too */
	const uint64_t *grades; /* [grade_count] */
	const struct gj_target_pending *pending; /* [target_count] */
};

/* Where a row stands in a selection. */
struct gj_place {
	bool ranked;            /* in scope, and its condition holds */
	int grade;              /* that the selection left it with */
	size_t group;           /* where it was in scope; else 0 */
	uint64_t rank;          /* from 1, in its group */
	uint64_t equals;        /* other rows of the group with the same ranking keys */
	size_t stretch;         /* whose grade it got, or stretch_count */
	size_t stretch_of_rank; /* the one its rank falls into: an earlier one where a condition kept it out */
};

struct gj_population;

/* NULL when memory is out. `program` must outlive it. */
struct gj_population *gj_population_new(const struct gj_program *program);
void gj_population_free(struct gj_population *population);

/* False when memory is out; gj_candidates_free in every case. */
bool gj_candidates_start(const struct gj_population *population, struct gj_candidates *list);
void gj_candidates_free(const struct gj_population *population, struct gj_candidates *list);

/* Which selections may take a row of some of the grades reached[grade_count], by the grade itself or by one that an earlier selection may give it:
 * taken[selection_count]. What they may give becomes reached as well. */
void gj_selections_reach(const struct gj_program *program, bool *reached, bool *taken);

/* Whether it may change the grade of a row that it may take, whose condition may hold. */
static inline bool gj_selection_may_change(const struct gj_selection *selection, bool may_hold)
{
	return may_hold || selection->rest_lowers;
}

/* Whether every row is to be offered, since its group has to be counted; or else rows of this grade. */
bool gj_population_wants(const struct gj_population *population, int grade);

/* Counts the row in its groups and adds it to `list` once for each selection that may take it, reading its values from `vm`. False when memory is out. */
bool gj_population_offer(const struct gj_population *population, struct gj_candidates *list, const struct gj_vm *vm,
	const struct gj_candidate_row *row);

/* Takes over a stretch whose results begin at `base`; stretches come in their order. The list is empty afterwards. False when memory is out. */
bool gj_population_take(struct gj_population *population, struct gj_candidates *list, uint64_t base);

/* Ranks and chooses, when all rows are there; `everyone`: what is known of all of them. False when memory is out. */
bool gj_population_decide(struct gj_population *population, const struct gj_group *everyone);

/* After gj_population_decide. */
const struct gj_award *gj_population_awards(const struct gj_population *population, size_t *count);
size_t gj_population_groups(const struct gj_population *population, int grouping);
/* Rows that are in no group: their 待核 cells leave it open. */
uint64_t gj_population_ungrouped(const struct gj_population *population, int grouping);
struct gj_group gj_population_group(const struct gj_population *population, int grouping, size_t group);
const struct gj_selection_result *gj_population_result(const struct gj_population *population, size_t selection, size_t group);

/* Appends what a group is called: its keys' values. Nothing for everyone. False when memory is out. */
bool gj_population_label(const struct gj_population *population, int grouping, size_t group, struct gj_buffer *out);

/* The place of a primary key among the rows of a selection, which found it with grade `now`. */
struct gj_place gj_population_place(const struct gj_population *population, size_t selection, const char *key, size_t length, int now);

/* share (parts of a million) of `rows`, rounded. */
uint64_t gj_share_of(uint64_t rows, int64_t share, enum gj_rounding rounding);
#endif
