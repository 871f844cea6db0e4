"""Notebooks with the outputs that readers on the web see.

python docs/notebooks.py            exit 1 if a cell shows other text than its notebook keeps
python docs/notebooks.py --write    run them all, and keep what they show
"""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import nbformat
from jupyter_client.manager import KernelManager
from nbclient import NotebookClient

FOLDER = Path(__file__).resolve().parent.parent / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
# Mesa's progress bars ask for ipywidgets, which come with smarketing[notebooks].
NO_WIDGETS = "ignore:IProgress not found"
Notebook = Any


def read(path: Path) -> Notebook:
    """A notebook as it is kept."""
    return nbformat.read(path, as_version=4)


@contextmanager
def kernel() -> Iterator[Any]:
    """A process that notebooks run in, one after another: what is slow to import is there."""
    manager = KernelManager(kernel_name="python3")
    manager.start_kernel(
        extra_arguments=["--log-level=ERROR"], env=os.environ | {"PYTHONWARNINGS": NO_WIDGETS}
    )
    try:
        yield manager
    finally:
        manager.shutdown_kernel(now=True)


def executed(path: Path, folder: Path, manager: Any) -> Notebook:
    """The notebook with every cell run in order, from an empty namespace.

    It works in ``folder / path.stem``, which has to be there until the kernel is gone. Nothing of
    the machine is in it: no times, no versions. Raises ``CellExecutionError`` where a cell fails.
    """
    book = read(path)
    kept = dict(book.metadata)
    (place := folder / path.stem).mkdir()
    alone = nbformat.v4.new_code_cell(f"%reset -f\n%cd -q {place}")
    book.cells.insert(0, alone)
    NotebookClient(book, km=manager, timeout=600, record_timing=False).execute()
    del book.cells[0]
    for number, cell in enumerate(code(book), start=1):
        cell.execution_count = number
        for one in cell.outputs:
            if "execution_count" in one:
                one.execution_count = number
    book.metadata = nbformat.from_dict(kept)
    return book


def texts(book: Notebook) -> list[list[str]]:
    """All that cells of code print and show, without pictures, which differ with fonts."""
    return [[text for one in cell.outputs if (text := _text(one))] for cell in code(book)]


def pictures(book: Notebook) -> int:
    """The number of pictures that it shows."""
    return sum("image/png" in one.get("data", {}) for cell in code(book) for one in cell.outputs)


def code(book: Notebook) -> Iterator[Any]:
    """Its cells of code."""
    return (cell for cell in book.cells if cell.cell_type == "code")


def _text(output: Any) -> str:
    shown = output.get("data", {})
    if "image/png" in shown:
        return ""
    return str(output.get("text") or shown.get("text/plain") or output.output_type)


def main(words: Sequence[str]) -> int:
    """Check, or write."""
    if list(words) not in ([], ["--write"]):
        print(__doc__, file=sys.stderr)
        return 2
    stale = False
    with TemporaryDirectory() as folder, kernel() as manager:
        for path in NOTEBOOKS:
            book = executed(path, Path(folder), manager)
            if words:
                nbformat.write(book, path)
                print(f"{path.name}: written")
            elif texts(book) != texts(read(path)):
                stale = True
                print(f"{path.name}: stale: run with --write")
    return int(stale)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
