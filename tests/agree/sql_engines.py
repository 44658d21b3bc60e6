"""The engines: each loads a script and rows, and gives back the views."""
import csv
import datetime
import io
import json
import re
import sqlite3
import subprocess
import tempfile
import threading
from decimal import Decimal

# Rows that a typed table can't hold at all: no number, no date, no cell of its kind …
UNREADABLE = {f'GJ{code}' for code in (4002, 4003, 4008, 4009, 4010, 4011, 4012, 4013, 4014, 4015, 4016, 4017, 4018, 4020, 4021, 4022, 4023, 4024)}


def quoted(name, quote='"'):
    return quote + name.replace(quote, quote * 2) + quote


class SQLite:
    dialect = 'sqlite'
    every = 1
    unread = UNREADABLE | {'GJ4004'}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def version(self):
        return sqlite3.sqlite_version

    def load(self, database, tables, rows):
        """Rows that come second with their key are refused; their numbers are given back."""
        lost = set()
        for name, columns in tables.items():
            line = f'INSERT INTO {quoted(name)} VALUES ({", ".join("?" * (len(columns) + 1))})'
            for row in rows[name]:
                try:
                    database.execute(line, row)
                except sqlite3.IntegrityError as error:
                    if 'UNIQUE' not in str(error):
                        raise
                    lost.add((name, row[0]))
        return lost

    def evaluate(self, script, tables, rows):
        database = sqlite3.connect(':memory:')
        database.executescript(script)
        lost = self.load(database, tables, rows)
        order = quoted(database.execute('SELECT * FROM "结果"').description[0][0])
        results = [row[1:] for row in database.execute(f'SELECT * FROM "结果" ORDER BY {order}')]
        rejects = [(ledger, line, field, code) for ledger, line, _, field, code, _ in database.execute('SELECT * FROM "退回"')]
        views = [name for name, in database.execute("SELECT name FROM sqlite_master WHERE type = 'view'")]
        targets = [(label, count, reached) for label, count, _, reached in database.execute('SELECT * FROM "目标"')] if '目标' in views else []
        database.close()
        return results, rejects, lost, targets


def literal(column, value):
    if value is None:
        return 'NULL'
    if column.kind == 'boolean':
        return 'TRUE' if value else 'FALSE'
    if column.kind in ('whole', 'decimal'):
        return str(value)
    return quoted(value, "'")


class PostgreSQL:
    """One psql for all cases; each is in a transaction that is rolled back. The server is tests/with-postgresql.sh's."""
    dialect = 'postgresql'
    every = 1
    unread = UNREADABLE
    BATCH = 500

    def __enter__(self):
        self.psql = subprocess.Popen(['psql', '-X', '-q', '-v', 'ON_ERROR_STOP=0', '-v', 'VERBOSITY=terse', '--csv', '-t'], stdin=subprocess.PIPE,
                                     stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding='utf-8')
        self.ask('SET jit = off; SET client_min_messages = error;')
        return self

    def __exit__(self, *_):
        self.psql.stdin.close()
        self.psql.wait()

    def ask(self, text):
        """What psql prints for it; an error is raised."""
        def write():
            self.psql.stdin.write(text + '\n\\echo --done--\n')
            self.psql.stdin.flush()
        writer = threading.Thread(target=write)
        writer.start()
        lines = []
        for line in self.psql.stdout:
            if line == '--done--\n':
                break
            lines.append(line)
        writer.join()
        errors = [line for line in lines if re.match(r'(psql:[^ ]* )?(ERROR|FATAL)', line)]
        if errors:
            raise ValueError(errors[0].strip())
        return list(csv.reader(io.StringIO(''.join(lines))))

    def version(self):
        return self.ask('SHOW server_version;')[0][0].split()[0]

    def load(self, names, tables, rows):
        lost = set()
        for name, (table, columns) in zip(names, tables.items()):
            line = re.search(r'^  "((?:[^"]|"")*)"', self.bodies[name], re.M)[1]
            for first in range(0, len(rows[table]), self.BATCH):
                batch = rows[table][first:first + self.BATCH]
                values = ',\n'.join('(' + ', '.join([str(row[0]), *map(literal, columns, row[1:])]) + ')' for row in batch)
                taken = self.ask(f'INSERT INTO {quoted(name)} VALUES {values} ON CONFLICT DO NOTHING RETURNING "{line}";')
                lost |= {(table, row[0]) for row in batch} - {(table, int(number)) for number, in taken}
        return lost

    def evaluate(self, script, tables, rows):
        self.bodies = declared(script)
        self.ask('BEGIN; CREATE SCHEMA tried; SET LOCAL search_path = tried;')
        try:
            self.ask(script)
            lost = self.load(list(self.bodies), tables, rows)
            order = self.ask("SELECT column_name FROM information_schema.columns WHERE table_schema = 'tried' AND table_name = '结果' AND ordinal_position = 1;")[0][0]
            results = [row[1:] for row in self.ask(f'SELECT * FROM "结果" ORDER BY {quoted(order)};')]
            rejects = [(ledger, int(line), field, code) for ledger, line, _, field, code, _ in self.ask('SELECT * FROM "退回";')]
            views = self.ask("SELECT 1 FROM pg_views WHERE schemaname = 'tried' AND viewname = '目标';")
            targets = [(label, int(count), reached) for label, count, _, reached in self.ask('SELECT * FROM "目标";')] if views else []
        finally:
            self.ask('ROLLBACK;')
        return results, rejects, lost, targets


def declared(script, quote='"'):
    """The tables of a script, in order, with what stands between their brackets."""
    found = re.findall(rf'^CREATE TABLE {quote}((?:[^{quote}]|{quote}{quote})*){quote} \(\n(.*?)^\)', script, re.M | re.S)
    return {name.replace(quote * 2, quote): body for name, body in found}


class DuckDB:
    dialect = 'duckdb'
    every = 1
    unread = UNREADABLE | {'GJ4004'}  # its decimals are rounded as they come in
    BATCH = 500

    def __enter__(self):
        import duckdb
        self.duckdb = duckdb
        self.database = duckdb.connect(':memory:')
        self.database.execute('SET threads = 2')
        return self

    def __exit__(self, *_):
        self.database.close()

    def version(self):
        return self.duckdb.__version__

    def insert(self, name, columns, batch):
        values = ',\n'.join('(' + ', '.join([str(row[0]), *map(literal, columns, row[1:])]) + ')' for row in batch)
        return {number for number, in self.database.execute(f'INSERT INTO {quoted(name)} VALUES {values} RETURNING 行号').fetchall()}

    def load(self, names, tables, rows):
        """Rows one by one where a key repeats: of several in one statement it keeps whichever it likes."""
        lost = set()
        for name, (table, columns) in zip(names, tables.items()):
            for first in range(0, len(rows[table]), self.BATCH):
                batch = rows[table][first:first + self.BATCH]
                try:
                    self.insert(name, columns, batch)
                except self.duckdb.ConstraintException:
                    for row in batch:
                        try:
                            self.insert(name, columns, [row])
                        except self.duckdb.ConstraintException:
                            lost.add((table, row[0]))
        return lost

    def evaluate(self, script, tables, rows):
        run = self.database.execute
        run('CREATE SCHEMA tried; SET search_path = tried;')
        try:
            run(script)
            lost = self.load(list(declared(script)), tables, rows)
            order = quoted(run('SELECT * FROM 结果').description[0][0])
            results = [row[1:] for row in run(f'SELECT * FROM 结果 ORDER BY {order}').fetchall()]
            rejects = [(ledger, line, field, code) for ledger, line, _, field, code, _ in run('SELECT * FROM 退回').fetchall()]
            views = run("SELECT 1 FROM duckdb_views() WHERE schema_name = 'tried' AND view_name = '目标'").fetchall()
            targets = [(label, count, reached) for label, count, _, reached in run('SELECT * FROM 目标').fetchall()] if views else []
        finally:
            run('SET search_path = main; DROP SCHEMA tried CASCADE')
        return results, rejects, lost, targets


class ClickHouse:
    """The engine embedded (chdb)."""
    dialect = 'clickhouse'
    every = 1
    unread = UNREADABLE | {'GJ4004'}  # its decimals are cut as they come in
    cut_dates = True                  # and its dates brought to the nearest that it has

    def __enter__(self):
        from chdb import session
        self.session = session.Session()
        self.made = 0
        self.session.query('SET output_format_json_quote_decimals = 1, output_format_json_quote_64bit_integers = 1')
        return self

    def __exit__(self, *_):
        self.session.close()

    def ask(self, text):
        answer = str(self.session.query(text, 'JSONCompact'))
        return json.loads(answer)['data'] if answer else []

    def typed_rows(self, text):
        answer = json.loads(str(self.session.query(text, 'JSONCompact')))
        numbers = ['Decimal' in column['type'] for column in answer['meta']]
        return [[int(row[0]), *(Decimal(cell) if number and cell is not None else cell for cell, number in zip(row[1:], numbers[1:]))] for row in answer['data']]

    def version(self):
        return self.ask('SELECT version()')[0][0]

    def literal(self, column, value):
        return quoted(value, "'").replace('\\', '\\\\') if column.kind == 'text' and value is not None else literal(column, value)

    def evaluate(self, script, tables, rows):
        self.made += 1
        name = f'tried{self.made}'
        self.session.query(f'CREATE DATABASE {name} ENGINE = Memory; USE {name};')
        try:
            for statement in re.split(r';\n\n', script):
                if statement.strip():
                    self.session.query(statement)
            for table, (made, columns) in zip(declared(script), tables.items()):
                if not rows[made]:
                    continue
                values = ',\n'.join('(' + ', '.join([str(row[0]), *map(self.literal, columns, row[1:])]) + ')' for row in rows[made])
                self.session.query(f'INSERT INTO {quoted(table)} VALUES {values}')
            views = [view for view, in self.ask(f"SELECT name FROM system.tables WHERE database = '{name}'")]
            results = self.typed_rows('SELECT * FROM "结果"')
            results = [row[1:] for row in sorted(results, key=lambda row: row[0])]
            rejects = [(ledger, int(line), field, code) for ledger, line, _, field, code, _ in self.ask('SELECT * FROM "退回"')]
            targets = [(label, int(count), reached) for label, count, _, reached in self.ask('SELECT * FROM "目标"')] if '目标' in views else []
        finally:
            self.session.query(f'DROP DATABASE {name}')
        return results, rejects, set(), targets


class Spark:
    """In local mode; tables and what is shuffled lie in several partitions."""
    dialect = 'spark'
    every = 12
    unread = UNREADABLE | {'GJ4004'}  # its decimals are rounded as they come in
    PARTITIONS = 4

    def __enter__(self):
        from pyspark.sql import SparkSession
        self.folder = tempfile.TemporaryDirectory()
        settings = {'spark.sql.shuffle.partitions': self.PARTITIONS, 'spark.sql.warehouse.dir': self.folder.name, 'spark.ui.enabled': 'false', 'spark.ui.showConsoleProgress': 'false',
                    'spark.sql.adaptive.enabled': 'false', 'spark.sql.codegen.wholeStage': 'false', 'spark.log.level': 'ERROR',
                    'spark.sql.autoBroadcastJoinThreshold': -1, 'spark.driver.memory': '2g'}
        build = SparkSession.builder.master('local[4]').appName('guiju')
        for name, value in settings.items():
            build = build.config(name, value)
        self.spark = build.getOrCreate()
        self.spark.sparkContext.setLogLevel('OFF')
        self.made = 0
        return self

    def __exit__(self, *_):
        self.spark.stop()
        self.folder.cleanup()

    def version(self):
        return self.spark.version

    @staticmethod
    def cell(column, value):
        if value is None or column.kind in ('whole', 'text'):
            return value
        if column.kind == 'boolean':
            return bool(value)
        return Decimal(value) if column.kind == 'decimal' else datetime.date.fromisoformat(value)

    def evaluate(self, script, tables, rows):
        self.made += 1
        run = self.spark.sql
        run(f'CREATE DATABASE tried{self.made}')
        run(f'USE tried{self.made}')
        try:
            for statement in script.split(';\n\n'):
                if statement.strip():
                    run(statement)
            for table, (made, columns) in zip(declared(script, '`'), tables.items()):
                if not rows[made]:
                    continue
                schema = self.spark.table(quoted(table, '`')).schema
                typed = [(row[0], *map(self.cell, columns, row[1:])) for row in rows[made]]
                data = self.spark.createDataFrame(self.spark.sparkContext.parallelize(typed, self.PARTITIONS), schema)
                data.write.insertInto(quoted(table, '`'))
            views = [view.name for view in self.spark.catalog.listTables()]
            results = [list(row)[1:] for row in sorted(run('SELECT * FROM results').collect(), key=lambda row: row[0])]
            rejects = [(ledger, line, field, code) for ledger, line, _, field, code, _ in run('SELECT * FROM rejects').collect()]
            targets = [(label, count, reached) for label, count, _, reached in run('SELECT * FROM targets').collect()] if 'targets' in views else []
        finally:
            run('USE default')
            run(f'DROP DATABASE tried{self.made} CASCADE')
        return results, rejects, set(), targets


ENGINES = {'sqlite': SQLite, 'postgresql': PostgreSQL, 'duckdb': DuckDB, 'clickhouse': ClickHouse, 'spark': Spark}
