"""Notebooks with the outputs that readers on the web see.

python docs/notebooks.py                 exit 1 if a notebook shows other text than it keeps
python docs/notebooks.py --write [NAME]  run all of them, or one, and keep what they show
"""

import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import nbformat
from nbclient import NotebookClient

FOLDER = Path(__file__).resolve().parent.parent / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
# Mesa's progress bars ask for ipywidgets, which JupyterLab's users have and tests do not need.
NO_WIDGETS = "ignore:IProgress not found"
Notebook = Any


def read(path: Path) -> Notebook:
    """A notebook as it is kept."""
    return nbformat.read(path, as_version=4)


def executed(path: Path, folder: Path) -> Notebook:
    """The same with every cell run in order, by a kernel of its own that works in this folder.

    Nothing of the machine is in it: no times, no versions. Raises ``CellExecutionError`` where a
    cell fails.
    """
    book = read(path)
    kept = dict(book.metadata)
    place = {"metadata": {"path": str(folder)}}
    quiet = ["--log-level=ERROR"]
    NotebookClient(
        book, timeout=600, record_timing=False, resources=place, extra_arguments=quiet
    ).execute(env=os.environ | {"PYTHONWARNINGS": NO_WIDGETS})
    book.metadata = nbformat.from_dict(kept)
    return book


def texts(book: Notebook) -> list[list[str]]:
    """What every code cell prints and shows, pictures left out: they differ with fonts."""
    return [[_text(one) for one in cell.outputs if _text(one)] for cell in code(book)]


def pictures(book: Notebook) -> int:
    """How many pictures it shows."""
    return sum("image/png" in one.get("data", {}) for cell in code(book) for one in cell.outputs)


def code(book: Notebook) -> Iterator[Any]:
    """Its cells of code."""
    return (cell for cell in book.cells if cell.cell_type == "code")


def _text(output: Any) -> str:
    shown = output.get("data", {})
    if "image/png" in shown:
        return ""
    return str(output.get("text") or shown.get("text/plain") or output.get("output_type"))


def main(words: Sequence[str]) -> int:
    """Check, or write."""
    if words and words[0] != "--write":
        print(__doc__, file=sys.stderr)
        return 2
    chosen = [path for path in NOTEBOOKS if path.stem in words[1:] or not words[1:]]
    stale = False
    for path in chosen:
        with TemporaryDirectory() as folder:
            book = executed(path, Path(folder))
        if words:
            nbformat.write(book, path)
            print(f"{path.name}: written")
        elif texts(book) != texts(read(path)):
            stale = True
            print(f"{path.name}: stale: run with --write")
    return int(stale)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
