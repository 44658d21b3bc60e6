/* What the files of the checker share: its state, and one entry for each subject. A failed expression is NULL everywhere:
 * its mistake has been reported, and nothing that depends on it is reported again. */
#ifndef GJ_CHECK_H
#define GJ_CHECK_H
#include "check_interval.h"
#include "check_names.h"
#include "diagnostics.h"
#include "source.h"
#include "units.h"

enum value_kind { VALUE_FIELD, VALUE_DEFINITION }; /* name_entry.kind in checker.values */

struct definition_work {
	const struct node *node;
	enum { DEFINITION_NEW, DEFINITION_OPEN, DEFINITION_DONE } state;
	int index;             /* in model.definitions, once done */
	bool failed;
	int used_from;         /* the definition being worked out when this one was opened, for naming a circle; GJ_NONE */
};

/* What the checker alone knows of a part. */
struct part_work {
	const struct node *node;
	bool broken;           /* its points or rules have mistakes: sums that need them are not judged */
	bool odd_sum;          /* its points aren't those of its parts: reported */
	int points_scale, most_scale; /* of points and most, until all are brought to model.point_scale */
};

struct checker {
	const struct source *source;
	struct gj_arena *arena;
	struct diagnostics *diagnostics;
	struct model *model;
	const struct node *standard;
	struct name_table values;      /* fields and definitions: they share the expressions */
	struct name_table items, projects, grades, samples, marks;
	struct name_table reported;    /* unknown names, each reported once */
	struct definition_work *definitions;
	size_t definition_count;
	int definition_open;           /* innermost definition being worked out, GJ_NONE */
	bool grades_doubtful;          /* a grade's name stands twice: one of them was meant to be another */
	int depth;                     /* of expressions inside one another */
	struct part_work *work;        /* beside model.parts */
	size_t part_capacity, work_capacity, interpretation_capacity;
	int amount_scale;              /* most decimals any points have so far */
	struct given **sample_rows;    /* by index in checker.samples */
	size_t sample_count;
};

enum fact_kind { FACT_PRESENT, FACT_POSITIVE };

/* What is known where an expression stands: a field is present, or a value is above zero. */
struct facts {
	enum fact_kind kind;
	enum expr_kind of;             /* EXPR_FIELD or EXPR_DEFINITION */
	int index;
	const struct facts *next;
};

/* check_data.c: 数据 → model fields, the primary key, columns. */
void check_data(struct checker *checker);
/* check_data.c: 校验, once definitions are known. */
void check_row_checks(struct checker *checker);
/* check_definition.c: every 定义, in the order of use; collects their names first. */
void collect_definitions(struct checker *checker);
void check_definitions(struct checker *checker);
/* The index in model.definitions of checker.definitions[work], worked out on first use; GJ_NONE after a mistake. */
int definition_resolve(struct checker *checker, int work, const struct node *use);
/* check_sheet.c: 项目 … 评选 as parts; check_points.c: points that add up; check_total.c: ranges, caps and bounds owed. */
void check_sheet(struct checker *checker);
void check_total(struct checker *checker);
/* The first child part of `kind` below `parent`, after `after` (GJ_NONE to begin); GJ_NONE when there is none. */
int part_next(const struct checker *checker, int parent, int after);
void check_points(struct checker *checker);
/* check_rule.c: the rules of one clause, which stands in model.parts. */
void check_clause_rules(struct checker *checker, int clause);
/* The points of an ACTION inside `clause` (NULL: reported); *forfeits when it is 不得分 and takes its 要点's or 指标's points. */
const struct expr *check_action(struct checker *checker, const struct node *action, int clause, const struct facts *facts, bool *forfeits);
/* check_tiers.c: 分档. False: reported. */
bool check_tiers(struct checker *checker, const struct node *node, struct rule *rule, int clause);
/* check_grades.c, check_selection.c. Grade names are collected early because vetoes name them. */
void check_grades(struct checker *checker);
void check_selections(struct checker *checker);
void check_targets(struct checker *checker);
/* check_cases.c: 样例 and 用例; check_given.c: one value of a row. */
void check_cases(struct checker *checker);
/* The value of a GIVEN node for its field. `lenient`: a 用例 that expects 拒绝 may break the field's limits. False: reported. */
bool check_given(struct checker *checker, const struct node *value, int field, bool lenient, struct given *given);

/* check_expression.c. Facts may be NULL. */
const struct expr *check_expression(struct checker *checker, const struct node *node, const struct facts *facts);
/* The same where a quotient may stand unrounded: a side of a comparison, the operand of a rounding. */
const struct expr *check_operand(struct checker *checker, const struct node *node, const struct facts *facts);
const struct expr *check_condition(struct checker *checker, const struct node *node, const struct facts *facts);
const struct expr *check_number(struct checker *checker, const struct node *node, const struct facts *facts);
/* Points: unit 分, not negative. */
const struct expr *check_amount(struct checker *checker, const struct node *node, const struct facts *facts);
/* Two numbers brought to one unit: bare zeros take the other's, percentages stand beside ratios. False: reported. */
bool unify_units(struct checker *checker, const struct node *x_node, const struct expr **x, const struct node *y_node, const struct expr **y);
/* check_compare.c: comparisons, 在…之间, 属于, 未填; check_call.c: 最大 … 舍去 and quotients. */
const struct expr *check_comparison(struct checker *checker, const struct node *node, const struct facts *facts);
const struct expr *check_within(struct checker *checker, const struct node *node, const struct facts *facts);
const struct expr *check_member(struct checker *checker, const struct node *node, const struct facts *facts);
/* Reports 不适用 and 待核, which mean nothing yet; true when `node` (ABSENT or IS_ABSENT) says one of them. `word`: where it stands. */
bool report_reserved_absence(struct checker *checker, const struct node *node, struct span word, bool mendable);
const struct expr *check_absence(struct checker *checker, const struct node *node);
const struct expr *check_call(struct checker *checker, const struct node *node, const struct facts *facts);
const struct expr *check_quotient(struct checker *checker, const struct node *node, const struct expr *a, const struct expr *b,
	const struct facts *facts);
/* a / b, b already known to be above zero; its range outward to whole numbers. NULL: reported. */
const struct expr *expr_quotient(struct checker *checker, struct span span, const char *unit, const struct expr *a, const struct expr *b);
/* A field whose absence is allowed here (subject of 分档, 未填); NULL when the name isn't a field (not reported). */
const struct expr *field_expression(struct checker *checker, const struct node *node, const struct facts *facts, bool may_be_absent);

/* check_facts.c: what holds where `condition` is true (or false), before `known`. */
const struct facts *facts_from(struct checker *checker, const struct expr *condition, bool holds, const struct facts *known);
bool facts_hold(const struct facts *facts, enum fact_kind kind, const struct expr *value);

/* check_build.c: making expressions. Ranges are worked out here; NULL (reported) when one leaves 64 bits. */
struct expr *expr_new(struct checker *checker, enum expr_kind kind, struct span span, enum gj_type type, const char *unit);
const struct expr *expr_constant(struct checker *checker, struct span span, int64_t value, int scale, const char *unit);
const struct expr *expr_boolean(struct checker *checker, enum expr_kind kind, struct span span, const struct expr *a, const struct expr *b);
const struct expr *expr_number(struct checker *checker, enum expr_kind kind, struct span span, const char *unit, const struct expr *a,
	const struct expr *b);
const struct expr *expr_option(struct checker *checker, struct span span, int64_t index);
/* A number as the same in another unit: times 10^power. */
const struct expr *expr_in_unit(struct checker *checker, const struct expr *number, const char *unit, int power);
/* A share as the plain ratio it is: 80% becomes 0.80. */
const struct expr *expr_ratio_of_share(struct checker *checker, const struct expr *share);
/* A count in 万 or 亿 as the count itself: 3万名 becomes 30000名. */
const struct expr *expr_counted_singly(struct checker *checker, const struct expr *count);
/* Two numbers compared: their common scale must fit 64 bits. */
const struct expr *expr_compare(struct checker *checker, enum expr_kind kind, struct span span, const struct expr *a, const struct expr *b);
struct interval expr_interval(const struct expr *expr);
void report_overflow(struct checker *checker, struct span span, struct interval range, int scale, const struct expr *blame);

/* check_value.c: literals. */
/* A NUMBER's value at the fewest decimals that hold it exactly. */
void literal_value(const struct node *number, int64_t *value, int *scale);
/* The NUMBER's canonical unit, "" when none is written. */
const char *literal_unit(const struct node *number);
/* 0.8 beside a share may be meant as 80% or as 0.8%: both, as `80%”或“0.8%` for a message's quotes. NULL where there is no such doubt. */
const char *share_doubt(struct checker *checker, const struct node *number, const char *unit);
/* The NUMBER's value in another unit: its own ("" for none) or one that differs only in a power of ten (5000元 is 0.5万元);
 * one that would leave 64 bits becomes as large as any. False: neither, and the value is as written. */
bool literal_in_unit(const struct node *number, const char *unit, int64_t *value, int *scale);
bool is_literal(const struct node *node);
/* Points written as a literal (指标 …, 最多扣 …): unit 分, at most 4 decimals. False: reported. The value is kept at *scale. */
bool check_points_literal(struct checker *checker, const struct node *number, int64_t *value, int *scale);
/* An integer at model.point_scale; the value must be a multiple of it (rounded as asked when it isn't). */
int64_t to_point_scale(const struct checker *checker, int64_t value, int scale, enum gj_rounding rounding);
const char *points_text(const struct checker *checker, wide points);
const char *value_text(const struct checker *checker, wide value, int scale, const char *unit);
/* 以“次”为单位, or 不带单位; in English what follows a subject: is in 次. */
const char *unit_words(struct checker *checker, const char *unit, enum gj_language language);
/* When a value with a unit stands beside a field that has none, the field is to blame: reports that once per field, with the unit to declare.
 * False: `field` isn't such a field. */
bool report_undeclared_unit(struct checker *checker, const struct expr *field, const char *unit, struct span use);
/* The FIELD node of 数据 with a name; NULL when there is none. */
const struct node *field_node(const struct checker *checker, const char *name);
void report_undeclared_unit_of(struct checker *checker, const struct node *field, const char *unit, struct span use);
/* The source between two offsets, blanks and all. */
const char *source_text(const struct checker *checker, struct span span);

/* check_unknown.c: a name that isn't in `table`, reported once per spelling with the nearest one. {0} name, {1} `about`. */
void report_unknown(struct checker *checker, enum message_id id, const struct node *name, const struct name_table *table, const char *about);
/* The same for one of a few words. */
void report_unknown_word(struct checker *checker, enum message_id id, const struct node *name, const struct gj_texts *words, const char *about);
/* Adds a name to a table, reporting one that is taken or looks like another. False: taken. */
bool define_name(struct checker *checker, struct name_table *table, const struct node *node, int kind, int index);
/* "甲、乙、丙", at most `most` of them and then "等 n 个". */
const char *join_names(struct gj_arena *arena, const char *const *names, size_t count, size_t most);

/* A band over a grid of integers at `scale`: both ends included; open ends are the subject's own. */
struct band {
	bool has_low, has_high;
	wide low, high;
	const struct node *low_bound, *high_bound; /* BOUND, or NULL (a dash, a single number) */
	struct span span;
};
/* What bands divide. */
struct banding {
	const char *unit;
	int scale;                 /* decimals */
	const struct expr *subject; /* NULL: the total */
	const struct node *bands;  /* the 分档 or 等次 that they stand in */
};
/* check_band.c: a BAND or BAND_DASH. False: reported. */
bool check_band(struct checker *checker, const struct node *node, const struct banding *banding, struct band *band);
/* Bands sorted from low to high against [low, high]: reports gaps and overlaps with messages `gap` and `overlap`. */
struct tiling {
	struct band *bands;
	size_t count;
	struct interval range;
	int scale;
	const char *unit;
	struct span place;         /* where a gap at either end is reported */
	enum message_id gap, overlap, unreachable;
	bool gaps_allowed;         /* 其他 takes what is left */
	bool partly_covered;       /* gaps count only within `covered`; a band out of reach is the analyser's business */
	struct interval covered;
	size_t gaps;               /* set by check_tiling */
};
void check_tiling(struct checker *checker, struct tiling *tiling);
#endif
