#include "results_pending.h"

#include "decimal.h"

#include <string.h>

struct line {
	struct gj_buffer *out;
	const struct gj_program *program;
	enum gj_format format;
	const struct gj_pending_unit *of;
	struct gj_text *const *texts; /* of the chunk */
	size_t row;
};

static bool add_number(struct gj_buffer *out, int64_t value, int scale)
{
	char text[GJ_DECIMAL_BYTES];
	return gj_buffer_add(out, text, gj_decimal(text, value, scale));
}

bool gj_bounds_text(struct gj_buffer *out, const struct gj_bounds *bounds, int scale)
{
	if (bounds->low == bounds->high)
		return add_number(out, bounds->low, scale);
	return gj_buffer_text(out, bounds->exact ? "" : "不低于") && add_number(out, bounds->low, scale)
		&& gj_buffer_text(out, bounds->exact ? "～" : "、不超过") && add_number(out, bounds->high, scale);
}

bool gj_grades_text(struct gj_buffer *out, const struct gj_program *program, const struct gj_values *grades)
{
	size_t left = 0;
	bool good = true, first = true;
	for (size_t i = 0; i < grades->count; i++)
		left += grades->possible[i];
	for (size_t i = 0; i < grades->count && good; i++) {
		if (!grades->possible[i])
			continue;
		good = gj_buffer_text(out, first ? "" : left == 1 ? "或" : "、") && gj_buffer_text(out, program->grades[i].name);
		first = false;
		left--;
	}
	return good;
}

static bool add_name(const struct line *line, const char *name)
{
	bool json = line->format == GJ_FORMAT_JSON;
	return gj_buffer_text(line->out, ",") && (!json || (gj_buffer_json(line->out, name, strlen(name)) && gj_buffer_text(line->out, ":")));
}

static bool add_text(const struct line *line, const char *text)
{
	return line->format == GJ_FORMAT_JSON ? gj_buffer_json(line->out, text, strlen(text)) : gj_buffer_cell(line->out, text, strlen(text));
}

/* Where it may not apply its least is only that of units to which it doesn't. */
bool gj_score_text(struct gj_buffer *out, const struct gj_pending_unit *of, int slot, int inapplicable, int scale)
{
	enum gj_applying applies = gj_pending_applies(of, inapplicable);
	if (applies == GJ_APPLIES)
		return gj_bounds_text(out, &of->slots[slot], scale);
	return gj_buffer_text(out, "不适用") && (applies == GJ_NEVER_APPLIES || (gj_buffer_text(out, "或不超过") && add_number(out, of->slots[slot].high, scale)));
}

/* {"最低":82,"最高":90,"精确":true} */
static bool add_bounds_object(struct gj_buffer *out, const struct gj_bounds *bounds, int scale)
{
	return gj_buffer_text(out, "{\"最低\":") && add_number(out, bounds->low, scale) && gj_buffer_text(out, ",\"最高\":")
		&& add_number(out, bounds->high, scale) && gj_buffer_text(out, bounds->exact ? ",\"精确\":true}" : ",\"精确\":false}");
}

/* {"可能不适用":true,"最高":90} */
static bool add_doubtful(const struct line *line, int slot)
{
	return gj_buffer_text(line->out, "{\"可能不适用\":true,\"最高\":") && add_number(line->out, line->of->slots[slot].high, line->program->point_scale)
		&& gj_buffer_text(line->out, "}");
}

static bool add_score(const struct line *line, const char *name, int slot, int inapplicable)
{
	enum gj_applying applies = gj_pending_applies(line->of, inapplicable);
	static const struct gj_bounds none = {0, 0, true};
	const struct gj_bounds *bounds = slot == GJ_NONE ? &none : &line->of->slots[slot];
	int scale = line->program->point_scale;
	if (!add_name(line, name))
		return false;
	if (applies == GJ_NEVER_APPLIES)
		return add_text(line, "不适用");
	if (applies == GJ_MAY_NOT_APPLY)
		return line->format == GJ_FORMAT_JSON ? add_doubtful(line, slot) : gj_score_text(line->out, line->of, slot, inapplicable, scale);
	bool object = line->format == GJ_FORMAT_JSON && bounds->low != bounds->high;
	return object ? add_bounds_object(line->out, bounds, scale) : gj_bounds_text(line->out, bounds, scale);
}

/* 3, 1～3; 待核 where it may have none. Several are a text in JSON. */
static bool add_place(const struct line *line, const struct gj_ranking *ranking)
{
	static const struct gj_bounds always = {1, 1, true};
	const struct gj_bounds *place = &line->of->slots[ranking->place];
	const struct gj_bounds *ranked = ranking->ranked == GJ_NONE ? &always : &line->of->slots[ranking->ranked];
	bool json = line->format == GJ_FORMAT_JSON, several = place->low != place->high;
	if (!add_name(line, ranking->name))
		return false;
	if (!ranked->high)
		return gj_buffer_text(line->out, json ? "null" : "");
	if (!ranked->low)
		return add_text(line, gj_state_word(GJ_PENDING));
	const char *quote = json && several ? "\"" : "";
	return gj_buffer_text(line->out, quote) && add_number(line->out, place->low, 0)
		&& (!several || (gj_buffer_text(line->out, "～") && add_number(line->out, place->high, 0))) && gj_buffer_text(line->out, quote);
}

static bool add_scores(const struct line *line)
{
	const struct gj_program *program = line->program;
	bool good = true;
	for (size_t i = 0; i < program->ranking_count && good; i++)
		good = add_place(line, &program->rankings[i]);
	for (size_t i = 0; i < program->sheet_count && good; i++)
		if (gj_entry_has_column(&program->sheet[i]))
			good = add_score(line, program->sheet[i].name, program->sheet[i].score, program->sheet[i].inapplicable);
	return good && add_score(line, gj_closing_name(GJ_CLOSING_BONUS), program->bonus, GJ_NONE)
		&& add_score(line, gj_closing_name(GJ_CLOSING_PENALTY), program->penalty, GJ_NONE)
		&& add_score(line, gj_closing_name(GJ_CLOSING_TOTAL), program->total, program->sheet[0].inapplicable);
}

static bool add_vetoed(const struct line *line)
{
	const struct gj_bounds *vetoed = &line->of->slots[line->program->vetoed];
	return add_name(line, gj_closing_name(GJ_CLOSING_VETOED))
		&& add_text(line, vetoed->low != vetoed->high ? gj_state_word(GJ_PENDING) : vetoed->low ? "是" : "否");
}

/* CSV: 三星或四星. JSON: ["三星","四星"], or the text where it is only one. */
static bool add_grades(const struct line *line)
{
	const struct gj_program *program = line->program;
	const struct gj_values *grades = &line->of->grades;
	bool several = line->format == GJ_FORMAT_JSON && line->of->grade == GJ_NONE && program->grade_count, good = true, first = true;
	if (!add_name(line, gj_closing_name(GJ_CLOSING_GRADE)))
		return false;
	if (line->format == GJ_FORMAT_CSV)
		return gj_grades_text(line->out, program, grades);
	if (!several)
		return add_text(line, gj_program_grade(program, line->of->grade)->name);
	for (size_t i = 0; i < grades->count && good; i++) {
		if (!grades->possible[i])
			continue;
		good = gj_buffer_text(line->out, first ? "[" : ",") && add_text(line, program->grades[i].name);
		first = false;
	}
	return good && gj_buffer_text(line->out, "]");
}

/* 评定结果, and what follows from it. */
static bool add_result(const struct line *line)
{
	const struct gj_grade *grade = gj_program_grade(line->program, line->of->grade);
	const char *open = line->of->open ? gj_state_word(GJ_PENDING) : NULL;
	return add_name(line, gj_closing_name(GJ_CLOSING_RESULT)) && add_text(line, open ? open : grade->name)
		&& gj_grade_columns_cells(line->out, line->program, line->format, grade, open);
}

/* ,"待核":["测试成绩"] */
static bool add_cells(const struct line *line, const struct gj_unit *unit)
{
	bool good = add_name(line, gj_state_word(GJ_PENDING));
	for (size_t i = 0; i < unit->count && good; i++)
		good = gj_buffer_text(line->out, i ? "," : "[") && add_text(line, unit->unknowns[i].field->name);
	return good && gj_buffer_text(line->out, "]}");
}

static bool add_cell(const struct line *line, int field)
{
	const struct gj_text *text = &line->texts[field][line->row];
	return line->format == GJ_FORMAT_JSON ? gj_buffer_json(line->out, text->bytes, text->length) : gj_buffer_cell(line->out, text->bytes, text->length);
}

/* The primary key, and what is carried along with it. */
static bool add_texts(const struct line *line)
{
	const struct gj_program *program = line->program;
	const char *key = program->fields[program->key_field].name;
	bool json = line->format == GJ_FORMAT_JSON;
	bool good = !json || (gj_buffer_text(line->out, "{") && gj_buffer_json(line->out, key, strlen(key)) && gj_buffer_text(line->out, ":"));
	good = good && add_cell(line, program->key_field);
	for (size_t i = 0; i < program->carried_count && good; i++)
		good = add_name(line, program->fields[program->carried[i]].name) && add_cell(line, program->carried[i]);
	return good;
}

bool gj_results_pending(struct gj_buffer *out, const struct gj_program *program, enum gj_format format, struct gj_text *const *texts, size_t row,
	const struct gj_pending_unit *of, const struct gj_unit *unit)
{
	struct line line = {out, program, format, of, texts, row};
	bool json = format == GJ_FORMAT_JSON;
	return add_texts(&line) && add_scores(&line) && add_vetoed(&line) && add_grades(&line) && add_result(&line) && (!json || add_cells(&line, unit))
		&& gj_buffer_text(out, "\n");
}
