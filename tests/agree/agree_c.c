/* Many standards go through one call of the compiler: starting it takes longer than what it has to do. */
#include "agree_c.h"

#include "bench.h"
#include "compiler/emit_c.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { TOGETHER = 40 };

static const char flags[] = "-std=c11 -O1 -Wall -Wextra -pedantic -Werror -fPIC -shared";

struct batch {
	const char *cc;
	char folder[32];
	size_t count, rows;
	struct compilation compilations[TOGETHER];
	char *names[TOGETHER];  /* of the files, or the random text itself */
	unsigned long long cells, standards;
};

static void batch_open(struct batch *batch, const char *cc, size_t rows)
{
	*batch = (struct batch){ .cc = cc, .rows = rows };
	strcpy(batch->folder, "/tmp/guiju-agree-XXXXXX");
	if (!mkdtemp(batch->folder))
		abort();
}

static void batch_close(struct batch *batch)
{
	char command[64];
	snprintf(command, sizeof command, "rm -r %s", batch->folder);
	if (system(command) != 0)
		fprintf(stderr, "agree: cannot remove %s\n", batch->folder);
}

static FILE *file_of(const struct batch *batch, size_t index, const char *ending)
{
	char path[64];
	snprintf(path, sizeof path, "%s/s%zu.%s", batch->folder, index, ending);
	FILE *file = fopen(path, "w");
	if (!file)
		abort();
	return file;
}

static bool write_c(const struct batch *batch, size_t index)
{
	const struct compilation *compilation = &batch->compilations[index];
	char prefix[32], header[32]; /* room for any index */
	snprintf(prefix, sizeof prefix, "s%zu", index);
	snprintf(header, sizeof header, "s%zu.h", index);
	const struct c_request request = { .ir = compilation->ir, .source = compilation->source, .prefix = prefix, .header = header,
		.code = file_of(batch, index, "c"), .declarations = file_of(batch, index, "h"), .native = true };
	bool good = compile_c(compilation, &request);
	return fclose(request.code) == 0 && fclose(request.declarations) == 0 && good;
}

static int64_t value_at(const void *column, enum gj_lane lane, size_t row)
{
	switch (lane) {
	case GJ_LANE8: return ((const int8_t *)column)[row];
	case GJ_LANE16: return ((const int16_t *)column)[row];
	case GJ_LANE32: return ((const int32_t *)column)[row];
	default: return ((const int64_t *)column)[row];
	}
}

/* Rows that a 校验 rejects are never used: what is proved of all others needn't hold there. */
static bool passes(const struct bench *bench, size_t row)
{
	bool all = true;
	for (size_t i = 0; i < bench->program->check_count; i++)
		all = all && gj_vm_value(bench->ledger, bench->program->checks[i].slot, row);
	return all;
}

static bool is_check(const struct gj_program *program, int slot)
{
	for (size_t i = 0; i < program->check_count; i++)
		if (program->checks[i].slot == slot)
			return true;
	return false;
}

static bool slots_differ(struct batch *batch, struct bench *bench, const struct gj_vm *native, size_t count)
{
	const struct gj_program *program = bench->program;
	for (size_t slot = 0; slot < program->slot_count; slot++) {
		enum gj_lane lane;
		const void *got = gj_vm_output(native, (int)slot, &lane);
		for (size_t row = 0; row < count; row++, batch->cells++) {
			int64_t expected = gj_vm_value(bench->ledger, (int)slot, row);
			if (value_at(got, lane, row) == expected || (!passes(bench, row) && !is_check(program, (int)slot)))
				continue;
			fprintf(stderr, "slot %zu: the VM gives %lld, %s %lld\n", slot, (long long)expected, batch->cc, (long long)value_at(got, lane, row));
			bench_show(bench, row);
			return true;
		}
	}
	return false;
}

/* Rows in blocks of several lengths, so that the last page is seldom whole. */
static bool c_differs(struct batch *batch, size_t index, gj_native_run *run)
{
	const struct compilation *compilation = &batch->compilations[index];
	struct bench *bench = malloc(sizeof *bench);
	struct edges edges = { 0 };
	struct random_source random = { index * 31 + 7 };
	bool differs = false;
	if (!bench)
		abort();
	bench_open(bench, compilation);
	edges_collect(compilation->model, &edges);
	struct gj_vm *native = gj_vm_new_native(compilation->program, run, true);
	for (size_t done = 0; done < batch->rows && !differs;) {
		size_t most = batch->rows - done < ROOM ? batch->rows - done : (size_t)ROOM, count = most > 1 ? most - random_below(&random, 2) : most;
		bench_load(bench, &edges, &random, count);
		gj_vm_run(bench->ledger, (const void *const *)bench->columns, count);
		gj_vm_run(native, (const void *const *)bench->columns, count);
		differs = slots_differ(batch, bench, native, count);
		done += count;
	}
	gj_vm_free(native);
	free(edges.items);
	bench_close(bench);
	free(bench);
	return differs;
}

static void *build(const struct batch *batch)
{
	char command[256], path[64];
	snprintf(command, sizeof command, "cd %s && %s %s s*.c -o all.so", batch->folder, batch->cc, flags);
	snprintf(path, sizeof path, "%s/all.so", batch->folder);
	return system(command) == 0 ? dlopen(path, RTLD_NOW | RTLD_LOCAL) : NULL;
}

static bool run_all(struct batch *batch, void *library)
{
	for (size_t i = 0; i < batch->count; i++) {
		char name[32];
		snprintf(name, sizeof name, "s%zu_native", i);
		gj_native_run *run = (gj_native_run *)dlsym(library, name);
		if (run && !c_differs(batch, i, run))
			continue;
		fprintf(stderr, "%s\n", batch->names[i]);
		return false;
	}
	return true;
}

/* Compiles and compares what has been gathered; afterwards the batch is empty. */
static bool flush(struct batch *batch)
{
	bool good = true;
	for (size_t i = 0; i < batch->count && good; i++)
		good = write_c(batch, i);
	void *library = good && batch->count ? build(batch) : NULL;
	if (batch->count && !library)
		fprintf(stderr, "agree: %s: %s\n", batch->cc, good ? "the C does not compile" : "no C could be made");
	good = !batch->count || (library && run_all(batch, library));
	if (library)
		dlclose(library);
	for (size_t i = 0; i < batch->count; i++) {
		compilation_free(&batch->compilations[i]);
		free(batch->names[i]);
	}
	batch->standards += batch->count;
	char command[64];
	snprintf(command, sizeof command, "rm -f %s/*", batch->folder);
	batch->count = 0;
	return system(command) == 0 && good;
}

/* Takes over `name`. */
static bool add(struct batch *batch, const struct compilation *compilation, char *name)
{
	batch->compilations[batch->count] = *compilation;
	batch->names[batch->count++] = name;
	return batch->count < TOGETHER || flush(batch);
}

static int finish(struct batch *batch, bool good)
{
	good = flush(batch) && good;
	batch_close(batch);
	if (good)
		printf("agree: C by %s: %llu standards, %llu cells agree with the VM\n", batch->cc, batch->standards, batch->cells);
	return !good;
}

int compare_c_seeds(const char *cc, uint64_t first, size_t standards, size_t rows)
{
	struct batch batch;
	bool good = true;
	batch_open(&batch, cc, rows);
	for (uint64_t seed = first; seed < first + standards && good; seed++) {
		struct compilation compilation;
		char *text = random_standard(seed);
		enum compile_status status = compile_text("random.gj", text, strlen(text), &compilation);
		if (status == COMPILE_OK && compilation.program) {
			good = add(&batch, &compilation, text);
			continue;
		}
		good = is_beyond(&compilation);
		if (!good)
			fprintf(stderr, "a random standard does not compile:\n%s\n", text);
		compilation_free(&compilation);
		free(text);
	}
	return finish(&batch, good);
}

int compare_c_files(const char *cc, size_t rows, char *const *paths, size_t count)
{
	struct batch batch;
	bool good = true;
	batch_open(&batch, cc, rows);
	for (size_t i = 0; i < count && good; i++) {
		struct compilation compilation;
		if (compile_file(paths[i], &compilation) == COMPILE_OK && compilation.program)
			good = add(&batch, &compilation, strdup(paths[i]));
		else
			compilation_free(&compilation);
	}
	return finish(&batch, good);
}
