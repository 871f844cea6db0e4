"""The pages in docs/ are what the code says today: tables, phases, files, links, switches."""

import ast
import importlib.util
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from experiments.debris import debris
from sim.config import Config
from sim.config.parameter import walk
from sim.config.refusal import Refusal
from sim.metrics.glossary import KPIS
from sim.model.day import DAY
from sim.request import request

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted(DOCS.glob("*.md"))
AT_THE_ROOT = [ROOT / "DESIGN.md", ROOT / "CONTRIBUTING.md", ROOT / "README.md"]
MODEL = (DOCS / "model.md").read_text()


def tables() -> ModuleType:
    spec = importlib.util.spec_from_file_location("parameters", DOCS / "parameters.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_no_table_is_stale() -> None:
    assert tables().stale() == [], "run: python docs/parameters.py --write"


def test_a_stale_table_is_noticed_and_written_anew(tmp_path: Path) -> None:
    made = tables()
    for page in made.PAGES:
        (tmp_path / page).write_text((DOCS / page).read_text().replace("| share |", "| Share |"))
    assert made.stale(tmp_path)
    assert made.write(tmp_path)
    assert made.stale(tmp_path) == []
    for page in made.PAGES:
        assert (tmp_path / page).read_text() == (DOCS / page).read_text()


def test_every_parameter_and_every_kpi_has_its_line() -> None:
    for key, _, _ in walk(Config()):
        repeated = key.startswith("rivals.") and key.count(".") > 1
        assert (f"| `{key}` |" in MODEL) != repeated, key
    glossary = (DOCS / "glossary.md").read_text()
    for name in KPIS:
        assert f"| `{name}` |" in glossary


def test_the_phases_are_told_in_their_order() -> None:
    schedule = MODEL.partition("## 3.")[2].partition("## 4.")[0]
    told = re.findall(r"^\d\. \*\*(.+?)\.\*\*", schedule, re.MULTILINE)
    assert [name.lower().replace(" ", "_") for name in told] == [f.__name__ for f in DAY]


def test_every_element_of_the_protocol_is_there() -> None:
    headings = re.findall(r"^## (\d)\. (.+)$", MODEL, re.MULTILINE)
    assert [number for number, _ in headings] == list("1234567")
    concepts = ("Basic principles", "Emergence", "Adaptation", "Objectives", "Learning",
                "Prediction", "Sensing", "Interaction", "Stochasticity", "Collectives",
                "Observation")  # fmt: skip
    for concept in concepts:
        assert f"**{concept}.**" in MODEL


@pytest.mark.parametrize("page", [*PAGES, *AT_THE_ROOT], ids=lambda page: page.stem)
def test_files_and_links_lead_somewhere(page: Path) -> None:
    text = page.read_text()
    for name in re.findall(r"`((?:sim|docs|configs|experiments)/[\w./]*)`", text):
        assert (ROOT / name).exists(), name
    for target in re.findall(r"\]\(([^)#]+)", text):
        assert target.startswith("http") or (page.parent / target).exists(), target
    anchors = {re.sub(r"[^\w -]", "", line).strip().lower().replace(" ", "-")
               for line in re.findall(r"^#+ (.+)$", text, re.MULTILINE)}  # fmt: skip
    for target in re.findall(r"\]\(#([^)]+)\)", text):
        assert target in anchors, target


PUBLISHED = sorted(
    path
    for where in ("docs", "experiments", "notebooks", "configs", "*.md")
    for path in (ROOT.glob(where) if "*" in where else (ROOT / where).rglob("*"))
    if path.suffix in (".md", ".json", ".jsonl", ".csv", ".txt", ".svg", ".html", ".ipynb", ".yaml")
)


def test_nothing_that_is_published_holds_debris() -> None:
    """What a shell, an editor or a merge left in a page, a figure's text or a notebook's output."""
    assert len(PUBLISHED) > 100
    found = {}
    for path in PUBLISHED:
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".ipynb":
            text = "\n".join(shown(json.loads(text)))
        if left := debris(text):
            found[str(path.relative_to(ROOT))] = left
    assert found == {}


def shown(notebook: dict[str, Any]) -> Iterator[str]:
    """The texts of a notebook that a reader sees, its code left out."""
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            yield "".join(cell["source"])
        for output in cell.get("outputs", ()):
            yield "".join(output.get("text", ()))
            yield "".join(output.get("data", {}).get("text/plain", ()))


@pytest.mark.parametrize(
    "line",
    ["cat > experiments/x/reading.md <<'E'", "E", "EOF", "$ sim -m", "<<<<<<< HEAD", ">>>>>>> main",
     "Traceback (most recent call last):", "see /" + "tmp/x.md", "in /" + "home/me/x",
     "\x1b[1mbold\x1b[0m",
     "TODO: say why", "mean {{profit}}"],
)  # fmt: skip
def test_debris_is_seen_and_text_is_not(line: str) -> None:
    assert [number for number, _ in debris(f"A page.\n{line}\nIts end.\n")] == [2]
    assert debris(f"A page.\n```\n{line}\n```\n") == []
    assert debris("Profit > 0 and E > 1; cost of E. A $ 5 price, w/ 2 << 3.\n") == []


def test_a_reading_with_debris_is_not_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from experiments.claims import __main__ as claims

    name = "working_together"
    shutil.copytree(claims.HERE / name, tmp_path / name)
    shutil.copy(claims.INDEX, tmp_path / "README.md")
    monkeypatch.setattr(claims, "HERE", tmp_path)
    assert claims.pages()
    (tmp_path / name / "reading.md").write_text("So it is.\ncat > reading.md <<'E'\n")
    with pytest.raises(Refusal, match="line 2: a line of shell"):
        claims.pages()


def test_docstrings_are_statements() -> None:
    asked = re.compile(r"(What|Which|How|Why|When|Where|Whose|Whom?|If)\b")
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef)
    for path in sorted((ROOT / "sim").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            said = ast.get_docstring(node) if isinstance(node, kinds) else None
            assert not asked.match(said or ""), (path, said)


def test_every_switch_can_be_thrown() -> None:
    section = MODEL.partition("### Switches")[2].partition("### What")[0]
    words = re.findall(r"`([^`]+=[^`]+)`", section)
    assert len(words) > 15
    together: list[dict[str, str]] = []
    for one in (part for word in words for part in word.split()):
        key = one.partition("=")[0].lstrip("+")
        free = next((some for some in together if key not in some), None)
        if free is None:
            together.append(free := {})
        free[key] = one
    for some in together:
        assert request(list(some.values())).scenarios
