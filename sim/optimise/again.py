"""The best once more, on seeds that no trial has run: of many the luckiest looks best.

What is picked for its mean is worth less than its mean says; a mean over fresh seeds is as right as
if nothing had been picked.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from sim.config import Config
from sim.optimise.study import COMPLETE, FAILED, Row, Study, Trial
from sim.runs.one_run import seed_from

MOST = 5
# A number that no replicate has, and the bits that a root seed may have.
APART, BITS = 2**32 - 1, 31
Rows = Callable[[Config, range], tuple[list[Row], str]]


def fresh_seed(root: int) -> int:
    """Another root seed, which follows from the search's."""
    found = seed_from(root, APART) % 2**BITS
    return found if found != root else (found + 1) % 2**BITS


def fresh(config: Config) -> Config:
    """A trial's config under the fresh seeds."""
    return replace(config, seed=fresh_seed(config.seed))


def chosen(front: Sequence[int], chances: Mapping[int, float]) -> list[int]:
    """The trials that are run again: the best, or of a front those most surely on it."""
    surest = sorted(front, key=lambda number: -chances.get(number, 0.0))[:MOST]
    return [number for number in front if number in surest]


def run_again(study: Study, numbers: Sequence[int], configs: Mapping[int, Config], rows: Rows) -> (
    dict[int, Trial]
):  # fmt: skip
    """Run trials on fresh seeds, or take what the journal has of them; by their numbers."""
    found = {}
    for number in numbers:
        one = study.again(number)
        if one is None:
            config = fresh(configs[number])
            ran, error = rows(config, range(config.replicates))
            state, ran = (FAILED, [*ran, {"error": error}]) if error else (COMPLETE, ran)
            one = replace(study.trials()[number], state=state, rows=ran)
            study.tell_again(one)
        found[number] = one
    return found
