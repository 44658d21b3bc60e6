/* Scores rows of its own with generated C: no library, nothing to load.
 *   guiju compile standard.gj --target c
 *   cc -O3 generated.c standard.c -o generated && ./generated */
#include "standard.h"

#include <stdio.h>

enum { ROWS = 3 };

/* By column; a percentage has one decimal, so 950 is 95%. The second window was not assessed: its state says so, its value is any number in range. */
static const int8_t complaints[ROWS] = {0, 3, 11}, states[ROWS] = {0, 1, 0}, reviews[ROWS] = {0, 2, 0};
static const int16_t satisfied[ROWS] = {950, 0, 800};

static void print_points(int points)
{
	printf("%d.%d", points / 10, points % 10); /* standard_DECIMALS is 1 */
}

static void all_rows(const struct standard_columns *columns)
{
	int8_t totals[ROWS], grades[ROWS], incurred[ROWS], counted[ROWS];
	const struct standard_results results = {.总分 = totals, .等次 = grades};
	const struct standard_points points = {.条款_2_发生 = incurred, .条款_2_计入 = counted};
	standard_batch(columns, ROWS, &results, &points);
	for (int i = 0; i < ROWS; i++) {
		print_points(totals[i]);
		printf(" %s，投诉扣 ", standard_grade(grades[i]));
		print_points(counted[i]);
		fputs("，被上限吸收 ", stdout);
		print_points(incurred[i] - counted[i]);
		putchar('\n');
	}
}

static void one_row(void)
{
	const struct standard_row row = {.投诉 = 2, .满意率 = 899, .评议 = 1};
	struct standard_result result;
	struct standard_point point;
	standard_row(&row, &result, &point);
	print_points(result.总分);
	printf(" %s，服务态度 ", standard_grade(result.等次));
	print_points(result.服务态度);
	putchar('\n');
}

int main(void)
{
	const struct standard_columns columns = {.投诉 = complaints, .满意率 = satisfied, .满意率_状态 = states, .评议 = reviews};
	static const int8_t wrong[ROWS] = {0, 21, 0};
	struct standard_columns beyond = columns;
	size_t row;
	if (standard_fault(&columns, ROWS, &row))
		return 1;
	all_rows(&columns);
	one_row();
	beyond.投诉 = wrong;
	printf("%s", standard_fault(&beyond, ROWS, &row));
	printf(" 超出范围，第 %zu 行\n", row + 1);
	return standard_grade(standard_GRADES) ? 1 : 0;
}
