/* A random 名次, and what asks for the place that it gives. Who comes where is tested elsewhere (population.py): of a row by itself it is any number. */
#include "random_writer.h"

/* A number that every row has; -1 where there is none. */
static int number_to_rank_by(struct writer *writer)
{
	for (unsigned tries = 0; tries < MAX_FIELDS; tries++) {
		unsigned index = below(writer, writer->field_count);
		if (is_numeric(&writer->fields[index]) && !may_lack(&writer->fields[index]))
			return (int)index;
	}
	return -1;
}

void write_places(struct writer *writer)
{
	int field = number_to_rank_by(writer), group = field_to_group_by(writer);
	bool by_quotient = writer->has_fractions && (field < 0 || chance(writer, 30));
	if (field < 0 && !by_quotient)
		return;
	writer->places_lack = chance(writer, 50);
	fputs("名次 位0\n", writer->out);
	if (group >= 0 && chance(writer, 50))
		fprintf(writer->out, "  按 字段%d 分组\n", group);
	if (writer->places_lack) {
		fputs("  条件 ", writer->out);
		write_condition(writer, 1);
		fputc('\n', writer->out);
	}
	fputs("  排序 ", writer->out);
	if (by_quotient)
		fprintf(writer->out, "商0 从低到高%s", field < 0 ? "\n" : "、");
	if (field >= 0)
		fprintf(writer->out, "字段%d 从高到低\n", field);
	if (chance(writer, 40))
		fprintf(writer->out, "  同分 并列%s\n", chance(writer, 60) ? "不占名次" : "");
	writer->has_places = true;
}

void write_place_condition(struct writer *writer)
{
	static const char *const relations[] = {" 不低于 ", " 不超过 ", " 低于 ", " 超过 ", " = ", " ≠ "};
	if (writer->places_lack && chance(writer, 30)) {
		fprintf(writer->out, "位0 %s", chance(writer, 50) ? "未排名" : "已排名");
		return;
	}
	fprintf(writer->out, "（%s位0%s", writer->places_lack ? "位0 已排名 且 " : "", relations[below(writer, 6)]);
	if (chance(writer, 50))
		fprintf(writer->out, "%u名）", 1 + below(writer, 20));
	else
		fprintf(writer->out, "位0个数 × %u%%）", 1 + below(writer, 100));
}

static void end_tier(struct writer *writer, const char *verb, unsigned most)
{
	fprintf(writer->out, " %s ", verb);
	write_points(writer, most);
	fputc('\n', writer->out);
}

void write_place_rule(struct writer *writer, const char *verb, unsigned most)
{
	static const char *const roundings[] = {"进一", "舍去", "四舍五入"};
	unsigned share = 1 + below(writer, 40);
	fputs("      按 位0 分档\n        第1名", writer->out);
	end_tier(writer, verb, most);
	if (chance(writer, 50)) {
		fprintf(writer->out, "        第2名 至 第%u名", 2 + below(writer, 9));
		end_tier(writer, verb, most);
	}
	if (chance(writer, 60)) {
		fprintf(writer->out, "        前 %u%% %s", share, roundings[below(writer, 3)]);
		end_tier(writer, verb, most);
	}
	if (chance(writer, 60)) {
		fprintf(writer->out, "        其后 %u%s", 1 + below(writer, 30), chance(writer, 50) ? "名" : "% 进一");
		end_tier(writer, verb, most);
	}
	fputs("        其余", writer->out);
	end_tier(writer, verb, most);
	if (writer->places_lack) {
		fputs("        未排名", writer->out);
		end_tier(writer, verb, most);
	}
}
