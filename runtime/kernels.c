#include "runtime/kernels.h"

static const gj_kernel_table *table(enum gj_level level)
{
	const gj_kernel_table *wide = level == GJ_LEVEL_AVX2 ? gj_kernels_avx2() : NULL;
	return wide ? wide : gj_kernels_portable();
}

gj_kernel *gj_kernel_find(enum gj_level level, unsigned op, unsigned source, unsigned target)
{
	return table(level)[op][source][target];
}

enum gj_level gj_level_best(void)
{
#if defined(__x86_64__)
	__builtin_cpu_init();
	if (__builtin_cpu_supports("avx2") && gj_kernels_avx2())
		return GJ_LEVEL_AVX2;
#endif
	return GJ_LEVEL_PORTABLE;
}
