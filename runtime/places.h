/* 名次: the places of units among all units, or those of their group. A pass over the units gathers what they are ranked by; then every place is known, and
 * the derived fields can be filled. Where 待核 cells leave open what a unit is ranked by, or whether it is, the places that they may shift are known within
 * bounds. Memory in proportion to the units. */
#ifndef GJ_PLACES_H
#define GJ_PLACES_H
#include "pending.h"
#include "vm.h"

struct gj_places;

/* NULL when memory is out. The program must outlive it. */
struct gj_places *gj_places_new(const struct gj_program *program);
void gj_places_free(struct gj_places *places);

/* Takes the rows first .. first + rows - 1 of a chunk, which the machine ran last, but for those set apart. False when memory is out. */
bool gj_places_take(struct gj_places *places, const struct gj_vm *vm, const struct gj_chunk *chunk, size_t first, size_t rows, const uint8_t *apart);

/* Takes a row with 待核 cells, of which the slots that it is ranked by lie within bounds. False when memory is out. */
bool gj_places_take_pending(struct gj_places *places, const struct gj_chunk *chunk, size_t row, const struct gj_pending_unit *of);

/* Ranks, when all units have been taken. False when memory is out. */
bool gj_places_settle(struct gj_places *places);

/* Fills the derived columns of rows before there are places. */
void gj_places_blank(const struct gj_program *program, size_t rows, void *const *columns);

/* Fills the derived columns of the units first .. first + rows - 1 (from 0). */
void gj_places_fill(const struct gj_places *places, uint64_t first, size_t rows, void *const *columns);

/* Whether the place of some unit isn't known. */
bool gj_places_open(const struct gj_places *places);

/* The units first .. first + rows - 1 whose places aren't known get `mark` in marks[]. */
void gj_places_mark(const struct gj_places *places, uint64_t first, size_t rows, uint8_t *marks, uint8_t mark);

/* Adds the fields of a unit that aren't known to those there are; all in the arena. False when memory is out. */
bool gj_places_unknown(const struct gj_places *places, uint64_t unit, struct gj_arena *arena, struct gj_unknown_total **totals, size_t *count);
#endif
