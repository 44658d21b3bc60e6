/* What the parts of the lowering share. */
#ifndef GJ_LOWER_H
#define GJ_LOWER_H
#include "ir_build.h"
#include "model.h"
#include "quantity.h"

/* What becomes of a part by its own 不适用 若 … and those around it: it leaves, or counts full; never both. */
struct waived {
	ir_ref leaves, full;
};

struct lowering {
	const struct model *model;
	struct gj_arena *arena;
	struct ir_builder *build;
	struct ir *ir;
	struct gj_program *program;
	size_t slot_capacity, ledger_capacity, rounded_capacity, branch_capacity, lookup_capacity, looked_capacity;
	const struct lookup **lookups; /* of each of program->lookups */
	struct quantity *definitions; /* value of each definition once it is lowered, else -1 */
	int *first_child, *next_sibling; /* of each part; GJ_NONE at the end */
	/* Of each part, -1 where it has none: what a clause's rules or the clauses under a 要点, 指标, 加分项 … ask for, and what is left of it after the
	 * part's own bound. */
	struct quantity *asked, *limited;
	struct quantity *scores; /* of each part that has one, as far as it is known, its points where nothing of it applies; of the standard the total */
	/* Of each part, where some may not apply: what becomes of it; whether nothing of it applies; what the rest is worth. */
	struct waived *waived;
	ir_ref *inapplicable;
	struct quantity *owed, *worth; /* worth: of a 指标 or 项目 the same, its points where nothing of it applies */
	ir_ref *vetoed;         /* of a 否决项: whether a reason of it holds */
	/* The most that `asked` can be: tighter than the value's range, which can't know that tiers exclude each other. */
	gj_wide *most;
};

/* A whole standard; the parts of that follow. */
void lower_all(struct lowering *lowering, const struct model *model, struct gj_arena *arena);
/* lower.c: an empty IR and program for a model; the ranges of its slots once they are all there. */
void lower_start(struct lowering *lowering, const struct model *model, struct gj_arena *arena);
void lower_set_ranges(struct lowering *lowering);
/* The fields, the key and the columns (lower_program.c), the 校验 (lower_population.c). */
void lower_fields(struct lowering *lowering);
void lower_checks(struct lowering *lowering);
/* 台账. */
void lower_ledgers(struct lowering *lowering);

/* A slot for a value. */
int lower_slot(struct lowering *lowering, ir_ref value, bool ledger_only);
/* A slot for points as they are shown; low and high, at the scale of points, are what they are known to lie between. */
int lower_shown(struct lowering *lowering, struct quantity points, gj_wide low, gj_wide high, bool ledger_only);
/* A number, as few decimals of it as it takes where some scores are fractions: they would all go into divisors. */
struct quantity lower_decimal(struct lowering *lowering, int64_t value, int scale);
/* The same of points of the model. */
struct quantity lower_given_points(struct lowering *lowering, int64_t points);
/* Whether there is a value: -1 stands for none. */
static inline bool lower_has(struct quantity quantity)
{
	return quantity.above >= 0;
}
/* A branch and its slot; conditions that never change are left out. */
void lower_branch(struct lowering *lowering, enum gj_branch_kind kind, int entry, ir_ref condition, const char *label);
/* The rule file's text under a span, its runs of blanks made one; "" where there is none. */
const char *lower_text(const struct lowering *lowering, struct span span);

/* lower_found.c: which rows of 参数表 the rules of a clause found. */
void lower_found(struct lowering *lowering, int clause);
/* The value of an expression that isn't a fraction, scaled as the model says (expr->scale). */
ir_ref lower_expression(struct lowering *lowering, const struct expr *expr);
/* The value of any number. */
struct quantity lower_number(struct lowering *lowering, const struct expr *expr);
/* lower_lookup.c: EXPR_LOOKUP, EXPR_OUTSIDE; the index of the row found, the number of rows where there is none. */
struct quantity lower_lookup(struct lowering *lowering, const struct expr *expr);
ir_ref lower_outside(struct lowering *lowering, const struct lookup *lookup);
ir_ref lower_row(struct lowering *lowering, const struct lookup *lookup);
/* EXPR_CALENDAR. */
ir_ref lower_calendar(struct lowering *lowering, const struct expr *expr);
/* The same of points, brought to their scale where all scores are decimal numbers. */
struct quantity lower_points(struct lowering *lowering, const struct expr *expr);

/* Whole steps (in the count's scale) in a count. */
ir_ref lower_steps(struct lowering *lowering, const struct expr *count, int64_t step);
/* What a tier says before its action. */
const char *lower_tier_label(const struct lowering *lowering, const struct tier *tier);
/* What the rules of a clause ask for, as its 累计, 取重 or 择一 says. Sets lowering->most of the clause. */
struct quantity lower_clause(struct lowering *lowering, int part);

/* Items, projects, bonus, penalty, vetoes and the total: the scores. */
void lower_sheet(struct lowering *lowering);
/* What the points of a part, or those under it, can't go beyond: its 最多… or, where they stop there, its own points. False: nothing. */
bool lower_bound(const struct part *part, int64_t *bound);
/* The same where some of the part may not apply, too. */
struct quantity lower_bound_points(struct lowering *lowering, int part);
/* Whether there is a bound, and more can be asked for. */
bool lower_bound_binds(const struct lowering *lowering, int part);

/* The 不适用 of all parts. Before lower_sheet. */
void lower_waivers(struct lowering *lowering);
/* What is owed of the 项目 of a 大类, for reports. */
void lower_division_owed(struct lowering *lowering, int index);
/* A value times the 权重 of a part. */
struct quantity lower_weighted(struct lowering *lowering, int part, struct quantity value);
/* Whether something below a 指标 or 项目 may leave, so that it is worth less. */
bool lower_owed_varies(const struct lowering *lowering, int part);
/* What a part is worth by what applies of it: its points but for 指标, 项目 and a standard whose parts may leave. */
struct quantity lower_owed(struct lowering *lowering, int part);
/* Whether a part leaves or counts full. */
ir_ref lower_waived(struct lowering *lowering, int part);
/* A clause's points, none where it doesn't apply. */
struct quantity lower_unless_waived(struct lowering *lowering, int clause, struct quantity value);
/* A score, the part's points where it counts full. */
struct quantity lower_full_if_waived(struct lowering *lowering, int part, struct quantity score);
/* The points of a 项目 (or the standard) in proportion to what was earned of those that apply; 0 where none do. */
struct quantity lower_scaled_back(struct lowering *lowering, int part, struct quantity earned);

/* What each clause asks for and what counts of it in the end, and which caps absorbed something. After lower_sheet. */
void lower_ledger(struct lowering *lowering);

/* The grade: by the score, then its conditions and the other rules about grades, vetoes, 不参评. After lower_sheet. */
void lower_grades(struct lowering *lowering);

/* Grades, 评选, 目标, 校验. After lower_sheet. */
void lower_population(struct lowering *lowering);

/* The program's plain data: names, fields, sheet entries without their slots. */
void lower_program(struct lowering *lowering);

/* The fields that expressions read, definitions included, each once, in the order met. */
struct datum {
	size_t count, capacity;
	int *fields;
};
struct datum_finder;
struct datum_finder *datum_finder_new(const struct model *model, struct gj_arena *arena);
/* Starts an empty list. */
void datum_start(struct datum_finder *finder);
void datum_read(struct datum_finder *finder, const struct expr *expr);
void datum_read_clause(struct datum_finder *finder, const struct part *clause);
/* The list so far, in the arena. */
struct datum datum_take(struct datum_finder *finder);
#endif
