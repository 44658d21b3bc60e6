/* Arenas: everything one compilation, image or run makes lives in one and dies with it. */
#ifndef GJ_MEMORY_H
#define GJ_MEMORY_H
#include <setjmp.h>
#include <stddef.h>

struct gj_arena;

/* A new, empty arena, or NULL when memory is out. */
struct gj_arena *gj_arena_new(void);
void gj_arena_free(struct gj_arena *arena);

/* When an allocation fails: jumps to `*out` if one is set, otherwise gj_arena_alloc returns NULL.
 * The compiler sets it once at its entry; the runtime leaves it unset and tests every result. */
void gj_arena_on_failure(struct gj_arena *arena, jmp_buf *out);

/* `size` zeroed bytes aligned for any type (64 bytes when size >= 64, so that columns may be vectors). */
void *gj_arena_alloc(struct gj_arena *arena, size_t size);

/* A NUL-terminated copy of `length` bytes. */
char *gj_arena_copy(struct gj_arena *arena, const char *text, size_t length);

/* printf into the arena. */
__attribute__((format(printf, 2, 3))) char *gj_arena_print(struct gj_arena *arena, const char *format, ...);

/* Makes room for one more element in a growing array of `item` bytes each: returns `items`, moved when it was full.
 * *capacity is 0 for an array not yet made. */
void *gj_arena_grow(struct gj_arena *arena, void *items, size_t count, size_t *capacity, size_t item);
#endif
