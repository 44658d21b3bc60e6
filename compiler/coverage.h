/* What the 用例 of a standard should show, point by point: each rule holding and not, each edge from both sides, each operand of 且 and 或 deciding … */
#ifndef GJ_COVERAGE_H
#define GJ_COVERAGE_H
#include "row_search.h"
#include "runtime/message.h"
#include "source.h"

enum coverage_kind {
#define COVERAGE(id, ...) COVER_##id,
#include "coverage.def"
#undef COVERAGE
	COVERAGE_KINDS
};

/* Its name, by enum gj_language. */
const char *coverage_kind_name(enum coverage_kind kind, enum gj_language language);

struct coverage_point {
	enum coverage_kind kind;
	struct span span;
	int part;               /* the sheet entry that it belongs to; GJ_NONE */
	const char *label;      /* what it is about, as written */
	const char *wanted[2];  /* what is to be seen of it, by enum gj_language */
	struct goal goal;       /* of coverage.program; never met by a row that is rejected unless `fails` says so */
};

struct coverage {
	struct gj_program *program; /* the standard once more, with the slots that the points ask for; NULL: they don't fit into one */
	size_t count, capacity;
	struct coverage_point *points;
};
#endif
