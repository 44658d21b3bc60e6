"""What the SQL engines are held to the machine on: standards with their data and ledgers, from every place that has some."""
import csv
import io
import json
import os
import pathlib
import re
import subprocess
import sys
import unicodedata
from decimal import Decimal, InvalidOperation

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
GUIJU = os.environ.get('GUIJU', str(ROOT / 'build/guiju'))
sys.path.insert(0, str(ROOT / 'tests/conformance'))
NO_CODE = {'GJ4030'}          # an engine that keeps keys unique never has such a row
SAME_CODE = {'GJ4007': 'GJ4006'}  # SQL doesn't say which option was meant


class Case:
    """A standard and its tables: `data` and `ledgers` are lists of rows, the heading first."""

    def __init__(self, name, folder, rules, data, ledgers):
        self.name, self.folder, self.rules, self.data, self.ledgers = name, pathlib.Path(folder), str(rules), data, ledgers


def guiju(folder, *arguments):
    return subprocess.run([GUIJU, *arguments], cwd=folder, capture_output=True, text=True, timeout=120, env={**os.environ, 'GUIJU_LANG': 'zh'})


# --- Where cases come from ---

def read_table(path):
    text = path.read_bytes()
    try:
        text = text.decode('utf-8-sig')
    except UnicodeDecodeError:
        text = text.decode('gb18030')
    rows = list(csv.reader(io.StringIO(text, newline='')))
    return [row for row in rows if row and any(cell.strip() for cell in row)]


def standards():
    for folder in sorted([*ROOT.glob('rulesets/*'), *ROOT.glob('examples/*')]):
        rules = folder / 'standard.gj'
        if not rules.exists():
            rules = ROOT / 'rulesets' / folder.name / 'standard.gj'
        for table in ('data.csv', 'branches.csv'):
            if rules.exists() and (folder / table).exists():
                ledgers = {path.stem[3:]: read_table(path) for path in sorted(folder.glob('台账-*.csv'))}
                yield Case(f'{folder.relative_to(ROOT)}/{table}', rules.parent, rules.name, read_table(folder / table), ledgers)


def conformance(work):
    import language
    for path in sorted((ROOT / 'tests/conformance/language').rglob('*.case')):
        sections = language.sections_of(path)
        if '数据' not in sections:
            continue
        folder = pathlib.Path(work) / 'case' / path.parent.name / path.stem
        folder.mkdir(parents=True)
        for section, text in sections.items():
            if section.startswith('文件 '):
                (folder / section.split()[1]).write_text(text, encoding='utf-8')
            if section == '数据' or section.startswith('台账 '):
                (folder / f'{section}.csv').write_text(text, encoding='utf-8')
        (folder / '规则.gj').write_text(sections['规则文件'], encoding='utf-8')
        ledgers = {name.split()[1]: read_table(folder / f'{name}.csv') for name in sections if name.startswith('台账 ')}
        yield Case(f'conformance/{path.parent.name}/{path.stem}', folder, '规则.gj', read_table(folder / '数据.csv'), ledgers)


def random_standards(work, program, first, count, rows):
    for seed in range(first, first + count):
        folder = pathlib.Path(work) / f'random{seed}'
        folder.mkdir()
        if subprocess.run([program, '--data', str(seed), str(rows), str(folder)], stderr=subprocess.DEVNULL).returncode:
            continue  # its quotients go beyond 128 bits; agree counts these
        ledgers = {path.name[:-len('.台账.csv')]: read_table(path) for path in folder.glob('*.台账.csv')}
        yield Case(f'random {seed}', folder, '规则.gj', read_table(folder / '数据.csv'), ledgers)


# --- What the machine makes of them ---

def write_table(path, rows):
    """With rows on one line each: the number of a row is that of its line."""
    with open(path, 'w', encoding='utf-8', newline='') as out:
        csv.writer(out, lineterminator='\n').writerows([[' '.join(cell.split('\n')) for cell in row] for row in rows])


def run(case, rules, work):
    work = pathlib.Path(work)
    write_table(work / 'data.csv', case.data)
    given = []
    for name, rows in case.ledgers.items():
        write_table(work / f'ledger-{name}.csv', rows)
        given += ['--ledger', f'{name}={work}/ledger-{name}.csv']
    for name in ('results.csv', 'rejects.csv'):
        (work / name).unlink(missing_ok=True)
    done = guiju(case.folder, 'run', '--json', rules, str(work / 'data.csv'), *given, '-o', str(work / 'results.csv'), '--rejects', str(work / 'rejects.csv'))
    if done.returncode not in (0, 1) or not (work / 'results.csv').exists():
        return None
    return read_table(work / 'results.csv'), read_table(work / 'rejects.csv'), json.loads(done.stdout)


PENDING = re.compile('待核|.+～.+|不低于.+、不超过.+|不适用或不超过.+')


def is_pending(row):
    """Whether a cell says 待核, or, of another standard's results, several values."""
    return any(PENDING.fullmatch(cell.strip()) for cell in row)


def cleaned(case, rejects, unread, whole):
    """Without the rows that a typed table can't hold, and those with 待核 cells. An integer column holds no decimals."""
    gone = {(row[6] if len(row) > 6 else '', int(row[0])) for row in rejects[1:]
            if row[4] in unread or (row[4] == 'GJ4004' and (row[6] if len(row) > 6 else '', row[2]) in whole)}
    tables = {'': case.data, **case.ledgers}
    left = {name: [row for line, row in enumerate(rows, 1) if (name, line) not in gone and (line == 1 or not is_pending(row))]
            for name, rows in tables.items()}
    changed = any(len(left[name]) != len(rows) for name, rows in tables.items())
    return Case(case.name, case.folder, case.rules, left.pop(''), left), changed


def expected(case, work, unread, whole):
    """The case without what can't be loaded, and results, rejects and summary of it. None: the machine doesn't take the table at all."""
    for _ in range(4):
        made = run(case, case.rules, work)
        if made is None:
            return None
        case, changed = cleaned(case, made[1], unread, whole)
        if not changed:
            return case, made
    raise ValueError('rows go on being unreadable')


# --- Tables as the script declares them ---

TABLE = re.compile(r'(?:^-- ([^\n]*)\n)?^CREATE TABLE ["`]((?:[^"`]|""|``)*)["`] \(\n(.*?)^\)', re.M | re.S)
COLUMN = re.compile(r'^  ["`]((?:[^"`]|""|``)*)["`] (\w+)(.*?),?$')


class Column:
    def __init__(self, name, kind, aliases):
        self.name, self.kind, self.aliases = name, kind, aliases


KINDS = {'bigint': 'whole', 'int64': 'whole', 'numeric': 'decimal', 'decimal': 'decimal', 'boolean': 'boolean', 'bool': 'boolean', 'date': 'date', 'date32': 'date'}


def kind_of(kind, rest):
    """SQLite has few types; there the CHECK tells."""
    if kind in ('INTEGER', 'TEXT'):
        return 'decimal' if 'GLOB' in rest else 'date' if 'strftime' in rest else 'whole' if 'typeof' in rest else 'boolean' if 'IN (0, 1)' in rest else 'text'
    if kind == 'Nullable':
        kind = re.match(r'\((\w+)', rest)[1]
    return KINDS.get(kind.lower(), 'text')


def tables_of(script):
    """By their names in the rule file, which stand before a table where the engine doesn't take them."""
    tables = {}
    for said, name, body in TABLE.findall(script):
        columns, aliases = [], []
        for line in body.split('\n')[1:]:
            comment = re.match(r'  -- (?:.*；)?别名：(.*)', line)
            column = COLUMN.match(line)
            if comment:
                aliases = comment[1].split('、')
            if column and 'GENERATED ALWAYS AS' not in column[3]:
                columns.append(Column(column[1].replace('""', '"'), kind_of(column[2], column[3]), aliases))
                aliases = []
        tables[said or name.replace('""', '"')] = columns
    return tables


def date_of(text):
    parts = [int(part) for part in re.findall(r'\d+', unicodedata.normalize('NFKC', text))]
    return '%04d-%02d-%02d' % tuple(parts)


def value_of(column, text):
    text = text.strip(' \t\u3000')
    if not text or (text == '未填' and column.kind != 'text'):
        return None
    if column.kind == 'boolean':
        return {'是': 1, 'true': 1, '1': 1, '√': 1, '否': 0, 'false': 0, '0': 0, '×': 0}[unicodedata.normalize('NFKC', text).lower()]
    if column.kind == 'date':
        return date_of(text)
    if column.kind == 'text':
        return text
    try:
        number = Decimal(unicodedata.normalize('NFKC', text).replace(',', '').rstrip('%').strip())
    except InvalidOperation:
        raise ValueError(f'“{text}” in “{column.name}”')
    if column.kind == 'whole':
        return int(number)
    return format(number.normalize() + 0, 'f')


def typed(columns, table):
    """Rows of the table in the order of the columns, each with the number of its line first."""
    heading = [name.split('（')[0].strip() for name in table[0]]
    names = {column.name for column in columns}
    states = {column.name: column.name[:-3] for column in columns if column.name.endswith('不适用') and column.name[:-3] in names}
    place = {}
    for column in columns:
        for name in [column.name, *column.aliases]:
            if name in heading and column.name not in place:
                place[column.name] = heading.index(name)
    for line, row in enumerate(table[1:], 2):
        made = [line]
        for column in columns:
            if column.name in states:
                made.append(int(row[place[states[column.name]]].strip() in ('不适用', '/', '／')))
                continue
            cell = row[place[column.name]]
            absent = column.name + '不适用' in states and cell.strip() in ('不适用', '/', '／')
            made.append(None if absent else value_of(column, cell))
        yield made


def shown(cell, nothing=''):
    if isinstance(cell, Decimal):
        return format(cell.normalize() + 0, 'f')
    return nothing if cell is None or cell == '' else str(cell)


def places_of(case):
    """The names of its 名次, those of the standards that it is based on included."""
    folder = case.folder / pathlib.Path(case.rules).parent
    return {name for path in folder.glob('*.gj') for name in re.findall(r'^名次 (\S+)', path.read_text(encoding='utf-8', errors='ignore'), re.M)}


def rejected(rows, unique_lost):
    """(ledger, line, field, code) of the machine's rejects, those of rows that the engine has refused left out."""
    found = [(row[6] if len(row) > 6 else '', int(row[0]), row[2], SAME_CODE.get(row[4], row[4])) for row in rows[1:]]
    return sorted(item for item in found if (item[0], item[1]) not in unique_lost)
