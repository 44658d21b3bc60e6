/* Random quotients that nobody rounds, wherever a number may stand. Their divisors are few, so that most standards fit 128 bits. */
#include "random_writer.h"

void write_fraction_fields(struct writer *writer)
{
	static const unsigned totals[] = {9, 9, 97, 10007, 1000003}, members[] = {12, 12, 1009, 100003};
	fprintf(writer->out, "  份额 整数（项） 0 至 60\n  总数 整数（项） 1 至 %u\n  人数 整数（名） 0 至 %u\n  比重 数 0 至 5 保留 1位\n", totals[below(writer, 5)],
		members[below(writer, 4)]);
}

void write_fraction_definitions(struct writer *writer)
{
	static const char *const first[] = {"份额 ÷ 总数", "比重 ÷ 7", "若 总数 大于 4项 则 份额 ÷ 总数 否则 比重 ÷ 3", "份额 ÷ 最大（1名、人数）"};
	static const char *const second[] = {"若 人数 大于 0名 则 份额 ÷ 人数 否则 0", "最大（商0、比重 ÷ 3） - 份额 ÷ 7项", "商0 × 比重 ÷ 9", "1 ÷ （1 + 商0）"};
	fprintf(writer->out, "定义 商0 = %s\n定义 商1 = %s\n", first[below(writer, 4)], second[below(writer, 4)]);
}

/* A number without a unit, of either sign. */
static void write_ratio(struct writer *writer)
{
	static const char *const ratios[] = {"商0", "商1", "份额 ÷ 总数", "（商0 + 商1）", "（商0 - 商1）", "最小（1、商0）", "（若 比重 超过 2.5 则 商1 否则 商0）",
		"份额 ÷ 11项", "（总数 - 份额） ÷ 总数", "商0 × 0.5"};
	fputs(ratios[below(writer, 10)], writer->out);
}

void write_fraction_condition(struct writer *writer)
{
	static const char *const relations[] = {" 不低于 ", " 不超过 ", " 低于 ", " 超过 ", " = ", " ≠ "};
	fputs("（", writer->out);
	write_ratio(writer);
	fputs(relations[below(writer, 6)], writer->out);
	if (chance(writer, 40))
		write_ratio(writer);
	else if (chance(writer, 50))
		fprintf(writer->out, "%u%%", below(writer, 300));
	else
		fprintf(writer->out, "%u.%u", below(writer, 4), below(writer, 10));
	fputs("）", writer->out);
}

void write_fraction_points(struct writer *writer, unsigned most)
{
	unsigned whole = 1 + below(writer, most);
	switch (below(writer, 5)) {
	case 0:
		fprintf(writer->out, "%u分 ÷ %u", whole, 2 + below(writer, 8));
		return;
	case 1:
		if (writer->has_ledger) {
			fprintf(writer->out, "最大（0分、平均（记录 的 数目 空台账 为 0名） × 0.0%u分）", 1 + below(writer, 9));
			return;
		}
		break;
	case 2:
		fprintf(writer->out, "（若 份额 超过 7项 则 %u分 × 份额 ÷ 60项 否则 %u分 ÷ 3）", whole, whole);
		return;
	default:
		break;
	}
	fprintf(writer->out, "%u分 × 最大（0、最小（1、", whole);
	write_ratio(writer);
	fputs("））", writer->out);
}

/* 按比例: of all the points of a part, too, where it isn't 加分项 or 减分项. */
static void write_proportion(struct writer *writer, const char *verb, unsigned most)
{
	static const char *const ways[] = {"四舍五入", "进一", "舍去"};
	fputs("      按比例 ", writer->out);
	write_ratio(writer);
	if (most > 3 && (!strcmp(verb, "扣") || !strcmp(verb, "得")) && chance(writer, 30))
		fprintf(writer->out, " %s分", verb);
	else
		fprintf(writer->out, "%s %s %u分", chance(writer, 20) ? "，" : "", verb, 1 + below(writer, most));
	if (chance(writer, 40))
		fprintf(writer->out, " %s 保留 %u位", ways[below(writer, 3)], below(writer, 3));
	fputc('\n', writer->out);
}

void write_fraction_rule(struct writer *writer, const char *verb, unsigned most)
{
	if (chance(writer, 30)) {
		write_proportion(writer, verb, most);
		return;
	}
	if (chance(writer, 40)) {
		fprintf(writer->out, "      每满 0.%u 最大（0、商%u） %s ", 1 + below(writer, 9), below(writer, 2), verb);
		write_fraction_points(writer, most);
		fputc('\n', writer->out);
		return;
	}
	unsigned edge = 1 + below(writer, 9);
	bool above = chance(writer, 50);
	fprintf(writer->out, "      按 份额 ÷ 总数 分档\n        %s 0.%u %s ", above ? "不超过" : "不满", edge, verb);
	write_fraction_points(writer, most);
	fprintf(writer->out, "\n        %s0.%u%s 不满 %u %s ", above ? "超过 " : "", edge, above ? "" : " 以上", 1 + below(writer, 20), verb);
	write_fraction_points(writer, most);
	fprintf(writer->out, "\n        其他 %s\n", none_of(verb));
}

void write_fraction_term(struct writer *writer)
{
	unsigned item = below(writer, writer->item_count);
	switch (below(writer, 3)) {
	case 0:
		fprintf(writer->out, "得分（小项%u） × %u ÷ %u", item, 1 + below(writer, 9), 3 + below(writer, 9));
		break;
	case 1:
		fprintf(writer->out, "（得分（小项%u） + 得分（小项%u）） ÷ （1 + 商0）", item, below(writer, writer->item_count));
		break;
	default:
		fprintf(writer->out, "得分（小项%u） × 最小（1、商0）", item);
	}
}
