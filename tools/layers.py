#!/usr/bin/env python3
"""The laws of the house, checked on the sources and on the objects of one build: layers.py BUILD_FOLDER

Modules stand in the order of tools/layers.txt, lowest first. A line is a module: NAME.c with its NAME.h, one of the two where a header that several
files share stands lower than the file of its name, or several files that recurse into each other and so are one module.
"""
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
FOLDERS = ('runtime', 'compiler', 'cli')
GRAMMAR = 'compiler/grammar'
LONGEST_FILE = 500
LONGEST_FUNCTION = 100
# A table of functions, or one generated from a table, may be long; nothing else.
LONG_FUNCTIONS = set()
INCLUDE = re.compile(r'^\s*#\s*include\s*"([^"]+)"', re.M)
EMITTERS = re.compile(r'compiler/(generate|select|emit)')
TREE_WORDS = re.compile(r'\b(struct (node|model|part|rule|expr)|NODE_[A-Z]+|ast_[a-z_]+)\b')
FLOATS = re.compile(r'\b(float|double|strtod|strtof|atof)\b')
COMMENT_OR_STRING = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)
# Objects of generated sources, and the file written by hand that each is counted for.
GENERATED = {'parser': 'compiler/grammar/prologue.y', 'lexer': 'compiler/lexer.l'}


class Laws:
    def __init__(self):
        self.held = 0
        self.broken = 0

    def check(self, law, faults):
        for fault in faults:
            print(f'layers: {law}: {fault}')
        self.held += not faults
        self.broken += bool(faults)


def module_of(path):
    return path.rsplit('.', 1)[0]


def read_order(sources):
    """File -> its place in tools/layers.txt, and what is wrong with the list."""
    text = (ROOT / 'tools/layers.txt').read_text(encoding='utf-8')
    order, faults = {}, []
    lines = [line.split('#')[0].split() for line in text.splitlines()]
    for place, line in enumerate(line for line in lines if line):
        for name in line:
            files = [file for file in sources if file == name or module_of(file) == name]
            if not files:
                faults.append(f'{name} is in tools/layers.txt but does not exist')
            for file in files:
                if file in order:
                    faults.append(f'{file} stands twice in tools/layers.txt')
                order[file] = place
    faults += [f'{file} is not in tools/layers.txt' for file in sources if file not in order and not file.endswith('.def')]
    return order, faults


def read_sources():
    """Path from the root -> text, of everything written by hand in the three folders and the grammar's."""
    suffixes = {'.c', '.h', '.def', '.y', '.l'}
    return {str(path.relative_to(ROOT)): path.read_text(encoding='utf-8')
            for folder in (*FOLDERS, GRAMMAR) for path in sorted((ROOT / folder).iterdir()) if path.suffix in suffixes}


def resolve(path, target, sources):
    """The file that an include means: from the root, or from the folder of the file that includes it."""
    beside = f'{path.rsplit("/", 1)[0]}/{target}'
    return beside if beside in sources else target


def includes(sources):
    """(file, included file) for all includes of our own files."""
    for path, text in sources.items():
        for target in INCLUDE.findall(text):
            found = resolve(path, target, sources)
            if found in sources:
                yield path, found


def upward_includes(sources, order):
    faults = []
    for path, target in includes(sources):
        if order.get(target, -1) > order.get(path, len(order)):
            faults.append(f'{path} includes {target}, which stands above it')
        if path.startswith('runtime/') and not target.startswith('runtime/'):
            faults.append(f'{path} includes {target}: the runtime stands alone')
    return faults


def circles(edges):
    """Groups of nodes that reach each other (Tarjan), each sorted."""
    graph = {}
    for a, b in edges:
        graph.setdefault(a, set()).add(b)
        graph.setdefault(b, set())
    index, low, stack, found = {}, {}, [], []

    def visit(node):
        index[node] = low[node] = len(index)
        stack.append(node)
        for other in graph[node]:
            if other not in index:
                visit(other)
            if other in stack:
                low[node] = min(low[node], low[other])
        if low[node] == index[node]:
            group = stack[stack.index(node):]
            del stack[stack.index(node):]
            if len(group) > 1:
                found.append(' '.join(map(str, sorted(group))))

    for node in sorted(graph):
        if node not in index:
            visit(node)
    return found


def symbols(build):
    """Source file -> (defined, used) names, and source file -> mutable data, of its object."""
    linked, data = {}, {}
    for folder in FOLDERS:
        for path in sorted((build / folder).glob('*.o')):
            name = GENERATED.get(path.stem, f'{folder}/{path.stem}.c')
            listing = subprocess.run(['nm', path], capture_output=True, text=True, check=True).stdout
            rows = [line.split() for line in listing.splitlines()]
            linked[name] = ({row[-1] for row in rows if row[-2] in 'TRDBVW'}, {row[-1] for row in rows if row[-2] == 'U'})
            table = subprocess.run(['objdump', '-t', path], capture_output=True, text=True, check=True).stdout
            data[name] = re.findall(r' O (?:\.data|\.bss|\*COM\*|\.tdata|\.tbss)(?!\.rel\.ro)\S*\t\S+ (?:\.hidden )?(\S+)', table)
    return linked, data


def calls(linked):
    home = {symbol: name for name, (defined, _) in linked.items() for symbol in defined}
    return sorted({(name, home[symbol]) for name, (_, used) in linked.items() for symbol in used if home.get(symbol, name) != name})


def upward_calls(edges, order):
    return [f'{a} calls {b}, which stands above it' for a, b in edges if order.get(b, -1) > order.get(a, len(order))]


def mutable_data(data):
    return [f'{name}: {", ".join(found)} can be written to' for name, found in data.items() if found and name not in GENERATED.values()]


def code_only(text):
    return COMMENT_OR_STRING.sub(lambda match: '\n' * match.group(0).count('\n') or ' ', text)


def emitters_beyond_ir(sources):
    faults = []
    for path, text in sources.items():
        if not EMITTERS.match(path):
            continue
        faults += [f'{path} includes {target}' for target in INCLUDE.findall(text) if target.endswith(('model.h', 'ast.h'))]
        faults += [f'{path} names {word}' for word in sorted({m.group(0) for m in TREE_WORDS.finditer(code_only(text))})]
    return faults


def floating_point(sources):
    return [f'{path}: {word}' for path, text in sources.items() if path.startswith(('compiler/', 'runtime/')) and path.endswith(('.c', '.h', '.y', '.l'))
            for word in sorted(set(FLOATS.findall(code_only(text))))]


def hand_written():
    listing = subprocess.run(['git', 'ls-files', '-co', '--exclude-standard'], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in listing.splitlines():
        path = ROOT / name
        if path.suffix in {'.c', '.h', '.def', '.y', '.l', '.py', '.sh', '.mk'} or path.name == 'Makefile':
            if path.exists():
                yield name, path.read_text(encoding='utf-8')


def long_files():
    return [f'{name} has {text.count(chr(10))} lines' for name, text in hand_written() if text.count('\n') > LONGEST_FILE]


def functions(text):
    """(name, lines) of the functions in a C file laid out as ours: the body between { and } in the first column."""
    lines, start = text.split('\n'), None
    for number, line in enumerate(lines):
        if line == '{':
            start = number
        elif line == '}' and start is not None:
            name = re.findall(r'(\w+)\s*\(', ' '.join(lines[max(0, start - 3):start]))
            yield (name[-1] if name else '?'), number - start - 1
            start = None


def long_functions(sources):
    lengths = [(size, f'{path}: {name}') for path, text in sources.items() if path.endswith('.c') for name, size in functions(text)]
    sizes = sorted(size for size, _ in lengths)
    if sizes:
        print(f'layers: {len(sizes)} functions, median {sizes[len(sizes) // 2]} lines, {sum(size > 40 for size in sizes)} over 40')
    return [f'{name} has {size} lines' for size, name in sorted(lengths, reverse=True) if size > LONGEST_FUNCTION and name not in LONG_FUNCTIONS]


def main():
    sources = read_sources()
    order, listing_faults = read_order(sources)
    linked, data = symbols(ROOT / sys.argv[1])
    edges = calls(linked)
    laws = Laws()
    laws.check('every module has one place', listing_faults)
    laws.check('includes go down', upward_includes(sources, order))
    laws.check('no circle of includes', circles(includes(sources)))
    laws.check('calls go down', upward_calls(edges, order))
    laws.check('no circle of calls', circles((order[a], order[b]) for a, b in edges if a in order and b in order and order[a] != order[b]))
    laws.check('emitters see the IR only', emitters_beyond_ir(sources))
    laws.check('no floating point', floating_point(sources))
    laws.check('no mutable globals', mutable_data(data))
    laws.check(f'no file over {LONGEST_FILE} lines', long_files())
    laws.check(f'no function over {LONGEST_FUNCTION} lines', long_functions(sources))
    print(f'layers: {laws.held} passed, {laws.broken} failed')
    return 1 if laws.broken else 0


if __name__ == '__main__':
    sys.exit(main())
