"""The verb plot: figures of a finished folder, drawn again."""

from collections.abc import Sequence
from pathlib import Path

from sim.cli.asides import say
from sim.cli.verbs import folders, option
from sim.config.refusal import one_line

VECTOR = "--svg"
FLAGS = ("--to", VECTOR)


def plot(words: Sequence[str]) -> int:
    """Draw the figures, and print their paths."""
    rest = list(words)
    to = option(rest, "--to")
    named = folders("plot", [word for word in rest if word != VECTOR], None, FLAGS)
    from sim.report.drawn_again import draw_again

    place = Path(to) if to else None
    for path in draw_again(
        Path(named[0]), named[1:], place, VECTOR in rest, lambda one: say([one_line(one)])
    ):
        print(path)
    return 0
