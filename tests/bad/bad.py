#!/usr/bin/env python3
"""Rule files that nobody should have written: enormous ones (large.py), misshapen ones (odd.py), the beginnings of a good one, and good ones whose lines were
swapped, doubled and lost. Each must get findings, in bounded time and without a crash; twice as much of anything must not take three times as long.
bad.py [NAME…]; BAD_SIZE is how many of a thing a large file has."""
import json
import os
import pathlib
import random
import re
import subprocess
import sys
import tempfile
import time

import large
import odd

GUIJU = os.environ['GUIJU']
REPEATED = {'GJ3020', 'GJ3021'}  # of conditions that stand twice: the analyser looks for them up to a size, and large files repeat theirs
SIZE = int(os.environ.get('BAD_SIZE', 10000))
PREFIXES = int(os.environ.get('BAD_PREFIXES', 250))
MUTANTS = int(os.environ.get('BAD_MUTANTS', 250))
TIMEOUT = 300
UNMEASURABLE = 0.1  # seconds: less says nothing about growth
ROOT = pathlib.Path(__file__).resolve().parents[2]
ONCE = {'GJ1102', 'GJ2005', 'GJ2020', 'GJ2127', 'GJ2241', 'GJ2840'}  # one mistake, however large the file


class Fault(Exception):
    pass


def run(folder, *arguments):
    """Runs guiju: what it was, and the seconds of processor time."""
    before = os.times()
    try:
        done = subprocess.run([GUIJU, *arguments], cwd=folder, capture_output=True, timeout=TIMEOUT, check=False)
    except subprocess.TimeoutExpired:
        raise Fault(f'still running after {TIMEOUT} s') from None
    after = os.times()
    if done.returncode not in (0, 1):
        raise Fault(f'ended with status {done.returncode}: {done.stderr.decode(errors="replace")[-1500:]}')
    return done, after.children_user + after.children_system - before.children_user - before.children_system


def check(folder):
    """Checks rules.gj: the codes of its errors and warnings in order, and the seconds of processor time."""
    done, seconds = run(folder, 'check', '--json', 'rules.gj')
    try:
        findings = json.loads(done.stdout)[0]['findings']
    except (ValueError, LookupError):
        raise Fault(f'no JSON: {done.stdout[-300:]!r}') from None
    if (done.returncode == 1) != any(finding['severity'] == 'error' for finding in findings):
        raise Fault(f'status {done.returncode} does not fit the findings')
    return [finding['code'] for finding in findings if finding['severity'] != 'note'], seconds


def with_files(files, work, *arguments):
    with tempfile.TemporaryDirectory() as name:
        for path, text in files.items():
            (pathlib.Path(name) / path).write_bytes(text if isinstance(text, bytes) else text.encode())
        return work(name, *arguments)


def check_files(files):
    return with_files(files, check)


def measure(make, work, *arguments):
    """With large files, and with files of twice the size, thrice where the times look wrong: the machine may have been busy. What came of the first."""
    small, double = make(SIZE), make(2 * SIZE)
    for attempt in range(3):
        found, first = with_files(small, work, *arguments)
        _, second = with_files(double, work, *arguments)
        if second < UNMEASURABLE or second < 3 * first:
            return found
    raise Fault(f'{first:.2f} s, and {second:.2f} s for twice as much')


def grow(make, codes):
    found = measure(make, check)
    kinds = set(found) - {'GJ3014'}
    if kinds - REPEATED != codes - REPEATED or not codes <= kinds:
        raise Fault(f'expected {sorted(codes)}, found {sorted(kinds)[:8]}')
    twice = [code for code in ONCE & set(found) if found.count(code) > 1]
    if twice:
        raise Fault(f'{twice[0]} is said {found.count(twice[0])} times')


def run_large(make, arguments):
    done = measure(make, run, *arguments)
    if not done.stdout:
        raise Fault(f'nothing was printed: {done.stderr.decode(errors="replace")[-300:]}')


def odd_shape(files, codes):
    found, _ = check_files(files)
    if codes is not None and sorted(found) != codes:
        raise Fault(f'expected {codes}, found {found[:8]}')


def beginnings():
    """Of a real standard, before its points are complete: each lacks something."""
    text = (ROOT / 'rulesets/zhenjiang-2018/standard.gj').read_bytes()
    chance = random.Random(1)
    for length in sorted(chance.sample(range(text.index('\n加分项'.encode())), PREFIXES)):
        with tempfile.TemporaryDirectory() as name:
            (pathlib.Path(name) / 'rules.gj').write_bytes(text[:length])
            (pathlib.Path(name) / 'source.txt').write_bytes((ROOT / 'rulesets/zhenjiang-2018/source.txt').read_bytes())
            try:
                if not check(name)[0]:
                    raise Fault('nothing was found')
            except Fault as fault:
                raise Fault(f'the first {length} bytes: {fault}') from None


def good_texts():
    texts = [path.read_text(encoding='utf-8') for path in sorted(ROOT.glob('rulesets/*/*.gj'))]
    for path in sorted(ROOT.glob('tests/conformance/language/*/*.case')):
        rules = re.search(r'^--- 规则文件\n(.*?)(?=^--- |\Z)', path.read_text(encoding='utf-8'), re.M | re.S)
        texts.append(rules.group(1))
    return texts


def mutated(text, chance):
    lines = text.splitlines()
    for _ in range(chance.randint(1, 6)):
        i, k = chance.randrange(len(lines)), chance.randrange(len(lines))
        what = chance.randrange(5)
        if what == 0:
            lines[i], lines[k] = lines[k], lines[i]
        elif what == 1:
            lines.insert(i, lines[k])
        elif what == 2 and len(lines) > 1:
            del lines[i]
        elif what == 3:
            words, others = lines[i].split(), lines[k].split()
            if words and others:
                words[chance.randrange(len(words))] = chance.choice(others)
                lines[i] = ' '.join(words)
        else:
            lines[i] = lines[i][:chance.randint(0, len(lines[i]))]
    return '\n'.join(lines) + '\n'


def mutants():
    texts = good_texts()
    for seed in range(MUTANTS):
        chance = random.Random(seed)
        try:
            check_files({'rules.gj': mutated(chance.choice(texts), chance)})
        except Fault as fault:
            raise Fault(f'seed {seed}: {fault}') from None


def not_files():
    """A folder and what isn't there fail as files do, with status 3; a pipe is read."""
    with tempfile.TemporaryDirectory() as name:
        for path in ('.', 'nothing.gj', 'nowhere/rules.gj'):
            done = subprocess.run([GUIJU, 'check', path], cwd=name, capture_output=True, timeout=60, check=False)
            if done.returncode != 3 or not done.stderr:
                raise Fault(f'{path}: status {done.returncode}')
        os.mkfifo(os.path.join(name, 'rules.gj'))
        with subprocess.Popen([GUIJU, 'check', 'rules.gj'], cwd=name, stdout=subprocess.DEVNULL) as reader:
            (pathlib.Path(name) / 'rules.gj').write_text(odd.GOOD, encoding='utf-8')
            if reader.wait(60) != 0:
                raise Fault(f'a pipe: status {reader.returncode}')


def main():
    tests = [(f'large: {name}', grow, value) for name, value in large.KINDS.items()]
    tests += [(f'large: {name}', run_large, value) for name, value in large.COMMANDS.items()]
    tests += [(f'odd: {name}', odd_shape, value) for name, value in odd.CASES.items()]
    tests += [(function.__name__, function, ()) for function in (beginnings, mutants, not_files)]
    passed = failed = 0
    for name, test, arguments in tests:
        if sys.argv[1:] and not any(word in name for word in sys.argv[1:]):
            continue
        start = time.time()
        try:
            test(*arguments)
            passed += 1
        except Fault as fault:
            print(f'FAILED {name}: {fault}', flush=True)
            failed += 1
        if os.environ.get('BAD_TIMES'):
            print(f'  {name}: {time.time() - start:.1f} s', flush=True)
    print(f'bad: {passed} passed, {failed} failed')
    return failed > 0


if __name__ == '__main__':
    sys.exit(main())
