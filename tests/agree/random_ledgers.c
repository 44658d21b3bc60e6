#include "random_writer.h"

#include <stdlib.h>

/* 记录 belong to the unit, 明细 to a 记录, and 小组 are groups of 记录. */
enum { RECORDS, DETAILS, GROUPS, LEDGERS };
static const char *const names[LEDGERS] = {"记录", "明细", "小组"};

static void write_row_condition(struct writer *writer, unsigned ledger);
static void write_total(struct writer *writer, unsigned ledger);

void write_ledger(struct writer *writer)
{
	fprintf(writer->out, "台账 记录 至多 %d条\n", NAIVE_ROWS);
	fputs("  单位编号 文本 关联 单位\n  记录编号 文本 主键\n  经办人 文本\n  种类 选项 甲类、乙类、丙类\n  数目 整数（名） -5 至 100\n"
	      "  权数 数 0 至 3 保留 1位\n  比率 百分数 保留 1位 可空 可不适用\n  日期 日期 2000-01-01 至 2025-12-31\n",
		writer->out);
	fprintf(writer->out, "台账 明细 至多 %d条\n", NAIVE_ROWS);
	fputs("  记录号 文本 关联 记录\n  经办人 文本\n  种类 选项 甲类、乙类、丙类\n  数目 整数（名） -5 至 100\n  权数 整数 0 至 3\n"
	      "  日期 日期 2000-01-01 至 2025-12-31\n",
		writer->out);
	fprintf(writer->out, "台账 小组 由 记录 按 %s", below(writer, 2) ? "经办人" : "种类、经办人");
	if (chance(writer, 50)) {
		fputs(" 当 ", writer->out);
		write_row_condition(writer, RECORDS);
	}
	fputs("\n定义 记录 的 过半 = 比率 适用 且 比率 已填 且 比率 超过 50%\n定义 记录 的 明细数 = ", writer->out);
	write_total(writer, DETAILS);
	fputs("\n定义 小组 的 次数 = 计数（记录", writer->out);
	if (chance(writer, 50)) {
		fputs(" 当 ", writer->out);
		write_row_condition(writer, RECORDS);
	}
	fputs("）\n定义 小组 的 数目 = ", writer->out);
	write_total(writer, RECORDS);
	fputs("\n", writer->out);
}

static const char *order(struct writer *writer)
{
	static const char *const words[] = {" 不低于 ", " 不超过 ", " 超过 ", " 低于 ", " = ", " ≠ "};
	return words[below(writer, 6)];
}

static void write_group_condition(struct writer *writer)
{
	if (below(writer, 2))
		fprintf(writer->out, "次数%s%u条", order(writer), below(writer, 4));
	else
		fprintf(writer->out, "数目%s%u名", order(writer), below(writer, 40));
}

static void write_row_condition(struct writer *writer, unsigned ledger)
{
	if (ledger == GROUPS) {
		write_group_condition(writer);
		return;
	}
	switch (below(writer, ledger == RECORDS ? 7 : 4)) {
	case 0:
		fprintf(writer->out, "数目%s%u名", order(writer), below(writer, 20));
		break;
	case 1:
		write_date_comparison(writer, "日期");
		break;
	case 2:
		fprintf(writer->out, "（种类 不为 丙类 或 数目 × 2%s%u名）", order(writer), below(writer, 20));
		break;
	case 3:
		fprintf(writer->out, "种类 为 %s", below(writer, 2) ? "甲类" : "乙类");
		break;
	case 4:
		fputs(below(writer, 2) ? "比率 未填" : "比率 不适用", writer->out);
		break;
	case 5:
		fprintf(writer->out, "明细数%s%u名", order(writer), below(writer, 60));
		break;
	default:
		fputs("过半", writer->out);
	}
}

/* "" or " 当 …": to be freed. */
static char *when(struct writer *writer, unsigned ledger)
{
	FILE *out = writer->out;
	char *text = NULL;
	size_t length = 0;
	writer->out = open_memstream(&text, &length);
	if (!writer->out)
		abort();
	if (chance(writer, 70)) {
		fputs(" 当 ", writer->out);
		write_row_condition(writer, ledger);
	}
	fclose(writer->out);
	writer->out = out;
	return text;
}

/* A number in 名 that rows always have a meaning for. */
static void write_total(struct writer *writer, unsigned ledger)
{
	static const char *const ends[] = {"去掉 1个最高值", "去掉 1个最低值", "去掉 2个最高值、1个最低值", "取最高 2个", "取最低 3个"};
	static const char *const extremes[] = {"最高", "最低"};
	char *filter = when(writer, ledger);
	FILE *out = writer->out;
	bool plain = ledger == GROUPS;
	switch (below(writer, plain ? 3 : 4)) {
	case 0:
		fprintf(out, "合计（%s 的 数目%s）", names[ledger], filter);
		break;
	case 1:
		fprintf(out, "%s（%s 的 数目%s 空台账 为 %u名）", extremes[below(writer, 2)], names[ledger], filter, below(writer, 9));
		break;
	case 2:
		fprintf(out, "合计（%s 的 数目 %s%s）", names[ledger], ends[below(writer, 5)], filter);
		break;
	default:
		fprintf(out, "%s（%s 的 数目 按 %s%s 空台账 为 %u名）", below(writer, 2) ? "最近" : "最早", names[ledger],
			below(writer, 2) ? "日期" : "数目", filter, below(writer, 9));
	}
	free(filter);
}

static void write_mean(struct writer *writer, unsigned ledger, const char *filter)
{
	FILE *out = writer->out;
	switch (below(writer, ledger == GROUPS ? 3 : 4)) {
	case 0:
		fprintf(out, "平均（%s 的 数目%s 空台账 为 %u名）", names[ledger], filter, below(writer, 9));
		break;
	case 1:
		fprintf(out, "平均（%s 的 数目 去掉 1个最高值和%u个最低值%s 空台账 为 %u名）", names[ledger], 1 + below(writer, 2), filter, below(writer, 9));
		break;
	case 2:
		fprintf(out, "平均（%s 的 数目 取最高 %u个%s 空台账 为 %u名）", names[ledger], 1 + below(writer, 3), filter, below(writer, 9));
		break;
	default:
		fprintf(out, "加权平均（%s 的 数目 权重 权数%s 空台账 为 %u名）", names[ledger], filter, below(writer, 9));
	}
	fprintf(out, "%s%u.%u名", order(writer), below(writer, 20), below(writer, 10));
}

static void write_dated(struct writer *writer, unsigned ledger, const char *filter)
{
	FILE *out = writer->out;
	if (below(writer, 2)) {
		fprintf(out, "%s（%s 的 种类 按 日期%s 空台账 为 乙类） %s 甲类", below(writer, 2) ? "最近" : "最早", names[ledger], filter,
			below(writer, 2) ? "为" : "不为");
		return;
	}
	fprintf(out, "%s（%s 的 日期%s 空台账 为 ", below(writer, 2) ? "最高" : "最低", names[ledger], filter);
	write_date(writer);
	fputs("） 早于 ", out);
	write_date(writer);
}

static void write_values(struct writer *writer, unsigned ledger, const char *filter)
{
	static const char *const values[] = {"种类", "月份（日期）", "季度（日期）", "经办人", "数目", "日期"};
	FILE *out = writer->out;
	if (below(writer, 3))
		fprintf(out, "不同（%s 的 %s%s）%s%u", names[ledger], values[below(writer, 6)], filter, order(writer), below(writer, 5));
	else
		fprintf(out, "%s（%s 的 月份（日期）%s）%s%u", below(writer, 2) ? "最长连续" : "最长间断", names[ledger], filter, order(writer), below(writer, 9));
}

void write_ledger_condition(struct writer *writer)
{
	unsigned ledger = below(writer, LEDGERS);
	char *filter = when(writer, ledger);
	FILE *out = writer->out;
	switch (below(writer, ledger == GROUPS ? 6 : 8)) {
	case 0:
		fprintf(out, "计数（%s%s）%s%u条", names[ledger], filter, order(writer), below(writer, 5));
		break;
	case 1:
		fprintf(out, "任一（%s%s）", names[ledger], filter);
		break;
	case 2:
		fprintf(out, "全部（%s 的 ", names[ledger]);
		write_row_condition(writer, ledger);
		fprintf(out, "%s）", filter);
		break;
	case 3:
		write_total(writer, ledger);
		fprintf(out, "%s%u名", order(writer), below(writer, 60));
		break;
	case 4:
		write_mean(writer, ledger, filter);
		break;
	case 5:
		fprintf(out, "（计数（%s%s） 大于 0条 且 平均（%s 的 数目%s）%s%u名）", names[ledger], filter, names[ledger], filter, order(writer), below(writer, 20));
		break;
	case 6:
		write_values(writer, ledger, filter);
		break;
	default:
		write_dated(writer, ledger, filter);
	}
	free(filter);
}
