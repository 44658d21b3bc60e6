/* What the text of a cell means for a field: the exact and tolerant reading. The fast paths of csv_row accept only plain spellings and
 * must agree with these; everything else ends up here. */
#ifndef GJ_CELL_H
#define GJ_CELL_H
#include "table.h"

enum { GJ_CELL_FINE = -1 };

struct gj_cell {
	int64_t value; /* scaled; the field's low where there is none, of PENDING one that there may be */
	enum gj_state state;
	int64_t low, high; /* PENDING: what the value may be, where it has one; the last state that it may be in besides */
	enum gj_state last;
	int error; /* enum gj_data_message_id, or GJ_CELL_FINE */
	int suggestion; /* MISSPELLED_OPTION: the option meant */
};

/* `text` without the quotes and blanks around it (gj_cell_trim). For text fields only `error` is set. */
void gj_cell_read(const struct gj_field *field, struct gj_text text, struct gj_cell *cell);

/* Without ASCII blanks, no-break and ideographic spaces at both ends. */
struct gj_text gj_cell_trim(struct gj_text text);

/* The kinds, called by gj_cell_read with a cell that isn't empty. */
void gj_cell_number(const struct gj_field *field, struct gj_text text, struct gj_cell *cell);
void gj_cell_bool(struct gj_text text, struct gj_cell *cell);
void gj_cell_date(const struct gj_field *field, struct gj_text text, struct gj_cell *cell);
void gj_cell_option(const struct gj_field *field, struct gj_text text, struct gj_cell *cell);

/* A cell of a column of results that says several values which there may be: PENDING. False: it says something else. */
bool gj_cell_several(const struct gj_field *field, struct gj_text text, struct gj_cell *cell);

/* The words that gj_cell_bool knows, for the fast path: NULL after the last one. */
const char *gj_cell_bool_word(size_t index, int *value);

/* A scaled value as a person writes it: "0.05", "-3". Returns `out`, which has GJ_NUMBER_TEXT bytes. */
enum { GJ_NUMBER_TEXT = 32 };
char *gj_number_text(int64_t value, int scale, char *out);
/* A date as 2018-06-06. Returns `out`, which has GJ_DATE_TEXT bytes. */
enum { GJ_DATE_TEXT = 16 };
char *gj_date_text(int64_t date, char *out);
#endif
