#!/usr/bin/env python3
"""variants.py AGREE STANDARDS: random changes to random standards, said in a file that is 基于 the standard and, independently, made in its text.
Both have the same intermediate code, or are refused with the same codes; so have variants of variants."""
import os
import pathlib
import random
import re
import subprocess
import sys
import tempfile

GUIJU = os.environ['GUIJU']
CLAUSE = re.compile(r'    条款 “(新?条款\d+)”')
ITEM = re.compile(r'指标 (\S+) (\d+)分')


class Standard:
    """The lines of a standard, edited as a person with a text editor would."""

    def __init__(self, text):
        self.lines = text.splitlines()

    def text(self):
        return '\n'.join(self.lines) + '\n'

    def blocks(self, pattern):
        """(name, first line, line after the last, match) of each part whose heading matches."""
        for first, line in enumerate(self.lines):
            match = pattern.match(line)
            if match:
                depth = len(line) - len(line.lstrip())
                end = first + 1
                while end < len(self.lines) and len(self.lines[end]) - len(self.lines[end].lstrip()) > depth:
                    end += 1
                yield match.group(1), first, end, match

    def remove_clause(self, rng):
        name, first, end, _ = rng.choice(list(self.blocks(CLAUSE)))
        del self.lines[first:end]
        return [f'删除 条款 “{name}”']

    def clause_near(self, rng, line):
        """A clause whose rules are likely to fit where the line is: one of the same 指标, but for one time in ten."""
        clauses = list(self.blocks(CLAUSE))
        near = [clause for _, first, end, _ in self.blocks(ITEM) if first <= line < end for clause in clauses if first <= clause[1] < end]
        return rng.choice(near if near and rng.randrange(10) else clauses)

    def amend_clause(self, rng):
        """One clause gets the rules of another."""
        name, first, end, _ = rng.choice(list(self.blocks(CLAUSE)))
        other, begin, finish, _ = self.clause_near(rng, first)
        body = [line.replace(f'“{other}”', f'“{name}”') for line in self.lines[begin:finish]]
        self.lines[first:end] = body
        return [f'修改 条款 “{name}” 改为'] + body

    def add_clause(self, rng):
        """A copy of a clause, under another name, after the last clause of an 指标."""
        _, line, _, _ = rng.choice(list(self.blocks(CLAUSE)))
        name, begin, finish, _ = self.clause_near(rng, line)
        body = [line.replace(f'“{name}”', f'“新条款{rng.randrange(10 ** 6)}”') for line in self.lines[begin:finish]]
        for item, first, end, _ in self.blocks(ITEM):
            if first <= line < end and not any(line.startswith(('  要点', '   以下各条')) for line in self.lines[first:end]):
                end = max(clause[2] for clause in self.blocks(CLAUSE) if clause[2] <= end)
                self.lines[end:end] = body
                return [f'新增 于 指标 {item}'] + body
        return []

    def shift_points(self, rng):
        """A point moves to an 指标 from the next of the same 项目; neither has 要点."""
        items = list(self.blocks(ITEM))
        pairs = [(one, two) for one, two in zip(items, items[1:]) if int(two[3].group(2)) > 1
                 and not any(line.startswith(('项目', '  要点')) for line in self.lines[one[1]:two[2]])]
        changes = []
        for (name, first, _, match), more in zip(rng.choice(pairs) if pairs else (), (1, -1)):
            old = int(match.group(2))
            self.lines[first] = self.lines[first].replace(f'{name} {old}分', f'{name} {old + more}分', 1)
            changes.append(f'改分 指标 {name} 由 {old}分 改为 {old + more}分')
        return changes


def meaning(path):
    """The intermediate code without its places, or the codes of the errors."""
    run = subprocess.run([GUIJU, 'compile', '--dump=ir', path], capture_output=True, text=True)
    if run.returncode == 0:
        return re.sub(r' ; 字节 \d+-\d+', '', run.stdout)
    return sorted(set(re.findall(r'错误 (GJ\d+)', run.stdout + run.stderr)))


def compare(agree, seed, folder):
    """Whether both ways agree, and whether the result was a standard at all."""
    rng = random.Random(seed)
    parent = subprocess.run([agree, '--print', str(seed)], capture_output=True, text=True, check=True).stdout
    edited = Standard(parent)
    if len(list(edited.blocks(CLAUSE))) < 8:
        return True, False
    names = ['0.gj', '1.gj', '2.gj']
    (folder / names[0]).write_text(parent)
    for level in (1, 2):
        edits = rng.sample([edited.remove_clause, edited.amend_clause, edited.add_clause, edited.shift_points], 2)
        changes = [line for edit in edits for line in edit(rng)]
        (folder / names[level]).write_text('\n'.join([f'标准 变体{level}', f'  基于 “{names[level - 1]}”'] + changes) + '\n')
        (folder / 'edited.gj').write_text(edited.text())
        said, made = meaning(folder / names[level]), meaning(folder / 'edited.gj')
        if said != made:
            print(f'variants: seed {seed}: 基于 and the edited text differ; see', folder)
            return False, False
        if isinstance(said, list):
            return True, False
    return True, True


def main():
    agree, standards = sys.argv[1], int(sys.argv[2])
    folder = pathlib.Path(tempfile.mkdtemp(prefix='guiju-variants-'))
    passed = failed = whole = 0
    for seed in range(1, standards + 1):
        good, compiled = compare(agree, seed, folder)
        passed, failed, whole = passed + good, failed + (not good), whole + compiled
        if not good:
            break
    print(f'variants: {whole} of {standards} became standards, two levels deep')
    if not failed:
        for path in folder.iterdir():
            path.unlink()
        folder.rmdir()
    failed += whole * 4 < standards
    print(f'variants: {passed} passed, {failed} failed')
    return failed > 0


if __name__ == '__main__':
    sys.exit(main())
