"""Notebooks: every cell runs, in order; what they show is kept, pictures among it, and no noise."""

import ast
import re
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
LEFT = {
    "01_one_day": set(),
    "02_pay_and_cadence": set(),
    "03_your_own_rep": {"saver.py", "__pycache__"},
    "04_your_own_calendar": {"launch.csv", "wrong.csv"},
    "05_your_own_claim": {"my_configs", "trial"},
    "06_export_and_measure": {"firm", "firm.export"},
}
# Of one machine, one run, one moment: a path, an address in memory, a version of Python, a time.
NOISE = re.compile(r"/(?:home|root|tmp|Users|work)/|\b0x[0-9a-f]{6,}|Python 3\.|\d s\b|\dms\b")
every = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


@pytest.fixture(scope="module")
def made():
    spec = spec_from_file_location("notebooks", ROOT / "docs" / "notebooks.py")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def kernel(made):
    with made.kernel() as manager:
        yield manager


def test_there_are_six():
    assert [path.stem for path in NOTEBOOKS] == list(LEFT)


@every
def test_it_defines_nothing_and_shows_pictures(path, made):
    book = made.read(path)
    for cell in made.code(book):
        tree = ast.parse(re.sub(r"^%.*$", "", cell.source, flags=re.MULTILINE))
        assert not [node for node in ast.walk(tree)
                    if isinstance(node, ast.FunctionDef | ast.ClassDef)]  # fmt: skip
    assert made.alternatives(book)
    source = "".join(cell.source for cell in made.code(book))
    assert "%matplotlib inline" in source or "IPython.display" in source, "alone it shows none"


@every
def test_what_it_keeps_is_in_order_and_free_of_noise(path, made):
    book = made.read(path)
    counts = [cell.execution_count for cell in made.code(book)]
    assert counts == list(range(1, 1 + len(counts)))
    assert set(book.metadata) == {"kernelspec", "language_info"}
    for cell in book.cells:
        assert cell.metadata == {}
        for output in cell.get("outputs", ()):
            assert output.output_type in ("stream", "execute_result", "display_data"), output
            assert output.get("name") != "stderr", output.text
    assert all(len(words) > 20 for words in made.alternatives(book)), "for who cannot see them"
    for text in (text for shown in made.texts(book) for text in shown):
        assert not NOISE.search(text), text


@every
def test_it_runs_from_top_to_bottom_and_says_what_it_keeps(path, made, kernel, tmp_path_factory):
    place = tmp_path_factory.mktemp("notebook")
    book = made.executed(path, place, kernel)
    assert made.texts(book) == made.texts(made.read(path)), "run: python docs/notebooks.py --write"
    assert made.alternatives(book) == made.alternatives(made.read(path))
    assert {one.name for one in (place / path.stem).iterdir()} <= LEFT[path.stem]
