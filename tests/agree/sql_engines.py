"""The engines: each loads a script and rows, and gives back the views."""
import sqlite3

# Rows that a typed table can't hold at all: no number, no date, no cell of its kind …
UNREADABLE = {f'GJ{code}' for code in (4002, 4003, 4008, 4009, 4010, 4011, 4012, 4013, 4014, 4015, 4016, 4017, 4018, 4020, 4021, 4022, 4023, 4024)}


def quoted(name, quote='"'):
    return quote + name.replace(quote, quote * 2) + quote


class SQLite:
    dialect = 'sqlite'
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
        results = [['' if cell is None else str(cell) for cell in row[1:]] for row in database.execute(f'SELECT * FROM "结果" ORDER BY {order}')]
        rejects = [(ledger, line, field, code) for ledger, line, _, field, code, _ in database.execute('SELECT * FROM "退回"')]
        views = [name for name, in database.execute("SELECT name FROM sqlite_master WHERE type = 'view'")]
        targets = [(label, count, reached) for label, count, _, reached in database.execute('SELECT * FROM "目标"')] if '目标' in views else []
        database.close()
        return results, rejects, lost, targets


ENGINES = {'sqlite': SQLite}
