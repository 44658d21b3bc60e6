#include "naive.h"

void naive_take(enum gj_total_kind kind, mpq_t total, const mpq_t value, size_t count, mpq_t *seen, size_t *different)
{
	switch (kind) {
	case GJ_TOTAL_COUNT:
		mpq_set_ui(total, count, 1);
		break;
	case GJ_TOTAL_SUM:
		mpq_add(total, total, value);
		break;
	case GJ_TOTAL_MOST:
	case GJ_TOTAL_LEAST:
		if (count == 1 || (kind == GJ_TOTAL_MOST ? mpq_cmp(value, total) > 0 : mpq_cmp(value, total) < 0))
			mpq_set(total, value);
		break;
	case GJ_TOTAL_DISTINCT:
		for (size_t i = 0; i < *different; i++)
			if (mpq_equal(seen[i], value))
				return;
		mpq_set(seen[(*different)++], value);
		mpq_set_ui(total, *different, 1);
		break;
	}
}
