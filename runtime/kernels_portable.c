#if defined(__clang__)
/* Divisions have no vector form, and builds without optimisation vectorise nothing: neither is a fault. Before every include, since clang
 * looks the state up where the table was first included. */
#pragma clang diagnostic ignored "-Wpass-failed"
#endif
#include "runtime/kernels.h"

#define KERNEL_TABLE gj_kernels_portable
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC optimize("O3")
#endif
#include "runtime/kernels_body.h"
