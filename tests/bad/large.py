"""Rule files of any size, one kind of growth each: KINDS maps its name to (a function from n to the files, the codes that are expected); rules.gj is checked.
COMMANDS maps other names to (such a function, the arguments of guiju)."""

HEAD = '标准 大\n  满分 {full}分\n  各指标 扣完为止\n  总分 不低于 0分\n{head}数据 单位\n  编号 文本 主键\n'
COUNT = '  次数 整数（次） 0 至 100\n'
ITEM = '项目 甲 100分\n指标 乙 100分\n'
CLAUSE = '  条款 “1次扣1分”\n    每 1次 {} 扣 1分\n'
GRADES = '等次\n  好 60分 以上\n  差 不满 60分\n'
LEDGER = '台账 会议（次） 至多 10次\n  单位 文本 关联 单位\n  人数 整数（名） 0 至 1000000\n'
KINDS = {}
COMMANDS = {}


def kind(*codes):
    """The findings other than notes that the file must have; that no total reaches some grade is passed over."""
    def add(make):
        KINDS[make.__name__] = (make, set(codes))
        return make
    return add


def command(*arguments):
    def add(make):
        COMMANDS[make.__name__] = (make, arguments)
        return make
    return add


def lines(n, form):
    return ''.join(form.replace('{i}', str(i)).replace('{m}', str(i % 90)) + '\n' for i in range(n))


def standard(data='', sheet=ITEM + CLAUSE.format('次数'), after=GRADES, full=100, head=''):
    return {'rules.gj': HEAD.format(full=full, head=head) + data + sheet + after}


def clauses_over(n, form, data=COUNT, before='', **others):
    return standard(data, before + ITEM + lines(n, '  条款 “第{i}条，扣1分”\n    ' + form), **others)


@kind('GJ3020')
def clauses(n):
    return clauses_over(n, '若 次数 超过 {m}次 扣 1分')


@kind()
def clauses_and_fields(n):
    return clauses_over(n // 2, '每 1次 次数{i} 扣 1分', lines(n // 2, '  次数{i} 整数（次） 0 至 100'))


@kind('GJ3020')
def rules_of_a_clause(n):
    return standard(COUNT, ITEM + '  条款 “扣1分”\n' + lines(n, '    若 次数 超过 {m}次 扣 1分'))


@kind('GJ3020')
def items(n):
    return standard(COUNT, f'项目 甲 {n}分\n' + lines(n, '指标 乙{i} 1分\n  条款 “第{i}条，扣1分”\n    若 次数 超过 {m}次 扣 1分'), full=n)


@kind('GJ3020')
def points(n):
    return standard(COUNT, f'指标 乙 {n}分\n' + lines(n, '  要点 1分 “第{i}点”\n  条款 “第{i}条，扣1分”\n    若 次数 超过 {m}次 扣 1分'), full=n)


@kind('GJ3020')
def projects(n):
    return standard(COUNT, lines(n, '项目 甲{i} 1分\n指标 乙{i} 1分\n  条款 “第{i}条，扣1分”\n    若 次数 超过 {m}次 扣 1分'), full=n)


@kind('GJ2224', 'GJ2241')
def weights(n):
    return standard(COUNT, lines(n, '项目 甲{i} 100分 权重 1%\n指标 乙{i} 100分\n  条款 “第{i}条，扣1分”\n    若 次数 超过 {m}次 扣 1分'))


@kind()
def vetoes(n):
    return standard(COUNT, after='否决项 差\n' + lines(n, '  若 次数 为 {m}次 “否{i}”') + GRADES)


@kind('GJ3009')
def vetoes_beside_clauses(n):
    veto = '否决项 差\n' + lines(n // 2, '  若 坏{i} “否{i}”')
    return clauses_over(n // 2, '若 坏{i} 扣 1分', lines(n // 2, '  坏{i} 是否'), after=veto + GRADES)


@kind()
def reasons_to_void(n):
    return standard(COUNT, ITEM + CLAUSE.format('次数') + lines(n, '  本项不得分 若 次数 为 {m}次 “不{i}”'))


@kind('GJ3020')
def bonuses(n):
    return standard(COUNT, after=lines(n, '加分项\n  条款 “{i}加1分”\n    若 次数 为 {m}次 加 1分') + GRADES, head='  总分 上不封顶\n')


@kind()
def fields(n):
    return standard(COUNT + lines(n - 2, '  字段{i} 整数（次） 0 至 100'))


@kind('GJ2020')
def too_many_fields(n):
    return standard(COUNT + lines(n + 10000, '  字段{i} 整数（次） 0 至 100'))


@kind('GJ3028')
def options(n):
    tiers = ITEM + '  条款 “扣1分”\n    按 类 分档\n' + lines(n, '      选{i} 扣 1分')
    return standard('  类 选项 ' + '、'.join(f'选{i}' for i in range(n)) + '\n', tiers)


@kind()
def names_of_a_field(n):
    return standard(COUNT[:-1] + ' 别名 ' + '、'.join(f'“别{i}”' for i in range(n)) + '\n')


@kind()
def checks(n):
    return standard(COUNT + lines(n, '  校验 次数 不为 {m}次 “校{i}”'))


@kind('GJ3028')
def tiers(n):
    return standard(f'  次数 整数（次） 0 至 {n}\n', ITEM + '  条款 “扣1分”\n    按 次数 分档\n' + lines(n, '      {i}次 扣 1分') + f'      {n}次 以上 扣 1分\n')


@kind()
def definitions(n):
    return standard(COUNT + lines(n, '定义 数{i} = 次数 + {i}次'))


@kind('GJ2127')
def chain_of_definitions(n):
    chain = ''.join(f'定义 数{i} = 数{i - 1} + 1次\n' for i in range(1, n))
    return standard(COUNT + '定义 数0 = 次数\n' + chain, ITEM + CLAUSE.format(f'数{n - 1}'))


@kind('GJ2127')
def chain_written_backwards(n):
    chain = ''.join(f'定义 数{i} = 数{i - 1} + 1次\n' for i in range(n - 1, 0, -1))
    return standard(COUNT + chain + '定义 数0 = 次数\n', ITEM + CLAUSE.format(f'数{n - 1}'))


@kind('GJ2005')
def circle_of_definitions(n):
    circle = ''.join(f'定义 数{i} = 数{(i + 1) % n} + 1次\n' for i in range(n))
    return standard(COUNT + circle, ITEM + CLAUSE.format('数0'))


@kind('GJ2127')
def definitions_that_double(n):
    doubling = ''.join(f'定义 断{i} = 断{i - 1} 且 断{i - 1}\n' for i in range(1, n))
    return standard(COUNT + '定义 断0 = 次数 超过 3次\n' + doubling, ITEM + f'  条款 “扣1分”\n    若 断{min(n, 500) - 1} 扣 1分\n')


@kind('GJ2127')
def ledger_definitions_that_double(n):
    doubling = '定义 会议 的 断0 = 人数 大于 3名\n' + ''.join(f'定义 会议 的 断{i} = 断{i - 1} 且 断{i - 1}\n' for i in range(1, n))
    return clauses_over(1, f'若 计数（会议 当 断{n - 1}） 大于 0次 扣 1分', '', LEDGER + doubling)


@kind()
def guards_in_a_chain(n):
    n = n // 30
    chain = '定义 断0 = 坏0 已填\n' + ''.join(f'定义 断{i} = 断{i - 1} 且 坏{i} 已填 且 坏{i}\n' for i in range(1, n))
    return standard(lines(n, '  坏{i} 是否 可空') + chain, ITEM + f'  条款 “扣1分”\n    若 断{n - 1} 扣 1分\n')


@kind()
def grades(n):
    bands = ''.join(f'  等{i} {i}分 以上 不满 {i + 1}分\n' for i in range(n - 2, -1, -1))
    return standard(COUNT, f'指标 乙 {n}分\n' + CLAUSE.format('次数'), f'等次\n  等{n - 1} {n - 1}分 以上\n{bands}', n)


@kind()
def rules_about_grades(n):
    return standard(COUNT, after=GRADES + lines(n, '  降一级 若 次数 为 {m}次 “降{i}”'))


@kind()
def selections(n):
    return standard(COUNT, after=GRADES + lines(n // 20, '评选 选{i}\n  范围 好\n  排序 总分 从高到低、编号\n  名额 1个'))


@kind()
def placings(n):
    return standard(COUNT, after=GRADES + lines(n // 20, '定等\n  范围 好\n  按 次数 分组\n  排序 总分 从高到低、编号\n  上{i} 前 1个\n  中{i} 其后 20% 进一'))


@kind('GJ3033')
def targets(n):
    return standard(COUNT, after=GRADES + lines(n, '目标 好 占比 不低于 {m}% “目{i}”'))


@kind()
def interpretations(n):
    return standard(COUNT, head=lines(n, '  口径 K{i} “疑{i}” 处理 “办{i}”'))


@kind()
def cases(n):
    case = '样例 甲样\n  编号 “1”、次数 1次\n' + ''.join(f'用例 “例{i}” 给定 甲样 其中 次数 {i % 90}次 期望 总分 {100 - i % 90}分\n' for i in range(n))
    return standard(COUNT, after=GRADES + case)


@kind()
def samples(n):
    chain = '样例 样0\n  编号 “1”、次数 1次\n' + ''.join(f'样例 样{i} 由 样{i - 1}\n  次数 {i % 90}次\n' for i in range(1, n))
    return standard(COUNT, after=GRADES + chain)


@kind('GJ2840')
def ledgers(n):
    tables = lines(n // 10, LEDGER[:-1].replace('会议', '会议{i}'))
    return clauses_over(n // 10, '若 计数（会议{i} 当 人数 大于 {m}名） 大于 0次 扣 1分', '', tables)


@kind()
def totals_over_a_ledger(n):
    return clauses_over(n // 2, '若 计数（会议 当 人数 大于 {i}名） 大于 3次 扣 1分', '', LEDGER)


STEPS = '指标 甲 6分\n  条款 “按表”\n    得 阶梯（表 的 值 当 键 不超过 次数）\n'


def table(rows):
    return '参数表 表\n  键（次） 值（分）\n' + ''.join(f'  {i} {i % 7}\n' for i in range(rows))


@kind()
def rows_of_a_table(n):
    return standard('  次数 整数（次） 0 至 100000\n' + table(n), STEPS, '', 6)


@kind('GJ3122')
def rows_of_a_table_too_many(n):
    return standard('  次数 整数（次） 0 至 100000\n' + table(10001), STEPS, '', 6)


@kind('GJ3112')
def rows_that_a_table_lacks(n):
    return standard('  次数 整数（次） 0 至 100000\n' + table(n), STEPS.replace('阶梯', '查表').replace('不超过', '='), '', 6)


@kind('GJ2001')
def unknown_names(n):
    return clauses_over(n, '若 不识{i} 扣 1分')


@kind('GJ2001')
def misspelt_names(n):
    return clauses_over(n // 2, '每 1次 字断{i} 扣 1分', lines(n // 2, '  字段{i} 整数（次） 0 至 100'))


@kind('GJ2002')
def doubled_names(n):
    return standard(COUNT + lines(n, '  字段 整数（次） 0 至 100'))


@kind('GJ1101')
def lines_of_nonsense(n):
    files = standard(COUNT)
    files['rules.gj'] += '乱写一行 1分 扣\n' * n
    return files


@kind()
def points_in_a_wording(n):
    return standard('  坏 是否\n', ITEM + '  条款 “' + '扣1分，' * n + '”\n    若 坏 扣 1分\n')


def variant(base, changes):
    return {'rules.gj': '标准 变\n  基于 “base.gj”\n' + changes, 'base.gj': base['rules.gj']}


@kind()
def clauses_removed(n):
    return variant(clauses(n + 1), lines(n, '删除 条款 “第{i}条，扣1分”'))


@kind('GJ3020')
def clauses_amended(n):
    return variant(clauses(n), lines(n, '修改 条款 “第{i}条，扣1分” 改为\n  条款 “第{i}条，扣2分”\n    若 次数 超过 {m}次 扣 2分'))


@kind('GJ3020')
def clauses_added(n):
    return variant(standard(COUNT), lines(n, '新增 于 指标 乙\n  条款 “新{i}条，扣2分”\n    若 次数 超过 {m}次 扣 2分'))


@kind('GJ2607')
def clauses_that_are_not_there(n):
    return variant(clauses(n), lines(n, '删除 条款 “第{i}条，扣7分”'))


@kind()
def points_changed(n):
    return variant(items(n), f'修改 项目 甲 改为\n项目 甲 {n}分\n' + lines(n, '指标 丙{i} 1分\n  条款 “第{i}条，扣1分”\n    若 次数 超过 {m}次 扣 1分') +
                   lines(n // 2, '改分 指标 丙{i} 由 1分 改为 2分') + ''.join(f'删除 指标 丙{i}\n' for i in range(n // 2, n // 2 * 2)))


@kind()
def fields_removed(n):
    return variant(fields(n), lines(n - 2, '删除 数据 字段{i}'))


@kind()
def definitions_amended(n):
    return variant(definitions(n), lines(n, '修改 定义 数{i} 改为 定义 数{i} = 次数 + 3次'))


@kind()
def samples_amended(n):
    return variant(samples(n), lines(n, '修改 样例 样{i} 其中 次数 3次'))


@kind()
def cases_removed(n):
    return variant(cases(n), lines(n, '删除 用例 “例{i}”'))


@kind()
def interpretations_removed(n):
    return variant(interpretations(n), lines(n, '删除 口径 K{i}'))


@kind('GJ2001')
def one_line(n):
    return {name: text.replace('\n', ' ') for name, text in clauses_over(n, '若 不识{i} 扣 1分').items()}


@command('diff', 'rules.gj', 'new.gj')
def clauses_reworded(n):
    def rules(wording):
        return clauses_over(n // 2, '每 1次 次数 扣 1分')['rules.gj'].replace('条，扣1分', wording)
    return {'rules.gj': rules('条，扣1分'), 'new.gj': rules('条，发现一次扣一分')}


@command('diff', 'rules.gj', 'new.gj')
def items_renamed(n):
    rules = items(n)['rules.gj']
    return {'rules.gj': rules, 'new.gj': rules.replace('指标 乙', '指标 丁')}


@command('run', 'rules.gj', 'data.csv', '-o', 'out.csv')
def selections_of_rows(n):
    """All of them look at each of a thousand rows; every twentieth is 待核."""
    selected = lines(n // 20, '评选 选{i}\n  范围 好\n  排序 总分 从高到低\n  名额 1个')
    rows = ''.join(f'{i},{"待核" if i % 20 == 0 else i % 90}\n' for i in range(1000))
    return {**standard(COUNT, after=GRADES + selected), 'data.csv': '编号,次数\n' + rows}
