"""A claim on trial for a page: its hypotheses with what was found, and its figure."""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from matplotlib.figure import Figure

from sim.config.refusal import Refusal
from sim.experiment.finding import finding
from sim.experiment.told import ENDED, band, estimate, without
from sim.experiment.verdict import account
from sim.folder.repeat.examined import RunFolder
from sim.plots.claim import figure
from sim.sweep.trial import VERDICT, tried_again


class Hypothesis(NamedTuple):
    """A hypothesis in words: its claim, what was found, its band, how it ended, its ablation."""

    says: str
    found: str
    band: str
    ended: str
    without: str


class Trial(NamedTuple):
    """A verdict, in a few words and in a sentence; its hypotheses; a way to draw it."""

    heading: str
    verdict: str
    hypotheses: list[Hypothesis]
    draw: Callable[[], Figure]


def trial_of(folder: RunFolder) -> Trial | None:
    """The trial of a folder, judged by its runs; None if there was none."""
    if not folder.holds(VERDICT):
        return None
    try:
        content = account(tried_again(folder.path))
    except Refusal:
        return None
    hypotheses = [
        Hypothesis(one["says"], estimate(one), band(one), ENDED[one["verdict"]], without(one))
        for one in content["hypotheses"]
    ]
    heading, verdict = f"The claim {ENDED[content['verdict']]}", finding(content).rstrip(".")
    return Trial(heading, f"{verdict}.", hypotheses, partial(figure, content))
