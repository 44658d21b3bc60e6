#!/usr/bin/env python3
"""The rules of every case, each in a folder of its own with the files beside them: case_rules.py CASES FOLDER"""
import pathlib
import re
import sys


def main(cases, folder):
    for number, path in enumerate(sorted(pathlib.Path(cases).glob('*/*.case'))):
        parts = re.split(r'^--- (.*)\n', path.read_text(encoding='utf-8'), flags=re.M)
        sections = {name.strip(): text for name, text in zip(parts[1::2], parts[2::2])}
        files = {name.split(maxsplit=1)[1]: text for name, text in sections.items() if name.startswith('文件 ')}
        for name, text in {**files, '规则.gj': sections['规则文件']}.items():
            target = pathlib.Path(folder) / str(number) / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding='utf-8')


main(*sys.argv[1:])
