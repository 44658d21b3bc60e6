#include "base.h"

#include "bases.h"
#include "passes.h"
#include "table_file.h"
#include "variant.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { PATH_BYTES = PATH_MAX + 1 };

static const struct node *base_of(const struct node *document)
{
	const struct node *standard = ast_child(document, NODE_STANDARD);
	return standard ? ast_child(standard, NODE_ATTR_BASE) : NULL;
}

/* Every 基于 but the first. */
static void refuse_others(const struct node *document, struct diagnostics *diagnostics)
{
	const struct node *first = base_of(document);
	for (const struct node *node = first ? first->next : NULL; node; node = node->next)
		if (node->kind == NODE_ATTR_BASE) {
			struct finding *finding = report(diagnostics, MSG_BASE_TWICE, node->name_span, node->text, NULL);
			finding_relate(finding, first->name_span, "已经写了这一个", "it is based on this one already");
		}
}

size_t bases_errors(const struct bases *bases)
{
	return diagnostics_count(bases->diagnostics, GJ_ERROR);
}

const char *real_path(const struct bases *bases, const char *path)
{
	char resolved[PATH_BYTES];
	return realpath(path, resolved) ? gj_arena_copy(bases->arena, resolved, strlen(resolved)) : path;
}

/* The path without FOLDER/.., where it still means the same file: it is what findings name. */
const char *tidy_path(const struct bases *bases, const char *path, const char *real)
{
	char *tidy = gj_arena_copy(bases->arena, path, strlen(path));
	for (char *up = tidy; (up = strstr(up, "/../"));) {
		char *folder = up;
		while (folder > tidy && folder[-1] != '/')
			folder--;
		if (folder == up || strncmp(folder, "../", 3) == 0) {
			up++;
			continue;
		}
		memmove(folder, up + 4, strlen(up + 4) + 1);
		up = tidy;
	}
	return strcmp(real_path(bases, tidy), real) == 0 ? tidy : path;
}

/* The names of the files that lead from file `first` of `of` to the first `count` of these, which `of` is or stands around. */
static const char *way(const struct bases *bases, size_t count, const struct bases *of, size_t first)
{
	const char *text = bases == of ? "" : gj_arena_print(bases->arena, "%s → ", way(bases->outer, bases->outer_count, of, first));
	size_t start = bases == of ? first : 0;
	for (size_t i = start; i < count; i++)
		text = gj_arena_print(bases->arena, "%s%s%s", text, i > start ? " → " : "", bases->source->files[bases->files[i]].path);
	return text;
}

bool goes_round(const struct bases *bases, size_t count, const struct node *attribute, const char *path, enum message_id id)
{
	size_t most = count;
	for (const struct bases *of = bases; of; most = of->outer_count, of = of->outer)
		for (size_t i = 0; i < most; i++)
			if (strcmp(of->paths[i], path) == 0) {
				const char *circle = gj_arena_print(bases->arena, "%s → %s", way(bases, count, of, i), bases->source->files[of->files[i]].path);
				report(bases->diagnostics, id, attribute->name_span, circle, NULL);
				return true;
			}
	return false;
}

static void parse_file(struct bases *bases, size_t file)
{
	bases->trees[file] = parse(scan(bases->source, bases->files[file], bases->arena, bases->diagnostics), bases->source, bases->files[file], bases->arena,
		bases->diagnostics);
}

static void report_unread(struct bases *bases, const struct node *attribute, const char *path, enum source_status status, int error)
{
	enum message_id id = status == SOURCE_CANNOT_READ ? MSG_BASE_UNREADABLE : MSG_BASE_NOT_TEXT;
	report(bases->diagnostics, id, attribute->name_span, path, status == SOURCE_CANNOT_READ ? gj_arena_print(bases->arena, "%d", error) : "", NULL);
}

enum source_status read_rule_file(const char *path, struct gj_arena *arena, struct source **file)
{
	struct stat state;
	if (strcmp(path, "-") == 0)
		errno = ENOENT;
	if (strcmp(path, "-") == 0 || stat(path, &state) != 0)
		return SOURCE_CANNOT_READ;
	return S_ISREG(state.st_mode) ? source_read(path, arena, file) : SOURCE_NOT_TEXT;
}

/* Reads and parses the file that `attribute` names. False: reported. */
static bool read_base(struct bases *bases, const struct node *attribute)
{
	const char *path = source_beside(bases->source, attribute->name_span.start, attribute->text, bases->arena), *real = real_path(bases, path);
	if (goes_round(bases, bases->count, attribute, real, MSG_BASE_CIRCLE))
		return false;
	if (bases->count == MOST_LEVELS) {
		report(bases->diagnostics, MSG_BASE_TOO_DEEP, attribute->name_span, gj_arena_print(bases->arena, "%d", MOST_LEVELS), NULL);
		return false;
	}
	struct source *base = NULL;
	errno = 0;
	enum source_status status = read_rule_file(path, bases->arena, &base);
	int error = errno ? errno : EIO;
	if (status == SOURCE_OK && bases->source->length + base->length >= UINT32_MAX / 2)
		status = SOURCE_TOO_LARGE;
	if (status != SOURCE_OK) {
		report_unread(bases, attribute, path, status, error);
		return false;
	}
	base->path = tidy_path(bases, path, real);
	source_append(bases->source, base, bases->arena);
	bases->files[bases->count] = bases->source->file_count - 1;
	uint32_t start = bases->source->files[bases->files[bases->count]].span.start;
	if (base->from_gb18030)
		report(bases->diagnostics, MSG_FROM_GB18030, (struct span){ start, start }, NULL);
	size_t before = bases_errors(bases);
	bases->paths[bases->count] = real;
	parse_file(bases, bases->count);
	bases->count++;
	if (bases_errors(bases) == before)
		return true;
	report(bases->diagnostics, MSG_BASE_FAULTY, attribute->name_span, path, gj_arena_print(bases->arena, "%zu", bases_errors(bases) - before), NULL);
	return false;
}

/* Whether the standard at `level`, with all that it is based on, means something. Its findings are reported only when it doesn't. */
static bool is_sound(struct bases *bases, const struct node *tree, size_t level)
{
	struct diagnostics *apart = diagnostics_new(bases->arena);
	check(tree, bases->source, bases->arena, apart);
	size_t faults = diagnostics_count(apart, GJ_ERROR);
	if (!faults)
		return true;
	check(tree, bases->source, bases->arena, bases->diagnostics);
	report(bases->diagnostics, MSG_BASE_FAULTY, base_of(bases->trees[level - 1])->name_span, bases->source->files[bases->files[level]].path,
		gj_arena_print(bases->arena, "%zu", faults), NULL);
	return false;
}

/* What stands in other files, for each of the files. */
static bool complete_files(struct bases *bases)
{
	bool complete = true;
	for (size_t i = 0; i < bases->count; i++) {
		read_table_files(bases->trees[i], bases->source, bases->arena, bases->diagnostics);
		complete = read_levels(bases, i) && complete;
	}
	return complete;
}

struct node *bases_parse(struct bases *bases, bool *complete)
{
	bases->count = 1;
	parse_file(bases, 0);
	*complete = true;
	for (const struct node *attribute; (attribute = base_of(bases->trees[bases->count - 1]));) {
		*complete = read_base(bases, attribute);
		if (!*complete)
			return bases->trees[0];
	}
	*complete = complete_files(bases);
	if (!*complete)
		return bases->trees[0];
	struct node *tree = bases->trees[bases->count - 1];
	variant_refuse(tree, bases->diagnostics);
	for (size_t i = 0; i < bases->count; i++)
		refuse_others(bases->trees[i], bases->diagnostics);
	for (size_t level = bases->count - 1; level > 0; level--) {
		size_t before = bases_errors(bases);
		*complete = is_sound(bases, tree, level);
		if (!*complete)
			return bases->trees[0];
		tree = variant_apply(tree, bases->trees[level - 1], bases->source, bases->arena, bases->diagnostics);
		*complete = bases_errors(bases) == before;
		if (!*complete)
			return tree;
	}
	return tree;
}

struct node *parse_with_bases(struct source *source, struct gj_arena *arena, struct diagnostics *diagnostics, bool *complete)
{
	struct level *levels = NULL;
	struct bases bases = {.source = source, .arena = arena, .diagnostics = diagnostics, .levels = &levels};
	bases.paths[0] = real_path(&bases, source->path);
	return bases_parse(&bases, complete);
}
