/* Two rule files, a NUL between them, and what changed from one to the other. */
#include "compiler/compare.h"
#include "compiler/compile.h"
#include "mutate_lines.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static size_t differences(const struct compilation *old, const struct compilation *new, enum gj_language language)
{
	struct gj_arena *arena = gj_arena_new();
	struct comparison comparison;
	if (!arena || !compare_standards(old->model, new->model, language, arena, &comparison))
		abort();
	size_t count = comparison.count;
	gj_arena_free(arena);
	return count;
}

/* As many in both languages; none one way only if there are none the other way; none from a standard to itself. */
static void compare(const struct compilation *old, const struct compilation *new)
{
	size_t there = differences(old, new, GJ_CHINESE), back = differences(new, old, GJ_CHINESE);
	if (there != differences(old, new, GJ_ENGLISH) || !there != !back || differences(old, old, GJ_ENGLISH) || differences(new, new, GJ_CHINESE))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	const uint8_t *between = memchr(bytes, 0, size);
	size_t first = between ? (size_t)(between - bytes) : size, second = between ? size - first - 1 : size;
	struct compilation old, new;
	enum compile_status old_status = compile_text("old.gj", (const char *)bytes, first, &old);
	enum compile_status new_status = compile_text("new.gj", between ? (const char *)between + 1 : (const char *)bytes, second, &new);
	if (old_status == COMPILE_OK && new_status == COMPILE_OK)
		compare(&old, &new);
	compilation_free(&old);
	compilation_free(&new);
	return 0;
}
