#!/usr/bin/env python3
"""words.py AGREE STANDARDS: every word of the language stands in the random standards, but for those of words-elsewhere.txt, which says where they are tried;
and in the English reference, by one of its spellings."""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

GUIJU = os.environ['GUIJU']
HERE = pathlib.Path(__file__).parent


def written(agree, standards):
    words = set()
    with tempfile.NamedTemporaryFile('w', suffix='.gj') as rules:
        for seed in range(1, standards + 1):
            rules.seek(0)
            rules.truncate()
            rules.write(subprocess.run([agree, '--print', str(seed)], capture_output=True, text=True, check=True).stdout)
            rules.flush()
            tokens = subprocess.run([GUIJU, 'compile', '--dump=tokens', rules.name], capture_output=True, text=True).stdout
            words.update(re.findall(r'词 (\S+)', tokens))
    return words


def unnamed(table):
    """The words of which no spelling stands in the English reference."""
    reference = (HERE / '../../docs/reference.en.md').read_text()
    spellings = {}
    for spelling, kind, word in re.findall(r'^WORD\("([^"]*)",\s*(\w+),\s*\w+,\s*"([^"]*)"\)$', table, re.M):
        spellings.setdefault((kind, word), []).append(spelling)
    return [those[0] for those in spellings.values() if not any(spelling in reference for spelling in those)]


def main():
    agree, standards = sys.argv[1], int(sys.argv[2])
    table = (HERE / '../../compiler/words.def').read_text()
    language = set(re.findall(r'^WORD\(.*"([^"]*)"\)$', table, re.M))
    elsewhere = {line.split()[0] for line in (HERE / 'words-elsewhere.txt').read_text().splitlines()[1:]}
    words = written(agree, standards)
    passed = failed = 0
    for word in sorted(language):
        good = (word in words) != (word in elsewhere)
        if not good:
            print(f'words: {word} is in the random standards and in words-elsewhere.txt' if word in words else f'words: {word} is in no random standard')
        passed, failed = passed + good, failed + (not good)
    for word in sorted(elsewhere - language):
        print(f'words: {word} in words-elsewhere.txt is no word of the language')
        failed += 1
    for word in unnamed(table):
        print(f'words: {word} is not in docs/reference.en.md')
        failed += 1
    print(f'words: {passed} passed, {failed} failed')
    return failed > 0


if __name__ == '__main__':
    sys.exit(main())
