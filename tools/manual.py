#!/usr/bin/env python3
"""The examples of a manual are tests.

A fenced block ```gj is a whole rule file: it must check without errors, and its cases (用例), if any, must hold. A block
```gj wrong GJ1234 must be refused with exactly that code among its findings. A block ```gj part (a fragment) is left alone. A block
```gj recipe is a rule file but for its first lines: 标准 and 满分 (the sum of its 项目, or 指标) are put before it. A block
```gj file NAME is a whole rule file too, and stands beside the examples after it in the same file under that name.
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

BLOCK = re.compile(r'^```gj([^\n]*)\n(.*?)^```', re.M | re.S)


def guiju(*arguments, cwd):
    return subprocess.run([os.environ['GUIJU'], *arguments], cwd=cwd, capture_output=True, text=True, timeout=60)


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


def check_manual(path):
    """The numbers of its examples that hold and that don't."""
    manual = path.read_text(encoding='utf-8')
    passed = failed = 0
    files = {}
    for match in BLOCK.finditer(manual):
        kind = match.group(1).split()
        if kind and kind[0] == 'part':
            continue
        with tempfile.TemporaryDirectory() as folder:
            fault = fault_of(kind, match.group(2), pathlib.Path(folder), files)
        if kind[:1] == ['file']:
            files[kind[1]] = match.group(2)
        passed, failed = passed + (fault is None), failed + (fault is not None)
        if fault is not None:
            line = manual.count('\n', 0, match.start()) + 1
            print(f'FAILED {path}:{line}\n{fault}')
    return passed, failed


def main():
    counts = [check_manual(pathlib.Path(path)) for path in sys.argv[1:]]
    passed, failed = (sum(column) for column in zip(*counts))
    print(f'manual: {passed} passed, {failed} failed')
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
