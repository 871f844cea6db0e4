"""The pages in docs/ are what the code says today: tables, phases, files, links, switches."""

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

from sim.config import Config
from sim.config.parameter import walk
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
