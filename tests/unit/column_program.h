/* A program for tests whose slots are its input columns: no instructions, so that what comes after the machine can be tested with given values. */
#ifndef COLUMN_PROGRAM_H
#define COLUMN_PROGRAM_H
#include "runtime/program.h"
#include "runtime/vm.h"

#include <stdlib.h>
#include <string.h>

enum { COLUMN_TOTAL, COLUMN_VETOED, COLUMN_GRADE, COLUMN_EXTRA, COLUMN_CONDITION, COLUMN_ITEM, COLUMN_COUNTED, COLUMN_REASON, COLUMNS };

struct column_program {
	struct gj_program program;
	struct gj_field key;
	struct gj_grade grades[3];
	struct gj_sheet_entry sheet[4];
	struct gj_grouping groupings[2];
	struct gj_group_key group_key;
	struct gj_stretch stretches[3];
	struct gj_selection selection;
	struct gj_rank_key keys[3];
	uint8_t lanes[COLUMNS];
	int32_t outputs[COLUMNS];
	int64_t low[COLUMNS], high[COLUMNS];
	int scope[1];
};

/* Grades 差 0, 良 1 and 优 2, which 评选 gives to a share of the 良, by 总分 then EXTRA (rising) then the key. Scores have one decimal. */
static inline void column_program_fill(struct column_program *made)
{
	static const char *const names[] = {"差", "良", "优"};
	*made = (struct column_program){0};
	for (int i = 0; i < COLUMNS; i++) {
		made->outputs[i] = i;
		made->lanes[i] = i == COLUMN_TOTAL || i == COLUMN_EXTRA ? GJ_LANE16 : GJ_LANE8;
		made->high[i] = i == COLUMN_TOTAL || i == COLUMN_EXTRA ? 1000 : i == COLUMN_GRADE ? 2 : i == COLUMN_ITEM ? 100 : 1;
	}
	made->key = (struct gj_field){.name = "编号", .meaning = "", .unit = "", .type = GJ_TEXT, .key = true, .column = GJ_NONE, .state_column = GJ_NONE};
	for (int i = 0; i < 3; i++)
		made->grades[i] = (struct gj_grade){.name = names[i], .from_band = i < 2, .confirmed = "", .consequence = ""};
	made->sheet[0] = (struct gj_sheet_entry){.part = GJ_PART_STANDARD, .parent = GJ_NONE, .name = "标准", .wording = "", .score = GJ_NONE};
	made->sheet[1] = (struct gj_sheet_entry){.part = GJ_PART_ITEM, .parent = 0, .name = "组织", .wording = "", .score = COLUMN_ITEM};
	made->sheet[2] = (struct gj_sheet_entry){.part = GJ_PART_CLAUSE, .parent = 1, .name = "", .wording = "条文", .score = GJ_NONE,
		.incurred = COLUMN_COUNTED, .counted = COLUMN_COUNTED};
	made->sheet[3] = (struct gj_sheet_entry){.part = GJ_PART_VETO, .parent = 0, .name = "", .wording = "理由", .score = GJ_NONE, .reason = COLUMN_REASON};
	for (int i = 0; i < 4; i++)
		made->sheet[i].inapplicable = made->sheet[i].earned = made->sheet[i].owed = made->sheet[i].scaled = GJ_NONE;
	made->scope[0] = 1;
	made->keys[0] = (struct gj_rank_key){.slot = COLUMN_TOTAL, .divisor = GJ_NONE, .descending = true, .name = "总分"};
	made->keys[1] = (struct gj_rank_key){.slot = COLUMN_EXTRA, .divisor = GJ_NONE, .name = "次序"};
	made->keys[2] = (struct gj_rank_key){.slot = GJ_NONE, .divisor = GJ_NONE, .name = "编号"};
	made->stretches[0] = (struct gj_stretch){.grade = 2, .from_top = true, .condition = GJ_NONE,
		.quota = {.is_share = true, .amount = 15000, .rounding = GJ_ROUND_UP, .most = INT64_MAX}};
	made->selection = (struct gj_selection){.name = "优", .scope_count = 1, .scope = made->scope, .condition = COLUMN_CONDITION, .key_count = 3,
		.keys = made->keys, .stretch_count = 1, .stretches = made->stretches, .rest = GJ_NONE};
	made->group_key = (struct gj_group_key){.name = "组", .field = GJ_NONE, .slot = COLUMN_ITEM, .type = GJ_NUMBER, .unit = "片"};
	made->groupings[1] = (struct gj_grouping){.key_count = 1, .keys = &made->group_key};
	struct gj_code code = {.registers = COLUMNS, .lanes = made->lanes, .outputs = made->outputs};
	made->program = (struct gj_program){.name = "标准", .edition = "", .document = "", .issuer = "", .effective = "", .unit_name = "",
		.field_count = 1, .fields = &made->key, .column_count = COLUMNS, .column_lanes = made->lanes, .point_scale = 1, .full_points = 1000,
		.sheet_count = 4, .sheet = made->sheet, .grade_count = 3, .grades = made->grades, .veto_grade = 0, .grouping_count = 2, .groupings = made->groupings, .selection_count = 1,
		.selections = &made->selection, .slot_count = COLUMNS, .total = COLUMN_TOTAL, .total_floor = COLUMN_TOTAL, .bonus = GJ_NONE, .penalty = GJ_NONE,
		.vetoed = COLUMN_VETOED, .grade = COLUMN_GRADE, .band_grade = COLUMN_GRADE, .slot_low = made->low, .slot_high = made->high,
		.score = code, .ledger = code};
}

/* A block of input for the program. */
struct column_block {
	_Alignas(64) int16_t wide[COLUMNS][GJ_BLOCK_ROWS];
	_Alignas(64) int8_t narrow[COLUMNS][GJ_BLOCK_ROWS];
};

static inline void column_set(struct column_block *block, int column, size_t row, int value)
{
	block->wide[column][row] = (int16_t)value;
	block->narrow[column][row] = (int8_t)value;
}

static inline void column_run(struct gj_vm *vm, const struct column_program *made, const struct column_block *block, size_t rows)
{
	const void *columns[COLUMNS];
	for (int i = 0; i < COLUMNS; i++)
		columns[i] = made->lanes[i] == GJ_LANE16 ? (const void *)block->wide[i] : block->narrow[i];
	gj_vm_run(vm, columns, rows);
}
#endif
