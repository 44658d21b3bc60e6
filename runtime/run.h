/* A data file through a standard to a results file: threads take turns at reading, at the set of keys and at writing, so that the output keeps
 * the order of the input and memory holds a few chunks, the keys and the candidates of 评选, however many rows there are. */
#ifndef GJ_RUN_H
#define GJ_RUN_H
#include "ledger_pass.h"
#include "places.h"
#include "population.h"
#include "results.h"
#include "spool.h"
#include "stored_table.h"
#include "table.h"
#include "tally.h"

enum { GJ_RUN_SAMPLES = 5 };

/* A row looked for by its primary key, for an explanation; gj_wanted_free releases what the run has found. */
struct gj_wanted {
	const char *key;        /* set by the caller, who keeps it alive */
	bool found;             /* an evaluated row has this key */
	uint64_t line;
	int64_t *values;        /* [column_count] its columns, states included */
	char **texts;           /* [field_count] text fields; NULL elsewhere */
	size_t pending_count;
	struct gj_pending_cell *pending; /* its 待核 cells */
	uint64_t unit;          /* its place in the table, from 0 */
	const struct gj_traced_unit *rows; /* its rows in ledgers; lives as the records do. NULL: there are none */
	const struct gj_records *records; /* those of ledgers; live until gj_run_end. NULL: there are no ledgers */
	const struct gj_places *places; /* likewise; NULL: there is no 名次 */
	struct gj_buffer faults; /* reasons why a row with this key was rejected, a line each */
	size_t fault_count;
	char *nearest;          /* while none was found: the key most like it, or NULL */
	size_t distance;        /* edits to `nearest` */
};

struct gj_run_setup {
	const char *data;       /* "-": standard input; or a place in a database (store.h), whose table is called as the units are */
	const char *output;     /* "-": standard output; NULL: no results; or a place in a database */
	const char *rejects;    /* NULL: OUTPUT.rejects.csv when there are any (and `output` is a file), or to renew an older one; beside results in a database */
	const char *const *ledgers; /* [ledger_count] a place for each 台账, in the program's order; NULL where none was given: a database of units has them too */
	enum gj_format format;
	enum gj_language language; /* of the rejects file */
	unsigned threads;       /* 0: as many as there are processors */
	gj_native_run *native;  /* what evaluates units in place of the virtual machine; NULL: nothing */
	/* Called now and then while reading, from any thread but never from two at once; `total` is 0 when it isn't known. May be NULL. */
	void (*progress)(void *context, uint64_t done, uint64_t total);
	void *context;
	struct gj_wanted *wanted;
	size_t wanted_count;
};

/* What stopped a run: a row of messages.def and its arguments (owned by the run). */
struct gj_failure {
	bool set;
	enum gj_data_message_id id;
	size_t argument_count;
	char *arguments[2];
};

struct gj_run {
	const struct gj_program *program;
	const struct gj_run_setup *setup;
	struct gj_tally tally;
	struct gj_population *population;
	struct gj_tables *tables;
	char **ledger_places;        /* [ledger_count] where each is read from; NULL for those made of another one */
	struct gj_table *table;      /* for its findings; NULL when it could not be opened */
	struct gj_ledger_pass ledgers; /* what was read of each 台账, and the totals */
	struct gj_places *places;    /* NULL: the standard has no 名次 */
	struct gj_spool spool;       /* standard input, when it has to be read twice */
	struct gj_failure failure;   /* of the machine or of the paths; what is wrong with the table stands in the table's findings */
	char *rejects_path;          /* where the rejects went; NULL: nowhere */
	struct gj_buffer samples[GJ_RUN_SAMPLES]; /* the first reasons for rejection: “第 3 行 …” in the setup's language */
	size_t sample_count;
	struct gj_run_state *state;
};

/* Runs. Returns true when the whole input was read and the outputs stand in their places (some rows may have been rejected: see tally). Otherwise
 * `failure` or the table's findings say why, and nothing was left behind. Call gj_run_end in every case; `program` and `setup` outlive it. */
bool gj_run_go(struct gj_run *run, const struct gj_program *program, const struct gj_run_setup *setup);
void gj_run_end(struct gj_run *run);

void gj_wanted_free(struct gj_wanted *wanted, const struct gj_program *program);
#endif
