/* Tables by their place: a file, standard input, or a table of a database (store.h), which is read as if it had been written as CSV. */
#ifndef GJ_STORED_TABLE_H
#define GJ_STORED_TABLE_H
#include "table.h"

/* The databases that a run reads, each opened when it is first needed and kept, with what it shows, until the end. */
struct gj_tables;

/* NULL when memory is out. */
struct gj_tables *gj_tables_new(void);

/* Opens the table at `place`; `name` is that of the table where a database's place names none. As gj_table_open. Of one database only the table opened
 * last can be read. It must be closed before gj_tables_free. */
struct gj_table *gj_tables_open(struct gj_tables *tables, const char *place, const char *name, const struct gj_program *program);

/* Everything has been read: closes the databases. Tables must still be closed. */
void gj_tables_rest(struct gj_tables *tables);
void gj_tables_free(struct gj_tables *tables);
#endif
