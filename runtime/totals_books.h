/* What totals keep for each ledger; totals.h is what others see of it. */
#ifndef GJ_TOTALS_BOOKS_H
#define GJ_TOTALS_BOOKS_H
#include "kept_rows.h"
#include "keys.h"
#include "pairs.h"
#include "totals.h"

/* The states of a ledger's totals that belong to one owner: units, or rows of another ledger. */
struct gj_account {
	int owner;                /* ledger, GJ_NONE: the units */
	size_t stride, room;      /* words of an owner; owners there is room for */
	int64_t *states;
};

/* Texts by number, in the order in which they were first met. */
struct gj_text_numbers {
	struct gj_keys *keys;
	uint64_t next;
};

struct gj_books {
	struct gj_vm *vm;
	const void **columns;     /* [column_count] what the machine runs on */
	void **derived;           /* [column_count] a block of each derived field; NULL elsewhere */
	uint32_t *counts;         /* rows of each owner, those that don't count too; stops at one more than it may have */
	size_t count_room;
	size_t account_count;
	struct gj_account *accounts;
	size_t *account_of, *offset; /* [total_count] where the state of a total stands */
	struct gj_pairs *pairs;   /* [total_count] of GJ_TOTAL_VALUES; [group_count] more for the steps to a group */
	bool *text_counts;        /* [field_count] the text decides something */
	struct gj_text_numbers *texts; /* [field_count] */
	uint32_t **block_numbers; /* [field_count] of the block taken last; NULL for other fields */
	const uint32_t **numbers; /* [field_count] of the block being added */
	uint64_t taken;           /* rows */
	bool kept, settled;
	struct gj_kept_rows rows;
};

struct gj_totals {
	const struct gj_program *program;
	uint64_t units;
	struct gj_books *books;   /* [ledger_count] */
	struct gj_trace *trace;   /* NULL: nobody asks which rows count */
	uint8_t *beyond;          /* [units] 1 + the first ledger of which there are too many rows; 0: none */
};

/* Numbers of a block's rows. */
typedef uint32_t gj_row_numbers[GJ_BLOCK_ROWS];

static inline const struct gj_ledger *gj_ledger_at(const struct gj_totals *totals, size_t index)
{
	return &totals->program->ledgers[index];
}

/* Room for all owners that there are by now. False when memory is out. */
bool gj_account_reserve(struct gj_totals *totals, size_t ledger, struct gj_account *account);
#endif
