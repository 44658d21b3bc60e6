"""Random standards and units, one trial after the other, for evaluators of their own."""
import pathlib
import random
import sys
import tempfile


def run(name, refused, make, difference):
    """NAME.py GUIJU COUNT [SEED]: make(rng, number) gives a standard and its units, difference(guiju, folder, standard, units) what is wrong or None; a
    standard that is refused with the code `refused` is passed over."""
    guiju, count, seed = str(pathlib.Path(sys.argv[1]).resolve()), int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 1
    rows = 0
    for number in range(seed, seed + count):
        standard, units = make(random.Random(number), number)
        folder = pathlib.Path(tempfile.mkdtemp())
        fault = difference(guiju, folder, standard, units)
        if fault and refused not in fault:
            print(f'{name}: seed {number} in {folder}: {fault}')
            return 1
        rows += len(units)
        for path in folder.iterdir():
            path.unlink()
        folder.rmdir()
    print(f'{name}: {count} standards from seed {seed}, {rows} rows agree')
    return 0
