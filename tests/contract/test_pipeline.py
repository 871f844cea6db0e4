"""Open deals by stage, counted by hand."""

import numpy as np
import pandas as pd
import pytest

from sim.config import Config
from sim.plots.pipeline import STAGES, _open, figure

NEVER = np.nan
DEALS = pd.DataFrame(
    [
        # opened, first talk, second talk, yes, closed
        (0.0, 3.2, NEVER, 3.2, 9.0),  # a yes in the first talk, signed later
        (0.0, 2.5, 4.5, 4.5, 9.0),  # a yes in the second
        (1.0, 2.5, 4.5, NEVER, NEVER),  # two talks, and still open
        (1.0, 6.0, NEVER, NEVER, 7.0),  # lost after one talk
        (8.0, NEVER, NEVER, NEVER, NEVER),  # waits for the first
    ],
    columns=["opened", "first_talk", "second", "agreed", "closed"],
)


@pytest.mark.parametrize(("day", "stages"), [
    (1, (0, 0, 0, 2)), (2, (0, 0, 0, 4)), (4, (1, 0, 2, 1)), (5, (2, 1, 0, 1)),
    (7, (2, 1, 1, 0)), (8, (2, 1, 0, 0)), (10, (0, 1, 0, 1)),
])  # fmt: skip
def test_a_deal_is_in_one_stage_from_its_beginning_to_the_next_one_s(day, stages):
    counted = _open(DEALS, DEALS["second"].to_numpy(), np.array([day]))
    assert len(STAGES) == len(stages)
    assert tuple(counted[:, 0]) == stages


def test_the_title_counts_every_yes_that_is_not_signed():
    deals = DEALS.drop(columns="second").assign(firm=0, replicate=0)
    talks = pd.DataFrame({"replicate": 0, "deal": [1, 2], "number": 2, "time": 4.5})
    runs = pd.DataFrame({"replicate": [0], "seed": [1]})
    config = Config(replicates=1, days=10, warmup_days=0)
    page = figure({"deals": deals, "conversations": talks, "runs": runs}, config)
    said = " ".join(text.get_text() for text in page.texts)
    # At the ends of two weeks 4 and 2 deals are open, and 2 and 0 wait to be signed.
    assert "3.0 deals" in said or "3 deals" in said
    assert "33" in said
