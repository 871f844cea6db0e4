"""``python -m experiments.fitting NAME``: fit or screen the model; without NAME, list all."""

import sys
from collections.abc import Sequence

from experiments.command import chosen


def main(words: Sequence[str] | None = None) -> int:
    """Do what the words say; return the exit code."""
    return chosen("experiments.fitting", "fit", words)


if __name__ == "__main__":
    sys.exit(main())
