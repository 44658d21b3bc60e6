#include "run.h"

#include "decimal.h"
#include "keys.h"
#include "output_file.h"
#include "places_pass.h"
#include "rejects_writer.h"
#include "run_output.h"
#include "run_places.h"
#include "run_seek.h"
#include "system_error.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { THREADS_MOST = 64 };

/* What is done in the order of the chunks, by one thread at a time. Reading orders itself. */
enum turn { TURN_KEYS, TURN_WRITE, TURNS };

struct gj_run_state {
	pthread_mutex_t lock;       /* guards turns, stopped and gj_run.failure */
	pthread_cond_t moved;
	pthread_mutex_t reading;    /* held while the table is read */
	uint64_t turns[TURNS];
	bool stopped;
	struct gj_keys *keys;
	struct gj_seek seek;
	struct gj_results *results;
	struct gj_output *output, *rejects;
	struct gj_run *run;
};

static void keep_failure(struct gj_run *run, enum gj_data_message_id id, const char *first, const char *second)
{
	if (run->failure.set)
		return;
	run->failure = (struct gj_failure){.set = true, .id = id};
	const char *given[] = {first, second};
	for (size_t i = 0; i < 2 && given[i]; i++) {
		run->failure.arguments[i] = strdup(given[i]);
		if (!run->failure.arguments[i]) {
			run->failure.id = GJ_DATA_NO_MEMORY;
			return;
		}
		run->failure.argument_count++;
	}
}

/* Records the first failure and lets every waiting thread go home. */
static void stop(struct gj_run_state *state, enum gj_data_message_id id, const char *first, const char *second)
{
	pthread_mutex_lock(&state->lock);
	keep_failure(state->run, id, first, second);
	state->stopped = true;
	pthread_cond_broadcast(&state->moved);
	pthread_mutex_unlock(&state->lock);
}

static bool stop_memory(struct gj_run_state *state)
{
	stop(state, GJ_DATA_NO_MEMORY, NULL, NULL);
	return false;
}

static bool stop_writing(struct gj_run_state *state, const char *path, int error)
{
	if (error == ENOMEM)
		return stop_memory(state);
	char text[GJ_ERRNO_BYTES];
	stop(state, GJ_DATA_CANNOT_WRITE, path, gj_errno_argument(text, error));
	return false;
}

/* Waits until it is the turn of chunk `number`; false when the run has been stopped. */
static bool take_turn(struct gj_run_state *state, enum turn turn, uint64_t number)
{
	pthread_mutex_lock(&state->lock);
	while (!state->stopped && state->turns[turn] != number)
		pthread_cond_wait(&state->moved, &state->lock);
	bool mine = !state->stopped;
	pthread_mutex_unlock(&state->lock);
	return mine;
}

static void pass_turn(struct gj_run_state *state, enum turn turn)
{
	pthread_mutex_lock(&state->lock);
	state->turns[turn]++;
	pthread_cond_broadcast(&state->moved);
	pthread_mutex_unlock(&state->lock);
}

/* True when the chunk has been filled; false at the end or after a failure. */
static bool read_chunk(struct gj_run_state *state, struct gj_chunk *chunk)
{
	const struct gj_run_setup *setup = state->run->setup;
	pthread_mutex_lock(&state->reading);
	enum gj_next next = gj_table_next(state->run->table, chunk);
	if (next == GJ_NEXT_ROWS && setup->progress) {
		uint64_t done, total;
		gj_table_progress(state->run->table, &done, &total);
		setup->progress(setup->context, done, total);
	}
	pthread_mutex_unlock(&state->reading);
	if (next == GJ_NEXT_FAILED) {
		pthread_mutex_lock(&state->lock);
		state->stopped = true;
		pthread_cond_broadcast(&state->moved);
		pthread_mutex_unlock(&state->lock);
	}
	return next == GJ_NEXT_ROWS;
}

static bool add_sample(struct gj_run *run, const struct gj_reject *reject, const char *ledger)
{
	struct gj_buffer *out = &run->samples[run->sample_count];
	char line[GJ_DECIMAL_BYTES];
	bool zh = run->setup->language == GJ_CHINESE;
	gj_decimal(line, (int64_t)reject->line, 0);
	run->sample_count++;
	return gj_buffer_text(out, ledger) && gj_buffer_text(out, *ledger ? " " : "") && gj_buffer_text(out, zh ? "第 " : "line ") && gj_buffer_text(out, line) && gj_buffer_text(out, zh ? " 行" : "")
		&& gj_buffer_text(out, *reject->key ? " " : "") && gj_buffer_text(out, reject->key) && gj_buffer_text(out, zh ? "：" : ": ")
		&& gj_data_text(out, reject->id, reject->arguments, reject->argument_count, run->setup->language);
}

static int open_rejects(struct gj_run_state *state)
{
	const struct gj_run *run = state->run;
	struct gj_buffer heading = {0};
	int error = gj_run_output_open(&state->rejects, run->rejects_path, false);
	if (!error && !gj_rejects_heading(&heading, run->program, run->setup->language))
		error = ENOMEM;
	if (!error)
		error = gj_output_write(state->rejects, heading.bytes, heading.size);
	gj_buffer_free(&heading);
	return error;
}

static bool write_rejects(struct gj_run_state *state, const struct gj_buffer *rejects)
{
	const char *path = state->run->rejects_path;
	if (!rejects->size || !path)
		return true;
	int error = state->rejects ? 0 : open_rejects(state);
	if (!error)
		error = gj_output_write(state->rejects, rejects->bytes, rejects->size);
	return error ? stop_writing(state, path, error) : true;
}

/* Where the units' table is read from. */
static const char *table_path(const struct gj_run *run)
{
	return run->spool.file >= 0 ? run->spool.path : run->setup->data;
}

static bool take_rejects(struct gj_run_state *state, struct gj_worker *worker)
{
	struct gj_run *run = state->run;
	for (size_t i = 0; i < worker->chunk->reject_count && run->sample_count < GJ_RUN_SAMPLES; i++)
		if (!add_sample(run, &worker->chunk->rejects[i], ""))
			return stop_memory(state);
	return write_rejects(state, &worker->rejects);
}

static bool take_ledger_rejects(void *context, const struct gj_buffer *rejects, const struct gj_reject *reject, const char *ledger)
{
	struct gj_run_state *state = context;
	if (state->run->sample_count < GJ_RUN_SAMPLES && !add_sample(state->run, reject, ledger))
		return stop_memory(state);
	return !rejects || write_rejects(state, rejects);
}

static bool passed(struct gj_run_state *state, enum gj_pass status)
{
	return status == GJ_PASS_NO_MEMORY ? stop_memory(state) : status == GJ_PASS_DONE;
}

/* The totals of every unit, before any is evaluated. */
static bool read_ledgers(struct gj_run_state *state)
{
	struct gj_run *run = state->run;
	const struct gj_run_setup *setup = run->setup;
	run->ledgers = (struct gj_ledger_pass){.program = run->program, .tables = run->tables, .data = table_path(run),
		.paths = (const char *const *)run->ledger_places, .language = setup->language, .take = take_ledger_rejects, .context = state};
	const char **traced = calloc(setup->wanted_count + 1, sizeof *traced);
	if (!traced)
		return stop_memory(state);
	for (size_t i = 0; i < setup->wanted_count; i++)
		traced[i] = setup->wanted[i].key;
	run->ledgers.traced = traced;
	run->ledgers.traced_count = setup->wanted_count;
	enum gj_pass status = gj_ledger_pass_run(&run->ledgers);
	free(traced);
	return passed(state, status);
}

static bool write_chunk(struct gj_run_state *state, struct gj_worker *worker)
{
	struct gj_run *run = state->run;
	uint64_t base = state->output ? gj_output_size(state->output) : 0;
	int error = state->output ? gj_output_write(state->output, worker->text.bytes, worker->text.size) : 0;
	if (error)
		return stop_writing(state, run->setup->output, error);
	if (!gj_population_take(run->population, &worker->candidates, base) || !gj_seek_chunk(&state->seek, worker))
		return stop_memory(state);
	return take_rejects(state, worker);
}

/* One chunk from its reading to its writing; false when there is nothing more to do. */
static bool process_chunk(struct gj_run_state *state, struct gj_worker *worker)
{
	struct gj_chunk *chunk = worker->chunk;
	if (!read_chunk(state, chunk))
		return false;
	if (!gj_chunk_parse(state->run->table, chunk))
		return stop_memory(state);
	if (!take_turn(state, TURN_KEYS, chunk->number))
		return false;
	bool entered = gj_chunk_check_keys(chunk, state->keys);
	pass_turn(state, TURN_KEYS);
	if (!entered || !gj_worker_evaluate(worker))
		return stop_memory(state);
	if (!take_turn(state, TURN_WRITE, chunk->number))
		return false;
	bool written = write_chunk(state, worker);
	pass_turn(state, TURN_WRITE);
	return written;
}

static void *work(void *given)
{
	struct gj_run_state *state = given;
	struct gj_run *run = state->run;
	struct gj_worker *worker = calloc(1, sizeof *worker);
	if (!worker) {
		stop_memory(state);
		return NULL;
	}
	*worker = (struct gj_worker){.program = run->program, .setup = run->setup, .results = state->results, .population = run->population,
		.totals = run->ledgers.totals, .records = run->ledgers.records, .trace = run->ledgers.trace, .places = run->places};
	worker->chunk = gj_chunk_new(run->table);
	if (!gj_worker_start(worker))
		stop_memory(state);
	else
		while (process_chunk(state, worker))
			;
	if (worker->tally.grades) {
		pthread_mutex_lock(&state->lock);
		gj_tally_add(&run->tally, run->program, &worker->tally);
		pthread_mutex_unlock(&state->lock);
	}
	gj_worker_end(worker);
	free(worker);
	return NULL;
}

static unsigned thread_count(const struct gj_run_setup *setup)
{
	long wanted = setup->threads ? (long)setup->threads : sysconf(_SC_NPROCESSORS_ONLN);
	return wanted < 1 ? 1 : wanted > THREADS_MOST ? (unsigned)THREADS_MOST : (unsigned)wanted;
}

/* This thread works too; where further ones can't be had, fewer do the work. */
static void work_together(struct gj_run_state *state)
{
	pthread_t threads[THREADS_MOST];
	unsigned wanted = thread_count(state->run->setup), started = 0;
	while (started + 1 < wanted && pthread_create(&threads[started], NULL, work, state) == 0)
		started++;
	work(state);
	for (unsigned i = 0; i < started; i++)
		pthread_join(threads[i], NULL);
}

/* 评定结果 of the rows chosen, in the results and in the tally. */
static bool award(struct gj_run_state *state)
{
	struct gj_run *run = state->run;
	size_t count, tail;
	const struct gj_award *awards = gj_population_awards(run->population, &count);
	for (size_t i = 0; i < count; i++) {
		run->tally.grades[awards[i].from]--;
		run->tally.grades[awards[i].grade]++;
	}
	if (!state->output || !count)
		return true;
	struct gj_patch *patches = calloc(count, sizeof *patches);
	if (!patches)
		return stop_memory(state);
	for (size_t i = 0; i < count; i++) {
		gj_results_grade(state->results, awards[i].from, &patches[i].old_length, &tail);
		patches[i].text = gj_results_grade(state->results, awards[i].grade, &patches[i].length, &tail);
		patches[i].offset = awards[i].end - tail - patches[i].old_length;
	}
	int error = gj_output_patch(state->output, patches, count);
	free(patches);
	return error ? stop_writing(state, run->setup->output, error) : true;
}

/* Opens the rejects file if it has not been needed: when it was asked for, or when one of an earlier run stands in its place. */
static bool renew_rejects(struct gj_run_state *state)
{
	struct gj_run *run = state->run;
	if (state->rejects || !run->rejects_path)
		return true;
	if (!run->setup->rejects && !gj_store_is(run->rejects_path) && access(run->rejects_path, F_OK) != 0) {
		free(run->rejects_path);
		run->rejects_path = NULL;
		return true;
	}
	int error = open_rejects(state);
	return error ? stop_writing(state, run->rejects_path, error) : true;
}

static bool is_stored(const char *place)
{
	return place && gj_store_is(place);
}

/* `step` is gj_output_prepare or gj_output_commit. */
static bool both_files(struct gj_run_state *state, int step(struct gj_output *))
{
	const char *output = state->run->setup->output, *rejects = state->run->rejects_path;
	int error = state->rejects && !is_stored(rejects) ? step(state->rejects) : 0;
	if (error)
		return stop_writing(state, rejects, error);
	error = state->output && !is_stored(output) ? step(state->output) : 0;
	return error ? stop_writing(state, output, error) : true;
}

/* The database that was read has been closed by now: some let nobody write while anybody reads. */
static bool store_output(struct gj_run_state *state)
{
	struct gj_run *run = state->run;
	const char *place = run->setup->output;
	struct gj_run_unstored why;
	if (!is_stored(place) || gj_run_output_store(run->program, place, state->output, run->rejects_path, is_stored(run->rejects_path) ? state->rejects : NULL, &why))
		return true;
	char *shown = why.id == GJ_DATA_NO_MEMORY ? NULL : gj_store_shown(place);
	if (shown)
		stop(state, why.id, shown, why.words);
	else
		stop_memory(state);
	free(shown);
	return false;
}

static bool deliver(struct gj_run_state *state)
{
	gj_tables_rest(state->run->tables);
	return both_files(state, gj_output_prepare) && store_output(state) && both_files(state, gj_output_commit);
}

static bool finish(struct gj_run_state *state)
{
	struct gj_run *run = state->run;
	if (state->stopped || run->failure.set || !gj_table_ready(run->table))
		return false;
	if (!gj_population_decide(run->population, &(struct gj_group){run->tally.rated, run->tally.grades, run->tally.targets}))
		return stop_memory(state);
	return award(state) && renew_rejects(state) && deliver(state);
}

static bool start_output(struct gj_run_state *state)
{
	struct gj_run *run = state->run;
	struct gj_buffer heading = {0};
	if (!run->setup->output)
		return true;
	state->results = gj_results_new(run->program, run->setup->format);
	if (!state->results)
		return stop_memory(state);
	int error = gj_run_output_open(&state->output, run->setup->output, run->program->selection_count > 0);
	if (!error && !gj_results_heading(state->results, &heading))
		error = ENOMEM;
	if (!error)
		error = gj_output_write(state->output, heading.bytes, heading.size);
	gj_buffer_free(&heading);
	return error ? stop_writing(state, run->setup->output, error) : true;
}

/* Every ledger has its place, if only the database of the units; standard input can be read twice. */
static bool ready_ledgers(struct gj_run_state *state)
{
	struct gj_run *run = state->run;
	const struct gj_program *program = run->program;
	for (size_t i = 0; i < program->ledger_count; i++) {
		bool given = run->setup->ledgers && run->setup->ledgers[i], stored = gj_store_is(run->setup->data);
		if (program->ledgers[i].base != GJ_NONE)
			continue;
		if (!given && !stored) {
			keep_failure(run, GJ_DATA_LEDGER_MISSING, program->ledgers[i].name, NULL);
			return false;
		}
		run->ledger_places[i] = given ? strdup(run->setup->ledgers[i]) : gj_store_place(run->setup->data, program->ledgers[i].name);
		if (!run->ledger_places[i])
			return stop_memory(state);
	}
	int error = (program->ledger_count || program->ranking_count) && strcmp(run->setup->data, "-") == 0 ? gj_spool_stdin(&run->spool) : 0;
	char text[GJ_ERRNO_BYTES];
	if (error)
		keep_failure(run, error == ENOMEM ? GJ_DATA_NO_MEMORY : GJ_DATA_CANNOT_READ, error == ENOMEM ? NULL : "-",
			error == ENOMEM ? NULL : gj_errno_argument(text, error));
	return !error;
}

static bool start(struct gj_run_state *state)
{
	struct gj_run *run = state->run;
	run->tables = gj_tables_new();
	run->ledger_places = calloc(run->program->ledger_count + 1, sizeof *run->ledger_places);
	if (!run->tables || !run->ledger_places || !gj_run_choose_rejects(run) || !gj_tally_start(&run->tally, run->program))
		return stop_memory(state);
	const char *clash = gj_run_places_clash(run);
	if (clash)
		keep_failure(run, GJ_DATA_SAME_FILE, clash, NULL);
	if (clash || !ready_ledgers(state))
		return false;
	run->population = gj_population_new(run->program);
	run->table = gj_tables_open(run->tables, table_path(run), run->program->unit_name, run->program);
	state->keys = gj_keys_new();
	if (!run->population || !run->table || !state->keys || !gj_seek_start(&state->seek, run->setup))
		return stop_memory(state);
	return gj_table_ready(run->table) && (!run->program->ledger_count || read_ledgers(state))
		&& (!run->program->ranking_count || passed(state, gj_places_pass(run, table_path(run)))) && start_output(state);
}

bool gj_run_go(struct gj_run *run, const struct gj_program *program, const struct gj_run_setup *setup)
{
	*run = (struct gj_run){.program = program, .setup = setup, .spool = {.file = -1}};
	struct gj_run_state *state = calloc(1, sizeof *state);
	if (!state) {
		keep_failure(run, GJ_DATA_NO_MEMORY, NULL, NULL);
		return false;
	}
	run->state = state;
	state->run = run;
	pthread_mutex_init(&state->lock, NULL);
	pthread_mutex_init(&state->reading, NULL);
	pthread_cond_init(&state->moved, NULL);
	bool good = start(state);
	if (good) {
		work_together(state);
		good = finish(state);
	}
	gj_output_free(state->output);
	gj_output_free(state->rejects);
	state->output = state->rejects = NULL;
	return good;
}

void gj_run_end(struct gj_run *run)
{
	if (run->state) {
		pthread_cond_destroy(&run->state->moved);
		pthread_mutex_destroy(&run->state->reading);
		pthread_mutex_destroy(&run->state->lock);
		gj_keys_free(run->state->keys);
		gj_seek_end(&run->state->seek);
		gj_results_free(run->state->results);
		free(run->state);
	}
	gj_population_free(run->population);
	gj_places_free(run->places);
	gj_table_close(run->table);
	if (run->ledgers.program)
		gj_ledger_pass_free(&run->ledgers);
	gj_tables_free(run->tables);
	for (size_t i = 0; run->ledger_places && i < run->program->ledger_count; i++)
		free(run->ledger_places[i]);
	free(run->ledger_places);
	if (run->program)
		gj_spool_end(&run->spool);
	if (run->program)
		gj_tally_free(&run->tally);
	for (size_t i = 0; i < run->sample_count; i++)
		gj_buffer_free(&run->samples[i]);
	for (size_t i = 0; i < run->failure.argument_count; i++)
		free(run->failure.arguments[i]);
	free(run->rejects_path);
	*run = (struct gj_run){0};
}

void gj_wanted_free(struct gj_wanted *wanted, const struct gj_program *program)
{
	for (size_t i = 0; wanted->texts && i < program->field_count; i++)
		free(wanted->texts[i]);
	free(wanted->texts);
	free(wanted->values);
	free(wanted->pending);
	free(wanted->nearest);
	gj_buffer_free(&wanted->faults);
	*wanted = (struct gj_wanted){.key = wanted->key};
}
