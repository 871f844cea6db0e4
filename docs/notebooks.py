"""Notebooks with the outputs that readers on the web see.

python docs/notebooks.py            exit 1 if a cell shows other text than its notebook keeps
python docs/notebooks.py --write    run them all, and keep what they show
"""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import nbformat
from jupyter_client.manager import KernelManager
from matplotlib.figure import Figure
from nbclient import NotebookClient
from PIL import Image

from sim.metrics.sections import capital
from sim.plots.labels import Frame
from sim.plots.said import said

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
    heard = f"__import__('runpy').run_path({__file__!r})['heard'](get_ipython())"
    alone = nbformat.v4.new_code_cell(f"%reset -f\n%cd -q {place}\n{heard}")
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


def alternatives(book: Notebook) -> list[str]:
    """The words for who cannot see a picture, of each."""
    return [
        one.metadata.get("image/png", {}).get("alt", "")
        for cell in code(book)
        for one in cell.outputs
        if "image/png" in one.get("data", {})
    ]


def heard(shell: Any) -> None:
    """Let a kernel give words to all pictures that it shows: a figure's own, or of its axes."""
    from IPython.display import Image as Shown

    def of_figure(figure: Figure, **_: Any) -> Any:
        return {}, {"image/png": {"alt": in_words(figure)}}

    def of_file(shown: Any, **_: Any) -> Any:
        shown.alt = shown.alt or Image.open(BytesIO(shown.data)).info.get("Description")
        return {}, {}

    formatter = shell.display_formatter.mimebundle_formatter
    formatter.for_type(Figure, of_figure)
    formatter.for_type(Shown, of_file)


def in_words(figure: Figure) -> str:
    """The sentence that a figure's page says, or else the titles of its axes and what they show."""
    if isinstance(figure.get_layout_engine(), Frame):
        return said(figure).alternative
    parts = []
    for axes in figure.axes:
        titles = [axes.get_title(loc=place) for place in ("left", "center", "right")]
        drawn = " over ".join(filter(None, (axes.get_ylabel(), axes.get_xlabel())))
        parts += [*titles, drawn]
    return f"{'. '.join(dict.fromkeys(capital(part) for part in parts if part))}."


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
