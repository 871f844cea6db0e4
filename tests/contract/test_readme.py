"""What the README and the page on Mesa show is run: Python, and policies by the command given."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = ("README.md", "docs/mesa.md")
BLOCKS = [
    block
    for page in PAGES
    for block in re.findall(r"```python\n(.*?)```", (ROOT / page).read_text(), re.DOTALL)
]
MINE = next(block for block in BLOCKS if block.startswith("# mine.py"))
PATIENT = next(block for block in BLOCKS if block.startswith("# patient.py"))
PROGRAMS = [block for block in BLOCKS if block not in (MINE, PATIENT)]


@pytest.mark.parametrize("program", PROGRAMS, ids=range(len(PROGRAMS)))
def test_a_program_on_these_pages_runs_and_prints(program, tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


def test_the_rep_with_a_memory_runs(tmp_path):
    (tmp_path / "patient.py").write_text(PATIENT)
    code = (
        "from sim import Config, Market; from sim.config import Market as M, Policies\n"
        "its = Policies(rep='patient:Patient')\n"
        "market = Market(Config(market=M(customers=100), days=7, warmup_days=0, policies=its), 1)\n"
        "market.run_model(); print({rep.days_seen for rep in market.reps if rep.firm == 0})"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.stdout.strip() == "{7}", done.stderr


def test_the_readmes_own_marketer_and_rep_run_by_its_command_in_twenty_lines(tmp_path):
    assert len(MINE.strip().splitlines()) <= 20
    (tmp_path / "mine.py").write_text(MINE)
    words = "market=small replicates=1 policies.marketer=mine:NewsOnMonday policies.rep=mine:Farmer"
    done = subprocess.run(
        [sys.executable, "-m", "sim", *words.split(), "hydra.run.dir=out"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    import pandas as pd

    content = pd.read_parquet(tmp_path / "out" / "content.parquet").query("firm == 0")
    assert set(content["kind"]) == {2}, "the focal firm publishes news only"
    assert set(content["day"] % 5) == {0}
