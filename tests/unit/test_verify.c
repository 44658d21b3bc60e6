/* The verifier refuses each kind of damage to a program that is otherwise sound. */
#include "runtime/image.h"
#include "tests/unit/program_builder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

typedef void damage_function(struct gj_program *program);

struct damage {
	const char *says;       /* part of the fault */
	damage_function *damage;
};

#define DAMAGE(name, statement) \
	static void name(struct gj_program *of) \
	{ \
		struct gj_instruction *code = of->score.instructions; \
		(void)code; \
		statement; \
	}

DAMAGE(no_fields, of->field_count = 0)
DAMAGE(many_fields, of->field_count = 100000)
DAMAGE(key_beyond, of->key_field = 9)
DAMAGE(two_keys, of->fields[1].key = true)
DAMAGE(nullable_key, of->fields[0].nullable = true)
DAMAGE(decimals, of->fields[1].scale = 10)
DAMAGE(percent_of_options, of->fields[FIELD_MEANS].percent = true)
DAMAGE(column_beyond, of->fields[1].column = COLUMN_COUNT)
DAMAGE(column_twice, of->fields[2].column = COLUMN_GOOD)
DAMAGE(column_lane, of->column_lanes[COLUMN_GOOD] = GJ_LANE16)
DAMAGE(column_of_text, of->fields[0].column = 0)
DAMAGE(state_without_null, of->fields[FIELD_MARK].nullable = false)
DAMAGE(null_without_state, of->fields[FIELD_GOOD].nullable = true)
DAMAGE(empty_range, of->fields[1].low = 10001)
DAMAGE(range_too_wide, of->fields[FIELD_MISSED].high = 128)
DAMAGE(boolean_of_two, of->fields[FIELD_GOOD].high = 2)
DAMAGE(option_beyond, of->fields[FIELD_MEANS].high = 3)
DAMAGE(default_beyond, (of->fields[FIELD_MISSED].has_default = true, of->fields[FIELD_MISSED].default_value = 101))
DAMAGE(column_unused, of->column_count--; of->fields[FIELD_MARK].state_column = GJ_NONE)
DAMAGE(no_sheet, of->sheet_count = 0)
DAMAGE(first_not_standard, of->sheet[0].part = GJ_PART_PROJECT)
DAMAGE(parent_later, of->sheet[2].parent = 3)
DAMAGE(parent_of_wrong_kind, of->sheet[3].parent = 1)
DAMAGE(item_without_score, of->sheet[2].score = GJ_NONE)
DAMAGE(clause_without_ledger, of->sheet[3].counted = GJ_NONE)
DAMAGE(veto_without_reason, of->sheet[5].reason = GJ_NONE)
DAMAGE(slot_beyond, of->sheet[2].score = SLOT_COUNT)
DAMAGE(inapplicable_not_boolean, of->sheet[2].inapplicable = SLOT_ITEM)
DAMAGE(scaled_without_earned, (of->sheet[0].owed = SLOT_ITEM, of->sheet[0].scaled = SLOT_ITEM))
DAMAGE(earned_without_owed, of->sheet[0].earned = SLOT_ITEM)
DAMAGE(waiver_without_reason, (of->sheet[5].part = GJ_PART_WAIVER, of->sheet[5].parent = 2, of->sheet[5].reason = GJ_NONE))
DAMAGE(waiver_of_clause, (of->sheet[5].part = GJ_PART_WAIVER, of->sheet[5].parent = 3))
DAMAGE(field_of_clause, of->sheet[3].fields[1] = FIELD_COUNT)
DAMAGE(interpretation_beyond, of->sheet[3].interpretations[0] = 1)
DAMAGE(points_scale, of->point_scale = -1)
DAMAGE(bands_meet, of->grades[1].low = 5)
DAMAGE(band_empty, (of->grades[0].has_low = true, of->grades[0].low = 6))
DAMAGE(veto_grade, of->veto_grade = 2)
DAMAGE(quota, of->selections[0].stretches[0].quota.amount = 1000001)
DAMAGE(quota_limits, of->selections[0].stretches[0].quota.least = 10)
DAMAGE(quota_of, of->selections[0].stretches[0].quota.grades[0] = 2)
DAMAGE(no_stretch, of->selections[0].stretch_count = 0)
DAMAGE(stretch_condition, of->selections[0].stretches[0].condition = SLOT_TOTAL)
DAMAGE(rest, of->selections[0].rest = 2)
DAMAGE(rest_of_none, of->selections[0].rest = GJ_NONE)
DAMAGE(grouping, of->selections[0].grouping = 2)
DAMAGE(grouping_of_target, of->targets[0].grouping = -1)
DAMAGE(everyone_later, of->groupings[1].key_count = 0)
DAMAGE(group_field, of->groupings[1].keys[0].field = FIELD_COUNT)
DAMAGE(group_value, of->groupings[1].keys[0].slot = SLOT_MARK)
DAMAGE(group_kind, of->groupings[1].keys[1].type = GJ_OPTION)
DAMAGE(group_range, of->groupings[1].keys[1].field = FIELD_MEANS)
DAMAGE(scope, of->selections[0].scope[0] = -1)
DAMAGE(rank_key, of->selections[0].keys[0].slot = SLOT_COUNT)
DAMAGE(condition, of->selections[0].condition = SLOT_TOTAL)
DAMAGE(condition_not_computed, of->selections[0].condition = SLOT_BRANCH)
DAMAGE(target_grade, of->targets[0].grades[0] = 2)
DAMAGE(share, of->targets[0].share = -1)
DAMAGE(check_slot, of->checks[0].slot = GJ_NONE)
DAMAGE(check_field, of->checks[0].fields[0] = -1)
DAMAGE(branch_slot, of->branches[0].slot = SLOT_TOTAL)
DAMAGE(branch_entry, of->branches[0].entry = 6)
DAMAGE(total_missing, of->total = GJ_NONE)
DAMAGE(bonus_beyond, of->bonus = SLOT_COUNT)
DAMAGE(grade_not_grade, of->grade = SLOT_TOTAL)
DAMAGE(grade_without_grades, (of->grade_count = 0, of->selection_count = 0, of->grouping_count = 0, of->target_count = 0, of->veto_grade = GJ_NONE))
DAMAGE(slot_range, of->slot_high[SLOT_ITEM] = 9)
DAMAGE(output_missing, of->score.outputs[SLOT_ITEM] = GJ_NONE)
DAMAGE(output_beyond, of->score.outputs[SLOT_ITEM] = R_COUNT)
DAMAGE(output_negative, of->score.outputs[SLOT_BRANCH] = -2)
DAMAGE(ledger_output, of->ledger.outputs[SLOT_BRANCH] = GJ_NONE)
DAMAGE(few_registers, of->score.registers = 3)
DAMAGE(many_registers, of->score.registers = 65537)
DAMAGE(register_lane, of->score.lanes[R_LOSS] = GJ_LANES)
DAMAGE(lane_of_column, of->score.lanes[COLUMN_MARK] = GJ_LANE8)
DAMAGE(opcode, code[0].op = GJ_OPCODES)
DAMAGE(reserved, code[0].reserved = 1)
DAMAGE(source_lane, code[1].source = GJ_LANES)
DAMAGE(wide_result, (code[6].target = GJ_LANE128, of->score.lanes[R_TOTAL] = code[10].source = GJ_LANE128))
DAMAGE(writes_column, code[0].d = COLUMN_GOOD)
DAMAGE(writes_beyond, code[0].d = R_COUNT)
DAMAGE(writes_other_lane, code[0].target = GJ_LANE16)
DAMAGE(wide_boolean, (code[7].target = GJ_LANE16, of->score.lanes[R_LOW] = GJ_LANE16))
DAMAGE(accumulates_nothing, code[1].d = R_STOPPED)
DAMAGE(reads_beyond, code[4].x = R_COUNT)
DAMAGE(reads_other_lane, code[4].x = R_TOTAL)
DAMAGE(reads_unwritten, code[4].x = R_SCORE)
DAMAGE(unused_x, code[0].x = 1)
DAMAGE(unused_y, code[4].y = 1)
DAMAGE(unused_c, code[4].c = 1)
DAMAGE(unused_m, code[0].m = 1)
DAMAGE(unused_k, code[2].k = 1)
DAMAGE(condition_not_boolean, code[3].c = COLUMN_MISSED)
DAMAGE(logic_not_boolean, code[2].x = COLUMN_MISSED)
DAMAGE(second_not_boolean, code[9].y = COLUMN_MISSED)
DAMAGE(constant_overflows, code[0].k = 128)
DAMAGE(loss_overflows, code[1].k = 26)
DAMAGE(clamp_beyond_lane, code[4].m = 128)
DAMAGE(compare_beyond_lane, code[7].k = 40000)
DAMAGE(negative_limit, code[1].m = -1)
DAMAGE(negative_count, of->fields[FIELD_MISSED].low = -1)
DAMAGE(narrowing, (code[6].op = GJ_OP_MOVE, code[6].x = COLUMN_MEMBERS, code[6].source = GJ_LANE16, code[6].target = GJ_LANE8, code[6].d = R_CHECK))
DAMAGE(divide_by_column, (code[5].op = GJ_OP_DIVIDE, code[5].y = COLUMN_MISSED, code[5].k = 0))
DAMAGE(divide_by_zero, (code[5].op = GJ_OP_DIVK, code[5].k = 0))
DAMAGE(no_rounding, (code[5].op = GJ_OP_DIVK, code[5].k = 1, code[5].m = 3))
DAMAGE(no_rounding_of_quotient, (code[5].op = GJ_OP_DIVIDE, code[5].y = COLUMN_MISSED, code[5].k = 3, of->fields[FIELD_MISSED].low = 1))

static const struct damage damages[] = {
	{ "primary key", no_fields }, { "too many fields", many_fields }, { "primary key", key_beyond }, { "primary key", two_keys },
	{ "primary key", nullable_key }, { "decimals", decimals }, { "kind", percent_of_options }, { "column", column_beyond },
	{ "column", column_twice }, { "lane of its column", column_lane }, { "text has no column", column_of_text },
	{ "without being nullable", state_without_null }, { "nullable without a state", null_without_state }, { "its range", empty_range },
	{ "its range", range_too_wide }, { "boolean's range", boolean_of_two }, { "options", option_beyond }, { "default", default_beyond },
	{ "nullable without a state", column_unused }, { "sheet is empty", no_sheet }, { "begin with the standard", first_not_standard },
	{ "its parent", parent_later }, { "its parent", parent_of_wrong_kind }, { "a slot", item_without_score }, { "a slot", clause_without_ledger },
	{ "a slot", veto_without_reason }, { "a slot", slot_beyond }, { "what doesn't apply", inapplicable_not_boolean },
	{ "a slot", scaled_without_earned }, { "a slot", earned_without_owed }, { "a slot", waiver_without_reason }, { "its parent", waiver_of_clause }, { "isn't there", field_of_clause }, { "isn't there", interpretation_beyond },
	{ "decimals of points", points_scale }, { "meets the one below", bands_meet }, { "band is empty", band_empty }, { "grade of a veto", veto_grade },
	{ "quota", quota }, { "quota", quota_limits }, { "no such grade", quota_of }, { "stretches", no_stretch },
	{ "condition of a stretch", stretch_condition }, { "grade of the rest", rest }, { "grade of the rest", rest_of_none },
	{ "its grouping", grouping }, { "its grouping", grouping_of_target }, { "grouping 1", everyone_later }, { "field or slot", group_field },
	{ "key without a value", group_value }, { "kind of a key", group_kind }, { "range of a key", group_range },
	{ "no such grade", scope }, { "a key", rank_key }, { "condition of a selection", condition },
	{ "has no result", condition_not_computed }, { "no such grade", target_grade }, { "share", share }, { "a check has no slot", check_slot },
	{ "isn't there", check_field }, { "a branch", branch_slot }, { "its entry", branch_entry }, { "total has no slot", total_missing },
	{ "bonus has no slot", bonus_beyond }, { "the grade", grade_not_grade }, { "without grades", grade_without_grades },
	{ "may leave its range", slot_range }, { "has no result", output_missing }, { "has no result", output_beyond },
	{ "has no result", output_negative }, { "ledger code", ledger_output }, { "number of registers", few_registers },
	{ "number of registers", many_registers }, { "lane of register", register_lane }, { "lane of register", lane_of_column },
	{ "no such opcode", opcode }, { "lanes", reserved }, { "lanes", source_lane }, { "has no result", wide_result }, { "isn't its to write", writes_column },
	{ "isn't its to write", writes_beyond }, { "writes a register of another lane", writes_other_lane }, { "narrowest lane", wide_boolean },
	{ "adds to a register before", accumulates_nothing }, { "doesn't exist", reads_beyond }, { "reads a register of another lane", reads_other_lane },
	{ "before it is written", reads_unwritten }, { ": x", unused_x }, { ": y", unused_y }, { ": c", unused_c }, { "immediate", unused_m },
	{ "immediate", unused_k }, { "c isn't a boolean", condition_not_boolean }, { "isn't a boolean", logic_not_boolean },
	{ "isn't a boolean", second_not_boolean }, { "overflow", constant_overflows }, { "overflow", loss_overflows },
	{ "fit the source lane", clamp_beyond_lane }, { "fit the source lane", compare_beyond_lane }, { "m isn't a number of", negative_limit },
	{ "may be negative", negative_count }, { "overflow", narrowing }, { "divisor", divide_by_column }, { "divisor", divide_by_zero },
	{ "no rounding", no_rounding }, { "no rounding", no_rounding_of_quotient },
};

static void every_damage_is_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof damages / sizeof *damages; i++) {
		struct gj_arena *arena = gj_arena_new();
		struct gj_program *program = build_program(arena);
		damages[i].damage(program);
		const char *why = gj_verify(program, arena);
		if (!why || !strstr(why, damages[i].says))
			fail_msg("damage %zu (%s): %s", i, damages[i].says, why ? why : "let through");
		gj_arena_free(arena);
	}
}

static void a_sound_program_is_let_through(void **state)
{
	(void)state;
	struct gj_arena *arena = gj_arena_new();
	assert_null(gj_verify(build_program(arena), arena));
	gj_arena_free(arena);
}

/* What is left of a result's range after one instruction on a loss of 0..13 (R_LOSS), written where the score is. */
static const char *with_instruction(struct gj_instruction instruction, int64_t low, int64_t high)
{
	static char kept[256];
	struct gj_arena *arena = gj_arena_new();
	struct gj_program *program = build_program(arena);
	program->score.instructions[5] = instruction;
	program->slot_low[SLOT_ITEM] = program->slot_low[SLOT_PROJECT] = program->slot_low[SLOT_TOTAL] = low;
	program->slot_high[SLOT_ITEM] = program->slot_high[SLOT_PROJECT] = program->slot_high[SLOT_TOTAL] = high;
	program->ledger = program->score;
	program->ledger.outputs = build_copy(arena, program->score.outputs, SLOT_COUNT * sizeof(int32_t));
	program->ledger.outputs[SLOT_INCURRED] = R_LOSS;
	program->ledger.outputs[SLOT_COUNTED] = R_STOPPED;
	program->ledger.outputs[SLOT_BRANCH] = R_BAD;
	const char *why = gj_verify(program, arena);
	strncpy(kept, why ? why : "", sizeof kept - 1);
	gj_arena_free(arena);
	return kept;
}

/* Each result's interval is exactly low..high: anything narrower is refused. */
static void exactly(struct gj_instruction instruction, int64_t low, int64_t high)
{
	instruction.d = R_SCORE;
	assert_string_equal(with_instruction(instruction, low, high), "");
	assert_non_null(strstr(with_instruction(instruction, low + 1, high), "leave its range"));
	assert_non_null(strstr(with_instruction(instruction, low, high - 1), "leave its range"));
}

static void intervals_are_tight(void **state)
{
	(void)state;
	exactly((struct gj_instruction){ .op = GJ_OP_ADD, .x = R_LOSS, .y = COLUMN_MISSED }, 0, 113);
	exactly((struct gj_instruction){ .op = GJ_OP_SUB, .x = R_LOSS, .y = COLUMN_MISSED }, -100, 13);
	exactly((struct gj_instruction){ .op = GJ_OP_MUL, .x = COLUMN_GOOD, .y = R_LOSS }, 0, 13);
	exactly((struct gj_instruction){ .op = GJ_OP_MIN, .x = R_LOSS, .y = COLUMN_MEANS }, 0, 2);
	exactly((struct gj_instruction){ .op = GJ_OP_MAX, .x = R_LOSS, .y = COLUMN_MEANS }, 0, 13);
	exactly((struct gj_instruction){ .op = GJ_OP_ADDK, .x = R_LOSS, .k = -20 }, -20, -7);
	exactly((struct gj_instruction){ .op = GJ_OP_MULK, .x = R_LOSS, .k = -3 }, -39, 0);
	exactly((struct gj_instruction){ .op = GJ_OP_SELECT, .c = COLUMN_GOOD, .x = R_LOSS, .y = COLUMN_MISSED }, 0, 100);
	exactly((struct gj_instruction){ .op = GJ_OP_PICK, .c = COLUMN_GOOD, .k = -4, .m = 9 }, -4, 9);
	exactly((struct gj_instruction){ .op = GJ_OP_COUNT, .x = R_LOSS, .k = 4, .m = 6 }, 0, 24);
	exactly((struct gj_instruction){ .op = GJ_OP_DIVK, .x = R_LOSS, .k = 4, .m = GJ_ROUND_UP }, 0, 4);
	exactly((struct gj_instruction){ .op = GJ_OP_EQ, .x = R_LOSS, .y = COLUMN_MISSED }, 0, 1);
	exactly((struct gj_instruction){ .op = GJ_OP_NE, .x = R_LOSS, .y = COLUMN_MISSED }, 0, 1);
	exactly((struct gj_instruction){ .op = GJ_OP_LT, .x = R_LOSS, .y = COLUMN_MISSED }, 0, 1);
	exactly((struct gj_instruction){ .op = GJ_OP_LE, .x = R_LOSS, .y = COLUMN_MISSED }, 0, 1);
	exactly((struct gj_instruction){ .op = GJ_OP_EQK, .x = R_LOSS, .k = 13 }, 0, 1);
	exactly((struct gj_instruction){ .op = GJ_OP_NEK, .x = R_LOSS, .k = 0 }, 0, 1);
	exactly((struct gj_instruction){ .op = GJ_OP_SPAN, .x = R_LOSS, .k = 1, .m = 13 }, 0, 1);
	exactly((struct gj_instruction){ .op = GJ_OP_OR, .x = R_BAD, .y = COLUMN_GOOD }, 0, 1);
}

static void settled_comparisons_are_known(void **state)
{
	(void)state;
	assert_string_equal(with_instruction((struct gj_instruction){ .op = GJ_OP_GEK, .x = R_LOSS, .d = R_SCORE }, 1, 1), "");
	assert_string_equal(with_instruction((struct gj_instruction){ .op = GJ_OP_LEK, .x = R_LOSS, .k = -1, .d = R_SCORE }, 0, 0), "");
	assert_string_equal(with_instruction((struct gj_instruction){ .op = GJ_OP_SPAN, .x = R_LOSS, .m = 13, .d = R_SCORE }, 1, 1), "");
	assert_string_equal(with_instruction((struct gj_instruction){ .op = GJ_OP_SPAN, .x = R_LOSS, .k = 14, .m = 20, .d = R_SCORE }, 0, 0), "");
	assert_string_equal(with_instruction((struct gj_instruction){ .op = GJ_OP_EQK, .x = R_LOSS, .k = 14, .d = R_SCORE }, 0, 0), "");
	assert_string_equal(with_instruction((struct gj_instruction){ .op = GJ_OP_NEK, .x = R_LOSS, .k = 14, .d = R_SCORE }, 1, 1), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_sound_program_is_let_through),
		cmocka_unit_test(every_damage_is_refused),
		cmocka_unit_test(intervals_are_tight),
		cmocka_unit_test(settled_comparisons_are_known),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
