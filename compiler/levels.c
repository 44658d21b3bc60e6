/* 台账 … 由 “乙.gj” 的 结果: the results of another standard are the rows. Their columns become fields of the ledger, as if they were written below it. */
#include "bases.h"
#include "check_interval.h"
#include "passes.h"
#include "runtime/results.h"

#include <errno.h>
#include <string.h>

/* A ledger being given its columns. */
struct columns {
	struct bases *bases;
	struct node *ledger;
	const struct node *named; /* ATTR_RESULTS */
	const struct level *level;
};

static struct node *made(const struct columns *columns, enum node_kind kind, const char *text)
{
	struct node *node = ast_new(columns->bases->arena, kind, columns->named->span);
	node->name_span = columns->named->name_span;
	node->text = text;
	return node;
}

static struct node *number(const struct columns *columns, int64_t value, int scale)
{
	struct node *node = made(columns, NODE_NUMBER, decimal_text(columns->bases->arena, value, scale));
	node->number = value;
	node->scale = scale;
	return node;
}

static struct node *field_named(const struct node *ledger, const char *name)
{
	struct node *field = ledger->first;
	while (field && (field->kind != NODE_FIELD || strcmp(field->text, name) != 0))
		field = field->next;
	return field;
}

/* The author writes the column that links the rows to the units; the others are added. Of two columns with one name, which no table of results can have,
 * the first counts. */
static void add_field(const struct columns *columns, struct node *field, bool inexact)
{
	struct node *mark = made(columns, NODE_ATTR_RESULT_COLUMN, ""), *own = field_named(columns->ledger, field->text);
	struct span whole = columns->ledger->span, written = own ? own->span : whole;
	if (own && ast_child(own, NODE_ATTR_RESULT_COLUMN))
		return;
	mark->number = inexact;
	if (own)
		ast_add(own, mark)->span = written;
	else
		ast_add(columns->ledger, ast_add(field, mark));
	columns->ledger->span = whole;
}

/* What a column of numbers holds, besides 待核. */
struct extent {
	const char *unit;
	int scale;
	wide low, high;
	bool inexact, inapplicable, empty;
};

static void add_number(const struct columns *columns, const char *name, const struct extent *of)
{
	int scale = of->scale;
	bool percent = !strcmp(of->unit, "%");
	struct node *field = made(columns, NODE_FIELD, name), *type = made(columns, NODE_TYPE, percent ? "百分数" : "数"), *range = made(columns, NODE_ATTR_RANGE, "");
	if (*of->unit && !percent)
		ast_add(type, made(columns, NODE_UNIT, of->unit));
	ast_add(ast_add(range, number(columns, (int64_t)of->low, scale)), number(columns, (int64_t)of->high, scale));
	ast_add(ast_add(field, type), range);
	if (scale)
		ast_add(field, ast_add(made(columns, NODE_ATTR_DECIMALS, ""), number(columns, scale, 0)));
	if (of->inapplicable)
		ast_add(field, made(columns, NODE_ATTR_INAPPLICABLE, ""));
	if (of->empty)
		ast_add(field, made(columns, NODE_ATTR_NULLABLE, ""));
	add_field(columns, field, of->inexact);
}

static void add_score(const struct columns *columns, const char *name, const struct part *part)
{
	struct extent of = {"分", columns->level->model->point_scale, part->low, part->high, part->fraction, part->may_leave, false};
	add_number(columns, name, &of);
}

/* All 加分项, or all 减分项. */
static void add_sum(const struct columns *columns, enum gj_part kind, const char *name)
{
	const struct model *model = columns->level->model;
	struct part sum = {.kind = kind};
	for (size_t i = 0; i < model->part_count; i++) {
		if (model->parts[i].kind != kind)
			continue;
		sum.low += model->parts[i].low;
		sum.high += model->parts[i].high;
		sum.fraction |= model->parts[i].fraction;
	}
	add_score(columns, name, &sum);
}

static bool gives(const struct gj_selection *selection, int grade)
{
	bool gives = selection->rest == grade;
	for (size_t i = 0; i < selection->stretch_count; i++)
		gives |= selection->stretches[i].grade == grade;
	return gives;
}

static bool only_selected(const struct model *model, size_t grade)
{
	const struct model_grade *of = &model->grades[grade];
	bool selected = false;
	for (size_t i = 0; i < model->selection_count; i++)
		selected |= gives(&model->selections[i].selection, (int)grade);
	return selected && !of->grade.from_band && !of->by_veto && !of->grade.unrated;
}

/* 等次, or, with those that 评选 alone gives, 评定结果. A standard without grades has nothing in these columns. */
static void add_grades(const struct columns *columns, const char *name, bool selected)
{
	const struct model *model = columns->level->model;
	struct node *field = made(columns, NODE_FIELD, name), *type = made(columns, NODE_TYPE, "选项");
	size_t count = 0;
	for (size_t i = 0; i < model->grade_count; i++) {
		if (!selected && only_selected(model, i))
			continue;
		ast_add(type, made(columns, NODE_NAME, model->grades[i].grade.name));
		count++;
	}
	if (count < 2)
		ast_add(field, made(columns, NODE_ATTR_NULLABLE, ""));
	add_field(columns, ast_add(field, count < 2 ? made(columns, NODE_TYPE, "文本") : type), false);
}

static void add_places(const struct columns *columns)
{
	const struct model *model = columns->level->model;
	for (size_t i = 0; i < model->ranking_count; i++) {
		struct extent of = {"名", 0, 1, GJ_RANKED_MOST, false, false, model->rankings[i].condition != NULL};
		add_number(columns, model->rankings[i].ranking.name, &of);
	}
}

static void add_closings(const struct columns *columns)
{
	add_sum(columns, GJ_PART_BONUS, gj_closing_name(GJ_CLOSING_BONUS));
	add_sum(columns, GJ_PART_PENALTY, gj_closing_name(GJ_CLOSING_PENALTY));
	add_score(columns, gj_closing_name(GJ_CLOSING_TOTAL), &columns->level->model->parts[0]);
	add_field(columns, ast_add(made(columns, NODE_FIELD, gj_closing_name(GJ_CLOSING_VETOED)), made(columns, NODE_TYPE, "是否")), false);
	add_grades(columns, gj_closing_name(GJ_CLOSING_GRADE), false);
	add_grades(columns, gj_closing_name(GJ_CLOSING_RESULT), true);
}

/* What is written in a column by grade: 1500.5, or nothing. */
static bool read_amount(const char *text, int64_t *value, int *scale)
{
	bool point = false;
	*value = *scale = 0;
	for (const char *at = text + (*text == '-'); *at; at++) {
		point |= *at == '.';
		*value = *at == '.' ? *value : *value * 10 + (*at - '0');
		*scale += point && *at != '.';
	}
	*value = *text == '-' ? -*value : *value;
	return *text;
}

static struct extent amounts(const struct model *model, size_t column)
{
	struct extent of = {.unit = model->columns[column].unit};
	int64_t value;
	int scale;
	bool any = false;
	for (size_t i = 0; i < model->grade_count; i++)
		if (read_amount(model->grades[i].grade.columns.items[column], &value, &scale) && scale > of.scale)
			of.scale = scale;
	for (size_t i = 0; i < model->grade_count; i++) {
		if (!read_amount(model->grades[i].grade.columns.items[column], &value, &scale)) {
			of.empty = true;
			continue;
		}
		wide amount = (wide)value * power_of_ten(of.scale - scale);
		of.low = any && of.low < amount ? of.low : amount;
		of.high = any && of.high > amount ? of.high : amount;
		any = true;
	}
	return of;
}

static bool has_name(const struct node *type, const char *name)
{
	const struct node *option = type->first;
	while (option && strcmp(option->text, name) != 0)
		option = option->next;
	return option;
}

static void add_words(const struct columns *columns, size_t column)
{
	const struct model *model = columns->level->model;
	struct node *field = made(columns, NODE_FIELD, model->columns[column].name), *type = made(columns, NODE_TYPE, "选项");
	bool empty = false;
	size_t count = 0;
	for (size_t i = 0; i < model->grade_count; i++) {
		const char *words = model->grades[i].grade.columns.items[column];
		empty |= !*words;
		if (!*words || has_name(type, words))
			continue;
		ast_add(type, made(columns, NODE_NAME, words));
		count++;
	}
	ast_add(field, count < 2 ? made(columns, NODE_TYPE, "文本") : type);
	add_field(columns, empty ? ast_add(field, made(columns, NODE_ATTR_NULLABLE, "")) : field, false);
}

/* What is given by grade: numbers, or words. */
static void add_given(const struct columns *columns)
{
	const struct model *model = columns->level->model;
	for (size_t i = 0; i < model->column_count; i++) {
		const struct gj_grade_column *column = &model->columns[i];
		struct extent of = column->number ? amounts(model, i) : (struct extent){0};
		if (column->number)
			add_number(columns, column->name, &of);
		else
			add_words(columns, i);
	}
}

static struct node *copy(const struct columns *columns, const struct node *node)
{
	struct node *copied = made(columns, node->kind, node->text);
	copied->number = node->number;
	copied->scale = node->scale;
	for (const struct node *child = node->first; child; child = child->next)
		if (child->kind != NODE_ATTR_KEY && child->kind != NODE_ATTR_ALIAS)
			ast_add(copied, copy(columns, child));
	return copied;
}

/* The fields that the results carry along are what they are in the other standard. */
static void add_carried(const struct columns *columns)
{
	const struct model *model = columns->level->model;
	const struct node *data = ast_child(columns->level->standard, NODE_DATA);
	for (size_t i = 0; i < model->carried_count; i++) {
		const struct gj_field *carried = &model->fields[model->carried[i]].field;
		const struct node *field = field_named(data, carried->name);
		if (field)
			add_field(columns, copy(columns, field), false);
		else /* the column of a 评分 */
			add_number(columns, carried->name, &(struct extent){carried->unit, carried->scale, carried->low, carried->high, false, false, false});
	}
}

static void add_key(const struct columns *columns)
{
	const struct model *model = columns->level->model;
	struct node *field = made(columns, NODE_FIELD, model->fields[model->key_field].field.name);
	ast_add(field, made(columns, NODE_TYPE, "文本"));
	add_field(columns, ast_add(field, made(columns, NODE_ATTR_KEY, "")), false);
}

static void add_columns(const struct columns *columns)
{
	const struct model *model = columns->level->model;
	add_key(columns);
	add_carried(columns);
	add_places(columns);
	for (size_t i = 0; i < model->part_count; i++)
		if (model->parts[i].kind == GJ_PART_ITEM)
			add_score(columns, model->parts[i].name, &model->parts[i]);
	add_closings(columns);
	add_given(columns);
}

static bool has_field(const struct model *model, const char *name)
{
	for (size_t i = 0; i < model->field_count; i++)
		if (strcmp(model->fields[i].field.name, name) == 0 && !model->fields[i].field.derived)
			return true;
	return false;
}

/* Of what the author has written below the ledger: no column of the results, or one whose type isn't the author's to say. */
static void judge_written(const struct columns *columns)
{
	struct bases *bases = columns->bases;
	for (const struct node *field = columns->ledger->first; field; field = field->next) {
		if (field->kind != NODE_FIELD)
			continue;
		if (!ast_child(field, NODE_ATTR_RESULT_COLUMN)) {
			struct finding *finding = report(bases->diagnostics, MSG_LEVEL_NO_COLUMN, field->name_span, columns->named->text, field->text, NULL);
			if (has_field(columns->level->model, field->text))
				finding_note(finding, gj_arena_print(bases->arena, "它是“%s”的字段：在那里写“结果 附带 %s”，结果里就有这一列", columns->named->text, field->text),
					gj_arena_print(bases->arena, "it is a field there: write 结果 附带 %s in “%s”", field->text, columns->named->text));
		} else if (!ast_child(field, NODE_ATTR_LINK) && ast_child(field, NODE_TYPE) && field->span.start != columns->named->span.start) {
			report(bases->diagnostics, MSG_LEVEL_COLUMN_WRITTEN, field->name_span, field->text, columns->named->text, NULL);
		}
	}
}

static struct level *level_read(const struct bases *bases, const char *path)
{
	struct level *level = *bases->levels;
	while (level && strcmp(level->path, path) != 0)
		level = level->next;
	return level;
}

/* What the standard in the last file of the source means; its findings are reported only when it has errors. */
static void understand(struct bases *outer, size_t index, struct level *level)
{
	struct bases bases = {.source = outer->source, .arena = outer->arena, .diagnostics = outer->diagnostics, .levels = outer->levels, .outer = outer,
		.outer_count = index + 1, .depth = outer->depth + 1};
	size_t before = bases_errors(outer);
	bool complete;
	bases.paths[0] = level->path;
	bases.files[0] = outer->source->file_count - 1;
	const struct node *tree = bases_parse(&bases, &complete);
	level->standard = ast_child(tree, NODE_STANDARD);
	level->faults = bases_errors(outer) - before;
	level->told = bases.level_failed;
	if (!complete || level->faults || !level->standard)
		return;
	struct diagnostics *apart = diagnostics_new(outer->arena);
	level->model = check(tree, outer->source, outer->arena, apart);
	level->faults = diagnostics_count(apart, GJ_ERROR);
	if (level->faults)
		check(tree, outer->source, outer->arena, outer->diagnostics);
}

/* NULL: reported. */
static struct level *read_level(struct bases *bases, size_t index, const struct node *named)
{
	const char *path = source_beside(bases->source, named->name_span.start, named->text, bases->arena), *real = real_path(bases, path);
	if (goes_round(bases, index + 1, named, real, MSG_LEVEL_CIRCLE))
		return NULL;
	struct level *level = level_read(bases, real);
	if (level)
		return level;
	if (bases->depth + 1 == MOST_LEVELS) {
		report(bases->diagnostics, MSG_LEVEL_TOO_DEEP, named->name_span, gj_arena_print(bases->arena, "%d", MOST_LEVELS), NULL);
		return NULL;
	}
	struct source *file = NULL;
	errno = 0;
	enum source_status status = read_rule_file(path, bases->arena, &file);
	int error = errno ? errno : EIO;
	if (status == SOURCE_OK && bases->source->length + file->length >= UINT32_MAX / 2)
		status = SOURCE_TOO_LARGE;
	if (status == SOURCE_CANNOT_READ)
		report(bases->diagnostics, MSG_LEVEL_UNREADABLE, named->name_span, path, gj_arena_print(bases->arena, "%d", error), NULL);
	else if (status != SOURCE_OK)
		report(bases->diagnostics, MSG_LEVEL_NOT_TEXT, named->name_span, path, NULL);
	if (status != SOURCE_OK)
		return NULL;
	file->path = tidy_path(bases, path, real);
	source_append(bases->source, file, bases->arena);
	level = gj_arena_alloc(bases->arena, sizeof *level);
	*level = (struct level){.path = real, .next = *bases->levels};
	understand(bases, index, level);
	*bases->levels = level;
	return level;
}

static bool fill_ledger(struct bases *bases, size_t index, struct node *ledger, const struct node *named)
{
	const struct level *level = read_level(bases, index, named);
	if (!level)
		return false;
	if (level->told)
		return false;
	if (!level->model || level->faults) {
		const char *count = gj_arena_print(bases->arena, "%zu", level->faults);
		report(bases->diagnostics, MSG_LEVEL_FAULTY, named->name_span, named->text, count, NULL);
		return false;
	}
	struct columns columns = {bases, ledger, named, level};
	add_columns(&columns);
	judge_written(&columns);
	return true;
}

bool read_levels(struct bases *bases, size_t index)
{
	const struct node *standard = ast_child(bases->trees[index], NODE_STANDARD);
	bool complete = true;
	for (struct node *part = standard ? standard->first : NULL; part; part = part->next) {
		struct node *ledger = part->kind == NODE_AMEND ? part->last : part;
		const struct node *named = ledger && ledger->kind == NODE_LEDGER ? ast_child(ledger, NODE_ATTR_RESULTS) : NULL;
		if (named && !fill_ledger(bases, index, ledger, named))
			complete = false;
	}
	bases->level_failed |= !complete;
	return complete;
}
