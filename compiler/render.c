#include "diagnostics.h"

#include "source.h"

void diagnostics_render(struct diagnostics *diagnostics, const struct source *source, const struct render_options *options, FILE *out)
{
	for (size_t i = 0; i < diagnostics_total(diagnostics); i++) {
		const struct finding *finding = diagnostics_at(diagnostics, i);
		struct place place = source_place(source, finding->span.start);
		char text[2000];
		gj_message_format(message_of(finding->id)->text[options->language], finding->arguments, finding->argument_count, text, sizeof text);
		fprintf(out, "%s:%zu:%zu: %s %s\n", source->path, place.line, place.column, message_of(finding->id)->code, text);
	}
}

void diagnostics_render_json(struct diagnostics *diagnostics, const struct source *source, enum gj_language language, FILE *out)
{
	(void)diagnostics, (void)source, (void)language, (void)out;
}
