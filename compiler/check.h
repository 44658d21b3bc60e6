/* What the files of the checker share: its state, and one entry for each subject. A failed expression is NULL everywhere:
 * its mistake has been reported, and nothing that depends on it is reported again. */
#ifndef GJ_CHECK_H
#define GJ_CHECK_H
#include "check_interval.h"
#include "check_names.h"
#include "check_ratio.h"
#include "decide.h"
#include "diagnostics.h"
#include "source.h"
#include "runtime/calendar.h"
#include "units.h"
#include "witness.h"

enum { MOST_FIELDS = 10000, MOST_LEDGERS = 100 };

enum value_kind { VALUE_FIELD, VALUE_DEFINITION, VALUE_LEDGER_DEFINITION }; /* name_entry.kind in checker.values */

struct ledger_definition {
	const struct node *node;
	bool open;             /* being worked out */
};

struct definition_work {
	const struct node *node;
	enum { DEFINITION_NEW, DEFINITION_OPEN, DEFINITION_DONE } state;
	int index;             /* in model.definitions, once done */
	bool failed;
	int used_from;         /* the definition being worked out when this one was opened, for naming a circle; GJ_NONE */
};

/* What the 不适用 若 … around a place tell of the units that it is about. */
struct applying {
	const struct facts *facts;
	bool doubtful;         /* one of them has a mistake */
};

/* What the checker alone knows of a part. */
struct part_work {
	const struct node *node;
	bool broken;           /* its points or rules have mistakes: sums that need them are not judged */
	bool odd_sum;          /* its points aren't those of its parts: reported */
	int points_scale, most_scale; /* of points and most, until all are brought to model.point_scale */
	struct range range;    /* of its score or points, exactly: what part.low and part.high stand for */
	struct applying applying; /* inside it */
};

/* Scores are known once everything they are made of is: those of a 项目 in its 本项目不得分, of all parts in 本表不得分, and the total in what
 * follows from it. */
enum scores_known { SCORES_NONE, SCORES_OF_PROJECT, SCORES_OF_PARTS, SCORES_ALL };

/* Of a definition in the model: what is known where it holds [1] and where it doesn't [0]. */
struct definition_facts {
	bool known[2];
	const struct facts *facts[2];
};

/* The options of one field, where there are many. */
struct option_table {
	const char *const *options;
	struct name_table names;
};

struct checker {
	const struct source *source;
	struct gj_arena *arena;
	struct diagnostics *diagnostics;
	struct model *model;           /* of what is being spoken of: the standard, or the rows of a ledger */
	struct model *whole;           /* of the standard */
	const struct node *standard;
	struct name_table values;      /* fields and definitions: they share the expressions */
	struct name_table items, projects, grades, samples, marks;
	struct name_table reported;    /* unknown names, each reported once */
	struct definition_work *definitions;
	struct definition_facts *definition_facts; /* beside model.definitions */
	size_t definition_count;
	int definition_open;           /* innermost definition being worked out, GJ_NONE */
	bool long_circle;              /* one too long to be followed was reported */
	struct name_table ledgers;
	struct name_table tables;
	size_t table_count;
	struct table *table_list;      /* those of the standard, whatever `model` is for the moment */
	struct name_table *ledger_values; /* of each ledger: its fields and definitions */
	struct name_table *ledger_totals; /* of each ledger: the derived field of a total, by its words */
	struct name_table outer_values; /* while one is spoken of: the fields and definitions of what it is spoken of from */
	struct ledger *ledger;         /* whose rows are being spoken of, or NULL */
	bool reading;                  /* 校验 of ledgers, which are judged before any totals are known */
	struct ledger_definition *ledger_definitions;
	size_t ledger_definitions_within; /* how often one was worked out inside another */
	size_t ledger_definition_count;
	bool grades_doubtful;          /* a grade's name stands twice: one of them was meant to be another */
	struct relation *relations;    /* what 校验 say of sums of fields: check_relation.c */
	int depth;                     /* of expressions inside one another */
	int conditions;                /* inside one another; numbers in them aren't narrowed: what the analyser says of one is said of all rows */
	size_t option_table_count, option_table_capacity;
	struct option_table *option_tables;
	struct part_work *work;        /* beside model.parts */
	struct decider decider;
	size_t part_capacity, work_capacity, interpretation_capacity;
	struct node *sheet_fields;     /* FIELD nodes of the columns that the sheet declares: 评分 */
	struct applying applying;      /* where the part being checked stands */
	const struct node *formula;    /* of the total: 总分 = …, or made of 权重 or of 最多加至满分; NULL */
	bool plain_total;              /* made of 最多加至满分 alone */
	enum scores_known scores;      /* which scores an expression may ask for here */
	int scores_within;             /* SCORES_OF_PROJECT: the 项目 */
	size_t check_capacity;         /* of model.checks, once more than are written */
	int amount_scale;              /* most decimals any points have so far */
};
enum fact_kind { FACT_FILLED, FACT_APPLIES, FACT_POSITIVE, FACT_AT_LEAST, FACT_AT_MOST, FACT_RELATION, FACT_TESTED };

struct relation;

/* What is known where an expression stands: a field is not 未填, or not 不适用, or a value is above zero, or no less or no more than a number; or
 * some sum of fields is no less than another; or a comparison
 * comes out in one way. */
struct facts {
	enum fact_kind kind;
	enum expr_kind of;             /* EXPR_FIELD or EXPR_DEFINITION */
	int index;
	struct ratio bound;            /* FACT_AT_LEAST, FACT_AT_MOST: value / 10^scale */
	int64_t value;
	int scale;
	const struct relation *relation; /* FACT_RELATION */
	struct wanted test;            /* FACT_TESTED */
	size_t count;                  /* of the list that begins here */
	const struct facts *next;
};

/* check_sheet_fields.c: the columns of 评分 on the sheet, into checker.sheet_fields. */
void collect_sheet_fields(struct checker *checker);
/* What the column of a 评分 is called; "" when it has no name. `item`: the 指标 that it stands in, or NULL. */
const char *judged_name(const struct node *field, const struct node *item);
bool is_discretion(const struct node *field);
/* check_data.c: a 校验 that isn't written but goes with what is. */
void add_implied_check(struct checker *checker, const struct node *written, const struct expr *condition, const char *message);
/* check_discretion.c: the points of a 酌情扣 (NULL: reported), and the 校验 that goes with those of a rule. */
const struct expr *check_discretion_amount(struct checker *checker, const struct node *action, int clause);
void check_discretion(struct checker *checker, const struct node *node, const struct rule *rule);
/* check_judged.c: what a RULE_AMOUNT with a FIELD asks for; whether ranges agree with the points they are given for. */
const struct expr *check_judged(struct checker *checker, const struct node *written, int clause);
void check_judged_points(struct checker *checker);
bool is_judged(const struct checker *checker, int owner);
/* check_data.c: 数据 → model fields, the primary key, columns. */
void check_data(struct checker *checker);
/* The fields of 数据 or of a 台账, into checker->model. */
void check_fields(struct checker *checker, const struct node *table);
/* The 校验 of a table, into checker->model. */
void check_table_checks(struct checker *checker, const struct node *table);
/* check_ledger.c: 台账 and their definitions; their 校验 once definitions are known. */
void check_ledgers(struct checker *checker);
void check_ledger_checks(struct checker *checker);
/* 关联 and 主键 of a field of the ledger being declared. */
void check_ledger_key(struct checker *checker, const struct node *node, int index);
/* check_scope.c: speaks of the rows of a ledger (index) until ledger_leave, which is given what this returned. */
struct ledger_scope {
	struct model *model;
	struct name_table values, outer_values;
	struct ledger *ledger;
};
struct ledger_scope ledger_enter(struct checker *checker, int index);
void ledger_leave(struct checker *checker, int index, const struct ledger_scope *outer);
/* check_data.c: 校验, once definitions are known. */
void check_row_checks(struct checker *checker);
/* check_definition.c: every 定义, in the order of use; collects their names first. */
void collect_definitions(struct checker *checker);
void check_definitions(struct checker *checker);
/* The index in model.definitions of checker.definitions[work], worked out on first use; GJ_NONE after a mistake. */
int definition_resolve(struct checker *checker, int work, const struct node *use);
/* Where definitions being worked out stand too deep inside one another, they go in a circle: says so, once. False: they don't. */
bool report_long_circle(struct checker *checker, const struct node *use);
/* check_sheet.c: 项目 … 评选 as parts; check_points.c: points that add up; check_total.c: ranges, caps and bounds owed. */
void check_sheet(struct checker *checker);
void check_total(struct checker *checker);
/* check_total.c: the conditions of 否决项, which may ask for scores. */
void check_vetoes(struct checker *checker);
/* The first child part of `kind` below `parent`, after `after` (GJ_NONE to begin); GJ_NONE when there is none. */
int part_next(const struct checker *checker, int parent, int after);
void check_points(struct checker *checker);
/* check_rule.c: the rules of one clause, which stands in model.parts. */
void check_clause_rules(struct checker *checker, int clause);
/* check_sheet_fields.c: a copy that can be added elsewhere; what stands below it is shared. */
struct node *node_copy(struct checker *checker, const struct node *node);
/* check_proportion.c: the points of a 按比例. NULL: reported. */
const struct expr *check_proportion(struct checker *checker, const struct node *node, int clause);
/* check_steps.c: the count and step of 每: sets rule->count and rule->step. `word` is the 每 that was written, for messages. False: reported. */
bool check_count(struct checker *checker, const struct node *word, const struct node *step, const struct node *count,
	const struct facts *facts, struct rule *rule);
/* 每满 n in an expression: the whole steps. */
const struct expr *check_steps(struct checker *checker, const struct node *node, const struct facts *facts);
/* The points of an ACTION inside `clause` (NULL: reported); *forfeits when it is 不得分 and takes its 要点's or 指标's points. */
const struct expr *check_action(struct checker *checker, const struct node *action, int clause, const struct facts *facts, bool *forfeits);
/* check_factor.c: 加倍 and 减半 of a clause whose rules have been checked. False: reported. */
bool check_factors(struct checker *checker, int clause);
/* check_tiers.c: 分档, of amounts in a clause or, where `clause` is GJ_NONE, of grades. False: reported. */
bool check_tiers(struct checker *checker, const struct node *node, struct rule *rule, int clause);
/* check_waivers.c: what is declared of parts that don't apply; one 不适用 若 …; all of them, once the parts are there and again once their points have one
 * scale. */
enum waiving check_waiving(const struct node *heading);
/* Before anything is checked: whether a line that says when something doesn't apply couldn't be read. Clauses that don't ask whether it does may be right. */
bool waivers_unread(struct checker *checker);
void check_waiver(struct checker *checker, int index);
void check_waivers(struct checker *checker);
void settle_waivers(struct checker *checker);
/* What is scaled back to 满分 has to be 满分 where everything applies. */
void check_scaled_whole(struct checker *checker);
/* A part's range, with what it is for units that it doesn't apply to; of a 要点 what it takes from its 指标 or gives to it. */
struct range range_with_waivers(const struct checker *checker, int index, struct range range);
/* The range of a sum of scores once it is scaled back to full points. */
struct range range_scaled_back(const struct checker *checker, int index, struct range sum);
/* check_formula.c: the total's own formula. Finds it and makes points fine enough for its value; before points are brought to one scale. */
void check_formula_scale(struct checker *checker);
/* Its value, once all parts have their ranges; its range is that of the total before floor and ceiling. False: a mistake, reported. */
bool check_formula(struct checker *checker, struct range *total);
/* check_outcome.c: conditions of grades, 最高评为, 降一级, 不参评. After check_grades. */
void check_outcomes(struct checker *checker);
/* check_columns.c: columns of the results that are given by grade. All grades are known. */
void check_columns(struct checker *checker);
/* check_grades.c. Grade names are collected early because vetoes name them. */
void check_grades(struct checker *checker);
/* check_grade_names.c. The index of a grade; GJ_NONE: unknown, reported. `about`: where it is named. */
int grade_of_name(struct checker *checker, const struct node *name, const char *about);
/* Grades named by the NAME children of `parent`, in a fresh array. */
int *grades_named(struct checker *checker, const struct node *parent, const char *about, size_t *count);
/* From the only one of them upward: "三星 以上". */
int *grades_upward(struct checker *checker, const int *lowest, size_t *count);
/* The grades that the score gives; those above and those that only a veto gives are left out. */
int *grades_of_score(struct checker *checker, size_t *count);
/* check_quota.c: 名额 and the like. A percentage as parts of a million; false: reported. */
bool share_in_millionths(struct checker *checker, const struct node *number, int64_t *share);
/* A whole number of units; false: reported. */
bool count_of_units(struct checker *checker, const struct node *number, int64_t *count);
/* An ATTR_QUOTA; `of`: what a share is a share of where that isn't said. */
struct gj_quota check_quota(struct checker *checker, const struct node *quota, enum gj_share_of of);
/* check_grouping.c: the index in model.groupings of an ATTR_GROUPED; 0, everyone, for NULL and after a mistake. */
void begin_groupings(struct checker *checker);
int check_grouping(struct checker *checker, const struct node *grouped);
/* The same for itself; NULL: everyone. False: reported. */
bool read_grouping(struct checker *checker, const struct node *grouped, struct model_grouping *made);
/* check_ranking.c: what 评选 and 定等 share: 范围, 条件, 分组, 排序, 同分. `what`: the heading, for messages. */
void check_ranking(struct checker *checker, const struct node *node, const char *what, struct model_selection *selection);
/* 条件 and 排序 alone. */
void check_ranked_by(struct checker *checker, const struct node *node, const char *what, struct model_selection *selection);
/* check_totals.c: the column that a further field of the model gets. */
int next_column(const struct model *model);
/* check_place.c: 名次. Their fields are made before definitions are worked out, which may use them; what they rank by is checked afterwards. */
void collect_places(struct checker *checker);
void check_places(struct checker *checker);
void check_judged_places(struct checker *checker, size_t first);
/* Whether it is the place of a unit. */
bool is_place(const struct model *model, const struct expr *expr);
/* check_tier_place.c: 第3名 以上 isn't said, for it means the first three; true: reported. */
bool report_place_bound(struct checker *checker, const struct node *band);
/* How tiers by place are written. */
void note_place_tiers(struct finding *finding);
/* The last place of a TIER_RANK whose predecessor ends at `end` (NULL: nowhere). NULL: reported. */
const struct expr *check_tier_place(struct checker *checker, const struct node *tier, const struct expr *subject, const struct expr *end);
/* check_placing.c: the stretches and the rest of a 定等. */
void check_placing(struct checker *checker, const struct node *node, struct model_selection *selection);
/* check_selection.c: 评选 and 定等; 目标. */
void check_selections(struct checker *checker);
void check_targets(struct checker *checker);
/* check_given_rows.c: the field of that name, or GJ_NONE (reported). */
int field_index_of(struct checker *checker, const struct node *name);
/* The GIVEN children of a sample or of a ledger's row, over `row`. False when one has a mistake; *unknown counts those that name no field. */
bool apply_givens(struct checker *checker, const struct node *parent, struct given *row, bool lenient, size_t *unknown);
/* A row of checker->model of which nothing has been said. */
struct given *blank_row(struct checker *checker);
/* Every field that the rules could need is said. Texts decide nothing, so they may be left out. `unknown` names may have been meant for as many
 * of the fields. */
void check_complete(struct checker *checker, const struct node *node, const struct given *row, const char *what, size_t unknown);
/* The ledgers of a sample, over those it starts from (one element per ledger; NULL: none yet). */
struct given_rows *check_given_rows(struct checker *checker, const struct node *parent, const struct given_rows *base);
/* check_carried.c: 结果 附带, once all other columns of the results are known. */
void check_carried(struct checker *checker);
/* check_cases.c: 样例 and 用例; check_given.c: one value of a row. */
void check_cases(struct checker *checker);
/* The value of a GIVEN node for its field. `lenient`: a 用例 that expects 拒绝 may break the field's limits. False: reported. */
bool check_given(struct checker *checker, const struct node *value, int field, bool lenient, struct given *given);

/* check_expression.c. Facts may be NULL. */
const struct expr *check_expression(struct checker *checker, const struct node *node, const struct facts *facts);
const struct expr *check_condition(struct checker *checker, const struct node *node, const struct facts *facts);
const struct expr *check_number(struct checker *checker, const struct node *node, const struct facts *facts);
/* Points: unit 分, not negative. */
const struct expr *check_amount(struct checker *checker, const struct node *node, const struct facts *facts);
/* Two numbers brought to one unit: bare zeros take the other's, percentages stand beside ratios. False: reported. */
bool unify_units(struct checker *checker, const struct node *x_node, const struct expr **x, const struct node *y_node, const struct expr **y);
/* check_score.c. Whether a CALL is 得分, 小计 or 得分率. */
bool asks_for_score(const struct node *call);
/* 得分（…）, 小计（…）, 得分率（…）, 总分; NULL (reported) where it isn't known yet. */
const struct expr *check_score(struct checker *checker, const struct node *node);
/* The word that stands for every 指标 or 项目 in a comparison (left side), or NULL. */
const struct node *every_score(const struct node *comparison);
/* That comparison said of each of them, joined by 且 (每个) or 或 (任一). `check` judges one. */
const struct expr *check_every_score(struct checker *checker, const struct node *comparison, const struct facts *facts,
	const struct expr *(*check)(struct checker *checker, const struct node *node, const struct facts *facts));
/* check_choice.c: 按 … 取值（…）. */
const struct expr *check_choice(struct checker *checker, const struct node *node, const struct facts *facts);
/* check_compare.c: comparisons, 在…之间, 属于, 未填; check_call.c: words before a bracket, and quotients. */
const struct expr *check_comparison(struct checker *checker, const struct node *node, const struct facts *facts);
const struct expr *check_within(struct checker *checker, const struct node *node, const struct facts *facts);
const struct expr *check_member(struct checker *checker, const struct node *node, const struct facts *facts);
/* 四舍五入, 进一 or 舍去. */
enum gj_rounding rounding_of(const char *word);
const struct expr *check_call(struct checker *checker, const struct node *node, const struct facts *facts);
const struct expr *check_quotient(struct checker *checker, const struct node *node, const struct expr *a, const struct expr *b,
	const struct facts *facts);
/* check_build.c: a / b, b already known to be above zero: a fraction, unless b is a constant that a decimal number inverts. NULL: reported. */
const struct expr *expr_quotient(struct checker *checker, struct span span, const char *unit, const struct expr *a, const struct expr *b);
/* A field whose absence is allowed here (subject of 分档, 未填); NULL when the name isn't a field (not reported). */
const struct expr *field_expression(struct checker *checker, const struct node *node, const struct facts *facts, bool may_be_absent);

/* check_absence.c. The state that 未填, 不适用 or 待核 names, and that 已填 or 适用 rules out. */
enum gj_state state_of_word(const char *word);
/* Whether a field is in a state: 未填 or 不适用. */
const struct expr *expr_in_state(struct checker *checker, struct span span, const struct expr *field, enum gj_state state);
/* Reports 待核, which rules can't say; true when `node` (ABSENT or IS_ABSENT) says it. `word`: where it stands. */
bool report_pending(struct checker *checker, const struct node *node, struct span word);
/* A state, named by `word`, that the field is never in. */
struct finding * report_state_never(struct checker *checker, struct span span, const struct model_field *field, const char *word);
/* True when a field is used where it may have no value: reported. */
bool report_unguarded(struct checker *checker, const struct node *node, const struct expr *use, const struct facts *facts);
/* x 未填, x 已填, x 不适用, x 适用. */
/* A node that stands for an option of `field`. NULL: reported. */
const struct expr *check_option(struct checker *checker, const struct node *node, const struct model_field *field);
const struct expr *check_absence(struct checker *checker, const struct node *node);

/* check_calendar.c: dates. Whether a word is one of calendar.def. */
bool is_calendar_function(const char *word);
/* The date that a DATE node, already found to exist, stands for. */
int64_t date_of_node(const struct node *node);
const struct expr *check_date(struct checker *checker, const struct node *node);
const struct expr *check_date_operand(struct checker *checker, const struct node *node, const struct facts *facts);
const struct expr *check_calendar(struct checker *checker, const struct node *node, const struct facts *facts);
/* a + b or a - b, at least one of them a date. */
const struct expr *check_date_sum(struct checker *checker, const struct node *node, const struct expr *a, const struct expr *b);

/* check_table.c: 参数表; what none of them is used for. */
void check_tables(struct checker *checker);
void check_tables_used(struct checker *checker);
/* check_lookup.c: 查表, 阶梯, 插值. */
bool is_lookup_function(const char *word);
const struct expr *check_lookup(struct checker *checker, const struct node *node, const struct facts *facts);
/* check_compare.c: the options of the field that a node names, NULL where it names none. */
const struct gj_texts *options_named(struct checker *checker, const struct node *node);
/* check_aggregate.c: totals over a ledger. */
bool is_aggregate_function(const char *word);
/* Whether a total of that word is a value as it stands in some row, options among them: 最近, 最早. */
bool total_is_a_value(const char *word);
const struct expr *check_aggregate(struct checker *checker, const struct node *node, const struct facts *facts);
/* check_expression.c: a definition of the ledger being spoken of. */
const struct expr *ledger_definition_use(struct checker *checker, const struct node *node, int index, const struct facts *facts);

/* check_relation.c: what the 校验 of a table, whose fields are known, say of sums of fields. */
void collect_relations(struct checker *checker, const struct node *table);
/* Fields that together are never more than another. */
void relate_fields(struct checker *checker, const int *parts, size_t count, int whole);
/* x compared with y, neither a constant, before `known`. */
const struct facts *relation_add(struct checker *checker, enum expr_kind kind, const struct expr *x, const struct expr *y, const struct facts *known);
/* `value` as one that stops at `stop` (EXPR_MAX: from below), which it never passes where it is used. */
const struct expr *expr_stopped(struct checker *checker, enum expr_kind kind, const struct expr *value, const struct expr *stop);
/* A difference that a 校验 or a condition keeps from falling below 0 as one that stops at 0; any other expression as it is. */
const struct expr *related_difference(struct checker *checker, const struct expr *difference, const struct facts *facts);
/* `part` as one that stops at `whole`, where a 校验 says that it never is more (its kind is EXPR_MIN then); else as it is. */
const struct expr *related_part(struct checker *checker, const struct expr *part, const struct expr *whole);

/* check_facts.c: what holds where `condition` is true (or false), before `known`. */
const struct facts *facts_from(struct checker *checker, const struct expr *condition, bool holds, const struct facts *known);
bool facts_hold(const struct facts *facts, enum fact_kind kind, const struct expr *value);
/* The same, or it is known of all units that the part being checked applies to. */
bool fact_known(const struct checker *checker, const struct facts *facts, enum fact_kind kind, const struct expr *value);
/* A field or definition as one that stops at the numbers between which the facts say it lies; anything else as it is. */
const struct expr *facts_narrow(struct checker *checker, const struct expr *value, const struct facts *facts);

/* check_value.c: an expression without the stops that facts put around it. */
const struct expr *expr_plain(const struct expr *expr);
/* check_build.c: making expressions. Ranges are worked out here; NULL (reported) when one leaves 64 bits. Where an operand is a fraction the result is
 * one. */
struct expr *expr_new(struct checker *checker, enum expr_kind kind, struct span span, enum gj_type type, const char *unit);
const struct expr *expr_constant(struct checker *checker, struct span span, int64_t value, int scale, const char *unit);
const struct expr *expr_boolean(struct checker *checker, enum expr_kind kind, struct span span, const struct expr *a, const struct expr *b);
const struct expr *expr_number(struct checker *checker, enum expr_kind kind, struct span span, const char *unit, const struct expr *a,
	const struct expr *b);
const struct expr *expr_rounded(struct checker *checker, struct span span, const struct expr *number, int scale, enum gj_rounding rounding);
/* A fraction that is known to lie in a narrower range. */
const struct expr *expr_between(struct checker *checker, const struct expr *fraction, struct range range);
/* test ? a : b, two of one type and unit. */
const struct expr *expr_select(struct checker *checker, struct span span, const struct expr *test, const struct expr *a, const struct expr *b);
/* The same, where the condition isn't one that was written. */
const struct expr *expr_or(struct checker *checker, struct span span, const struct expr *test, const struct expr *a, const struct expr *b);
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
/* The same exactly, of fractions too. */
struct range expr_range(const struct expr *expr);
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
/* The same, and a share may stand beside plain ratios: 60% beside a quotient is 0.6. */
bool literal_beside(const struct node *number, const char *unit, int64_t *value, int *scale);
bool is_literal(const struct node *node);
/* 保留 n位 of points that are shown. False: reported. */
bool check_shown_decimals(struct checker *checker, const struct node *number);
/* Points written as a literal (指标 …, 最多扣 …): unit 分, at most 4 decimals. False: reported. The value is kept at *scale. */
bool check_points_literal(struct checker *checker, const struct node *number, int64_t *value, int *scale);
/* Points have at least as many decimals as an amount, as far as they are shown. */
void keep_point_decimals(struct checker *checker, int scale);
/* Whether points may have more decimals than are shown. */
bool is_fraction(const struct expr *amount);
/* An integer at model.point_scale; the value must be a multiple of it (rounded as asked when it isn't). */
int64_t to_point_scale(const struct checker *checker, int64_t value, int scale, enum gj_rounding rounding);
const char *points_text(const struct checker *checker, wide points);
const char *value_text(const struct checker *checker, wide value, int scale, const char *unit);
/* A value of a field as its cells are written: a date, or a number with the field's unit. */
const char *field_value_text(const struct checker *checker, const struct gj_field *field, wide value);
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

/* check_example.c: adds to a finding, as a note and as its witness, a row in which `value` is 0 or less (or less than 0), if one is found. */
void show_row(struct checker *checker, struct finding *finding, enum claim claim, const struct expr *value);
/* A row where `value` is below 0 though the facts hold, and what to write. */
void note_negative(struct checker *checker, struct finding *finding, const struct expr *value, const struct facts *facts);

/* check_scope.c: the option with a name, or GJ_NONE. */
int option_index(struct checker *checker, const struct gj_texts *options, const char *name);
/* check_unknown.c: a name that isn't in `table`, reported once per spelling with the nearest one. {0} name, {1} `about`. */
void report_unknown(struct checker *checker, enum message_id id, const struct node *name, const struct name_table *table, const char *about);
/* The same for one of a few words. */
void report_unknown_word(struct checker *checker, enum message_id id, const struct node *name, const struct gj_texts *words, const char *about);
/* Adds a name to a table, reporting one that is taken or looks like another. False: taken. */
bool define_name(struct checker *checker, struct name_table *table, const struct node *node, int kind, int index);
/* "甲、乙、丙", at most `most` of them and then "等 n 个". */
const char *join_names(struct gj_arena *arena, const char *const *names, size_t count, size_t most);

/* A band over a grid of integers at `scale`: both ends included; open ends are the subject's own. Where what is divided may lie anywhere on the line
 * (`dense`), grid point 2n is the number n and 2n + 1 all that lies between n and n + 1, at DENSE_DECIMALS. */
enum { DENSE_DECIMALS = 12 };
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
	bool dense;
	const struct expr *subject; /* NULL: the total */
	const struct node *bands;  /* the 分档 or 等次 that they stand in */
};
/* check_band.c: a BAND or BAND_DASH. False: reported. */
bool check_band(struct checker *checker, const struct node *node, const struct banding *banding, struct band *band);
/* The grid points of a dense range's ends. */
struct interval dense_ends(struct range range);
/* The number at or below a dense grid point, at DENSE_DECIMALS; *open: the point lies above it. */
wide dense_floor(wide point, bool *open);
/* Bands sorted from low to high against [low, high]: reports gaps and overlaps with messages `gap` and `overlap`. */
struct tiling {
	struct band *bands;
	size_t count;
	struct interval range;
	int scale;
	bool dense;
	const char *unit;
	bool percent;              /* plain ratios that the author writes as shares: said so in messages */
	struct span place;         /* where a gap at either end is reported */
	struct span all;           /* the whole 分档 or 等次 */
	enum message_id gap, overlap, unreachable;
	bool gaps_allowed;         /* 其他 takes what is left */
	bool partly_covered;       /* gaps count only within `covered`; a band out of reach is the analyser's business */
	struct interval covered;
	size_t gaps;               /* set by check_tiling */
};
void check_tiling(struct checker *checker, struct tiling *tiling);
#endif
