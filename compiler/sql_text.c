/* Names, texts and comments as SQL writes them. */
#include "sql_parts.h"

#include <stdarg.h>
#include <string.h>
#include <strings.h>

static void put_quoted(struct sql *sql, const char *text, char quote, bool backslash)
{
	fputc(quote, sql->out);
	for (; *text; text++) {
		if (*text == quote || (backslash && *text == '\\'))
			fputc(*text, sql->out);
		fputc(*text, sql->out);
	}
	fputc(quote, sql->out);
}

static void put_text(struct sql *sql, const char *text)
{
	put_quoted(sql, text, '\'', sql->dialect->backslash);
}

/* A name that is too long for the engine is cut between two characters and told apart from others by a number made of the whole. */
static const char *shortened(const struct sql *sql, const char *name)
{
	enum { NUMBER_BYTES = 9 };
	size_t length = strlen(name), most = sql->dialect->longest_name;
	if (!most || length <= most)
		return name;
	uint32_t number = 2166136261u;
	for (size_t i = 0; i < length; i++)
		number = (number ^ (unsigned char)name[i]) * 16777619u;
	size_t kept = most - NUMBER_BYTES;
	while (kept && ((unsigned char)name[kept] & 0xC0) == 0x80)
		kept--;
	return gj_arena_print(sql->arena, "%.*s_%08x", (int)kept, name, (unsigned)number);
}

void sql_print(struct sql *sql, const char *format, ...)
{
	va_list list;
	va_start(list, format);
	for (; *format; format++) {
		if (*format != '%') {
			fputc(*format, sql->out);
			continue;
		}
		switch (*++format) {
		case 'n': put_quoted(sql, shortened(sql, va_arg(list, const char *)), sql->dialect->quote, false); break;
		case 'q': put_text(sql, va_arg(list, const char *)); break;
		case '_': fputs(sql->words.step, sql->out); break;
		case 's': fputs(va_arg(list, const char *), sql->out); break;
		case 'd': fprintf(sql->out, "%d", va_arg(list, int)); break;
		case 'l': fprintf(sql->out, "%lld", (long long)va_arg(list, int64_t)); break;
		default: fputc('%', sql->out);
		}
	}
	va_end(list);
}

/* 00, 100 or 0.01 */
static void put_power(struct sql *sql, char which, int scale)
{
	fputs(which == '4' ? "1" : which == '5' && scale ? "0." : "", sql->out);
	for (int i = which == '5'; i < scale; i++)
		fputc('0', sql->out);
	fputs(which == '5' ? "1" : "", sql->out);
}

void sql_pattern(struct sql *sql, const char *pattern, const char *cell, int scale)
{
	for (; *pattern; pattern++) {
		if (*pattern != '$') {
			fputc(*pattern, sql->out);
			continue;
		}
		switch (*++pattern) {
		case '1': fputs(cell, sql->out); break;
		case '2': fprintf(sql->out, "%d", scale); break;
		default: put_power(sql, *pattern, scale);
		}
	}
}

void sql_end_view(struct sql *sql)
{
	sql_print(sql, "%s;\n\n", sql->dialect->settings);
}

void sql_comment(struct sql *sql, const char *indent, const char *text)
{
	if (!*text)
		return;
	fprintf(sql->out, "%s-- ", indent);
	for (; *text; text++)
		fputc((unsigned char)*text < ' ' ? ' ' : *text, sql->out);
	fputc('\n', sql->out);
}

const char *sql_cell(struct sql *sql, const char *alias, const char *name)
{
	name = shortened(sql, name);
	size_t length = strlen(name);
	char *quoted = gj_arena_alloc(sql->arena, 2 * length + 3), *at = quoted;
	*at++ = sql->dialect->quote;
	for (; *name; name++) {
		if (*name == sql->dialect->quote)
			*at++ = *name;
		*at++ = *name;
	}
	*at = sql->dialect->quote;
	return alias ? gj_arena_print(sql->arena, "%s.%s", alias, quoted) : quoted;
}

static bool is_among(const char *const *names, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (strcasecmp(names[i], name) == 0)
			return true;
	return false;
}

const char *sql_new_name(struct sql *sql, const char ***names, size_t *count, size_t *capacity, const char *wanted)
{
	const char *name = wanted;
	for (int i = 2; is_among(*names, *count, name); i++)
		name = gj_arena_print(sql->arena, "%s_%d", wanted, i);
	*names = gj_arena_grow(sql->arena, *names, *count, capacity, sizeof **names);
	(*names)[(*count)++] = name;
	return name;
}

const char *sql_new_view(struct sql *sql, const char *wanted)
{
	return sql_new_name(sql, &sql->taken, &sql->taken_count, &sql->taken_capacity, wanted);
}

const char *sql_word(const struct sql *sql, const char *word)
{
	static const char *const words[][2] = { { "数据", "units" }, { "名次", "places" }, { "得分", "scores" }, { "结果", "results" }, { "退回", "rejects" }, { "目标", "targets" },
		{ "计入", "counted" }, { "汇总", "sums" }, { "格子", "cells" }, { "校验", "checks" }, { "重复", "repeated" }, { "重复行", "repeated_rows" } };
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (sql->dialect->latin_names && strcmp(words[i][0], word) == 0)
			return words[i][1];
	return word;
}

const char *sql_faults_name(const struct sql *sql, int ledger, const char *what)
{
	return gj_arena_print(sql->arena, "%s_%s", ledger == GJ_NONE ? sql->table : sql->ledgers[ledger], sql_word(sql, what));
}

static bool begins(const char *name, const char *word)
{
	return strncasecmp(name, word, strlen(word)) == 0;
}

static bool any_field_begins(const struct gj_program *program, const char *word)
{
	for (size_t i = 0; i < program->field_count; i++)
		if (begins(program->fields[i].name, word))
			return true;
	return false;
}

static bool is_begun(const struct sql *sql, const char *word)
{
	const struct gj_program *program = sql->ir->program;
	bool begun = any_field_begins(program, word);
	for (size_t i = 0; i < program->ledger_count; i++)
		begun = begun || any_field_begins(program->ledgers[i].rows, word);
	for (size_t i = 0; i < program->sheet_count; i++)
		begun = begun || begins(program->sheet[i].name, word);
	return begun;
}

/* A word that no field and no part of the sheet begins with. */
static const char *free_word(struct sql *sql, const char *word)
{
	while (is_begun(sql, word))
		word = gj_arena_print(sql->arena, "_%s", word);
	return word;
}

void sql_choose_words(struct sql *sql)
{
	struct sql_words *words = &sql->words;
	words->line = free_word(sql, "行号");
	words->owner = free_word(sql, "归属");
	words->self = free_word(sql, "本条");
	words->present = free_word(sql, "有记录");
	words->readable = free_word(sql, "可读");
	words->stored = free_word(sql, "整数_");
	words->value = free_word(sql, "v");
	words->clause = free_word(sql, "条款");
	words->reason = free_word(sql, "理由");
	words->step = free_word(sql, "_");
}

void sql_refuse(struct sql *sql, struct span span, const char *zh, const char *en)
{
	struct finding *finding = report(sql->diagnostics, MSG_SQL_BEYOND, span, sql->dialect->name, NULL);
	if (!sql->refused)
		finding_note(finding, zh, en);
	sql->refused = true;
}
