"""Make sources wrong in one place at a time, and see whether the tests notice.

``python -m tests.mutants rules inference --sample 80 --seed 1`` changes a comparison, a constant,
an operator, a branch in a copy of the tree, and runs the tests that run that line, uncompiled, the
shortest first. A change that no test notices has survived: a test is missing, or the change
changes nothing.
"""

import argparse
import os
import tempfile
from pathlib import Path

import numpy as np

from tests.mutants.changes import Change, changes
from tests.mutants.packages import EQUIVALENT, PACKAGES
from tests.mutants.trial import concerned, copied, killer, put, watched

ROOT = Path(__file__).resolve().parents[2]
UNCOMPILED = {"NUMBA_DISABLE_JIT": "1", "OPENBLAS_NUM_THREADS": "1", "MPLBACKEND": "Agg"}


def main() -> None:
    """Say for each package how many changes were noticed, and name those that were not."""
    words = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    words.add_argument("packages", nargs="*", default=[], help=f"of {', '.join(PACKAGES)}")
    words.add_argument("--sample", type=int, default=80, help="changes a package; 0: all")
    words.add_argument("--seed", type=int, default=1, help="of the sample")
    words.add_argument("--only", default="", help="only changes whose name holds this")
    words.add_argument("--killers", action="store_true", help="also name what noticed a change")
    said = words.parse_args()
    os.environ |= UNCOMPILED
    for package in said.packages or PACKAGES:
        if package not in PACKAGES:
            words.error(f"{package} is not one of {', '.join(PACKAGES)}")
        with tempfile.TemporaryDirectory(prefix="mutants") as folder:
            _tried(package, copied(ROOT, Path(folder) / "tree"), said)


def _tried(package: str, tree: Path, said: argparse.Namespace) -> None:
    source, tests = PACKAGES[package]
    files = sorted((tree / source).rglob("*.py"))
    texts = {str(file.relative_to(tree)): file.read_text() for file in files}
    known = watched(tree, source, tests)
    found = [one for path, text in texts.items() for one in changes(path, text)]
    sample = [one for one in _sampled(found, said.sample, said.seed) if said.only in one.name]
    killed, survived, equal = 0, list[Change](), list[Change]()
    for one in sample:
        put(tree / one.path, one.source())
        by = killer(tree, concerned(one, known))
        put(tree / one.path, texts[one.path])
        if said.killers and by:
            print(f"  {one.path}:{one.line} {one.was} → {one.made}: {by}", flush=True)
        if by:
            killed += 1
        elif one.name in EQUIVALENT:
            equal.append(one)
        else:
            survived.append(one)
            print(f"  survived {one.path}:{one.line} {one.name.split(' ', 1)[1]}", flush=True)
    for one in equal:
        print(f"  changes nothing: {one.name} ({EQUIVALENT[one.name]})")
    counted = killed + len(survived)
    print(
        f"{package}: {killed} of {counted} killed ({killed / max(counted, 1):.0%}), "
        f"{len(equal)} change nothing; {len(sample)} of {len(found)} changes, seed {said.seed}",
        flush=True,
    )


def _sampled(found: list[Change], size: int, seed: int) -> list[Change]:
    if not 0 < size < len(found):
        return found
    places = np.random.default_rng(seed).choice(len(found), size, replace=False)
    return [found[n] for n in sorted(places)]


if __name__ == "__main__":
    main()
