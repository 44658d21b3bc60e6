/* Files that appear whole or not at all: everything is written aside, brought to the disk and renamed at the end. Functions return 0 or an errno. */
#ifndef GJ_OUTPUT_FILE_H
#define GJ_OUTPUT_FILE_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct gj_output;

/* Bytes already written that are to be replaced; lengths may differ. */
struct gj_patch {
	uint64_t offset;
	size_t old_length, length;
	const char *text;
};

/* Prepares the file at `path` ("-": standard output). What stands there stays as it is until gj_output_commit. A device or a pipe cannot be
 * renamed onto: it is written straight through, or at the end from a nameless temporary file when `held` (needed for gj_output_patch). */
int gj_output_open(struct gj_output **output, const char *path, bool held);

/* The same into a nameless file that goes nowhere: see gj_output_reader. */
int gj_output_open_nameless(struct gj_output **output);

int gj_output_write(struct gj_output *output, const void *bytes, size_t size);

/* Bytes written so far. */
uint64_t gj_output_size(const struct gj_output *output);

/* Replaces parts of what was written; `patches` stand in the order of their offsets and don't overlap. */
int gj_output_patch(struct gj_output *output, const struct gj_patch *patches, size_t count);

/* A stream that reads what was written, from its beginning; its caller closes it. NULL on failure (errno). */
FILE *gj_output_reader(const struct gj_output *output);

/* Does all of a commit that can fail for want of room or memory, so that of several outputs all are prepared before the first is committed: the
 * file is on the disk under a name of its own beside its target; what was held goes out to its stream. Nothing can be written afterwards. */
int gj_output_prepare(struct gj_output *output);

/* Puts the file in its place, preparing it first unless that was done. Afterwards, as after a failure, only gj_output_free is to be called. */
int gj_output_commit(struct gj_output *output);

/* Releases it (NULL is nothing). Without a commit nothing is left behind. */
void gj_output_free(struct gj_output *output);

/* Whether two paths lead to one regular file, so that writing the one would destroy the other. */
bool gj_same_file(const char *a, const char *b);
#endif
