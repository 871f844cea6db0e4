"""What the README shows is run: its Python, and its policies by the command it gives."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BLOCKS = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
MINE = next(block for block in BLOCKS if block.startswith("# mine.py"))
PROGRAMS = [block for block in BLOCKS if block is not MINE]


@pytest.mark.parametrize("program", PROGRAMS, ids=range(len(PROGRAMS)))
def test_a_program_in_the_readme_runs_and_prints(program, tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


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
