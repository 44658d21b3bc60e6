/* The order of a look-up's rows: what the checker made, the lowering and the analyser read. */
#ifndef GJ_LOOKUP_H
#define GJ_LOOKUP_H
#include "model.h"

/* Decimals of the numerators of 插值: at least those of its key. */
int lookup_scale(const struct lookup *lookup);
/* The end (excluded) of the rows from `first` on that are alike in the keys up to `at`. */
size_t lookup_group_end(const struct lookup *lookup, size_t at, size_t first, size_t end);
/* The row for keys, or the one where the stretch of 插值 begins that they lie in (its last row for the end of the last stretch). False: there is none. */
bool lookup_find(const struct lookup *lookup, const struct ratio keys[MOST_KEYS], size_t *index);
/* Whether two look-ups of one standard ask the same of the same keys. */
bool lookup_same(const struct lookup *x, const struct lookup *y);
/* The value of a row in the column wanted, or in another. */
int64_t lookup_cell(const struct lookup *lookup, size_t index, int column);
/* The row in words: 奖励标准（级别 省级，分值 3分）. Of 插值 the stretch that begins there: 路程（里程 10公里 至 100公里，分值 4分 至 10分）. */
const char *lookup_text(const struct lookup *lookup, size_t index, struct gj_arena *arena);
#endif
