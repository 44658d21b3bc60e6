#include "evaluator.h"

#include <string.h>

/* The same freedom that the VM's kernels have: full optimisation, and wider vectors where the processor has them. */
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC optimize("O3")
#define INDEPENDENT _Pragma("GCC ivdep")
#else
#define INDEPENDENT _Pragma("clang loop vectorize(assume_safety)")
#endif
#if defined(__x86_64__)
#define WIDE __attribute__((target_clones("avx2", "default")))
#else
#define WIDE
#endif

static const struct gj_field *find_field(const struct gj_program *program, const char *name)
{
	for (size_t i = 0; i < program->field_count; i++)
		if (!strcmp(program->fields[i].name, name))
			return &program->fields[i];
	return NULL;
}

const char *evaluator_bind(const struct gj_program *program, const struct columns *columns, struct inputs *inputs)
{
	const struct gj_field *of;
#define INPUT(type, name, field) \
	of = find_field(program, field); \
	if (!of || of->column < 0 || (size_t)1 << of->lane != sizeof(type)) \
		return field; \
	inputs->name = columns->items[of->column];
#include "inputs.def"
#undef INPUT
	of = find_field(program, "书记测试成绩");
	if (of->state_column < 0)
		return of->name;
	inputs->test_absent = columns->items[of->state_column];
	return NULL;
}

static inline int8_t at_most16(int16_t value, int8_t limit)
{
	return (int8_t)(value < limit ? value : limit);
}

static inline int8_t at_most(int8_t value, int8_t limit)
{
	return value < limit ? value : limit;
}

/* `points` less a loss that stops there. A loss is small enough for a byte wherever this is called. */
static inline int8_t rest(int8_t points, int loss)
{
	return (int8_t)(points - at_most((int8_t)loss, points));
}

#define ROWS INDEPENDENT for (size_t i = start; i < end; i++)
#define ITEM(name) WIDE static void name(const struct inputs *restrict in, int8_t *restrict score, size_t start, size_t end)

ITEM(coverage)
{
	ROWS score[i] = rest(3, at_most16(in->unmanaged[i], 3) + at_most16(in->untransferred[i], 3) + !in->covers_unit[i]);
}

ITEM(setup)
{
	ROWS {
		int8_t lacks_groups = (in->members[i] >= 15) & (in->groups[i] < 2);
		score[i] = (int8_t)(6 - 2 * (!in->clear_subordination[i] + !in->sound_setup[i] + lacks_groups));
	}
}

ITEM(adjustment)
{
	ROWS {
		int8_t late = (in->months_late[i] >= 1) & (in->months_late[i] <= 12) & !in->postponed_properly[i];
		score[i] = (int8_t)(6 - 2 * (!in->reminded[i] + late + !in->elected_properly[i]));
	}
}

ITEM(secretary)
{
	ROWS {
		int16_t test = in->test[i];
		int8_t absent = in->test_absent[i];
		int8_t test_loss = (int8_t)((test < 600) + (test < 700) + (test < 800) + (test < 900));
		int8_t weak = (in->able[i] ^ 1) | (in->secretary_approval[i] < 8000);
		test_loss = absent ? 4 : test_loss;
		score[i] = (int8_t)(8 - (!in->willing[i] + 2 * weak + (in->lectures[i] == 0) + test_loss));
	}
}

ITEM(committee)
{
	ROWS {
		int8_t missing = (in->members[i] >= 7) & !in->has_committee[i];
		score[i] = rest(4, missing + !in->committee_elected[i] + !in->duties_divided[i] + !in->duties_done[i] + !in->deliberates[i]);
	}
}

ITEM(members)
{
	ROWS {
		int8_t lax = at_most((int8_t)(2 * !in->points_kept[i] + at_most16(in->out_of_touch[i], 2)), 2);
		score[i] = rest(8, lax + !in->double_training[i] + !in->unfit_handled[i] + 2 * at_most16(in->complaints[i], 4));
	}
}

ITEM(organised_life)
{
	ROWS {
		int8_t systems = (int8_t)(2 * in->systems_absent[i] + in->systems_irregular[i]);
		int8_t meetings = (int8_t)(at_most16(in->meetings_missed[i], 12) + at_most(in->days_missed[i], 12));
		score[i] = rest(12, meetings + systems + 2 * at_most16(in->leaders_absent[i], 6) + at_most16(in->low_attendance[i], 12));
	}
}

ITEM(admission)
{
	ROWS score[i] = (int8_t)(5 - ((in->irregular_steps[i] >= 1) + 2 * (in->irregular_steps[i] >= 2) + 2 * !in->papers_complete[i]));
}

ITEM(dues)
{
	ROWS score[i] = (int8_t)(4 - (!in->dues_assessed[i] + !in->dues_monthly[i] + !in->dues_in_full[i] + !in->dues_published[i]));
}

ITEM(worklists)
{
	ROWS score[i] = (int8_t)(4 - (!in->has_plan[i] + 2 * !in->records_complete[i] + !in->supervised[i]));
}

ITEM(political)
{
	ROWS {
		int8_t serious = (int8_t)(4 * !in->education_held[i] + 3 * at_most16(in->not_serious[i], 3) + at_most16(in->courses_missed[i], 8));
		int8_t means = (int8_t)(2 * in->education_means[i] + 2 * in->wrong_speech[i] + at_most16(in->wrong_answers[i], 7));
		score[i] = (int8_t)(15 - at_most(serious, 8) - at_most(means, 7));
	}
}

ITEM(service)
{
	ROWS score[i] = (int8_t)(10 - (3 * in->service_means[i] + 4 * (in->public_approval[i] < 8000)));
}

ITEM(premises)
{
	ROWS score[i] = rest(5, in->room_lacks[i]);
}

ITEM(funding)
{
	ROWS {
		int64_t funds = in->funds[i], standard = in->members[i] * INT64_C(10000);
		score[i] = (int8_t)(5 - (3 * (funds == 0) + ((funds > 0) & (funds < standard)) + !in->has_incentives[i]));
	}
}

ITEM(archives)
{
	ROWS score[i] = (int8_t)(5 - (3 * !in->books_complete[i] + 2 * !in->files_submitted[i]));
}

WIDE static void extras(const struct inputs *restrict in, const struct results *out, size_t start, size_t end)
{
	int16_t *restrict bonus = out->bonus, *restrict penalty = out->penalty;
	ROWS bonus[i] = (int16_t)(5 * in->national_awards[i] + 3 * in->provincial_awards[i] + 2 * in->city_awards[i]);
	ROWS {
		int16_t branch = (int16_t)(3 * in->branch_reports[i] + 4 * in->branch_orders[i] + 5 * in->branch_criticisms[i]);
		penalty[i] = (int16_t)(branch + in->member_talks[i] + 2 * in->member_criticisms[i] + 3 * in->member_removals[i]);
	}
}

WIDE static void vetoes(const struct inputs *restrict in, const struct results *out, size_t start, size_t end)
{
	int8_t *restrict vetoed = out->vetoed;
	ROWS {
		int8_t overdue = (in->months_late[i] > 12) & !in->postponed_properly[i];
		vetoed[i] = (in->has_secretary[i] ^ 1) | overdue | in->grave_breach[i] | in->illegal_admission[i] | (in->work_approval[i] < 6000)
			| in->grave_incident[i] | in->other_reason[i];
	}
}

WIDE static void totals(const struct results *out, size_t start, size_t end)
{
	int8_t sums[EVALUATOR_ROWS];
	memset(sums, 0, end - start);
	for (size_t item = 0; item < EVALUATOR_ITEMS; item++) {
		const int8_t *score = out->items[item];
		INDEPENDENT
		for (size_t i = start; i < end; i++)
			sums[i - start] = (int8_t)(sums[i - start] + score[i]);
	}
	const int16_t *bonus = out->bonus, *penalty = out->penalty;
	const int8_t *vetoed = out->vetoed;
	int16_t *restrict total = out->total;
	int8_t *restrict grade = out->grade;
	ROWS {
		int16_t points = (int16_t)(sums[i - start] + bonus[i] - penalty[i]);
		points = points < 0 ? 0 : points;
		int8_t band = (int8_t)((points > 60) + (points >= 70) + (points >= 80) + (points >= 90));
		int8_t none = (int8_t)(vetoed[i] - 1);
		total[i] = points;
		grade[i] = (int8_t)(band & none);
	}
}

void evaluator_run(const struct inputs *inputs, const struct results *results, size_t start, size_t rows)
{
	typedef void item_function(const struct inputs *in, int8_t *score, size_t start, size_t end);
	static item_function *const items[EVALUATOR_ITEMS] = { coverage, setup, adjustment, secretary, committee, members, organised_life, admission, dues,
		worklists, political, service, premises, funding, archives };
	size_t end = start + rows;
	for (size_t i = 0; i < EVALUATOR_ITEMS; i++)
		items[i](inputs, results->items[i], start, end);
	extras(inputs, results, start, end);
	vetoes(inputs, results, start, end);
	totals(results, start, end);
}
