/* What the parts of the C emitter share. */
#ifndef GJ_EMIT_C_PARTS_H
#define GJ_EMIT_C_PARTS_H
#include "emit_c.h"
#include "ir_build.h"

/* What is known of an IR value. */
struct c_value {
	bool scored;            /* the results need it; the others are for the clauses' points alone */
	bool needed;
	bool inlined;           /* written where its one user is, in brackets */
	bool kept;              /* other stages read it: it has an array in the page */
	uint32_t uses;          /* by needed values, and by slots */
	int stage;
};

/* Some rules that one loop works out: those of an item, as a rule. */
struct c_stage {
	int entry;              /* of the sheet; GJ_NONE: none */
	bool scored;
	size_t value_count, value_capacity;
	ir_ref *values;         /* in their order; those inlined aren't among them */
	size_t slot_count, slot_capacity;
	int *slots;             /* written by this stage */
};

struct emission {
	const struct c_request *request;
	const struct ir *ir;
	const struct gj_program *program;
	struct gj_arena *arena;
	FILE *code, *declarations;
	struct c_value *values;
	int *entries;           /* [value_count] the entry of the sheet that a value belongs to, GJ_NONE: none */
	size_t stage_count, stage_capacity;
	struct c_stage *stages;
	const char **column_names, **slot_names; /* members of the structs */
	const char **slot_notes;
	int *column_stamps;     /* one more than the last stage that names a column; 0: none did */
	size_t fetched_count;
	int *fetched;           /* the columns that a stage is the first to name */
};

/* emit_c_names.c */
const char *c_identifier(const char *text, struct gj_arena *arena);
void c_name_members(struct emission *emission);
/* Text within a comment: what would end it, or hide what follows, is changed or left out. */
void c_comment_text(FILE *out, const char *text, size_t length);
/* A string literal with its quotes. */
void c_string(FILE *out, const char *text);
const char *c_part_word(enum gj_part part);

/* emit_c_stages.c: what is needed, and in which loop it is worked out. */
void c_make_stages(struct emission *emission);

/* emit_c_value.c */
void c_print_value(const struct emission *emission, ir_ref value, int stage);
/* int8_t … of a lane. */
const char *c_type(enum gj_lane lane);
enum gj_lane c_lane(const struct emission *emission, ir_ref value);
enum gj_lane c_slot_lane(const struct emission *emission, size_t slot);
/* An operand, as the loop of `stage` reads it. */
void c_print_operand(const struct emission *emission, ir_ref value, int stage);

/* emit_c_loops.c: the stages' functions, and the page that they pass on. */
void c_print_loops(struct emission *emission);

/* emit_c_header.c */
void c_print_declarations(struct emission *emission);
#endif
