#include "base.h"

#include "passes.h"
#include "table_file.h"
#include "variant.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { MOST_LEVELS = 16, PATH_BYTES = PATH_MAX + 1 };

struct bases {
	struct source *source;
	struct gj_arena *arena;
	struct diagnostics *diagnostics;
	size_t count;
	struct node *trees[MOST_LEVELS];   /* the file's own first, then what each is based on */
	const char *paths[MOST_LEVELS];    /* without links, to tell files apart */
};

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

static size_t errors(const struct bases *bases)
{
	return diagnostics_count(bases->diagnostics, GJ_ERROR);
}

static const char *real_path(struct bases *bases, const char *path)
{
	char resolved[PATH_BYTES];
	return realpath(path, resolved) ? gj_arena_copy(bases->arena, resolved, strlen(resolved)) : path;
}

/* The path without FOLDER/.., where it still means the same file: it is what findings name. */
static const char *tidy_path(struct bases *bases, const char *path, const char *real)
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

/* The names of the files that go round, from `first` on. */
static const char *circle(const struct bases *bases, size_t first)
{
	const char *text = bases->source->files[first].path;
	for (size_t i = first + 1; i < bases->count; i++)
		text = gj_arena_print(bases->arena, "%s → %s", text, bases->source->files[i].path);
	return gj_arena_print(bases->arena, "%s → %s", text, bases->source->files[first].path);
}

static bool goes_round(struct bases *bases, const struct node *attribute, const char *path)
{
	for (size_t i = 0; i < bases->count; i++)
		if (strcmp(bases->paths[i], path) == 0) {
			report(bases->diagnostics, MSG_BASE_CIRCLE, attribute->name_span, circle(bases, i), NULL);
			return true;
		}
	return false;
}

static struct node *parse_file(struct bases *bases, size_t file)
{
	return parse(scan(bases->source, file, bases->arena, bases->diagnostics), bases->source, file, bases->arena, bases->diagnostics);
}

static void report_unread(struct bases *bases, const struct node *attribute, const char *path, enum source_status status, int error)
{
	enum message_id id = status == SOURCE_CANNOT_READ ? MSG_BASE_UNREADABLE : MSG_BASE_NOT_TEXT;
	report(bases->diagnostics, id, attribute->name_span, path, status == SOURCE_CANNOT_READ ? gj_arena_print(bases->arena, "%d", error) : "", NULL);
}

/* A plain file: no pipe, device or standard input is waited for. */
static enum source_status read_file(const char *path, struct gj_arena *arena, struct source **base)
{
	struct stat state;
	if (strcmp(path, "-") == 0)
		errno = ENOENT;
	if (strcmp(path, "-") == 0 || stat(path, &state) != 0)
		return SOURCE_CANNOT_READ;
	return S_ISREG(state.st_mode) ? source_read(path, arena, base) : SOURCE_NOT_TEXT;
}

/* Reads and parses the file that `attribute` names. False: reported. */
static bool read_base(struct bases *bases, const struct node *attribute)
{
	const char *path = source_beside(bases->source, attribute->name_span.start, attribute->text, bases->arena), *real = real_path(bases, path);
	if (goes_round(bases, attribute, real))
		return false;
	if (bases->count == MOST_LEVELS) {
		report(bases->diagnostics, MSG_BASE_TOO_DEEP, attribute->name_span, gj_arena_print(bases->arena, "%d", MOST_LEVELS), NULL);
		return false;
	}
	struct source *base = NULL;
	errno = 0;
	enum source_status status = read_file(path, bases->arena, &base);
	int error = errno ? errno : EIO;
	if (status == SOURCE_OK && bases->source->length + base->length >= UINT32_MAX / 2)
		status = SOURCE_TOO_LARGE;
	if (status != SOURCE_OK) {
		report_unread(bases, attribute, path, status, error);
		return false;
	}
	base->path = tidy_path(bases, path, real);
	source_append(bases->source, base, bases->arena);
	uint32_t start = bases->source->files[bases->count].span.start;
	if (base->from_gb18030)
		report(bases->diagnostics, MSG_FROM_GB18030, (struct span){ start, start }, NULL);
	size_t before = errors(bases);
	bases->paths[bases->count] = real;
	bases->trees[bases->count] = parse_file(bases, bases->count);
	bases->count++;
	if (errors(bases) == before)
		return true;
	report(bases->diagnostics, MSG_BASE_FAULTY, attribute->name_span, path, gj_arena_print(bases->arena, "%zu", errors(bases) - before), NULL);
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
	report(bases->diagnostics, MSG_BASE_FAULTY, base_of(bases->trees[level - 1])->name_span, bases->source->files[level].path,
		gj_arena_print(bases->arena, "%zu", faults), NULL);
	return false;
}

struct node *parse_with_bases(struct source *source, struct gj_arena *arena, struct diagnostics *diagnostics, bool *complete)
{
	struct bases bases = { .source = source, .arena = arena, .diagnostics = diagnostics, .count = 1 };
	bases.paths[0] = real_path(&bases, source->path);
	bases.trees[0] = parse_file(&bases, 0);
	*complete = true;
	for (const struct node *attribute; (attribute = base_of(bases.trees[bases.count - 1]));) {
		*complete = read_base(&bases, attribute);
		if (!*complete)
			return bases.trees[0];
	}
	for (size_t level = 0; level < bases.count; level++)
		read_table_files(bases.trees[level], source, arena, diagnostics);
	struct node *tree = bases.trees[bases.count - 1];
	variant_refuse(tree, diagnostics);
	for (size_t i = 0; i < bases.count; i++)
		refuse_others(bases.trees[i], diagnostics);
	for (size_t level = bases.count - 1; level > 0; level--) {
		size_t before = errors(&bases);
		*complete = is_sound(&bases, tree, level);
		if (!*complete)
			return bases.trees[0];
		tree = variant_apply(tree, bases.trees[level - 1], source, arena, diagnostics);
		*complete = errors(&bases) == before;
		if (!*complete)
			return tree;
	}
	return tree;
}
