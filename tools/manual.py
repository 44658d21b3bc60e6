#!/usr/bin/env python3
"""The examples of a manual are tests.

A fenced block ```gj is a whole rule file: it must check without errors, and its cases (用例), if any, must hold. A block
```gj wrong GJ1234 must be refused with exactly that code among its findings. A block ```gj part (a fragment) is left alone. A block
```gj recipe is a rule file but for its first lines: 标准 and 满分 (the sum of its 项目, or 指标) are put before it. A block
```gj file NAME is a whole rule file too, and stands beside the examples after it in the same file under that name; ```gj draft NAME stands there
unchecked, ```text file NAME is any other file. In a block ```console the lines after `$ ` (of guiju and sqlite3) are run there, and print what stands below
them; a line … stands for any number of lines, … in a line for anything.
"""
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

BLOCK = re.compile(r'^```(gj|text file|console)([^\n]*)\n(.*?)^```', re.M | re.S)


def run(program, *arguments, cwd):
    return subprocess.run([program, *arguments], cwd=cwd, capture_output=True, text=True, timeout=60)


def guiju(*arguments, cwd):
    return run(os.environ['GUIJU'], *arguments, cwd=cwd)


def completed(recipe):
    """A recipe with the lines that it leaves out."""
    def points(word):
        return sum(float(number) for number in re.findall(rf'^{word} \S+ ([0-9.]+)分', recipe, re.M))
    full = '' if re.search(r'^满分', recipe, re.M) else f'  满分 {points("项目") or points("指标"):g}分\n'
    return f'标准 示例\n{full}{recipe}'


def fault_of(kind, text, folder, files):
    """None, or what is wrong with an example; `files` (name -> text) stand beside it."""
    if kind[:1] == ['recipe']:
        text = completed(text)
    for name, content in files.items():
        (folder / name).write_text(content, encoding='utf-8')
    (folder / 'example.gj').write_text(text, encoding='utf-8')
    checked = guiju('check', 'example.gj', cwd=folder)
    if kind and kind[0] == 'wrong':
        missing = [code for code in kind[1:] if code not in checked.stdout]
        return checked.stdout + checked.stderr if missing or checked.returncode != 1 else None
    if checked.returncode != 0:
        return checked.stdout + checked.stderr
    if '用例' in text:
        tested = guiju('test', 'example.gj', cwd=folder)
        if tested.returncode != 0:
            return tested.stdout + tested.stderr
    return None


def prints(expected, printed):
    """Whether the lines printed are those expected, … standing for any."""
    pattern = ''.join('(?:.*\\n)*?' if line.strip() == '…' else re.escape(line).replace('…', '.*') + '\\n' for line in expected)
    return re.fullmatch(pattern, ''.join(line.rstrip() + '\n' for line in printed.splitlines()))


def fault_of_console(text, folder, files):
    for name, content in files.items():
        if not (folder / name).exists():
            (folder / name).write_text(content, encoding='utf-8')
    for program, command, expected in re.findall(r'^\$ (guiju|sqlite3) (.*)\n((?:(?!\$ ).*\n)*)', text, re.M):
        done = run(os.environ['GUIJU'] if program == 'guiju' else program, *shlex.split(command), cwd=folder)
        printed = done.stdout + done.stderr
        if not prints([line.rstrip() for line in expected.splitlines()], printed):
            return f'$ {program} {command}\n{printed}'
    return None


class Page:
    """One file of the manual: its examples in their order, and the folder that its commands run in."""

    def __init__(self, path, folder):
        self.path, self.folder, self.files = path, folder, {}

    def fault_of(self, fence, kind, text):
        saved = fence == 'text file' or kind[:1] in (['file'], ['draft'])
        if saved:
            self.files[kind[-1]] = text
            (self.folder / kind[-1]).write_text(text, encoding='utf-8')
        if fence == 'console':
            return fault_of_console(text, self.folder, self.files)
        if fence == 'text file' or kind[:1] in (['part'], ['draft']):
            return None
        with tempfile.TemporaryDirectory() as folder:
            return fault_of(kind, text, pathlib.Path(folder), self.files)

    def check(self):
        """The numbers of its examples that hold and that don't."""
        manual = self.path.read_text(encoding='utf-8')
        passed = failed = 0
        for match in BLOCK.finditer(manual):
            fault = self.fault_of(match.group(1), match.group(2).split(), match.group(3))
            passed, failed = passed + (fault is None), failed + (fault is not None)
            if fault is not None:
                print(f'FAILED {self.path}:{manual.count(chr(10), 0, match.start()) + 1}\n{fault}')
        return passed, failed


def check_manual(path):
    with tempfile.TemporaryDirectory() as folder:
        return Page(path, pathlib.Path(folder)).check()


def main():
    counts = [check_manual(pathlib.Path(path)) for path in sys.argv[1:]]
    passed, failed = (sum(column) for column in zip(*counts))
    print(f'manual: {passed} passed, {failed} failed')
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
