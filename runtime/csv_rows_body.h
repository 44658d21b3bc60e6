/* The plain rows of a table by vectors; compiled once for each kind of processor. Every step accepts only what it is sure of and agrees there with gj_cell_read;
 * a step that isn't sure gives its row up to gj_csv_read_row. */
#include "csv_vector.h"

static size_t line_ends(const char *buffer, size_t *from, size_t to, char terminator, uint32_t *ends, size_t room, bool *quote)
{
	size_t count = 0, at = *from;
	*quote = false;
	for (; at < to && count < room && !*quote; at += 64) {
		struct bytes64 bytes = load64(buffer + at);
		uint64_t stops = equal64(&bytes, terminator), quotes = equal64(&bytes, '"'), within = to - at < 64 ? ((uint64_t)1 << (to - at)) - 1 : ~(uint64_t)0;
		stops &= within;
		if (__builtin_expect((quotes & within) != 0, 0)) {
			*quote = true;
			stops &= (quotes & within & -(quotes & within)) - 1;
		}
		/* Rows are mostly longer than a block: written without asking, so that nothing is mispredicted. */
		ends[count] = (uint32_t)(at + (size_t)__builtin_ctzll(stops | (uint64_t)1 << 63));
		count += stops != 0;
		for (stops &= stops - 1; stops; stops &= stops - 1)
			ends[count++] = (uint32_t)(at + (size_t)__builtin_ctzll(stops));
	}
	*from = at < to ? at : to;
	return count;
}

struct place {
	const struct gj_csv_plan *plan;
	struct gj_chunk *chunk;
	struct gj_chunk_work *work;
	const char *end;       /* of the row, where a delimiter stands */
	size_t row;            /* of the chunk */
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
	place->chunk->texts[field][place->row] = (struct gj_text){at, (uint32_t)length};
}

/* Whether the 64 bytes under `within` are ASCII and whole three-byte characters, without control characters. */
static inline bool common_text(const struct bytes64 *bytes, uint64_t within)
{
	uint64_t high = high64(bytes);
	uint64_t control = (~above64(bytes, 0x1F) & ~high) | equal64(bytes, 0x7F);
	uint64_t lead = high & above64(bytes, (char)0xE0) & within;
	uint64_t strange = (high & above64(bytes, (char)0xEF)) | equal64(bytes, (char)0xED);
	uint64_t inner = high & ~above64(bytes, (char)0xBF) & within;
	return !((control | strange | (high & ~lead & ~inner)) & within) && inner == (lead << 1 | lead << 2);
}

static bool accept_text(const struct place *place, const struct gj_csv_step *step, const char *at, size_t length, bool common)
{
	struct gj_text text = {at, (uint32_t)length};
	unsigned char first = (unsigned char)at[0], last = (unsigned char)at[length - 1];
	if (last <= ' ' || last == 0x80 || last == 0xA0 || last == 0xBF || first <= ' ' || first == 0xC2 || first == 0xE3 || first == 0xEF)
		text = gj_cell_trim(text);
	if (!common) {
		struct gj_cell cell;
		gj_cell_read(&place->plan->binding->program->fields[step->field], text, &cell);
		if (cell.error != GJ_CELL_FINE)
			return false;
	}
	keep_text(place, step->field, text.bytes, text.length);
	return text.length != 0;
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
	return stop && stop > at && accept_text(place, step, at, (size_t)(stop - at), false) ? stop + 1 : NULL;
}

static inline const char *text_step(const struct place *place, const struct gj_csv_step *step, const char *at)
{
	if (__builtin_expect(*at == '"', 0)) {
		size_t length;
		const char *next = quoted(place, at, &length);
		return next && length && accept_text(place, step, at + 1, length, false) ? next : NULL;
	}
	if ((unsigned char)*at <= ' ' || *at == '#')
		return NULL;
	struct bytes64 bytes = load64(at);
	uint64_t stops = equal64(&bytes, place->delimiter);
	if (__builtin_expect(!stops, 0))
		return long_text(place, step, at);
	size_t length = (size_t)__builtin_ctzll(stops);
	if (!length || !accept_text(place, step, at, length, common_text(&bytes, (stops & -stops) - 1)))
		return NULL;
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

static const uint8_t ones_then_zeros[32] = {255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255};

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
	uint64_t low = (uint64_t)_mm_cvtsi128_si64(bytes), high = (uint64_t)_mm_extract_epi64(bytes, 1);
	size_t index = gj_csv_word_place(step->words, low, high);
	if (step->words->table[index].low != low || step->words->table[index].high != high)
		return NULL;
	store_value(place, step, step->words->table[index].value, GJ_PRESENT);
	if (step->keyed)
		keep_text(place, step->field, at, length);
	return at + length + 1;
}

static inline const char *window_step(const struct place *place, const struct gj_csv_window *window, const char *at, uint8_t *tile)
{
	__m128i bytes = _mm_loadu_si128((const __m128i *)at);
	__m128i first = _mm_shuffle_epi8(bytes, _mm_load_si128((const __m128i *)window->spread));
	__m128i yes = _mm_cmpeq_epi8(first, _mm_set1_epi8((char)0xE6));
	__m128i wanted = _mm_blendv_epi8(_mm_load_si128((const __m128i *)window->no), _mm_load_si128((const __m128i *)window->yes), yes);
	__m128i digits = _mm_xor_si128(bytes, wanted);
	__m128i beyond = _mm_subs_epu8(digits, _mm_load_si128((const __m128i *)window->limit));
	if (__builtin_expect(!_mm_testz_si128(beyond, beyond), 0))
		return gj_csv_window_cells(place->plan, place->work, window, at, place->end, place->tile_row);
	__m128i values = _mm_or_si128(digits, _mm_and_si128(yes, _mm_set1_epi8(1)));
	_mm_storeu_si128((__m128i *)(tile + window->slot), _mm_shuffle_epi8(values, _mm_load_si128((const __m128i *)window->gather)));
	return at + window->bytes;
}

static bool read_row(struct place *place, const char *at)
{
	uint8_t *tile = place->work->tile + place->tile_row * place->plan->stride;
	const struct gj_csv_step *step = place->plan->steps, *last = step + place->plan->step_count;
	for (; step < last; step++) {
		switch (step->kind) {
		case GJ_STEP_WINDOW: at = window_step(place, step->window, at, tile); break;
		case GJ_STEP_TEXT: at = text_step(place, step, at); break;
		case GJ_STEP_NUMBER: at = number_step(place, step, at); break;
		case GJ_STEP_WORD: at = word_step(place, step, at); break;
		case GJ_STEP_SKIP: at = skip_step(place, at); break;
		}
		if (__builtin_expect(!at || at > place->end + 1 || (at > place->end && step + 1 < last), 0))
			return false;
	}
	return at == place->end + 1;
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

#define DEFINE_FILL(bits) \
	static void fill##bits(int##bits##_t *restrict out, const uint8_t *restrict slots, const struct gj_csv_packed *packed) \
	{ \
		int32_t value[GJ_TILE_ROWS]; \
		if (packed->digits == 1 && packed->weight == 1) { \
			for (size_t i = 0; i < GJ_TILE_ROWS; i++) \
				out[i] = (int##bits##_t)slots[i]; \
			return; \
		} \
		for (size_t i = 0; i < GJ_TILE_ROWS; i++) \
			value[i] = slots[i]; \
		for (size_t digit = 1; digit < packed->digits; digit++) \
			for (size_t i = 0; i < GJ_TILE_ROWS; i++) \
				value[i] = value[i] * 10 + slots[digit * GJ_TILE_ROWS + i]; \
		for (size_t i = 0; i < GJ_TILE_ROWS; i++) \
			out[i] = (int##bits##_t)(value[i] * packed->weight); \
	} \
	static uint32_t outside##bits(const int##bits##_t *restrict values, int64_t low, int64_t high) \
	{ \
		int any = 0; \
		uint32_t rows = 0; \
		int##bits##_t least = (int##bits##_t)low, most = (int##bits##_t)high; \
		for (size_t i = 0; i < GJ_TILE_ROWS; i++) \
			any |= (values[i] < least) | (values[i] > most); \
		for (size_t i = 0; any && i < GJ_TILE_ROWS; i++) \
			rows |= (uint32_t)(values[i] < least || values[i] > most) << i; \
		return rows; \
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
	struct place place = {plan, chunk, work, NULL, 0, 0, plan->binding->form.delimiter};
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
