/* What changed between two standards: a comparison of their models, in the words of the table. */
#ifndef GJ_COMPARE_H
#define GJ_COMPARE_H
#include "model.h"
#include "runtime/message.h"

enum difference_id {
#define DIFFERENCE(id, ...) DIFFERENCE_##id,
#include "differences.def"
#undef DIFFERENCE
	DIFFERENCES
};

enum difference_section {
#define SECTION(id, ...) DIFFERENCES_IN_##id,
#include "differences.def"
#undef SECTION
	DIFFERENCE_SECTIONS
};

/* What the words of a difference are, in both languages. */
struct difference_words {
	enum difference_section section;
	const char *name;       /* in JSON */
	const char *form[2];    /* by enum gj_language */
};
const struct difference_words *difference_words(enum difference_id id);
const char *difference_section_name(enum difference_section section, enum gj_language language);

struct difference {
	enum difference_id id;
	const char *arguments[4]; /* never NULL; the last may hold words, in the language asked for */
};

struct comparison {
	size_t count;
	struct difference *differences; /* section by section, within one in the order of the standards */
};

/* Compares two complete models into `arena`, which must outlive the comparison. False when memory is out. 用例 and 样例 are no part of what a standard
 * says and are not compared. */
bool compare_standards(const struct model *old, const struct model *new, enum gj_language language, struct gj_arena *arena,
	struct comparison *comparison);
#endif
