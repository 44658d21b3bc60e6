/* Ledgers before the table: a pass over the table for its keys, then each ledger from its first row to its last into the totals of the units. */
#ifndef GJ_LEDGER_PASS_H
#define GJ_LEDGER_PASS_H
#include "message.h"
#include "records.h"
#include "stored_table.h"
#include "table.h"
#include "text_buffer.h"
#include "totals.h"

/* How one ledger was read. */
struct gj_ledger_read {
	struct gj_table *table; /* for its findings; NULL when it was never opened */
	uint64_t rows, rejected;
	struct gj_keys *numbers; /* its rows by their 主键, from 1, where rows of other ledgers belong to them; NULL elsewhere */
	bool done;
};

enum gj_pass { GJ_PASS_DONE, GJ_PASS_TABLE, GJ_PASS_NO_MEMORY, GJ_PASS_STOPPED };

struct gj_ledger_pass {
	const struct gj_program *program;
	struct gj_tables *tables;
	const char *data;           /* a place that can be read again */
	const char *const *paths;   /* [ledger_count] NULL for those made of another one */
	enum gj_language language;  /* of the rejects */
	const char *const *traced;  /* [traced_count] keys of units whose rows are traced */
	size_t traced_count;
	/* Called with the rejects of some rows (as CSV) and the first of them; false stops the pass. */
	bool (*take)(void *context, const struct gj_buffer *rejects, const struct gj_reject *reject, const char *ledger);
	void *context;
	struct gj_ledger_read *reads; /* [ledger_count] set by the pass; gj_ledger_pass_free releases them */
	struct gj_totals *totals;
	struct gj_records *records;   /* rows with 待核 cells, which are in no total */
	struct gj_trace *trace;       /* NULL where no unit is traced */
};

/* GJ_PASS_TABLE: the findings of the table (the units' table reports its own later: then no ledger was opened) or of the last ledger opened say why. */
enum gj_pass gj_ledger_pass_run(struct gj_ledger_pass *pass);
void gj_ledger_pass_free(struct gj_ledger_pass *pass);
#endif
