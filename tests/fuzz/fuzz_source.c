/* Any bytes as a rule file: compiled, every finding rendered in both forms and languages, every stage dumped. */
#include "compiler/compile.h"
#include "mutate_lines.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct compilation compilation;
	enum compile_status status = compile_text("fuzz.gj", (const char *)bytes, size, &compilation);
	FILE *out = fopen("/dev/null", "w");
	if (!out)
		abort();
	if (status == COMPILE_OK || status == COMPILE_FAULTS) {
		for (int language = GJ_CHINESE; language <= GJ_ENGLISH; language++) {
			struct render_options options = { .language = (enum gj_language)language, .colour = true };
			diagnostics_render(compilation.diagnostics, compilation.source, &options, out);
			diagnostics_render_json(compilation.diagnostics, compilation.source, (enum gj_language)language, out);
		}
	}
	if (status == COMPILE_OK)
		for (int stage = STAGE_TOKENS; stage <= STAGE_BYTECODE; stage++)
			compile_dump(&compilation, (enum stage)stage, out);
	/* Findings are the only reason not to get a program. */
	if (status == COMPILE_FAULTS && diagnostics_count(compilation.diagnostics, GJ_ERROR) == 0)
		abort();
	fclose(out);
	compilation_free(&compilation);
	return 0;
}
