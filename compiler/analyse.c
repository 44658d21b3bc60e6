#include "analysis.h"
#include "passes.h"

#include <string.h>

static const struct {
	void (*run)(struct analysis *);
} checks[] = {
#define ANALYSIS(function, finds) {function},
#include "analysis.def"
#undef ANALYSIS
};

static const size_t *part_ends(const struct model *model, struct gj_arena *arena)
{
	size_t *ends = gj_arena_alloc(arena, model->part_count * sizeof *ends);
	for (size_t i = model->part_count; i-- > 0;) {
		int parent = model->parts[i].parent;
		ends[i] = ends[i] ? ends[i] : i + 1;
		if (parent != GJ_NONE && !ends[parent])
			ends[parent] = ends[i];
	}
	return ends;
}

void analyse(const struct model *model, struct gj_arena *arena, struct diagnostics *diagnostics)
{
	struct analysis analysis = {model, arena, diagnostics, decider_new(model, arena), analysis_given_otherwise(model, arena), part_ends(model, arena)};
	for (size_t i = 0; i < sizeof checks / sizeof *checks; i++)
		checks[i].run(&analysis);
}

const char *analysis_points(const struct analysis *analysis, wide points)
{
	return gj_arena_print(analysis->arena, "%s分", decimal_text(analysis->arena, points, analysis->model->point_scale));
}

bool analysis_never(struct analysis *analysis, const struct expr *first, bool first_holds, const struct expr *second, bool second_holds)
{
	struct wanted both[] = {{first, first_holds}, {second, second_holds}};
	return decide(&analysis->decider, both, 2) == VERDICT_NEVER;
}

enum { NAME_CHARACTERS = 18 };

/* The first characters of a wording, with … when it goes on. */
static const char *shortened(struct gj_arena *arena, const char *text)
{
	size_t length = 0;
	for (int characters = 0; text[length]; length++) {
		if (((unsigned char)text[length] & 0xC0) == 0x80)
			continue;
		if (characters++ == NAME_CHARACTERS)
			return gj_arena_print(arena, "%.*s…", (int)length, text);
	}
	return text;
}

const char *analysis_part_name(const struct analysis *analysis, int index)
{
	static const char *const kinds[] = {"标准", "项目", "指标", "要点", "以下各条", "条款", "加分项", "减分项", "否决项", "否决", "等次", "评选", "不得分",
		"等次规则", "不适用", "大类"};
	const struct part *part = &analysis->model->parts[index];
	const char *name = *part->name ? part->name : shortened(analysis->arena, part->wording);
	return *name ? gj_arena_print(analysis->arena, "%s“%s”", kinds[part->kind], name) : kinds[part->kind];
}
