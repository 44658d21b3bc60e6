#include "write_c.h"

#include "compiler/emit_c.h"
#include "runtime/memory.h"
#include "runtime/output_file.h"
#include "text_stream.h"

#include <string.h>

bool cli_make_c(const struct compilation *compilation, const char *prefix, const char *header, bool native, struct c_text *text)
{
	*text = (struct c_text){ 0 };
	FILE *code = cli_text_stream(&text->code), *declarations = cli_text_stream(&text->declarations);
	const struct c_request request = { .ir = compilation->ir, .source = compilation->source, .prefix = prefix, .header = header, .code = code,
		.declarations = declarations, .native = native };
	bool good = code && declarations && compile_c(compilation, &request);
	bool whole = cli_text_end(code), declared = cli_text_end(declarations);
	if (good && whole && declared)
		return true;
	cli_c_text_free(text);
	return false;
}

void cli_c_text_free(struct c_text *text)
{
	gj_buffer_free(&text->code);
	gj_buffer_free(&text->declarations);
}

/* The file's name with another ending. */
static const char *with_ending(const char *path, const char *ending, struct gj_arena *arena)
{
	const char *slash = strrchr(path, '/'), *dot = strrchr(path, '.');
	size_t stem = dot && dot != path && (!slash || dot > slash + 1) ? (size_t)(dot - path) : strlen(path);
	return gj_arena_print(arena, "%.*s%s", (int)stem, path, ending);
}

/* One of the two files, ready to be put in its place. 0, or errno. */
static int prepare(struct gj_output **output, const char *path, const char *bytes, size_t size)
{
	int error = gj_output_open(output, path, false);
	if (!error)
		error = gj_output_write(*output, bytes, size);
	return error ? error : gj_output_prepare(*output);
}

static int write_both(const struct cli *cli, const struct c_text *text, const char *code_path, const char *header_path)
{
	struct gj_output *code = NULL, *header = NULL;
	const char *path = header_path;
	int error = prepare(&header, header_path, text->declarations.bytes, text->declarations.size);
	if (!error)
		error = prepare(&code, path = code_path, text->code.bytes, text->code.size);
	if (!error)
		error = gj_output_commit(header);
	if (!error)
		error = gj_output_commit(code);
	gj_output_free(code);
	gj_output_free(header);
	return error ? cli_machine_error(cli, GJ_DATA_CANNOT_WRITE, path, error) : CLI_GOOD;
}

/* What looks at more than a row isn't in the file: by name, so that nobody takes it to be. */
static void say_what_is_left(const struct cli *cli, const struct gj_program *program)
{
	for (size_t i = 0; i < program->selection_count; i++) {
		const char *name = program->selections[i].name;
		fprintf(cli->error, cli_text(cli, "提示：%s%s%s要看全部单位，C 代码只给出各单位的条件和排序依据。\n",
			"note: %s%s%s looks at all units; the C code gives each one's condition and ranking keys.\n"), *name ? "评选“" : "定等", name, *name ? "”" : "");
	}
	for (size_t i = 0; i < program->target_count; i++)
		fprintf(cli->error, cli_text(cli, "提示：目标“%s”要看全部单位，不在 C 代码之内。\n",
			"note: the target \"%s\" looks at all units and isn't in the C code.\n"), program->targets[i].label);
	for (size_t i = 0; i < program->ledger_count; i++)
		fprintf(cli->error, cli_text(cli, "提示：台账“%s”的汇总是 C 代码的输入列，要先算好。\n",
			"note: the totals over the ledger \"%s\" are input columns of the C code, to be worked out first.\n"), program->ledgers[i].name);
}

int cli_write_c(const struct cli *cli, const struct compilation *compilation, const char *rules, const char *output)
{
	struct gj_arena *arena = compilation->arena;
	const char *code_path = output ? output : with_ending(rules, ".c", arena), *header_path = code_path ? with_ending(code_path, ".h", arena) : NULL;
	const char *prefix = code_path ? emit_c_prefix(code_path, arena) : NULL;
	if (!header_path || !prefix)
		return cli_no_memory(cli);
	if (strcmp(code_path, "-") == 0 || strcmp(rules, "-") == 0)
		return cli_usage_error(cli, "C 代码是两个文件，规则和代码都要写文件名。", "C code is two files: give the rules and the code a file name.");
	if (strcmp(code_path, header_path) == 0 || gj_same_file(rules, code_path) || gj_same_file(rules, header_path))
		return cli_usage_error(cli, "C 代码不能写到“%s”，请换一个以 .c 结尾的文件名。", "the C code can't be written to \"%s\"; give a name that ends in .c.", code_path);
	struct c_text text;
	const char *slash = strrchr(header_path, '/');
	if (!cli_make_c(compilation, prefix, slash ? slash + 1 : header_path, false, &text))
		return cli_no_memory(cli);
	int status = write_both(cli, &text, code_path, header_path);
	cli_c_text_free(&text);
	if (status == CLI_GOOD) {
		fprintf(cli->error, cli_text(cli, "已写入 %s 和 %s\n", "wrote %s and %s\n"), code_path, header_path);
		say_what_is_left(cli, compilation->program);
	}
	return status;
}
