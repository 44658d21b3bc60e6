#include "sql_dialect.h"

#include "sql.h"

#include <string.h>

/* SQLite adds and multiplies in 64 bits and goes over to floating point beyond: nothing beyond is ever written. Its cells have no types of their own, so
 * that forms are checked; decimals are kept as text, since it has no decimal numbers. */
#define SQLITE_DECIMAL_FORM "typeof($1) IN ('text', 'null') AND length($1) <= 19 AND $1 NOT GLOB '*[^0-9.-]*' AND $1 NOT GLOB '?*-*' " \
	"AND $1 NOT GLOB '*.*.*' AND $1 GLOB '*[0-9]' AND ltrim($1, '-') GLOB '[0-9]*' AND instr($1 || '.', '.') >= length($1) - $2"

const struct sql_dialect sql_dialects[] = {
	{ .name = "sqlite", .title = "SQLite 3.35", .quote = '"', .unique = true, .loose = true,
		.whole = "INTEGER", .text = "TEXT", .boolean = "INTEGER", .date = "TEXT", .decimal = "TEXT",
		.form_whole = "typeof($1) IN ('integer', 'null')", .form_boolean = "$1 IN (0, 1)", .form_date = "$1 = strftime('%Y-%m-%d', $1)",
		.form_decimal = SQLITE_DECIMAL_FORM,
		.decimal_number = "CAST(replace($1, '.', '') || substr('$3', 1 + max(length($1) - instr($1 || '.', '.'), 0)) AS INTEGER)",
		.date_number = "CAST(strftime('%s', $1) AS INTEGER) / 86400", .boolean_condition = "$1", .decimals_kept = "",
		.shown = "rtrim(rtrim(printf('%s%d.%0$2d', CASE WHEN $1 < 0 THEN '-' ELSE '' END, abs($1) / $4, abs($1) % $4), '0'), '.')",
		.shown_whole = "CAST($1 AS TEXT)", .inapplicable = "'不适用'", .least = "min", .greatest = "max", .divide = { { "", " / ", "" }, { "", " / ", "" } },
		.fence = "LIMIT -1 OFFSET 0", .line_type = "INTEGER PRIMARY KEY", .once = "MATERIALIZED ", .total = "$1" },
};
const unsigned sql_dialect_count = sizeof sql_dialects / sizeof *sql_dialects;

const struct sql_dialect *sql_dialect_named(const char *name)
{
	for (unsigned i = 0; i < sql_dialect_count; i++)
		if (strcmp(sql_dialects[i].name, name) == 0)
			return &sql_dialects[i];
	return NULL;
}

const char *sql_dialect_names(void)
{
	return "sqlite";
}
