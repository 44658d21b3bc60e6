#include "explain_json_parts.h"

#include "runtime/datum.h"

#include <string.h>

const char *explain_part_name(enum gj_part part)
{
	static const char *const names[] = {
		[GJ_PART_STANDARD] = "standard", [GJ_PART_PROJECT] = "project", [GJ_PART_ITEM] = "item", [GJ_PART_POINT] = "point", [GJ_PART_SERIES] = "series",
		[GJ_PART_CLAUSE] = "clause", [GJ_PART_BONUS] = "bonus", [GJ_PART_PENALTY] = "penalty", [GJ_PART_VETOES] = "vetoes",
		[GJ_PART_VETO] = "veto", [GJ_PART_GRADES] = "grades", [GJ_PART_SELECTION] = "selection",
		[GJ_PART_VOID] = "void", [GJ_PART_OUTCOME] = "outcome", [GJ_PART_WAIVER] = "waiver", [GJ_PART_DIVISION] = "division",
	};
	return names[part];
}

/* The field's value as a person writes it. */
static bool add_value(cJSON *object, const struct gj_explanation *explanation, int index)
{
	const struct gj_field *field = &explanation->program->fields[index];
	if (field->type == GJ_TEXT)
		return json_text(object, field->name, explanation->row->texts[index] ? explanation->row->texts[index] : "");
	struct gj_buffer value = { 0 };
	bool good = gj_explanation_datum(&value, explanation, index) && gj_buffer_add(&value, "", 1)
		&& json_text(object, field->name, value.bytes);
	gj_buffer_free(&value);
	return good;
}

bool explain_json_data(cJSON *object, const struct gj_explanation *explanation, const struct gj_sheet_entry *entry)
{
	bool good = object != NULL;
	for (size_t i = 0; i < entry->field_count && good; i++)
		good = add_value(object, explanation, entry->fields[i]);
	return good;
}

bool explain_json_identity(cJSON *object, const struct gj_explanation *explanation)
{
	bool good = object != NULL;
	for (size_t i = 0; i < explanation->program->field_count && good; i++)
		if (explanation->program->fields[i].type == GJ_TEXT)
			good = add_value(object, explanation, (int)i);
	return good;
}

static bool add_marks(cJSON *array, const struct gj_program *program, const struct gj_sheet_entry *entry)
{
	bool good = array != NULL;
	for (size_t i = 0; i < entry->interpretation_count && good; i++) {
		const struct gj_interpretation *note = &program->interpretations[entry->interpretations[i]];
		cJSON *object = json_element(array);
		good = json_text(object, "mark", note->mark) && json_text(object, "doubt", note->doubt) && json_text(object, "resolution", note->resolution);
	}
	return good;
}

static bool add_cap(cJSON *object, const struct gj_explanation *explanation, size_t index)
{
	int cap = explanation->clauses[index].cap;
	if (cap == GJ_NONE)
		return true;
	const struct gj_sheet_entry *around = &explanation->program->sheet[cap];
	const char *name = *around->name ? around->name : around->wording;
	return json_text(object, "cap", *name || around->part != GJ_PART_SERIES ? name : gj_word(GJ_WORD_SERIES, GJ_CHINESE));
}

static bool add_applied(cJSON *array, const struct gj_explanation *explanation, size_t index)
{
	const struct gj_program *program = explanation->program;
	bool good = array != NULL;
	for (size_t i = 0; i < program->branch_count && good; i++) {
		const struct gj_branch *branch = &program->branches[i];
		if ((branch->kind != GJ_BRANCH_TIER && branch->kind != GJ_BRANCH_FACTOR) || branch->entry != (int)index || !explanation->slots[branch->slot])
			continue;
		cJSON *label = cJSON_CreateString(branch->label);
		good = label && cJSON_AddItemToArray(array, label);
	}
	for (size_t i = 0; i < program->lookup_count && good; i++) {
		const char *text = gj_explanation_found(explanation, i, (int)index);
		cJSON *label = *text ? cJSON_CreateString(text) : NULL;
		good = !*text || (label && cJSON_AddItemToArray(array, label));
	}
	return good;
}

/* A score, and whether it is rounded for showing. */
static bool add_score(cJSON *object, const struct gj_explanation *explanation, const char *name, int slot)
{
	char flag[32];
	snprintf(flag, sizeof flag, "%s_rounded", name);
	return json_decimal(object, name, explanation->slots[slot], explanation->program->point_scale)
		&& (!gj_explanation_rounded(explanation, slot) || json_bool(object, flag, true));
}

/* The score of an entry, or that nothing of it applies. */
static bool add_score_of(cJSON *object, const struct gj_explanation *explanation, int entry, const char *name, int slot)
{
	bool none = gj_explanation_inapplicable(explanation, entry);
	return none ? json_bool(object, "inapplicable", true) : add_score(object, explanation, name, slot);
}

static bool add_clause(cJSON *object, const struct gj_explanation *explanation, size_t index)
{
	const struct gj_explained_clause *clause = &explanation->clauses[index];
	const struct gj_sheet_entry *entry = &explanation->program->sheet[index];
	int scale = explanation->program->point_scale;
	return add_score(object, explanation, "incurred", entry->incurred) && add_score(object, explanation, "counted", entry->counted)
		&& json_decimal(object, "absorbed", clause->incurred - clause->counted, scale) && add_cap(object, explanation, index)
		&& add_applied(json_array(object, "applied"), explanation, index)
		&& (!clause->gain || json_decimal(object, "gain_if_mended", clause->gain, scale));
}

static bool add_row(cJSON *object, const struct gj_traced_row *row)
{
	return json_count(object, "line", row->line) && json_text(object, row->reason ? "reason" : "values", row->reason ? row->reason : row->text);
}

/* Which rows of a ledger a total was made of, and which of the unit's were put aside. */
static bool add_total(cJSON *object, const struct gj_explanation *explanation, int field, const struct gj_explained_total *made)
{
	const struct gj_program *program = explanation->program;
	const struct gj_traced_unit *unit = explanation->row->rows;
	bool good = json_text(object, "total", program->fields[field].name) && json_text(object, "ledger", program->ledgers[made->ledger].name)
		&& json_count(object, "rows", made->rows);
	cJSON *counted = json_array(object, "counted"), *aside = json_array(object, "put_aside");
	struct gj_traced_place place = { 0 };
	for (const struct gj_traced_row *row; good && (row = gj_traced_next(unit, made->ledger, made->total, &place));)
		good = add_row(json_element(counted), row);
	for (size_t i = 0; i < unit->row_count && good; i++)
		if (unit->rows[i].ledger == made->ledger && unit->rows[i].reason)
			good = add_row(json_element(aside), &unit->rows[i]);
	return good && counted && aside;
}

static bool add_totals(cJSON *object, const struct gj_explanation *explanation, const struct gj_sheet_entry *entry)
{
	cJSON *totals = NULL;
	bool good = true;
	for (size_t i = 0; i < entry->field_count && good; i++) {
		struct gj_explained_total made;
		if (!gj_explained_total(explanation, entry->fields[i], &made))
			continue;
		totals = totals ? totals : json_array(object, "ledgers");
		good = add_total(json_element(totals), explanation, entry->fields[i], &made);
	}
	return good;
}

static bool add_entry(cJSON *object, const struct gj_explanation *explanation, size_t index)
{
	const struct gj_program *program = explanation->program;
	const struct gj_sheet_entry *entry = &program->sheet[index];
	bool good = json_text(object, "part", explain_part_name(entry->part)) && json_count(object, "index", index)
		&& (entry->parent == GJ_NONE || json_count(object, "parent", (uint64_t)entry->parent))
		&& (!*entry->name || json_text(object, "name", entry->name)) && (!*entry->wording || json_text(object, "wording", entry->wording))
		&& (!entry->earning || json_bool(object, "earning", true)) && (!entry->has_points || json_decimal(object, "points", entry->points, program->point_scale))
		&& (entry->score == GJ_NONE || add_score_of(object, explanation, (int)index, "score", entry->score))
		&& (entry->owed == GJ_NONE || add_score(object, explanation, "owed", entry->owed))
		&& (entry->scaled == GJ_NONE || (add_score(object, explanation, "earned", entry->earned) && add_score(object, explanation, "scaled", entry->scaled)))
		&& (!entry->full || json_bool(object, "counts_full", true));
	if (good && entry->part == GJ_PART_CLAUSE)
		good = add_clause(object, explanation, index);
	if (good && entry->reason != GJ_NONE)
		good = json_bool(object, "holds", explanation->slots[entry->reason] != 0);
	if (good && entry->field_count)
		good = explain_json_data(json_object(object, "data"), explanation, entry) && add_totals(object, explanation, entry);
	return good && (!entry->interpretation_count || add_marks(json_array(object, "interpretations"), program, entry));
}

static bool add_sheet(cJSON *array, const struct gj_explanation *explanation)
{
	bool good = array != NULL;
	for (size_t i = 0; i < explanation->program->sheet_count && good; i++)
		good = add_entry(json_element(array), explanation, i);
	return good;
}

static bool add_next(cJSON *object, const struct gj_explanation *explanation)
{
	const struct gj_program *program = explanation->program;
	if (explanation->next_grade == GJ_NONE)
		return object != NULL;
	bool good = json_text(object, "grade", program->grades[explanation->next_grade].name)
		&& json_decimal(object, "short_by", explanation->short_by, program->point_scale);
	cJSON *enough = json_array(object, "any_one_of");
	good = good && enough;
	for (size_t i = 0; i < program->sheet_count && good; i++)
		if (explanation->clauses[i].gain > 0 && explanation->clauses[i].enough) {
			cJSON *clause = json_element(enough);
			good = json_count(clause, "index", i) && json_text(clause, "wording", program->sheet[i].wording)
				&& json_decimal(clause, "gain", explanation->clauses[i].gain, program->point_scale);
		}
	return good;
}

static bool add_places(cJSON *object, const struct gj_explanation *explanation)
{
	const struct gj_program *program = explanation->program;
	bool good = true;
	if (!program->ranking_count)
		return true;
	cJSON *array = json_array(object, "places");
	for (size_t i = 0; i < program->ranking_count && good; i++) {
		const struct gj_ranking *ranking = &program->rankings[i];
		bool ranked = ranking->ranked == GJ_NONE || explanation->slots[ranking->ranked];
		cJSON *place = json_element(array);
		good = json_text(place, "name", ranking->name) && json_bool(place, "ranked", ranked)
			&& (!ranked || json_count(place, "place", (uint64_t)explanation->slots[ranking->place]))
			&& json_count(place, "of", (uint64_t)gj_explanation_value(explanation, ranking->count_field));
	}
	return good;
}

static bool add_selections(cJSON *array, const struct gj_explanation *explanation)
{
	const struct gj_program *program = explanation->program;
	bool good = array != NULL;
	for (size_t i = 0; i < program->selection_count && good; i++) {
		const struct gj_selection *selection = &program->selections[i];
		const struct gj_explained_selection *place = &explanation->selections[i];
		cJSON *object = json_element(array);
		good = json_text(object, "grade", *selection->name ? selection->name : gj_program_grade(program, place->place.grade)->name)
			&& (!*place->group || json_text(object, "group", place->group)) && json_bool(object, "in_scope", place->in_scope)
			&& json_bool(object, "eligible", place->place.ranked) && json_count(object, "rank", place->place.rank)
			&& json_count(object, "equal", place->place.equals) && json_count(object, "candidates", place->candidates)
			&& json_count(object, "quota", place->quota) && json_bool(object, "chosen", place->place.stretch < selection->stretch_count)
			&& json_text(object, "result", gj_program_grade(program, place->place.grade)->name);
	}
	return good;
}

/* "follows": {"奖励（元）": 5000} */
static bool add_follows(cJSON *object, const struct gj_program *program, const struct gj_grade *grade)
{
	bool good = true;
	cJSON *follows = grade->columns.count ? json_object(object, "follows") : NULL;
	for (size_t i = 0; i < grade->columns.count && good; i++) {
		const char *heading = program->grade_columns[i].heading, *cell = grade->columns.items[i];
		bool bare = program->grade_columns[i].number || !*cell;
		good = follows && (bare ? cJSON_AddRawToObject(follows, heading, *cell ? cell : "null") != NULL : json_text(follows, heading, cell));
	}
	return good;
}

static bool add_verdict(cJSON *object, const struct gj_explanation *explanation)
{
	const struct gj_program *program = explanation->program;
	const struct gj_grade *grade = gj_program_grade(program, explanation->final_grade);
	return add_score_of(object, explanation, 0, "total", program->total)
		&& json_bool(object, "vetoed", explanation->slots[program->vetoed] != 0)
		&& json_text(object, "grade", gj_program_grade(program, explanation->grade)->name)
		&& json_text(object, "grade_without_veto", gj_program_grade(program, explanation->band_grade)->name)
		&& json_text(object, "result", grade->name) && json_text(object, "confirmed", grade->confirmed)
		&& json_text(object, "consequence", grade->consequence) && add_follows(object, program, grade);
}

bool explain_json(cJSON *object, const struct gj_explanation *explanation)
{
	bool good = json_text(object, "key", explanation->row->key) && json_count(object, "line", explanation->row->line)
		&& explain_json_identity(json_object(object, "unit"), explanation);
	if (explanation->pending)
		return good && explain_pending_json(object, explanation);
	return good && add_verdict(object, explanation) && add_places(object, explanation)
		&& add_sheet(json_array(object, "sheet"), explanation) && add_next(json_object(object, "next"), explanation)
		&& add_selections(json_array(object, "selections"), explanation);
}

bool explain_missing_json(cJSON *object, const struct gj_program *program, const struct gj_wanted *row)
{
	const char *arguments[3];
	size_t count;
	const struct gj_message *message = gj_data_message_of(gj_explain_missing(program, row, arguments, &count));
	struct gj_buffer faults = { 0 };
	bool good = json_text(object, "key", row->key) && json_text(object, "code", message->code) && (!row->nearest || row->fault_count || json_text(object, "did_you_mean", row->nearest))
		&& gj_buffer_add(&faults, row->faults.bytes, row->faults.size ? row->faults.size - 1 : 0) && gj_buffer_add(&faults, "", 1)
		&& (!row->fault_count || (json_count(object, "line", row->line) && json_text(object, "rejected", faults.bytes)));
	gj_buffer_free(&faults);
	return good;
}
