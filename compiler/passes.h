/* The passes that compile.c runs in order. Each states what it needs and what it leaves true. Memory failure leaves by the arena's jump. */
#ifndef GJ_PASSES_H
#define GJ_PASSES_H
#include "diagnostics.h"
#include "ir.h"
#include "model.h"
#include "source.h"

struct tokens;

/* One file of a source → tokens. Never fails: odd characters are reported and skipped. */
struct tokens *scan(const struct source *source, size_t file, struct gj_arena *arena, struct diagnostics *diagnostics);
void tokens_dump(const struct tokens *tokens, const struct source *source, FILE *out);

/* tokens → tree (a DOCUMENT, perhaps with parts missing where the text had faults; never NULL). */
struct node *parse(struct tokens *tokens, const struct source *source, size_t file, struct gj_arena *arena, struct diagnostics *diagnostics);
void ast_dump(const struct node *tree, const struct source *source, FILE *out);

/* A standard whose sheet several parties fill in becomes one with a 项目 and columns for each. */
void expand_parties(struct node *tree, struct gj_arena *arena, struct diagnostics *diagnostics);

/* tree → model: names, types, units, scales, ranges, points. Reports everything it finds; returns the model (complete only when no error was added). */
struct model *check(const struct node *tree, const struct source *source, struct gj_arena *arena, struct diagnostics *diagnostics);
void model_dump(const struct model *model, FILE *out);

/* model → findings: the table of named static checks (analysis.def). Needs a model without errors. */
void analyse(const struct model *model, struct gj_arena *arena, struct diagnostics *diagnostics);

/* quotations against 原文: runs on the tree, errors or not. Reads the source text next to the rule file. */
void check_quotations(const struct node *tree, const struct source *source, struct gj_arena *arena, struct diagnostics *diagnostics);

/* What doesn't fit: an expression, or a fraction that makes numerators and divisors of sums too large. */
struct beyond {
	struct span span;
	bool fraction;
};

/* model → IR. Needs a model without errors. NULL when some value can't be proved to fit 128 bits, or a result 64; *beyond is then what. */
struct ir *lower(const struct model *model, struct gj_arena *arena, struct beyond *beyond);

/* IR → bytecode: completes ir->program with its score and ledger codes. Emitters see nothing but the IR.
 * NULL when a code needs more registers than an instruction can name, or when there is no IR. */
struct gj_program *generate(struct ir *ir);
#endif
