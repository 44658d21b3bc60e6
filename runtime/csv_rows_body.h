/* The plain rows of a table by vectors; compiled once for each kind of processor. Every step accepts only what it is sure of and agrees there with gj_cell_read;
 * a step that isn't sure gives its row up to gj_csv_read_row. */
#include "csv_tile_body.h"
#include "csv_vector.h"

/* Adds the places of the line ends among `marks`, the marked bytes of the block at `at`, up to the first quote. Returns the new count. */
static size_t take_marks(const struct bytes64 *bytes, uint64_t marks, size_t at, uint32_t *ends, size_t count, bool *quote)
{
	uint64_t quotes = equal64(bytes, '"') & marks;
	*quote = quotes;
	for (marks &= (quotes & -quotes) - 1; marks; marks &= marks - 1)
		ends[count++] = (uint32_t)(at + (size_t)__builtin_ctzll(marks));
	return count;
}

static size_t line_ends(const char *buffer, size_t *from, size_t to, char terminator, uint32_t *ends, size_t room, bool *quote)
{
	size_t count = 0, at = *from;
	bool found = false;
	while (to - at >= 64 && count < room) {
		struct bytes64 bytes = load64(buffer + at);
		uint64_t marks = either64(&bytes, terminator, '"');
		if (marks)
			count = take_marks(&bytes, marks, at, ends, count, &found);
		if (__builtin_expect(found, 0))
			break;
		at += 64;
	}
	if (to - at < 64 && at < to && count < room && !found) {
		struct bytes64 bytes = load64(buffer + at);
		uint64_t marks = either64(&bytes, terminator, '"') & (((uint64_t)1 << (to - at)) - 1);
		count = take_marks(&bytes, marks, at, ends, count, &found);
		at = found ? at : to;
	}
	*from = at;
	*quote = found;
	return count;
}

/* Rows go through the plan together, step by step: what a step needs stays at hand, and no row waits for another. */
struct tile {
	const struct gj_csv_plan *plan;
	struct gj_chunk *chunk;
	struct gj_chunk_work *work;
	size_t first; /* row of the chunk */
	size_t count;
	char delimiter;
	const char *at[GJ_TILE_ROWS]; /* the next cell; beyond end + 1 in a row given up */
	const char *end[GJ_TILE_ROWS]; /* of the row, where a delimiter stands */
};

/* Where the next cell of row i is; NULL when the row is at its end or has been given up. */
static inline const char *next_cell(struct tile *tile, size_t i)
{
	if (__builtin_expect(tile->at[i] <= tile->end[i], 1))
		return tile->at[i];
	tile->at[i] = tile->end[i] + 2;
	return NULL;
}

static inline void pass(struct tile *tile, size_t i, const char *next)
{
	tile->at[i] = next ? next : tile->end[i] + 2;
}

/* Kinds of bytes by their halves: LEAD begins a three-byte character; the others are neither that nor what goes on with it nor printable ASCII (control
 * characters, C0 … DF, F0 …), or E0, ED, 7F: read exactly. */
enum { LEAD = 0x80, STRANGE = 4, STRANGE_LEAD = 8, STRANGE_7F = 16, PLAIN = LEAD | STRANGE };
static const uint8_t kinds_by_high[16] = { STRANGE, STRANGE, 0, 0, 0, 0, 0, STRANGE_7F, 0, 0, 0, 0, STRANGE, STRANGE, LEAD | STRANGE_LEAD, STRANGE };
static const uint8_t kinds_by_low[16] = { STRANGE | STRANGE_LEAD, PLAIN, PLAIN, PLAIN, PLAIN, PLAIN, PLAIN, PLAIN, PLAIN, PLAIN, PLAIN, PLAIN, PLAIN,
	STRANGE | STRANGE_LEAD, PLAIN, PLAIN | STRANGE_7F };

/* Whether the bytes under `within` are printable ASCII and whole three-byte characters; false when that isn't sure. */
static inline bool common_text(const struct bytes64 *bytes, uint64_t within)
{
	struct bytes64 kinds = classify64(bytes, kinds_by_high, kinds_by_low);
	uint64_t lead = high64(&kinds) & within, inner = high64(bytes) & ~lead & within;
	return !((any64(&kinds, STRANGE | STRANGE_LEAD | STRANGE_7F) & within) | (inner ^ (lead << 1 | lead << 2)));
}

/* Whether a common text may begin with a blank or what isn't plain text: a space, U+3000, U+FEFF, a quote, a spreadsheet's error. */
static inline bool odd_start(unsigned char byte)
{
	return byte <= '#' ? byte <= ' ' || byte == '"' || byte == '#' : byte == 0xE3 || byte == 0xEF;
}

/* Whether a common text may end with a blank. */
static inline bool odd_end(const char *end)
{
	unsigned char last = (unsigned char)end[-1];
	return last == ' ' || ((last == 0x80 || last == 0xBF) && odd_start((unsigned char)end[-3]));
}

/* A text that isn't known to be common, or may have blanks at its ends. */
static bool accept_text(struct tile *tile, const struct gj_csv_step *step, size_t i, const char *at, size_t length)
{
	struct gj_text text = gj_cell_trim((struct gj_text){ at, (uint32_t)length });
	struct gj_cell cell;
	if (!text.length)
		return false;
	gj_cell_read(&tile->plan->binding->program->fields[step->field], text, &cell);
	tile->chunk->texts[step->field][tile->first + i] = text;
	return cell.error == GJ_CELL_FINE;
}

/* A quoted cell without doubled quotes and blanks round it, whose quote is at `at`. Sets *length to that of its inside. */
static const char *quoted(const struct tile *tile, size_t i, const char *at, size_t *length)
{
	const char *close = memchr(at + 1, '"', (size_t)(tile->end[i] - at - 1));
	if (!close || close[1] != tile->delimiter)
		return NULL;
	*length = (size_t)(close - at - 1);
	return close + 2;
}

static __attribute__((noinline)) const char *odd_text(struct tile *tile, const struct gj_csv_step *step, size_t i, const char *at)
{
	size_t length;
	if (*at == '"') {
		const char *next = quoted(tile, i, at, &length);
		return next && length && accept_text(tile, step, i, at + 1, length) ? next : NULL;
	}
	if ((unsigned char)*at <= ' ' || *at == '#')
		return NULL;
	const char *stop = memchr(at, tile->delimiter, (size_t)(tile->end[i] - at) + 1);
	return stop && stop > at && accept_text(tile, step, i, at, (size_t)(stop - at)) ? stop + 1 : NULL;
}

/* No key: it is told apart from other texts by gj_cell_read. */
static inline bool says_pending(const char *at, size_t length)
{
	return length == sizeof "待核" - 1 && !memcmp(at, "待核", sizeof "待核" - 1);
}

static void text_step(struct tile *tile, const struct gj_csv_step *step)
{
	struct gj_text *texts = tile->chunk->texts[step->field] + tile->first;
	const size_t count = tile->count;
	const char delimiter = tile->delimiter;
	for (size_t i = 0; i < count; i++) {
		const char *at = next_cell(tile, i);
		if (!at)
			continue;
		struct bytes64 bytes = load64(at);
		uint64_t stops = equal64(&bytes, delimiter);
		size_t length = (size_t)__builtin_ctzll(stops | (uint64_t)1 << 63);
		if (!stops || !length || odd_start((unsigned char)*at) || (step->keyed && says_pending(at, length)) || !common_text(&bytes, (stops & -stops) - 1) || odd_end(at + length)) {
			pass(tile, i, odd_text(tile, step, i, at));
			continue;
		}
		texts[i] = (struct gj_text){ at, (uint32_t)length };
		tile->at[i] = at + length + 1;
	}
}

static const char *skip_cell(const struct tile *tile, size_t i, const char *at)
{
	size_t length;
	if (*at == '"')
		return quoted(tile, i, at, &length);
	if (*at != tile->delimiter && (*at == ' ' || *at == '\t'))
		return NULL;
	const char *stop = memchr(at, tile->delimiter, (size_t)(tile->end[i] - at) + 1);
	return stop ? stop + 1 : NULL;
}

static void skip_step(struct tile *tile)
{
	for (size_t i = 0; i < tile->count; i++) {
		const char *at = next_cell(tile, i);
		if (at)
			pass(tile, i, skip_cell(tile, i, at));
	}
}

static const uint8_t ones_then_zeros[32] = { 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255 };

static inline __m128i first_bytes(__m128i bytes, size_t count)
{
	return _mm_and_si128(bytes, _mm_loadu_si128((const __m128i *)(ones_then_zeros + 16 - count)));
}

static inline uint32_t equal16(__m128i bytes, char c)
{
	return (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(c)));
}

/* The number written in 16 bytes of 0 … 9. */
static inline int64_t sixteen_digits(__m128i digits)
{
	__m128i pairs = _mm_maddubs_epi16(digits, _mm_set1_epi16(0x010A));
	__m128i fours = _mm_madd_epi16(pairs, _mm_set1_epi32(0x00010064));
	__m128i eights = _mm_madd_epi16(_mm_packus_epi32(fours, fours), _mm_set1_epi32(0x00012710));
	uint64_t both = (uint64_t)_mm_cvtsi128_si64(eights);
	return (int64_t)(both & 0xFFFFFFFF) * 100000000 + (int64_t)(both >> 32);
}

/* What a step has found in the rows of a tile. */
struct found {
	int64_t values[GJ_TILE_ROWS];
	int8_t states[GJ_TILE_ROWS];
};

#define DEFINE_KEEP(bits)                                                                                                                            \
	static void keep##bits(int##bits##_t *restrict out, const int64_t *restrict values)                                                          \
	{                                                                                                                                            \
		for (size_t i = 0; i < GJ_TILE_ROWS; i++)                                                                                            \
			out[i] = (int##bits##_t)values[i];                                                                                           \
	}
DEFINE_KEEP(8)
DEFINE_KEEP(16)
DEFINE_KEEP(32)
DEFINE_KEEP(64)

static void keep_found(struct tile *tile, const struct gj_csv_step *step, const struct found *found)
{
	void *column = tile->chunk->columns[step->column];
	switch (step->lane) {
	case GJ_LANE8: keep8((int8_t *)column + tile->first, found->values); break;
	case GJ_LANE16: keep16((int16_t *)column + tile->first, found->values); break;
	case GJ_LANE32: keep32((int32_t *)column + tile->first, found->values); break;
	default: keep64((int64_t *)column + tile->first, found->values); break;
	}
	if (step->state_column != GJ_NONE)
		memcpy((int8_t *)tile->chunk->columns[step->state_column] + tile->first, found->states, sizeof found->states);
}

/* What the number cells of a step have in common, away from what is written meanwhile. */
struct numbers {
	const struct gj_csv_digits *digits;
	int64_t low, high;
	bool percent;
};

/* Whether the `length` (1 … 15) bytes are a plain number in range; *value receives it. */
static inline bool number_cell(const struct numbers *numbers, __m128i bytes, size_t length, const char *at, int64_t *value)
{
	size_t written = length - (numbers->percent && at[length - 1] == '%');
	uint32_t point = equal16(bytes, '.') & ((1u << written) - 1);
	size_t whole = (size_t)__builtin_ctz(point | 1u << written);
	__m128i digits = first_bytes(_mm_sub_epi8(bytes, _mm_set1_epi8('0')), written);
	uint32_t fine = (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_subs_epu8(digits, _mm_set1_epi8(9)), _mm_setzero_si128()));
	*value = sixteen_digits(_mm_shuffle_epi8(digits, _mm_load_si128((const __m128i *)numbers->digits->shuffle[whole])));
	return numbers->digits->fine[written][whole] & ((fine ^ 0xFFFF) == point) & (*value >= numbers->low) & (*value <= numbers->high);
}

static void number_step(struct tile *tile, const struct gj_csv_step *step)
{
	struct found found = { 0 };
	const struct numbers numbers = { step->digits, step->low, step->high, step->percent };
	const bool may_lack = step->nullable && !step->keyed;
	const size_t count = tile->count;
	const char delimiter = tile->delimiter;
	for (size_t i = 0; i < count; i++) {
		const char *at = next_cell(tile, i);
		int64_t value = numbers.low;
		found.values[i] = value;
		if (!at)
			continue;
		__m128i bytes = _mm_loadu_si128((const __m128i *)at);
		size_t length = (size_t)__builtin_ctz(equal16(bytes, delimiter) | 1u << 16);
		if (!length & may_lack) {
			found.states[i] = GJ_ABSENT;
			tile->at[i] = at + 1;
		} else if (__builtin_expect(length - 1 < 15 && number_cell(&numbers, bytes, length, at, &value), 1)) {
			found.values[i] = value;
			tile->at[i] = at + length + 1;
		} else {
			tile->at[i] = tile->end[i] + 2;
		}
	}
	keep_found(tile, step, &found);
}

/* One half of 16 bytes, without a way through memory. */
#define half64(bytes, half) (uint64_t)_mm_extract_epi64(bytes, half)

static inline bool same_word(const uint64_t *a, const uint64_t *b)
{
	return !((a[0] ^ b[0]) | (a[1] ^ b[1]) | (a[2] ^ b[2]) | (a[3] ^ b[3]));
}

static void word_step(struct tile *tile, const struct gj_csv_step *step)
{
	struct found found = { 0 };
	const struct gj_csv_words *words = step->words;
	const size_t count = tile->count;
	const char delimiter = tile->delimiter;
	for (size_t i = 0; i < count; i++) {
		const char *at = next_cell(tile, i);
		found.values[i] = step->low;
		if (!at)
			continue;
		__m128i first = _mm_loadu_si128((const __m128i *)at), second = _mm_loadu_si128((const __m128i *)(at + 16));
		size_t length = (size_t)__builtin_ctz(equal16(first, delimiter) | equal16(second, delimiter) << 16 | 1u << (GJ_WORD_BYTES - 1));
		first = first_bytes(first, length < 16 ? length : 16);
		second = first_bytes(second, length < 16 ? 0 : length - 16);
		const uint64_t bytes[GJ_WORD_BYTES / 8] = { half64(first, 0), half64(first, 1), half64(second, 0), half64(second, 1) | (uint64_t)length << 56 };
		const struct gj_csv_word *word = &words->table[gj_csv_word_place(words, bytes)];
		bool known = bytes[0] && at[length] == delimiter && same_word(word->bytes, bytes);
		found.values[i] = known ? word->value : step->low;
		pass(tile, i, known ? at + length + 1 : NULL);
	}
	keep_found(tile, step, &found);
}

#include "csv_rows_date.h"

#if GJ_VECTOR_AVX2
struct window {
	__m256i spread, yes, no, limit, gather;
};

static inline struct window load_window(const struct gj_csv_window *from)
{
	return (struct window){ _mm256_load_si256((const __m256i *)from->spread), _mm256_load_si256((const __m256i *)from->yes),
		_mm256_load_si256((const __m256i *)from->no), _mm256_load_si256((const __m256i *)from->limit),
		_mm256_load_si256((const __m256i *)from->gather) };
}

static inline bool look(const struct window *window, const char *at, const char *other, uint8_t *slots, uint8_t *other_slots)
{
	__m256i bytes =
		_mm256_inserti128_si256(_mm256_castsi128_si256(_mm_loadu_si128((const __m128i *)at)), _mm_loadu_si128((const __m128i *)other), 1);
	__m256i yes = _mm256_cmpeq_epi8(_mm256_shuffle_epi8(bytes, window->spread), _mm256_set1_epi8((char)0xE6));
	__m256i digits = _mm256_xor_si256(bytes, _mm256_blendv_epi8(window->no, window->yes, yes));
	__m256i beyond = _mm256_subs_epu8(digits, window->limit);
	__m256i values = _mm256_shuffle_epi8(_mm256_sub_epi8(digits, yes), window->gather);
	_mm_storeu_si128((__m128i *)slots, _mm256_castsi256_si128(values));
	_mm_storeu_si128((__m128i *)other_slots, _mm256_extracti128_si256(values, 1));
	return _mm256_testz_si256(beyond, beyond);
}
#else
struct window {
	__m128i spread[GJ_WINDOW_HALVES], yes[GJ_WINDOW_HALVES], no[GJ_WINDOW_HALVES], limit[GJ_WINDOW_HALVES], gather[GJ_WINDOW_HALVES];
};

static inline struct window load_window(const struct gj_csv_window *from)
{
	struct window window;
	memcpy(window.spread, from->spread, sizeof window.spread);
	memcpy(window.yes, from->yes, sizeof window.yes);
	memcpy(window.no, from->no, sizeof window.no);
	memcpy(window.limit, from->limit, sizeof window.limit);
	memcpy(window.gather, from->gather, sizeof window.gather);
	return window;
}

static inline __m128i look_half(const struct window *window, size_t half, const char *at, uint8_t *slots)
{
	__m128i bytes = _mm_loadu_si128((const __m128i *)at);
	__m128i yes = _mm_cmpeq_epi8(_mm_shuffle_epi8(bytes, window->spread[half]), _mm_set1_epi8((char)0xE6));
	__m128i digits = _mm_xor_si128(bytes, _mm_blendv_epi8(window->no[half], window->yes[half], yes));
	_mm_storeu_si128((__m128i *)slots, _mm_shuffle_epi8(_mm_sub_epi8(digits, yes), window->gather[half]));
	return _mm_subs_epu8(digits, window->limit[half]);
}

static inline bool look(const struct window *window, const char *at, const char *other, uint8_t *slots, uint8_t *other_slots)
{
	__m128i beyond = look_half(window, 0, at, slots);
	beyond = _mm_or_si128(beyond, look_half(window, 1, other, other_slots));
	return _mm_testz_si128(beyond, beyond);
}
#endif

static void window_step(struct tile *tile, const struct gj_csv_window *from)
{
	const struct window window = load_window(from);
	const size_t half = from->bytes[0], all = half + from->bytes[1], stride = tile->plan->stride;
	uint8_t *slots = tile->work->tile + from->slot[0], *other = tile->work->tile + from->slot[1];
	const size_t count = tile->count;
	for (size_t i = 0; i < count; i++, slots += stride, other += stride) {
		const char *at = next_cell(tile, i);
		if (!at)
			continue;
		if (__builtin_expect(look(&window, at, at + half, slots, other), 1))
			tile->at[i] = at + all;
		else
			pass(tile, i, gj_csv_window_cells(tile->plan, tile->work, from, at, tile->end[i], i));
	}
}

/* A number or a word that is wanted as text too, such as a key: it lies between where the step began and where it ended. */
static void keep_keys(struct tile *tile, const struct gj_csv_step *step, const char *const *from)
{
	struct gj_text *texts = tile->chunk->texts[step->field] + tile->first;
	for (size_t i = 0; i < tile->count; i++)
		if (tile->at[i] <= tile->end[i] + 1)
			texts[i] = (struct gj_text){ from[i], (uint32_t)(tile->at[i] - from[i] - 1) };
}

static void take_step(struct tile *tile, const struct gj_csv_step *step)
{
	const char *from[GJ_TILE_ROWS];
	if (step->keyed)
		memcpy(from, tile->at, sizeof from);
	switch (step->kind) {
	case GJ_STEP_WINDOW: window_step(tile, step->window); break;
	case GJ_STEP_TEXT: text_step(tile, step); break;
	case GJ_STEP_NUMBER: number_step(tile, step); break;
	case GJ_STEP_WORD: word_step(tile, step); break;
	case GJ_STEP_DATE: date_step(tile, step); break;
	case GJ_STEP_SKIP: skip_step(tile); break;
	}
	if (step->keyed && step->kind != GJ_STEP_TEXT)
		keep_keys(tile, step, from);
}

static uint32_t rows(const struct gj_csv_plan *plan, struct gj_chunk *chunk, size_t first, size_t count)
{
	struct gj_chunk_work *work = chunk->work;
	struct tile tile = { .plan = plan, .chunk = chunk, .work = work, .first = first, .count = count, .delimiter = plan->binding->form.delimiter };
	uint32_t bad = 0;
	work->single_count = 0;
	for (size_t i = 0; i < count; i++) {
		char *end = work->buffer + work->rows.end[first + i];
		*end = tile.delimiter; /* over the line end, so that the last cell ends as the others do */
		tile.end[i] = end;
		tile.at[i] = work->buffer + work->rows.start[first + i];
	}
	for (size_t i = 0; i < plan->step_count; i++)
		take_step(&tile, &plan->steps[i]);
	for (size_t i = 0; i < count; i++)
		bad |= (uint32_t)(tile.at[i] != tile.end[i] + 1) << i;
	bad |= finish_tile(plan, chunk, first);
	return count < GJ_TILE_ROWS ? bad & (((uint32_t)1 << count) - 1) : bad;
}
