/* A small, complete program made by hand: one item, one veto, two grades and everything else that an image can hold. Tests damage it. */
#ifndef GJ_PROGRAM_BUILDER_H
#define GJ_PROGRAM_BUILDER_H
#include "runtime/memory.h"
#include "runtime/opcode.h"
#include "runtime/program.h"

#include <string.h>

enum { FIELD_KEY, FIELD_MEMBERS, FIELD_MISSED, FIELD_GOOD, FIELD_MEANS, FIELD_MARK, FIELD_COUNT };
enum { COLUMN_MEMBERS, COLUMN_MISSED, COLUMN_GOOD, COLUMN_MEANS, COLUMN_MARK, COLUMN_MARK_STATE, COLUMN_COUNT };
enum {
	SLOT_ITEM, SLOT_PROJECT, SLOT_TOTAL, SLOT_VETOED, SLOT_GRADE, SLOT_BAND, SLOT_REASON, SLOT_CHECK, SLOT_CONDITION, SLOT_MARK,
	SLOT_INCURRED, SLOT_COUNTED, SLOT_BRANCH, SLOT_COUNT
};
/* Registers after the columns. */
enum { R_LOSS = COLUMN_COUNT, R_BAD, R_STOPPED, R_SCORE, R_TOTAL, R_LOW, R_PRESENT, R_REASON, R_BAND, R_FREE, R_GRADE, R_CHECK, R_COUNT };

static inline void *build_copy(struct gj_arena *arena, const void *items, size_t size)
{
	return memcpy(gj_arena_alloc(arena, size), items, size);
}

#define BUILD_ARRAY(arena, type, ...) build_copy(arena, (const type[]){ __VA_ARGS__ }, sizeof((const type[]){ __VA_ARGS__ }))

static inline struct gj_field build_field(const char *name, enum gj_type type, enum gj_lane lane, int64_t high, int column)
{
	return (struct gj_field){ .name = name, .meaning = "", .unit = "", .type = type, .lane = lane, .high = high, .column = column, .state_column = GJ_NONE };
}

static inline void build_fields(struct gj_program *program, struct gj_arena *arena)
{
	struct gj_field *fields = gj_arena_alloc(arena, FIELD_COUNT * sizeof *fields);
	fields[FIELD_KEY] = build_field("编号", GJ_TEXT, GJ_LANE8, 0, GJ_NONE);
	fields[FIELD_KEY].key = true;
	fields[FIELD_MEMBERS] = build_field("党员数", GJ_NUMBER, GJ_LANE16, 10000, COLUMN_MEMBERS);
	fields[FIELD_MEMBERS].low = 1;
	fields[FIELD_MEMBERS].unit = "名";
	fields[FIELD_MEMBERS].aliases = (struct gj_texts){ 2, BUILD_ARRAY(arena, char *, "人数", "党员") };
	fields[FIELD_MISSED] = build_field("缺次", GJ_NUMBER, GJ_LANE8, 100, COLUMN_MISSED);
	fields[FIELD_GOOD] = build_field("合格", GJ_BOOL, GJ_LANE8, 1, COLUMN_GOOD);
	fields[FIELD_MEANS] = build_field("载体", GJ_OPTION, GJ_LANE8, 2, COLUMN_MEANS);
	fields[FIELD_MEANS].options = (struct gj_texts){ 3, BUILD_ARRAY(arena, char *, "效果好", "效果不好", "没有") };
	fields[FIELD_MARK] = build_field("成绩", GJ_NUMBER, GJ_LANE16, 1000, COLUMN_MARK);
	fields[FIELD_MARK].scale = 1;
	fields[FIELD_MARK].nullable = true;
	fields[FIELD_MARK].state_column = COLUMN_MARK_STATE;
	program->fields = fields;
	program->field_count = FIELD_COUNT;
	program->column_count = COLUMN_COUNT;
	program->column_lanes = BUILD_ARRAY(arena, uint8_t, GJ_LANE16, GJ_LANE8, GJ_LANE8, GJ_LANE8, GJ_LANE16, GJ_LANE8);
}

static inline struct gj_sheet_entry build_entry(enum gj_part part, int parent, const char *name, const char *wording)
{
	return (struct gj_sheet_entry){ .part = part, .parent = parent, .name = name, .wording = wording, .score = GJ_NONE, .incurred = GJ_NONE,
		.counted = GJ_NONE, .reason = GJ_NONE, .inapplicable = GJ_NONE, .earned = GJ_NONE, .owed = GJ_NONE, .scaled = GJ_NONE };
}

static inline void build_sheet(struct gj_program *program, struct gj_arena *arena)
{
	struct gj_sheet_entry entries[] = {
		build_entry(GJ_PART_STANDARD, GJ_NONE, "试行办法", ""), build_entry(GJ_PART_PROJECT, 0, "制度执行", ""),
		build_entry(GJ_PART_ITEM, 1, "组织生活", ""), build_entry(GJ_PART_CLAUSE, 2, "", "每少1次扣2分"),
		build_entry(GJ_PART_VETOES, 0, "", ""), build_entry(GJ_PART_VETO, 4, "", "成绩低于60分的"),
	};
	entries[1].score = SLOT_PROJECT;
	entries[2].score = SLOT_ITEM;
	entries[2].has_points = entries[2].capped = true;
	entries[2].points = 10;
	entries[3].incurred = SLOT_INCURRED;
	entries[3].counted = SLOT_COUNTED;
	entries[3].field_count = 2;
	entries[3].fields = BUILD_ARRAY(arena, int, FIELD_MISSED, FIELD_GOOD);
	entries[3].interpretation_count = 1;
	entries[3].interpretations = BUILD_ARRAY(arena, int, 0);
	entries[5].reason = SLOT_REASON;
	program->sheet_count = sizeof entries / sizeof *entries;
	program->sheet = build_copy(arena, entries, sizeof entries);
	program->interpretation_count = 1;
	program->interpretations = BUILD_ARRAY(arena, struct gj_interpretation, { "K1", "有无下限", "扣完为止" });
}

static inline void build_outcomes(struct gj_program *program, struct gj_arena *arena)
{
	program->grade_count = 2;
	program->grades = BUILD_ARRAY(arena, struct gj_grade,
		{ .name = "不合格", .from_band = true, .has_high = true, .high = 5, .confirmed = "", .consequence = "整顿" },
		{ .name = "合格", .from_band = true, .has_low = true, .low = 6, .confirmed = "党委", .consequence = "" });
	program->veto_grade = 0;
	program->grouping_count = 2;
	program->groupings = BUILD_ARRAY(arena, struct gj_grouping, { .key_count = 0 }, { .key_count = 2, .least = 3 });
	program->groupings[1].keys = BUILD_ARRAY(arena, struct gj_group_key, { "编号", 0, GJ_NONE, GJ_TEXT, 0, "" },
		{ "成绩", GJ_NONE, SLOT_MARK, GJ_NUMBER, 0, "分" });
	program->selection_count = 1;
	program->selections = BUILD_ARRAY(arena, struct gj_selection, { .name = "合格", .scope_count = 1, .condition = SLOT_CONDITION, .grouping = 1,
		.key_count = 2, .ties = GJ_TIES_OUT, .stretch_count = 1, .rest = 0, .rest_lowers = true });
	program->selections[0].stretches = BUILD_ARRAY(arena, struct gj_stretch, { .grade = 1, .from_top = true, .condition = SLOT_CONDITION,
		.quota = { .is_share = true, .amount = 15000, .rounding = GJ_ROUND_UP, .of = GJ_SHARE_OF_GRADES, .grade_count = 1, .least = 1, .most = 9 } });
	program->selections[0].stretches[0].quota.grades = BUILD_ARRAY(arena, int, 1);
	program->selections[0].scope = BUILD_ARRAY(arena, int, 1);
	program->selections[0].keys = BUILD_ARRAY(arena, struct gj_rank_key, { SLOT_MARK, GJ_NONE, true, "成绩" },
		{ GJ_NONE, GJ_NONE, false, "编号" });
	program->target_count = 1;
	program->targets = BUILD_ARRAY(arena, struct gj_target, { .label = "合格占比不低于75%", .grade_count = 1, .at_least = true, .share = 750000 });
	program->targets[0].grades = BUILD_ARRAY(arena, int, 1);
	program->check_count = 1;
	program->checks = BUILD_ARRAY(arena, struct gj_check, { .slot = SLOT_CHECK, .message = "人数过多", .text = "党员数 不超过 5000", .field_count = 1 });
	program->checks[0].fields = BUILD_ARRAY(arena, int, FIELD_MEMBERS);
	program->branch_count = 1;
	program->branches = BUILD_ARRAY(arena, struct gj_branch, { GJ_BRANCH_RULE, 3, SLOT_BRANCH, "若 非 合格 扣 3分" });
}

static inline void build_code(struct gj_code *code, struct gj_arena *arena, bool ledger)
{
	static const struct gj_instruction instructions[] = {
		{ .op = GJ_OP_CONST, .d = R_LOSS },
		{ .op = GJ_OP_LOSE, .d = R_LOSS, .x = COLUMN_MISSED, .k = 2, .m = 5 },
		{ .op = GJ_OP_NOT, .d = R_BAD, .x = COLUMN_GOOD },
		{ .op = GJ_OP_LOSEIF, .d = R_LOSS, .c = R_BAD, .k = 3 },
		{ .op = GJ_OP_CLAMP, .d = R_STOPPED, .x = R_LOSS, .m = 10 },
		{ .op = GJ_OP_FROMK, .d = R_SCORE, .x = R_STOPPED, .k = 10 },
		{ .op = GJ_OP_MOVE, .target = GJ_LANE16, .d = R_TOTAL, .x = R_SCORE },
		{ .op = GJ_OP_LEK, .source = GJ_LANE16, .d = R_LOW, .x = COLUMN_MARK, .k = 599 },
		{ .op = GJ_OP_NOT, .d = R_PRESENT, .x = COLUMN_MARK_STATE },
		{ .op = GJ_OP_AND, .d = R_REASON, .x = R_LOW, .y = R_PRESENT },
		{ .op = GJ_OP_GEK, .source = GJ_LANE16, .d = R_BAND, .x = R_TOTAL, .k = 6 },
		{ .op = GJ_OP_NOT, .d = R_FREE, .x = R_REASON },
		{ .op = GJ_OP_AND, .d = R_GRADE, .x = R_BAND, .y = R_FREE },
		{ .op = GJ_OP_LEK, .source = GJ_LANE16, .d = R_CHECK, .x = COLUMN_MEMBERS, .k = 5000 },
	};
	static const uint8_t lanes[R_COUNT] = { [COLUMN_MEMBERS] = GJ_LANE16, [COLUMN_MARK] = GJ_LANE16, [R_TOTAL] = GJ_LANE16 };
	int32_t outputs[SLOT_COUNT] = { [SLOT_ITEM] = R_SCORE, [SLOT_PROJECT] = R_SCORE, [SLOT_TOTAL] = R_TOTAL, [SLOT_VETOED] = R_REASON,
		[SLOT_GRADE] = R_GRADE, [SLOT_BAND] = R_BAND, [SLOT_REASON] = R_REASON, [SLOT_CHECK] = R_CHECK, [SLOT_CONDITION] = COLUMN_GOOD,
		[SLOT_MARK] = COLUMN_MARK, [SLOT_INCURRED] = ledger ? R_LOSS : GJ_NONE, [SLOT_COUNTED] = ledger ? R_STOPPED : GJ_NONE,
		[SLOT_BRANCH] = ledger ? R_BAD : GJ_NONE };
	code->count = sizeof instructions / sizeof *instructions;
	code->instructions = build_copy(arena, instructions, sizeof instructions);
	code->registers = R_COUNT;
	code->lanes = build_copy(arena, lanes, sizeof lanes);
	code->outputs = build_copy(arena, outputs, sizeof outputs);
}

static inline void build_slots(struct gj_program *program, struct gj_arena *arena)
{
	static const int64_t highs[SLOT_COUNT] = { [SLOT_ITEM] = 10, [SLOT_PROJECT] = 10, [SLOT_TOTAL] = 10, [SLOT_VETOED] = 1, [SLOT_GRADE] = 1,
		[SLOT_BAND] = 1, [SLOT_REASON] = 1, [SLOT_CHECK] = 1, [SLOT_CONDITION] = 1, [SLOT_MARK] = 1000, [SLOT_INCURRED] = 13, [SLOT_COUNTED] = 10,
		[SLOT_BRANCH] = 1 };
	program->slot_count = SLOT_COUNT;
	program->slot_low = gj_arena_alloc(arena, sizeof highs);
	program->slot_high = build_copy(arena, highs, sizeof highs);
	program->slot_rounded = gj_arena_alloc(arena, SLOT_COUNT * sizeof *program->slot_rounded);
	for (size_t i = 0; i < SLOT_COUNT; i++)
		program->slot_rounded[i] = GJ_NONE;
	program->total = program->total_floor = SLOT_TOTAL;
	program->bonus = program->penalty = GJ_NONE;
	program->vetoed = SLOT_VETOED;
	program->grade = SLOT_GRADE;
	program->band_grade = SLOT_BAND;
}

static inline struct gj_program *build_program(struct gj_arena *arena)
{
	struct gj_program *program = gj_arena_alloc(arena, sizeof *program);
	*program = (struct gj_program){ .name = "试行办法", .edition = "2018", .document = "", .issuer = "", .effective = "2018-06-06", .unit_name = "党支部",
		.formula = "", .source_hash = 0x123456789abcdef0, .full_points = 10 };
	build_fields(program, arena);
	build_sheet(program, arena);
	build_outcomes(program, arena);
	build_slots(program, arena);
	build_code(&program->score, arena, false);
	build_code(&program->ledger, arena, true);
	return program;
}
#endif
