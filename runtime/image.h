/* The image file: a compiled standard as bytes. Little-endian, versioned, checksummed. */
#ifndef GJ_IMAGE_H
#define GJ_IMAGE_H
#include "memory.h"
#include "program.h"
#include <stdio.h>

enum gj_image_status {
	GJ_IMAGE_OK, GJ_IMAGE_NOT_IMAGE, GJ_IMAGE_OLDER, GJ_IMAGE_NEWER, GJ_IMAGE_TRUNCATED, GJ_IMAGE_CHECKSUM, GJ_IMAGE_INVALID, GJ_IMAGE_NO_MEMORY
};

/* The whole image of a program in `arena`; *size receives its length. NULL when memory is out. */
unsigned char *gj_image_write(const struct gj_program *program, struct gj_arena *arena, size_t *size);

/* Reads and verifies (gj_verify) an image. Everything lives in `arena`. On failure *why names what is wrong, in English, for the note of a finding
 * (a static string or one in the arena). */
enum gj_image_status gj_image_read(const unsigned char *bytes, size_t size, struct gj_arena *arena, struct gj_program **program, const char **why);

/* Everything the VM and the reports rely on: indices, lanes, ranges that fit, registers written before they are read,
 * one result kind per slot, immediates within what an opcode allows, and by interval arithmetic over the fields' ranges that no instruction overflows its lane.
 * Returns NULL, or what is wrong (static, or in `arena`). The compiler's own output goes through it too. */
const char *gj_verify(const struct gj_program *program, struct gj_arena *arena);

/* The listing of a program's structure and both codes, driven by opcodes.def. */
void gj_listing(const struct gj_program *program, FILE *out);
#endif
