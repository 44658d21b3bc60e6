"""What the tests of claims need of a rule file: its fields, rows that are worth trying, and what the program makes of them."""
import csv
import datetime
import io
import json
import os
import pathlib
import random
import re
import subprocess

GUIJU = os.environ['GUIJU']
FIELD = re.compile(r'^field (.+?) : (\w+)(?: ([^\s\[]\S*))? ?(?:\[(-?[\d.]+), (-?[\d.]+)\])?(.*)$', re.M)


class Failure(Exception):
    pass


def guiju(folder, *arguments):
    done = subprocess.run([GUIJU, *arguments], cwd=folder, capture_output=True, timeout=120, check=False, env={**os.environ, 'GUIJU_LANG': 'zh'})
    if done.returncode > 1:
        raise Failure(f'{arguments[0]} ended with status {done.returncode}: {done.stderr.decode()[:500]}')
    return done.stdout.decode()


def findings(folder, name):
    return json.loads(guiju(folder, 'check', '--json', name))[0]['findings']


def errors(found):
    return [f'{finding["code"]} {finding["message"]}' for finding in found if finding['severity'] == 'error']


EPOCH = datetime.date(1970, 1, 1)


def date_text(days):
    return (EPOCH + datetime.timedelta(days=days)).isoformat()


def days_in(text):
    """Dates written in a rule file, as days."""
    days = set()
    for year, month, day in re.findall(r'(\d{4})-(\d\d)-(\d\d)', text):
        try:
            days.add((datetime.date(int(year), int(month), int(day)) - EPOCH).days)
        except ValueError:
            pass
    return days


class Field:
    """One column of the table: the values that are worth trying, as cells."""

    def __init__(self, match, numbers, inapplicable):
        name, kind, self.unit, low, high, rest = match.groups()
        self.name, self.key = name, kind == 'text' and ' key' in f' {self.unit} {rest}'
        self.values = {'bool': lambda: ['否', '是'], 'text': lambda: ['无']}.get(kind, lambda: None)()
        if kind == 'option':
            self.values = re.search(r'options (.*)$', rest).group(1).split()[0].split('|')
        elif kind == 'date':
            low, high = int(low), int(high)
            self.values = [date_text(day) for day in sorted({low, low + 1, low + 31, (low + high) // 2, high - 1, high} | {
                day for day in numbers if low <= day <= high})]
        elif self.values is None:
            decimals = len(low.split('.')[1]) if '.' in low else 0
            step = 10 ** -decimals
            near = {round(number + step * i, decimals) for number in numbers for i in (-1, 0, 1)}
            tried = {float(low), float(low) + step, float(high)} | {number for number in near if float(low) <= number <= float(high)}
            self.values = [f'{number:.{decimals}f}' for number in sorted(tried)][:40]
        if ' state ' in rest:
            self.values = self.values + ['', *(['不适用'] if inapplicable else [])]


class Table:
    def __init__(self, folder, name, seeds=()):
        """`seeds`: rows that are worth trying."""
        self.folder, self.name, self.seeds = folder, name, list(seeds)
        text = (pathlib.Path(folder) / name).read_text(encoding='utf-8')
        numbers = {float(number) for number in re.findall(r'\d+(?:\.\d+)?', text)}
        numbers |= days_in(text)
        dump = guiju(folder, 'compile', name, '--dump=model')
        self.fields = [Field(match, numbers, f'{match.group(1)} ' in text and re.search(rf'\b{re.escape(match.group(1))}\b.*可不适用', text)) for match in FIELD.finditer(dump) if '（' not in match.group(1)]  # those are totals over ledgers

    def write(self, rows):
        """A table of these rows (field: cell), the key being the number of the row."""
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerow(field.name for field in self.fields)
        for number, row in enumerate(rows):
            writer.writerow(number if field.key else row.get(field.name, field.values[0]) for field in self.fields)
        (pathlib.Path(self.folder) / 'claims-data.csv').write_text(out.getvalue(), encoding='utf-8')

    def results(self, rows):
        """The results of each row, None where it is rejected."""
        self.write(rows)
        guiju(self.folder, 'run', self.name, 'claims-data.csv', '-o', 'claims-results.csv', '--rejects', 'claims-rejects.csv')
        with open(os.path.join(self.folder, 'claims-results.csv'), encoding='utf-8-sig') as file:
            found = {row[next(field.name for field in self.fields if field.key)]: row for row in csv.DictReader(file)}
        return [found.get(str(number)) for number in range(len(rows))]

    def sheets(self, rows):
        """The explained sheet of each row, None where it is rejected."""
        self.write(rows)
        text = guiju(self.folder, 'explain', '--json', self.name, 'claims-data.csv', *map(str, range(len(rows))))
        found = {sheet['key']: sheet for sheet in json.loads(text) if 'sheet' in sheet}
        return [found.get(str(number)) for number in range(len(rows))]

    def random_rows(self, chance, fixed, count):
        return [{**{field.name: chance.choice(field.values) for field in self.fields}, **fixed} for _ in range(count)]

    def largest(self, measure, fixed=None, rounds=8):
        """The largest value that `measure` takes of a row's outcome: from random rows, then by changing one cell at a time."""
        chance, fixed = random.Random(1), fixed or {}
        rows = self.seeds + self.random_rows(chance, fixed, 150)
        best, best_row = None, None
        for _ in range(rounds):
            outcomes = [(measure(outcome), row) for outcome, row in zip(self.sheets(rows), rows) if outcome]
            found, row = max(outcomes, key=lambda pair: pair[0], default=(None, None))
            if found is None or (best is not None and found <= best):
                break
            best, best_row = found, row
            rows = [{**best_row, field.name: value} for field in self.fields if field.name not in fixed for value in field.values]
            pairs = [{**one, **{chance.choice(self.fields).name: None}} for one in rows]
            rows += [{name: cell if cell is not None else chance.choice(next(f for f in self.fields if f.name == name).values)
                      for name, cell in row.items()} for row in pairs]
        return best
