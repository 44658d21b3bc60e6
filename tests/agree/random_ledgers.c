#include "random_writer.h"

#include <stdlib.h>

void write_ledger(struct writer *writer)
{
	fprintf(writer->out, "台账 记录 至多 %d条\n", NAIVE_ROWS);
	fputs("  单位编号 文本 关联 单位\n  种类 选项 甲类、乙类、丙类\n  数目 整数（名） -5 至 100\n  比率 百分数 保留 1位 可空 可不适用\n"
	      "  日期 日期 2000-01-01 至 2025-12-31\n"
	      "定义 记录 的 过半 = 比率 适用 且 比率 已填 且 比率 超过 50%\n",
		writer->out);
}

static const char *order(struct writer *writer)
{
	static const char *const words[] = {" 不低于 ", " 不超过 ", " 超过 ", " 低于 ", " = ", " ≠ "};
	return words[below(writer, 6)];
}

static void write_row_condition(struct writer *writer)
{
	switch (below(writer, 6)) {
	case 0:
		fputs("过半", writer->out);
		break;
	case 1:
		fprintf(writer->out, "数目%s%u名", order(writer), below(writer, 20));
		break;
	case 2:
		write_date_comparison(writer, "日期");
		break;
	case 3:
		fprintf(writer->out, "（种类 不为 丙类 或 数目 × 2%s%u名）", order(writer), below(writer, 20));
		break;
	case 4:
		fputs(below(writer, 2) ? "比率 未填" : "比率 不适用", writer->out);
		break;
	default:
		fprintf(writer->out, "种类 为 %s", below(writer, 2) ? "甲类" : "乙类");
	}
}

/* "" or " 当 …": to be freed. */
static char *when(struct writer *writer)
{
	FILE *out = writer->out;
	char *text = NULL;
	size_t length = 0;
	writer->out = open_memstream(&text, &length);
	if (!writer->out)
		abort();
	if (chance(writer, 70)) {
		fputs(" 当 ", writer->out);
		write_row_condition(writer);
	}
	fclose(writer->out);
	writer->out = out;
	return text;
}

static void write_date_total(struct writer *writer, const char *filter)
{
	fprintf(writer->out, "%s（记录 的 日期%s 空台账 为 ", below(writer, 2) ? "最高" : "最低", filter);
	write_date(writer);
	fputs("） 早于 ", writer->out);
	write_date(writer);
}

void write_ledger_condition(struct writer *writer)
{
	static const char *const small[] = {"种类", "月份（日期）", "季度（日期）", "过半"};
	static const char *const functions[] = {"最高", "最低", "平均"};
	char *filter = when(writer);
	FILE *out = writer->out;
	switch (below(writer, 8)) {
	case 0:
		fprintf(out, "计数（记录%s）%s%u条", filter, order(writer), below(writer, 5));
		break;
	case 1:
		fprintf(out, "任一（记录%s）", filter);
		break;
	case 2:
		fputs("全部（记录 的 ", out);
		write_row_condition(writer);
		fprintf(out, "%s）", filter);
		break;
	case 3:
		fprintf(out, "合计（记录 的 数目%s）%s%u名", filter, order(writer), below(writer, 60));
		break;
	case 4:
		fprintf(out, "%s（记录 的 数目%s 空台账 为 %u名）%s%u.%u名", functions[below(writer, 3)], filter, below(writer, 9), order(writer),
			below(writer, 20), below(writer, 10));
		break;
	case 5:
		fprintf(out, "（计数（记录%s） 大于 0条 且 平均（记录 的 数目%s）%s%u名）", filter, filter, order(writer), below(writer, 20));
		break;
	case 6:
		fprintf(out, "不同（记录 的 %s%s）%s%u", small[below(writer, 4)], filter, order(writer), below(writer, 5));
		break;
	default:
		write_date_total(writer, filter);
	}
	free(filter);
}
