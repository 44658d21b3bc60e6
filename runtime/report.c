#include "report.h"

#include "cells.h"
#include "decimal.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>

static const char *const words[][2] = {
#define WORD(id, zh, en) {zh, en},
#include "report_words.def"
#undef WORD
};

const char *gj_word(enum gj_word word, enum gj_language language)
{
	return words[word][language];
}

void gj_report_bytes(struct gj_report *report, const char *text, size_t length)
{
	if (!report->failed)
		report->failed = !gj_buffer_add(&report->text, text, length);
}

void gj_report_text(struct gj_report *report, const char *text)
{
	gj_report_bytes(report, text, strlen(text));
}

void gj_report_word(struct gj_report *report, enum gj_word word, ...)
{
	const char *arguments[10];
	size_t count = 0;
	va_list list;
	va_start(list, word);
	for (const char *next; count < 10 && (next = va_arg(list, const char *)); count++)
		arguments[count] = next;
	va_end(list);
	const char *text = gj_word(word, report->language);
	size_t length = gj_message_format(text, arguments, count, NULL, 0);
	if (report->failed || !gj_buffer_reserve(&report->text, length + 1)) {
		report->failed = true;
		return;
	}
	gj_message_format(text, arguments, count, report->text.bytes + report->text.size, length + 1);
	report->text.size += length;
}

void gj_report_count(struct gj_report *report, uint64_t count)
{
	gj_report_decimal(report, (int64_t)count, 0);
}

void gj_report_decimal(struct gj_report *report, int64_t value, int scale)
{
	char text[GJ_DECIMAL_BYTES];
	gj_report_bytes(report, text, gj_decimal(text, value, scale));
}

static size_t line_cells(const struct gj_report *report)
{
	return report->failed || !report->text.bytes ? 0 : gj_cells(report->text.bytes + report->line, report->text.size - report->line);
}

void gj_report_column(struct gj_report *report, size_t cell)
{
	size_t used = line_cells(report);
	do
		gj_report_text(report, " ");
	while (++used < cell);
}

void gj_report_right(struct gj_report *report, const char *text, size_t cell)
{
	size_t width = line_cells(report) + gj_cells(text, strlen(text));
	while (width++ < cell)
		gj_report_text(report, " ");
	gj_report_text(report, text);
}

void gj_report_line(struct gj_report *report)
{
	gj_report_text(report, "\n");
	report->line = report->text.size;
}

bool gj_report_flush(struct gj_report *report, FILE *out)
{
	if (report->failed) {
		errno = ENOMEM;
		return false;
	}
	bool good = !report->text.size || fwrite(report->text.bytes, 1, report->text.size, out) == report->text.size;
	report->text.size = report->line = 0;
	return good;
}

void gj_report_free(struct gj_report *report)
{
	gj_buffer_free(&report->text);
}
