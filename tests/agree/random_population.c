/* Random 评选, 定等 and 目标. Who is chosen is tested elsewhere (population.py): here it is what they ask of each row. */
#include "random_writer.h"

int field_to_group_by(struct writer *writer)
{
	for (unsigned tries = 0; tries < MAX_FIELDS && writer->field_count; tries++) {
		unsigned index = below(writer, writer->field_count);
		if (!may_lack(&writer->fields[index]))
			return (int)index;
	}
	return -1;
}

static void write_grouping(struct writer *writer)
{
	int field = chance(writer, 60) ? field_to_group_by(writer) : -1;
	if (field < 0)
		return;
	fprintf(writer->out, "  按 字段%d%s 分组%s\n", field, writer->definitions && chance(writer, 30) ? "、值0" : "",
		chance(writer, 30) ? " 不足 3个 合并" : "");
}

static void write_share(struct writer *writer)
{
	static const char *const words[] = {"进一", "舍去", "四舍五入"};
	fprintf(writer->out, "%u%% %s", 1 + below(writer, 50), words[below(writer, 3)]);
	if (chance(writer, 20))
		fputs(" 至少 1个", writer->out);
}

static void write_order(struct writer *writer)
{
	static const char *const endings[] = {"、编号\n", "\n  同分 一并列入\n", "\n  同分 均不列入\n"};
	fprintf(writer->out, "\n  排序 %s总分 从高到低%s", writer->has_fractions && chance(writer, 50) ? "商0 从低到高、" : "", endings[below(writer, 3)]);
}

static void write_selection(struct writer *writer)
{
	fprintf(writer->out, "评选 特等\n  范围 甲等%s\n  条件 ", chance(writer, 50) ? "、乙等" : "");
	write_outcome_condition(writer);
	write_order(writer);
	write_grouping(writer);
	fputs("  名额 ", writer->out);
	write_share(writer);
	fputs(chance(writer, 30) ? "\n  超出名额 列为 丙等\n" : "\n", writer->out);
}

static void write_placing(struct writer *writer)
{
	fprintf(writer->out, "定等\n  范围 甲等、乙等%s", chance(writer, 30) ? "、丙等、丁等" : "");
	write_order(writer);
	write_grouping(writer);
	fputs("  甲等 前 ", writer->out);
	write_share(writer);
	if (chance(writer, 50)) {
		fputs(" 且 ", writer->out);
		write_outcome_condition(writer);
	}
	fputs("\n  乙等 其后 ", writer->out);
	write_share(writer);
	fputs(chance(writer, 50) ? "\n  丙等 其余\n" : "\n", writer->out);
}

void write_population(struct writer *writer)
{
	if (chance(writer, 40))
		write_selection(writer);
	if (chance(writer, 25))
		write_placing(writer);
	if (chance(writer, 25))
		fputs("目标 乙等 以上 占比 不低于 30%\n", writer->out);
}
