#include "waivers.h"

int waiving_part(const struct model *model, int part)
{
	int at = model->parts[part].parent;
	while (at > 0 && (model->parts[at].kind != GJ_PART_PROJECT || model->parts[at].waiving == WAIVING_UNSAID))
		at = model->parts[at].parent;
	return at > 0 ? at : 0;
}

enum waiving waiving_of(const struct model *model, int part)
{
	return model->parts[waiving_part(model, part)].waiving;
}

const char *waiving_word(enum waiving waiving)
{
	static const char *const words[] = {[WAIVING_UNSAID] = "", [WAIVING_SCALED] = "折算", [WAIVING_FULL] = "计满分"};
	return words[waiving];
}

static bool is_within(const struct model *model, int part, int ancestor)
{
	while (part > ancestor)
		part = model->parts[part].parent;
	return part == ancestor;
}

bool waivers_below(const struct model *model, int part)
{
	for (int i = part + 1; i < (int)model->part_count && model->waives && is_within(model, i, part); i++)
		if (model->parts[i].waived && waiving_of(model, i) == WAIVING_SCALED)
			return true;
	return false;
}

bool scales_back(const struct model *model, int part)
{
	return model->parts[part].waiving == WAIVING_SCALED && waivers_below(model, part);
}

wide least_outward(const struct model *model, int part)
{
	return model->parts[part].waiving == WAIVING_SCALED ? model->parts[part].points : model->parts[part].least_owed;
}
