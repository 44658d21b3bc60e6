/* 评选 over everyone: candidates are gathered while rows go by, ranked exactly at the end. Only candidates take memory. */
#ifndef GJ_POPULATION_H
#define GJ_POPULATION_H
#include "program.h"
#include "vm.h"

enum { GJ_TIE_NAMES = 20 };

/* Candidates of one stretch of rows, in their order; one per thread, emptied by gj_population_take. */
struct gj_candidates {
	unsigned char *bytes;
	size_t size, capacity, count;
};

/* A row as 评选 sees it. */
struct gj_candidate_row {
	size_t row;             /* in the block last run */
	const char *key;        /* primary key, not NUL-terminated */
	size_t key_length;
	uint64_t end;           /* where the row ends in the results, from the start of this stretch */
};

/* A row that a selection has raised: `end` is where it ends in the results. Sorted by `end`. */
struct gj_award {
	uint64_t end;
	int from, grade;
};

/* Rows that share the first ranking key with the last one chosen, when the quota cuts through them. */
struct gj_tie {
	uint64_t rows, chosen;
	int decided_by;         /* index of the ranking key that separates the last chosen from the first not chosen; GJ_NONE: the primary key */
	size_t name_count;      /* at most GJ_TIE_NAMES, best first */
	const char *names[GJ_TIE_NAMES]; /* primary keys; the population owns them */
	bool name_chosen[GJ_TIE_NAMES];
};

/* The name of what decided a tie. */
const char *gj_tie_decider(const struct gj_program *program, const struct gj_selection *selection, const struct gj_tie *tie);

struct gj_selection_result {
	uint64_t quota, candidates, chosen;
	struct gj_tie tie;      /* rows is 0 when there is none */
};

struct gj_population;

/* NULL when memory is out. `program` must outlive it. */
struct gj_population *gj_population_new(const struct gj_program *program);
void gj_population_free(struct gj_population *population);

/* Whether a selection may take a row of this grade: by the grade itself, or by one that an earlier selection may give it. */
bool gj_selection_may_take(const struct gj_program *program, size_t selection, int grade);

/* Whether some selection may take a row of this grade at all. */
bool gj_population_wants(const struct gj_population *population, int grade);

/* Adds the row to `list` once for each selection that may take it, reading its values from `vm`. False when memory is out. */
bool gj_population_offer(const struct gj_population *population, struct gj_candidates *list, const struct gj_vm *vm,
	const struct gj_candidate_row *row);

/* Takes over a stretch whose results begin at `base`; stretches come in their order. The list is empty afterwards. False when memory is out. */
bool gj_population_take(struct gj_population *population, struct gj_candidates *list, uint64_t base);
void gj_candidates_free(struct gj_candidates *list);

/* Ranks and chooses, when `rows` rows have been evaluated in all. False when memory is out. */
bool gj_population_decide(struct gj_population *population, uint64_t rows);

/* After gj_population_decide. */
const struct gj_award *gj_population_awards(const struct gj_population *population, size_t *count);
const struct gj_selection_result *gj_population_result(const struct gj_population *population, size_t selection);

/* The place (from 1) of a primary key among the candidates of a selection; 0 when it is none of them. */
uint64_t gj_population_rank(const struct gj_population *population, size_t selection, const char *key, size_t length);

/* share (parts of a million) of `rows`, rounded. */
uint64_t gj_share_of(uint64_t rows, int64_t share, enum gj_rounding rounding);
#endif
