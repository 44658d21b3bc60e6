#include "summary_json.h"

#include "runtime/decimal.h"
#include "runtime/summary.h"

static bool add_grades(cJSON *array, const struct gj_run *run)
{
	bool good = array != NULL;
	for (size_t i = run->program->grade_count; i-- > 0 && good;) {
		const struct gj_grade *grade = &run->program->grades[i];
		if (!*grade->name && !run->tally.grades[i])
			continue;
		cJSON *object = json_element(array);
		char share[GJ_DECIMAL_BYTES];
		gj_percentage(share, run->tally.grades[i], run->tally.rated);
		good = json_text(object, "name", grade->name) && json_count(object, "rows", run->tally.grades[i])
			&& object && cJSON_AddRawToObject(object, "percent", share)
			&& json_text(object, "confirmed", grade->confirmed) && json_text(object, "consequence", grade->consequence);
	}
	return good;
}

/* "group": what the group is called; nothing for everyone. */
static bool add_group(cJSON *object, const struct gj_run *run, int grouping, size_t group)
{
	if (!run->program->groupings[grouping].key_count)
		return object != NULL;
	struct gj_buffer label = { 0 };
	bool good = gj_population_label(run->population, grouping, group, &label) && gj_buffer_add(&label, "", 1)
		&& json_text(object, "group", label.bytes)
		&& json_count(object, "units", gj_population_group(run->population, grouping, group).rated);
	gj_buffer_free(&label);
	return good;
}

static bool add_standing(cJSON *object, const struct gj_run *run, size_t index, size_t group)
{
	const struct gj_target *target = &run->program->targets[index];
	struct gj_group units = gj_population_group(run->population, target->grouping, group);
	struct gj_target_result least = gj_target_stands(run->program, index, units, false), most = gj_target_stands(run->program, index, units, true);
	return json_count(object, "rows", least.rows) && (least.rows == most.rows || json_count(object, "rows_most", most.rows))
		&& (least.reached == most.reached ? json_bool(object, "reached", least.reached) : json_bool(object, "open", true))
		&& json_count(object, "gap", target->at_least ? most.gap : least.gap);
}

static bool add_targets(cJSON *array, const struct gj_run *run)
{
	bool good = array != NULL;
	for (size_t i = 0; i < run->program->target_count && good; i++) {
		const struct gj_target *target = &run->program->targets[i];
		for (size_t group = 0; group < gj_population_groups(run->population, target->grouping) && good; group++) {
			cJSON *object = json_element(array);
			good = json_text(object, "target", target->label) && add_group(object, run, target->grouping, group)
				&& add_standing(object, run, i, group);
		}
	}
	return good;
}

static bool add_vetoes(cJSON *array, const struct gj_run *run)
{
	bool good = array != NULL;
	for (size_t i = 0; i < run->program->sheet_count && good; i++) {
		if (run->program->sheet[i].part != GJ_PART_VETO || !run->tally.held[i])
			continue;
		cJSON *object = json_element(array);
		good = json_text(object, "reason", run->program->sheet[i].wording) && json_count(object, "rows", run->tally.held[i]);
	}
	return good;
}

static bool add_costly(cJSON *array, const struct gj_run *run)
{
	size_t clauses[GJ_COSTLY_MOST];
	size_t count = gj_costly_clauses(run->program, &run->tally, clauses);
	bool good = array != NULL;
	for (size_t i = 0; i < count && good; i++) {
		int item = gj_enclosing(run->program, (int)clauses[i], GJ_PART_ITEM);
		cJSON *object = json_element(array);
		good = json_text(object, "item", item == GJ_NONE ? "" : run->program->sheet[item].name)
			&& json_text(object, "wording", run->program->sheet[clauses[i]].wording)
			&& json_decimal(object, "points", run->tally.lost[clauses[i]], run->program->point_scale)
			&& json_count(object, "rows", run->tally.lost_rows[clauses[i]]);
	}
	return good;
}

static bool add_tie(cJSON *object, const struct gj_program *program, const struct gj_selection *selection, const struct gj_tie *tie)
{
	bool good = json_count(object, "rows", tie->rows) && json_count(object, "chosen", tie->chosen)
		&& (tie->whole ? json_bool(object, "equal", true) : json_text(object, "same", selection->keys[0].name)
			&& json_text(object, "decided_by", gj_tie_decider(program, selection, tie)));
	cJSON *names = json_array(object, "names");
	good = good && names;
	for (size_t i = 0; i < tie->name_count && good; i++) {
		cJSON *name = json_element(names);
		good = json_text(name, "key", tie->names[i]) && json_bool(name, "chosen", tie->name_chosen[i]);
	}
	return good;
}

static bool add_stretch(cJSON *object, const struct gj_run *run, size_t index, size_t group, size_t stretch)
{
	const struct gj_selection *selection = &run->program->selections[index];
	const struct gj_selection_result *result = gj_population_result(run->population, index, group);
	const struct gj_stretch_result *of = &result->stretches[stretch];
	bool good = json_text(object, "grade", run->program->grades[selection->stretches[stretch].grade].name)
		&& add_group(object, run, selection->grouping, group) && json_count(object, "quota", of->quota)
		&& json_count(object, "eligible", result->candidates) && json_count(object, "chosen", of->chosen)
		&& (!run->tally.waiting[index] || json_count(object, "pending", run->tally.waiting[index]));
	return good && (!of->tie || add_tie(json_object(object, "tie"), run->program, selection, of->tie));
}

/* An element for each grade that a selection gives in each group. */
static bool add_selections(cJSON *array, const struct gj_run *run)
{
	bool good = array != NULL;
	for (size_t i = 0; i < run->program->selection_count && good; i++) {
		const struct gj_selection *selection = &run->program->selections[i];
		for (size_t group = 0; group < gj_population_groups(run->population, selection->grouping); group++)
			for (size_t k = 0; k < selection->stretch_count && good; k++)
				good = add_stretch(json_element(array), run, i, group, k);
	}
	return good;
}

static bool add_reasons(cJSON *array, const struct gj_tally *tally)
{
	bool good = array != NULL;
	for (size_t i = 0; i < GJ_DATA_MESSAGE_COUNT && good; i++) {
		if (!tally->reasons[i])
			continue;
		cJSON *object = json_element(array);
		good = json_text(object, "code", gj_data_message_of((enum gj_data_message_id)i)->code) && json_count(object, "count", tally->reasons[i]);
	}
	return good;
}

static bool add_interpretations(cJSON *array, const struct gj_program *program)
{
	bool good = array != NULL;
	for (size_t i = 0; i < program->interpretation_count && good; i++) {
		cJSON *object = json_element(array);
		good = json_text(object, "mark", program->interpretations[i].mark) && json_text(object, "doubt", program->interpretations[i].doubt)
			&& json_text(object, "resolution", program->interpretations[i].resolution);
	}
	return good;
}

bool summary_json(cJSON *root, const struct gj_run *run)
{
	const struct gj_program *program = run->program;
	return json_text(root, "standard", program->name) && json_text(root, "edition", program->edition)
		&& json_count(root, "read", run->tally.read) && json_count(root, "evaluated", run->tally.evaluated)
		&& (!run->tally.pending || (json_count(root, "pending", run->tally.pending) && json_count(root, "open", run->tally.open)))
		&& json_count(root, "rejected", run->tally.rejected) && add_reasons(json_array(root, "reject_reasons"), &run->tally)
		&& add_grades(json_array(root, "grades"), run) && add_targets(json_array(root, "targets"), run)
		&& json_count(root, "vetoed", run->tally.vetoed) && add_vetoes(json_array(root, "vetoes"), run)
		&& add_costly(json_array(root, "costliest_clauses"), run) && add_selections(json_array(root, "selections"), run)
		&& add_interpretations(json_array(root, "interpretations"), program);
}
