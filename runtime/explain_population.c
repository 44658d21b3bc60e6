/* Where a unit stands in each 名次, 评选 and 定等, and why. */
#include "datum.h"
#include "decimal.h"
#include "explain_writer.h"

static const char *grade_name(const struct writer *writer, int grade)
{
	return gj_program_grade(writer->program, grade)->name;
}

/* Why a row took no part in the ranking. */
static enum gj_word reason_unranked(const struct writer *writer, const struct gj_explained_selection *place)
{
	if (!place->in_scope)
		return GJ_WORD_NOT_IN_SCOPE;
	return writer->explanation->slots[writer->program->vetoed] ? GJ_WORD_NOT_WHEN_VETOED : GJ_WORD_NOT_ELIGIBLE;
}

static enum gj_word verdict(const struct writer *writer, const struct gj_selection *selection, const struct gj_explained_selection *place)
{
	if (!place->place.ranked)
		return reason_unranked(writer, place);
	if (!*selection->name)
		return GJ_WORD_PLACED;
	return place->place.stretch < selection->stretch_count ? GJ_WORD_CHOSEN : GJ_WORD_NOT_CHOSEN;
}

/* What decided, beyond the rank: rows equal to it, a condition that kept it out, the grade that it has instead. */
static void write_remarks(const struct writer *writer, const struct gj_selection *selection, const struct gj_explained_selection *place)
{
	struct gj_report *report = writer->report;
	char equals[GJ_DECIMAL_BYTES];
	bool by_key = selection->key_count && selection->keys[selection->key_count - 1].slot == GJ_NONE;
	if (place->place.equals && !by_key) {
		gj_decimal(equals, (int64_t)place->place.equals, 0);
		gj_report_word(report, GJ_WORD_COMMA, NULL);
		gj_report_word(report, GJ_WORD_EQUALS, equals, NULL);
	}
	if (place->place.stretch != place->place.stretch_of_rank) {
		gj_report_word(report, GJ_WORD_COMMA, NULL);
		gj_report_word(report, GJ_WORD_KEPT_OUT, grade_name(writer, selection->stretches[place->place.stretch_of_rank].grade), NULL);
	}
	if (*selection->name && place->place.stretch == selection->stretch_count && place->place.grade != place->before) {
		gj_report_word(report, GJ_WORD_COMMA, NULL);
		gj_report_word(report, GJ_WORD_LISTED_AS, grade_name(writer, place->place.grade), NULL);
	}
}

/* 城关 · 大村: the values of its group's keys. */
static void write_group(const struct writer *writer, const struct gj_ranking *ranking)
{
	struct gj_report *report = writer->report;
	struct gj_report text = {.language = report->language};
	for (size_t i = 0; i < ranking->grouping.key_count; i++) {
		const struct gj_group_key *key = &ranking->grouping.keys[i];
		struct gj_field shown = {.type = key->type, .scale = key->scale, .unit = key->unit};
		gj_report_text(&text, i ? " · " : "");
		if (key->slot == GJ_NONE)
			gj_report_text(&text, writer->explanation->row->texts[key->field]);
		else if (key->field != GJ_NONE)
			text.failed |= !gj_explanation_datum(&text.text, writer->explanation, key->field);
		else
			text.failed |= !gj_datum_value(&text.text, &shown, writer->explanation->slots[key->slot], GJ_PRESENT);
	}
	report->failed |= text.failed || !gj_buffer_add(&text.text, "", 1);
	if (!report->failed)
		gj_report_word(report, GJ_WORD_IN_GROUP, text.text.bytes, NULL);
	gj_buffer_free(&text.text);
}

static void write_place(const struct writer *writer, const struct gj_ranking *ranking)
{
	struct gj_report *report = writer->report;
	const int64_t *slots = writer->explanation->slots;
	char place[GJ_DECIMAL_BYTES], count[GJ_DECIMAL_BYTES];
	bool ranked = ranking->ranked == GJ_NONE || slots[ranking->ranked];
	gj_decimal(place, slots[ranking->place], 0);
	gj_decimal(count, gj_explanation_value(writer->explanation, ranking->count_field), 0);
	explain_indent(writer, EXPLAIN_STEP);
	gj_report_word(report, GJ_WORD_PLACE_OF, ranking->name, NULL);
	gj_report_word(report, GJ_WORD_COLON, NULL);
	if (ranking->grouping.key_count)
		write_group(writer, ranking);
	gj_report_word(report, ranked ? GJ_WORD_PLACE : GJ_WORD_NO_PLACE, place, count, NULL);
	for (size_t i = 0; i < ranking->key_count; i++) {
		gj_report_word(report, i ? GJ_WORD_PAUSE : GJ_WORD_COMMA, NULL);
		gj_report_word(report, GJ_WORD_PLACE_BY, ranking->keys[i].name, NULL);
	}
	gj_report_line(report);
}

void explain_places(const struct writer *writer)
{
	for (size_t i = 0; i < writer->program->ranking_count; i++)
		write_place(writer, &writer->program->rankings[i]);
}

void explain_open_places(const struct writer *writer)
{
	const struct gj_places *places = writer->explanation->row->places;
	if (!places || !gj_places_open(places))
		return;
	explain_indent(writer, EXPLAIN_STEP);
	gj_report_word(writer->report, GJ_WORD_PENDING_PLACES, NULL);
	gj_report_line(writer->report);
}

static void write_selection(const struct writer *writer, size_t index)
{
	const struct gj_selection *selection = &writer->program->selections[index];
	const struct gj_explained_selection *place = &writer->explanation->selections[index];
	struct gj_report *report = writer->report;
	char rank[GJ_DECIMAL_BYTES], candidates[GJ_DECIMAL_BYTES], quota[GJ_DECIMAL_BYTES];
	gj_decimal(rank, (int64_t)place->place.rank, 0);
	gj_decimal(candidates, (int64_t)place->candidates, 0);
	gj_decimal(quota, (int64_t)place->quota, 0);
	explain_indent(writer, EXPLAIN_STEP);
	if (*selection->name)
		gj_report_word(report, GJ_WORD_SELECTION_OF, selection->name, NULL);
	else
		gj_report_word(report, GJ_WORD_PLACING, NULL);
	gj_report_word(report, GJ_WORD_COLON, NULL);
	if (*place->group)
		gj_report_word(report, GJ_WORD_IN_GROUP, place->group, NULL);
	gj_report_word(report, verdict(writer, selection, place), candidates, rank, quota,
		place->place.ranked ? grade_name(writer, place->place.grade) : grade_name(writer, place->before), NULL);
	write_remarks(writer, selection, place);
	gj_report_line(report);
}

void explain_selections(const struct writer *writer)
{
	if (writer->explanation->alone && writer->program->selection_count) {
		explain_indent(writer, EXPLAIN_STEP);
		gj_report_word(writer->report, GJ_WORD_ALONE, NULL);
		gj_report_line(writer->report);
		return;
	}
	for (size_t i = 0; i < writer->program->selection_count; i++)
		write_selection(writer, i);
}
