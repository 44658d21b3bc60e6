/* From the bytes that windows have gathered, row by row, to columns. Included by csv_rows_body.h only. */

static inline void store(void *column, enum gj_lane lane, size_t row, int64_t value)
{
	switch (lane) {
	case GJ_LANE8: ((int8_t *)column)[row] = (int8_t)value; break;
	case GJ_LANE16: ((int16_t *)column)[row] = (int16_t)value; break;
	case GJ_LANE32: ((int32_t *)column)[row] = (int32_t)value; break;
	default: ((int64_t *)column)[row] = value; break;
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
	default: fill64((int64_t *)column + first, slots, packed); break;
	}
}

static uint32_t outside(const void *column, size_t first, const struct gj_csv_packed *packed)
{
	switch (packed->lane) {
	case GJ_LANE8: return outside8((const int8_t *)column + first, packed->low, packed->high);
	case GJ_LANE16: return outside16((const int16_t *)column + first, packed->low, packed->high);
	case GJ_LANE32: return outside32((const int32_t *)column + first, packed->low, packed->high);
	default: return outside64((const int64_t *)column + first, packed->low, packed->high);
	}
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
		if (single->state != GJ_PRESENT)
			((int8_t *)chunk->columns[packed->state_column])[first + single->row] = (int8_t)single->state;
	}
	for (size_t i = 0; i < plan->packed_count; i++)
		if (plan->packed[i].check)
			bad |= outside(chunk->columns[plan->packed[i].column], first, &plan->packed[i]);
	return bad;
}
