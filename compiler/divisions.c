#include "divisions.h"
#include "waivers.h"

int division_next(const struct model *model, int division, int after)
{
	for (int i = (after == GJ_NONE ? division : after) + 1; i < (int)model->part_count && model->parts[i].kind != GJ_PART_DIVISION; i++)
		if (model->parts[i].kind == GJ_PART_PROJECT)
			return i;
	return GJ_NONE;
}

bool division_waives(const struct model *model, int division)
{
	for (int project = division_next(model, division, GJ_NONE); project != GJ_NONE; project = division_next(model, division, project))
		if ((model->parts[project].waived && waiving_of(model, project) == WAIVING_SCALED) || waivers_below(model, project))
			return true;
	return false;
}
