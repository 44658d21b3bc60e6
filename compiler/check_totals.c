/* The derived fields that hold totals over ledgers: each total once, however often it is written. */
#include "check_aggregate.h"
#include <string.h>

/* What a total is called where people read it. */
static const char *kind_word(enum gj_total_kind kind)
{
	static const char *const words[GJ_TOTAL_KINDS] = {
		[GJ_TOTAL_COUNT] = "计数", [GJ_TOTAL_SUM] = "合计", [GJ_TOTAL_MOST] = "最高", [GJ_TOTAL_LEAST] = "最低", [GJ_TOTAL_DISTINCT] = "不同",
		[GJ_TOTAL_VALUES] = "不同", [GJ_TOTAL_RUN] = "最长连续", [GJ_TOTAL_GAP] = "最长间断", [GJ_TOTAL_TRIMMED] = "合计",
		[GJ_TOTAL_BEST] = "合计", [GJ_TOTAL_LATEST] = "最近", [GJ_TOTAL_EARLIEST] = "最早",
	};
	return words[kind];
}

static bool is_dated(enum gj_total_kind kind)
{
	return kind == GJ_TOTAL_LATEST || kind == GJ_TOTAL_EARLIEST;
}

static bool keeps_some(enum gj_total_kind kind)
{
	return kind == GJ_TOTAL_TRIMMED || kind == GJ_TOTAL_BEST;
}

const char *total_words(struct checker *checker, const struct node *node, bool bracketed)
{
	if (!node)
		return NULL;
	const char *text = source_text(checker, node->span);
	bool single = node->kind == NODE_NAME || node->kind == NODE_NUMBER || node->kind == NODE_CALL || node->kind == NODE_AGGREGATE;
	return bracketed && !single ? gj_arena_print(checker->arena, "（%s）", text) : text;
}

/* What is left out or taken: 去掉 1个最高分、1个最低分. */
static const char *ends_label(struct checker *checker, const struct asked *asked, enum gj_total_kind kind)
{
	struct gj_arena *arena = checker->arena;
	if (kind == GJ_TOTAL_BEST)
		return gj_arena_print(arena, asked->largest ? " 取最高 %d个" : " 取最低 %d个", asked->largest + asked->smallest);
	const char *largest = asked->largest ? gj_arena_print(arena, "%d个最高分", asked->largest) : "";
	const char *smallest = asked->smallest ? gj_arena_print(arena, "%d个最低分", asked->smallest) : "";
	return gj_arena_print(arena, " 去掉 %s%s%s", largest, *largest && *smallest ? "、" : "", smallest);
}

const char *total_label(struct checker *checker, const struct asked *asked, enum gj_total_kind kind, const char *of, const char *when)
{
	const char *by = is_dated(kind) ? total_words(checker, asked->by, false) : NULL;
	return gj_arena_print(checker->arena, "%s（%s%s%s%s%s%s%s%s）", kind_word(kind), asked->ledger->name, of ? " 的 " : "", of ? of : "",
		by ? " 按 " : "", by ? by : "", keeps_some(kind) ? ends_label(checker, asked, kind) : "", when ? " 当 " : "", when ? when : "");
}

static int index_of(const struct checker *checker, const struct ledger *ledger)
{
	return ledger ? (int)(ledger - checker->whole->ledgers) : GJ_NONE;
}

/* The most rows that one of those spoken of can have. */
static wide most_rows(const struct checker *checker, const struct ledger *ledger)
{
	const struct ledger *ledgers = checker->whole->ledgers;
	int owner = index_of(checker, checker->ledger);
	if (owner != GJ_NONE && ledgers[owner].base == index_of(checker, ledger))
		return ledger->most;
	wide most = 1;
	for (int level = index_of(checker, ledger); level != owner && most < INT64_MAX; level = ledgers[level].parent)
		most *= ledgers[level].most;
	return most < INT64_MAX ? most : INT64_MAX;
}

static struct interval values_of(const struct expr *value)
{
	return (struct interval){0, value->high - value->low + 1};
}

static struct interval total_range(const struct asked *asked, enum gj_total_kind kind, const struct expr *value, wide most)
{
	struct interval none = {0, 0}, rows = {0, most};
	wide kept = asked->largest + asked->smallest;
	switch (kind) {
	case GJ_TOTAL_COUNT:
		return rows;
	case GJ_TOTAL_DISTINCT: case GJ_TOTAL_RUN:
		return interval_least(rows, values_of(value));
	case GJ_TOTAL_VALUES:
		return value ? interval_least(rows, values_of(value)) : rows;
	case GJ_TOTAL_GAP:
		return values_of(value);
	case GJ_TOTAL_SUM: case GJ_TOTAL_TRIMMED:
		return interval_hull(none, interval_multiply(expr_interval(value), rows));
	case GJ_TOTAL_BEST:
		return interval_hull(none, interval_multiply(expr_interval(value), interval_least(rows, (struct interval){kept, kept})));
	default:
		return expr_interval(value);
	}
}

/* Whether the total is a number of rows or of values. */
static bool counts(enum gj_total_kind kind)
{
	switch (kind) {
	case GJ_TOTAL_COUNT: case GJ_TOTAL_DISTINCT: case GJ_TOTAL_VALUES: case GJ_TOTAL_RUN: case GJ_TOTAL_GAP:
		return true;
	default:
		return false;
	}
}

/* The options that the value of an expression over the ledger's fields is one of. */
static struct gj_texts options_of(const struct ledger *ledger, const struct expr *value)
{
	while (value->kind == EXPR_SELECT)
		value = value->b;
	return value->kind == EXPR_FIELD ? ledger->rows->fields[value->field].field.options : (struct gj_texts){0};
}

int next_column(const struct model *model)
{
	int column = 0;
	for (size_t i = model->field_count; i-- > 0 && column == 0;) {
		const struct gj_field *last = &model->fields[i].field;
		column = (last->column > last->state_column ? last->column : last->state_column) + 1;
	}
	return column;
}

static int new_field(struct checker *checker, const struct asked *asked, struct gj_field field)
{
	struct model *model = checker->model;
	field.column = next_column(model);
	field.state_column = GJ_NONE;
	field.meaning = "";
	field.derived = true;
	model->fields = gj_arena_grow(checker->arena, model->fields, model->field_count, &model->field_capacity, sizeof *model->fields);
	model->fields[model->field_count] = (struct model_field){.field = field, .span = asked->node->span, .name_span = asked->node->span, .used = true};
	return (int)model->field_count++;
}

static const struct expr *field_of(struct checker *checker, const struct asked *asked, int index)
{
	const struct gj_field *field = &checker->model->fields[index].field;
	struct expr *expr = expr_new(checker, EXPR_FIELD, asked->node->span, field->type, field->unit);
	expr->field = index;
	expr->scale = field->scale;
	expr->low = field->low;
	expr->high = field->high;
	return expr;
}

static struct gj_field shape_of(const struct asked *asked, enum gj_total_kind kind, const struct expr *value, struct interval range)
{
	struct gj_field field = {.type = GJ_NUMBER, .unit = kind == GJ_TOTAL_COUNT ? asked->ledger->unit : "", .low = (int64_t)range.low,
		.high = (int64_t)range.high, .lane = interval_lane(range)};
	if (counts(kind))
		return field;
	field.type = value->type;
	field.unit = value->unit;
	field.scale = value->scale;
	if (value->type == GJ_OPTION)
		field.options = options_of(asked->ledger, value);
	return field;
}

static void add_aggregate(struct checker *checker, const struct asked *asked, enum gj_total_kind kind, const struct expr *value,
	const struct expr *filter, int field)
{
	struct ledger *ledger = asked->ledger;
	struct aggregate aggregate = {.filter = filter, .value = value, .by = is_dated(kind) ? asked->key : NULL,
		.total = {.kind = kind, .owner = index_of(checker, checker->ledger), .field = field, .filter = GJ_NONE, .value = GJ_NONE, .key = GJ_NONE,
			.text = kind == GJ_TOTAL_VALUES ? asked->text : GJ_NONE}};
	if (kind == GJ_TOTAL_DISTINCT || kind == GJ_TOTAL_RUN || kind == GJ_TOTAL_GAP) {
		aggregate.total.base = (int64_t)value->low;
		aggregate.total.limit = (int64_t)value->high;
	}
	if (keeps_some(kind)) {
		aggregate.total.largest = asked->largest;
		aggregate.total.smallest = asked->smallest;
	}
	ledger->aggregates = gj_arena_grow(checker->arena, ledger->aggregates, ledger->aggregate_count, &ledger->aggregate_capacity,
		sizeof *ledger->aggregates);
	ledger->aggregates[ledger->aggregate_count++] = aggregate;
	if (kind == GJ_TOTAL_COUNT)
		relate_counts(checker, ledger);
}

const struct expr *total_field_of(struct checker *checker, const struct asked *asked, enum gj_total_kind kind, const struct expr *value,
	const struct expr *filter, const char *of, const char *when)
{
	struct ledger *ledger = asked->ledger;
	const char *label = total_label(checker, asked, kind, of, when);
	struct name_table *totals = &checker->ledger_totals[index_of(checker, ledger)];
	/* The same words over the rows of another owner are another total. */
	const char *key = gj_arena_print(checker->arena, "%s %d", label, index_of(checker, checker->ledger));
	const struct name_entry *made = names_find(totals, key);
	if (made)
		return field_of(checker, asked, made->index);
	wide most = most_rows(checker, ledger);
	struct interval range = total_range(asked, kind, value, most);
	if (range.low < INT64_MIN / 2 || range.high > INT64_MAX / 2) {
		report(checker->diagnostics, MSG_TOTAL_LARGE, asked->node->span, ledger->name, decimal_text(checker->arena, most, 0), NULL);
		return NULL;
	}
	if (checker->model->field_count == MOST_FIELDS) {
		report(checker->diagnostics, MSG_FIELDS_TOO_MANY, checker->standard->name_span, NULL);
		return NULL;
	}
	struct gj_field shape = shape_of(asked, kind, value, range);
	shape.name = label;
	int field = new_field(checker, asked, shape);
	add_aggregate(checker, asked, kind, value, filter, field);
	names_add(totals, key, asked->node->span, 0, field);
	return field_of(checker, asked, field);
}

const struct expr *total_field(struct checker *checker, const struct asked *asked, enum gj_total_kind kind)
{
	const char *of = kind == GJ_TOTAL_COUNT ? NULL : total_words(checker, asked->of, false);
	const struct expr *value = kind == GJ_TOTAL_COUNT ? NULL : asked->value;
	return total_field_of(checker, asked, kind, value, asked->filter, of, total_words(checker, asked->when, false));
}
