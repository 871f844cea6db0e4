"""``python -m experiments.claims [FOLDER]``: take in finished experiments, and write their pages.

Beside a verdict, ``reading.md`` may say in words how it is read.
FOLDER has a folder for each experiment, as ``sim -m '+experiment=glob(*)' hydra.sweep.dir=FOLDER``
leaves them. Without one, pages are written again from the verdicts that were taken in before.
"""

import argparse
import json
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from experiments.claims.pages import BEGIN, END, Verdict, gallery, page

HERE = Path(__file__).resolve().parents[1]
FIGURES = HERE.parent / "docs" / "figures" / "claims"
INDEX = HERE / "README.md"


def main(words: Sequence[str] | None = None) -> int:
    """Take in what is there, write every page and the gallery; 2 where nothing is."""
    parser = argparse.ArgumentParser(prog="python -m experiments.claims", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path)
    asked = parser.parse_args(words)
    if asked.folder is not None:
        names = _take_in(asked.folder)
        if not names:
            print(f"gallery: {asked.folder}: no finished experiment in it", file=sys.stderr)
            return 2
        print(f"taken in: {', '.join(names)}")
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")
    return 0


def pages() -> dict[Path, str]:
    """Every page with its text, from the verdicts taken in."""
    found: dict[str, Verdict] = {
        path.parent.name: json.loads(path.read_text(encoding="utf-8"))
        for path in sorted(HERE.glob("*/verdict.json"))
    }
    made = {
        HERE / name / "README.md": page(name, one, _reading(name)) for name, one in found.items()
    }
    before, _, rest = INDEX.read_text(encoding="utf-8").partition(BEGIN)
    return made | {INDEX: before + gallery(found) + rest.partition(END)[2]}


def _reading(name: str) -> str:
    """What somebody wrote about the answer, beside the verdict that nobody writes."""
    path = HERE / name / "reading.md"
    return path.read_text(encoding="utf-8") if path.exists() else ""


def _take_in(folder: Path) -> list[str]:
    names = []
    for path in sorted(folder.glob("*/verdict.json")):
        name, figure = path.parent.name, path.parent / "figures" / "claim.png"
        if not (path.parent / "manifest.json").exists() or not figure.exists():
            continue
        if json.loads(path.read_text(encoding="utf-8"))["fast"]:
            print(f"gallery: {name} is a coarse answer: left out", file=sys.stderr)
            continue
        (HERE / name).mkdir(exist_ok=True)
        FIGURES.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, HERE / name / "verdict.json")
        shutil.copyfile(figure, FIGURES / f"{name}.png")
        names.append(name)
    return names


if __name__ == "__main__":
    sys.exit(main())
