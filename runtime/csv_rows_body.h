/* The plain rows of a table by vectors; compiled once for each kind of processor. Every step accepts only what it is sure of and agrees there with gj_cell_read;
 * a step that isn't sure gives its row up to gj_csv_read_row. */
#include "calendar.h"
#include "csv_vector.h"

/* Rows are mostly longer than a block: the first end is written without asking, so that nothing is mispredicted. */
static inline size_t take_ends(uint64_t stops, size_t at, uint32_t *ends, size_t count)
{
	ends[count] = (uint32_t)(at + (size_t)__builtin_ctzll(stops | (uint64_t)1 << 63));
	count += stops != 0;
	for (stops &= stops - 1; stops; stops &= stops - 1)
		ends[count++] = (uint32_t)(at + (size_t)__builtin_ctzll(stops));
	return count;
}

static size_t line_ends(const char *buffer, size_t *from, size_t to, char terminator, uint32_t *ends, size_t room, bool *quote)
{
	size_t count = 0, at = *from;
	*quote = false;
	for (; at < to && count < room; at += 64) {
		struct bytes64 bytes = load64(buffer + at);
		uint64_t stops = equal64(&bytes, terminator), quotes = equal64(&bytes, '"');
		if (__builtin_expect(to - at < 64, 0)) {
			stops &= ((uint64_t)1 << (to - at)) - 1;
			quotes &= ((uint64_t)1 << (to - at)) - 1;
		}
		if (__builtin_expect(quotes != 0, 0)) {
			*quote = true;
			*from = at;
			return take_ends(stops & ((quotes & -quotes) - 1), at, ends, count);
		}
		count = take_ends(stops, at, ends, count);
	}
	*from = at < to ? at : to;
	return count;
}

struct place {
	const struct gj_csv_plan *plan;
	struct gj_chunk *chunk;
	struct gj_chunk_work *work;
	const char *end; /* of the row, where a delimiter stands */
	size_t row; /* of the chunk */
	size_t tile_row;
	char delimiter;
};

static inline void store(void *column, enum gj_lane lane, size_t row, int64_t value)
{
	switch (lane) {
	case GJ_LANE8: ((int8_t *)column)[row] = (int8_t)value; break;
	case GJ_LANE16: ((int16_t *)column)[row] = (int16_t)value; break;
	case GJ_LANE32: ((int32_t *)column)[row] = (int32_t)value; break;
	case GJ_LANE64: ((int64_t *)column)[row] = value; break;
	}
}

static inline void keep_text(const struct place *place, int field, const char *at, size_t length)
{
	place->chunk->texts[field][place->row] = (struct gj_text){ at, (uint32_t)length };
}

/* Kinds of bytes by their halves: 1 leads a three-byte character, 2 goes on with it, 4 neither these nor printable ASCII (control characters, 7F, C0 … E0, ED,
 * F0 …: read exactly), 8 rare ends. */
enum { LEAD = 1, INNER = 2, STRANGE = 4, LEAD_ED = 8, CONTROL_7F = 16 };
static const uint8_t kinds_by_high[16] = { STRANGE, STRANGE, 0, 0, 0, 0, 0, CONTROL_7F, INNER, INNER, INNER, INNER, STRANGE, STRANGE, LEAD | LEAD_ED,
	STRANGE };
static const uint8_t kinds_by_low[16] = {
	INNER | STRANGE | LEAD_ED,
	LEAD | INNER | STRANGE,
	LEAD | INNER | STRANGE,
	LEAD | INNER | STRANGE,
	LEAD | INNER | STRANGE,
	LEAD | INNER | STRANGE,
	LEAD | INNER | STRANGE,
	LEAD | INNER | STRANGE,
	LEAD | INNER | STRANGE,
	LEAD | INNER | STRANGE,
	LEAD | INNER | STRANGE,
	LEAD | INNER | STRANGE,
	LEAD | INNER | STRANGE,
	INNER | STRANGE | LEAD_ED,
	LEAD | INNER | STRANGE,
	LEAD | INNER | STRANGE | CONTROL_7F,
};

/* Whether the bytes under `within` are printable ASCII and whole three-byte characters. E0 and ED, 7F: not sure. */
static inline bool common_text(const struct bytes64 *bytes, uint64_t within)
{
	struct bytes64 kinds = classify64(bytes, kinds_by_high, kinds_by_low);
	uint64_t lead = kind64(&kinds, 0) & within, inner = kind64(&kinds, 1) & within;
	uint64_t strange = (kind64(&kinds, 2) | kind64(&kinds, 3) | kind64(&kinds, 4)) & within;
	return !(strange | (inner ^ (lead << 1 | lead << 2)));
}

/* Bytes that may begin or end a blank. */
static inline bool edge(unsigned char byte)
{
	return byte <= ' ' || byte == 0x80 || byte == 0xA0 || byte == 0xBF || byte == 0xC2 || byte == 0xE3 || byte == 0xEF;
}

/* A text that isn't known to be common, or may have blanks at its ends. */
static bool accept_text(const struct place *place, const struct gj_csv_step *step, const char *at, size_t length)
{
	struct gj_text text = gj_cell_trim((struct gj_text){ at, (uint32_t)length });
	struct gj_cell cell;
	if (!text.length)
		return false;
	gj_cell_read(&place->plan->binding->program->fields[step->field], text, &cell);
	keep_text(place, step->field, text.bytes, text.length);
	return cell.error == GJ_CELL_FINE;
}

/* A quoted cell without doubled quotes and blanks round it, whose quote is at `at`. Sets *length to that of its inside. */
static const char *quoted(const struct place *place, const char *at, size_t *length)
{
	const char *close = memchr(at + 1, '"', (size_t)(place->end - at - 1));
	if (!close || close[1] != place->delimiter)
		return NULL;
	*length = (size_t)(close - at - 1);
	return close + 2;
}

static const char *long_text(const struct place *place, const struct gj_csv_step *step, const char *at)
{
	const char *stop = memchr(at, place->delimiter, (size_t)(place->end - at) + 1);
	return stop && stop > at && accept_text(place, step, at, (size_t)(stop - at)) ? stop + 1 : NULL;
}

static inline const char *text_step(const struct place *place, const struct gj_csv_step *step, const char *at)
{
	if (__builtin_expect(*at == '"', 0)) {
		size_t length;
		const char *next = quoted(place, at, &length);
		return next && length && accept_text(place, step, at + 1, length) ? next : NULL;
	}
	if ((unsigned char)*at <= ' ' || *at == '#')
		return NULL;
	struct bytes64 bytes = load64(at);
	uint64_t stops = equal64(&bytes, place->delimiter);
	if (__builtin_expect(!stops, 0))
		return long_text(place, step, at);
	size_t length = (size_t)__builtin_ctzll(stops);
	if (!length)
		return NULL;
	if (edge((unsigned char)at[0]) || edge((unsigned char)at[length - 1]) || !common_text(&bytes, (stops & -stops) - 1))
		return accept_text(place, step, at, length) ? at + length + 1 : NULL;
	keep_text(place, step->field, at, length);
	return at + length + 1;
}

static const char *skip_step(const struct place *place, const char *at)
{
	size_t length;
	if (*at == '"')
		return quoted(place, at, &length);
	if (*at != place->delimiter && (*at == ' ' || *at == '\t'))
		return NULL;
	const char *stop = memchr(at, place->delimiter, (size_t)(place->end - at) + 1);
	return stop ? stop + 1 : NULL;
}

static const uint8_t ones_then_zeros[32] = { 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255 };

static inline __m128i first_bytes(__m128i bytes, size_t count)
{
	return _mm_and_si128(bytes, _mm_loadu_si128((const __m128i *)(ones_then_zeros + 16 - count)));
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

static inline void store_value(const struct place *place, const struct gj_csv_step *step, int64_t value, enum gj_state state)
{
	store(place->chunk->columns[step->column], step->lane, place->row, value);
	if (step->state_column != GJ_NONE)
		((int8_t *)place->chunk->columns[step->state_column])[place->row] = (int8_t)state;
}

static inline const char *number_step(const struct place *place, const struct gj_csv_step *step, const char *at)
{
	__m128i bytes = _mm_loadu_si128((const __m128i *)at);
	uint32_t stops = (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(place->delimiter)));
	if (!stops)
		return NULL;
	size_t length = (size_t)__builtin_ctz(stops);
	if (!length) {
		if (step->nullable)
			store_value(place, step, step->low, GJ_ABSENT);
		return step->nullable && !step->keyed ? at + 1 : NULL;
	}
	size_t written = length - (step->percent && at[length - 1] == '%');
	uint32_t point = (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('.'))) & ((1u << written) - 1);
	size_t whole = (size_t)__builtin_ctz(point | 1u << written);
	size_t decimals = written - whole;
	if (!whole || (point && (decimals == 1 || decimals > step->scale + 1u)) || whole + step->scale > 16)
		return NULL;
	__m128i digits = first_bytes(_mm_sub_epi8(bytes, _mm_set1_epi8('0')), written);
	uint32_t fine = (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_subs_epu8(digits, _mm_set1_epi8(9)), _mm_setzero_si128()));
	if ((fine ^ 0xFFFF) != point)
		return NULL;
	int64_t value = sixteen_digits(_mm_shuffle_epi8(digits, _mm_load_si128((const __m128i *)step->digits->shuffle[whole])));
	if (value < step->low || value > step->high)
		return NULL;
	store_value(place, step, value, GJ_PRESENT);
	if (step->keyed)
		keep_text(place, step->field, at, length);
	return at + length + 1;
}

static inline const char *word_step(const struct place *place, const struct gj_csv_step *step, const char *at)
{
	__m128i bytes = _mm_loadu_si128((const __m128i *)at);
	uint32_t stops = (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(place->delimiter)));
	if (!stops || stops & 1)
		return NULL;
	size_t length = (size_t)__builtin_ctz(stops);
	bytes = first_bytes(bytes, length);
	uint64_t low = (uint64_t)_mm_cvtsi128_si64(bytes), high = (uint64_t)_mm_extract_epi64(bytes, 1) | (uint64_t)length << 56;
	size_t index = gj_csv_word_place(step->words, low, high);
	if (step->words->table[index].low != low || step->words->table[index].high != high)
		return NULL;
	store_value(place, step, step->words->table[index].value, GJ_PRESENT);
	if (step->keyed)
		keep_text(place, step->field, at, length);
	return at + length + 1;
}

/* 2018-06-06 and nothing else. */
static inline const char *date_step(const struct place *place, const struct gj_csv_step *step, const char *at)
{
	enum { LENGTH = 10, DASHES = 1 << 4 | 1 << 7 };
	__m128i bytes = _mm_loadu_si128((const __m128i *)at);
	uint32_t dashes = (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('-')));
	__m128i digits = first_bytes(_mm_sub_epi8(bytes, _mm_set1_epi8('0')), LENGTH);
	uint32_t fine = (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_subs_epu8(digits, _mm_set1_epi8(9)), _mm_setzero_si128()));
	if (at[LENGTH] != place->delimiter || (dashes & ((1 << LENGTH) - 1)) != DASHES || (fine ^ 0xFFFF) != DASHES || step->keyed)
		return NULL;
	int year = (at[0] - '0') * 1000 + (at[1] - '0') * 100 + (at[2] - '0') * 10 + (at[3] - '0');
	int64_t date;
	if (!gj_date_of(year, (at[5] - '0') * 10 + (at[6] - '0'), (at[8] - '0') * 10 + (at[9] - '0'), &date) || date < step->low || date > step->high)
		return NULL;
	store_value(place, step, date, GJ_PRESENT);
	return at + LENGTH + 1;
}

#if GJ_VECTOR_AVX2
static inline bool window(const struct gj_csv_window *window, const char *at, uint8_t *tile)
{
	__m128i one = _mm_loadu_si128((const __m128i *)at), other = _mm_loadu_si128((const __m128i *)(at + window->bytes[0]));
	__m256i bytes = _mm256_inserti128_si256(_mm256_castsi128_si256(one), other, 1);
	__m256i first = _mm256_shuffle_epi8(bytes, _mm256_load_si256((const __m256i *)window->spread));
	__m256i yes = _mm256_cmpeq_epi8(first, _mm256_set1_epi8((char)0xE6));
	__m256i wanted = _mm256_blendv_epi8(_mm256_load_si256((const __m256i *)window->no), _mm256_load_si256((const __m256i *)window->yes), yes);
	__m256i digits = _mm256_xor_si256(bytes, wanted);
	__m256i beyond = _mm256_subs_epu8(digits, _mm256_load_si256((const __m256i *)window->limit));
	__m256i values = _mm256_shuffle_epi8(_mm256_sub_epi8(digits, yes), _mm256_load_si256((const __m256i *)window->gather));
	_mm_storeu_si128((__m128i *)(tile + window->slot[0]), _mm256_castsi256_si128(values));
	_mm_storeu_si128((__m128i *)(tile + window->slot[1]), _mm256_extracti128_si256(values, 1));
	return _mm256_testz_si256(beyond, beyond);
}
#else
static inline bool window_half(const struct gj_csv_window *window, size_t half, const char *at, uint8_t *tile)
{
	__m128i bytes = _mm_loadu_si128((const __m128i *)at);
	__m128i first = _mm_shuffle_epi8(bytes, _mm_load_si128((const __m128i *)window->spread[half]));
	__m128i yes = _mm_cmpeq_epi8(first, _mm_set1_epi8((char)0xE6));
	__m128i wanted = _mm_blendv_epi8(_mm_load_si128((const __m128i *)window->no[half]), _mm_load_si128((const __m128i *)window->yes[half]), yes);
	__m128i digits = _mm_xor_si128(bytes, wanted);
	__m128i beyond = _mm_subs_epu8(digits, _mm_load_si128((const __m128i *)window->limit[half]));
	__m128i values = _mm_shuffle_epi8(_mm_sub_epi8(digits, yes), _mm_load_si128((const __m128i *)window->gather[half]));
	_mm_storeu_si128((__m128i *)(tile + window->slot[half]), values);
	return _mm_testz_si128(beyond, beyond);
}

static inline bool window(const struct gj_csv_window *window, const char *at, uint8_t *tile)
{
	return window_half(window, 0, at, tile) && window_half(window, 1, at + window->bytes[0], tile);
}
#endif

static inline const char *window_step(const struct place *place, const struct gj_csv_step *step, const char *at, uint8_t *tile)
{
	for (size_t i = 0; i < GJ_WINDOW_RUN && step->windows[i] && at; i++) {
		if (__builtin_expect(window(step->windows[i], at, tile), 1))
			at += step->windows[i]->bytes[0] + step->windows[i]->bytes[1];
		else
			at = gj_csv_window_cells(place->plan, place->work, step->windows[i], at, place->end, place->tile_row);
	}
	return at;
}

static bool read_row(struct place *place, const char *at)
{
	uint8_t *tile = place->work->tile + place->tile_row * place->plan->stride;
	const char *end = place->end;
	const struct gj_csv_step *step = place->plan->steps, *last = step + place->plan->step_count;
	for (; step < last && at <= end; step++) {
		switch (step->kind) {
		case GJ_STEP_WINDOW: at = window_step(place, step, at, tile); break;
		case GJ_STEP_TEXT: at = text_step(place, step, at); break;
		case GJ_STEP_NUMBER: at = number_step(place, step, at); break;
		case GJ_STEP_WORD: at = word_step(place, step, at); break;
		case GJ_STEP_DATE: at = date_step(place, step, at); break;
		case GJ_STEP_SKIP: at = skip_step(place, at); break;
		}
		if (!at)
			return false;
	}
	return step == last && at == end + 1;
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
		store(chunk->columns[packed->column], packed->lane, first + single->row, single->value);
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
	struct place place = { plan, chunk, work, NULL, 0, 0, plan->binding->form.delimiter };
	uint32_t bad = 0;
	work->single_count = 0;
	for (size_t i = 0; i < count; i++) {
		char *end = work->buffer + work->rows.end[first + i];
		*end = place.delimiter; /* over the line end, so that the last cell ends as the others do */
		place.end = end;
		place.row = first + i;
		place.tile_row = i;
		size_t singles = work->single_count;
		if (read_row(&place, work->buffer + work->rows.start[first + i]))
			continue;
		bad |= (uint32_t)1 << i;
		work->single_count = singles;
	}
	bad |= finish_tile(plan, chunk, first);
	return count < GJ_TILE_ROWS ? bad & (((uint32_t)1 << count) - 1) : bad;
}
