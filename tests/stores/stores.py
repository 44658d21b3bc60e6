#!/usr/bin/env python3
"""Units, ledgers and results in databases: the results are those of the same tables as files, in SQLite and in PostgreSQL (a server of the tests' own, see
tests/with-postgresql.sh); and what goes wrong is said, with nothing changed."""
import csv
import io
import os
import pathlib
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile

GUIJU = os.environ['GUIJU']
ROOT = pathlib.Path(__file__).parent / '../..'
RESULTS, REJECTS = '考评结果', '考评结果退回表'
MUNICIPAL = ROOT / 'rulesets/zhenjiang-2018/standard.gj'


def quoted(name):
    return '"' + name.replace('"', '""') + '"'


class Sqlite:
    name = 'sqlite'

    def __init__(self, folder):
        self.folder, self.count = folder, 0

    def fresh(self):
        self.count += 1
        self.file = self.folder / f'{self.count}.db'
        self.place = f'sqlite:{self.file}'

    def run(self, sql, rows=()):
        connection = sqlite3.connect(self.file)
        if rows:
            connection.executemany(sql, rows)
        else:
            connection.executescript(sql)
        connection.commit()
        connection.close()

    def load(self, table, heading, rows):
        self.run(f'CREATE TABLE {quoted(table)} ({", ".join(quoted(name) for name in heading)})')
        self.run(f'INSERT INTO {quoted(table)} VALUES ({", ".join("?" * len(heading))})', [[cell or None for cell in row] for row in rows])

    def read(self, table):
        connection = sqlite3.connect(self.file)
        cursor = connection.execute(f'SELECT * FROM {quoted(table)}')
        rows = [['' if cell is None else str(cell) for cell in row] for row in cursor]
        heading = [column[0] for column in cursor.description]
        connection.close()
        return heading, rows

    def version(self):
        return f'SQLite {sqlite3.sqlite_version}'


class Postgresql:
    name = 'postgresql'
    place = 'postgresql:'

    def __init__(self, folder):
        self.folder = folder

    def psql(self, *arguments, text=None):
        return subprocess.run(['psql', '-q', '-v', 'ON_ERROR_STOP=1', *arguments], input=text, capture_output=True, text=True, check=True).stdout

    def fresh(self):
        self.run('DROP SCHEMA public CASCADE; CREATE SCHEMA public;')

    def run(self, sql):
        self.psql('-f', '-', text=sql)

    def load(self, table, heading, rows, types=None):
        self.run(f'CREATE TABLE {quoted(table)} ({", ".join(f"{quoted(name)} {(types or {}).get(name, chr(116) + chr(101) + chr(120) + chr(116))}" for name in heading)})')
        file = self.folder / 'copied.csv'
        with open(file, 'w', newline='') as out:
            csv.writer(out, lineterminator='\n').writerows(rows)
        self.psql('-c', f"\\copy {quoted(table)} from '{file}' csv")

    def read(self, table):
        rows = list(csv.reader(io.StringIO(self.psql('--csv', '-c', f'SELECT * FROM {quoted(table)}'))))
        return rows[0], rows[1:]

    def version(self):
        return self.psql('-At', '-c', 'SELECT version()').split(' on ')[0]


def table_of(path):
    """The heading and the rows of a CSV file."""
    data = path.read_bytes()
    text = data.decode('utf-8-sig')
    rows = [row for row in csv.reader(io.StringIO(text)) if row]
    return rows[0], rows[1:]


def guiju(*arguments):
    run = subprocess.run([GUIJU, *map(str, arguments)], capture_output=True, text=True, env={**os.environ, 'GUIJU_LANG': 'zh', 'NO_COLOR': '1'})
    return run.returncode, run.stdout + run.stderr


def is_regular(heading, rows):
    """Whether every row has as many cells as the heading: a database holds no others."""
    return all(len(row) == len(heading) for row in rows)


def standards():
    """(rules, data, {ledger: file})"""
    for rules in sorted(ROOT.glob('rulesets/*/standard.gj')) + sorted(ROOT.glob('examples/*/standard.gj')):
        folder = rules.parent
        if not (folder / 'data.csv').exists():
            folder = ROOT / 'examples' / folder.name
        data = folder / 'data.csv' if (folder / 'data.csv').exists() else folder / 'branches.csv'
        if data.exists():
            yield rules, data, {file.stem[len('台账-'):]: file for file in sorted(folder.glob('台账-*.csv'))}


def unit_name(rules):
    """As in the rules, or those that they are based on."""
    text = rules.read_text()
    name = re.search(r'^数据 “?([^”\s]+)', text, re.M)
    return name.group(1) if name else unit_name(rules.parent / re.search(r'基于 “(.+)”', text).group(1))


def without_line(rows):
    """Rejects without their line numbers, which a database doesn't have; a doubled key is said of another row there."""
    return sorted([row[1:4] + row[4:5] for row in rows])


def compare(engine, folder, rules, data, ledgers):
    """'' when the results from the database are those from the files."""
    heading, rows = table_of(data)
    tables = {name: table_of(file) for name, file in ledgers.items()}
    if not is_regular(heading, rows) or not all(is_regular(*table) for table in tables.values()):
        rows = [row for row in rows if len(row) == len(heading)]
    engine.fresh()
    engine.load(unit_name(rules), heading, rows)
    for name, table in tables.items():
        engine.load(name, *table)
    files = [folder / name for name in ('files.csv', 'files-rejects.csv', 'stored.csv', 'stored-rejects.csv')]
    for file in files:
        file.unlink(missing_ok=True)
    options = [option for name, file in ledgers.items() for option in ('--ledger', f'{name}={file}')]
    guiju('run', rules, data, *options, '-o', files[0], '--rejects', files[1])
    status, said = guiju('run', rules, '--data', engine.place, '--out', files[2], '--rejects', files[3])
    if status > 1:
        return said
    expected, got = table_of(files[0]), table_of(files[2])
    if expected[0] != got[0] or sorted(expected[1]) != sorted(got[1]):
        return 'the results differ'
    if without_line(table_of(files[1])[1]) != without_line(table_of(files[3])[1]):
        return 'the rejects differ'
    for _ in 'first', 'again':
        status, said = guiju('run', rules, '--data', engine.place, '--out', engine.place)
        if status > 1:
            return said
        heading, rows = engine.read(RESULTS)
        plain = [row[:-1] for row in rows if not row[-1]]
        if heading[:-1] != expected[0] or len(rows) != len(expected[1]) or not all(row in expected[1] for row in plain):
            return 'the table of results differs'
        if sorted(row[1:] for row in engine.read(REJECTS)[1]) != sorted(row[1:] for row in table_of(files[3])[1]):
            return 'the table of rejects differs'
    return ''


def mistakes(engine):
    """(what, arguments, words that must be said)"""
    heading, rows = table_of(ROOT / 'examples/zhenjiang-2018/branches.csv')
    engine.fresh()
    engine.load('支部', heading, rows[:5])
    engine.load('党支部', heading, rows[:5])
    engine.load('别的', heading, rows[:5])
    yield 'no table', ['--data', f'{engine.place}#组织', '--out', '/dev/null'], ['GJ6007', '没有表“组织”'], None
    yield 'misspelt table', ['--data', f'{engine.place}#党支', '--out', '/dev/null'], ['GJ6008', '是不是'], None
    yield 'a table of others', ['--data', engine.place, '--out', f'{engine.place}#别的'], ['GJ6009', '“别的”'], '别的'
    engine.load(REJECTS, ['甲'], [['1']])
    yield 'rejects of others', ['--data', engine.place, '--out', engine.place], ['GJ6009', REJECTS], REJECTS
    yield 'onto the data', ['--data', engine.place, '--out', f'{engine.place}#党支部'], ['GJ6005'], '党支部'
    yield 'json', ['--data', engine.place, '--out', engine.place, '--format', 'json'], ['--format json'], '党支部'
    yield 'rejects elsewhere', ['--data', engine.place, '--out', '/dev/null', '--rejects', engine.place], ['同一个库'], '党支部'
    yield 'quotes in a name', ['--data', f'{engine.place}#a"b; --', '--out', '/dev/null'], ['GJ6007'], '党支部'


def try_mistakes(engine, outcome):
    for what, arguments, words, kept in mistakes(engine):
        before = engine.read(kept) if kept else None
        status, said = guiju('run', MUNICIPAL, *arguments)
        missing = [word for word in words if word not in said]
        unchanged = kept is None or engine.read(kept) == before
        try:
            engine.read(RESULTS)
            unchanged = False
        except (sqlite3.Error, subprocess.CalledProcessError):
            pass
        outcome(f'{engine.name}: {what}', status > 0 and not missing and unchanged, said)


def try_sqlite(folder, outcome):
    status, said = guiju('run', MUNICIPAL, '--data', f'sqlite:{folder}/none.db', '--out', '/dev/null')
    outcome('sqlite: no file', status == 3 and 'GJ6006' in said and not (folder / 'none.db').exists(), said)
    (folder / 'text.db').write_text('编号,名称\n' * 100)
    status, said = guiju('run', MUNICIPAL, '--data', f'sqlite:{folder}/text.db', '--out', '/dev/null')
    outcome('sqlite: no database', status == 3 and 'GJ6006' in said, said)
    branches = ROOT / 'examples/zhenjiang-2018/branches.csv'
    status, said = guiju('run', MUNICIPAL, branches, '--out', f'sqlite:{folder}/nowhere/x.db')
    outcome('sqlite: no folder', status == 3 and 'GJ6006' in said, said)
    status, said = guiju('run', MUNICIPAL, branches, '--out', f'sqlite:{folder}/new.db')
    count = sqlite3.connect(folder / 'new.db').execute(f'SELECT count(*) FROM {RESULTS}').fetchone()[0]
    outcome('sqlite: a new file', status == 1 and count == 293, said)
    connection = sqlite3.connect(folder / 'typed.db')
    connection.execute('CREATE TABLE 项目 (编号 TEXT, 立项 DATE, 金额 REAL, 合格 INTEGER, 次数 INTEGER)')
    connection.execute("INSERT INTO 项目 VALUES ('a', '2018-06-06', 0.1, 1, 7), ('b', NULL, 98.5, 0, NULL), ('c', '2018-06-06', 1e300, 0, 1), ('d', x'FF00', 1, 1, 1)")
    connection.commit()
    connection.close()
    try_types('sqlite', f'sqlite:{folder}/typed.db', folder, outcome)


TYPED = '''标准 类型
  满分 20分
  各指标 扣完为止
数据 项目
  编号 文本 主键
  立项 日期 可空
  金额 数（万元） 0 至 100 保留 1位
  合格 是否
  次数 整数（次） 0 至 9 可空
指标 一 20分
  条款 “没有立项的扣3分”  若 立项 未填 扣 3分
  条款 “不合格的扣2分”  若 非 合格 扣 2分
  条款 “金额每万元扣0.1分”
    若 金额 超过 0万元 扣 金额 ÷ 1万元 × 0.1分
  条款 “每次扣1分”
    若 次数 已填 扣 次数 ÷ 1次 × 1分
等次
  好 10分 以上
  差 不满 10分
'''


def try_types(name, place, folder, outcome):
    """Cells of the database's own types: a: 20 - 0.01 - 7; b: 20 - 3 - 2 - 9.85; c and d can't be read."""
    (folder / 'typed.gj').write_text(TYPED)
    status, said = guiju('run', folder / 'typed.gj', '--data', place, '--out', folder / 'typed.csv')
    results = (folder / 'typed.csv').read_text(encoding='utf-8-sig').splitlines()[1:]
    rejects = (folder / 'typed.rejects.csv').read_text().splitlines()[1:]
    good = status == 1 and [line.split(',')[:2] for line in results] == [['a', '12.99'], ['b', '5.15']] and {line.split(',')[1] for line in rejects} == {'c', 'd'}
    outcome(f'{name}: cells of many types', good, '\n'.join([said, *results, *rejects]))


def try_postgresql(engine, folder, outcome):
    status, said = guiju('run', MUNICIPAL, '--data', 'postgresql:host=/nowhere password=geheim', '--out', '/dev/null')
    outcome('postgresql: no server', status == 3 and 'GJ6006' in said and 'geheim' not in said, said)
    status, said = guiju('run', MUNICIPAL, '--data', 'postgresql://someone:geheim@/nobody?host=/nowhere', '--out', '/dev/null')
    outcome('postgresql: no server, by URI', status == 3 and 'GJ6006' in said and 'geheim' not in said, said)
    engine.fresh()
    engine.run('CREATE TABLE "项目" ("编号" text, "立项" date, "金额" numeric(400, 2), "合格" boolean, "次数" smallint);'
               "INSERT INTO \"项目\" VALUES ('a', '2018-06-06', 0.1, true, 7), ('b', NULL, 98.50, false, NULL), ('c', '2018-06-06', 1e300, false, 1), ('d', '1918-06-06', 1, true, 11);")
    try_types('postgresql', engine.place, folder, outcome)
    engine.run('CREATE ROLE reader LOGIN; GRANT USAGE ON SCHEMA public TO reader; GRANT SELECT ON "项目" TO reader;')
    status, said = guiju('run', folder / 'typed.gj', '--data', 'postgresql:user=reader', '--out', 'postgresql:user=reader')
    outcome('postgresql: nobody who may write', status == 3 and 'GJ6006' in said and 'permission denied' in said, said)
    engine.run('DROP OWNED BY reader; DROP ROLE reader;')


def main():
    folder = pathlib.Path(tempfile.mkdtemp(prefix='guiju-stores-'))
    counts = {True: 0, False: 0}

    def outcome(what, good, said):
        counts[bool(good)] += 1
        if not good:
            print(f'FAILED {what}\n{said}')

    engines = [Sqlite(folder), Postgresql(folder)]
    for engine in engines:
        for rules, data, ledgers in standards():
            said = compare(engine, folder, rules, data, ledgers)
            outcome(f'{engine.name}: {rules.parent.name}', not said, said)
        try_mistakes(engine, outcome)
    try_sqlite(folder, outcome)
    try_postgresql(engines[1], folder, outcome)
    print('stores:', ', '.join(engine.version() for engine in engines))
    shutil.rmtree(folder)
    print(f'stores: {counts[True]} passed, {counts[False]} failed')
    return counts[False] > 0


if __name__ == '__main__':
    sys.exit(main())
