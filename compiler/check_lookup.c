/* 查表, 阶梯, 插值: what is looked up in a 参数表 by which columns, and that every case has its row. */
#include "check_lookup.h"
#include <stdlib.h>
#include <string.h>

static const char *const WORDS[] = {[LOOKUP_EXACT] = "查表", [LOOKUP_STEP] = "阶梯", [LOOKUP_LINEAR] = "插值"};

bool is_lookup_function(const char *word)
{
	return !strcmp(word, WORDS[LOOKUP_EXACT]) || !strcmp(word, WORDS[LOOKUP_STEP]) || !strcmp(word, WORDS[LOOKUP_LINEAR]);
}

static const struct expr *report_form(struct checker *checker, const struct node *node)
{
	static const char *const forms[] = {[LOOKUP_EXACT] = "查表（表 的 列 当 键列 = 值）", [LOOKUP_STEP] = "阶梯（表 的 列 当 起点列 不超过 值）",
		[LOOKUP_LINEAR] = "插值（表 的 列 当 键列 = 值 表外 取端值）"};
	size_t kind = 0;
	while (strcmp(WORDS[kind], node->text))
		kind++;
	report(checker->diagnostics, MSG_LOOKUP_FORM, node->span, node->text, forms[kind], NULL);
	return NULL;
}

static int column_named(struct checker *checker, const struct table *table, const struct node *name)
{
	struct gj_texts names = {table->column_count, gj_arena_alloc(checker->arena, table->column_count * sizeof *names.items)};
	for (size_t i = 0; i < table->column_count; i++) {
		names.items[i] = table->columns[i].name;
		if (!strcmp(names.items[i], name->text))
			return (int)i;
	}
	report_unknown_word(checker, MSG_TABLE_COLUMN_UNKNOWN, name, &names, table->name);
	return GJ_NONE;
}

/* 甲 且 乙 且 丙: their number, more than MOST_KEYS when there are too many. */
static size_t split(const struct node *condition, struct asked *asked, size_t count)
{
	if (condition->kind == NODE_BINARY && !strcmp(condition->text, "且")) {
		count = split(ast_expression(condition), asked, count);
		return count > MOST_KEYS ? count : split(ast_next_expression(ast_expression(condition)), asked, count);
	}
	if (count < MOST_KEYS)
		asked->conditions[count] = condition;
	return count + 1;
}

static bool relation_of(const char *sign, enum expr_kind *kind)
{
	static const struct { const char *sign; enum expr_kind kind; } signs[] = {
		{"=", EXPR_EQ}, {"<", EXPR_LT}, {"<=", EXPR_LE}, {">", EXPR_GT}, {">=", EXPR_GE}};
	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
		if (!strcmp(signs[i].sign, sign)) {
			*kind = signs[i].kind;
			return true;
		}
	return false;
}

static bool relation_fits(struct checker *checker, const struct asked *asked, size_t at)
{
	const struct lookup *lookup = asked->lookup;
	bool steps = lookup->kind == LOOKUP_STEP && at + 1 == lookup->key_count;
	if (steps != (lookup->keys[at].relation == EXPR_EQ))
		return true;
	const struct node *condition = asked->conditions[at];
	struct finding *finding = report(checker->diagnostics, MSG_LOOKUP_RELATION, condition->name_span, asked->node->text, steps ? "不超过" : "=", NULL);
	if (!steps)
		finding_fix(finding, condition->name_span, "=");
	else
		finding_note(finding, "列里是每一档的起点：含起点写“不超过”，不含写“低于”；列里是每一档的上限：含上限写“不低于”，不含写“高于”",
			"where the cells begin the steps, 不超过 includes them and 低于 doesn't; where they end them, 不低于 includes them and 高于 doesn't");
	return false;
}

static bool report_key_type(struct checker *checker, const struct table_column *column, const struct node *value)
{
	static const char *const words[][2] = {[GJ_BOOL] = {"是否", "是 or 否"}, [GJ_NUMBER] = {"数", "numbers"}, [GJ_OPTION] = {"名称", "names"},
		[GJ_TEXT] = {"名称", "names"}, [GJ_DATE] = {"日期", "dates"}};
	report(checker->diagnostics, MSG_LOOKUP_KEY_TYPE, value->span, column->name, words[column->type][0], source_text(checker, value->span),
		words[column->type][1], NULL);
	return false;
}

/* The number looked up, in the unit of the column. NULL: reported. */
static const struct expr *in_column_unit(struct checker *checker, const struct table_column *column, const struct expr *x)
{
	int power;
	if (!strcmp(column->unit, x->unit))
		return x;
	if (unit_power(x->unit, column->unit, &power))
		return expr_in_unit(checker, x, column->unit, power);
	if (unit_is_share(column->unit) && !*x->unit)
		return expr_in_unit(checker, x, column->unit, -unit_share_power(column->unit));
	struct finding *finding = report(checker->diagnostics, MSG_LOOKUP_KEY_UNIT, column->span, column->name, unit_words(checker, column->unit, GJ_CHINESE),
		source_text(checker, x->span), unit_words(checker, x->unit, GJ_CHINESE), unit_words(checker, column->unit, GJ_ENGLISH),
		unit_words(checker, x->unit, GJ_ENGLISH), NULL);
	finding_relate(finding, x->span, "用在这里", "used here");
	if (!*column->unit)
		finding_fix(finding, (struct span){column->span.end, column->span.end}, gj_arena_print(checker->arena, "（%s）", x->unit));
	return NULL;
}

static bool number_key(struct checker *checker, const struct asked *asked, size_t at, const struct node *value, const struct expr *x)
{
	struct lookup_key *key = &asked->lookup->keys[at];
	const struct table_column *column = &asked->table->columns[key->column];
	bool exact_match = key->relation == EXPR_EQ && !(asked->lookup->kind == LOOKUP_LINEAR && at + 1 == asked->lookup->key_count);
	if (x->type != GJ_NUMBER)
		return report_key_type(checker, column, value);
	if (x->exact && exact_match) {
		const char *text = source_text(checker, value->span), *rounded = gj_arena_print(checker->arena, "四舍五入（%s、保留 2位）", text);
		finding_fix(report(checker->diagnostics, MSG_LOOKUP_QUOTIENT, value->span, text, rounded, NULL), value->span, rounded);
		return false;
	}
	key->value = in_column_unit(checker, column, x);
	if (!key->value)
		return false;
	key->scale = key->value->exact || key->value->scale < column->scale ? column->scale : key->value->scale;
	struct interval largest = interval_widen((struct interval){-1, 1}, 0, key->scale);
	largest = interval_multiply(largest, (struct interval){1000000000000, 1000000000000});
	if (key->scale <= MOST_DECIMALS && interval_fits(largest))
		return true;
	report(checker->diagnostics, MSG_TABLE_NUMBER_LARGE, value->span, source_text(checker, value->span), NULL);
	return false;
}

/* One condition: 列 = 值. False: reported. */
static bool check_key(struct checker *checker, struct asked *asked, size_t at, const struct facts *facts)
{
	const struct node *condition = asked->conditions[at], *name = ast_expression(condition), *value = name ? ast_next_expression(name) : NULL;
	struct lookup_key *key = &asked->lookup->keys[at];
	if (condition->kind != NODE_BINARY || !value || name->kind != NODE_NAME || !relation_of(condition->text, &key->relation)) {
		report_form(checker, asked->node);
		return false;
	}
	key->column = column_named(checker, asked->table, name);
	if (key->column == GJ_NONE || !relation_fits(checker, asked, at))
		return false;
	const struct table_column *column = &asked->table->columns[key->column];
	const struct expr *x = check_expression(checker, value, facts);
	asked->options[at] = column->type == GJ_TEXT ? options_named(checker, value) : NULL;
	if (!x)
		return false;
	key->value = x;
	if (column->type == GJ_NUMBER)
		return number_key(checker, asked, at, value, x);
	bool ordered = at + 1 == asked->lookup->key_count && asked->lookup->kind != LOOKUP_EXACT;
	if ((column->type == GJ_TEXT ? !asked->options[at] : x->type != column->type) || (ordered && column->type != GJ_DATE))
		return report_key_type(checker, column, value);
	return true;
}

/* The code of a cell; false where it is no option of the field. */
static bool code_of(struct checker *checker, const struct asked *asked, size_t at, size_t row, int64_t *code)
{
	const struct lookup_key *key = &asked->lookup->keys[at];
	const struct table *table = asked->table;
	size_t cell = row * table->column_count + (size_t)key->column;
	const struct node *node = table->nodes[cell];
	*code = table->cells[cell];
	if (asked->options[at]) {
		const char *text = node->kind == NODE_NUMBER ? source_text(checker, node->span) : node->text;
		*code = option_index(checker, asked->options[at], text);
		return *code != GJ_NONE;
	}
	*code = (int64_t)rescale(*code, table->columns[key->column].scale, table->columns[key->column].type == GJ_NUMBER ? key->scale : 0, GJ_ROUND_DOWN);
	return true;
}

static int by_codes(const void *left, const void *right)
{
	const struct lookup_row *x = left, *y = right;
	for (size_t i = 0; i < MOST_KEYS; i++)
		if (x->codes[i] != y->codes[i])
			return x->codes[i] < y->codes[i] ? -1 : 1;
	return x->row < y->row ? -1 : x->row > y->row;
}

static bool alike(const struct lookup_row *x, const struct lookup_row *y)
{
	return !memcmp(x->codes, y->codes, sizeof x->codes);
}

static const char *key_columns(struct checker *checker, const struct asked *asked)
{
	const char *names[MOST_KEYS];
	for (size_t i = 0; i < asked->lookup->key_count; i++)
		names[i] = asked->table->columns[asked->lookup->keys[i].column].name;
	return join_names(checker->arena, names, asked->lookup->key_count, MOST_KEYS);
}

/* The rows in the order of their codes. False: two are alike, reported. */
static bool order_rows(struct checker *checker, struct asked *asked)
{
	struct lookup *lookup = asked->lookup;
	struct table *table = asked->table;
	lookup->rows = gj_arena_alloc(checker->arena, (table->row_count + 1) * sizeof *lookup->rows);
	for (size_t row = 0; row < table->row_count; row++) {
		struct lookup_row *made = &lookup->rows[lookup->row_count];
		bool known = true;
		*made = (struct lookup_row){.row = row};
		for (size_t at = 0; at < lookup->key_count && known; at++)
			known = code_of(checker, asked, at, row, &made->codes[at]);
		lookup->row_count += known;
	}
	qsort(lookup->rows, lookup->row_count, sizeof *lookup->rows, by_codes);
	for (size_t i = 1; i < lookup->row_count; i++) {
		if (!alike(&lookup->rows[i - 1], &lookup->rows[i]))
			continue;
		struct finding *finding = report(checker->diagnostics, MSG_TABLE_KEY_TWICE, table->rows[lookup->rows[i].row], table->name,
			key_columns(checker, asked), NULL);
		finding_relate(finding, table->rows[lookup->rows[i - 1].row], "与这一行相同", "the same as this row");
		table->broken = true;
		return false;
	}
	return true;
}

static wide greatest_common(wide x, wide y)
{
	while (y) {
		wide rest = x % y;
		x = y;
		y = rest;
	}
	return x < 0 ? -x : x;
}

/* What a stretch's slope must be multiplied by to be whole. */
static wide stretch_divisor(const struct lookup *lookup, size_t index)
{
	size_t at = lookup->key_count - 1;
	wide distance = lookup->rows[index + 1].codes[at] - lookup->rows[index].codes[at];
	wide rise = (wide)lookup_cell(lookup, index + 1, lookup->column) - lookup_cell(lookup, index, lookup->column);
	rise *= power_of_ten(lookup_scale(lookup) - lookup->table->columns[lookup->column].scale);
	return distance / greatest_common(rise, distance);
}

enum { MOST_DIVISOR = 1000000 };

/* Whether a row and the next are alike in all keys but the last. */
static bool joined(const struct lookup *lookup, size_t row)
{
	return row + 1 < lookup->row_count
		&& !memcmp(lookup->rows[row].codes, lookup->rows[row + 1].codes, (lookup->key_count - 1) * sizeof *lookup->rows->codes);
}

static bool settle_divisor(struct checker *checker, const struct asked *asked)
{
	struct lookup *lookup = asked->lookup;
	const struct table *table = asked->table;
	wide divisor = 1;
	for (size_t i = 0; i < lookup->row_count; i++) {
		if (!joined(lookup, i) && (i == 0 || !joined(lookup, i - 1))) {
			report(checker->diagnostics, MSG_LINEAR_ROWS, table->rows[lookup->rows[i].row], table->name, NULL);
			return false;
		}
		wide own = joined(lookup, i) ? stretch_divisor(lookup, i) : 1;
		if (divisor <= MOST_DIVISOR)
			divisor = divisor / greatest_common(divisor, own) * own;
	}
	lookup->divisor = divisor <= MOST_DIVISOR ? (int64_t)divisor : 0;
	return true;
}

/* A value between two rows: a decimal number where the stretches divide so, otherwise a fraction. */
static const struct expr *linear_value(struct checker *checker, const struct asked *asked, struct expr *expr)
{
	struct lookup *lookup = asked->lookup;
	int own = asked->table->columns[lookup->column].scale, scale = lookup_scale(lookup), more = 0;
	if (!settle_divisor(checker, asked))
		return NULL;
	for (wide power = 1; lookup->divisor && power % lookup->divisor && more < GJ_SHOWN_DECIMALS; power *= 10)
		more++;
	bool decimal = lookup->divisor && power_of_ten(more) % lookup->divisor == 0 && scale + more <= GJ_SHOWN_DECIMALS;
	if (decimal && !lookup->keys[lookup->key_count - 1].value->exact) {
		struct interval range = interval_widen(expr_interval(expr), own, scale + more);
		expr->scale = scale + more;
		expr->low = range.low;
		expr->high = range.high;
		return expr;
	}
	return expr_between(checker, expr, range_of(expr_interval(expr), own));
}

static const struct expr *lookup_expr(struct checker *checker, const struct asked *asked, enum expr_kind kind, enum gj_type type, const char *unit)
{
	struct lookup *lookup = asked->lookup;
	struct expr *expr = expr_new(checker, kind, asked->node->span, type, unit);
	expr->lookup = lookup;
	expr->a = lookup->keys[0].value;
	expr->b = lookup->key_count > 1 ? lookup->keys[1].value : NULL;
	expr->c = lookup->key_count > 2 ? lookup->keys[2].value : NULL;
	return expr;
}

static const struct expr *value_of(struct checker *checker, const struct coverage *coverage)
{
	const struct asked *asked = coverage->asked;
	const struct table_column *column = &asked->table->columns[asked->lookup->column];
	struct expr *expr = (struct expr *)lookup_expr(checker, asked, EXPR_LOOKUP, column->type, column->type == GJ_NUMBER ? column->unit : "");
	expr->scale = column->scale;
	expr->low = coverage->low;
	expr->high = coverage->high;
	return asked->lookup->kind == LOOKUP_LINEAR ? linear_value(checker, asked, expr) : expr;
}

/* The first row whose name is no option of its field, GJ_NONE where all are. */
static int odd_row(struct checker *checker, const struct asked *asked)
{
	int64_t code;
	for (size_t row = 0; row < asked->table->row_count; row++)
		for (size_t at = 0; at < asked->lookup->key_count; at++)
			if (!code_of(checker, asked, at, row, &code))
				return (int)row;
	return GJ_NONE;
}

static const struct expr *report_missing(struct checker *checker, const struct coverage *coverage)
{
	const struct asked *asked = coverage->asked;
	bool ends_said = ast_child(asked->node, NODE_ATTR_OUTSIDE) != NULL;
	size_t shown = coverage->missing_count < MOST_MISSING ? coverage->missing_count : MOST_MISSING;
	const char *missing = join_names(checker->arena, coverage->missing, shown, MOST_MISSING);
	struct finding *finding = ends_said ? report(checker->diagnostics, MSG_OUTSIDE_ENDS, asked->node->span, missing, NULL)
	                                    : report(checker->diagnostics, MSG_LOOKUP_MISSING, asked->node->span, asked->table->name, missing, NULL);
	int odd = odd_row(checker, asked);
	if (odd != GJ_NONE)
		finding_relate(finding, asked->table->rows[odd], "这一行的名称不是字段的选项，是不是写错了？", "the name of this row is no option of the field: is it misspelled?");
	else if (asked->lookup->kind == LOOKUP_EXACT || ends_said)
		finding_note(finding, "请给表补上这些行，或者在右括号前面写“表外 为 …”", "add these rows, or write 表外 为 … before the bracket closes");
	else
		finding_note(finding, "请给表补上这些行，或者在右括号前面写“表外 为 …”，或者写“表外 取端值”（按最近的一行算）",
			"add these rows, or write 表外 为 … before the bracket closes, or 表外 取端值 for what the nearest row says");
	return NULL;
}

/* The value where there is a row, and what is said of the cases that have none. */
static const struct expr *with_outside(struct checker *checker, const struct coverage *coverage, const struct expr *value, const struct facts *facts)
{
	const struct node *node = coverage->asked->node, *outside = ast_child(node, NODE_ATTR_OUTSIDE), *arm = outside ? ast_expression(outside) : NULL;
	if (coverage->missing_count && !arm)
		return report_missing(checker, coverage);
	if (!coverage->missing_count) {
		if (arm)
			finding_fix(report(checker->diagnostics, MSG_OUTSIDE_NEEDLESS, outside->span, coverage->asked->table->name, NULL), outside->span, "");
		return value;
	}
	const struct expr *other = check_expression(checker, arm, facts);
	if (!other || other->type != value->type) {
		if (other)
			report(checker->diagnostics, MSG_TYPES_DIFFER, arm->span, source_text(checker, node->span), source_text(checker, arm->span), NULL);
		return NULL;
	}
	if (value->type == GJ_NUMBER && !unify_units(checker, node, &value, arm, &other))
		return NULL;
	struct expr *test = (struct expr *)lookup_expr(checker, coverage->asked, EXPR_OUTSIDE, GJ_BOOL, "");
	test->high = 1;
	return expr_select(checker, node->span, test, other, value);
}

static bool wanted_column_fits(struct checker *checker, const struct asked *asked, const struct node *name)
{
	const struct table_column *column = &asked->table->columns[asked->lookup->column];
	bool linear = asked->lookup->kind == LOOKUP_LINEAR;
	if (column->type != GJ_TEXT && (!linear || column->type == GJ_NUMBER))
		return true;
	report(checker->diagnostics, column->type == GJ_TEXT ? MSG_LOOKUP_COLUMN_NAMES : MSG_LINEAR_NUMBERS, name->span, column->name, NULL);
	return false;
}

/* Table, column and conditions. False: reported. */
static bool read_parts(struct checker *checker, struct asked *asked, const struct facts *facts)
{
	const struct node *node = asked->node, *name = ast_child(node, NODE_ATTR_LEDGER), *of = ast_child(node, NODE_ATTR_OF);
	const struct node *when = ast_child(node, NODE_ATTR_WHEN), *column = of ? ast_expression(of) : NULL, *condition = when ? ast_expression(when) : NULL;
	struct lookup *lookup = asked->lookup;
	while (strcmp(WORDS[lookup->kind], node->text))
		lookup->kind++;
	if (!name || !column || column->kind != NODE_NAME || !condition || ast_child(node, NODE_ATTR_EMPTY)) {
		report_form(checker, node);
		return false;
	}
	const struct name_entry *entry = names_find(&checker->tables, name->text);
	if (!entry) {
		report_unknown(checker, MSG_TABLE_UNKNOWN, name, &checker->tables, "");
		return false;
	}
	lookup->table = asked->table = &checker->table_list[entry->index];
	asked->table->used = true;
	if (asked->table->broken)
		return false;
	lookup->column = column_named(checker, asked->table, column);
	lookup->key_count = split(condition, asked, 0);
	if (lookup->column == GJ_NONE || !wanted_column_fits(checker, asked, column))
		return false;
	if (lookup->key_count > MOST_KEYS) {
		report_form(checker, node);
		return false;
	}
	bool good = true;
	for (size_t i = 0; i < lookup->key_count; i++)
		good = check_key(checker, asked, i, facts) && good;
	return good;
}

const struct expr *check_lookup(struct checker *checker, const struct node *node, const struct facts *facts)
{
	struct asked asked = {.node = node, .lookup = gj_arena_alloc(checker->arena, sizeof *asked.lookup)};
	const struct node *outside = ast_child(node, NODE_ATTR_OUTSIDE);
	if (!read_parts(checker, &asked, facts))
		return NULL;
	asked.lookup->ends = outside && !ast_expression(outside) && asked.lookup->kind != LOOKUP_EXACT;
	asked.table->columns[asked.lookup->column].used = true;
	for (size_t i = 0; i < asked.lookup->key_count; i++) {
		struct table_column *key = &asked.table->columns[asked.lookup->keys[i].column];
		key->used = key->key = true;
	}
	if (!order_rows(checker, &asked))
		return NULL;
	struct coverage coverage = {.checker = checker, .asked = &asked};
	if (asked.lookup->row_count)
		coverage_find(&coverage, 0, 0, asked.lookup->row_count, "");
	else
		coverage_miss(&coverage, 0, "", coverage_range(&coverage, 0).low, coverage_range(&coverage, 0).high);
	const struct expr *value = coverage.found ? value_of(checker, &coverage) : NULL;
	if (coverage.found && !value)
		return NULL;
	return value ? with_outside(checker, &coverage, value, facts) : report_missing(checker, &coverage);
}
