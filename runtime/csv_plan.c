#include "csv_plan.h"
#include "cell.h"

#include <string.h>

enum {
	SAMPLE_ROWS = 256,
	WINDOW_VALUE_DIGITS = 9, /* so that a cell of a window fits 32 bits */
	STEADY_PERCENT = 90,
	SHAPES = 2 + GJ_WINDOW_DIGITS * (GJ_WINDOW_DIGITS + 1) * 2
};

/* The look of a cell that may stand in a window. */
struct shape {
	bool word; /* 是 or 否 */
	uint8_t whole, decimals;
	bool percent;
};

static bool digit(char c)
{
	return c >= '0' && c <= '9';
}

/* False when the cell is none that a window can hold. */
static bool shape_of(const struct gj_field *field, struct gj_text text, struct shape *shape)
{
	*shape = (struct shape){ 0 };
	if (field->type == GJ_BOOL) {
		shape->word = text.length == 3 && (!memcmp(text.bytes, "是", 3) || !memcmp(text.bytes, "否", 3));
		shape->whole = text.length == 1 && digit(*text.bytes);
		return shape->word || shape->whole;
	}
	if (field->type != GJ_NUMBER || text.length > 2 * GJ_WINDOW_DIGITS)
		return false;
	size_t at = 0;
	while (at < text.length && digit(text.bytes[at]))
		at++;
	shape->whole = (uint8_t)at;
	if (at < text.length && text.bytes[at] == '.')
		for (at++; at < text.length && digit(text.bytes[at]); at++)
			shape->decimals++;
	shape->percent = at < text.length && field->percent && text.bytes[at] == '%';
	at += shape->percent;
	return at == text.length && shape->whole && shape->whole + shape->decimals <= GJ_WINDOW_DIGITS && shape->decimals <= field->scale &&
	       shape->whole + field->scale <= WINDOW_VALUE_DIGITS;
}

static size_t shape_number(struct shape shape)
{
	if (shape.word)
		return 0;
	return 2 + ((size_t)(shape.whole - 1) * (GJ_WINDOW_DIGITS + 1) + shape.decimals) * 2 + shape.percent;
}

static struct shape shape_numbered(size_t number)
{
	if (!number)
		return (struct shape){ .word = true };
	number -= 2;
	return (struct shape){ .percent = number % 2,
		.decimals = (uint8_t)(number / 2 % (GJ_WINDOW_DIGITS + 1)),
		.whole = (uint8_t)(number / 2 / (GJ_WINDOW_DIGITS + 1) + 1) };
}

struct survey {
	const struct gj_csv_binding *binding;
	size_t rows;
	uint16_t (*seen)[SHAPES]; /* [columns] */
};

static void survey_row(struct survey *survey, const char *at, const char *end)
{
	const struct gj_csv_binding *binding = survey->binding;
	survey->rows++;
	for (size_t i = 0; i < binding->count && at <= end; i++) {
		struct gj_text text;
		bool doubled;
		enum gj_csv_fault fault;
		struct shape shape;
		at = gj_csv_cell(at, end, binding->form.delimiter, &text, &doubled, &fault);
		if (binding->fields[i] != GJ_NONE && shape_of(&binding->program->fields[binding->fields[i]], text, &shape))
			survey->seen[i][shape_number(shape)]++;
	}
}

static void survey_sample(struct survey *survey, const char *sample, size_t size)
{
	const char *end = sample + size;
	while (survey->rows < SAMPLE_ROWS && sample < end) {
		const char *stop = memchr(sample, survey->binding->form.terminator, (size_t)(end - sample));
		if (!stop)
			return;
		const char *last = stop > sample && stop[-1] == '\r' ? stop - 1 : stop;
		if (!memchr(sample, '"', (size_t)(last - sample)) && last > sample)
			survey_row(survey, sample, last);
		sample = stop + 1;
	}
}

/* Whether most cells of a column look alike. */
static bool steady(const struct survey *survey, size_t column, struct shape *shape)
{
	for (size_t i = 0; i < SHAPES; i++)
		if (survey->rows && survey->seen[column][i] * 100u >= survey->rows * STEADY_PERCENT) {
			*shape = shape_numbered(i);
			return true;
		}
	return false;
}

static size_t shape_bytes(struct shape shape)
{
	return shape.word ? 4 : (size_t)(shape.whole + shape.decimals + (shape.decimals > 0) + shape.percent) + 1;
}

struct builder {
	const struct gj_csv_binding *binding;
	struct gj_csv_plan *plan;
	struct gj_csv_window *window; /* the one being filled */
	size_t half; /* of it */
	struct gj_arena *arena;
};

static void literal(struct builder *builder, char byte)
{
	struct gj_csv_window *window = builder->window;
	size_t half = builder->half, at = window->bytes[half]++;
	window->yes[half][at] = window->no[half][at] = (uint8_t)byte;
	window->limit[half][at] = 0;
}

/* The next byte that is kept stands at `at` of the window. */
static void gather(struct builder *builder, size_t at)
{
	struct gj_csv_window *window = builder->window;
	window->gather[builder->half][builder->plan->slots++ - window->slot[builder->half]] = (uint8_t)at;
}

static void add_digit(struct builder *builder, int highest)
{
	size_t at = builder->window->bytes[builder->half];
	gather(builder, at);
	literal(builder, '0');
	builder->window->limit[builder->half][at] = (uint8_t)highest;
}

static void add_word(struct builder *builder)
{
	struct gj_csv_window *window = builder->window;
	size_t half = builder->half, at = window->bytes[half];
	gather(builder, at);
	memset(window->spread[half] + at, (int)at, 3);
	memset(window->limit[half] + at, 0, 3);
	memcpy(window->yes[half] + at, "是", 3);
	memcpy(window->no[half] + at, "否", 3);
	window->bytes[half] += 3;
}

static struct gj_csv_packed *add_packed(struct builder *builder, int index, struct shape shape)
{
	const struct gj_field *field = &builder->binding->program->fields[index];
	struct gj_csv_packed *packed = &builder->plan->packed[builder->plan->packed_count++];
	int32_t weight = 1, most = 0;
	for (int i = shape.decimals; i < field->scale; i++)
		weight *= 10;
	for (int i = 0; i < shape.whole + shape.decimals; i++)
		most = most * 10 + 9;
	*packed = (struct gj_csv_packed){ .field = index,
		.column = field->column,
		.state_column = field->state_column,
		.lane = field->lane,
		.type = field->type,
		.scale = field->scale,
		.slot = (uint16_t)builder->plan->slots,
		.digits = shape.word ? 1 : (uint8_t)(shape.whole + shape.decimals),
		.weight = weight,
		.low = field->low,
		.high = field->high };
	packed->check = field->type == GJ_NUMBER && (field->low > 0 || field->high < (int64_t)most * weight);
	return packed;
}

static bool add_step(struct builder *builder, struct gj_csv_step step)
{
	builder->plan->steps[builder->plan->step_count++] = step;
	return true;
}

static bool open_window(struct builder *builder)
{
	struct gj_csv_window *window = builder->window;
	if (window && !builder->half) {
		builder->half = 1;
		window->slot[1] = builder->plan->slots;
		return true;
	}
	window = gj_arena_alloc(builder->arena, sizeof *window);
	if (!window)
		return false;
	memset(window->spread, 0x80, sizeof window->spread);
	memset(window->gather, 0x80, sizeof window->gather);
	memset(window->limit, 0xFF, sizeof window->limit);
	window->slot[0] = builder->plan->slots;
	window->first = builder->plan->packed_count;
	builder->window = window;
	builder->half = 0;
	return add_step(builder, (struct gj_csv_step){ .kind = GJ_STEP_WINDOW, .window = window });
}

/* A half that stays empty gathers nothing, into the slots that the next window fills. */
static void close_window(struct builder *builder)
{
	if (builder->window && !builder->half)
		builder->window->slot[1] = builder->plan->slots;
	builder->window = NULL;
}

static bool add_to_window(struct builder *builder, int field, struct shape shape)
{
	bool fits = builder->window && builder->window->bytes[builder->half] + shape_bytes(shape) <= GJ_WINDOW_BYTES;
	if (!fits && !open_window(builder))
		return false;
	int highest = builder->binding->program->fields[field].type == GJ_BOOL ? 1 : 9;
	add_packed(builder, field, shape);
	builder->window->count++;
	if (shape.word)
		add_word(builder);
	for (int i = 0; i < shape.whole; i++)
		add_digit(builder, highest);
	if (shape.decimals)
		literal(builder, '.');
	for (int i = 0; i < shape.decimals; i++)
		add_digit(builder, highest);
	if (shape.percent)
		literal(builder, '%');
	literal(builder, builder->binding->form.delimiter);
	return true;
}

static struct gj_csv_digits *make_digits(int scale, struct gj_arena *arena)
{
	struct gj_csv_digits *digits = gj_arena_alloc(arena, sizeof *digits);
	for (int whole = 0; digits && whole < 16; whole++)
		for (int i = 0; i < 16; i++) {
			int place = i - (16 - scale); /* of the decimal; negative: digits before the point */
			int from = place >= 0 ? whole + 1 + place : whole + place;
			digits->shuffle[whole][i] = from >= 0 && from < 16 ? (uint8_t)from : 0x80;
			digits->fine[i][whole] = whole && whole <= i && i != whole + 1 && i - whole <= scale + 1 && whole + scale <= 16;
		}
	return digits;
}

/* Enters all words under one multiplier; false when two meet. */
static bool enter_words(struct gj_csv_words *words, const struct gj_field *field)
{
	memset(words->table, 0, sizeof words->table);
	for (size_t i = 0;; i++) {
		int value = (int)i;
		const char *text = field->type == GJ_BOOL ? gj_cell_bool_word(i, &value) : i < field->options.count ? field->options.items[i] : NULL;
		if (!text)
			return true;
		size_t length = strlen(text);
		if (!length || length >= GJ_WORD_BYTES)
			continue;
		struct gj_csv_word word = { .value = value };
		memcpy(word.bytes, text, length);
		((uint8_t *)word.bytes)[GJ_WORD_BYTES - 1] = (uint8_t)length;
		struct gj_csv_word *place = &words->table[gj_csv_word_place(words, word.bytes)];
		if (place->bytes[0])
			return false;
		*place = word;
	}
}

/* With more words than find places of their own, what is in the table is fast and the rest is read exactly. */
static struct gj_csv_words *make_words(const struct gj_field *field, struct gj_arena *arena)
{
	struct gj_csv_words *words = gj_arena_alloc(arena, sizeof *words);
	if (!words)
		return NULL;
	words->multiplier = 0x9E3779B97F4A7C15u;
	for (int i = 0; i < 1000 && !enter_words(words, field); i++)
		words->multiplier = words->multiplier * 0xD1342543DE82EF95u + 2;
	return words;
}

static bool add_single(struct builder *builder, int index)
{
	close_window(builder);
	if (index == GJ_NONE)
		return add_step(builder, (struct gj_csv_step){ .kind = GJ_STEP_SKIP, .field = GJ_NONE });
	const struct gj_field *field = &builder->binding->program->fields[index];
	struct gj_csv_step step = { .field = index,
		.column = field->column,
		.state_column = field->state_column,
		.lane = field->lane,
		.keyed = gj_program_wants_text(builder->binding->program, index),
		.nullable = field->nullable && !field->has_default,
		.percent = field->percent,
		.scale = (uint8_t)field->scale,
		.low = field->low,
		.high = field->high };
	if (field->type == GJ_TEXT) {
		step.kind = GJ_STEP_TEXT;
	} else if (field->type == GJ_DATE) {
		step.kind = GJ_STEP_DATE;
	} else if (field->type == GJ_NUMBER) {
		step.kind = GJ_STEP_NUMBER;
		if (!(step.digits = make_digits(field->scale, builder->arena)))
			return false;
	} else {
		step.kind = GJ_STEP_WORD;
		if (!(step.words = make_words(field, builder->arena)))
			return false;
	}
	return add_step(builder, step);
}

static bool build(struct builder *builder, const struct survey *survey)
{
	const struct gj_csv_binding *binding = builder->binding;
	for (size_t i = 0; i < binding->count; i++) {
		int field = binding->fields[i];
		struct shape shape;
		bool packed = field != GJ_NONE && !gj_program_wants_text(binding->program, field) && steady(survey, i, &shape);
		if (!(packed ? add_to_window(builder, field, shape) : add_single(builder, field)))
			return false;
	}
	close_window(builder);
	builder->plan->stride = (builder->plan->slots + 15) / 16 * 16 + 16;
	return true;
}

struct gj_csv_plan *gj_csv_plan_new(const struct gj_csv_binding *binding, const char *sample, size_t size, struct gj_arena *arena)
{
	struct survey survey = { .binding = binding, .seen = gj_arena_alloc(arena, (binding->count + 1) * sizeof *survey.seen) };
	struct gj_csv_plan *plan = gj_arena_alloc(arena, sizeof *plan);
	struct builder builder = { binding, plan, NULL, 0, arena };
	if (!survey.seen || !plan)
		return NULL;
	plan->binding = binding;
	plan->steps = gj_arena_alloc(arena, (binding->count + 1) * sizeof *plan->steps);
	plan->packed = gj_arena_alloc(arena, (binding->count + 1) * sizeof *plan->packed);
	if (!plan->steps || !plan->packed)
		return NULL;
	survey_sample(&survey, sample, size);
	return build(&builder, &survey) ? plan : NULL;
}
