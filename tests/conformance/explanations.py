#!/usr/bin/env python3
"""The examples in explanations (`guiju explain-code`). What is wrong stands in a file of conformance that provokes the code: a rule file of mistakes/, a .case, or
a table of runs/. With what is right in its place the code comes once less and no other error comes. Blanks and the depth of lines don't matter; a line … in
both stands for what lies between. no-example.txt lists the codes that need none. explanations.py [CODE…]"""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

GUIJU = os.environ['GUIJU']
HERE = pathlib.Path(__file__).resolve().parent
TITLES = {'不要这样写：': 'wrong', '应当这样写：': 'right'}


def guiju(folder, *arguments, errors=subprocess.DEVNULL):
    done = subprocess.run([GUIJU, *arguments], cwd=folder, stdout=subprocess.PIPE, stderr=errors, timeout=60, check=False,
                          env={**os.environ, 'GUIJU_LANG': 'zh'})
    return done.stdout.decode(errors='replace')


def examples(code):
    """{'wrong': lines, 'right': lines}"""
    found, kind = {}, None
    for line in guiju(HERE, 'explain-code', code).splitlines():
        kind = TITLES.get(line, kind)
        if kind and line.startswith('    '):
            found.setdefault(kind, []).append(line[4:])
    return found


def plain(line):
    return ' '.join(line.split())


def pieces(lines):
    """The stretches between lines …"""
    parts = [[]]
    for line in lines:
        if plain(line) == '…':
            parts.append([])
        else:
            parts[-1].append(line)
    return parts


def place_of(lines, piece, start):
    wanted = [plain(line) for line in piece]
    for i in range(start, len(lines) - len(piece) + 1):
        if [plain(line) for line in lines[i:i + len(piece)]] == wanted:
            return i
    return None


def mended(text, wrong, right):
    """The text with the right example in place of the wrong one, or None where that doesn't stand in it."""
    lines, at = text.split('\n'), 0
    for old, new in zip(pieces(wrong), pieces(right)):
        at = place_of(lines, old, at)
        if at is None:
            return None
        lines[at:at + len(old)] = new
        at += len(new)
    return '\n'.join(lines)


def codes_of_rules(folder, name='rules.gj'):
    try:
        return [(finding['code'], finding['severity']) for finding in json.loads(guiju(folder, 'check', '--json', name))[0]['findings']]
    except (ValueError, LookupError):
        return []


def put_beside(folder, files):
    for name, source in files.items():
        target = pathlib.Path(folder) / name
        if isinstance(source, pathlib.Path):
            target.symlink_to(source)
        else:
            target.write_text(source, encoding='utf-8')


class RuleFile:
    def __init__(self, name, text, beside):
        self.name, self.text, self.beside = name, text, beside
        self.codes = self.codes_with(text)

    def codes_with(self, text):
        with tempfile.TemporaryDirectory() as top:
            folder = pathlib.Path(top) / 'x'
            folder.mkdir()
            put_beside(folder, self.beside)
            (folder / 'rules.gj').write_text(text, encoding='utf-8')
            return codes_of_rules(folder)

    def faults_with(self, text, code):
        """What is still wrong with the mended text."""
        now = self.codes_with(text)
        before = [one for one, _ in self.codes]
        if [one for one, _ in now].count(code) >= before.count(code):
            return 'the code is still there'
        news = [one for one, severity in now if severity == 'error' and one not in before]
        return f'there is {news[0]} now' if news else None


class Table:
    """A table of runs/, with what its run says."""

    def __init__(self, path):
        self.name, self.text = path.name, path.read_text(encoding='utf-8-sig')
        stem = path.stem if path.with_suffix('.gj').exists() else path.stem.split('--')[0]
        self.rules = path.parent / f'{stem}.gj'
        options = path.with_suffix('.options')
        self.options = options.read_text(encoding='utf-8').split() if options.exists() else []
        self.said = self.said_of(self.text)
        self.codes = [(code, 'error') for code in re.findall(r'GJ\d{4}', self.said)]

    def said_of(self, text):
        with tempfile.TemporaryDirectory() as folder:
            for entry in self.rules.parent.iterdir():
                if entry.is_dir():
                    (pathlib.Path(folder) / entry.name).symlink_to(entry)
            (pathlib.Path(folder) / 'data.csv').write_text(text, encoding='utf-8')
            said = guiju(folder, 'run', str(self.rules), 'data.csv', *self.options, '-o', 'results.csv', '--rejects', 'rejects.csv', '--json',
                         errors=subprocess.STDOUT)
            rejects = pathlib.Path(folder) / 'rejects.csv'
            return said + (rejects.read_text(encoding='utf-8-sig') if rejects.exists() else '')

    def faults_with(self, text, code):
        return 'the code is still there' if self.said_of(text).count(code) >= self.said.count(code) else None


def candidates():
    beside = {entry.name: entry for entry in (HERE / 'mistakes').iterdir() if entry.suffix not in ('.gj', '.findings')}
    for path in sorted((HERE / 'mistakes').glob('*.gj')):
        try:
            yield RuleFile(path.name, path.read_text(encoding='utf-8-sig'), beside)
        except UnicodeDecodeError:
            pass
    for path in sorted((HERE / 'language').glob('*/*.case')):
        parts = re.split(r'^--- (.*)\n', path.read_text(encoding='utf-8'), flags=re.M)
        files = dict(zip(parts[1::2], parts[2::2]))
        yield RuleFile(path.name, files['规则文件'], {name[3:]: text for name, text in files.items() if name.startswith('文件 ')})
    for path in sorted((HERE / 'runs').glob('*.csv')):
        try:
            yield Table(path)
        except UnicodeDecodeError:
            pass


def fault_of(code, files):
    """Why the code's examples are no good, or None."""
    example = examples(code)
    if 'wrong' not in example or 'right' not in example:
        return 'no example'
    tried = 'what is wrong stands in no file that provokes it'
    for file in files:
        text = mended(file.text, example['wrong'], example['right'])
        if text is None:
            continue
        tried = file.faults_with(text, code)
        if tried is None:
            return None
        tried = f'{file.name}: {tried}'
    return tried


def main():
    needless = set(re.findall(r'^GJ\d{4}', (HERE / 'no-example.txt').read_text(encoding='utf-8'), re.M))
    codes = re.findall(r'^GJ\d{4}', guiju(HERE, 'explain-code'), re.M)
    files = list(candidates())
    passed = failed = 0
    for code in codes:
        if sys.argv[1:] and code not in sys.argv[1:]:
            continue
        fault = None if code in needless else fault_of(code, [file for file in files if any(one == code for one, _ in file.codes)])
        passed += fault is None
        failed += fault is not None
        if fault:
            print(f'FAILED {code}: {fault}')
    print(f'explanations: {passed} passed, {failed} failed')
    return failed > 0


if __name__ == '__main__':
    sys.exit(main())
