"""``python -m experiments.claims``: judge finished claims, and write their pages and the gallery.

Runs are judged by the rules of today, whatever the rules were when they were made; nothing is run.
Beside a verdict, ``reading.md`` may say in words how it is read. Without ``--finished``, pages and
figures are made again from the verdicts that were taken in before.
"""

import json
import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from pathlib import Path

from matplotlib.figure import Figure

from experiments.claims.pages import BEGIN, END, Verdict, gallery, page
from experiments.command import Option, Program, alone, keep
from experiments.debris import debris
from sim.config.refusal import Refusal
from sim.experiment.verdict import account
from sim.folder.write import write_json
from sim.plots.claim import figure
from sim.sweep.trial import VERDICT, tried_again

HERE = Path(__file__).resolve().parent
FIGURES = HERE.parents[1] / "docs" / "figures" / "claims"
INDEX = HERE / "README.md"


def main(words: Sequence[str] | None = None) -> int:
    """Take in what is there, write every page and the gallery; 2 where nothing is."""
    return alone("experiments.claims", PROGRAM, words)


def tell(asked: Namespace) -> Iterator[str]:
    """Say which claims were taken in, write all pages and draw all figures."""
    if asked.finished is not None:
        names = _take_in(asked.finished)
        if not names:
            raise Refusal(f"{asked.finished}: no finished experiment in it")
        yield f"taken in: {', '.join(names)}"
    for path, text in pages().items():
        keep(path.parent, {path.name: text})
    keep(FIGURES, figures())


def pages() -> dict[Path, str]:
    """Every page with its text, from the verdicts taken in."""
    found = _verdicts()
    made = {
        HERE / name / "README.md": page(name, one, _reading(name)) for name, one in found.items()
    }
    before, _, rest = INDEX.read_text(encoding="utf-8").partition(BEGIN)
    return made | {INDEX: before + gallery(found) + rest.partition(END)[2]}


def figures() -> dict[str, Figure]:
    """Every figure by its file's name, of the verdicts that keep what it shows of the arms."""
    return {f"{name}.png": figure(one) for name, one in _verdicts().items() if "shown" in one}


def _verdicts() -> dict[str, Verdict]:
    return {
        path.parent.name: json.loads(path.read_text(encoding="utf-8"))
        for path in sorted(HERE.glob("*/verdict.json"))
    }


def _reading(name: str) -> str:
    """What somebody wrote about the answer, beside the verdict that nobody writes."""
    path = HERE / name / "reading.md"
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    for number, what in debris(text):
        raise Refusal(f"{path}, line {number}: {what}, which is no part of a reading")
    return text


def _take_in(folder: Path) -> list[str]:
    """Judge the runs of every finished claim of a folder, and keep its verdict."""
    names = []
    for path in sorted(folder.glob("*/verdict.json")):
        name = path.parent.name
        if not (path.parent / "manifest.json").exists():
            continue
        found = tried_again(path.parent)
        if found.question.coarse is not None:
            print(f"claims: {name} is a coarse answer: left out", file=sys.stderr)
            continue
        (HERE / name).mkdir(exist_ok=True)
        write_json(HERE / name / VERDICT, account(found))
        names.append(name)
    return names


TOLD = "judge the claims of a folder, as sim -m '+experiment=glob(*)' hydra.sweep.dir=… leaves it"
FINISHED = Option("finished", None, TOLD, kind=Path)
PROGRAM = Program(tell, (FINISHED,), scenario=False)

if __name__ == "__main__":
    sys.exit(main())
