/* The plain rows of a table by vectors; compiled once for each kind of processor. Every step accepts only what it is sure of and agrees there with gj_cell_read;
 * a step that isn't sure gives its row up to gj_csv_read_row. */
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

static void text_step(struct tile *tile, const struct gj_csv_step *step)
{
	struct gj_text *texts = tile->chunk->texts[step->field] + tile->first;
	for (size_t i = 0; i < tile->count; i++) {
		const char *at = next_cell(tile, i);
		if (!at)
			continue;
		struct bytes64 bytes = load64(at);
		uint64_t stops = equal64(&bytes, tile->delimiter);
		size_t length = (size_t)__builtin_ctzll(stops | (uint64_t)1 << 63);
		if (!stops || !length || odd_start((unsigned char)*at) || !common_text(&bytes, (stops & -stops) - 1) || odd_end(at + length)) {
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
	case GJ_LANE64: keep64((int64_t *)column + tile->first, found->values); break;
	}
	if (step->state_column != GJ_NONE)
		memcpy((int8_t *)tile->chunk->columns[step->state_column] + tile->first, found->states, sizeof found->states);
}

/* The length of the number at `at`, its value in *value; 0 for what is no plain number in range. */
static inline size_t number_cell(const struct gj_csv_step *step, __m128i bytes, size_t length, const char *at, int64_t *value)
{
	size_t written = length - (step->percent && at[length - 1] == '%');
	uint32_t point = equal16(bytes, '.') & ((1u << written) - 1);
	size_t whole = (size_t)__builtin_ctz(point | 1u << written);
	if (!step->digits->fine[written][whole])
		return 0;
	__m128i digits = first_bytes(_mm_sub_epi8(bytes, _mm_set1_epi8('0')), written);
	uint32_t fine = (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_subs_epu8(digits, _mm_set1_epi8(9)), _mm_setzero_si128()));
	if ((fine ^ 0xFFFF) != point)
		return 0;
	*value = sixteen_digits(_mm_shuffle_epi8(digits, _mm_load_si128((const __m128i *)step->digits->shuffle[whole])));
	return *value >= step->low && *value <= step->high ? length : 0;
}

static void number_step(struct tile *tile, const struct gj_csv_step *step)
{
	struct found found = { 0 };
	bool may_lack = step->nullable && !step->keyed;
	for (size_t i = 0; i < tile->count; i++) {
		const char *at = next_cell(tile, i);
		found.values[i] = step->low;
		if (!at)
			continue;
		__m128i bytes = _mm_loadu_si128((const __m128i *)at);
		size_t length = (size_t)__builtin_ctz(equal16(bytes, tile->delimiter) | 1u << 16);
		bool absent = !length & may_lack;
		found.states[i] = absent ? GJ_ABSENT : GJ_PRESENT;
		bool fine = absent || (length - 1 < 15 && number_cell(step, bytes, length, at, &found.values[i]));
		pass(tile, i, fine ? at + length + 1 : NULL);
		if (step->keyed)
			tile->chunk->texts[step->field][tile->first + i] = (struct gj_text){ at, (uint32_t)length };
	}
	keep_found(tile, step, &found);
}

static void word_step(struct tile *tile, const struct gj_csv_step *step)
{
	struct found found = { 0 };
	const struct gj_csv_words *words = step->words;
	for (size_t i = 0; i < tile->count; i++) {
		const char *at = next_cell(tile, i);
		found.values[i] = step->low;
		if (!at)
			continue;
		__m128i bytes = _mm_loadu_si128((const __m128i *)at);
		size_t length = (size_t)__builtin_ctz(equal16(bytes, tile->delimiter) | 1u << 15);
		bytes = first_bytes(bytes, length);
		uint64_t low = (uint64_t)_mm_cvtsi128_si64(bytes), high = (uint64_t)_mm_extract_epi64(bytes, 1) | (uint64_t)length << 56;
		size_t index = gj_csv_word_place(words, low, high);
		bool known = low && at[length] == tile->delimiter && words->table[index].low == low && words->table[index].high == high;
		found.values[i] = known ? words->table[index].value : step->low;
		pass(tile, i, known ? at + length + 1 : NULL);
		if (step->keyed)
			tile->chunk->texts[step->field][tile->first + i] = (struct gj_text){ at, (uint32_t)length };
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
	for (size_t i = 0; i < tile->count; i++, slots += stride, other += stride) {
		const char *at = next_cell(tile, i);
		if (!at)
			continue;
		if (__builtin_expect(look(&window, at, at + half, slots, other), 1))
			tile->at[i] = at + all;
		else
			pass(tile, i, gj_csv_window_cells(tile->plan, tile->work, from, at, tile->end[i], i));
	}
}

static void take_step(struct tile *tile, const struct gj_csv_step *step)
{
	switch (step->kind) {
	case GJ_STEP_WINDOW: window_step(tile, step->window); break;
	case GJ_STEP_TEXT: text_step(tile, step); break;
	case GJ_STEP_NUMBER: number_step(tile, step); break;
	case GJ_STEP_WORD: word_step(tile, step); break;
	case GJ_STEP_DATE: date_step(tile, step); break;
	case GJ_STEP_SKIP: skip_step(tile); break;
	}
}

/* Sixteen rows of sixteen bytes: four rounds of interleaving the first half of the rows with the second. */
static inline void turn_square(const uint8_t *from, size_t stride, uint8_t *to)
{
	__m128i a[16], b[16];
	for (size_t i = 0; i < 16; i++)
		a[i] = _mm_loadu_si128((const __m128i *)(from + i * stride));
	for (int round = 0; round < 4; round++) {
		for (size_t i = 0; i < 8; i++) {
			b[2 * i] = _mm_unpacklo_epi8(a[i], a[i + 8]);
			b[2 * i + 1] = _mm_unpackhi_epi8(a[i], a[i + 8]);
		}
		memcpy(a, b, sizeof a);
	}
	for (size_t i = 0; i < 16; i++)
		_mm_storeu_si128((__m128i *)(to + i * GJ_TILE_ROWS), a[i]);
}

static void turn_tile(const struct gj_csv_plan *plan, const struct gj_chunk_work *work)
{
	for (size_t slot = 0; slot < plan->slots; slot += 16)
		for (size_t row = 0; row < GJ_TILE_ROWS; row += 16)
			turn_square(work->tile + row * plan->stride + slot, plan->stride, work->turned + slot * GJ_TILE_ROWS + row);
}

#define DEFINE_FILL(bits)                                                                                                                            \
	static void fill##bits(int##bits##_t *restrict out, const uint8_t *restrict slots, const struct gj_csv_packed *packed)                       \
	{                                                                                                                                            \
		int32_t value[GJ_TILE_ROWS];                                                                                                         \
		if (packed->digits == 1 && packed->weight == 1) {                                                                                    \
			for (size_t i = 0; i < GJ_TILE_ROWS; i++)                                                                                    \
				out[i] = (int##bits##_t)slots[i];                                                                                    \
			return;                                                                                                                      \
		}                                                                                                                                    \
		for (size_t i = 0; i < GJ_TILE_ROWS; i++)                                                                                            \
			value[i] = slots[i];                                                                                                         \
		for (size_t digit = 1; digit < packed->digits; digit++)                                                                              \
			for (size_t i = 0; i < GJ_TILE_ROWS; i++)                                                                                    \
				value[i] = value[i] * 10 + slots[digit * GJ_TILE_ROWS + i];                                                          \
		for (size_t i = 0; i < GJ_TILE_ROWS; i++)                                                                                            \
			out[i] = (int##bits##_t)(value[i] * packed->weight);                                                                         \
	}                                                                                                                                            \
	static uint32_t outside##bits(const int##bits##_t *restrict values, int64_t low, int64_t high)                                               \
	{                                                                                                                                            \
		int any = 0;                                                                                                                         \
		uint32_t rows = 0;                                                                                                                   \
		int##bits##_t least = (int##bits##_t)low, most = (int##bits##_t)high;                                                                \
		for (size_t i = 0; i < GJ_TILE_ROWS; i++)                                                                                            \
			any |= (values[i] < least) | (values[i] > most);                                                                             \
		for (size_t i = 0; any && i < GJ_TILE_ROWS; i++)                                                                                     \
			rows |= (uint32_t)(values[i] < least || values[i] > most) << i;                                                              \
		return rows;                                                                                                                         \
	}
DEFINE_FILL(8)
DEFINE_FILL(16)
DEFINE_FILL(32)
DEFINE_FILL(64)

static void fill(void *column, size_t first, const uint8_t *slots, const struct gj_csv_packed *packed)
{
	switch (packed->lane) {
	case GJ_LANE8: fill8((int8_t *)column + first, slots, packed); break;
	case GJ_LANE16: fill16((int16_t *)column + first, slots, packed); break;
	case GJ_LANE32: fill32((int32_t *)column + first, slots, packed); break;
	case GJ_LANE64: fill64((int64_t *)column + first, slots, packed); break;
	}
}

static uint32_t outside(const void *column, size_t first, const struct gj_csv_packed *packed)
{
	switch (packed->lane) {
	case GJ_LANE8: return outside8((const int8_t *)column + first, packed->low, packed->high);
	case GJ_LANE16: return outside16((const int16_t *)column + first, packed->low, packed->high);
	case GJ_LANE32: return outside32((const int32_t *)column + first, packed->low, packed->high);
	case GJ_LANE64: return outside64((const int64_t *)column + first, packed->low, packed->high);
	}
	return 0;
}

/* Turns the tile into columns and sets the cells read singly. Returns the rows with a value out of its range. */
static uint32_t finish_tile(const struct gj_csv_plan *plan, struct gj_chunk *chunk, size_t first)
{
	struct gj_chunk_work *work = chunk->work;
	uint32_t bad = 0;
	turn_tile(plan, work);
	for (size_t i = 0; i < plan->packed_count; i++) {
		const struct gj_csv_packed *packed = &plan->packed[i];
		fill(chunk->columns[packed->column], first, work->turned + (size_t)packed->slot * GJ_TILE_ROWS, packed);
		if (packed->state_column != GJ_NONE)
			memset((char *)chunk->columns[packed->state_column] + first, GJ_PRESENT, GJ_TILE_ROWS);
	}
	for (size_t i = 0; i < work->single_count; i++) {
		const struct gj_csv_single *single = &work->singles[i];
		const struct gj_csv_packed *packed = &plan->packed[single->packed];
		gj_chunk_store(chunk, packed->column, packed->lane, first + single->row, single->value);
		if (single->absent)
			((int8_t *)chunk->columns[packed->state_column])[first + single->row] = GJ_ABSENT;
	}
	for (size_t i = 0; i < plan->packed_count; i++)
		if (plan->packed[i].check)
			bad |= outside(chunk->columns[plan->packed[i].column], first, &plan->packed[i]);
	return bad;
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
