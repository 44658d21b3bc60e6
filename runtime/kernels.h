/* Kernels: one function an opcode, source lane and target lane, each working on a block of rows. A unit of kernels is compiled once for
 * every level of vector instructions; all levels give the same bytes. */
#ifndef GJ_KERNELS_H
#define GJ_KERNELS_H
#include "program.h"
#include <stddef.h>
#include <stdint.h>

/* Kernels are always given a multiple of this many rows, so that they have no remainder to see to. */
enum { GJ_KERNEL_ROWS = 64 };

enum gj_level { GJ_LEVEL_PORTABLE, GJ_LEVEL_AVX2, GJ_LEVELS };

struct gj_step;

/* bases[i] is where register i's block begins. d may be x or y themselves, never a part of them. */
typedef void gj_kernel(const struct gj_step *step, void *const *bases, size_t rows);

/* An instruction ready to run. */
struct gj_step {
	gj_kernel *kernel;
	uint16_t d, x, y, c;
	int32_t ahead;          /* the column whose next block to fetch while this step runs, or -1 */
	int64_t k, m;
};

/* The kernel of an opcode for its lanes. Opcodes without x depend on the target alone, booleans on the source alone. */
gj_kernel *gj_kernel_find(enum gj_level level, unsigned op, unsigned source, unsigned target);

/* The best level that this processor and this build have. */
enum gj_level gj_level_best(void);

/* Tables of one level: [opcode][source lane][target lane]. NULL where the build hasn't that level. */
typedef gj_kernel *const gj_kernel_table[GJ_LANES][GJ_LANES];
const gj_kernel_table *gj_kernels_portable(void);
const gj_kernel_table *gj_kernels_avx2(void);
#endif
