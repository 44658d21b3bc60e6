/* Any bytes as the tables of a run: the units' and, after a NUL each, those of two ledgers. Everything that a run says is written, in both languages. */
#include "compiler/compile.h"
#include "runtime/run.h"
#include "runtime/summary.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

enum { TABLES = 3, PATH_SIZE = 64 };

static const char rules[] =
	"标准 考评\n满分 20分\n总分 不低于 0分\n"
	"数据 支部\n编号 文本 主键\n党员数 整数（名） 1 至 100\n成绩 数（分） 0 至 100 保留 1位 可空\n换届 日期\n载体 选项 好、差\n"
	"校验 党员数 大于 1名\n"
	"台账 会议（次） 至多 5次\n支部 文本 关联 支部\n编号 文本 主键\n日期 日期 2018-01-01 至 2018-12-31\n种类 选项 大会、小会\n应到 整数（名） 1 至 100\n"
	"实到 整数（名） 0 至 100\n校验 实到 不超过 应到\n"
	"台账 测评（张）\n支部 文本 关联 支部\n分数 数（分） 0 至 100 保留 2位 可空\n满意 是否\n"
	"指标 组织 10分 扣完为止\n"
	"条款 “甲”\n若 不同（会议 的 月份（日期）） 少于 3 扣 2分\n每 1次 计数（会议 当 实到 ÷ 应到 低于 80%） 扣 1分\n若 任一（会议 当 种类 为 小会） 扣 1分\n"
	"条款 “乙”\n若 合计（会议 的 实到） 不足 党员数 扣 1分\n若 全部（会议 的 实到 等于 应到） 扣 1分\n若 最低（会议 的 应到 空台账 为 0名） 小于 3名 扣 1分\n"
	"指标 测评 10分 扣完为止\n"
	"条款 “丙”\n若 平均（测评 的 分数 当 分数 已填 空台账 为 0分） 低于 80分 扣 3分\n若 成绩 已填 且 成绩 低于 60分 扣 2分\n若 换届 早于 2018-06-06 扣 1分\n"
	"若 载体 为 差 扣 1分\n"
	"等次\n好 15分 以上\n中 5分 以上 不满 15分\n差 不满 5分\n"
	"评选 优\n范围 好\n排序 总分 从高到低\n名额 50% 进一\n";

static const struct gj_program *program(void)
{
	static struct compilation compilation;
	if (!compilation.program && compile_text("fuzz.gj", rules, sizeof rules - 1, &compilation) != COMPILE_OK)
		abort();
	return compilation.program;
}

/* A file that holds some bytes, and its path. */
static int file_of(const uint8_t *bytes, size_t size, char path[PATH_SIZE])
{
	int file = memfd_create("table", 0);
	if (file < 0 || write(file, bytes, size) < 0)
		abort();
	snprintf(path, PATH_SIZE, "/proc/self/fd/%d", file);
	return file;
}

static void run(const char *const *paths, enum gj_language language)
{
	struct gj_wanted wanted = {.key = "A1"};
	struct gj_run_setup setup = {.data = paths[0], .ledgers = paths + 1, .language = language, .threads = 2, .wanted = &wanted, .wanted_count = 1};
	struct gj_report report = {.language = language};
	struct gj_run run;
	if (gj_run_go(&run, program(), &setup))
		gj_summary_write(&report, &run);
	gj_report_free(&report);
	gj_run_end(&run);
	gj_wanted_free(&wanted, program());
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	char room[TABLES][PATH_SIZE];
	const char *paths[TABLES];
	int files[TABLES];
	for (int i = 0; i < TABLES; i++) {
		const uint8_t *end = i + 1 < TABLES ? memchr(bytes, 0, size) : NULL;
		size_t length = end ? (size_t)(end - bytes) : size;
		files[i] = file_of(bytes, length, room[i]);
		paths[i] = room[i];
		bytes += end ? length + 1 : length;
		size -= end ? length + 1 : length;
	}
	run(paths, GJ_CHINESE);
	run(paths, GJ_ENGLISH);
	for (int i = 0; i < TABLES; i++)
		close(files[i]);
	return 0;
}
