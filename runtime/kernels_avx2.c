#if defined(__clang__)
/* Divisions have no vector form, and builds without optimisation vectorise nothing: neither is a fault. Before every include, since clang
 * looks the state up where the table was first included. */
#pragma clang diagnostic ignored "-Wpass-failed"
#endif
#include "runtime/kernels.h"

#if defined(__x86_64__)
/* Headers first: nothing but the kernels may be compiled for AVX2. */
#include "runtime/arith.h"
#include "runtime/opcode.h"
#include "runtime/program.h"
#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)
#else
#pragma GCC optimize("O3")
#pragma GCC target("avx2")
#endif
#define KERNEL_TABLE gj_kernels_avx2
#include "runtime/kernels_body.h"
#if defined(__clang__)
#pragma clang attribute pop
#endif
#else
const gj_kernel_table *gj_kernels_avx2(void)
{
	return NULL;
}
#endif
