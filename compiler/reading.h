/* What expressions read: their form, and their fields through definitions too. */
#ifndef GJ_READING_H
#define GJ_READING_H
#include "model.h"

/* The same by its form, wherever it is written. */
bool same_form(const struct expr *x, const struct expr *y);

/* Adds the fields of `expr` (NULL: none) to `reading`. Definitions that it uses have theirs already. */
void reading_add(struct reading *reading, const struct model *model, const struct expr *expr);
bool reading_has(const struct reading *reading, int field);
/* Whether one and the same field is in both; of readings that hold `more` only what they list counts. */
bool readings_meet(const struct reading *a, const struct reading *b);

/* Things that read fields, to be found by the fields they read. */
struct reader {
	size_t index;              /* whatever the owner means by it */
	struct reading reading;
};

struct readers {
	const struct model *model;
	struct gj_arena *arena;
	size_t count, capacity;
	struct reader *items;
	struct reader_list {
		size_t count, capacity;
		uint32_t *items;       /* indices into readers.items */
	} *lists;                  /* by field */
};

struct reader_step {
	size_t field, at;          /* 0 to begin */
};

void readers_begin(struct readers *readers, const struct model *model, struct gj_arena *arena);
void readers_add(struct readers *readers, size_t index, const struct expr *expr);
/* The next one that has a field of `reading`, each once, or NULL. */
const struct reader *readers_next(const struct readers *readers, const struct reading *reading, struct reader_step *step);
#endif
