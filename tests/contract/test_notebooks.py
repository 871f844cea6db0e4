"""Notebooks: every cell runs, in order; nothing is kept in them; nothing is defined in them."""

import ast
import json
import os
import sys
from pathlib import Path

import matplotlib as mpl
import pytest

FOLDER = Path(__file__).resolve().parents[2] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))


def cells(path):
    found = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return [cell for cell in found if cell["cell_type"] == "code"]


def test_there_are_three():
    assert [path.stem for path in NOTEBOOKS] == [
        "01_one_day", "02_pay_and_cadence", "03_your_own_rep",
    ]  # fmt: skip


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_is_stripped_and_defines_nothing(path):
    for cell in cells(path):
        assert cell["outputs"] == []
        assert cell["execution_count"] is None
        tree = ast.parse("".join(cell["source"]))
        assert not [node for node in ast.walk(tree)
                    if isinstance(node, ast.FunctionDef | ast.ClassDef)]  # fmt: skip


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_runs_from_top_to_bottom(path, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [*sys.path])
    mpl.use("agg")
    space = {"__name__": "__main__"}
    for number, cell in enumerate(cells(path)):
        code = compile("".join(cell["source"]), f"{path.name}, cell {number}", "exec")
        exec(code, space)
    assert os.listdir(tmp_path) in ([], ["saver.py"])
