#include "memory.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CHUNK_BYTES = 64 * 1024, VECTOR_BYTES = 64 };

struct chunk {
	struct chunk *next;
	size_t size, used;
	_Alignas(VECTOR_BYTES) char bytes[];
};

struct gj_arena {
	struct chunk *chunks;
	jmp_buf *on_failure;
};

struct gj_arena *gj_arena_new(void)
{
	return calloc(1, sizeof(struct gj_arena));
}

void gj_arena_free(struct gj_arena *arena)
{
	if (!arena)
		return;
	for (struct chunk *chunk = arena->chunks, *next; chunk; chunk = next) {
		next = chunk->next;
		free(chunk);
	}
	free(arena);
}

void gj_arena_on_failure(struct gj_arena *arena, jmp_buf *out)
{
	arena->on_failure = out;
}

static void *fail(struct gj_arena *arena)
{
	if (arena->on_failure)
		longjmp(*arena->on_failure, 1);
	return NULL;
}

static struct chunk *add_chunk(struct gj_arena *arena, size_t size)
{
	size_t total = sizeof(struct chunk) + (size > CHUNK_BYTES ? size : (size_t)CHUNK_BYTES);
	total = (total + VECTOR_BYTES - 1) / VECTOR_BYTES * VECTOR_BYTES;
	struct chunk *chunk = aligned_alloc(VECTOR_BYTES, total);
	if (!chunk)
		return NULL;
	chunk->size = total - sizeof(struct chunk);
	chunk->used = 0;
	/* A large block gets a chunk of its own behind the current one, whose room is still of use. */
	if (size > CHUNK_BYTES && arena->chunks) {
		chunk->next = arena->chunks->next;
		arena->chunks->next = chunk;
	} else {
		chunk->next = arena->chunks;
		arena->chunks = chunk;
	}
	return chunk;
}

void *gj_arena_alloc(struct gj_arena *arena, size_t size)
{
	if (size > SIZE_MAX / 2)
		return fail(arena);
	size_t align = size >= VECTOR_BYTES ? (size_t)VECTOR_BYTES : _Alignof(max_align_t);
	struct chunk *chunk = arena->chunks;
	size_t start = chunk ? (chunk->used + align - 1) / align * align : 0;
	if (!chunk || start > chunk->size || chunk->size - start < size) {
		chunk = add_chunk(arena, size);
		if (!chunk)
			return fail(arena);
		start = 0;
	}
	chunk->used = start + size;
	return memset(chunk->bytes + start, 0, size);
}

char *gj_arena_copy(struct gj_arena *arena, const char *text, size_t length)
{
	char *copy = gj_arena_alloc(arena, length + 1);
	if (copy && length)
		memcpy(copy, text, length);
	return copy;
}

char *gj_arena_print(struct gj_arena *arena, const char *format, ...)
{
	va_list args, again;
	va_start(args, format);
	va_copy(again, args);
	int length = vsnprintf(NULL, 0, format, args);
	char *text = length < 0 ? fail(arena) : gj_arena_alloc(arena, (size_t)length + 1);
	if (text)
		vsnprintf(text, (size_t)length + 1, format, again);
	va_end(again);
	va_end(args);
	return text;
}

void *gj_arena_grow(struct gj_arena *arena, void *items, size_t count, size_t *capacity, size_t item)
{
	if (count < *capacity)
		return items;
	size_t more = *capacity ? *capacity * 2 : 8;
	if (more > SIZE_MAX / 2 / item)
		return fail(arena);
	void *moved = gj_arena_alloc(arena, more * item);
	if (moved && count)
		memcpy(moved, items, count * item);
	if (moved)
		*capacity = more;
	return moved;
}
