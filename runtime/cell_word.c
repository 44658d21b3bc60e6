#include "cell.h"
#include "similar.h"

#include <string.h>

static const struct {
	const char *text;
	int value;
} words[] = {
	{ "是", 1 },
	{ "否", 0 },
	{ "1", 1 },
	{ "0", 0 },
	{ "true", 1 },
	{ "false", 0 },
	{ "TRUE", 1 },
	{ "FALSE", 0 },
	{ "True", 1 },
	{ "False", 0 },
	{ "√", 1 },
	{ "×", 0 },
	{ "✓", 1 },
	{ "✔", 1 },
	{ "☑", 1 },
	{ "✅", 1 },
	{ "✗", 0 },
	{ "✘", 0 },
	{ "✕", 0 },
	{ "✖", 0 },
	{ "☒", 0 },
	{ "❌", 0 },
	{ "╳", 0 },
	{ "１", 1 },
	{ "０", 0 },
};

const char *gj_cell_bool_word(size_t index, int *value)
{
	if (index >= sizeof words / sizeof *words)
		return NULL;
	*value = words[index].value;
	return words[index].text;
}

static bool same(struct gj_text text, const char *word)
{
	return text.length == strlen(word) && !memcmp(text.bytes, word, text.length);
}

void gj_cell_bool(struct gj_text text, struct gj_cell *cell)
{
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (same(text, words[i].text)) {
			cell->value = words[i].value;
			return;
		}
	cell->error = GJ_DATA_NOT_BOOL;
}

void gj_cell_option(const struct gj_field *field, struct gj_text text, struct gj_cell *cell)
{
	for (size_t i = 0; i < field->options.count; i++)
		if (same(text, field->options.items[i])) {
			cell->value = (int64_t)i;
			return;
		}
	for (size_t i = 0; i < field->options.count; i++)
		if (gj_same_loosely(text, field->options.items[i])) {
			cell->value = (int64_t)i;
			return;
		}
	cell->suggestion = gj_similar(text, field->options.items, field->options.count);
	cell->error = cell->suggestion == GJ_NONE ? GJ_DATA_UNKNOWN_OPTION : GJ_DATA_MISSPELLED_OPTION;
}
