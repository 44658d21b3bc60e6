/* A small standard for tests of runs and explanations: a capped item, tiers over a field that may be empty, a veto, a 校验 and a 评选. */
#ifndef SMALL_STANDARD_H
#define SMALL_STANDARD_H

static const char small_standard[] =
	"标准 小考评\n  满分 20分\n  各指标 扣完为止\n"
	"数据 支部\n"
	"  编号 文本 主键\n"
	"  名称 文本\n"
	"  缺次 整数（次） 0 至 20\n"
	"  不规范 整数（次） 0 至 20\n"
	"  成绩 数（分） 0 至 100 保留 1位 可空\n"
	"  有书记 是否\n"
	"  校验 缺次 + 不规范 不超过 20次 “两项之和不能超过二十”\n"
	"项目 制度 20分\n"
	"指标 会议 10分\n"
	"  条款 “少一次扣3分”\n    每 1次 缺次 扣 3分\n"
	"  条款 “不规范一次扣2分”\n    每 1次 不规范 扣 2分\n"
	"指标 测试 10分\n"
	"  条款 “六十分以下扣五分，不参加扣十分”\n    按 成绩 分档\n      不满 60分 扣 5分\n      60分 以上 不扣\n      未填 扣 10分\n"
	"  口径 K1 “不参加怎么算” 处理 “扣十分”\n"
	"否决项 不评\n  若 非 有书记 “没有书记的”\n"
	"等次\n  良 15分 以上 认定 “市委”\n  中 8分 以上 不满 15分\n  不评 不满 8分 处置 “整顿”\n"
	"评选 优秀\n  范围 良\n  条件 有书记\n  排序 总分 从高到低、编号\n  名额 20% 进一\n"
	"目标 中 以上 占比 不低于 50%\n";
#endif
