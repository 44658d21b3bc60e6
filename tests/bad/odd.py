"""Rule files that are wrong in shape: CASES maps a name to (the files, or a function that makes something on disk; the codes that are expected, each once).
The first of the files is the one to check."""
import large

DEEP = 10000
CASES = {}


def condition(text):
    return large.standard(large.COUNT + '  坏 是否\n', large.ITEM + '  条款 “扣1分”\n    若 ' + text + ' 扣 1分\n')


def amount(text):
    return large.standard(large.COUNT + '  坏 是否\n', large.ITEM + '  条款 “扣1分”\n    扣 ' + text + '\n')


def bases(*files):
    return dict(files)


def chain_of_bases(levels):
    files = {'rules.gj': f'标准 变\n  基于 “base{levels}.gj”\n'}
    for i in range(levels, 0, -1):
        files[f'base{i}.gj'] = f'标准 变{i}\n  基于 “base{i - 1}.gj”\n'
    return {**files, 'base0.gj': GOOD}


GOOD = large.standard(large.COUNT)['rules.gj']
FAULTY = GOOD.replace('每 1次', '每 1名')
VARIANT = '标准 变\n  基于 “{}”\n'

CASES['brackets'] = condition('(' * DEEP + '坏' + ')' * DEEP), ['GJ1102']
CASES['full-width brackets'] = condition('（' * DEEP + '坏' + '）' * DEEP), ['GJ1102']
CASES['brackets that never close'] = condition('(' * DEEP), ['GJ1102']
CASES['not not not'] = condition('非 ' * DEEP + '坏'), ['GJ1102']
CASES['and and and'] = condition(' 且 '.join(['坏'] * DEEP)), ['GJ1102']
CASES['or or or'] = condition(' 或 '.join(['坏'] * DEEP)), ['GJ1102']
CASES['plus plus plus'] = condition(' + '.join(['次数'] * DEEP) + ' 超过 1次'), ['GJ1102']
CASES['if else if else'] = amount('若 坏 则 1分 否则 ' * DEEP + '2分'), ['GJ1102']
CASES['largest of many'] = condition('最大(' + '、'.join(['次数'] * DEEP) + ') 超过 1次'), None
CASES['a long name'] = large.standard(large.COUNT.replace('次数', '名' * DEEP), large.ITEM + large.CLAUSE.format('名' * DEEP)), []
CASES['a long unknown name'] = condition('名' * DEEP), ['GJ2001']
CASES['a long misspelt name'] = large.standard(large.COUNT.replace('次数', '名' * DEEP), large.ITEM + large.CLAUSE.format('名' * (DEEP - 1) + '次')), ['GJ2001']
CASES['a long number'] = condition('次数 超过 ' + '9' * DEEP + '次'), None
CASES['a long wording'] = large.standard(large.COUNT, large.ITEM + large.CLAUSE.format('次数').replace('1次扣1分', '扣1分' + '话' * DEEP * 10)), []
CASES['a quote that never closes'] = {'rules.gj': GOOD + '用例 “' + '大' * DEEP}, None
CASES['nested quotes'] = {'rules.gj': GOOD + '目标 好 占比 不低于 1% ' + '“' * DEEP + '”' * DEEP + '\n'}, None
CASES['no such base'] = bases(('rules.gj', VARIANT.format('nothing.gj'))), ['GJ2601']
CASES['based on itself'] = bases(('rules.gj', VARIANT.format('rules.gj'))), ['GJ2603']
CASES['bases in a circle'] = bases(('rules.gj', VARIANT.format('a.gj')), ('a.gj', VARIANT.format('b.gj')), ('b.gj', VARIANT.format('a.gj'))), ['GJ2603']
CASES['a faulty base'] = bases(('rules.gj', VARIANT.format('a.gj')), ('a.gj', FAULTY)), ['GJ2216', 'GJ2605']
CASES['a base that is no text'] = bases(('rules.gj', VARIANT.format('a.gj')), ('a.gj', '\0')), ['GJ2602']
CASES['a base that is a folder'] = bases(('rules.gj', VARIANT.format('.'))), ['GJ2602']
CASES['a base of no name'] = bases(('rules.gj', VARIANT.format(''))), None
CASES['a thousand bases'] = chain_of_bases(1000), ['GJ2604']
CASES['fifteen bases'] = chain_of_bases(14), []
CASES['nothing'] = {'rules.gj': ''}, ['GJ1104']
CASES['blank lines'] = {'rules.gj': '\n' * DEEP}, ['GJ1104']
CASES['remarks'] = {'rules.gj': '# 备注\n' * DEEP}, ['GJ1104']
CASES['NULs'] = {'rules.gj': GOOD.replace('次数', '次\0数')}, ['GJ1002']
CASES['a lone surrogate'] = {'rules.gj': GOOD.encode().replace('次数'.encode(), b'\xed\xa0\x80')}, ['GJ1002']
CASES['a character cut in two'] = {'rules.gj': GOOD.encode()[:-4]}, None
CASES['every byte there is'] = {'rules.gj': bytes(range(1, 256)) * 100}, None
CASES['a hundred megabytes'] = {'rules.gj': b'# a rule file\n' * 7_500_000}, ['GJ1003']
CASES['no line ends'] = {'rules.gj': GOOD.replace('\n', ' ')}, []
CASES['only carriage returns'] = {'rules.gj': GOOD.replace('\n', '\r')}, []
CASES['a divisor of zero'] = condition('次数 ÷ 0次 大于 1'), ['GJ2110']
CASES['a definition of itself'] = large.standard(large.COUNT + '定义 甲 = 甲 + 1次\n', large.ITEM + large.CLAUSE.format('甲')), ['GJ2005']
