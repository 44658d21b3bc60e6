/* 64 bytes at a time: the same few operations in AVX2 and in SSE4.1. Included by csv_rows_body.h only, within a region compiled for GJ_VECTOR_AVX2 or not. */
#if GJ_VECTOR_AVX2
struct bytes64 {
	__m256i part[2];
};

static inline struct bytes64 load64(const char *at)
{
	return (struct bytes64){{_mm256_loadu_si256((const __m256i *)at), _mm256_loadu_si256((const __m256i *)(at + 32))}};
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

/* Bytes, taken as signed, above c. */
static inline uint64_t above64(const struct bytes64 *bytes, char c)
{
	__m256i limit = _mm256_set1_epi8(c);
	return join(_mm256_cmpgt_epi8(bytes->part[0], limit), _mm256_cmpgt_epi8(bytes->part[1], limit));
}

static inline uint64_t high64(const struct bytes64 *bytes)
{
	return join(bytes->part[0], bytes->part[1]);
}
#else
struct bytes64 {
	__m128i part[4];
};

static inline struct bytes64 load64(const char *at)
{
	const __m128i *from = (const __m128i *)at;
	return (struct bytes64){{_mm_loadu_si128(from), _mm_loadu_si128(from + 1), _mm_loadu_si128(from + 2), _mm_loadu_si128(from + 3)}};
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

static inline uint64_t above64(const struct bytes64 *bytes, char c)
{
	__m128i limit = _mm_set1_epi8(c);
	return join(_mm_cmpgt_epi8(bytes->part[0], limit), _mm_cmpgt_epi8(bytes->part[1], limit), _mm_cmpgt_epi8(bytes->part[2], limit),
	            _mm_cmpgt_epi8(bytes->part[3], limit));
}

static inline uint64_t high64(const struct bytes64 *bytes)
{
	return join(bytes->part[0], bytes->part[1], bytes->part[2], bytes->part[3]);
}
#endif
