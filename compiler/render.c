/* Findings as a terminal shows them. */
#include "diagnostics.h"

#include "source.h"
#include <string.h>

/* A line that is longer is shown around its caret, in characters. */
enum { BEFORE_CARET = 70, AFTER_CARET = 90, MESSAGE_BYTES = 4096 };

struct rendering {
	const struct source *source;
	enum gj_language language;
	bool colour;
	FILE *out;
	size_t shown_row;  /* the line printed last, 0 none */
	const char *shown_path; /* the file of the line printed last */
	int gutter;        /* digits of the widest line number of this finding */
};

/* The bytes of a line that are shown: the ends are cut off a long one. */
struct view {
	const char *text;
	size_t length;
	bool cut_before, cut_after;
};

enum ink { INK_PLAIN, INK_STRONG, INK_ERROR, INK_WARNING, INK_NOTE, INK_RELATED };

static void ink(const struct rendering *rendering, enum ink ink)
{
	static const char *const SEQUENCES[] = { "\033[0m", "\033[1m", "\033[1;31m", "\033[1;33m", "\033[1;36m", "\033[1;34m" };
	if (rendering->colour)
		fputs(SEQUENCES[ink], rendering->out);
}

static enum ink ink_of(enum gj_severity severity)
{
	return severity == GJ_ERROR ? INK_ERROR : severity == GJ_WARNING ? INK_WARNING : INK_NOTE;
}

static const char *severity_word(const struct rendering *rendering, enum gj_severity severity)
{
	static const char *const WORDS[][2] = { { "错误", "error" }, { "警告", "warning" }, { "提示", "note" } };
	return WORDS[severity][rendering->language];
}

static const char *pick(const struct rendering *rendering, const char *zh, const char *en)
{
	return rendering->language == GJ_CHINESE || !en ? zh : en;
}

static bool is_tail(char byte)
{
	return ((unsigned char)byte & 0xC0) == 0x80;
}

/* Up to BEFORE_CARET characters before and AFTER_CARET after a byte of the line. */
static struct view view_of(const char *line, size_t length, size_t caret)
{
	size_t from = caret, to = caret;
	for (int i = 0; i < BEFORE_CARET && from > 0; i++)
		do
			from--;
		while (from > 0 && is_tail(line[from]));
	for (int i = 0; i < AFTER_CARET && to < length; i++)
		do
			to++;
		while (to < length && is_tail(line[to]));
	return (struct view){ line + from, to - from, from > 0, to < length };
}

/* A control character would move the carets: it is shown as a blank. */
static void print_view(const struct rendering *rendering, const struct view *view)
{
	if (view->cut_before)
		fputs("…", rendering->out);
	for (size_t i = 0; i < view->length; i++) {
		unsigned char byte = (unsigned char)view->text[i];
		fputc(byte < 0x20 || byte == 0x7F ? ' ' : byte, rendering->out);
	}
	fputs(view->cut_after ? "…\n" : "\n", rendering->out);
}

static void print_gutter(const struct rendering *rendering, size_t line)
{
	ink(rendering, INK_RELATED);
	if (line)
		fprintf(rendering->out, " %*zu | ", rendering->gutter, line);
	else
		fprintf(rendering->out, " %*s | ", rendering->gutter, "");
	ink(rendering, INK_PLAIN);
}

/* Says when lines of another file follow. */
static void show_file(struct rendering *rendering, const char *path)
{
	if (strcmp(rendering->shown_path, path) != 0)
		fprintf(rendering->out, " %*s > %s\n", rendering->gutter, "", path);
	rendering->shown_path = path;
}

/* The source line of a span, unless it stands there already, and the marks under it. */
static void show_span(struct rendering *rendering, struct span span, char mark, enum ink colour, const char *words)
{
	struct place place = source_place(rendering->source, span.start);
	size_t row = place.row, length;
	const char *text = source_line(rendering->source, row, &length);
	size_t from = span.start - rendering->source->line_starts[row - 1], to = from + (span.end - span.start);
	from = from < length ? from : length;
	to = to < length ? to : length;
	struct view view = view_of(text, length, from);
	if (rendering->shown_row != row || view.cut_before || view.cut_after) {
		show_file(rendering, place.path);
		print_gutter(rendering, place.line);
		print_view(rendering, &view);
		rendering->shown_row = row;
	}
	size_t start = from - (size_t)(view.text - text), end = to - (size_t)(view.text - text);
	end = end < view.length ? end : view.length;
	size_t marks = text_cells(view.text + start, end - start);
	print_gutter(rendering, 0);
	fprintf(rendering->out, "%*s", (int)(text_cells(view.text, start) + view.cut_before), "");
	ink(rendering, colour);
	for (size_t i = 0; i < (marks ? marks : 1); i++)
		fputc(mark, rendering->out);
	fprintf(rendering->out, "%s%s", *words ? " " : "", words);
	ink(rendering, INK_PLAIN);
	fputc('\n', rendering->out);
}

static void show_remark(const struct rendering *rendering, const char *kind, const char *text)
{
	ink(rendering, INK_RELATED);
	fprintf(rendering->out, " %*s = ", rendering->gutter, "");
	ink(rendering, INK_STRONG);
	fputs(kind, rendering->out);
	ink(rendering, INK_PLAIN);
	fprintf(rendering->out, "%s\n", text);
}

static bool is_blank(const char *text)
{
	return text[strspn(text, " ")] == '\0';
}

/* The fix in words, made from the fix itself. */
static void show_made_fix(const struct rendering *rendering, const struct fix *fix)
{
	char text[MESSAGE_BYTES];
	bool english = rendering->language == GJ_ENGLISH;
	const char *form = english ? "write “{0}”" : "改为“{0}”";
	const char *argument = fix->text;
	char old[256];
	if (is_blank(fix->text)) {
		size_t length = fix->span.end - fix->span.start;
		snprintf(old, sizeof old, "%.*s", (int)(length < sizeof old ? length : sizeof old - 1), rendering->source->text + fix->span.start);
		argument = old;
		form = english ? "take out “{0}”" : "删去“{0}”";
	} else if (fix->span.start == fix->span.end) {
		form = english ? "add “{0}”" : "补上“{0}”";
	}
	if (strstr(argument, "“") || strstr(argument, "”"))
		form = is_blank(fix->text) ? (english ? "take out {0}" : "删去 {0}") : fix->span.start == fix->span.end
			? (english ? "add {0}" : "补上 {0}") : (english ? "write {0}" : "改为 {0}");
	gj_message_format(form, &argument, 1, text, sizeof text);
	show_remark(rendering, english ? "help: " : "建议：", text);
}

static void show_fix(const struct rendering *rendering, const struct finding *finding)
{
	if (finding->fix_zh)
		show_remark(rendering, pick(rendering, "建议：", "help: "), pick(rendering, finding->fix_zh, finding->fix_en));
	else if (finding->has_fix)
		show_made_fix(rendering, &finding->fix);
}

static int digits_of(size_t number)
{
	int digits = 1;
	for (; number >= 10; number /= 10)
		digits++;
	return digits;
}

static void set_gutter(struct rendering *rendering, const struct finding *finding)
{
	rendering->shown_row = 0;
	rendering->shown_path = source_place(rendering->source, finding->span.start).path;
	rendering->gutter = digits_of(source_place(rendering->source, finding->span.start).line);
	for (size_t i = 0; i < finding->related_count; i++) {
		int digits = digits_of(source_place(rendering->source, finding->related[i].span.start).line);
		rendering->gutter = digits > rendering->gutter ? digits : rendering->gutter;
	}
}

static void show_heading(const struct rendering *rendering, const struct finding *finding)
{
	const struct gj_message *message = message_of(finding->id);
	struct place place = source_place(rendering->source, finding->span.start);
	char text[MESSAGE_BYTES];
	gj_message_format(message->text[rendering->language], finding->arguments, finding->argument_count, text, sizeof text);
	ink(rendering, INK_STRONG);
	fprintf(rendering->out, "%s:%zu:%zu: ", place.path, place.line, place.column);
	ink(rendering, ink_of(message->severity));
	fprintf(rendering->out, "%s %s", severity_word(rendering, message->severity), message->code);
	ink(rendering, INK_STRONG);
	fprintf(rendering->out, "%s%s\n", pick(rendering, "：", ": "), text);
	ink(rendering, INK_PLAIN);
}

static void show_finding(struct rendering *rendering, const struct finding *finding)
{
	set_gutter(rendering, finding);
	show_heading(rendering, finding);
	if (rendering->source->length)
		show_span(rendering, finding->span, '^', ink_of(message_of(finding->id)->severity), "");
	for (size_t i = 0; i < finding->related_count; i++) {
		const struct related *related = &finding->related[i];
		show_span(rendering, related->span, '~', INK_RELATED, pick(rendering, related->zh, related->en));
	}
	for (size_t i = 0; i < finding->note_count; i++)
		show_remark(rendering, pick(rendering, "说明：", "note: "), pick(rendering, finding->notes[i].zh, finding->notes[i].en));
	show_fix(rendering, finding);
}

void diagnostics_render(struct diagnostics *diagnostics, const struct source *source, const struct render_options *options, FILE *out)
{
	struct rendering rendering = { .source = source, .language = options->language, .colour = options->colour, .out = out };
	for (size_t i = 0; i < diagnostics_total(diagnostics); i++)
		show_finding(&rendering, diagnostics_at(diagnostics, i));
	size_t dropped = diagnostics_dropped(diagnostics);
	if (dropped)
		fprintf(out, "%s%zu%s\n", pick(&rendering, "问题太多，只列出前面 ", "too many findings: only the first "), diagnostics_total(diagnostics), pick(&rendering, " 处。", " are listed."));
}
