"""Paired against independent: the score finds the gain that was put in, and the command runs."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from experiments.studies.__main__ import main as studies
from experiments.studies.paired.score import score

pytestmark = pytest.mark.usefixtures("readable")

TINY = ["market.customers=80", "days=20", "warmup_days=20", "--workers", "1"]


def frames(correlation: float, n: int = 400) -> list[pd.DataFrame]:
    luck = np.random.default_rng(1)
    shared, own, other, apart = luck.normal(size=(4, n))
    root = np.sqrt(1 - correlation)
    a, b = (np.sqrt(correlation) * shared + root * one for one in (own, other))
    return [pd.DataFrame({"profit": one}) for one in (a, b + 0.5, apart + 0.5)]


@pytest.mark.parametrize("correlation", [0.0, 0.5, 0.9])
def test_the_gain_is_that_of_the_correlation(correlation: float) -> None:
    """Var(b − a) is 2(1 − ρ) where independent runs have 2; 400 seeds give √(1 − ρ) within 10 %."""
    (found,) = score(*frames(correlation), ["profit"])
    assert found.ratio == pytest.approx(np.sqrt(1 - correlation), rel=0.1)
    assert found.ratio_low < np.sqrt(1 - correlation) < found.ratio_high
    assert found.runs == pytest.approx(1 / (1 - correlation), rel=0.2)
    for mean, low, high in (found.paired, found.independent):
        assert low < mean < high
        assert low < 0.5 < high


def test_the_command_prints_a_row_per_kpi_and_draws(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["paired", "--replicates", "3", "--folder", str(tmp_path), *TINY]
    assert studies(words) == 0
    said = capsys.readouterr().out
    assert "profit" in said
    assert "leads" in said
    assert (tmp_path / "paired.png").is_file()
