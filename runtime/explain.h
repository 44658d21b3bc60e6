/* One unit's whole sheet: the row is run again with the ledger on, so that every clause shows its datum, the points its rules asked for, those that
 * counted and those that a cap absorbed. */
#ifndef GJ_EXPLAIN_H
#define GJ_EXPLAIN_H
#include "memory.h"
#include "report.h"
#include "pending.h"
#include "run.h"
#include "settle.h"

/* A clause as it stands for this row; points are scaled. */
struct gj_explained_clause {
	int64_t incurred, counted;
	bool combined;          /* `cap` counts one of its parts only (取重, 择一), and the clause wasn't in it */
	int cap;                /* entry whose cap absorbed the difference (the clause itself: a limit of its own); GJ_NONE when nothing was absorbed */
	bool costs;             /* counted points are a loss (not those of a 加分项) */
	int64_t gain;           /* what the total would gain if the clause, and nothing else, cost nothing or earned all it can; 0 for those of a 加分项 */
	bool gain_rounded;
	bool enough;            /* the gain alone is enough for the next grade */
};

/* Place in a 评选 or 定等. */
struct gj_explained_selection {
	int before;             /* the grade it had */
	bool in_scope;          /* that is one of the scope's */
	struct gj_place place;
	uint64_t candidates;    /* of its group */
	uint64_t quota;         /* of the stretch that it is in, or of the last */
	const char *group;      /* what its group is called; "" for everyone and where it isn't ranked */
};

/* Of a unit with 待核 cells that make a difference. */
struct gj_explained_pending {
	struct gj_flow flow;
	struct gj_unit unit;
	struct gj_pending_unit of; /* what clauses cost and which reasons hold, too */
	bool *reaches;          /* [cells][slot_count] whether a result depends on a cell */
	struct gj_settling_cell *cells; /* NULL where only one grade is possible */
};

/* Everything lives in the arena it was made in; the program and the gj_wanted row must outlive it. */
struct gj_explanation {
	const struct gj_program *program;
	const struct gj_wanted *row;
	void **columns;         /* the row's columns, one value each */
	struct gj_explained_pending *pending; /* NULL: all results are known; otherwise nothing below `columns` is */
	int64_t *slots;         /* [slot_count] */
	struct gj_explained_clause *clauses; /* [sheet_count]; zeros for entries that aren't clauses */
	struct gj_explained_selection *selections;
	bool alone;             /* nothing is known of other units: no 评选 or 定等 was held */
	int grade, band_grade, final_grade;
	int next_grade;         /* next higher grade that points alone can give; GJ_NONE at the top */
	int64_t short_by;       /* points to it, scaled; rounded up where the total is rounded */
};

/* Whether the value of a slot is rounded for showing. */
static inline bool gj_explanation_rounded(const struct gj_explanation *explanation, int slot)
{
	int flag = gj_program_rounded(explanation->program, slot);
	return flag != GJ_NONE && explanation->slots[flag] != 0;
}

/* The points that what applies of an entry is worth: its own unless some of it doesn't. */
static inline int64_t gj_explanation_owed(const struct gj_explanation *explanation, int entry)
{
	const struct gj_sheet_entry *of = &explanation->program->sheet[entry];
	return of->owed == GJ_NONE ? of->points : explanation->slots[of->owed];
}

/* Whether nothing of an entry applies. */
static inline bool gj_explanation_inapplicable(const struct gj_explanation *explanation, int entry)
{
	int slot = explanation->program->sheet[entry].inapplicable;
	return slot != GJ_NONE && explanation->slots[slot] != 0;
}

/* The row of a 参数表 that a clause's rules found by the look-up, in words; "" where they didn't look anything up by it. */
static inline const char *gj_explanation_found(const struct gj_explanation *explanation, size_t lookup, int clause)
{
	const struct gj_lookup *of = &explanation->program->lookups[lookup];
	for (size_t i = 0; i < of->found_count; i++) {
		int64_t row = explanation->slots[of->found[i].slot];
		if (of->found[i].entry == clause && row < (int64_t)of->label_count)
			return of->labels[row];
	}
	return "";
}

/* What a field that is a total over a ledger was made of. */
struct gj_explained_total {
	size_t ledger, total;
	uint64_t rows, counted, aside; /* of the unit: all, those counted, and those put aside for a fault */
};

/* False for a field that is none, for a total over groups of rows, and where the rows aren't known (for lack of a run). */
bool gj_explained_total(const struct gj_explanation *explanation, int field, struct gj_explained_total *made);

enum gj_explain_status { GJ_EXPLAIN_OK, GJ_EXPLAIN_NO_MEMORY, GJ_EXPLAIN_DISAGREE };

/* Explains a row that was found. `population` has decided over everyone; NULL: there is nobody else. GJ_EXPLAIN_DISAGREE: the two codes of the program give different scores, which
 * is a fault of the program that compiled it; nothing is to be believed then. */
enum gj_explain_status gj_explain_row(struct gj_explanation *explanation, const struct gj_program *program, const struct gj_wanted *row,
	const struct gj_population *population, struct gj_arena *arena);

/* explain_examine.c: sets explanation->pending of a row with 待核 cells, if they make a difference; part of gj_explain_row. False when memory is out. */
bool gj_explain_pending(struct gj_explanation *explanation, struct gj_arena *arena);
/* That of a field that is a number and known. */
int64_t gj_explanation_value(const struct gj_explanation *explanation, int field);
/* The value of a field, or what is known of it: 待核, or what a total lies between. */
bool gj_explanation_datum(struct gj_buffer *out, const struct gj_explanation *explanation, int field);

/* Finds the gains (explain_mend.c); part of gj_explain_row. False when memory is out. */
bool gj_explain_gains(struct gj_explanation *explanation, struct gj_arena *arena);

/* The sheet for people. `lost_only`: clauses without loss are counted, not shown. */
void gj_explanation_write(struct gj_report *report, const struct gj_explanation *explanation, bool lost_only);

/* Why a key that was sought has no evaluated row; *count of the message's arguments are filled, which belong to the program and the row. */
enum gj_data_message_id gj_explain_missing(const struct gj_program *program, const struct gj_wanted *row, const char *arguments[3], size_t *count);

/* What was wrong with the key's rejected rows, a line each. */
void gj_explain_faults(struct gj_report *report, const struct gj_wanted *row);
#endif
