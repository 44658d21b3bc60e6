#!/usr/bin/env python3
"""Applies every exact fix that `guiju check --json` offers on the files of mistakes/, one at a time, and checks again: the finding must be gone and
no other error may have come. fixes.py [NAME…]"""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

FOLDER = pathlib.Path(__file__).resolve().parent / 'mistakes'
GUIJU = os.environ.get('GUIJU', str(FOLDER.parent.parent.parent / 'build/guiju'))


def check(path):
    done = subprocess.run([GUIJU, 'check', '--json', path.name], cwd=path.parent, capture_output=True, timeout=60, check=False)
    return [finding for file in json.loads(done.stdout.decode('utf-8')) for finding in file['findings']]


def text_of(path):
    """The bytes that offsets count in: UTF-8 without a mark at the beginning."""
    raw = path.read_bytes()
    for encoding in ('utf-8-sig', 'gb18030'):
        try:
            return raw.decode(encoding).encode('utf-8')
        except UnicodeDecodeError:
            pass
    return raw


def errors(findings):
    return [finding for finding in findings if finding['severity'] == 'error']


def faults(path, findings, scratch):
    text = text_of(path)
    for finding in findings:
        fix = finding.get('fix')
        if not fix or finding['file'] != path.name:
            continue
        mended = text[:fix['start']] + fix['text'].encode('utf-8') + text[fix['end']:]
        (scratch / path.name).write_bytes(mended)
        again = check(scratch / path.name)
        codes = [other['code'] for other in findings]
        if any(other['code'] == finding['code'] and other['start'] == finding['start'] for other in again):
            yield f'{path.name}: {finding["code"]} is still there after its fix'
        # A file with several mistakes may show the next one only when the first is mended; so may changes to a standard, which come before all else.
        alone = len(errors(findings)) < 2 and not finding['code'].startswith('GJ26')
        for other in errors(again) if alone else []:
            if other['code'] not in codes:
                yield f'{path.name}: the fix of {finding["code"]} makes {other["code"]}: {other["message"]}'


def main():
    passed = failed = 0
    with tempfile.TemporaryDirectory() as folder:
        scratch = pathlib.Path(folder)
        for extra in FOLDER.iterdir():
            if extra.is_dir():
                shutil.copytree(extra, scratch / extra.name)
            elif extra.suffix not in ('.gj', '.findings'):
                shutil.copy(extra, scratch)
        for path in sorted(FOLDER.glob('*.gj')):
            if sys.argv[1:] and not any(name in path.name for name in sys.argv[1:]):
                continue
            found = list(faults(path, check(path), scratch))
            for fault in found:
                print('FAILED', fault)
            failed += len(found)
            passed += not found
    print(f'fixes: {passed} passed, {failed} failed')
    return failed > 0


if __name__ == '__main__':
    sys.exit(main())
