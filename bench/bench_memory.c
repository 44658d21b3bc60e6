#include "bench_memory.h"

#include "columns.h"
#include "evaluator.h"
#include "generated.h"
#include "runtime/vm.h"
#include "runtime/vm_level.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

enum { ROUNDS = 5, RESULT_COUNT = EVALUATOR_ITEMS + 5, LINE = 64 };

/* Everything that is measured: the input, and two sets of results of the same widths, in the order of tool.md. */
struct bench {
	const struct gj_program *program;
	struct columns columns, by_hand, by_vm;
	struct inputs inputs;
	int slots[RESULT_COUNT];
	size_t widths[RESULT_COUNT];
	enum gj_level level;
	gj_native_run *by_gcc, *by_clang;
	uint64_t sum;           /* keeps the plain pass from being left out */
};

/* Of this thread: what else runs on the machine takes turns with it, and is not counted. */
static double seconds(void)
{
	struct timespec now;
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static void fetch(const void *from, size_t bytes)
{
	for (uintptr_t at = (uintptr_t)from, end = at + bytes; at < end; at += LINE)
		__builtin_prefetch((const void *)at);
}

__attribute__((noinline)) static uint64_t sum_bytes(const void *from, size_t bytes)
{
	uint64_t sums[16] = { 0 }, words[16];
	const unsigned char *at = from;
	for (size_t i = 0; i + sizeof words <= bytes; i += sizeof words) {
		memcpy(words, at + i, sizeof words);
		for (int j = 0; j < 16; j++)
			sums[j] += words[j];
	}
	uint64_t sum = 0;
	for (int j = 0; j < 16; j++)
		sum += sums[j];
	return sum;
}

/* (a) one column after another, the friendliest order for the memory. */
static void plain_by_column(struct bench *bench)
{
	const struct columns *in = &bench->columns;
	for (size_t i = 0; i < in->count; i++)
		bench->sum += sum_bytes(in->items[i], in->rows << bench->program->column_lanes[i]);
	for (size_t i = 0; i < RESULT_COUNT; i++)
		memset(bench->by_vm.items[i], (int)(bench->sum & 127), in->rows * bench->widths[i]);
}

/* (a) in blocks, as an evaluator must. */
static void plain_by_block(struct bench *bench)
{
	const struct columns *in = &bench->columns;
	for (size_t start = 0; start < in->rows; start += GJ_BLOCK_ROWS) {
		size_t rows = in->rows - start < GJ_BLOCK_ROWS ? in->rows - start : GJ_BLOCK_ROWS;
		for (size_t i = 0; i < in->count; i++) {
			unsigned lane = bench->program->column_lanes[i];
			const char *at = (const char *)in->items[i] + (start << lane);
			fetch(at + (rows << lane), rows << lane);
			bench->sum += sum_bytes(at, rows << lane);
		}
		for (size_t i = 0; i < RESULT_COUNT; i++)
			memset((char *)bench->by_vm.items[i] + start * bench->widths[i], (int)(bench->sum & 127), rows * bench->widths[i]);
	}
}

/* (b) */
static void run_by_hand(struct bench *bench)
{
	const struct columns *in = &bench->columns;
	struct results results = { 0 };
	void *const *to = bench->by_hand.items;
	for (size_t i = 0; i < EVALUATOR_ITEMS; i++)
		results.items[i] = to[i];
	results.bonus = to[EVALUATOR_ITEMS];
	results.penalty = to[EVALUATOR_ITEMS + 1];
	results.total = to[EVALUATOR_ITEMS + 2];
	results.vetoed = to[EVALUATOR_ITEMS + 3];
	results.grade = to[EVALUATOR_ITEMS + 4];
	for (size_t start = 0; start < in->rows; start += EVALUATOR_ROWS) {
		size_t rows = in->rows - start < EVALUATOR_ROWS ? in->rows - start : EVALUATOR_ROWS;
		for (size_t i = 0; i < in->count; i++) {
			unsigned lane = bench->program->column_lanes[i];
			fetch((const char *)in->items[i] + ((start + rows) << lane), rows << lane);
		}
		evaluator_run(&bench->inputs, &results, start, rows);
	}
}

/* Results are written past the cache where the machine can: nobody reads them again soon. */
static void store_results(char *to, const char *from, size_t bytes)
{
	size_t done = 0;
#if defined(__SSE2__)
	for (; (uintptr_t)to % 16 == 0 && done + 16 <= bytes; done += 16)
		_mm_stream_si128((__m128i *)(void *)(to + done), _mm_loadu_si128((const __m128i *)(const void *)(from + done)));
#endif
	memcpy(to + done, from + done, bytes - done);
}

static void keep_results(const struct bench *bench, const struct gj_vm *vm, size_t start, size_t rows)
{
	for (size_t i = 0; i < RESULT_COUNT; i++) {
		enum gj_lane lane;
		const void *from = gj_vm_output(vm, bench->slots[i], &lane);
		store_results((char *)bench->by_vm.items[i] + (start << lane), from, rows << lane);
	}
}

/* (c) */
static void run_vm_with(struct bench *bench, struct gj_vm *vm, const void **at, const void **next)
{
	const struct columns *in = &bench->columns;
	for (size_t start = 0; start < in->rows; start += GJ_BLOCK_ROWS) {
		size_t rows = in->rows - start < GJ_BLOCK_ROWS ? in->rows - start : GJ_BLOCK_ROWS;
		for (size_t i = 0; i < in->count; i++) {
			unsigned lane = bench->program->column_lanes[i];
			at[i] = (const char *)in->items[i] + (start << lane);
			next[i] = (const char *)at[i] + (rows << lane);
		}
		gj_vm_run_ahead(vm, at, rows, next);
		keep_results(bench, vm, start, rows);
	}
}

static void run_vm(struct bench *bench)
{
	size_t count = bench->columns.count + 1;
	const void **at = calloc(count, sizeof *at), **next = calloc(count, sizeof *next);
	struct gj_vm *vm = gj_vm_new_with(bench->program, &bench->program->score, bench->level);
	if (at && next && vm)
		run_vm_with(bench, vm, at, next);
	gj_vm_free(vm);
	free(at);
	free(next);
}

/* (d) */
static void run_generated(struct bench *bench, gj_native_run *run)
{
	void **slots = calloc(bench->program->slot_count + 1, sizeof *slots);
	if (!slots)
		return;
	for (size_t i = 0; i < RESULT_COUNT; i++)
		slots[bench->slots[i]] = bench->by_vm.items[i];
	run((const void *const *)bench->columns.items, bench->columns.rows, slots, false);
	free(slots);
}

static void run_gcc(struct bench *bench)
{
	run_generated(bench, bench->by_gcc);
}

static void run_clang(struct bench *bench)
{
	run_generated(bench, bench->by_clang);
}

static bool find_slots(struct bench *bench)
{
	const struct gj_program *program = bench->program;
	const int fixed[] = { program->bonus, program->penalty, program->total, program->vetoed, program->grade };
	size_t count = 0;
	for (size_t i = 0; i < program->sheet_count; i++)
		if (program->sheet[i].part == GJ_PART_ITEM && count++ < EVALUATOR_ITEMS)
			bench->slots[count - 1] = program->sheet[i].score;
	for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++)
		bench->slots[EVALUATOR_ITEMS + i] = fixed[i];
	for (size_t i = 0; i < RESULT_COUNT; i++) {
		bench->widths[i] = i < EVALUATOR_ITEMS || i >= EVALUATOR_ITEMS + 3 ? sizeof(int8_t) : sizeof(int16_t);
		int32_t output = bench->slots[i] < 0 ? GJ_NONE : program->score.outputs[bench->slots[i]];
		if (output < 0 || (size_t)1 << program->score.lanes[output] != bench->widths[i])
			return false;
	}
	return count == EVALUATOR_ITEMS;
}

static bool results_agree(const struct bench *bench, const char *name)
{
	for (size_t i = 0; i < RESULT_COUNT; i++) {
		const char *hand = bench->by_hand.items[i], *other = bench->by_vm.items[i];
		for (size_t at = 0; at < bench->columns.rows * bench->widths[i]; at++) {
			if (hand[at] != other[at]) {
				printf("result %zu differs in row %zu: %d by hand, %d by %s\n", i, at / bench->widths[i], hand[at], other[at], name);
				return false;
			}
		}
	}
	return true;
}

static void run_vm_portable(struct bench *bench)
{
	bench->level = GJ_LEVEL_PORTABLE;
	run_vm(bench);
}

static void run_vm_best(struct bench *bench)
{
	bench->level = gj_level_best();
	run_vm(bench);
}

/* In the order in which they run. */
static const struct contender {
	const char *name;
	void (*run)(struct bench *bench);
	bool plain;             /* the faster of these is what the others are held against */
	bool compared;          /* its results, with those of the evaluator written by hand */
} contenders[] = {
	{ "(a) plain pass, column after column", plain_by_column, true, false },
	{ "(a) plain pass, in blocks", plain_by_block, true, false },
	{ "(b) evaluator written by hand", run_by_hand, false, false },
	{ "(c) VM, portable vectors", run_vm_portable, false, true },
	{ "(c) VM, widest vectors of this processor", run_vm_best, false, true },
	{ "(d) generated C, by gcc", run_gcc, false, true },
	{ "(d) generated C, by clang", run_clang, false, true },
};

enum { CONTENDERS = sizeof contenders / sizeof *contenders };

static double timed(struct bench *bench, const struct contender *contender)
{
	double start = seconds();
	contender->run(bench);
	return (double)bench->columns.rows / (seconds() - start);
}

static void print_rate(const struct bench *bench, const char *what, double rows, double plain)
{
	double bytes = (double)(bench->columns.row_bytes + bench->by_vm.row_bytes);
	printf("%-44s %7.1f M rows/s  %6.2f GB/s", what, rows / 1e6, rows * bytes / 1e9);
	if (plain > 0)
		printf("  ratio %.2f", rows / plain);
	putchar('\n');
}

/* Rates in rows a second, the best of several rounds; a round runs all of them, so that what else the machine does meets all alike. */
static void measure(struct bench *bench)
{
	double best[CONTENDERS] = { 0 }, plain = 0;
	for (int round = 0; round < ROUNDS; round++) {
		for (size_t i = 0; i < CONTENDERS; i++) {
			double rate = timed(bench, &contenders[i]);
			best[i] = rate > best[i] ? rate : best[i];
		}
	}
	for (size_t i = 0; i < CONTENDERS; i++)
		plain = contenders[i].plain && best[i] > plain ? best[i] : plain;
	for (size_t i = 0; i < CONTENDERS; i++)
		print_rate(bench, contenders[i].name, best[i], contenders[i].plain ? 0 : plain);
}

static bool all_agree(struct bench *bench)
{
	for (size_t i = 0; i < CONTENDERS; i++) {
		if (!contenders[i].compared)
			continue;
		contenders[i].run(bench);
		if (!results_agree(bench, contenders[i].name))
			return false;
	}
	return true;
}

static int bench_with(struct bench *bench)
{
	const char *missing = evaluator_bind(bench->program, &bench->columns, &bench->inputs);
	if (missing || !find_slots(bench)) {
		fprintf(stderr, "bench: not the standard of 2018 as the evaluator knows it: %s\n", missing ? missing : "its results");
		return 1;
	}
	if (!columns_allocate(bench->widths, RESULT_COUNT, bench->columns.rows, &bench->by_hand)
		|| !columns_allocate(bench->widths, RESULT_COUNT, bench->columns.rows, &bench->by_vm))
		return 3;
	printf("%zu rows of %zu columns, %zu bytes in and %zu bytes out a row\n", bench->columns.rows, bench->columns.count, bench->columns.row_bytes,
		bench->by_vm.row_bytes);
	measure(bench);
	return all_agree(bench) ? 0 : 1;
}

int bench_memory(const struct gj_program *program, const struct compilation *compilation, size_t rows, const char *folder)
{
	struct bench bench = { .program = program, .by_gcc = generated_load(compilation, "gcc", folder),
		.by_clang = generated_load(compilation, "clang", folder) };
	if (!bench.by_gcc || !bench.by_clang)
		return 3;
	int status = columns_make(program, rows, 20180606, &bench.columns) ? bench_with(&bench) : 3;
	columns_free(&bench.columns);
	columns_free(&bench.by_hand);
	columns_free(&bench.by_vm);
	return status;
}
