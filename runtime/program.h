/* A compiled standard in memory: what an image file holds after it has been verified, and what the compiler builds before
 * it writes one. Plain data in one arena; nothing here is changed once it is built. All text is UTF-8, NUL-terminated. */
#ifndef GJ_PROGRAM_H
#define GJ_PROGRAM_H
#include "division.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum gj_type { GJ_BOOL, GJ_NUMBER, GJ_OPTION, GJ_TEXT, GJ_DATE };

/* Width of a column or register: the number of bytes is 1 << lane. Columns and results have 64 bits at most; 128 are for what stands between them. */
enum gj_lane { GJ_LANE8, GJ_LANE16, GJ_LANE32, GJ_LANE64, GJ_LANE128, GJ_LANES };

/* Why a cell has no value: it is empty (未填), says 不适用, or 待核: not yet verified. PRESENT is 0 so that a state column can be tested as a whole;
 * PENDING never stands in one. */
enum gj_state { GJ_PRESENT, GJ_ABSENT, GJ_NOT_APPLICABLE, GJ_PENDING };

enum { GJ_NONE = -1 };

/* Decimals that a score is shown with where it is no decimal number: 84.444444 for 760 / 9. */
enum { GJ_SHOWN_DECIMALS = 6 };

struct gj_texts {
	size_t count;
	const char **items;
};

/* One column of the data table. A number is an integer, value × 10^scale; an option is its index; 是否 is 0 or 1; a date is a
 * number of days, see calendar.h. */
struct gj_field {
	const char *name;
	const char *meaning; /* or "" */
	const char *unit;    /* or "" ; "%" for 百分数 */
	struct gj_texts aliases;
	struct gj_texts options;
	enum gj_type type;
	int scale;           /* decimals kept, 0..9 */
	bool percent;        /* 百分数: a cell may carry % */
	bool nullable;       /* a cell may be empty */
	bool inapplicable;   /* a cell may say 不适用 */
	bool key;
	bool result;         /* a column of another standard's results: a cell may also say what it lies between, 82～90, or be several options */
	bool derived;        /* no cell of the table: a total over a ledger, or a 名次; such fields stand last */
	bool has_default;    /* an empty cell means default_value */
	enum gj_lane lane;
	int64_t low, high;   /* scaled, both included; the verifier has checked that they fit the lane */
	int64_t default_value;
	int column;          /* index of the value column among gj_program.column_count, GJ_NONE for text */
	int state_column;    /* int8 column of enum gj_state, GJ_NONE where every cell has a value */
};

/* What a cell says in each state, and reports say of it; "" of PRESENT. */
static inline const char *gj_state_word(enum gj_state state)
{
	static const char *const words[] = {"", "未填", "不适用", "待核"};
	return words[state];
}

/* The same of a field: a 名次 that a unit hasn't. */
static inline const char *gj_field_state_word(const struct gj_field *field, enum gj_state state)
{
	return field->derived && state == GJ_ABSENT ? "未排名" : gj_state_word(state);
}

/* Whether a cell of the field can be in a state other than PRESENT, as the rules see it. */
static inline bool gj_field_allows(const struct gj_field *field, enum gj_state state)
{
	return state == GJ_ABSENT ? field->nullable : state == GJ_NOT_APPLICABLE && field->inapplicable;
}

/* The last state of enum gj_state that a cell of the field can be in, as the rules see it. */
static inline enum gj_state gj_field_last_state(const struct gj_field *field)
{
	return field->inapplicable ? GJ_NOT_APPLICABLE : field->nullable ? GJ_ABSENT : GJ_PRESENT;
}

/* An instruction of opcodes.def. Registers 0 .. column_count-1 are the input columns and are never written. */
struct gj_instruction {
	uint8_t op;
	uint8_t source, target; /* enum gj_lane */
	uint8_t reserved;       /* 0 */
	uint16_t d, x, y, c;
	int64_t k, m;
};

/* A straight line of instructions. `registers` counts columns and temporaries; lanes[i] is the lane of register i. */
struct gj_code {
	size_t count;
	struct gj_instruction *instructions;
	size_t registers;
	uint8_t *lanes;
	/* Where each result stands after a run: register of slot i (see struct gj_program), GJ_NONE where this code doesn't compute it. */
	int32_t *outputs;
};

/* Rows of the sheet in the document's order. A sheet entry's results are slots: indices into gj_code.outputs. */
enum gj_part {
	GJ_PART_STANDARD, GJ_PART_PROJECT, GJ_PART_ITEM, GJ_PART_POINT,
	GJ_PART_SERIES, /* 以下各条: clauses that share a limit */
	GJ_PART_CLAUSE,
	GJ_PART_BONUS, GJ_PART_PENALTY, GJ_PART_VETOES, GJ_PART_VETO, GJ_PART_GRADES, GJ_PART_SELECTION,
	GJ_PART_VOID,   /* 本项不得分, 本项目不得分, 本表不得分: its parent gets nothing */
	GJ_PART_OUTCOME, /* a rule about the grade, under GJ_PART_GRADES */
	GJ_PART_WAIVER, /* 不适用 若 …: its parent doesn't apply */
	GJ_PART_DIVISION /* 大类: heads the 项目 that follow it, up to the next; its score is their sum */
};

/* What a GJ_PART_OUTCOME does when its reason holds. */
enum gj_grade_rule {
	GJ_OUTCOME_NONE,
	GJ_OUTCOME_CONDITION, /* keeps a unit whose score reaches `grade` out of it (the reason: the condition doesn't hold) */
	GJ_OUTCOME_CEILING,   /* `grade` is the highest it can get */
	GJ_OUTCOME_LOWERED,   /* one or more levels down, to `grade` at the lowest */
	GJ_OUTCOME_FLOOR,     /* `grade` is the lowest it can get */
	GJ_OUTCOME_WORSE,     /* another scale gives `grade`: the lower of the two */
	GJ_OUTCOME_BETTER,    /* the higher of the two */
	GJ_OUTCOME_UNRATED    /* takes no part: its outcome is `grade`, which has no rank */
};

struct gj_sheet_entry {
	enum gj_part part;
	int parent;             /* index of the enclosing entry, GJ_NONE for the standard */
	const char *name;       /* "" for 要点, 条款 and 否决; of a VOID, OUTCOME or WAIVER its reason as written */
	const char *wording;    /* "" where none was quoted */
	bool party;             /* a project: what one party makes of the sheet; it has a column among the results */
	bool has_points, capped;
	bool earning;           /* an item that starts at 0, and its clauses: their points are earned (得), not lost */
	int64_t points;         /* scaled by gj_program.point_scale */
	bool has_most;
	int64_t most;           /* 最多扣 …, scaled */
	bool one_counts;        /* 取重, 取最高 or 择一: one of its clauses, or of the parts that stand directly in it, counts */
	int score;              /* slot: points of an item, project, 加分项, 减分项 (both as positive amounts); GJ_NONE */
	int incurred, counted;  /* slots of a clause: points its rules ask for (before any limit), points that count in the end; ledger code only */
	int reason;             /* slot of a VETO, VOID, OUTCOME or WAIVER: boolean */
	bool full;              /* of a WAIVER: its parent counts full instead of leaving the sheet */
	int inapplicable;       /* slot: whether nothing of an item, project or the standard applies, so that it has no score; GJ_NONE where something always does */
	/* Slots of what was scaled back to full points, ledger code only: points got of those that apply, points that these are worth, what that comes to.
	 * GJ_NONE where nothing is; of an item or project that isn't scaled itself owed alone, where it may be less than its points. */
	int earned, owed, scaled;
	enum gj_grade_rule outcome; /* of an OUTCOME */
	int grade;              /* the grade that an OUTCOME is about; GJ_NONE */
	size_t field_count;     /* the fields that its rules read (through definitions too), for "the datum" */
	int *fields;
	size_t interpretation_count;
	int *interpretations;   /* indices into gj_program.interpretations */
};

/* Whether the results have a column for its score: every 指标, and what each party makes of the sheet. */
static inline bool gj_entry_has_column(const struct gj_sheet_entry *entry)
{
	return entry->part == GJ_PART_ITEM || (entry->part == GJ_PART_PROJECT && entry->party);
}

struct gj_interpretation {
	const char *mark;       /* K3 */
	const char *doubt, *resolution;
};

/* What follows from the grade in the end, such as an amount of money: a column of the results. */
struct gj_grade_column {
	const char *name, *unit;     /* unit "" where there is none */
	const char *heading;         /* 奖励（元） */
	bool number;                 /* its cells are decimal numbers; otherwise texts */
};

struct gj_grade {
	const char *name;
	bool from_band;              /* false for a grade that only 评选 or a veto gives, and for 不参评 */
	bool has_low, has_high;
	int64_t low, high;           /* scaled totals, included: where totals are whole units, strict bounds are already moved by one */
	bool low_open, high_open;    /* not included: of totals that lie between the units as well */
	const char *confirmed, *consequence; /* 认定, 处置, or "" */
	struct gj_texts columns;     /* its cell in each of gj_program.grade_columns, "" where nothing is said */
	bool unrated;                /* 不参评, 不定等次: no rank, not counted among the units evaluated; below all others in the list */
};

struct gj_rank_key {
	int slot;               /* score code; GJ_NONE: the primary key's text, in byte order */
	int divisor;            /* slot, positive: rows are ordered by slot / divisor; GJ_NONE: by the slot alone */
	bool descending;
	const char *name;       /* for reports */
};

/* Something a row can show or not, for coverage of 用例 and for "which tier applied": booleans of the ledger code. */
enum gj_branch_kind { GJ_BRANCH_RULE, GJ_BRANCH_TIER, GJ_BRANCH_CAP, GJ_BRANCH_CONDITION, GJ_BRANCH_FACTOR };

struct gj_branch {
	enum gj_branch_kind kind;
	int entry;              /* sheet entry it belongs to; GJ_NONE for a 评选 condition */
	int slot;
	const char *label;      /* 60分 以上 不满 70分, as written but for runs of blanks */
};

/* What units are told apart by. */
struct gj_group_key {
	const char *name;
	int field;              /* of a text; of anything else the field whose values it has, GJ_NONE for a 定义 */
	int slot;               /* score code; GJ_NONE for a text */
	enum gj_type type;      /* of a 定义 not GJ_TEXT or GJ_OPTION */
	int scale;              /* a number's decimals */
	const char *unit;
};

/* 分组: units with the same keys are one group; without keys all are. The first grouping of a program is that of everyone. */
struct gj_grouping {
	size_t key_count;
	struct gj_group_key *keys;
	int64_t least;          /* groups of fewer units are put together to one; 0: none are */
};

/* What a share is a share of. */
enum gj_share_of { GJ_SHARE_OF_ALL, GJ_SHARE_OF_GRADES, GJ_SHARE_OF_CANDIDATES, GJ_SHARES };

/* 名额: a count, or a share of some units of the group. */
struct gj_quota {
	bool is_share;          /* amount is parts of a million */
	int64_t amount;
	enum gj_rounding rounding;
	enum gj_share_of of;
	size_t grade_count;     /* GJ_SHARE_OF_GRADES: those that have one of these when the selection begins */
	int *grades;
	int64_t least, most;    /* the quota is brought between them */
};

/* What becomes of rows whose ranking keys are all equal where a quota cuts through them. */
enum gj_ties {
	GJ_TIES_BY_KEY,         /* the primary key decides */
	GJ_TIES_IN,             /* 一并列入: all of them are in */
	GJ_TIES_OUT,            /* 均不列入: none of them is */
	GJ_TIES
};

/* A stretch of the ranking. */
struct gj_stretch {
	int grade;              /* index into grades: what its rows get */
	bool from_top;          /* its quota counts from the top of the ranking; else from the end of the stretch before */
	struct gj_quota quota;
	int condition;          /* slot: rows for which it is false go on to the next stretch; GJ_NONE */
};

enum { GJ_STRETCHES_MOST = 16, GJ_GROUPINGS_MOST = 32, GJ_SELECTIONS_MOST = 1000 };

/* 评选, 定等: the rows in `scope` grades whose condition holds are ranked within their group, and the ranking is cut into stretches. */
struct gj_selection {
	const char *name;       /* of a 评选 the grade that it gives; "" of a 定等 */
	size_t scope_count;
	int *scope;             /* indices into grades */
	int condition;          /* slot: boolean */
	int grouping;           /* index into groupings */
	size_t key_count;
	struct gj_rank_key *keys;
	enum gj_ties ties;
	size_t stretch_count;   /* 1 to GJ_STRETCHES_MOST; of a 评选 one */
	struct gj_stretch *stretches;
	int rest;               /* what ranked rows get that are in no stretch; GJ_NONE: they keep their grade */
	bool rest_lowers;       /* `rest` is for all in scope that aren't chosen, ranked or not, but raises none */
};

enum { GJ_RANKINGS_MOST = 30, GJ_RANKED_MOST = 1000000000 };

/* 名次: before any unit is evaluated, the units whose condition holds are ranked within their group. Nothing that it reads depends on a 名次. */
struct gj_ranking {
	const char *name;
	int field, count_field; /* derived: the unit's place (none: it isn't ranked), and how many are ranked in its group */
	int place, ranked;      /* slots of these, for results; `ranked` is boolean, GJ_NONE where every unit is */
	int condition;          /* slot: boolean; GJ_NONE: every unit is ranked */
	struct gj_grouping grouping;
	size_t key_count;
	struct gj_rank_key *keys; /* all have a slot: units with equal keys share a place */
	bool dense;             /* they take up one place only */
};

/* 目标: in every group the rows whose final grade is in `grades` are at least (or at most) `share` parts of a million of all rows evaluated. */
struct gj_target {
	const char *label;      /* as the author wrote it: 三星以上占比不低于75% */
	int grouping;           /* index into groupings */
	size_t grade_count;
	int *grades;
	bool at_least;          /* otherwise at most */
	bool strict;
	int64_t share;
};

/* 校验: a row for which the slot is false is rejected. */
struct gj_check {
	int slot;
	const char *message;    /* the author's words, or "" */
	const char *text;       /* the condition as written */
	size_t field_count;
	int *fields;
};

enum gj_total_kind {
#define TOTAL(name, dumped, operands, meaning) GJ_TOTAL_##name,
#include "total_kinds.def"
#undef TOTAL
	GJ_TOTAL_KINDS
};

enum { GJ_DISTINCT_MOST = 64, GJ_KEPT_MOST = 100 };

/* A total over the rows of a ledger that belong to a unit, or to a row of another ledger. Slots are those of the ledger's score code. */
struct gj_total {
	enum gj_total_kind kind;
	int owner;              /* the ledger whose row it belongs to; GJ_NONE: the unit */
	int field;              /* the derived field of the owner that it fills */
	int filter;             /* slot: boolean; GJ_NONE: every row counts */
	int value, key;         /* slots; GJ_NONE where the kind has none */
	int text;               /* a text field in place of the value; GJ_NONE */
	int64_t base, limit;    /* the least and the largest value there can be; limit < base + 64 */
	int largest, smallest;  /* how many; their sum is at most GJ_KEPT_MOST */
};

/* 台账: a further table whose rows belong to the units, or to the rows of another one. */
struct gj_ledger {
	const char *name;
	struct gj_program *rows; /* its fields, checks, slots and score code; key_field holds the owner's key; the rest is empty */
	int parent;             /* the ledger whose rows own these; GJ_NONE: the units do */
	int64_t most;           /* rows that one owner may have */
	int unique;             /* a text field that may not repeat, GJ_NONE */
	/* A ledger without a file: a row for each group of rows of `base` that belong to one owner and agree in some fields. Its first fields are those. */
	int base;               /* GJ_NONE: read from a file */
	size_t group_count;
	int *group_fields;      /* of the base */
	int group_filter;       /* slot of the base's score code: boolean; GJ_NONE: every row is in some group */
	size_t total_count;
	struct gj_total *totals;
};

/* Which row of a 参数表 a clause's rules found. */
struct gj_found {
	int entry;              /* the clause */
	int slot;               /* index of the label; label_count: it wasn't looked up (ledger code) */
};

struct gj_lookup {
	size_t label_count;     /* a row each, and one for none */
	const char **labels;    /* 奖励标准（级别 省级，分值 3分）; "" of a row that can't be found */
	size_t found_count;
	struct gj_found *found;
};

struct gj_program {
	const char *name, *edition, *document, *issuer, *effective, *unit_name; /* "" where not stated */
	const char *formula;    /* of the total, as written; "" where it is 指标 + 加分 − 减分 */
	uint64_t source_hash;   /* of the rule file's text, to say which file an image comes from */
	size_t field_count;
	struct gj_field *fields;
	int key_field;
	size_t carried_count;   /* fields whose cells stand in the results behind the primary key, as they are written in the table */
	int *carried;
	size_t column_count;    /* value and state columns */
	uint8_t *column_lanes;
	int point_scale;        /* decimals of every score */
	int64_t full_points;    /* scaled */
	size_t ledger_count;
	struct gj_ledger *ledgers;
	size_t sheet_count;
	struct gj_sheet_entry *sheet;
	size_t interpretation_count;
	struct gj_interpretation *interpretations;
	size_t grade_count;     /* from lowest to highest rank: 不予评星, 一星 … 五星 */
	struct gj_grade *grades;
	size_t grade_column_count;
	struct gj_grade_column *grade_columns;
	int veto_grade;         /* index of the highest that a veto leads to, GJ_NONE when there are no vetoes */
	size_t grouping_count;
	struct gj_grouping *groupings;
	size_t selection_count;
	struct gj_selection *selections;
	size_t target_count;
	struct gj_target *targets;
	size_t ranking_count;
	struct gj_ranking *rankings;
	size_t check_count;
	struct gj_check *checks;
	size_t branch_count;
	struct gj_branch *branches;
	size_t lookup_count;
	struct gj_lookup *lookups;
	/* Fixed slots. score code computes all but the clause slots and total_floor; ledger code computes everything. total_floor is the total rounded down
	 * where the total may be rounded for showing, and the total elsewhere. bonus and penalty are GJ_NONE
	 * where the standard has none, both grades where it has no grades. band_grade is the grade without the vetoes (and without 不参评); grade takes
	 * them into account. */
	size_t slot_count;
	int total, total_floor, bonus, penalty, vetoed, grade, band_grade;
	/* Range of every slot's value, scaled; what results are sized by. */
	int64_t *slot_low, *slot_high;
	/* Of a slot whose value may be rounded for showing the slot that says whether it is (ledger code); GJ_NONE of the others. NULL in a ledger's rows. */
	int *slot_rounded;
	struct gj_code score, ledger;
};

/* Whether a derived field is a place, or how many are ranked: that of a unit by itself is whatever 用例 say. */
static inline bool gj_program_is_place(const struct gj_program *program, int field)
{
	for (size_t i = 0; i < program->ranking_count; i++)
		if (program->rankings[i].field == field || program->rankings[i].count_field == field)
			return true;
	return false;
}

/* The slot that says whether the value of `slot` is rounded for showing, GJ_NONE where it never is. */
static inline int gj_program_rounded(const struct gj_program *program, int slot)
{
	return program->slot_rounded && slot != GJ_NONE ? program->slot_rounded[slot] : GJ_NONE;
}

/* Whether a total, rounded down and then `rounded` or not, is enough for the band of a grade. */
static inline bool gj_grade_reached(const struct gj_grade *grade, int64_t floor, bool rounded)
{
	return !grade->has_low || floor > grade->low || (floor == grade->low && (rounded || !grade->low_open));
}

/* Whether the text of a field's cells is wanted, not its value alone: texts, the primary key, what the results carry along. */
static inline bool gj_program_wants_text(const struct gj_program *program, int field)
{
	for (size_t i = 0; i < program->carried_count; i++)
		if (program->carried[i] == field)
			return true;
	return program->fields[field].type == GJ_TEXT || field == program->key_field;
}

/* The grade at `index`; for GJ_NONE, where the standard has no grades, one that is all empty. */
static inline const struct gj_grade *gj_program_grade(const struct gj_program *program, int index)
{
	static const struct gj_grade none = {.name = "", .confirmed = "", .consequence = ""};
	return index == GJ_NONE ? &none : &program->grades[index];
}
#endif
