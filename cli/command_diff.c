/* guiju diff: what changed between two standards. */
#include "compiler/compare.h"
#include "json.h"

#include <getopt.h>
#include <stdlib.h>

enum { WORDS_BYTES = 4096 };

static void print_section(const struct cli *cli, const struct comparison *comparison, enum difference_section section)
{
	bool headed = false;
	for (size_t i = 0; i < comparison->count; i++) {
		const struct difference *difference = &comparison->differences[i];
		const struct difference_words *words = difference_words(difference->id);
		if (words->section != section)
			continue;
		if (!headed)
			fprintf(cli->out, "\n%s\n", difference_section_name(section, cli->language));
		headed = true;
		char text[WORDS_BYTES];
		gj_message_format(words->form[cli->language], difference->arguments, 4, text, sizeof text);
		fprintf(cli->out, "  %s\n", text);
	}
}

static const char *or_none(const char *text)
{
	return text && *text ? text : "—";
}

static void print_text(const struct cli *cli, const struct model *old, const struct model *new, const struct comparison *comparison)
{
	fprintf(cli->out, cli_text(cli, "%s（%s）与%s（%s）", "%s (%s) and %s (%s)"), old->name, or_none(old->edition), new->name, or_none(new->edition));
	if (comparison->count == 0) {
		fputs(cli_text(cli, "：没有不同\n", ": no difference\n"), cli->out);
		return;
	}
	fprintf(cli->out, cli_text(cli, "：%zu 处不同\n", ": %zu differences\n"), comparison->count);
	for (int section = 0; section < DIFFERENCE_SECTIONS; section++)
		print_section(cli, comparison, (enum difference_section)section);
}

static bool add_difference(cJSON *array, const struct cli *cli, const struct difference *difference)
{
	const struct difference_words *words = difference_words(difference->id);
	char text[WORDS_BYTES];
	gj_message_format(words->form[cli->language], difference->arguments, 4, text, sizeof text);
	cJSON *object = json_element(array);
	return json_text(object, "kind", words->name) && json_text(object, "subject", difference->arguments[0]) &&
		json_text(object, "old", difference->arguments[1]) && json_text(object, "new", difference->arguments[2]) && json_text(object, "message", text);
}

static int print_json(const struct cli *cli, const struct model *old, const struct model *new, const struct comparison *comparison, int status)
{
	cJSON *root = cJSON_CreateObject();
	bool complete = json_text(root, "old", old->name) && json_text(root, "new", new->name) && json_bool(root, "same", comparison->count == 0);
	cJSON *array = complete ? json_array(root, "differences") : NULL;
	complete = array != NULL;
	for (size_t i = 0; i < comparison->count && complete; i++)
		complete = add_difference(array, cli, &comparison->differences[i]);
	return json_finish(cli, root, complete, status);
}

static int compare(const struct cli *cli, const struct model *old, const struct model *new, bool json)
{
	struct gj_arena *arena = gj_arena_new();
	struct comparison comparison;
	if (!arena || !compare_standards(old, new, cli->language, arena, &comparison)) {
		gj_arena_free(arena);
		return cli_no_memory(cli);
	}
	int status = comparison.count ? CLI_FAULTS : CLI_GOOD;
	if (json)
		status = print_json(cli, old, new, &comparison, status);
	else
		print_text(cli, old, new, &comparison);
	gj_arena_free(arena);
	return status;
}

/* CLI_GOOD, or why the file can't be compared (explained): a faulty standard is 2's business here, for 1 means that they differ. */
static int open_standard(const struct cli *cli, const char *path, struct compilation *compilation)
{
	int status = cli_compile(cli, path, compilation);
	if (status != CLI_FAULTS)
		return status;
	cli_print_findings(cli, compilation, cli->error);
	fprintf(cli->error, cli_text(cli, "%s 有错误，无法比较；请先改好。\n", "%s has errors and can't be compared; mend it first.\n"), path);
	return CLI_USAGE;
}

int command_diff(int argc, char **argv, const struct cli *cli)
{
	static const struct option options[] = { { "json", no_argument, NULL, 'j' }, { NULL, 0, NULL, 0 } };
	bool json = false;
	opterr = 0;
	for (int option; (option = getopt_long(argc, argv, ":", options, NULL)) != -1;) {
		if (option != 'j')
			return cli_option_error(cli, option, argv);
		json = true;
	}
	if (argc - optind != 2)
		return cli_usage_error(cli, "请写出两个规则文件：旧的和新的。", "name two rule files: the old and the new.");
	struct compilation old, new = { 0 };
	int status = open_standard(cli, argv[optind], &old);
	if (status == CLI_GOOD)
		status = open_standard(cli, argv[optind + 1], &new);
	if (status == CLI_GOOD)
		status = compare(cli, old.model, new.model, json);
	compilation_free(&old);
	compilation_free(&new);
	return cli_finish(cli, status);
}
