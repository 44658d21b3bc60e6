/* What the parts of the bytecode generator share. One code is made at a time: demands are found from the last value to the first, then
 * instructions are chosen from the first to the last on virtual registers, which are allocated in the end. */
#ifndef GJ_GENERATE_H
#define GJ_GENERATE_H
#include "ir_build.h"
#include "runtime/opcode.h"

/* An instruction on virtual registers; -1 where an operand isn't used. */
struct draft {
	enum gj_opcode op;
	enum gj_lane source, target;
	int32_t d, x, y, c;
	int64_t k, m;
};

/* What is known of an IR value in this code. A value is demanded in an interval: users take any number for it that is the same
 * after both are clamped to the demand, so contributions to a capped sum may saturate and stay in narrow lanes. */
struct plan {
	bool needed;            /* it gets a register of its own */
	uint32_t uses;          /* by other values and by slots */
	struct gj_interval demand;
	struct gj_interval got; /* what the chosen instructions can really produce */
	enum gj_lane lane;      /* of its home; a constant has none until it is asked for */
	int32_t registers[GJ_LANES];   /* by lane: home and copies, -1 */
};

/* A summand: factor × value, or amount where the condition (`value`) holds. */
struct term {
	ir_ref value;
	bool conditional;
	int64_t factor;         /* or the amount */
	struct gj_interval demand; /* of the summand */
	gj_wide most;           /* the value may saturate here; only with got.low >= 0 */
	struct gj_interval part; /* what the summand really contributes */
};

struct pending {
	ir_ref value;
	bool negative;
};

struct generation {
	const struct ir *ir;
	struct gj_arena *arena;
	struct plan *plans;
	size_t draft_count, draft_capacity;
	struct draft *drafts;
	size_t register_count, register_capacity;
	uint8_t *register_lanes;
	/* scratch of sums */
	size_t term_count, term_capacity, pending_count, pending_capacity, sorted_capacity;
	struct term *terms, *sorted;
	struct pending *pending;
	gj_wide constant;       /* of the sum gathered last */
};

/* Marks what this code needs and in which intervals; `roots` are values wanted exactly. */
void plan_values(struct generation *generation, const ir_ref *roots, size_t count);
/* The demand passed to an operand: clipped to the operand's range. */
void plan_need(struct generation *generation, ir_ref value, struct gj_interval demand);

/* Chooses instructions for every needed value. */
void select_values(struct generation *generation);

/* Sums: gathers the summands of ADD or SUB into generation->terms and ->constant, each with its demand. */
void gather_sum(struct generation *generation, ir_ref sum);
void plan_sum(struct generation *generation, ir_ref sum);
void select_sum(struct generation *generation, ir_ref sum);

/* x <= k and such seen through: the value and the bounds of a clamp by constants; GJ_BEYOND (its negative) where it has none. */
struct clamping {
	ir_ref value;
	gj_wide low, high;
};
/* Whether MIN or MAX by a constant whose result has 64 bits; a second one inside with no other use is taken in. */
bool match_clamp(const struct generation *generation, ir_ref value, struct clamping *clamping);
static inline struct gj_interval clamped(struct gj_interval range, const struct clamping *clamping)
{
	return gj_interval_of(gj_least(gj_largest(range.low, clamping->low), clamping->high),
		gj_least(gj_largest(range.high, clamping->low), clamping->high));
}
/* AND of a lower and an upper bound of one value, neither used elsewhere. */
bool match_span(const struct generation *generation, ir_ref value, struct clamping *clamping);
/* AND, OR: `*negated` is the side that is a NOT used nowhere else, `*other` the other side. */
bool match_negated_side(const struct generation *generation, ir_ref value, ir_ref *negated, ir_ref *other);
/* The demand on `value` so that factor × value meets `demand`. */
struct gj_interval demand_of_factor(struct gj_interval demand, int64_t factor);

static inline bool is_absorbed(const struct generation *generation, ir_ref value)
{
	return generation->plans[value].uses == 1;
}

static inline const struct ir_value *value_at(const struct generation *generation, ir_ref value)
{
	return &generation->ir->values[value];
}

/* Emission. */
int32_t new_register(struct generation *generation, enum gj_lane lane);
void emit(struct generation *generation, struct draft draft);
/* The value in exactly this lane: its home, or a copy made once. */
int32_t register_in(struct generation *generation, ir_ref value, enum gj_lane lane);
/* The value at home (a constant in the narrowest lane); *lane receives the lane. */
int32_t home_of(struct generation *generation, ir_ref value, enum gj_lane *lane);
void set_home(struct generation *generation, ir_ref value, int32_t home, struct gj_interval got);
void set_constant(struct generation *generation, ir_ref value, gj_wide constant);
static inline struct gj_interval got_of(const struct generation *generation, ir_ref value)
{
	return generation->plans[value].got;
}

/* Drops drafts whose result nobody reads and gives the others real registers. False when there are too many. */
bool allocate_registers(struct generation *generation, const struct gj_program *program, const int32_t *outputs, struct gj_code *code);
#endif
