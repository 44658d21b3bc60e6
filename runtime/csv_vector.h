/* 64 bytes at a time: the same few operations in AVX2 and in SSE4.1. Included by csv_rows_body.h only, within a region compiled for GJ_VECTOR_AVX2 or not. */
#if GJ_VECTOR_AVX2
struct bytes64 {
	__m256i part[2];
};

static inline struct bytes64 load64(const char *at)
{
	return (struct bytes64){ { _mm256_loadu_si256((const __m256i *)at), _mm256_loadu_si256((const __m256i *)(at + 32)) } };
}

static inline uint64_t join(__m256i low, __m256i high)
{
	return (uint32_t)_mm256_movemask_epi8(low) | (uint64_t)(uint32_t)_mm256_movemask_epi8(high) << 32;
}

static inline uint64_t equal64(const struct bytes64 *bytes, char c)
{
	__m256i wanted = _mm256_set1_epi8(c);
	return join(_mm256_cmpeq_epi8(bytes->part[0], wanted), _mm256_cmpeq_epi8(bytes->part[1], wanted));
}

static inline uint64_t either64(const struct bytes64 *bytes, char c, char d)
{
	__m256i one = _mm256_set1_epi8(c), other = _mm256_set1_epi8(d);
	return join(_mm256_or_si256(_mm256_cmpeq_epi8(bytes->part[0], one), _mm256_cmpeq_epi8(bytes->part[0], other)),
		_mm256_or_si256(_mm256_cmpeq_epi8(bytes->part[1], one), _mm256_cmpeq_epi8(bytes->part[1], other)));
}

/* The bits of kinds_by_high[byte >> 4] & kinds_by_low[byte & 15]. */
static inline struct bytes64 classify64(const struct bytes64 *bytes, const uint8_t *kinds_by_high, const uint8_t *kinds_by_low)
{
	__m256i high = _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)kinds_by_high));
	__m256i low = _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)kinds_by_low)), nibble = _mm256_set1_epi8(15);
	struct bytes64 kinds;
	for (size_t i = 0; i < 2; i++)
		kinds.part[i] = _mm256_and_si256(_mm256_shuffle_epi8(high, _mm256_and_si256(_mm256_srli_epi16(bytes->part[i], 4), nibble)),
			_mm256_shuffle_epi8(low, _mm256_and_si256(bytes->part[i], nibble)));
	return kinds;
}

static inline uint64_t high64(const struct bytes64 *bytes)
{
	return join(bytes->part[0], bytes->part[1]);
}

/* The bytes that have some of the bits. */
static inline uint64_t any64(const struct bytes64 *bytes, uint8_t bits)
{
	__m256i wanted = _mm256_set1_epi8((char)bits), zero = _mm256_setzero_si256();
	return ~join(
		_mm256_cmpeq_epi8(_mm256_and_si256(bytes->part[0], wanted), zero), _mm256_cmpeq_epi8(_mm256_and_si256(bytes->part[1], wanted), zero));
}
#else
struct bytes64 {
	__m128i part[4];
};

static inline struct bytes64 load64(const char *at)
{
	const __m128i *from = (const __m128i *)at;
	return (struct bytes64){ { _mm_loadu_si128(from), _mm_loadu_si128(from + 1), _mm_loadu_si128(from + 2), _mm_loadu_si128(from + 3) } };
}

static inline uint64_t join(__m128i a, __m128i b, __m128i c, __m128i d)
{
	uint64_t low = (uint64_t)_mm_movemask_epi8(a) | (uint64_t)_mm_movemask_epi8(b) << 16;
	return low | (uint64_t)_mm_movemask_epi8(c) << 32 | (uint64_t)_mm_movemask_epi8(d) << 48;
}

static inline uint64_t equal64(const struct bytes64 *bytes, char c)
{
	__m128i wanted = _mm_set1_epi8(c);
	return join(_mm_cmpeq_epi8(bytes->part[0], wanted), _mm_cmpeq_epi8(bytes->part[1], wanted), _mm_cmpeq_epi8(bytes->part[2], wanted),
		_mm_cmpeq_epi8(bytes->part[3], wanted));
}

static inline uint64_t either64(const struct bytes64 *bytes, char c, char d)
{
	return equal64(bytes, c) | equal64(bytes, d);
}

static inline struct bytes64 classify64(const struct bytes64 *bytes, const uint8_t *kinds_by_high, const uint8_t *kinds_by_low)
{
	__m128i high = _mm_loadu_si128((const __m128i *)kinds_by_high), low = _mm_loadu_si128((const __m128i *)kinds_by_low),
		nibble = _mm_set1_epi8(15);
	struct bytes64 kinds;
	for (size_t i = 0; i < 4; i++)
		kinds.part[i] = _mm_and_si128(_mm_shuffle_epi8(high, _mm_and_si128(_mm_srli_epi16(bytes->part[i], 4), nibble)),
			_mm_shuffle_epi8(low, _mm_and_si128(bytes->part[i], nibble)));
	return kinds;
}

static inline uint64_t high64(const struct bytes64 *bytes)
{
	return join(bytes->part[0], bytes->part[1], bytes->part[2], bytes->part[3]);
}

/* The bytes that have some of the bits. */
static inline uint64_t any64(const struct bytes64 *bytes, uint8_t bits)
{
	__m128i wanted = _mm_set1_epi8((char)bits), zero = _mm_setzero_si128(), none[4];
	for (size_t i = 0; i < 4; i++)
		none[i] = _mm_cmpeq_epi8(_mm_and_si128(bytes->part[i], wanted), zero);
	return ~join(none[0], none[1], none[2], none[3]);
}
#endif
