/* Totals over ledgers, for every unit: what the derived fields of a standard hold. Memory in proportion to the units, not to the rows of ledgers. */
#ifndef GJ_TOTALS_H
#define GJ_TOTALS_H
#include "vm.h"

struct gj_totals {
	const struct gj_program *program;
	uint64_t units;
	struct gj_ledger_totals {
		uint32_t *rows;     /* [units] rows of each unit, those that don't count too; stops at one more than the unit may have */
		int64_t **values;   /* [total_count][units] */
	} *ledgers;                 /* [ledger_count] */
};

/* Starts as all zeros. False when memory is out; gj_totals_free in every case. */
bool gj_totals_start(struct gj_totals *totals, const struct gj_program *program, uint64_t units);
void gj_totals_free(struct gj_totals *totals);

/* As it was started. */
void gj_totals_clear(struct gj_totals *totals);

/* Adds the `rows` rows that `vm` has run last with the code of ledger `index`. units[i]: the unit of row i, from 1; 0: the row doesn't count. */
void gj_totals_take(struct gj_totals *totals, size_t index, const struct gj_vm *vm, const uint32_t *units, size_t rows);

/* Fills the derived columns for the units first .. first + rows - 1 (from 0). */
void gj_totals_fill(const struct gj_totals *totals, uint64_t first, size_t rows, void *const *columns);

/* The first ledger in which a unit (from 0) has more rows than it may, or GJ_NONE. */
int gj_totals_beyond(const struct gj_totals *totals, uint64_t unit);
#endif
