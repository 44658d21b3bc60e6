#include "random_writer.h"

void write_date(struct writer *writer)
{
	static const unsigned char days[] = {1, 15, 28, 28, 30, 30, 1, 2};
	unsigned month = 1 + below(writer, 12), day = days[below(writer, 8)];
	fprintf(writer->out, "%u-%02u-%02u", 2000 + below(writer, 26), month, month == 2 && day > 28 ? 28 : day);
}

static void write_length(struct writer *writer)
{
	static const char *const units[] = {"天", "个月", "年", "周"};
	unsigned unit = below(writer, 4);
	fprintf(writer->out, "%u%s", below(writer, unit == 2 ? 6 : 40), units[unit]);
}

static void write_order(struct writer *writer)
{
	static const char *const words[] = {" 早于 ", " 不晚于 ", " 晚于 ", " 不早于 ", " = ", " ≠ "};
	fputs(words[below(writer, 6)], writer->out);
}

static void write_elapsed(struct writer *writer, const char *name)
{
	static const struct { const char *word, *unit; unsigned most; } kinds[] = {{"天数", "天", 4000}, {"月数", "个月", 150}, {"年数", "年", 13}};
	unsigned kind = below(writer, 3);
	bool onward = chance(writer, 50);
	fprintf(writer->out, "%s（", kinds[kind].word);
	if (onward)
		fprintf(writer->out, "%s、", name);
	write_date(writer);
	if (!onward)
		fprintf(writer->out, "、%s", name);
	fprintf(writer->out, "）%s%u%s", chance(writer, 50) ? " 超过 " : " 不足 ", below(writer, kinds[kind].most), kinds[kind].unit);
}

void write_date_comparison(struct writer *writer, const char *name)
{
	switch (below(writer, 6)) {
	case 0: case 1:
		write_elapsed(writer, name);
		break;
	case 2:
		fprintf(writer->out, "%s %c ", name, chance(writer, 50) ? '+' : '-');
		write_length(writer);
		write_order(writer);
		write_date(writer);
		break;
	case 3:
		fprintf(writer->out, "月份（%s） 在 %u 至 %u 之间", name, 1 + below(writer, 6), 6 + below(writer, 7));
		break;
	case 4:
		fprintf(writer->out, "（季度（%s） = %u 或 年份（%s） 不低于 %u）", name, 1 + below(writer, 4), name, 2000 + below(writer, 27));
		break;
	default:
		fputs(name, writer->out);
		write_order(writer);
		write_date(writer);
	}
}
