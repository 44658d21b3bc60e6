#!/usr/bin/env python3
"""Every message code of the .def tables is provoked by some conformance file; codes are unique and never odd."""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
CODE = re.compile(r'\bGJ\d{4}\b')
ROW = re.compile(r'^\s*[A-Z_]*MESSAGE\s*\(\s*"(GJ\d{4})"', re.M)
EXPECTED = {'.findings', '.rejects', '.summary', '.expected', '.explain', '.case'}


def declared():
    """Code -> file that declares it; complains about a code declared twice."""
    codes = {}
    for path in sorted([*ROOT.glob('compiler/*.def'), *ROOT.glob('runtime/*.def')]):
        for code in ROW.findall(path.read_text(encoding='utf-8')):
            if code in codes:
                sys.exit(f'codes: {code} is declared in {codes[code]} and again in {path.name}')
            codes[code] = path.name
    return codes


def provoked():
    """Codes in expected outputs. `explain-code` prints codes that nothing provoked, so its files don't count."""
    found = set()
    for path in (ROOT / 'tests/conformance').rglob('*'):
        if path.suffix in EXPECTED:
            text = path.read_text(encoding='utf-8', errors='replace')
            if not text.startswith('explain-code'):
                found.update(CODE.findall(text))
    return found


def allowed():
    """Codes that no plain file can provoke (a failing machine, for one), each with its reason after it."""
    path = ROOT / 'tests/conformance/not-by-file.txt'
    return set(CODE.findall(path.read_text(encoding='utf-8'))) if path.exists() else set()


def main():
    codes, found, exempt = declared(), provoked(), allowed()
    faults = [f'{code} ({codes[code]}): no file in tests/conformance provokes it' for code in sorted(set(codes) - found - exempt)]
    faults += [f'{code}: in not-by-file.txt, but a file provokes it' for code in sorted(exempt & found)]
    faults += [f'{code}: expected by a test, but no table declares it' for code in sorted(found - set(codes))]
    for fault in faults:
        print(f'codes: {fault}')
    print(f'codes: {len(set(codes) & found)} passed, {len(faults)} failed')
    return 1 if faults else 0


if __name__ == '__main__':
    sys.exit(main())
