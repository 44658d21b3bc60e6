#include "generate.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>

/* How the values of a field are spread in real tables. */
enum habit {
	HABIT_KEY,
	HABIT_NAME,
	HABIT_PARENT,
	HABIT_MEMBERS,
	HABIT_GROUPS,
	HABIT_MONEY,
	HABIT_LESSONS,
	HABIT_GOOD,
	HABIT_BAD,
	HABIT_HALF,
	HABIT_OPTION,
	HABIT_RATE,
	HABIT_SCORE,
	HABIT_COUNT
};

struct column {
	const char *name;
	enum habit habit;
	int scale;
	int64_t high; /* scaled */
};

static const struct column columns[] = {
	{ "编号", HABIT_KEY, 0, 0 },
	{ "名称", HABIT_NAME, 0, 0 },
	{ "上级党组织", HABIT_PARENT, 0, 0 },
	{ "党员数", HABIT_MEMBERS, 0, 10000 },
	{ "未纳入管理党员数", HABIT_COUNT, 0, 10000 },
	{ "逾期未转组织关系党员数", HABIT_COUNT, 0, 10000 },
	{ "工作覆盖所在单位", HABIT_GOOD, 0, 0 },
	{ "隶属关系顺畅", HABIT_GOOD, 0, 0 },
	{ "设置合理", HABIT_GOOD, 0, 0 },
	{ "党小组数", HABIT_GROUPS, 0, 1000 },
	{ "上级书面提醒换届", HABIT_HALF, 0, 0 },
	{ "换届延期月数", HABIT_COUNT, 0, 600 },
	{ "履行延期换届程序", HABIT_GOOD, 0, 0 },
	{ "换届补选程序规范", HABIT_GOOD, 0, 0 },
	{ "书记党务意愿强", HABIT_GOOD, 0, 0 },
	{ "书记能力强", HABIT_GOOD, 0, 0 },
	{ "书记满意率", HABIT_RATE, 2, 10000 },
	{ "书记讲党课次数", HABIT_LESSONS, 0, 1000 },
	{ "书记测试成绩", HABIT_SCORE, 1, 1000 },
	{ "设立支委会", HABIT_GOOD, 0, 0 },
	{ "委员选举产生", HABIT_GOOD, 0, 0 },
	{ "班子分工明确", HABIT_GOOD, 0, 0 },
	{ "班子履职尽责", HABIT_GOOD, 0, 0 },
	{ "班子民主议事", HABIT_GOOD, 0, 0 },
	{ "先锋亮绩积分管理有力", HABIT_GOOD, 0, 0 },
	{ "失联党员数", HABIT_COUNT, 0, 10000 },
	{ "开展双培养", HABIT_GOOD, 0, 0 },
	{ "及时处置不合格党员", HABIT_GOOD, 0, 0 },
	{ "群众不良反映属实例数", HABIT_COUNT, 0, 1000 },
	{ "三会一课缺次", HABIT_COUNT, 0, 1000 },
	{ "统一活动日缺次", HABIT_COUNT, 0, 100 },
	{ "未开展制度项数", HABIT_COUNT, 0, 3 },
	{ "不规范制度项数", HABIT_COUNT, 0, 3 },
	{ "领导干部缺席人数", HABIT_COUNT, 0, 1000 },
	{ "参与率低次数", HABIT_COUNT, 0, 1000 },
	{ "发展程序不规范环节数", HABIT_COUNT, 0, 100 },
	{ "发展资料齐全真实", HABIT_GOOD, 0, 0 },
	{ "年初重核党费", HABIT_GOOD, 0, 0 },
	{ "党费每月一交", HABIT_GOOD, 0, 0 },
	{ "党费足额", HABIT_GOOD, 0, 0 },
	{ "党费使用公布", HABIT_GOOD, 0, 0 },
	{ "制定年度计划", HABIT_GOOD, 0, 0 },
	{ "工作记录完整规范", HABIT_GOOD, 0, 0 },
	{ "上级督查整改", HABIT_GOOD, 0, 0 },
	{ "主题教育按要求开展", HABIT_GOOD, 0, 0 },
	{ "主题不严肃次数", HABIT_COUNT, 0, 1000 },
	{ "必修课缺次", HABIT_COUNT, 0, 1000 },
	{ "教育管理载体", HABIT_OPTION, 0, 0 },
	{ "党员错误言论", HABIT_BAD, 0, 0 },
	{ "理论测试错题数", HABIT_COUNT, 0, 1000 },
	{ "服务载体", HABIT_OPTION, 0, 0 },
	{ "群众满意率", HABIT_RATE, 2, 10000 },
	{ "六必有缺项数", HABIT_COUNT, 0, 6 },
	{ "活动经费", HABIT_MONEY, 2, 10000000000 },
	{ "建立激励制度", HABIT_GOOD, 0, 0 },
	{ "二册一本齐全规范", HABIT_GOOD, 0, 0 },
	{ "电子档案及时上报", HABIT_GOOD, 0, 0 },
	{ "国家级表彰数", HABIT_COUNT, 0, 100 },
	{ "省部级表彰数", HABIT_COUNT, 0, 100 },
	{ "市厅级表彰数", HABIT_COUNT, 0, 100 },
	{ "支部书面检查次数", HABIT_COUNT, 0, 100 },
	{ "支部责令整改次数", HABIT_COUNT, 0, 100 },
	{ "支部通报批评次数", HABIT_COUNT, 0, 100 },
	{ "党员诫勉人次", HABIT_COUNT, 0, 1000 },
	{ "党员通报批评人次", HABIT_COUNT, 0, 1000 },
	{ "党员停职免职人次", HABIT_COUNT, 0, 1000 },
	{ "配备书记", HABIT_GOOD, 0, 0 },
	{ "班子重大违法违纪", HABIT_BAD, 0, 0 },
	{ "违规发展党员", HABIT_BAD, 0, 0 },
	{ "党员群众满意度", HABIT_RATE, 2, 10000 },
	{ "重大事件恶劣影响", HABIT_BAD, 0, 0 },
	{ "其他不符合情形", HABIT_BAD, 0, 0 },
	{ "五星年初预报", HABIT_HALF, 0, 0 },
	{ "随机抽查合格", HABIT_HALF, 0, 0 },
	{ "综合考评得分", HABIT_SCORE, 2, 10000 },
};

enum { COLUMNS = sizeof columns / sizeof *columns };

static const char *const carriers[] = { "效果好", "效果不好", "没有" };
static const char *const parents[] = { "京口区委", "润州区委", "丹徒区委", "市级机关工委", "镇江新区党工委", "市国资委党委", "市教育局党委",
	"市卫生健康委党委" };
static const char *const places[] = { "大市口", "健康路", "正东路", "四牌楼", "象山", "谏壁", "宝塔路", "和平路", "七里甸", "金山", "丁卯", "大港",
	"高资", "谷阳", "上党", "世业" };
static const char *const kinds[] = { "社区第一党支部", "社区第二党支部", "村党支部", "小学党支部", "医院门诊党支部", "机关党支部", "物业公司党支部",
	"电力公司检修工区党支部" };

/* splitmix64 */
static uint64_t next(uint64_t *state)
{
	uint64_t z = *state += 0x9e3779b97f4a7c15u;
	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
	z = (z ^ z >> 27) * 0x94d049bb133111ebu;
	return z ^ z >> 31;
}

static unsigned below(uint64_t *state, unsigned limit)
{
	return (unsigned)(next(state) >> 32) % limit;
}

static void write_rate(FILE *out, uint64_t *state)
{
	unsigned rate = below(state, 100) < 6 ? 10000 : below(state, 100) < 90 ? 8000 + below(state, 2000) : 5500 + below(state, 2500);
	fprintf(out, "%u.%02u", rate / 100, rate % 100);
}

static void write_score(FILE *out, uint64_t *state, int scale)
{
	if (below(state, 100) < (scale == 2 ? 85u : 3u))
		return;
	unsigned score = 550 + below(state, 450);
	if (scale == 2)
		fprintf(out, "%u.%u%u", score / 10, score % 10, below(state, 10));
	else if (score % 10)
		fprintf(out, "%u.%u", score / 10, score % 10);
	else
		fprintf(out, "%u", score / 10);
}

static void write_yes(FILE *out, uint64_t *state, unsigned per_thousand)
{
	fputs(below(state, 1000) < per_thousand ? "是" : "否", out);
}

static void write_cell(FILE *out, const struct column *column, uint64_t row, uint64_t *state)
{
	switch (column->habit) {
	case HABIT_KEY: fprintf(out, "ZJ%08" PRIu64, row + 1); break;
	case HABIT_NAME: fprintf(out, "%s%s", places[below(state, 16)], kinds[below(state, 8)]); break;
	case HABIT_PARENT: fputs(parents[below(state, 8)], out); break;
	case HABIT_MEMBERS: fprintf(out, "%u", 3 + below(state, below(state, 10) ? 60 : 300)); break;
	case HABIT_GROUPS: fprintf(out, "%u", below(state, 6)); break;
	case HABIT_MONEY: fprintf(out, "%u.%02u", 500 + below(state, 20000), below(state, 3) ? 0 : below(state, 100)); break;
	case HABIT_LESSONS: fprintf(out, "%u", 1 + below(state, 4)); break;
	case HABIT_GOOD: write_yes(out, state, 970); break;
	case HABIT_BAD: write_yes(out, state, 1); break;
	case HABIT_HALF: write_yes(out, state, 500); break;
	case HABIT_OPTION: fputs(carriers[below(state, 10) < 8 ? 0 : 1 + below(state, 2)], out); break;
	case HABIT_RATE: write_rate(out, state); break;
	case HABIT_SCORE: write_score(out, state, column->scale); break;
	case HABIT_COUNT: fprintf(out, "%u", below(state, 100) < 92 || column->high < 4 ? 0 : 1 + below(state, 3)); break;
	}
}

int generate_table(const char *path, uint64_t rows, uint64_t seed)
{
	FILE *out = fopen(path, "w");
	if (!out)
		return errno;
	for (size_t i = 0; i < COLUMNS; i++)
		fprintf(out, "%s%s", i ? "," : "", columns[i].name);
	fputc('\n', out);
	uint64_t state = seed;
	for (uint64_t row = 0; row < rows && !ferror(out); row++)
		for (size_t i = 0; i < COLUMNS; i++) {
			write_cell(out, &columns[i], row, &state);
			fputc(i + 1 < COLUMNS ? ',' : '\n', out);
		}
	int failed = ferror(out) ? EIO : 0;
	return fclose(out) && !failed ? errno : failed;
}
