/* The versions that gj_csv_scan chooses from; NULL where the processor's kind doesn't have one. */
#ifndef GJ_CSV_VERSIONS_H
#define GJ_CSV_VERSIONS_H
#include "csv_scan.h"

const struct gj_csv_scan *gj_csv_avx2(void);
const struct gj_csv_scan *gj_csv_sse4(void);
#endif
