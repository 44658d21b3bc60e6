#include "runtime/settle.h"

#include <string.h>

enum { MOST_PIECES = 200, MOST_PAIRS = 2000 };

struct settling {
	struct gj_unit *unit;
	const struct gj_slice *slice;
	const struct gj_values *grades;
	struct gj_settling_cell *cells;
	struct gj_extent *box;  /* [count] */
	bool no_memory;
};

static void whole_box(const struct settling *settling, struct gj_extent *box)
{
	for (size_t i = 0; i < settling->unit->count; i++)
		box[i] = settling->unit->unknowns[i].extent;
}

static void take_row(const struct settling *settling, const struct gj_extent *row, struct gj_extent *box)
{
	memcpy(box, row, settling->unit->count * sizeof *box);
}

/* The grade of everything in a box, or GJ_NONE. */
static int grade_of(const struct settling *settling, const struct gj_extent *box, enum gj_chance *chance)
{
	struct gj_interval grade;
	*chance = gj_unit_run(settling->unit, settling->slice, box, &grade);
	return grade.low == grade.high ? (int)grade.low : GJ_NONE;
}

/* Whether, whatever a cell is in an extent, the grade depends on the other cells: two rows found show it. */
static bool shown_open(const struct settling *settling, size_t cell, const struct gj_extent *extent)
{
	int first = GJ_NONE;
	for (size_t i = 0; i < settling->grades->count; i++) {
		enum gj_chance chance;
		if (!settling->grades->rows[i])
			continue;
		take_row(settling, settling->grades->rows[i], settling->box);
		settling->box[cell] = *extent;
		int grade = grade_of(settling, settling->box, &chance);
		if (grade == GJ_NONE || chance != GJ_SURELY)
			continue;
		if (first != GJ_NONE && grade != first)
			return true;
		first = grade;
	}
	return false;
}

/* The only grade there is while a cell is in an extent, or GJ_NONE; found by a search of its own. */
static int only_grade(struct settling *settling, size_t cell, const struct gj_extent *extent)
{
	struct gj_unknown *unknown = &settling->unit->unknowns[cell];
	struct gj_extent kept = unknown->extent;
	struct gj_values values = {.count = settling->grades->count};
	int found = GJ_NONE;
	size_t count = 0;
	unknown->extent = *extent;
	settling->no_memory |= !gj_search_values(settling->unit, settling->slice, &values);
	unknown->extent = kept;
	for (size_t i = 0; !settling->no_memory && i < values.count; i++) {
		count += values.possible[i];
		found = values.possible[i] ? (int)i : found;
	}
	return count == 1 ? found : GJ_NONE;
}

static bool joins(const struct gj_piece *last, const struct gj_extent *next, int grade)
{
	return last->grade == grade && last->extent.first == GJ_PRESENT && last->extent.last == GJ_PRESENT && next->first == GJ_PRESENT;
}

static void add_piece(struct settling *settling, size_t cell, const struct gj_extent *extent, int grade)
{
	struct gj_settling_cell *of = &settling->cells[cell];
	of->decides |= grade != GJ_NONE;
	if (of->piece_count && joins(&of->pieces[of->piece_count - 1], extent, grade))
		of->pieces[of->piece_count - 1].extent.high = extent->high;
	else if (of->piece_count < MOST_PIECES)
		of->pieces[of->piece_count++] = (struct gj_piece){*extent, grade};
}

/* Depth is bounded: each step halves the extent or the cuts in it. */
static void divide(struct settling *settling, size_t cell, const struct gj_extent *extent)
{
	struct gj_settling_cell *of = &settling->cells[cell];
	const struct gj_unknown *unknown = &settling->unit->unknowns[cell];
	enum gj_chance chance;
	size_t first;
	whole_box(settling, settling->box);
	settling->box[cell] = *extent;
	int grade = grade_of(settling, settling->box, &chance);
	if (chance == GJ_NEVER || settling->no_memory)
		return;
	bool single = gj_extent_single(extent), uncut = extent->first == extent->last && !gj_unknown_cuts_within(unknown, extent, &first);
	if (grade == GJ_NONE && settling->unit->count > 1 && uncut)
		grade = only_grade(settling, cell, extent);
	if (grade != GJ_NONE || single || of->piece_count == MOST_PIECES || !settling->unit->steps || shown_open(settling, cell, extent)) {
		add_piece(settling, cell, extent, grade);
		return;
	}
	struct gj_extent parts[2];
	gj_unknown_split(unknown, extent, parts);
	divide(settling, cell, &parts[0]);
	divide(settling, cell, &parts[1]);
}

/* Whether a cell alone makes a difference beside one of the rows found. */
static bool shown_to_matter(const struct settling *settling, size_t cell)
{
	const struct gj_unit *unit = settling->unit;
	for (size_t i = 0; i < settling->grades->count; i++)
		for (size_t k = 0; settling->grades->rows[i] && k < settling->grades->count; k++) {
			enum gj_chance chance;
			if (!settling->grades->rows[k])
				continue;
			take_row(settling, settling->grades->rows[i], settling->box);
			settling->box[cell] = settling->grades->rows[k][cell];
			int grade = grade_of(settling, settling->box, &chance);
			if (chance == GJ_SURELY && grade != (int)i)
				return true;
		}
	return unit->count == 1;
}

/* Two boxes, alike in the cells that are kept. */
struct pair {
	struct gj_extent *sides[2];
};

/* How far the grades of both halves of a box reach when a cell is taken apart. */
static gj_wide width_of_halves(const struct settling *settling, struct gj_extent *box, size_t cell)
{
	struct gj_extent whole = box[cell], parts[2];
	gj_wide width = 0;
	gj_unknown_split(&settling->unit->unknowns[cell], &whole, parts);
	for (size_t i = 0; i < 2; i++) {
		struct gj_interval grade;
		box[cell] = parts[i];
		width += gj_unit_run(settling->unit, settling->slice, box, &grade) == GJ_NEVER ? 0 : grade.high - grade.low;
	}
	box[cell] = whole;
	return width;
}

/* The cell whose taking apart tells most of a box's grade; the number of cells when it is a single row. */
static size_t best_branch(const struct settling *settling, struct gj_extent *box)
{
	size_t best = settling->unit->count;
	gj_wide least = 0;
	for (size_t i = 0; i < settling->unit->count; i++) {
		if (!settling->slice->reads[i] || gj_extent_single(&box[i]))
			continue;
		gj_wide width = width_of_halves(settling, box, i);
		if (best == settling->unit->count || width < least) {
			best = i;
			least = width;
		}
	}
	return best;
}

/* The cell to take apart, in the side of which less is known. */
static size_t pair_branch(const struct settling *settling, const struct pair *pair, size_t *side)
{
	gj_wide widths[2];
	for (size_t i = 0; i < 2; i++) {
		struct gj_interval grade;
		gj_unit_run(settling->unit, settling->slice, pair->sides[i], &grade);
		widths[i] = grade.high - grade.low;
	}
	*side = widths[1] > widths[0];
	size_t cell = best_branch(settling, pair->sides[*side]);
	if (cell < settling->unit->count)
		return cell;
	*side = !*side;
	return best_branch(settling, pair->sides[*side]);
}

static bool copy_pair(const struct settling *settling, const struct pair *from, struct pair *to)
{
	size_t bytes = (settling->unit->count + 1) * sizeof(struct gj_extent);
	for (size_t i = 0; i < 2; i++) {
		to->sides[i] = gj_arena_alloc(settling->unit->arena, bytes);
		if (!to->sides[i])
			return false;
		memcpy(to->sides[i], from->sides[i], settling->unit->count * sizeof(struct gj_extent));
	}
	return true;
}

enum difference { ALIKE, UNKNOWN, DIFFERENT };

/* Whether the rows of the two sides have one grade. */
static enum difference compare_pair(const struct settling *settling, const struct pair *pair)
{
	enum gj_chance chances[2];
	int grades[2];
	for (size_t i = 0; i < 2; i++) {
		grades[i] = grade_of(settling, pair->sides[i], &chances[i]);
		if (chances[i] == GJ_NEVER)
			return ALIKE;
	}
	if (grades[0] == GJ_NONE || grades[1] == GJ_NONE)
		return UNKNOWN;
	return grades[0] == grades[1] ? ALIKE : chances[0] == GJ_SURELY && chances[1] == GJ_SURELY ? DIFFERENT : UNKNOWN;
}

static void split_pair(const struct settling *settling, const bool *kept, size_t cell, size_t side, struct pair *pair, struct pair *made)
{
	struct gj_extent parts[2];
	gj_unknown_split(&settling->unit->unknowns[cell], &pair->sides[side][cell], parts);
	pair->sides[side][cell] = parts[0];
	made->sides[side][cell] = parts[1];
	if (kept[cell]) {
		pair->sides[!side][cell] = parts[0];
		made->sides[!side][cell] = parts[1];
	}
}

/* Whether it is proved that rows alike in the cells kept have the same grade. */
static bool proved_alike(struct settling *settling, const bool *kept)
{
	struct pair *pairs = gj_arena_alloc(settling->unit->arena, (MOST_PAIRS + 2) * sizeof *pairs);
	struct pair whole = {{settling->box, settling->box}};
	size_t count = 1;
	whole_box(settling, settling->box);
	if (!pairs || !copy_pair(settling, &whole, &pairs[0])) {
		settling->no_memory = true;
		return false;
	}
	while (count && count < MOST_PAIRS && settling->unit->steps) {
		struct pair *pair = &pairs[count - 1];
		enum difference difference = compare_pair(settling, pair);
		size_t side, cell = pair_branch(settling, pair, &side);
		if (difference == ALIKE) {
			count--;
			continue;
		}
		if (difference == DIFFERENT || cell == settling->unit->count)
			return false;
		if (!copy_pair(settling, pair, &pairs[count])) {
			settling->no_memory = true;
			return false;
		}
		split_pair(settling, kept, cell, side, pair, &pairs[count++]);
	}
	return count == 0;
}

/* Lets go of the cells one by one, as long as those kept still settle the grade. */
static bool find_needed(struct settling *settling)
{
	size_t count = settling->unit->count;
	bool *kept = gj_arena_alloc(settling->unit->arena, count + 1);
	if (!kept)
		return false;
	memset(kept, true, count);
	for (size_t i = 0; i < count && !settling->no_memory; i++) {
		kept[i] = settling->slice->reads[i] && shown_to_matter(settling, i);
		if (!kept[i] && settling->slice->reads[i])
			kept[i] = !proved_alike(settling, kept);
		settling->cells[i].matters = kept[i];
	}
	return !settling->no_memory;
}

bool gj_settle(struct gj_unit *unit, const struct gj_slice *slice, const struct gj_values *grades, struct gj_settling_cell *cells)
{
	struct settling settling = {.unit = unit, .slice = slice, .grades = grades, .cells = cells};
	settling.box = gj_arena_alloc(unit->arena, (unit->count + 1) * sizeof *settling.box);
	if (!settling.box)
		return false;
	for (size_t i = 0; i < unit->count; i++) {
		cells[i] = (struct gj_settling_cell){.pieces = gj_arena_alloc(unit->arena, MOST_PIECES * sizeof *cells[i].pieces)};
		if (!cells[i].pieces)
			return false;
		if (slice->reads[i])
			divide(&settling, i, &unit->unknowns[i].extent);
	}
	return !settling.no_memory && find_needed(&settling);
}
