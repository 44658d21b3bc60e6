#include "rejects_writer.h"

#include "decimal.h"

#include <string.h>

bool gj_data_text(struct gj_buffer *out, enum gj_data_message_id id, const char *const *arguments, size_t count, enum gj_language language)
{
	const char *text = gj_data_message_of(id)->text[language];
	size_t length = gj_message_format(text, arguments, count, NULL, 0);
	if (!gj_buffer_reserve(out, length + 1))
		return false;
	gj_message_format(text, arguments, count, out->bytes + out->size, length + 1);
	out->size += length;
	return true;
}

static bool add_cell(struct gj_buffer *out, const char *text)
{
	return gj_buffer_text(out, ",") && gj_buffer_cell(out, text, strlen(text));
}

bool gj_rejects_heading(struct gj_buffer *out, const struct gj_program *program, enum gj_language language)
{
	static const char *const names[][6] = {
		[GJ_CHINESE] = {"行号", "字段", "值", "代码", "原因", "台账"},
		[GJ_ENGLISH] = {"line", "field", "value", "code", "reason", "ledger"},
	};
	const char *const *name = names[language];
	return gj_buffer_text(out, "\xEF\xBB\xBF") && gj_buffer_text(out, name[0]) && add_cell(out, program->fields[program->key_field].name)
		&& add_cell(out, name[1]) && add_cell(out, name[2]) && add_cell(out, name[3]) && add_cell(out, name[4])
		&& (!program->ledger_count || add_cell(out, name[5])) && gj_buffer_text(out, "\n");
}

bool gj_rejects_add(struct gj_buffer *out, const struct gj_program *program, const struct gj_reject *reject, enum gj_language language,
	const char *ledger)
{
	char line[GJ_DECIMAL_BYTES];
	struct gj_buffer reason = {0};
	/* A 校验 concerns several cells: their values are the second argument of its message. */
	const char *value = reject->id == GJ_DATA_CHECK_FAILED && reject->argument_count > 1 ? reject->arguments[1] : reject->value;
	gj_decimal(line, (int64_t)reject->line, 0);
	bool good = gj_data_text(&reason, reject->id, reject->arguments, reject->argument_count, language)
		&& gj_buffer_text(out, line) && add_cell(out, reject->key)
		&& add_cell(out, reject->field == GJ_NONE ? "" : program->fields[reject->field].name) && add_cell(out, value)
		&& add_cell(out, gj_data_message_of(reject->id)->code) && gj_buffer_text(out, ",")
		&& gj_buffer_cell(out, reason.bytes, reason.size) && (!ledger || add_cell(out, ledger)) && gj_buffer_text(out, "\n");
	gj_buffer_free(&reason);
	return good;
}
