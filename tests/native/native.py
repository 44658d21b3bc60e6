#!/usr/bin/env python3
"""guiju run --native: the same results, rejects and summary as without it, for every standard with data, by gcc and clang; and what stands in its way
is said, with the same results."""
import concurrent.futures
import os
import pathlib
import shlex
import shutil
import subprocess
import sys
import tempfile

GUIJU = os.environ['GUIJU']
ROOT = (pathlib.Path(__file__).parent / '../..').resolve()
RUNS = ROOT / 'tests/conformance/runs'
COMPILERS = ('gcc', 'clang')
MOST_ENTRIES = 64  # of the cache

passed = failed = 0


def count(name, good, shown=''):
    global passed, failed
    passed, failed = passed + good, failed + (not good)
    if not good:
        print(f'FAILED {name}\n{str(shown)[:2000]}')


def run(arguments, folder, **settings):
    """What a run says and writes: its results and rejects go to fixed names in `folder`."""
    environment = {**os.environ, 'GUIJU_LANG': 'zh', 'NO_COLOR': '1', **settings}
    for name in ('results', 'rejects'):
        (folder / name).unlink(missing_ok=True)
    done = subprocess.run([GUIJU, 'run', *arguments, '-o', folder / 'results', '--rejects', folder / 'rejects'], capture_output=True, text=True,
                          env=environment, timeout=600)
    files = [(folder / name).read_text() if (folder / name).exists() else None for name in ('results', 'rejects')]
    return done.returncode, done.stdout, done.stderr, files


def published():
    for rules in sorted([*ROOT.glob('rulesets/*/standard.gj'), *ROOT.glob('examples/*/standard.gj'), *ROOT.glob('examples/*/*/standard.gj')]):
        data = rules.parent / 'data.csv'
        if data.exists():
            ledgers = [f'--ledger={file.stem.removeprefix("台账-")}={file}' for file in sorted(rules.parent.glob('台账-*.csv'))]
            yield [rules, data, *ledgers]
    yield [ROOT / 'rulesets/zhenjiang-2018/standard.gj', ROOT / 'examples/zhenjiang-2018/branches.csv']


def small():
    for data in sorted(RUNS.glob('*.csv')):
        own, family = RUNS / f'{data.stem}.gj', RUNS / f'{data.stem.split("--")[0]}.gj'
        rules = own if own.exists() else family
        options = data.with_suffix('.options')
        if rules.exists():
            yield [rules, data, *(shlex.split(options.read_text()) if options.exists() else [])]


def agrees(arguments, compiler, cache):
    os.chdir(RUNS)  # where the ledgers of the small ones are
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        usual = run(arguments, folder)
        native = run([*arguments, '--native'], folder, CC=compiler, XDG_CACHE_HOME=str(cache))
    return usual == native, '\n'.join(f'{a}\n{b}' for a, b in zip(usual, native) if a != b)


def agreement(cache):
    tasks = [(arguments, compiler) for arguments in published() for compiler in COMPILERS] + [(arguments, 'gcc') for arguments in small()]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as workers:
        results = workers.map(lambda task: agrees(*task, cache), tasks)
    for (arguments, compiler), (good, shown) in zip(tasks, results):
        count(f'{arguments[1]} by {compiler}', good, shown)


class Trial:
    """One small standard, with a cache of its own."""

    def __init__(self, folder):
        self.folder = folder
        self.rules = shutil.copy(RUNS / 'small.gj', folder)
        self.data = folder / 'data.csv'
        self.data.write_text('编号,党员数,缺会次数,测试成绩,有书记,载体,表彰次数,满意率\nA,20,0,95.5,是,效果好,1,90%\nB,20,3,60,否,效果好,0,50%\nC,x,3,60,否,效果好,0,50%\n')
        self.cache = folder / 'cache'
        self.usual = self.run()

    def run(self, *options, rules=None, **settings):
        return run([rules or self.rules, self.data, *options], self.folder, **settings)

    def native(self, rules=None, **settings):
        return self.run('--native', rules=rules, **{'CC': 'gcc', 'XDG_CACHE_HOME': str(self.cache), **settings})

    def entries(self):
        return sorted((self.cache / 'guiju').iterdir())

    def says(self, name, code, **settings):
        """The same results, and one line that says why."""
        native = self.native(**settings)
        same = (native[0], native[1], native[3]) == (self.usual[0], self.usual[1], self.usual[3])
        said = native[2].removeprefix(self.usual[2])
        count(name, same and code in native[2] and len(native[2].splitlines()) == len(self.usual[2].splitlines()) + 1, f'{native}\n{said}')


def script(path, text):
    path.write_text(f'#!/bin/sh\n{text}\n')
    path.chmod(0o755)
    return str(path)


def obstacles(folder):
    trial = Trial(folder)
    trial.says('no such compiler', 'GJ6010', CC='no-such-compiler')
    trial.says('no compiler on the path', 'GJ6010', CC='', PATH=str(folder))
    trial.says('a compiler that fails', 'GJ6011', CC='false')
    trial.says('a compiler that makes nothing', 'GJ6011', CC='true')
    trial.says('a compiler that makes what is no library', 'GJ6011', CC=script(folder / 'garbage', 'echo nonsense >standard.so'))
    trial.says('a compiler that says a lot and fails', 'GJ6011', CC=script(folder / 'loud', 'yes | head -c 1000000; exit 1'))
    count('failures leave nothing in the cache', trial.entries() == [], trial.entries())
    (folder / 'file').write_text('')
    trial.says('a cache in a file', 'GJ6013', XDG_CACHE_HOME=str(folder / 'file'))
    (folder / 'open/guiju').mkdir(parents=True)
    (folder / 'open/guiju').chmod(0o777)
    trial.says('a cache that others may write to', 'GJ6013', XDG_CACHE_HOME=str(folder / 'open'))
    (folder / 'link').mkdir()
    (folder / 'link/guiju').symlink_to(folder / 'open')
    trial.says('a cache that is a link', 'GJ6013', XDG_CACHE_HOME=str(folder / 'link'))
    trial.says('no place for a cache', 'GJ6013', XDG_CACHE_HOME='relative', HOME='')
    image = folder / 'small.gjc'
    subprocess.run([GUIJU, 'compile', trial.rules, '-o', image], check=True, capture_output=True)
    trial.says('an image', 'GJ6014', rules=image)


def cache(folder):
    trial = Trial(folder)
    count('compiled', trial.native() == trial.usual and len(trial.entries()) == 1)
    entry = trial.entries()[0]
    made = (entry / 'standard.so').stat()
    count('found again', trial.native(CC=script(folder / 'cc', 'exec gcc "$@"')) == trial.usual and len(trial.entries()) == 2, 'another compiler is another entry')
    count('not compiled again', trial.native() == trial.usual and (entry / 'standard.so').stat().st_mtime_ns == made.st_mtime_ns)
    for name, damage in (('cut off', lambda code: code[:5000]), ('empty', lambda code: b''), ('with a bit changed', lambda code: bytes([code[0] ^ 1]) + code[1:])):
        whole = (entry / 'standard.so').read_bytes()
        (entry / 'standard.so').write_bytes(damage(whole))
        count(f'code that is {name}', trial.native() == trial.usual and (entry / 'standard.so').stat().st_size == len(whole))
    (entry / 'standard.c').write_text('/* another standard */')
    count('code of another standard', trial.native() == trial.usual and (entry / 'standard.c').read_text() != '/* another standard */')
    (entry / 'standard.so').unlink()
    count('no code', trial.native() == trial.usual and (entry / 'standard.so').exists())
    home = folder / 'home'
    home.mkdir()
    count('a cache at home', trial.native(XDG_CACHE_HOME='relative', HOME=str(home)) == trial.usual and len([*home.glob('.cache/guiju/*')]) == 1)
    for number in range(MOST_ENTRIES + 3):
        old = trial.cache / f'guiju/{number:016x}'
        old.mkdir(0o700)
        os.utime(old, (number, number))
    shutil.rmtree(entry)
    trial.native()
    left = trial.entries()
    count('the entry used longest ago is dropped', len(left) == MOST_ENTRIES + 4 and left[0].name == f'{1:016x}', left)


def together(folder):
    trial = Trial(folder)
    folders = [folder / str(number) for number in range(4)]
    for one in folders:
        one.mkdir()
    with concurrent.futures.ThreadPoolExecutor(len(folders)) as workers:
        arguments = [trial.rules, trial.data, '--native']
        done = [*workers.map(lambda one: run(arguments, one, CC='gcc', XDG_CACHE_HOME=str(trial.cache)), folders)]
    same = all((one[0], one[3]) == (trial.usual[0], trial.usual[3]) for one in done)
    count('four at once', same and len(trial.entries()) == 1, f'{done}\n{trial.entries()}')


def main():
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        for name, trial in (('agreement', agreement), ('obstacles', obstacles), ('cache', cache), ('together', together)):
            (folder / name).mkdir(0o700)
            trial(folder / name)
    print(f'native: {passed} passed, {failed} failed')
    return failed > 0


if __name__ == '__main__':
    sys.exit(main())
