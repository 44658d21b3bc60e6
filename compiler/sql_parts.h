/* What the parts of the SQL writer share. */
#ifndef GJ_SQL_PARTS_H
#define GJ_SQL_PARTS_H
#include "ir_build.h"
#include "runtime/memory.h"
#include "sql.h"
#include "sql_dialect.h"

/* Names of columns and views that the script brings with it; each is one that no field and no sheet entry has. */
struct sql_words {
	const char *line, *owner, *self, *present, *readable; /* columns */
	const char *stored;                        /* prefix of columns of tables */
	const char *value, *clause, *reason;       /* prefixes of further columns */
	const char *step;                          /* prefix of those that only the next query sees */
	const char *places, *scores, *results, *rejects, *targets; /* views */
};

/* The values by which candidates are ordered for one ranking key: one, or the digits of a quotient from the first on; none for the primary key. */
enum { SQL_DIGITS = 130 };
struct sql_rank {
	size_t count;
	ir_ref values[SQL_DIGITS];
};

struct sql {
	FILE *out;
	struct gj_arena *arena;
	const struct sql_dialect *dialect;
	struct diagnostics *diagnostics;
	const struct ir *ir;
	struct sql_words words;
	const char **taken; /* names of tables and views */
	size_t taken_count, taken_capacity;
	const char *table;  /* of the units */
	const char **ledgers, **counted; /* of each ledger: its table (NULL: it has none), and the view of its rows that count */
	const char **ledger_names; /* what the tables and views of each ledger are called after */
	struct sql_code **codes; /* of each ledger, behind its last query: what its view has */
	struct sql_code *scores;
	struct sql_rank **ranks; /* of each selection: of each of its keys */
	bool refused;
};

/* sql_text.c. Directives: %n a name, %q a text, %s as it stands, %_ the word `step`, %d int, %l int64_t, %% */
void sql_print(struct sql *sql, const char *format, ...);
/* A pattern of the dialect with the cell `cell` and the decimals `scale` in it. */
void sql_pattern(struct sql *sql, const char *pattern, const char *cell, int scale);
/* The text as a comment to the end of the line; nothing for "". */
void sql_comment(struct sql *sql, const char *indent, const char *text);
/* `alias`.`name`, as patterns take it. */
const char *sql_cell(struct sql *sql, const char *alias, const char *name);
/* The end of a view. */
void sql_end_view(struct sql *sql);
/* A name not yet among `names` (engines don't tell capitals from small letters), which is added to them. */
const char *sql_new_name(struct sql *sql, const char ***names, size_t *count, size_t *capacity, const char *wanted);
const char *sql_new_view(struct sql *sql, const char *wanted);
/* A word in the name of a table or view, as the engine takes it. */
const char *sql_word(const struct sql *sql, const char *word);
/* The view of what is wrong with rows of a ledger, or of the units (GJ_NONE). */
const char *sql_faults_name(const struct sql *sql, int ledger, const char *what);
void sql_choose_words(struct sql *sql);
/* Reports what the dialect can't say exactly. */
void sql_refuse(struct sql *sql, struct span span, const char *zh, const char *en);

enum sql_type { SQL_BOOLEAN, SQL_SMALL, SQL_WHOLE, SQL_WIDE }; /* SMALL: engines may compute it in 32 bits */

/* How a value is written: within the expressions that use it, or as a column of its own in one of the queries that follow each other. */
struct sql_plan {
	bool needed, named;
	bool hidden;        /* only asked whether it holds: not among the columns of a view */
	unsigned uses, weight, nest; /* nest: how deep brackets stand in each other */
	int level, last;    /* of a named one: the query that computes it, and the last that needs it */
	enum sql_type made, type; /* of the expression, and of what others see: a column has a type of its own */
	const char *name, *comment;
};

/* The values of one IR as this writer needs them: those of the calendar are broken up into plain arithmetic, further ones can be added. */
struct sql_code {
	struct sql *sql;
	const struct gj_program *program;
	struct ir ir;       /* values are its own */
	ir_ref *map;        /* from the values of the IR given */
	const struct ir *given;
	struct sql_plan *plans;
	size_t plan_capacity;
	const char **names; /* of columns, so that none occurs twice */
	size_t name_count, name_capacity;
	const char *alias;  /* of the table that the columns stand in, where it has to be said; NULL */
	int levels, level;  /* how many queries follow the first; which one is being written */
	size_t kept_count, kept_capacity; /* columns that every query hands on: the row's number, its key … */
	const char **kept;
};

/* sql_code.c */
struct sql_code *sql_code_new(struct sql *sql, const struct ir *ir);
ir_ref sql_slot(const struct sql_code *code, int slot);
ir_ref sql_value(struct sql_code *code, enum ir_op op, ir_ref a, ir_ref b, int64_t k);
/* With ends that are known better than from the operands alone. */
ir_ref sql_value_within(struct sql_code *code, enum ir_op op, ir_ref a, ir_ref b, int64_t k, gj_wide low, gj_wide high);
ir_ref sql_constant(struct sql_code *code, int64_t k);
/* The value of a field. */
ir_ref sql_field(struct sql_code *code, int field);

/* sql_plan.c: `need` what will be asked for, `keep` the columns to be handed on, name what has a name; then plan. */
void sql_keep(struct sql_code *code, const char *name);
void sql_keep_text(struct sql_code *code, int field);
bool sql_keeps(const struct sql_code *code, const char *name);
void sql_need(struct sql_code *code, ir_ref value);
void sql_test(struct sql_code *code, ir_ref value);
/* Whether a value is a column that was asked for. */
bool sql_is_asked(const struct sql_code *code, size_t value);
void sql_call(struct sql_code *code, ir_ref value, const char *name, const char *comment);
/* Which values are computed, once all needs are known; before sql_call. */
void sql_mark(struct sql_code *code);
void sql_plan(struct sql_code *code);
/* Whether the column is an input of what is needed. */
bool sql_reads(const struct sql_code *code, int column);
/* The column of the field in the first query, and whether it is needed there. */
const char *sql_column_name(struct sql_code *code, int column);

/* sql_expression.c: a value in the query being written; `least`: how tight it has to bind. */
void sql_expression(struct sql_code *code, ir_ref value);

/* sql_stages.c: the queries behind the first, s0, which the caller has written from "WITH s0 AS (" to its closing bracket; then code->level is
 * such that values can be written over the last, whose name is s and code->levels. */
void sql_stages(struct sql_code *code);
/* Behind SELECT: all that was asked for, from the last query; and the 校验 as its WHERE. */
void sql_asked(struct sql_code *code);
void sql_tests(struct sql_code *code);

/* sql_table.c */
void sql_tables(struct sql *sql);
/* The needed columns of the program's own fields as "SELECT" items, each with a comma before it, over the table's alias "d". */
void sql_input(struct sql_code *code);
/* Conditions under which a row can be read, each with "AND" before it. */
void sql_good_cells(struct sql *sql, const struct gj_program *program, const char *indent);
/* The column that says 不适用. */
const char *sql_inapplicable(struct sql *sql, const struct gj_field *field);
/* The code of what is wrong with a cell, as an expression that is NULL where nothing is; and whether the field can have such a fault. */
void sql_cell_fault(struct sql *sql, const struct gj_field *field);
bool sql_can_be_bad(const struct gj_field *field);

/* sql_totals.c: the views of the totals of a ledger that fill fields of `owner` (GJ_NONE: of the units). */
void sql_sums(struct sql *sql, int ledger, int owner);
/* Those that one view with GROUP BY gives, and one that needs its rows in order and has a view of its own. */
bool sql_has_sums(const struct sql *sql, int ledger, int owner);
bool sql_is_ordered(const struct gj_total *total);
const char *sql_sums_name(const struct sql *sql, int ledger, int owner);
const char *sql_ordered_name(const struct sql *sql, int ledger, size_t total);

/* sql_ledgers.c */
void sql_ledgers(struct sql *sql);
/* The same for the rows of a ledger's table. */
void sql_first_query_of_rows(struct sql_code *code, int ledger);
void sql_keep_row(struct sql_code *code, int ledger);
/* The totals that fill the derived columns of `owner` (GJ_NONE: the units): as SELECT items, and the joins to the table d, whose column `key` says whose
 * they are. */
void sql_derived(struct sql_code *code, int owner);
void sql_joins(struct sql *sql, int owner, const char *key);
/* A query: keys of units with more rows of the ledger than they may have. And the condition that a key isn't among any, with AND before it. */
void sql_beyond(struct sql *sql, int ledger);
void sql_within_most(struct sql *sql, const char *key);

/* sql_places.c: the view of the places of units, where there is 名次; and the columns of the first query that it fills, and the join to it. */
void sql_places(struct sql *sql);
void sql_place_columns(struct sql_code *code);
void sql_join_places(struct sql_code *code);

/* The values of a ranking key, which will be asked for. */
void sql_rank_by(struct sql_code *code, const struct gj_rank_key *key, struct sql_rank *rank);

/* sql_scores.c: the view of what every unit gets, in whole numbers; sql->scores is what it has. Its first query serves the rejects too. */
void sql_scores(struct sql *sql);
void sql_first_query(struct sql_code *code);
/* A unit's row number and key are handed on. */
void sql_keep_unit(struct sql_code *code);

/* sql_population.c: queries from "WITH s AS (" on; returns the name of the last, which has every unit with its grade after each selection. */
const char *sql_selections(struct sql *sql);
/* A unit's grade after the first `count` selections, over s. */
void sql_grade_after(struct sql *sql, size_t count);
/* A slot over s: a column, or the number itself; GJ_NONE is 0, as a condition true. */
const char *sql_over(struct sql *sql, int slot);
void sql_condition(struct sql *sql, int slot);
/* The expressions that tell the groups of a grouping apart. */
void sql_group(struct sql *sql, int grouping);
/* Grades that take no part; there is room for all grades. */
size_t sql_unrated(const struct sql *sql, int *grades);

/* The rows of a table that come second with their key are left out: a condition with `joint` before it; nothing where the engine keeps them out. */
void sql_without_repeated(struct sql *sql, int ledger, const char *line, const char *joint);

/* sql_rejects.c, sql_results.c */
void sql_rejects(struct sql *sql);
void sql_results(struct sql *sql);
#endif
