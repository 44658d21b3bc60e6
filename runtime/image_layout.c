#include "runtime/image_format.h"

#define LIST(codec, count, items, item) ((items) = codec_list(codec, &(count), items, sizeof *(items), item))
#define ITEMS(codec, count, items, item) ((items) = codec_items(codec, count, items, sizeof *(items), item))

static void text(struct codec *codec, void *item)
{
	const char **of = item;
	*of = codec_text(codec, *of);
}

static void index32(struct codec *codec, void *item)
{
	int *of = item;
	*of = codec_int(codec, *of);
}

static void output(struct codec *codec, void *item)
{
	int32_t *of = item;
	*of = codec_int(codec, *of);
}

static void number(struct codec *codec, void *item)
{
	int64_t *of = item;
	*of = codec_64(codec, *of);
}

static void lane(struct codec *codec, void *item)
{
	uint8_t *of = item;
	*of = (uint8_t)codec_choice(codec, *of, GJ_LANES);
}

static void field(struct codec *codec, void *item)
{
	struct gj_field *of = item;
	of->name = codec_text(codec, of->name);
	of->meaning = codec_text(codec, of->meaning);
	of->unit = codec_text(codec, of->unit);
	LIST(codec, of->aliases.count, of->aliases.items, text);
	LIST(codec, of->options.count, of->options.items, text);
	of->type = (enum gj_type)codec_choice(codec, of->type, GJ_DATE + 1);
	of->scale = codec_int(codec, of->scale);
	of->percent = codec_flag(codec, of->percent);
	of->nullable = codec_flag(codec, of->nullable);
	of->inapplicable = codec_flag(codec, of->inapplicable);
	of->key = codec_flag(codec, of->key);
	of->result = codec_flag(codec, of->result);
	of->derived = codec_flag(codec, of->derived);
	of->has_default = codec_flag(codec, of->has_default);
	of->lane = (enum gj_lane)codec_choice(codec, of->lane, GJ_LANE64 + 1);
	of->low = codec_64(codec, of->low);
	of->high = codec_64(codec, of->high);
	of->default_value = codec_64(codec, of->default_value);
	of->column = codec_int(codec, of->column);
	of->state_column = codec_int(codec, of->state_column);
}

static void entry(struct codec *codec, void *item)
{
	struct gj_sheet_entry *of = item;
	of->party = codec_flag(codec, of->party);
	of->part = (enum gj_part)codec_choice(codec, of->part, GJ_PART_DIVISION + 1);
	of->parent = codec_int(codec, of->parent);
	of->name = codec_text(codec, of->name);
	of->wording = codec_text(codec, of->wording);
	of->has_points = codec_flag(codec, of->has_points);
	of->capped = codec_flag(codec, of->capped);
	of->earning = codec_flag(codec, of->earning);
	of->points = codec_64(codec, of->points);
	of->has_most = codec_flag(codec, of->has_most);
	of->most = codec_64(codec, of->most);
	of->one_counts = codec_flag(codec, of->one_counts);
	of->score = codec_int(codec, of->score);
	of->incurred = codec_int(codec, of->incurred);
	of->counted = codec_int(codec, of->counted);
	of->reason = codec_int(codec, of->reason);
	of->full = codec_flag(codec, of->full);
	of->inapplicable = codec_int(codec, of->inapplicable);
	of->earned = codec_int(codec, of->earned);
	of->owed = codec_int(codec, of->owed);
	of->scaled = codec_int(codec, of->scaled);
	of->outcome = (enum gj_grade_rule)codec_choice(codec, of->outcome, GJ_OUTCOME_UNRATED + 1);
	of->grade = codec_int(codec, of->grade);
	LIST(codec, of->field_count, of->fields, index32);
	LIST(codec, of->interpretation_count, of->interpretations, index32);
}

static void interpretation(struct codec *codec, void *item)
{
	struct gj_interpretation *of = item;
	of->mark = codec_text(codec, of->mark);
	of->doubt = codec_text(codec, of->doubt);
	of->resolution = codec_text(codec, of->resolution);
}

static void grade(struct codec *codec, void *item)
{
	struct gj_grade *of = item;
	of->name = codec_text(codec, of->name);
	of->from_band = codec_flag(codec, of->from_band);
	of->unrated = codec_flag(codec, of->unrated);
	of->has_low = codec_flag(codec, of->has_low);
	of->has_high = codec_flag(codec, of->has_high);
	of->low = codec_64(codec, of->low);
	of->high = codec_64(codec, of->high);
	of->low_open = codec_flag(codec, of->low_open);
	of->high_open = codec_flag(codec, of->high_open);
	of->confirmed = codec_text(codec, of->confirmed);
	of->consequence = codec_text(codec, of->consequence);
	LIST(codec, of->columns.count, of->columns.items, text);
}

static void grade_column(struct codec *codec, void *item)
{
	struct gj_grade_column *of = item;
	of->name = codec_text(codec, of->name);
	of->unit = codec_text(codec, of->unit);
	of->heading = codec_text(codec, of->heading);
	of->number = codec_flag(codec, of->number);
}

static void rank_key(struct codec *codec, void *item)
{
	struct gj_rank_key *of = item;
	of->slot = codec_int(codec, of->slot);
	of->divisor = codec_int(codec, of->divisor);
	of->descending = codec_flag(codec, of->descending);
	of->name = codec_text(codec, of->name);
}

static void group_key(struct codec *codec, void *item)
{
	struct gj_group_key *of = item;
	of->name = codec_text(codec, of->name);
	of->field = codec_int(codec, of->field);
	of->slot = codec_int(codec, of->slot);
	of->type = (enum gj_type)codec_choice(codec, of->type, GJ_DATE + 1);
	of->scale = codec_int(codec, of->scale);
	of->unit = codec_text(codec, of->unit);
}

static void grouping(struct codec *codec, void *item)
{
	struct gj_grouping *of = item;
	LIST(codec, of->key_count, of->keys, group_key);
	of->least = codec_64(codec, of->least);
}

static void ranking(struct codec *codec, void *item)
{
	struct gj_ranking *of = item;
	of->name = codec_text(codec, of->name);
	of->field = codec_int(codec, of->field);
	of->count_field = codec_int(codec, of->count_field);
	of->place = codec_int(codec, of->place);
	of->ranked = codec_int(codec, of->ranked);
	of->condition = codec_int(codec, of->condition);
	grouping(codec, &of->grouping);
	LIST(codec, of->key_count, of->keys, rank_key);
	of->dense = codec_flag(codec, of->dense);
}

static void quota(struct codec *codec, struct gj_quota *of)
{
	of->is_share = codec_flag(codec, of->is_share);
	of->amount = codec_64(codec, of->amount);
	of->rounding = (enum gj_rounding)codec_choice(codec, of->rounding, GJ_ROUND_HALF + 1);
	of->of = (enum gj_share_of)codec_choice(codec, of->of, GJ_SHARES);
	LIST(codec, of->grade_count, of->grades, index32);
	of->least = codec_64(codec, of->least);
	of->most = codec_64(codec, of->most);
}

static void stretch(struct codec *codec, void *item)
{
	struct gj_stretch *of = item;
	of->grade = codec_int(codec, of->grade);
	of->from_top = codec_flag(codec, of->from_top);
	quota(codec, &of->quota);
	of->condition = codec_int(codec, of->condition);
}

static void selection(struct codec *codec, void *item)
{
	struct gj_selection *of = item;
	of->name = codec_text(codec, of->name);
	LIST(codec, of->scope_count, of->scope, index32);
	of->condition = codec_int(codec, of->condition);
	of->grouping = codec_int(codec, of->grouping);
	LIST(codec, of->key_count, of->keys, rank_key);
	of->ties = (enum gj_ties)codec_choice(codec, of->ties, GJ_TIES);
	LIST(codec, of->stretch_count, of->stretches, stretch);
	of->rest = codec_int(codec, of->rest);
	of->rest_lowers = codec_flag(codec, of->rest_lowers);
}

static void target(struct codec *codec, void *item)
{
	struct gj_target *of = item;
	of->label = codec_text(codec, of->label);
	of->grouping = codec_int(codec, of->grouping);
	LIST(codec, of->grade_count, of->grades, index32);
	of->at_least = codec_flag(codec, of->at_least);
	of->strict = codec_flag(codec, of->strict);
	of->share = codec_64(codec, of->share);
}

static void check(struct codec *codec, void *item)
{
	struct gj_check *of = item;
	of->slot = codec_int(codec, of->slot);
	of->message = codec_text(codec, of->message);
	of->text = codec_text(codec, of->text);
	LIST(codec, of->field_count, of->fields, index32);
}

static void branch(struct codec *codec, void *item)
{
	struct gj_branch *of = item;
	of->kind = (enum gj_branch_kind)codec_choice(codec, of->kind, GJ_BRANCH_FACTOR + 1);
	of->entry = codec_int(codec, of->entry);
	of->slot = codec_int(codec, of->slot);
	of->label = codec_text(codec, of->label);
}

static void found(struct codec *codec, void *item)
{
	struct gj_found *of = item;
	of->entry = codec_int(codec, of->entry);
	of->slot = codec_int(codec, of->slot);
}

static void lookup(struct codec *codec, void *item)
{
	struct gj_lookup *of = item;
	LIST(codec, of->label_count, of->labels, text);
	LIST(codec, of->found_count, of->found, found);
}

static void instruction(struct codec *codec, void *item)
{
	struct gj_instruction *of = item;
	of->op = (uint8_t)codec_choice(codec, of->op, UINT8_MAX + 1);
	of->source = (uint8_t)codec_choice(codec, of->source, UINT8_MAX + 1);
	of->target = (uint8_t)codec_choice(codec, of->target, UINT8_MAX + 1);
	of->reserved = (uint8_t)codec_choice(codec, of->reserved, UINT8_MAX + 1);
	of->d = codec_16(codec, of->d);
	of->x = codec_16(codec, of->x);
	of->y = codec_16(codec, of->y);
	of->c = codec_16(codec, of->c);
	of->k = codec_64(codec, of->k);
	of->m = codec_64(codec, of->m);
}

static void head_section(struct codec *codec, struct gj_program *of)
{
	of->name = codec_text(codec, of->name);
	of->edition = codec_text(codec, of->edition);
	of->document = codec_text(codec, of->document);
	of->issuer = codec_text(codec, of->issuer);
	of->effective = codec_text(codec, of->effective);
	of->unit_name = codec_text(codec, of->unit_name);
	of->formula = codec_text(codec, of->formula);
	of->source_hash = (uint64_t)codec_64(codec, (int64_t)of->source_hash);
	of->key_field = codec_int(codec, of->key_field);
	of->point_scale = codec_int(codec, of->point_scale);
	of->full_points = codec_64(codec, of->full_points);
	of->veto_grade = codec_int(codec, of->veto_grade);
	LIST(codec, of->grade_column_count, of->grade_columns, grade_column);
	LIST(codec, of->carried_count, of->carried, index32);
	LIST(codec, of->column_count, of->column_lanes, lane);
}

static void slots_section(struct codec *codec, struct gj_program *of)
{
	of->total = codec_int(codec, of->total);
	of->total_floor = codec_int(codec, of->total_floor);
	of->bonus = codec_int(codec, of->bonus);
	of->penalty = codec_int(codec, of->penalty);
	of->vetoed = codec_int(codec, of->vetoed);
	of->grade = codec_int(codec, of->grade);
	of->band_grade = codec_int(codec, of->band_grade);
	LIST(codec, of->slot_count, of->slot_low, number);
	ITEMS(codec, of->slot_count, of->slot_high, number);
	ITEMS(codec, of->slot_count, of->slot_rounded, index32);
}

static void code(struct codec *codec, struct gj_code *of, size_t slot_count)
{
	LIST(codec, of->registers, of->lanes, lane);
	ITEMS(codec, slot_count, of->outputs, output);
	LIST(codec, of->count, of->instructions, instruction);
}

static void score_section(struct codec *codec, struct gj_program *of)
{
	code(codec, &of->score, of->slot_count);
}

static void ledger_section(struct codec *codec, struct gj_program *of)
{
	code(codec, &of->ledger, of->slot_count);
}

/* A section that is one list. */
#define LIST_SECTION(name, count, items, item) \
	static void name##_section(struct codec *codec, struct gj_program *of) \
	{ \
		LIST(codec, of->count, of->items, item); \
	}
LIST_SECTION(fields, field_count, fields, field)
LIST_SECTION(sheet, sheet_count, sheet, entry)
LIST_SECTION(interpretations, interpretation_count, interpretations, interpretation)
LIST_SECTION(grades, grade_count, grades, grade)
LIST_SECTION(groupings, grouping_count, groupings, grouping)
LIST_SECTION(selections, selection_count, selections, selection)
LIST_SECTION(targets, target_count, targets, target)
LIST_SECTION(rankings, ranking_count, rankings, ranking)
LIST_SECTION(checks, check_count, checks, check)
LIST_SECTION(branches, branch_count, branches, branch)
LIST_SECTION(lookups, lookup_count, lookups, lookup)

static void total(struct codec *codec, void *item)
{
	struct gj_total *of = item;
	of->kind = (enum gj_total_kind)codec_choice(codec, of->kind, GJ_TOTAL_KINDS);
	of->owner = codec_int(codec, of->owner);
	of->field = codec_int(codec, of->field);
	of->filter = codec_int(codec, of->filter);
	of->value = codec_int(codec, of->value);
	of->key = codec_int(codec, of->key);
	of->text = codec_int(codec, of->text);
	of->base = codec_64(codec, of->base);
	of->limit = codec_64(codec, of->limit);
	of->largest = codec_int(codec, of->largest);
	of->smallest = codec_int(codec, of->smallest);
}

/* The parts of a program that a ledger's rows have. */
static void rows(struct codec *codec, struct gj_program *of)
{
	of->key_field = codec_int(codec, of->key_field);
	LIST(codec, of->column_count, of->column_lanes, lane);
	fields_section(codec, of);
	checks_section(codec, of);
	LIST(codec, of->slot_count, of->slot_low, number);
	ITEMS(codec, of->slot_count, of->slot_high, number);
	score_section(codec, of);
}

static void table(struct codec *codec, void *item)
{
	struct gj_ledger *of = item;
	struct gj_program none = { .name = "" };
	of->name = codec_text(codec, of->name);
	of->parent = codec_int(codec, of->parent);
	of->most = codec_64(codec, of->most);
	of->unique = codec_int(codec, of->unique);
	of->base = codec_int(codec, of->base);
	LIST(codec, of->group_count, of->group_fields, index32);
	of->group_filter = codec_int(codec, of->group_filter);
	LIST(codec, of->total_count, of->totals, total);
	if (codec->mode == CODEC_READ)
		of->rows = gj_arena_alloc(codec->arena, sizeof *of->rows);
	codec->no_memory |= !of->rows;
	rows(codec, of->rows ? of->rows : &none);
	if (codec->mode == CODEC_READ && of->rows)
		of->rows->name = of->rows->unit_name = of->name;
}

static void tables_section(struct codec *codec, struct gj_program *of)
{
	LIST(codec, of->ledger_count, of->ledgers, table);
}

void image_section(struct codec *codec, enum image_section section, struct gj_program *program)
{
	typedef void section_function(struct codec *codec, struct gj_program *program);
	static section_function *const sections[IMAGE_SECTION_COUNT] = {
		[IMAGE_HEAD] = head_section, [IMAGE_FIELDS] = fields_section, [IMAGE_SHEET] = sheet_section,
		[IMAGE_INTERPRETATIONS] = interpretations_section, [IMAGE_GRADES] = grades_section, [IMAGE_GROUPINGS] = groupings_section, [IMAGE_SELECTIONS] = selections_section,
		[IMAGE_TARGETS] = targets_section, [IMAGE_RANKINGS] = rankings_section, [IMAGE_CHECKS] = checks_section, [IMAGE_BRANCHES] = branches_section, [IMAGE_LOOKUPS] = lookups_section,
		[IMAGE_SLOTS] = slots_section, [IMAGE_SCORE] = score_section, [IMAGE_LEDGER] = ledger_section, [IMAGE_TABLES] = tables_section,
	};
	codec->section = image_section_name(section);
	sections[section](codec, program);
}

const char *image_section_name(enum image_section section)
{
	static const char *const names[IMAGE_SECTION_COUNT] = {
#define SECTION(name, text) [IMAGE_##name] = text,
		IMAGE_SECTIONS(SECTION)
#undef SECTION
	};
	return names[section];
}
