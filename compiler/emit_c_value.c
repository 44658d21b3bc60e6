/* IR values as C expressions, by the table of emit_c.def. */
#include "emit_c_parts.h"

#include <string.h>

enum typing { TYPING_NONE, TYPING_PLAIN, TYPING_RESULT, TYPING_COMMON, TYPING_WIDE };

/* Each operation has one rendering: without one this doesn't build. */
enum {
#define C_RENDERING(name, typing, text) RENDERED_##name,
#include "emit_c.def"
#undef C_RENDERING
	RENDERINGS
};
#define IR(name, ...) _Static_assert(RENDERED_##name < RENDERINGS, "an operation of ir.def needs a row in emit_c.def");
#include "ir.def"
#undef IR

static const struct rendering {
	enum typing typing;
	const char *text;
} renderings[IR_OPS] = {
#define C_RENDERING(name, typing, text) [IR_##name] = { TYPING_##typing, text },
#include "emit_c.def"
#undef C_RENDERING
};

const char *c_type(enum gj_lane lane)
{
	static const char *const types[] = { "int8_t", "int16_t", "int32_t", "int64_t", "gj_wide" };
	return types[lane];
}

enum gj_lane c_lane(const struct emission *emission, ir_ref value)
{
	return gj_lane_of(ir_interval(emission->ir, value));
}

enum gj_lane c_slot_lane(const struct emission *emission, size_t slot)
{
	return gj_lane_of(gj_interval_of(emission->program->slot_low[slot], emission->program->slot_high[slot]));
}

static void print_constant(FILE *out, int64_t k)
{
	if (k == INT64_MIN)
		fputs("(-INT64_C(9223372036854775807) - 1)", out);
	else if (k < INT32_MIN || k > INT32_MAX)
		fprintf(out, k < 0 ? "(-INT64_C(%llu))" : "INT64_C(%llu)", (unsigned long long)(k < 0 ? -k : k));
	else if (k == INT32_MIN)
		fputs("(-2147483647 - 1)", out);
	else
		fprintf(out, k < 0 ? "(%lld)" : "%lld", (long long)k);
}

static void print_expression(const struct emission *emission, ir_ref at, int stage);

void c_print_operand(const struct emission *emission, ir_ref at, int stage)
{
	const struct ir_value *value = ir_at(emission->ir, at);
	const struct c_value *known = &emission->values[at];
	FILE *out = emission->code;
	if (value->op == IR_CONSTANT) {
		print_constant(out, value->k);
	} else if (value->op == IR_COLUMN) {
		fprintf(out, "in_%s[i]", emission->column_names[value->k]);
	} else if (known->inlined) {
		fputc('(', out);
		print_expression(emission, at, stage);
		fputc(')', out);
	} else {
		fprintf(out, known->stage == stage ? "v%d" : "page->v%d[i]", (int)at);
	}
}

/* Brings an operand into a lane in which C would not meet it by itself. */
static void print_in_lane(const struct emission *emission, ir_ref at, enum gj_lane lane, int stage)
{
	if (lane > GJ_LANE32 && c_lane(emission, at) < lane && !ir_is_constant(emission->ir, at))
		fprintf(emission->code, "(%s)", c_type(lane));
	c_print_operand(emission, at, stage);
}

static enum gj_lane wider(enum gj_lane a, enum gj_lane b)
{
	return a > b ? a : b;
}

static enum gj_lane meeting_lane(const struct emission *emission, ir_ref at)
{
	const struct ir_value *value = ir_at(emission->ir, at);
	enum gj_lane lane = wider(c_lane(emission, value->a), value->b >= 0 ? c_lane(emission, value->b) : GJ_LANE8);
	switch (renderings[value->op].typing) {
	case TYPING_RESULT: return wider(wider(lane, c_lane(emission, at)), GJ_LANE32);
	case TYPING_COMMON: return lane;
	case TYPING_WIDE: return wider(lane, GJ_LANE64);
	default: return GJ_LANE8;
	}
}

static const char *rounding_name(int64_t rounding)
{
	static const char *const names[] = { [GJ_ROUND_DOWN] = "GJ_ROUND_DOWN", [GJ_ROUND_UP] = "GJ_ROUND_UP", [GJ_ROUND_HALF] = "GJ_ROUND_HALF" };
	return names[rounding];
}

static void print_expression(const struct emission *emission, ir_ref at, int stage)
{
	const struct ir_value *value = ir_at(emission->ir, at);
	const struct rendering *rendering = &renderings[value->op];
	enum gj_lane lane = value->a >= 0 ? meeting_lane(emission, at) : GJ_LANE8;
	for (const char *text = rendering->text; *text; text++) {
		if (*text != '$') {
			fputc(*text, emission->code);
			continue;
		}
		switch (*++text) {
		case 'a': print_in_lane(emission, value->a, lane, stage); break;
		case 'b': print_in_lane(emission, value->b, lane, stage); break;
		case 'c': print_in_lane(emission, value->c, lane, stage); break;
		case 'r': fputs(rounding_name(value->k), emission->code); break;
		case 'W': fprintf(emission->code, "%d", 8 << lane); break;
		default: fputs(lane == GJ_LANE128 ? "_wide" : "", emission->code); break;
		}
	}
}

void c_print_value(const struct emission *emission, ir_ref at, int stage)
{
	const char *type = c_type(c_lane(emission, at));
	fprintf(emission->code, "\t\tconst %s v%d = (%s)(", type, (int)at, type);
	print_expression(emission, at, stage);
	fputs(");\n", emission->code);
}
