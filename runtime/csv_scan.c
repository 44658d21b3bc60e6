#include "csv_scan.h"
#include "csv_versions.h"

#include <string.h>

static size_t line_ends(const char *buffer, size_t *from, size_t to, char terminator, uint32_t *ends, size_t room, bool *quote)
{
	const char *quotes = memchr(buffer + *from, '"', to - *from);
	size_t stop = quotes ? (size_t)(quotes - buffer) : to, count = 0;
	const char *end;
	while (count < room && (end = memchr(buffer + *from, terminator, stop - *from))) {
		ends[count++] = (uint32_t)(end - buffer);
		*from = (size_t)(end - buffer) + 1;
	}
	*quote = quotes && count < room;
	*from = count < room ? stop : *from;
	return count;
}

static const struct gj_csv_scan portable = { "portable", line_ends, NULL };

const struct gj_csv_scan *gj_csv_scan_version(size_t index)
{
	const struct gj_csv_scan *versions[3] = { 0 };
	size_t count = 0;
#if defined(__x86_64__)
	if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi"))
		versions[count++] = gj_csv_avx2();
	if (__builtin_cpu_supports("sse4.1"))
		versions[count++] = gj_csv_sse4();
#endif
	versions[count++] = &portable;
	return index < count ? versions[index] : NULL;
}

const struct gj_csv_scan *gj_csv_scan(void)
{
	return gj_csv_scan_version(0);
}
