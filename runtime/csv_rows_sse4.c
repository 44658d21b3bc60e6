#include "cell.h"
#include "csv_scan.h"
#include "csv_versions.h"
#include "csv_window.h"

#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
/* Headers first: nothing but the row readers may be compiled for SSE4.1. */
#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("sse4.1"))), apply_to = function)
#else
#pragma GCC optimize("O3")
#pragma GCC target("sse4.1")
#endif
#define GJ_VECTOR_AVX2 0
#include "csv_rows_body.h"
#if defined(__clang__)
#pragma clang attribute pop
#endif

const struct gj_csv_scan *gj_csv_sse4(void)
{
	static const struct gj_csv_scan version = { "sse4", line_ends, rows };
	return &version;
}
#else
const struct gj_csv_scan *gj_csv_sse4(void)
{
	return NULL;
}
#endif
