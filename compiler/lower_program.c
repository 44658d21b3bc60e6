/* The program's plain data, copied from the model: an image can be explained without its rule file. */
#include "lower.h"
#include "source.h"

static const char *or_empty(const char *text)
{
	return text ? text : "";
}

/* FNV-1a: to tell one text from another, not to withstand anyone. */
static uint64_t hash_text(const struct source *source)
{
	uint64_t hash = UINT64_C(0xcbf29ce484222325);
	for (size_t i = 0; source && i < source->length; i++)
		hash = (hash ^ (unsigned char)source->text[i]) * UINT64_C(0x100000001b3);
	return hash;
}

void lower_fields(struct lowering *lowering)
{
	const struct model *model = lowering->model;
	struct gj_program *program = lowering->program;
	program->field_count = model->field_count;
	program->key_field = model->key_field;
	program->carried_count = model->carried_count;
	program->carried = model->carried;
	program->fields = gj_arena_alloc(lowering->arena, (model->field_count + 1) * sizeof *program->fields);
	int last = GJ_NONE;
	for (size_t i = 0; i < model->field_count; i++) {
		const struct gj_field *field = &model->fields[i].field;
		program->fields[i] = *field;
		if (field->column > last)
			last = field->column;
		if (field->state_column > last)
			last = field->state_column;
	}
	program->column_count = (size_t)(last + 1);
	program->column_lanes = gj_arena_alloc(lowering->arena, program->column_count + 1);
	for (size_t i = 0; i < model->field_count; i++)
		if (program->fields[i].column >= 0)
			program->column_lanes[program->fields[i].column] = (uint8_t)program->fields[i].lane;
}

static void set_datum(struct gj_sheet_entry *entry, struct datum_finder *finder)
{
	struct datum datum = datum_take(finder);
	entry->field_count = datum.count;
	entry->fields = datum.fields;
}

static struct gj_sheet_entry entry_of(const struct part *part)
{
	return (struct gj_sheet_entry){ .part = part->kind, .parent = part->parent, .name = or_empty(part->name), .wording = or_empty(part->wording),
		.party = part->party, .has_points = part->has_points, .capped = part->capped, .earning = part->earning, .points = part->points,
		.has_most = part->has_most, .most = part->most, .one_counts = part->combine != COMBINE_SUM, .score = GJ_NONE, .incurred = GJ_NONE,
		.counted = GJ_NONE, .reason = GJ_NONE, .inapplicable = GJ_NONE, .earned = GJ_NONE, .owed = GJ_NONE, .scaled = GJ_NONE,
		.outcome = part->outcome, .grade = part->grade, .interpretation_count = part->interpretation_count, .interpretations = part->interpretations };
}

static void read_selection(struct datum_finder *finder, const struct model_selection *selection)
{
	datum_read(finder, selection->condition);
	for (size_t i = 0; i < selection->key_count; i++)
		datum_read(finder, selection->keys[i].value);
	for (size_t i = 0; i < selection->selection.stretch_count; i++)
		datum_read(finder, selection->stretch_conditions[i]);
}

static void copy_sheet(struct lowering *lowering)
{
	const struct model *model = lowering->model;
	struct gj_program *program = lowering->program;
	struct datum_finder *finder = datum_finder_new(model, lowering->arena);
	size_t selection = 0;
	program->sheet_count = model->part_count;
	program->sheet = gj_arena_alloc(lowering->arena, (model->part_count + 1) * sizeof *program->sheet);
	lowering->ir->entries = gj_arena_alloc(lowering->arena, (model->part_count + 1) * sizeof *lowering->ir->entries);
	for (size_t i = 0; i < model->part_count; i++) {
		const struct part *part = &model->parts[i];
		program->sheet[i] = entry_of(part);
		lowering->ir->entries[i] = part->kind == GJ_PART_STANDARD ? part->name_span : part->span;
		datum_start(finder);
		datum_read(finder, part->condition);
		datum_read(finder, part->count);
		if (part->kind == GJ_PART_CLAUSE)
			datum_read_clause(finder, part);
		else if (part->kind == GJ_PART_SELECTION && selection < model->selection_count)
			read_selection(finder, &model->selections[selection++]);
		set_datum(&program->sheet[i], finder);
	}
}

static void copy_grades(struct lowering *lowering)
{
	const struct model *model = lowering->model;
	struct gj_program *program = lowering->program;
	program->grade_count = model->grade_count;
	program->veto_grade = model->veto_grade;
	program->grade_column_count = model->column_count;
	program->grade_columns = model->columns;
	program->grades = gj_arena_alloc(lowering->arena, (model->grade_count + 1) * sizeof *program->grades);
	for (size_t i = 0; i < model->grade_count; i++)
		program->grades[i] = model->grades[i].grade;
}

void lower_program(struct lowering *lowering)
{
	const struct model *model = lowering->model;
	struct gj_program *program = lowering->program;
	program->name = or_empty(model->name);
	program->edition = or_empty(model->edition);
	program->document = or_empty(model->document);
	program->issuer = or_empty(model->issuer);
	program->effective = or_empty(model->effective);
	program->unit_name = or_empty(model->unit_name);
	program->formula = or_empty(model->formula_text);
	program->source_hash = hash_text(model->source);
	program->point_scale = model->point_scale;
	program->full_points = model->full_points;
	program->interpretation_count = model->interpretation_count;
	program->interpretations = model->interpretations;
	lower_fields(lowering);
	copy_sheet(lowering);
	copy_grades(lowering);
}
