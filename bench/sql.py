#!/usr/bin/env python3
"""The SQL of the municipal standard of 2018 against a query written by hand with care, in each engine: sql.py ROWS ENGINE…

Same tables, same data, same process; rounds of both by turns, the best of each. The results are compared, every cell. Wants GUIJU and BENCH."""
import csv
import decimal
import os
import pathlib
import re
import sqlite3
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / 'tests/agree'))
os.environ.setdefault('GUIJU', str(ROOT / 'build/guiju'))
import sql_cases as cases  # noqa: E402

RULES = ROOT / 'rulesets/zhenjiang-2018/standard.gj'
ROUNDS = 3


def script(dialect, folder):
    path = folder / f'{dialect}.sql'
    cases.guiju(folder, 'compile', str(RULES), '--target', f'sql:{dialect}', '-o', str(path)).check_returncode()
    return path.read_text(encoding='utf-8')


def by_hand(number='\\1', fence='', table='党支部', least='LEAST', greatest='GREATEST', readable=None, unique=True):
    """The query as the engine says it: how it compares a decimal, what keeps it from computing totals again for each use, how it sees that a row is in order
    and, where it doesn't keep keys unique itself, that it isn't a second one."""
    text = (ROOT / 'bench/by_hand.sql').read_text(encoding='utf-8')
    text = text.replace('READABLE', readable or (ROOT / 'bench/by_hand_readable.sql').read_text(encoding='utf-8').strip())
    if not unique:
        table = f'(SELECT u.*, ROW_NUMBER() OVER (PARTITION BY 编号 ORDER BY 行号) AS nth FROM {table} AS u) AS u'
        text = text.replace('<= 3 AND ', '<= 3 AND nth = 1 AND ')
    text = re.sub(r'NUMBER\((\w+)\)', number, text).replace('FENCE', fence).replace('FROM 党支部', f'FROM {table}')
    return text.replace('LEAST(', f'{least}(').replace('GREATEST(', f'{greatest}(')


def write_typed(tables, source, target):
    """The table with true and false, and the numbers of its rows, for engines to load; its rows."""
    with open(source, encoding='utf-8-sig', newline='') as file:
        rows = list(cases.typed(next(iter(tables.values())), list(csv.reader(file))))
    with open(target, 'w', encoding='utf-8', newline='') as file:
        out = csv.writer(file)
        out.writerow(['行号', *(column.name for column in next(iter(tables.values())))])
        kinds = ['whole', *(column.kind for column in next(iter(tables.values())))]
        out.writerows([('true' if cell else 'false') if kind == 'boolean' and cell is not None else cell for kind, cell in zip(kinds, row)] for row in rows)
    return rows


class SQLite:
    hand = by_hand(number='CAST(\\1 AS REAL)', fence='LIMIT -1 OFFSET 0', least='min', greatest='max', readable='可读')

    def __init__(self, folder, text, typed, rows):
        self.base = sqlite3.connect(folder / 'sqlite.db')
        self.base.executescript(text)
        self.base.executemany(f'INSERT INTO 党支部 VALUES ({", ".join("?" * len(rows[0]))})', rows)
        self.base.commit()

    def make(self, name, query):
        self.base.execute(f'DROP TABLE IF EXISTS {name}')
        started = time.time()
        self.base.execute(f'CREATE TABLE {name} AS {query}')
        return time.time() - started

    def rows(self, name):
        return self.base.execute(f'SELECT * FROM {name} ORDER BY 行号').fetchall()


class PostgreSQL:
    hand = by_hand(fence='OFFSET 0', readable='可读')

    def psql(self, text):
        return subprocess.run(['psql', '-q', '-X', '-A', '-t', '-v', 'ON_ERROR_STOP=1'], input=f"SET work_mem = '256MB';\n{text}", text=True, check=True,
                              capture_output=True).stdout

    def __init__(self, folder, text, typed, rows):
        self.psql(text)
        self.psql(f"\\copy \"党支部\" FROM '{typed}' WITH (FORMAT csv, HEADER true)\nVACUUM ANALYZE;")

    def make(self, name, query):
        self.psql(f'DROP TABLE IF EXISTS {name}')
        started = time.time()
        self.psql(f'CREATE UNLOGGED TABLE {name} AS {query};')
        return time.time() - started

    def rows(self, name):
        return [line.split('|') for line in self.psql(f'SELECT * FROM {name} ORDER BY 行号').splitlines()]


class DuckDB:
    hand = by_hand()

    def __init__(self, folder, text, typed, rows):
        import duckdb
        self.base = duckdb.connect(str(folder / 'duckdb.db'))
        self.base.execute('SET threads = 2')
        self.base.execute(text)
        self.base.execute(f"COPY 党支部 FROM '{typed}' (HEADER)")

    def make(self, name, query):
        self.base.execute(f'DROP TABLE IF EXISTS {name}')
        started = time.time()
        self.base.execute(f'CREATE TABLE {name} AS {query}')
        return time.time() - started

    def rows(self, name):
        return self.base.execute(f'SELECT * FROM {name} ORDER BY 行号').fetchall()


class ClickHouse:
    hand = re.sub(r'(?<![\w`])([\u4e00-\u9fff]\w*)(?!\w*\')', r'`\1`', by_hand(least='least', greatest='greatest', unique=False))

    def __init__(self, folder, text, typed, rows):
        from chdb import session
        self.base = session.Session(str(folder / 'clickhouse'))
        for statement in ['CREATE DATABASE speed', 'USE speed', *text.split(';\n\n'), 'SET max_threads = 2, join_use_nulls = 1',
                          f"INSERT INTO `党支部` SELECT * FROM file('{typed}', CSVWithNames)"]:
            if statement.strip():
                self.base.query(statement)

    def make(self, name, query):
        self.base.query(f'DROP TABLE IF EXISTS {name}')
        started = time.time()
        self.base.query(f'CREATE TABLE {name} ENGINE = MergeTree ORDER BY tuple() AS {query}')
        return time.time() - started

    def rows(self, name):
        text = str(self.base.query(f'SELECT * FROM {name} ORDER BY `行号`', 'TabSeparated'))
        return [line.split('\t') for line in text.splitlines()]


class Spark:
    hand = re.sub(r'(?<![\w`])([\u4e00-\u9fff]\w*)(?!\w*\')', r'`\1`', by_hand(table='units', unique=False))

    def __init__(self, folder, text, typed, rows):
        from pyspark.sql import SparkSession
        build = SparkSession.builder.master('local[2]').config('spark.driver.memory', '4g').config('spark.sql.shuffle.partitions', 4)
        self.base = build.config('spark.ui.enabled', 'false').config('spark.ui.showConsoleProgress', 'false').config(
            'spark.sql.warehouse.dir', str(folder / 'spark')).getOrCreate()
        self.base.sparkContext.setLogLevel('OFF')
        for statement in text.split(';\n\n'):
            if statement.strip():
                self.base.sql(statement)
        self.base.read.csv(str(typed), header=True, schema=self.base.table('units').schema).write.insertInto('units')

    def make(self, name, query):
        self.base.sql(f'DROP TABLE IF EXISTS {name}')
        started = time.time()
        self.base.sql(f'CREATE TABLE {name} USING PARQUET AS {query}')
        return time.time() - started

    def rows(self, name):
        return [list(row) for row in self.base.sql(f'SELECT * FROM {name} ORDER BY `行号`').collect()]


ENGINES = {'sqlite': SQLite, 'postgresql': PostgreSQL, 'duckdb': DuckDB, 'clickhouse': ClickHouse, 'spark': Spark}


def shown(rows):
    return [[format(cell.normalize() + 0, 'f') if isinstance(cell, decimal.Decimal) else str(cell) for cell in row] for row in rows]


def compare(name, rows, folder):
    text = script(name, folder)
    typed = folder / 'typed.csv'
    loaded = write_typed(cases.tables_of(text), folder / 'branches.csv', typed)
    engine = ENGINES[name](folder, text, typed, loaded)
    queries = {'generated': f'SELECT * FROM {"results" if name == "spark" else "`结果`" if name == "clickhouse" else "结果"}', 'by_hand': engine.hand}
    best = {which: min(times) for which, times in
            ((which, [engine.make(which, query) for _ in range(ROUNDS)]) for which, query in queries.items())}
    same = shown(engine.rows('generated')) == shown(engine.rows('by_hand'))
    print(f'{name:11} {rows} rows: by hand {rows / best["by_hand"] / 1e6:6.3f} M rows/s, generated {rows / best["generated"] / 1e6:6.3f} M rows/s, '
          f'{best["generated"] / best["by_hand"]:.2f} times as long' + ('' if same else '; the results DIFFER'), flush=True)
    return same


def main():
    rows, names = int(sys.argv[1]), sys.argv[2:]
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        subprocess.run([os.environ['BENCH'], '--csv-rows', str(rows), '--units', '0', '--write', folder], check=True)
        same = [compare(name, rows, folder) for name in names]
    return not all(same)


if __name__ == '__main__':
    sys.exit(main())
