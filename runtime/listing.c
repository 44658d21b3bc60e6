#include "runtime/image.h"
#include "runtime/opcode.h"

#include <inttypes.h>

static void print_header(const struct gj_program *program, FILE *out)
{
	fprintf(out, "standard %s\n", program->name);
	fprintf(out, "  edition %s  document %s  issuer %s  effective %s  unit %s\n", program->edition, program->document, program->issuer,
		program->effective, program->unit_name);
	fprintf(out, "  points %" PRId64 " / 10^%d  source %016" PRIx64 "\n", program->full_points, program->point_scale, program->source_hash);
}

static void print_texts(const char *what, const struct gj_texts *texts, FILE *out)
{
	for (size_t i = 0; i < texts->count; i++)
		fprintf(out, "%s%s", i ? "、" : what, texts->items[i]);
}

static void print_field(const struct gj_program *program, size_t index, FILE *out)
{
	static const char *const types[] = { [GJ_BOOL] = "bool", [GJ_NUMBER] = "number", [GJ_OPTION] = "option", [GJ_TEXT] = "text", [GJ_DATE] = "date" };
	const struct gj_field *field = &program->fields[index];
	fprintf(out, "  %3zu %s  %s", index, field->name, types[field->type]);
	if (field->type != GJ_TEXT)
		fprintf(out, " %" PRId64 "..%" PRId64 " / 10^%d  int%d column %d", field->low, field->high, field->scale, 8 << field->lane, field->column);
	if (field->state_column >= 0)
		fprintf(out, " state %d", field->state_column);
	fprintf(out, "%s%s%s%s%s", *field->unit ? "  unit " : "", field->unit, field->key ? "  key" : "", field->nullable ? "  nullable" : "",
		field->inapplicable ? "  inapplicable" : "");
	if (field->has_default)
		fprintf(out, "  default %" PRId64, field->default_value);
	print_texts("  options ", &field->options, out);
	print_texts("  aliases ", &field->aliases, out);
	fputc('\n', out);
}

static void print_slot(const struct gj_program *program, const char *what, int slot, FILE *out)
{
	if (slot >= 0)
		fprintf(out, "  %s s%d (%" PRId64 "..%" PRId64 ")", what, slot, program->slot_low[slot], program->slot_high[slot]);
	if (gj_program_rounded(program, slot) >= 0)
		fprintf(out, " rounded s%d", gj_program_rounded(program, slot));
}

static void print_grade_rule(const struct gj_program *program, const struct gj_sheet_entry *entry, FILE *out)
{
	static const char *const rules[] = {
		[GJ_OUTCOME_CONDITION] = "condition of", [GJ_OUTCOME_CEILING] = "at most", [GJ_OUTCOME_LOWERED] = "lowered to",
		[GJ_OUTCOME_FLOOR] = "at least", [GJ_OUTCOME_WORSE] = "not above", [GJ_OUTCOME_BETTER] = "not below", [GJ_OUTCOME_UNRATED] = "unrated as",
	};
	if (entry->part == GJ_PART_OUTCOME)
		fprintf(out, "  %s %s", rules[entry->outcome], entry->grade == GJ_NONE ? "the lowest" : program->grades[entry->grade].name);
}

static void print_entry(const struct gj_program *program, size_t index, FILE *out)
{
	static const char *const parts[] = {
		[GJ_PART_STANDARD] = "standard", [GJ_PART_PROJECT] = "project", [GJ_PART_ITEM] = "item", [GJ_PART_POINT] = "point", [GJ_PART_SERIES] = "series",
		[GJ_PART_CLAUSE] = "clause", [GJ_PART_BONUS] = "bonus", [GJ_PART_PENALTY] = "penalty", [GJ_PART_VETOES] = "vetoes",
		[GJ_PART_VETO] = "veto", [GJ_PART_GRADES] = "grades", [GJ_PART_SELECTION] = "selection",
		[GJ_PART_VOID] = "void", [GJ_PART_OUTCOME] = "outcome", [GJ_PART_WAIVER] = "waiver", [GJ_PART_DIVISION] = "division",
	};
	const struct gj_sheet_entry *entry = &program->sheet[index];
	fprintf(out, "  %3zu %s %s%s%s%s", index, parts[entry->part], entry->name, *entry->wording ? "“" : "", entry->wording, *entry->wording ? "”" : "");
	fprintf(out, "  in %d", entry->parent);
	if (entry->has_points)
		fprintf(out, "  points %" PRId64, entry->points);
	if (entry->capped)
		fputs("  capped", out);
	if (entry->earning)
		fputs("  earning", out);
	if (entry->has_most)
		fprintf(out, "  most %" PRId64, entry->most);
	if (entry->one_counts)
		fputs("  one counts", out);
	print_slot(program, "score", entry->score, out);
	print_slot(program, "incurred", entry->incurred, out);
	print_slot(program, "counted", entry->counted, out);
	print_slot(program, "reason", entry->reason, out);
	fputs(entry->full ? "  full" : "", out);
	print_slot(program, "inapplicable", entry->inapplicable, out);
	print_slot(program, "earned", entry->earned, out);
	print_slot(program, "owed", entry->owed, out);
	print_slot(program, "scaled", entry->scaled, out);
	print_grade_rule(program, entry, out);
	for (size_t i = 0; i < entry->field_count; i++)
		fprintf(out, "%s%s", i ? "、" : "  reads ", program->fields[entry->fields[i]].name);
	for (size_t i = 0; i < entry->interpretation_count; i++)
		fprintf(out, "  %s", program->interpretations[entry->interpretations[i]].mark);
	fputc('\n', out);
}

static void print_grade(const struct gj_program *program, size_t index, FILE *out)
{
	const struct gj_grade *grade = &program->grades[index];
	fprintf(out, "  %3zu %s", index, grade->name);
	if (grade->from_band && grade->has_low)
		fprintf(out, "  %s %" PRId64, grade->low_open ? "above" : "from", grade->low);
	if (grade->from_band && grade->has_high)
		fprintf(out, "  %s %" PRId64, grade->high_open ? "below" : "to", grade->high);
	fprintf(out, "%s%s%s\n", grade->from_band ? "" : "  without a band", (int)index == program->veto_grade ? "  by veto" : "",
		*grade->confirmed || *grade->consequence ? "  with consequences" : "");
}

static void print_grades_of(const struct gj_program *program, const int *grades, size_t count, FILE *out)
{
	for (size_t i = 0; i < count; i++)
		fprintf(out, "%s%s", i ? "、" : "", program->grades[grades[i]].name);
}

static void print_grouping(const struct gj_program *program, size_t index, FILE *out)
{
	const struct gj_grouping *grouping = &program->groupings[index];
	fprintf(out, "  %3zu %s", index, grouping->key_count ? "by" : "everyone");
	for (size_t i = 0; i < grouping->key_count; i++) {
		fprintf(out, "%s%s", i ? "、" : " ", grouping->keys[i].name);
		print_slot(program, "value", grouping->keys[i].slot, out);
	}
	if (grouping->least)
		fprintf(out, "  those of fewer than %" PRId64 " together", grouping->least);
	fputc('\n', out);
}

static void print_quota(const struct gj_program *program, const struct gj_quota *quota, FILE *out)
{
	static const char *const roundings[] = { [GJ_ROUND_DOWN] = "down", [GJ_ROUND_UP] = "up", [GJ_ROUND_HALF] = "half up" };
	fprintf(out, "  quota %" PRId64, quota->amount);
	if (quota->is_share)
		fprintf(out, " / 10^6 %s", roundings[quota->rounding]);
	if (quota->of == GJ_SHARE_OF_CANDIDATES)
		fputs(" of the candidates", out);
	if (quota->of == GJ_SHARE_OF_GRADES)
		fputs(" of ", out);
	print_grades_of(program, quota->grades, quota->grade_count, out);
	if (quota->least)
		fprintf(out, "  at least %" PRId64, quota->least);
	if (quota->most < INT64_MAX)
		fprintf(out, "  at most %" PRId64, quota->most);
}

static void print_stretch(const struct gj_program *program, const struct gj_stretch *stretch, FILE *out)
{
	fprintf(out, "      %s%s", program->grades[stretch->grade].name, stretch->from_top ? "  from the top" : "");
	print_quota(program, &stretch->quota, out);
	print_slot(program, "condition", stretch->condition, out);
	fputc('\n', out);
}

static void print_key(const struct gj_rank_key *key, FILE *out)
{
	fprintf(out, "  by s%d", key->slot);
	if (key->divisor >= 0)
		fprintf(out, " / s%d", key->divisor);
	fprintf(out, " %s%s", key->name, key->descending ? " descending" : "");
}

static void print_selection(const struct gj_program *program, size_t index, FILE *out)
{
	static const char *const ties[] = { [GJ_TIES_BY_KEY] = "", [GJ_TIES_IN] = "  ties in", [GJ_TIES_OUT] = "  ties out" };
	const struct gj_selection *selection = &program->selections[index];
	fprintf(out, "  %3zu %s from ", index, selection->name);
	print_grades_of(program, selection->scope, selection->scope_count, out);
	fprintf(out, "  in grouping %d%s", selection->grouping, ties[selection->ties]);
	print_slot(program, "condition", selection->condition, out);
	for (size_t i = 0; i < selection->key_count; i++)
		print_key(&selection->keys[i], out);
	if (selection->rest != GJ_NONE)
		fprintf(out, "  the rest %s%s", selection->rest_lowers ? "at most " : "", program->grades[selection->rest].name);
	fputc('\n', out);
	for (size_t i = 0; i < selection->stretch_count; i++)
		print_stretch(program, &selection->stretches[i], out);
}

static void print_ranking(const struct gj_program *program, size_t index, FILE *out)
{
	const struct gj_ranking *ranking = &program->rankings[index];
	fprintf(out, "  %3zu %s%s", index, ranking->name, ranking->dense ? "  dense" : "");
	print_slot(program, "place", ranking->place, out);
	print_slot(program, "ranked", ranking->ranked, out);
	print_slot(program, "condition", ranking->condition, out);
	for (size_t i = 0; i < ranking->grouping.key_count; i++)
		fprintf(out, "  in %s", ranking->grouping.keys[i].name);
	for (size_t i = 0; i < ranking->key_count; i++)
		print_key(&ranking->keys[i], out);
	fputc('\n', out);
}

static void print_target(const struct gj_program *program, size_t index, FILE *out)
{
	const struct gj_target *target = &program->targets[index];
	fprintf(out, "  %3zu %s: ", index, target->label);
	print_grades_of(program, target->grades, target->grade_count, out);
	fprintf(out, "  %s%s %" PRId64 " / 10^6  in grouping %d\n", target->at_least ? "at least" : "at most", target->strict ? ", strictly," : "",
		target->share, target->grouping);
}

static void print_check(const struct gj_program *program, size_t index, FILE *out)
{
	fprintf(out, "  %3zu %s", index, program->checks[index].text);
	print_slot(program, "holds", program->checks[index].slot, out);
	fputc('\n', out);
}

static void print_branch(const struct gj_program *program, size_t index, FILE *out)
{
	static const char *const kinds[] = {
		[GJ_BRANCH_RULE] = "rule", [GJ_BRANCH_TIER] = "tier", [GJ_BRANCH_CAP] = "cap", [GJ_BRANCH_CONDITION] = "condition",
		[GJ_BRANCH_FACTOR] = "factor",
	};
	const struct gj_branch *branch = &program->branches[index];
	fprintf(out, "  %3zu %s %s  in %d", index, kinds[branch->kind], branch->label, branch->entry);
	print_slot(program, "holds", branch->slot, out);
	fputc('\n', out);
}

static void print_lookup(const struct gj_program *program, size_t index, FILE *out)
{
	const struct gj_lookup *lookup = &program->lookups[index];
	for (size_t i = 0; i < lookup->found_count; i++) {
		fprintf(out, "  %3zu %zu rows  in %d", index, lookup->label_count - 1, lookup->found[i].entry);
		print_slot(program, "row", lookup->found[i].slot, out);
		fputc('\n', out);
	}
}

static void print_interpretation(const struct gj_program *program, size_t index, FILE *out)
{
	const struct gj_interpretation *of = &program->interpretations[index];
	fprintf(out, "  %3zu %s %s: %s\n", index, of->mark, of->doubt, of->resolution);
}

static void print_list(const struct gj_program *program, const char *title, size_t count,
	void (*print)(const struct gj_program *program, size_t index, FILE *out), FILE *out)
{
	if (count)
		fprintf(out, "%s\n", title);
	for (size_t i = 0; i < count; i++)
		print(program, i, out);
}

static void print_fixed(const struct gj_program *program, FILE *out)
{
	fputs("results\n", out);
	print_slot(program, "total", program->total, out);
	if (program->total_floor != program->total)
		print_slot(program, "rounded down", program->total_floor, out);
	print_slot(program, "bonus", program->bonus, out);
	print_slot(program, "penalty", program->penalty, out);
	print_slot(program, "vetoed", program->vetoed, out);
	print_slot(program, "grade", program->grade, out);
	print_slot(program, "band", program->band_grade, out);
	fputc('\n', out);
}

/* A column by the name of its field, a temporary by its number. */
static void print_register(const struct gj_program *program, unsigned index, FILE *out)
{
	for (size_t i = 0; i < program->field_count; i++) {
		const struct gj_field *field = &program->fields[i];
		if (field->column == (int)index || field->state_column == (int)index) {
			fprintf(out, " %s%s", field->name, field->column == (int)index ? "" : "?");
			return;
		}
	}
	fprintf(out, " r%u", index);
}

static void print_operands(const struct gj_program *program, const struct gj_instruction *instruction, unsigned used, FILE *out)
{
	print_register(program, instruction->d, out);
	if (used & GJ_OPERAND_C)
		print_register(program, instruction->c, out);
	if (used & GJ_OPERAND_X)
		print_register(program, instruction->x, out);
	if (used & GJ_OPERAND_Y)
		print_register(program, instruction->y, out);
	if (used & GJ_OPERAND_K)
		fprintf(out, " k=%" PRId64, instruction->k);
	if (used & GJ_OPERAND_M)
		fprintf(out, " m=%" PRId64, instruction->m);
}

static void print_code(const struct gj_program *program, const struct gj_code *code, const char *title, FILE *out)
{
	fprintf(out, "%s: %zu instructions, %zu registers\n", title, code->count, code->registers);
	for (size_t i = 0; i < code->count; i++) {
		const struct gj_instruction *instruction = &code->instructions[i];
		const struct gj_opcode_row *row = gj_opcode(instruction->op);
		fprintf(out, "  %4zu %-6s %2d:%-2d", i, row->mnemonic, 8 << instruction->source, 8 << instruction->target);
		print_operands(program, instruction, row->operands, out);
		fprintf(out, "  ; %s\n", row->meaning);
	}
	for (size_t slot = 0; slot < program->slot_count; slot++) {
		if (code->outputs[slot] < 0)
			continue;
		fprintf(out, "  s%zu =", slot);
		print_register(program, (unsigned)code->outputs[slot], out);
		fputc('\n', out);
	}
}

void gj_listing(const struct gj_program *program, FILE *out)
{
	print_header(program, out);
	print_list(program, "fields", program->field_count, print_field, out);
	print_list(program, "sheet", program->sheet_count, print_entry, out);
	print_list(program, "interpretations", program->interpretation_count, print_interpretation, out);
	print_list(program, "grades", program->grade_count, print_grade, out);
	print_list(program, "groupings", program->grouping_count, print_grouping, out);
	print_list(program, "selections", program->selection_count, print_selection, out);
	print_list(program, "targets", program->target_count, print_target, out);
	print_list(program, "rankings", program->ranking_count, print_ranking, out);
	print_list(program, "checks", program->check_count, print_check, out);
	print_list(program, "branches", program->branch_count, print_branch, out);
	if (program->lookup_count)
		print_list(program, "look-ups", program->lookup_count, print_lookup, out);
	print_fixed(program, out);
	print_code(program, &program->score, "score code", out);
	print_code(program, &program->ledger, "ledger code", out);
}
