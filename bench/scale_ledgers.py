#!/usr/bin/env python3
"""Units with 50 rows of a ledger each, in no order (meetings.gj), by the virtual machine and by Spark: scale_ledgers.py UNITS…

Wants GUIJU and BENCH, and the Python of `make test-engines`. What Spark shuffles is counted from its event log, for two queries."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

RULES = pathlib.Path(__file__).resolve().parent / 'meetings.gj'
PARTITIONS = 16


def machine(folder):
    started = time.time()
    subprocess.run([os.environ['GUIJU'], 'run', RULES, folder / 'units.csv', '--ledger', f'组织生活记录={folder}/meetings.csv', '--threads', '1', '-o', folder / 'out.csv'],
                   check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.time() - started


def session(folder):
    from pyspark.sql import SparkSession
    settings = {'spark.driver.memory': '8g', 'spark.sql.shuffle.partitions': PARTITIONS, 'spark.ui.enabled': 'false', 'spark.ui.showConsoleProgress': 'false',
                'spark.sql.warehouse.dir': f'{folder}/tables', 'spark.eventLog.enabled': 'true', 'spark.eventLog.dir': str(folder),
                'spark.eventLog.compress': 'false', 'spark.eventLog.rolling.enabled': 'false'}
    build = SparkSession.builder.master('local[2]').appName('scale')
    for name, value in settings.items():
        build = build.config(name, value)
    base = build.getOrCreate()
    base.sparkContext.setLogLevel('OFF')
    return base


def load(base, path, table):
    from pyspark.sql import functions
    line, *fields = base.table(table).schema.fields
    columns = [(functions.monotonically_increasing_id() + 1).alias(line.name), *(functions.col(field.name).cast(field.dataType) for field in fields)]
    base.read.csv(str(path), header=True).select(*columns).write.insertInto(table)


def spark(folder):
    """Seconds to load the ledger, and to evaluate, once all is warm."""
    script = folder / 'script.sql'
    subprocess.run([os.environ['GUIJU'], 'compile', RULES, '--target', 'sql:spark', '-o', script], check=True, capture_output=True)
    base = session(folder)
    for statement in script.read_text(encoding='utf-8').split(';\n\n'):
        if statement.strip():
            base.sql(statement)
    load(base, folder / 'units.csv', 'units')
    started = time.time()
    load(base, folder / 'meetings.csv', 'ledger_1')
    loaded = time.time() - started
    for _ in range(2):
        started = time.time()
        base.sql('SELECT * FROM results').write.mode('overwrite').parquet(f'{folder}/out')
        evaluated = time.time() - started
    base.stop()
    return loaded, evaluated


def shuffled(folder):
    total = 0
    for path in folder.glob('local-*'):
        for line in path.read_text(encoding='utf-8').splitlines():
            metrics = json.loads(line).get('Task Metrics') or {}
            total += metrics.get('Shuffle Write Metrics', {}).get('Shuffle Bytes Written', 0)
    return total


def main():
    for units in map(int, sys.argv[1:]):
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            subprocess.run([os.environ['BENCH'], '--csv-rows', '0', '--units', str(units), '--write', folder], check=True)
            by_machine = machine(folder)
            loaded, evaluated = spark(folder)
            stored = sum(path.stat().st_size for path in (folder / 'tables').rglob('*.parquet'))
            print(f'{units} units, {units * 50} rows: VM {by_machine:.2f} s; Spark loads in {loaded:.1f} s, evaluates in {evaluated:.1f} s; '
                  f'{stored / 1e6:.0f} MB of Parquet, {shuffled(folder) / 1e6:.0f} MB shuffled by two queries', flush=True)


if __name__ == '__main__':
    main()
