#!/usr/bin/env python3
"""The municipal standard of 2018 on many branches, by every engine: how fast, in how much memory, and whether every cell is the same.

    scale.py ROWS… [--engines NAME,…] [--folder DIRECTORY]

Wants GUIJU and BENCH (build/guiju, build/release/bench/bench), the Python of `make test-engines`, and a PostgreSQL server (tests/with-postgresql.sh). Needs
about 2 KB of disk a row. Each engine has a process of its own: the time to load its tables and that to work the results out and write them are apart."""
import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
RULES = ROOT / 'rulesets/zhenjiang-2018/standard.gj'
ENGINES = ('vm', 'vm-2', 'native', 'postgresql', 'duckdb', 'clickhouse', 'spark')
MEGABYTE = 1 << 20


# --- What each engine does, in a process of its own: returns the seconds to load and to evaluate ---

def script(dialect, folder):
    path = folder / f'{dialect}.sql'
    subprocess.run([os.environ['GUIJU'], 'compile', RULES, '--target', f'sql:{dialect}', '-o', path], check=True, capture_output=True)
    return path.read_text(encoding='utf-8')


def machine(folder, *options):
    started = time.time()
    done = subprocess.run([os.environ['GUIJU'], 'run', RULES, folder / 'branches.csv', '-o', folder / 'out.csv', '--rejects', folder / 'rejects.csv', *options],
                          check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    took = time.time() - started
    if 'GJ601' in done.stderr:
        raise RuntimeError(done.stderr)  # --native went on with the virtual machine
    return 0, took


def vm(folder):
    return machine(folder, '--threads', '1')


def vm_2(folder):
    return machine(folder, '--threads', '2')


def native(folder):
    return machine(folder, '--threads', '1', '--native')


def postgresql(folder):
    def psql(text):
        subprocess.run(['psql', '-q', '-X', '-v', 'ON_ERROR_STOP=1'], input=f"SET work_mem = '256MB';\n{text}", text=True, check=True, stdout=subprocess.DEVNULL)
    psql('DROP SCHEMA public CASCADE; CREATE SCHEMA public;\n' + script('postgresql', folder))
    started = time.time()
    psql(f"\\copy \"党支部\" FROM '{folder}/typed.csv' WITH (FORMAT csv, HEADER true)\nANALYZE;")
    loaded = time.time()
    psql('CREATE UNLOGGED TABLE out AS SELECT * FROM "结果";')
    evaluated = time.time()
    psql(f"\\copy (SELECT * FROM out) TO '{folder}/out.csv' WITH (FORMAT csv, HEADER true)")
    return loaded - started, evaluated - loaded


def duckdb(folder):
    import duckdb as engine
    base = engine.connect(str(folder / 'duckdb.db'))
    base.execute("SET threads = 2; SET memory_limit = '12GB'")
    base.execute(script('duckdb', folder))
    started = time.time()
    base.execute(f"INSERT INTO 党支部 SELECT * FROM read_parquet('{folder}/typed.parquet')")
    loaded = time.time()
    base.execute('CREATE TABLE out AS SELECT * FROM 结果')
    evaluated = time.time()
    base.execute(f"COPY out TO '{folder}/out.parquet'")
    return loaded - started, evaluated - loaded


def clickhouse(folder):
    from chdb import session
    base = session.Session(str(folder / 'clickhouse'))
    base.query('CREATE DATABASE scale')
    base.query('USE scale')
    for statement in script('clickhouse', folder).split(';\n\n'):
        if statement.strip():
            base.query(statement)
    base.query('SET max_threads = 2, join_use_nulls = 1')
    started = time.time()
    base.query(f"INSERT INTO `党支部` SELECT * FROM file('{folder}/typed.parquet', Parquet)")
    loaded = time.time()
    base.query('CREATE TABLE out ENGINE = MergeTree ORDER BY tuple() AS SELECT * FROM `结果`')
    evaluated = time.time()
    base.query(f"SELECT * FROM out INTO OUTFILE '{folder}/out.parquet' FORMAT Parquet")
    return loaded - started, evaluated - loaded


def spark(folder):
    from pyspark.sql import SparkSession
    settings = {'spark.driver.memory': '10g', 'spark.sql.shuffle.partitions': 16, 'spark.ui.enabled': 'false', 'spark.ui.showConsoleProgress': 'false',
                'spark.sql.warehouse.dir': str(folder / 'spark'), 'spark.local.dir': str(folder)}
    build = SparkSession.builder.master('local[2]').appName('scale')
    for name, value in settings.items():
        build = build.config(name, value)
    base = build.getOrCreate()
    base.sparkContext.setLogLevel('OFF')
    for statement in script('spark', folder).split(';\n\n'):
        if statement.strip():
            base.sql(statement)
    started = time.time()
    base.read.parquet(str(folder / 'typed.parquet')).write.insertInto('units')
    loaded = time.time()
    base.sql('SELECT * FROM results').write.parquet(str(folder / 'out.parquet'))
    evaluated = time.time()
    base.stop()
    return loaded - started, evaluated - loaded


# --- Tables ---

def typed(folder):
    """The table with typed columns, as Parquet and as CSV, for the databases to load."""
    import duckdb as engine
    base = engine.connect()
    base.execute("SET threads = 2; SET memory_limit = '12GB'; SET preserve_insertion_order = true")
    base.execute(script('duckdb', folder))
    columns = base.execute('DESCRIBE 党支部').fetchall()[1:]

    def cell(name, kind):
        text = f'NULLIF("{name}", \'\')'
        return f"{text} = '是' AS \"{name}\"" if kind == 'BOOLEAN' else f'CAST({text} AS {kind}) AS "{name}"'
    read = f"SELECT row_number() OVER () AS 行号, {', '.join(cell(name, kind) for name, kind, *_ in columns)} FROM read_csv('{folder}/branches.csv', all_varchar = true)"
    base.execute(f"COPY ({read}) TO '{folder}/typed.parquet'")
    base.execute(f"COPY (SELECT * FROM read_parquet('{folder}/typed.parquet')) TO '{folder}/typed.csv' (HEADER)")


def fingerprint(folder):
    """How many rows there are, and a sum over the hashes of all, each with every cell: scores as numbers, the rest as text."""
    import duckdb as engine
    base = engine.connect()
    base.execute("SET threads = 2; SET memory_limit = '12GB'")
    source = f"read_csv('{folder}/out.csv', all_varchar = true)"
    if (folder / 'out.parquet').exists():
        files = f'{folder}/out.parquet/*.parquet' if (folder / 'out.parquet').is_dir() else f'{folder}/out.parquet'
        source = f"read_parquet('{files}')"
    names = [row[0] for row in base.execute(f'DESCRIBE SELECT * FROM {source}').fetchall() if row[0] != '行号']
    words = {'编号', '否决', '等次', '评定结果'}
    cells = ', '.join(f"COALESCE(CAST({cell} AS VARCHAR), '')" for cell in (
        f'"{name}"' if name in words else f'CAST("{name}" AS DECIMAL(18, 4))' for name in names))
    rows, total = base.execute(f"SELECT count(*), sum(CAST(hash(concat_ws('|', {cells})) AS HUGEINT)) FROM {source}").fetchone()
    return [rows, len(names), str(total)]


# --- Measuring ---

def tree():
    """Processes that this one started, and the server's."""
    parents, names = {}, {}
    for path in pathlib.Path('/proc').glob('[0-9]*/stat'):
        try:
            text = path.read_text()
        except OSError:
            continue
        number, rest = text.split(' ', 1)[0], text.rsplit(')', 1)[1].split()
        parents[int(number)], names[int(number)] = int(rest[1]), text[text.index('(') + 1:text.rindex(')')]
    found = {number for number, name in names.items() if name == 'postgres'}
    own = {os.getpid()}
    while more := {number for number, parent in parents.items() if parent in own} - own:
        own |= more
    return found | (own - {os.getpid()})


def resident():
    total = 0
    for number in tree():
        try:
            for line in pathlib.Path(f'/proc/{number}/smaps_rollup').read_text().splitlines():
                if line.startswith('Pss:'):
                    total += int(line.split()[1]) * 1024
        except OSError:
            continue
    return total


def measured(engine, folder):
    peak, done = [resident()], threading.Event()
    base = peak[0]

    def watch():
        while not done.wait(0.2):
            peak[0] = max(peak[0], resident())
    watcher = threading.Thread(target=watch)
    watcher.start()
    run = subprocess.run([sys.executable, __file__, '--do', engine, '--folder', str(folder)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    done.set()
    watcher.join()
    if run.returncode:
        return None
    load, evaluate, *cells = json.loads(run.stdout.splitlines()[-1])
    return load, evaluate, peak[0] - (base if engine == 'postgresql' else 0), cells


def clean(folder, keep=()):
    for path in folder.iterdir():
        if path.name not in keep:
            subprocess.run(['rm', '-rf', path], check=True)


def main():
    options = argparse.ArgumentParser()
    options.add_argument('rows', type=int, nargs='*')
    options.add_argument('--engines', default=','.join(ENGINES))
    options.add_argument('--folder', type=pathlib.Path)
    options.add_argument('--do')
    chosen = options.parse_args()
    if chosen.do == 'typed':
        typed(chosen.folder)
        return 0
    if chosen.do == 'fingerprint':
        print(json.dumps(fingerprint(chosen.folder)))
        return 0
    if chosen.do:
        print(json.dumps(globals()[chosen.do.replace('-', '_')](chosen.folder)))
        return 0
    differ = 0
    with tempfile.TemporaryDirectory(dir=chosen.folder) as folder:
        folder = pathlib.Path(folder)
        for rows in chosen.rows:
            clean(folder)
            subprocess.run([os.environ['BENCH'], '--csv-rows', str(rows), '--units', '0', '--write', folder], check=True)
            subprocess.run([sys.executable, __file__, '--do', 'typed', '--folder', folder], check=True)
            first = None
            for engine in chosen.engines.split(','):
                got = measured(engine, folder)
                if got is None:
                    print(f'{rows} rows  {engine:11} FAILED', flush=True)
                    differ += 1
                    continue
                load, evaluate, memory, _ = got
                cells = subprocess.run([sys.executable, __file__, '--do', 'fingerprint', '--folder', folder], check=True, stdout=subprocess.PIPE, text=True).stdout
                first = first or cells
                differ += cells != first
                said = f'{json.loads(cells)[0] * json.loads(cells)[1]} cells ' + ('agree' if cells == first else 'DIFFER')
                print(f'{rows} rows  {engine:11} load {load:7.1f} s  evaluate {evaluate:7.1f} s  {rows / (load + evaluate) / 1e6:6.3f} M rows/s  '
                      f'{memory / MEGABYTE:7.0f} MB  {said}', flush=True)
                clean(folder, {'branches.csv', 'typed.csv', 'typed.parquet'})
    return differ > 0


if __name__ == '__main__':
    sys.exit(main())
