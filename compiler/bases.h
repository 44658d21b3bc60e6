/* What the files share that read further rule files: those that a standard is based on (base.c), and those whose results are its ledgers (levels.c). */
#ifndef GJ_BASES_H
#define GJ_BASES_H
#include "diagnostics.h"
#include "model.h"
#include "source.h"

enum { MOST_LEVELS = 16 };

/* A standard whose results some ledger is made of. */
struct level {
	const char *path;       /* without links */
	size_t faults;          /* errors of its own; 0: it means something */
	bool told;              /* it isn't at fault, but a standard whose results it needs is: reported */
	const struct node *standard;
	const struct model *model;
	struct level *next;
};

struct bases {
	struct source *source;
	struct gj_arena *arena;
	struct diagnostics *diagnostics;
	size_t count;
	struct node *trees[MOST_LEVELS];   /* the file's own first, then what each is based on */
	size_t files[MOST_LEVELS];         /* in the source */
	const char *paths[MOST_LEVELS];    /* without links, to tell files apart */
	struct level **levels;             /* all that have been read so far */
	const struct bases *outer;         /* a file of which has a ledger of this standard's results; NULL */
	size_t outer_count;                /* up to which file of it */
	size_t depth;                      /* how many are around it */
	bool level_failed;                 /* some standard whose results are needed could not be used */
};

/* base.c: reads a plain file; no pipe, device or standard input is waited for. */
enum source_status read_rule_file(const char *path, struct gj_arena *arena, struct source **file);
const char *real_path(const struct bases *bases, const char *path);
const char *tidy_path(const struct bases *bases, const char *path, const char *real);
/* Whether a file is among those that led here, up to `count` of its own: says so at `attribute`, as `id`. */
bool goes_round(const struct bases *bases, size_t count, const struct node *attribute, const char *path, enum message_id id);
size_t bases_errors(const struct bases *bases);
/* The tree of the standard in the file files[0] with all that it is based on, and its ledgers of results. See parse_with_bases. */
struct node *bases_parse(struct bases *bases, bool *complete);

/* levels.c: the columns of the ledgers that are results of other standards, as fields of those ledgers, in the tree of bases->trees[index]. False: some
 * standard could not be used (reported). */
bool read_levels(struct bases *bases, size_t index);
#endif
