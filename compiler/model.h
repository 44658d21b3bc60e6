/* The checked model: a standard with every name resolved, every expression typed, every point accounted for. Built by check.h from the tree; read by
 * the analyser, the lowering, `--dump=model`, the naive evaluator and the 用例 runner. All of it lives in the compilation's arena. */
#ifndef GJ_MODEL_H
#define GJ_MODEL_H
#include "ast.h"
#include "runtime/program.h"
#include <stdbool.h>

typedef __int128 wide; /* wide enough that interval arithmetic on checked 64-bit operands cannot overflow */

/* above / below in lowest terms; below is above zero. */
struct ratio {
	wide above, below;
};

/* Both ends included. */
struct range {
	struct ratio low, high;
};

enum expr_kind {
	EXPR_CONSTANT,   /* value */
	EXPR_FIELD,      /* field */
	EXPR_DEFINITION, /* definition */
	EXPR_ADD, EXPR_SUB, EXPR_MUL, EXPR_NEGATE,
	EXPR_QUOTIENT,   /* a / b, exactly; b is proved positive */
	EXPR_ROUND,      /* a to `scale` decimals, `rounding`; half away from zero */
	EXPR_MIN, EXPR_MAX, /* operands a, b (folded from lists) */
	EXPR_EQ, EXPR_NE, EXPR_LT, EXPR_LE, EXPR_GT, EXPR_GE, /* on numbers of any two scales, on options and on 是否 */
	EXPR_AND, EXPR_OR, EXPR_NOT,
	EXPR_SELECT,     /* a ? b : c */
	EXPR_CALENDAR,   /* `calendar` of the dates a (and b) */
	EXPR_ABSENT,     /* the field of a (EXPR_FIELD) is in `state`: 未填 or 不适用 */
	EXPR_LOOKUP,     /* the value that a 参数表 has for the keys a, b and c */
	EXPR_OUTSIDE,    /* whether the 参数表 has none for them */
	EXPR_SCORE,      /* the score of a part: an 指标, a 项目, or the total (part 0); where nothing of it applies, its points */
	EXPR_OWED,       /* the points that what applies of a part is worth; where nothing does, its points */
};

/* Rows of calendar.def: 年份 季度 月份 of a; whole 天数 月数 年数 from a to b, negative when b is earlier. PLUS: the date a plus b months; a day that
 * the month hasn't is its last. */
enum calendar {
#define CALENDAR(name, word, unit, operands) CALENDAR_##name,
#include "calendar.def"
#undef CALENDAR
	CALENDAR_PLUS
};

/* 参数表: a small table that belongs to the standard. */
struct table_column {
	const char *name, *unit;
	struct span span;
	enum gj_type type;      /* GJ_TEXT: names, which options are found by */
	int scale;
	bool used, key;         /* key: something is found by it */
};

struct table {
	const char *name;
	struct span span, name_span;
	size_t column_count, row_count;
	struct table_column *columns;
	const struct node **nodes; /* of the cells, row by row */
	int64_t *cells;         /* scaled by the column; 0 of names */
	struct span *rows;
	bool *reached;          /* some expression can find the row */
	bool used;
	bool broken;            /* it has mistakes: nothing is said of its use */
};

enum { MOST_KEYS = 3 };

enum lookup_kind { LOOKUP_EXACT, LOOKUP_STEP, LOOKUP_LINEAR }; /* 查表, 阶梯, 插值 */

struct lookup_key {
	int column;
	enum expr_kind relation; /* of the cell to the value: EXPR_EQ, but in the last key of 阶梯 EXPR_LE or EXPR_LT (the last such row), EXPR_GE or EXPR_GT
	                          * (the first) */
	const struct expr *value;
	int scale;              /* of the codes */
};

struct lookup_row {
	int64_t codes[MOST_KEYS]; /* of the key cells: a number at the key's scale, an option's index, 0 or 1, a date */
	size_t row;
};

struct lookup {
	enum lookup_kind kind;
	const struct table *table;
	int column;             /* whose value is wanted */
	size_t key_count;
	struct lookup_key keys[MOST_KEYS];
	size_t row_count;       /* of rows that can be found at all */
	struct lookup_row *rows; /* in the order of their codes, no two alike */
	bool ends;              /* 取端值: beyond the ends the value is that of the end */
	int64_t divisor;        /* LOOKUP_LINEAR: what the value is a whole number of; 0: each stretch has its own */
};

struct expr {
	enum expr_kind kind;
	struct span span;
	enum gj_type type;      /* GJ_BOOL, GJ_NUMBER, GJ_OPTION or GJ_DATE */
	const char *unit;       /* "" none; canonical (units.def) */
	int scale;              /* the value is low..high / 10^scale */
	wide low, high;         /* scaled, both included; [0,1] for a boolean that can be both */
	const struct range *exact; /* of a fraction, which has no last decimal: scale is GJ_SHOWN_DECIMALS, low and high are these ends outward. NULL: a whole
	                         * number of 1 / 10^scale */
	int64_t value;          /* EXPR_CONSTANT, scaled */
	int field;              /* EXPR_FIELD: index into model.fields */
	enum gj_state state;    /* EXPR_ABSENT: GJ_ABSENT or GJ_NOT_APPLICABLE */
	int definition;         /* EXPR_DEFINITION */
	int part;               /* EXPR_SCORE, EXPR_OWED */
	enum gj_rounding rounding;
	enum calendar calendar;
	const struct lookup *lookup; /* EXPR_LOOKUP, EXPR_OUTSIDE */
	bool stops;             /* EXPR_MAX, EXPR_MIN: no other than a in any row that holds to the 校验, and wherever it is used */
	bool implied;           /* EXPR_SELECT whose condition isn't written: c is what b means where there is nothing to divide by, or no row */
	const struct expr *a, *b, *c;
};

/* A total over the rows of a ledger. */
struct aggregate {
	struct gj_total total;        /* slots filled in by the lowering */
	const struct expr *filter;    /* over the ledger's fields; NULL: every row */
	const struct expr *value;     /* NULL for a count, and for a text */
	const struct expr *by;        /* what rows are ordered by; NULL but for 最近 and 最早 */
};

/* 台账: rows that belong to a unit, or to a row of another ledger. */
struct ledger {
	const char *name, *unit;
	struct span span, name_span;
	struct model *rows;           /* its fields, 校验 and definitions alone; key_field is the link. Expressions hold what the definitions stand for */
	int unique_field;             /* its 主键, GJ_NONE */
	int64_t most;                 /* rows of one owner */
	int parent;                   /* the ledger whose rows own these; GJ_NONE: the units do */
	const char *results;          /* name of the rule file whose results are the rows; NULL */
	int base;                     /* the ledger that it is made of; GJ_NONE: read from a file */
	size_t group_count;
	int *group_fields;            /* of the base; the first fields of `rows` are the same */
	const struct expr *group_filter; /* over the base's fields; NULL: every row is in some group */
	size_t aggregate_count, aggregate_capacity;
	struct aggregate *aggregates; /* each fills one derived field of its owner's model */
};

enum { MOST_READ = 12 };

/* The fields that something reads. */
struct reading {
	size_t count;
	int fields[MOST_READ];
	bool more;             /* there are others, which aren't listed */
};

struct definition {
	const char *name;
	struct span span;
	const struct expr *value; /* NULL: a mistake already reported */
	struct reading reading;   /* of its value */
	int depth;                /* of definitions that use one another, down from this one; what walks them may recurse */
};

/* One line of reckoning inside a clause: points asked for are amount when (condition) … */
enum rule_kind {
	RULE_IF,     /* condition ? amount : 0 */
	RULE_EACH,   /* whole steps of `step` in count (count >= 0): floor(count / step) × amount. 每 and 每满 differ only in checking: see the manual */
	RULE_TIERS,  /* the first tier whose condition holds; together they tile the subject's range and its states */
	RULE_AMOUNT  /* amount, always */
};

struct tier {
	struct span span;
	const struct expr *condition; /* over the subject; exact and exclusive */
	const struct expr *amount;
};

struct rule {
	enum rule_kind kind;
	struct span span;
	const struct expr *condition; /* RULE_IF */
	const struct expr *count;     /* RULE_EACH */
	const struct expr *subject;   /* RULE_TIERS */
	int64_t step;                 /* RULE_EACH, in count's scale */
	const struct expr *amount;    /* points, unit 分, >= 0; NULL with RULE_TIERS */
	bool voids;                   /* a tier of it is 本指标不得分 or its kin, which is a part of its own */
	bool forfeits;                /* 不得分: amount is the points of the enclosing 要点, or 指标 where there is none */
	size_t tier_count;
	struct tier *tiers;
};

/* 加倍 若 …: the clause's points are `times` / 10^scale as many where it holds and none before it does. Worked into the amounts of its rules. */
struct factor {
	struct span span;
	int64_t times;
	int scale;
	const struct expr *condition;
};

/* What becomes of parts that don't apply. */
enum waiving {
	WAIVING_UNSAID,
	WAIVING_SCALED,         /* 折算: what is left is scaled back to full points */
	WAIVING_FULL            /* 计满分 */
};

/* Of a 权重 as a plain number: 12.5% is 0.125. */
enum { WEIGHT_DECIMALS = 6 };

enum combine { COMBINE_SUM, COMBINE_HEAVIEST, COMBINE_FIRST }; /* 累计, 取重 (取最高), 择一 */

/* A row of the sheet, in the document's order; children stand after their parent. */
struct part {
	enum gj_part kind;
	int parent;             /* index, GJ_NONE for the standard */
	struct span span, name_span;
	const char *name, *wording; /* name of a GJ_PART_VOID, GJ_PART_OUTCOME or GJ_PART_WAIVER: its reason as written */
	struct span wording_span;
	bool party;             /* 项目: what one party makes of the sheet */
	bool has_points;
	int64_t points;         /* scaled by model.point_scale */
	bool capped;            /* losses stop at `points`: 扣完为止 here, or 各指标扣完为止 */
	bool cap_inherited;     /* only by the standard's 各指标扣完为止 */
	bool has_most;          /* 最多… of a clause, 以下各条, 要点, 指标, 加分项 or 减分项 */
	int64_t most;           /* scaled */
	enum combine combine;   /* of a clause's rules, or of what stands directly in a 以下各条, 要点, 指标, 加分项 or 减分项 */
	bool earning;           /* a clause of 得 rules, or an item made of such: starts at 0 */
	bool fraction;          /* its points may have more decimals than are shown */
	enum waiving waiving;   /* of the standard or a 项目, as declared */
	bool waived;            /* some 不适用 若 … stands directly under it */
	bool may_leave;         /* where parts that don't apply are 折算: it may be that nothing of it applies */
	wide least_owed;        /* the least that what applies of it is worth, when something does; scaled. points where all always applies. Of a standard
	                         * with 权重: at WEIGHT_DECIMALS more */
	int64_t weight;         /* of a 项目 or 指标 with 权重, at WEIGHT_DECIMALS */
	wide low, high;         /* scaled by model.point_scale. 条款: points it can incur, after its own 最多…; 要点, 以下各条: points its clauses can incur, after
	                         * its cap; 指标, 项目, 加分项, 减分项: its score (a 减分项 as a positive amount); 标准: the total, after its bounds */
	size_t rule_count;
	struct rule *rules;     /* GJ_PART_CLAUSE */
	size_t factor_count;
	struct factor *factors;
	const struct expr *condition; /* GJ_PART_VETO, GJ_PART_VOID, GJ_PART_OUTCOME, GJ_PART_WAIVER; NULL where `count` stands */
	enum gj_grade_rule outcome; /* GJ_PART_OUTCOME */
	int grade;              /* index in model.grades or GJ_NONE. GJ_PART_VETOES: where it leads to; GJ_PART_OUTCOME: the grade it is about; of 降一级
	                         * the lowest it may lead to */
	const struct expr *count; /* 降一级 每 …: one level for each whole `step` of it */
	int64_t step;           /* in count's scale */
	size_t interpretation_count;
	int *interpretations;
};

struct model_field {
	struct gj_field field;  /* lane and columns are set by the checker too */
	struct span span, name_span;
	bool used;
	bool inexact;           /* a column of results that were rounded to be printed */
	bool ranked;            /* a 名次, or how many are ranked: derived, but said in 样例 and 用例 */
	bool guard_mistaken;    /* asked for a state that it is never in, or for 待核: reported, so that what the guard should have allowed isn't */
};

struct check_rule {
	struct span span;
	const struct expr *condition;
	const char *message, *text;
	bool implied;           /* no 校验 is written: it goes with a 酌情扣 */
	struct reading reading;
};

struct model_grade {
	struct gj_grade grade;
	struct span span, name_span;
	bool by_veto;           /* some 否决项 leads to it */
};

struct rank_key {
	struct span span;
	const struct expr *value; /* NULL: the primary key */
	bool total;             /* 总分: value is NULL */
	bool descending;
	const char *name;
};

struct model_grouping {
	struct gj_grouping grouping;   /* slots filled in by the lowering */
	struct span span;
	const struct expr **values;    /* [key_count] NULL for a text */
};

struct model_selection {
	struct gj_selection selection; /* slots filled in by the lowering; its name is empty for a 定等 */
	int grade;                     /* that a 评选 gives; GJ_NONE for a 定等 */
	struct span span;
	const struct expr *condition;  /* NULL: all in scope */
	const struct expr **stretch_conditions; /* [stretch_count] NULL: none */
	bool may_meet_vetoed;          /* vetoed rows may be in scope; they are never chosen */
	size_t key_count;
	struct rank_key *keys;
};

/* 名次. */
struct model_ranking {
	struct gj_ranking ranking;     /* slots, grouping and keys filled in by the lowering */
	struct span span, name_span;
	const struct expr *condition;  /* NULL: every unit is ranked */
	struct model_grouping grouping;
	size_t key_count;
	struct rank_key *keys;
};

struct given {
	int field;
	enum gj_state state;
	int64_t value;          /* scaled like the field; GJ_TEXT: unused */
	const char *text;       /* GJ_TEXT; never NULL */
	struct span span;       /* empty where the row says nothing about the field */
	bool given;             /* false: not written anywhere (a default, an empty cell, or a text that no rule reads) */
	bool unfit;             /* only in a 用例 that expects 拒绝: the value breaks the field's own type, range or decimals */
};

enum expect_kind { EXPECT_PART, EXPECT_TOTAL, EXPECT_BONUS, EXPECT_PENALTY, EXPECT_GRADE, EXPECT_VETOED, EXPECT_VETO_REASON, EXPECT_REJECTED };

struct expectation {
	enum expect_kind kind;
	struct span span;
	int index;              /* part, or grade, or field (EXPECT_REJECTED) */
	int64_t value;          /* scaled points; 0/1 */
};

/* Rows of one ledger in a sample. */
struct given_rows {
	size_t count, capacity;
	struct given **rows;    /* each in the order of the ledger's fields */
};

struct sample {
	const char *name;
	struct given *row;      /* one per field, in the fields' order */
	struct given_rows *ledgers; /* one per ledger of the model */
};

struct test_case {
	const char *title;
	struct span span;
	struct given *row;      /* one per field, samples and 其中 already merged; in the fields' order */
	struct given_rows *ledgers; /* one per ledger of the model */
	size_t expectation_count;
	struct expectation *expectations;
};

struct model {
	const struct source *source;
	const char *name, *edition, *document, *issuer, *effective, *expires, *unit_name;
	size_t basis_count;
	const char **bases;            /* 依据 of the standard and of its parts, in the document's order */
	struct span name_span;
	const char *source_text;       /* path of 原文, or NULL */
	int point_scale;               /* decimals of every score as it is shown */
	bool fractional;               /* some part is a fraction: point_scale is GJ_SHOWN_DECIMALS */
	int64_t full_points;
	bool items_capped;
	bool has_floor, has_ceiling, open_ended; /* of the total */
	int64_t floor, ceiling;        /* scaled */
	const struct expr *total_formula; /* NULL: 指标 + 加分 − 减分 */
	bool weighted;                 /* the formula is that of 权重 */
	bool waives;                   /* some part may not apply */
	int unrated_grade;             /* 不参评, what a unit is to which nothing of a scaled sheet applies; GJ_NONE */
	const char *formula_text;      /* "" where there is none */
	bool total_rounded;            /* after floor and ceiling, to `total_scale` decimals, fewer than points have */
	int total_scale;
	enum gj_rounding total_rounding;
	size_t field_count, field_capacity;
	struct model_field *fields;
	int key_field;
	size_t carried_count;
	int *carried;                  /* fields that the results carry along */
	size_t ledger_count;
	struct ledger *ledgers;
	size_t table_count;
	struct table *tables;
	size_t definition_count;
	struct definition *definitions; /* each after those it uses */
	size_t check_count;
	struct check_rule *checks;
	size_t part_count;
	struct part *parts;            /* parts[0] is the standard */
	size_t interpretation_count;
	struct gj_interpretation *interpretations;
	size_t grade_count;            /* ranked from lowest to highest */
	struct model_grade *grades;
	size_t column_count;
	struct gj_grade_column *columns; /* of the results, by grade */
	int veto_grade;                /* the highest that a veto leads to, GJ_NONE when there are no vetoes */
	size_t grouping_count;
	struct model_grouping *groupings; /* the first: everyone */
	size_t ranking_count;
	struct model_ranking *rankings;
	size_t selection_count;
	struct model_selection *selections; /* 评选 and 定等 in the document's order */
	size_t target_count;
	struct gj_target *targets;
	struct span *target_spans;     /* of each */
	size_t sample_count;
	struct sample *samples;
	size_t case_count;
	struct test_case *cases;
};

/* The 要点, 指标, 加分项 or 减分项 that a clause stands in, whatever 以下各条 is between them. */
static inline int model_owner(const struct model *model, int clause)
{
	int owner = model->parts[clause].parent;
	while (model->parts[owner].kind == GJ_PART_SERIES)
		owner = model->parts[owner].parent;
	return owner;
}
#endif
