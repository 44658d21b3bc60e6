/* What the engines differ in, one row each. */
#ifndef GJ_SQL_DIALECT_H
#define GJ_SQL_DIALECT_H
#include <stdbool.h>
#include <stdint.h>

/* In the patterns $1 is a cell or a number, $2 how many decimals, $3 that many zeros, $4 a one with that many zeros, $5 a one that many places behind the
 * point. */
struct sql_dialect {
	const char *name, *title;
	char quote;                /* around names */
	bool backslash;            /* a backslash in a text has to be doubled */
	bool latin_names;          /* tables and views have Latin names */
	bool unique;               /* PRIMARY KEY and UNIQUE are kept by the engine */
	bool stores;               /* a table can have columns that are worked out when a row comes in */
	bool loose;                /* numbers have no declared width: nothing is cast */
	const char *whole, *wide;  /* types of 64 and of at least 121 bits with their sign; NULL: there is none */
	const char *key_text;      /* the type of a key made text, which may be missing */
	const char *text, *text_cell, *whole_cell, *boolean, *date, *decimal; /* types: of texts in general, of cells */
	unsigned longest_name;     /* in bytes; 0: there is no limit */
	const char *form_whole, *form_boolean, *form_date, *form_decimal; /* CHECK of a cell, "" where its type says it all */
	const char *decimal_number, *date_number, *boolean_condition; /* a cell as the rules see it */
	const char *decimal_compared; /* the same of a decimal, whatever there is in the cell */
	const char *flag, *flag_condition; /* the column that says 不适用; $1 as a condition */
	const char *decimals_kept; /* condition: the cell has no more decimals than $2; "" where the form says it */
	const char *shown, *shown_whole; /* a whole number $1 of units of 10^-$2, as the results show it; the same without decimals */
	const char *inapplicable;  /* what stands in place of a score where nothing applies */
	const char *least, *greatest;
	const char *divide[2][3];  /* around and between the operands of a division that cuts off decimals: of 64 bits, wide */
	bool whole_arithmetic;     /* numbers without a sign are a type of their own: arithmetic is done in `whole`, so that there is none of them */
	bool narrow_quotient;      /* whole quotients have 64 bits, whatever their operands */
	const char *fence;         /* behind a query that must not be merged with the one around it */
	const char *line_type;     /* of the column that numbers the rows */
	const char *table_end;     /* behind the columns of a table, $1 the one that numbers its rows */
	const char *settings;      /* behind a view */
	const char *list_number, *list_text; /* types in a list of values, where they have to be said; NULL */
	const char *count[2];      /* around what counts rows, to have a number with a sign */
	int64_t date_low, date_high; /* the dates that can be told apart from those beyond them; 0, 0: all */
	const char *total;         /* a sum or count $1 brought to `whole` */
};

extern const struct sql_dialect sql_dialects[];
extern const unsigned sql_dialect_count;
#endif
