#!/usr/bin/env python3
"""What embed.c does, from Python: embed.py LIBRARY STANDARD.gjc, LIBRARY being libguiju.so.0 where it is installed."""
import ctypes
import sys
from decimal import Decimal

EMPTY = -2 ** 63
ROWS = [  # by field, in the order of the standard
    ('甲', 0, 950, 0),
    ('乙', 3, EMPTY, 2),
    ('丙', 11, 800, 0),
]


class Error(ctypes.Structure):
    _fields_ = [('status', ctypes.c_int), ('code', ctypes.c_char * 8), ('text', ctypes.c_char * 1024)]


class Outcome(ctypes.Structure):
    _fields_ = [('total', ctypes.c_int64), ('bonus', ctypes.c_int64), ('penalty', ctypes.c_int64), ('vetoed', ctypes.c_bool), ('valid', ctypes.c_bool),
                ('grade', ctypes.c_size_t), ('grade_without_veto', ctypes.c_size_t)]


def load(path):
    library = ctypes.CDLL(path)
    pointer, text = ctypes.c_void_p, ctypes.c_char_p
    for name, result, arguments in [
            ('gj_standard_open', pointer, [text, ctypes.c_int, ctypes.POINTER(Error)]),
            ('gj_standard_close', None, [pointer]),
            ('gj_standard_name', text, [pointer]),
            ('gj_standard_edition', text, [pointer]),
            ('gj_standard_decimals', ctypes.c_int, [pointer]),
            ('gj_standard_grade', text, [pointer, ctypes.c_size_t]),
            ('gj_evaluator_new', pointer, [pointer]),
            ('gj_evaluator_free', None, [pointer]),
            ('gj_evaluator_rows', ctypes.c_int, [pointer, pointer, ctypes.c_size_t, pointer, pointer, ctypes.POINTER(Error)]),
            ('gj_evaluator_explain', ctypes.c_int, [pointer, pointer, pointer, ctypes.c_int, pointer, ctypes.POINTER(Error)])]:
        function = getattr(library, name)
        function.restype, function.argtypes = result, arguments
    return library


def check(status, error):
    if status:
        sys.exit(f'{error.code.decode()} {error.text.decode()}')


def score(guiju, evaluator):
    """The outcome of each row."""
    columns = (ctypes.c_void_p * len(ROWS[0]))()
    kept = []  # arrays must live as long as their addresses are used
    for field in range(1, len(ROWS[0])):
        kept.append((ctypes.c_int64 * len(ROWS))(*[row[field] for row in ROWS]))
        columns[field] = ctypes.addressof(kept[-1])
    outcomes, error = (Outcome * len(ROWS))(), Error()
    check(guiju.gj_evaluator_rows(evaluator, columns, len(ROWS), outcomes, None, error), error)
    return outcomes


def explain(guiju, evaluator, row):
    """The sheet of one row, as text."""
    libc = ctypes.CDLL(None)
    libc.open_memstream.restype, libc.fclose.argtypes = ctypes.c_void_p, [ctypes.c_void_p]
    text, size, error = ctypes.c_char_p(), ctypes.c_size_t(), Error()
    stream = libc.open_memstream(ctypes.byref(text), ctypes.byref(size))
    values = (ctypes.c_int64 * len(row))(0, *row[1:])
    texts = (ctypes.c_char_p * len(row))(row[0].encode())
    status = guiju.gj_evaluator_explain(evaluator, values, texts, 0, stream, error)
    libc.fclose(stream)
    check(status, error)
    written = text.value.decode()
    libc.free(text)
    return written


def main():
    guiju, error = load(sys.argv[1]), Error()
    standard = guiju.gj_standard_open(sys.argv[2].encode(), 0, error)
    check(not standard and error.status, error)
    evaluator = guiju.gj_evaluator_new(standard)
    print(guiju.gj_standard_name(standard).decode(), guiju.gj_standard_edition(standard).decode())
    for row, outcome in zip(ROWS, score(guiju, evaluator)):
        points = Decimal(outcome.total).scaleb(-guiju.gj_standard_decimals(standard))
        print(row[0], points, guiju.gj_standard_grade(standard, outcome.grade).decode(), *['否决'] * outcome.vetoed)
    print()
    print(explain(guiju, evaluator, ROWS[1]), end='')
    guiju.gj_evaluator_free(evaluator)
    guiju.gj_standard_close(standard)


if __name__ == '__main__':
    main()
