/* Random rows as files, for engines that read tables. */
#ifndef AGREE_DATA_H
#define AGREE_DATA_H
#include "random_standard.h"
#include "compiler/compile.h"

/* Room for the cells of a row and of its rows in ledgers; agree.c. */
void row_open(struct naive_row *row, const struct model *model);
void row_close(struct naive_row *row, const struct model *model);

/* Writes the standard of the seed (规则.gj), `rows` units (数据.csv) and their ledgers (NAME.台账.csv) into a folder. False: the standard doesn't compile, or
 * a file can't be written. */
bool data_write(uint64_t seed, size_t rows, const char *folder);
#endif
