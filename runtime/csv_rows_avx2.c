#include "cell.h"
#include "csv_scan.h"
#include "csv_versions.h"
#include "csv_window.h"

#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
/* Headers first: nothing but the row readers may be compiled for AVX2. */
#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("avx2,bmi"))), apply_to = function)
#else
#pragma GCC optimize("O3")
#pragma GCC target("avx2,bmi")
#endif
#define GJ_VECTOR_AVX2 1
#include "csv_rows_body.h"
#if defined(__clang__)
#pragma clang attribute pop
#endif

const struct gj_csv_scan *gj_csv_avx2(void)
{
	static const struct gj_csv_scan version = { "avx2", line_ends, rows };
	return &version;
}
#else
const struct gj_csv_scan *gj_csv_avx2(void)
{
	return NULL;
}
#endif
