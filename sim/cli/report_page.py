"""The verb report: finished folders as one page of HTML."""

from collections.abc import Sequence
from pathlib import Path

from sim.cli.asides import say
from sim.cli.verbs import folders, option
from sim.config.refusal import one_line

FLAGS = ("--to",)


def report(words: Sequence[str]) -> int:
    """Write the page, and print its path."""
    rest = list(words)
    to = option(rest, "--to")
    named = [Path(one) for one in folders("report", rest, None, FLAGS)]
    from sim.report.write import report as written

    print(written(named, Path(to) if to else None, lambda one: say([one_line(one)])))
    return 0
