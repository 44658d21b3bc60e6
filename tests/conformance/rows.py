#!/usr/bin/env python3
"""guiju test --rows keeps what it promises: the 用例 it writes for a rule file, with the program's own results filled in, pass when they are pasted into the
file, and show all that was not shown before but for what it says it could not find.

rows.py FILE…: rule files. Each is tried as it is and with all of its own 用例 taken out, with its 样例 and without.
"""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

GUIJU = os.environ['GUIJU']
FOUND = re.compile(r'^  期望   # 程序算得 (.*)；请用手算核对后填写$', re.M)
NOT_FOUND = '# 没有找到能显示下列各处的数据'


def guiju(folder, *arguments):
    done = subprocess.run([GUIJU, *arguments], cwd=folder, capture_output=True, text=True, timeout=120, env={**os.environ, 'GUIJU_LANG': 'zh'})
    if done.returncode not in (0, 1):
        raise ValueError(f'{" ".join(arguments)} ended with status {done.returncode}: {done.stderr}')
    return done


def report(folder):
    return json.loads(guiju(folder, 'test', '--json', 'rules.gj').stdout)[0]


def without(text, word):
    """The rule file without its 用例 or 样例: each ends where the next line begins with another word that may stand first."""
    return re.sub(rf'^{word} (?:.|\n)*?(?=^(?:用例|样例|项目|指标|等次|评选|目标|定义|#)|\Z)', '', text, flags=re.M)


def fault_of(path, text):
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for beside in path.parent.iterdir():
            if beside.is_file() and beside.name != 'rules.gj':
                (folder / beside.name).write_bytes(beside.read_bytes())
            elif beside.is_dir():
                (folder / beside.name).symlink_to(beside.resolve())
        rules = folder / 'rules.gj'
        rules.write_text(text, encoding='utf-8')
        before = report(folder)
        if not before['compiled']:
            return guiju(folder, 'check', 'rules.gj').stdout
        guiju(folder, 'test', '--rows', '-o', 'rows.gj', 'rules.gj')
        rows = (folder / 'rows.gj').read_text(encoding='utf-8')
        filled = FOUND.sub(r'  期望 \1', rows)
        rules.write_text(text + '\n' + filled, encoding='utf-8')
        after = report(folder)
        if not after['compiled']:
            return guiju(folder, 'check', 'rules.gj').stdout
        not_found = rows[rows.index(NOT_FOUND):].count('\n# ') if NOT_FOUND in rows else 0
        if after['failed'] != before['failed']:
            return f'cases that don\'t hold: {after["failures"]}'
        if after['coverable'] - after['covered'] != not_found:
            return f'{after["coverable"] - after["covered"]} points not shown, {not_found} said not to be found: {after["uncovered"]}'
        return None


def main():
    passed = failed = 0
    for path in map(pathlib.Path, sys.argv[1:]):
        text = path.read_text(encoding='utf-8-sig')
        bare = without(text, '用例')
        for variety in {text, bare, without(bare, '样例')}:
            try:
                fault = fault_of(path, variety)
            except (ValueError, OSError, subprocess.TimeoutExpired) as error:
                fault = str(error)
            passed, failed = passed + (fault is None), failed + (fault is not None)
            if fault is not None:
                print(f'FAILED {path}\n{fault[:3000]}')
    print(f'rows: {passed} passed, {failed} failed')
    return 1 if failed or not passed else 0


if __name__ == '__main__':
    sys.exit(main())
