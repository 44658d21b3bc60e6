#include "template.h"

#include <string.h>

bool gj_template_add(struct gj_buffer *out, const struct gj_program *program)
{
	bool good = gj_buffer_text(out, "\xEF\xBB\xBF");
	for (size_t i = 0; i < program->field_count && good; i++) {
		if (program->fields[i].derived)
			break;
		const char *name = program->fields[i].name;
		good = (i == 0 || gj_buffer_text(out, ",")) && gj_buffer_cell(out, name, strlen(name));
	}
	return good && gj_buffer_text(out, "\n");
}
