/* Runs verified code over blocks of columns. */
#ifndef GJ_VM_H
#define GJ_VM_H
#include "program.h"

enum { GJ_BLOCK_ROWS = 1024 };

struct gj_vm;

/* A machine for one thread: its registers, bound to one code of a verified program (which must outlive it). NULL when memory is out. */
struct gj_vm *gj_vm_new(const struct gj_program *program, const struct gj_code *code);
void gj_vm_free(struct gj_vm *vm);

/* Code that a C compiler made of a program: works out the slots of its score code or, with `points`, every slot; each is an array in the narrowest lane
 * that holds the slot's range. */
typedef void gj_native_run(const void *const *columns, size_t rows, void *const *slots, bool points);

/* A machine that runs such code in place of the score code or, with `points`, of the ledger code. NULL when memory is out. */
struct gj_vm *gj_vm_new_native(const struct gj_program *program, gj_native_run *native, bool points);

/* Evaluates `rows` (1 .. GJ_BLOCK_ROWS) rows. columns[i] is column i in its declared lane, `rows` values, every value within its
 * field's range (the reader has seen to it) and readable up to the next multiple of 64 bytes. Cannot fail. */
void gj_vm_run(struct gj_vm *vm, const void *const *columns, size_t rows);

/* The same, for columns in memory: meanwhile fetches the rows at `next` (one address a column; NULL: nothing), which the next call will be given. */
void gj_vm_run_ahead(struct gj_vm *vm, const void *const *columns, size_t rows, const void *const *next);

/* After gj_vm_run: the block of a slot (GJ_NONE slots are not asked for) and its lane. Valid until the next run. */
const void *gj_vm_output(const struct gj_vm *vm, int slot, enum gj_lane *lane);

/* Row `row` of a slot as a number. */
int64_t gj_vm_value(const struct gj_vm *vm, int slot, size_t row);
#endif
