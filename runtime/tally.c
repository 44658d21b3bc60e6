#include "tally.h"

#include "datum.h"
#include "population.h"

#include <stdlib.h>
#include <string.h>

/* Sums go in stretches of constant length so that compilers vectorise them at -O2. */
enum { STRETCH = 64 };

bool gj_tally_start(struct gj_tally *tally, const struct gj_program *program)
{
	*tally = (struct gj_tally){0};
	tally->grades = calloc(program->grade_count + 1, sizeof *tally->grades);
	tally->held = calloc(program->sheet_count + 1, sizeof *tally->held);
	tally->lost_rows = calloc(program->sheet_count + 1, sizeof *tally->lost_rows);
	tally->lost = calloc(program->sheet_count + 1, sizeof *tally->lost);
	tally->targets = calloc(program->target_count + 1, sizeof *tally->targets);
	tally->waiting = calloc(program->selection_count + 1, sizeof *tally->waiting);
	if (tally->grades && tally->held && tally->lost_rows && tally->lost && tally->targets && tally->waiting)
		return true;
	gj_tally_free(tally);
	return false;
}

void gj_tally_free(struct gj_tally *tally)
{
	free(tally->grades);
	free(tally->held);
	free(tally->lost_rows);
	free(tally->lost);
	free(tally->targets);
	free(tally->waiting);
	*tally = (struct gj_tally){0};
}

struct sum {
	int64_t points;
	uint64_t rows;
};

/* Adds up a block and counts what isn't 0; partial sums of a stretch fit `wide`. */
#define DEFINE_SUM(name, type, wide) \
	static struct sum name(const type *values, size_t rows) \
	{ \
		struct sum sum = {0, 0}; \
		size_t row = 0; \
		for (; row + STRETCH <= rows; row += STRETCH) { \
			wide points = 0; \
			wide hits = 0; \
			for (size_t i = 0; i < STRETCH; i++) { \
				points = (wide)(points + values[row + i]); \
				hits = (wide)(hits + (values[row + i] != 0)); \
			} \
			sum.points += points; \
			sum.rows += (uint64_t)hits; \
		} \
		for (; row < rows; row++) { \
			sum.points += values[row]; \
			sum.rows += values[row] != 0; \
		} \
		return sum; \
	}
DEFINE_SUM(sum8, int8_t, int16_t)
DEFINE_SUM(sum16, int16_t, int32_t)
DEFINE_SUM(sum32, int32_t, int64_t)
DEFINE_SUM(sum64, int64_t, int64_t)

static struct sum sum_slot(const struct gj_vm *vm, int slot, size_t rows)
{
	enum gj_lane lane;
	const void *block = gj_vm_output(vm, slot, &lane);
	switch (lane) {
	case GJ_LANE8: return sum8(block, rows);
	case GJ_LANE16: return sum16(block, rows);
	case GJ_LANE32: return sum32(block, rows);
	default: return sum64(block, rows);
	}
}

/* The rejected rows of a block. */
struct rejected {
	size_t count;
	uint16_t rows[GJ_BLOCK_ROWS];
};

static void list_rejected(struct rejected *list, const uint8_t *rejected, size_t rows)
{
	list->count = 0;
	for (const uint8_t *next = memchr(rejected, 1, rows); next; next = memchr(next + 1, 1, rows - (size_t)(next + 1 - rejected)))
		list->rows[list->count++] = (uint16_t)(next - rejected);
}

/* The sums take the rejected rows (they hold dummies) with them; they are taken out again one by one. */
static struct sum sum_evaluated(const struct gj_vm *vm, int slot, const struct rejected *rejected, size_t rows)
{
	struct sum sum = sum_slot(vm, slot, rows);
	for (size_t i = 0; i < rejected->count; i++) {
		int64_t value = gj_vm_value(vm, slot, rejected->rows[i]);
		sum.points -= value;
		sum.rows -= value != 0;
	}
	return sum;
}

static void count_grades(struct gj_tally *tally, const struct gj_vm *vm, int slot, const uint8_t *rejected, size_t rows)
{
	enum gj_lane lane;
	const void *block = gj_vm_output(vm, slot, &lane);
	for (size_t i = 0; i < rows; i++)
		if (!rejected[i])
			tally->grades[gj_column_value(block, lane, i)]++;
}

static uint64_t count_unrated(const struct gj_tally *tally, const struct gj_program *program)
{
	uint64_t rows = 0;
	for (size_t i = 0; i < program->grade_count; i++)
		rows += program->grades[i].unrated ? tally->grades[i] : 0;
	return rows;
}

void gj_tally_block(struct gj_tally *tally, const struct gj_program *program, const struct gj_vm *vm, const uint8_t *rejected, size_t rows,
	size_t pending)
{
	struct rejected out;
	list_rejected(&out, rejected, rows);
	tally->read += rows;
	tally->rejected += out.count - pending;
	tally->evaluated += rows - (out.count - pending);
	if (program->grade != GJ_NONE)
		count_grades(tally, vm, program->grade, rejected, rows);
	tally->rated = tally->evaluated - count_unrated(tally, program);
	tally->vetoed += sum_evaluated(vm, program->vetoed, &out, rows).rows;
	for (size_t i = 0; i < program->sheet_count; i++) {
		const struct gj_sheet_entry *entry = &program->sheet[i];
		int slot = entry->part == GJ_PART_CLAUSE ? entry->counted : entry->part == GJ_PART_VETO ? entry->reason : GJ_NONE;
		if (slot == GJ_NONE)
			continue;
		struct sum sum = sum_evaluated(vm, slot, &out, rows);
		tally->held[i] += entry->part == GJ_PART_VETO ? sum.rows : 0;
		tally->lost[i] += entry->part == GJ_PART_CLAUSE ? sum.points : 0;
		tally->lost_rows[i] += entry->part == GJ_PART_CLAUSE ? sum.rows : 0;
	}
}

static bool counts_towards(const struct gj_target *target, int grade)
{
	for (size_t i = 0; i < target->grade_count; i++)
		if (target->grades[i] == grade)
			return true;
	return false;
}

/* What a selection may make of a row in its scope. */
static void mark_given(const struct gj_selection *selection, const struct gj_pending_unit *of, const struct gj_target *target, bool seen[2])
{
	bool may_hold = of->slots[selection->condition].high != 0;
	for (size_t i = 0; i < selection->stretch_count && may_hold; i++)
		seen[counts_towards(target, selection->stretches[i].grade)] = true;
	if (selection->rest != GJ_NONE && gj_selection_may_change(selection, may_hold))
		seen[counts_towards(target, selection->rest)] = true;
}

void gj_target_count(struct gj_target_pending *counts, const struct gj_program *program, const struct gj_target *target,
	const struct gj_pending_unit *of)
{
	bool seen[2] = {false, false}; /* results that don't count, and that do */
	for (size_t i = 0; i < of->grades.count; i++)
		if (of->grades.possible[i])
			seen[counts_towards(target, (int)i)] = true;
	for (size_t i = 0; i < program->selection_count; i++)
		if (of->taken[i])
			mark_given(&program->selections[i], of, target, seen);
	counts->certain += seen[1] && !seen[0];
	counts->possible += seen[1] && seen[0];
}

void gj_tally_pending(struct gj_tally *tally, const struct gj_program *program, const struct gj_pending_unit *of)
{
	tally->pending++;
	tally->open += of->open;
	tally->vetoed += of->slots[program->vetoed].low != 0;
	for (size_t i = 0; i < program->sheet_count; i++)
		if (program->sheet[i].part == GJ_PART_VETO)
			tally->held[i] += of->slots[program->sheet[i].reason].low != 0;
	if (!of->open && of->grade != GJ_NONE)
		tally->grades[of->grade]++;
	for (size_t i = 0; of->open && i < program->target_count; i++)
		gj_target_count(&tally->targets[i], program, &program->targets[i], of);
	for (size_t i = 0; i < program->selection_count; i++)
		tally->waiting[i] += of->taken[i] && of->slots[program->selections[i].condition].high;
}

void gj_tally_add(struct gj_tally *tally, const struct gj_program *program, const struct gj_tally *more)
{
	tally->read += more->read;
	tally->rejected += more->rejected;
	tally->evaluated += more->evaluated;
	tally->rated += more->rated;
	tally->vetoed += more->vetoed;
	for (size_t i = 0; i < program->grade_count; i++)
		tally->grades[i] += more->grades[i];
	for (size_t i = 0; i < program->sheet_count; i++) {
		tally->held[i] += more->held[i];
		tally->lost_rows[i] += more->lost_rows[i];
		tally->lost[i] += more->lost[i];
	}
	tally->pending += more->pending;
	tally->open += more->open;
	for (size_t i = 0; i < program->target_count; i++) {
		tally->targets[i].certain += more->targets[i].certain;
		tally->targets[i].possible += more->targets[i].possible;
	}
	for (size_t i = 0; i < program->selection_count; i++)
		tally->waiting[i] += more->waiting[i];
	for (size_t i = 0; i < GJ_DATA_MESSAGE_COUNT; i++)
		tally->reasons[i] += more->reasons[i];
}
