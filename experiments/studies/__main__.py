"""``python -m experiments.studies NAME``: put a question to the model; without NAME, list all."""

import sys
from collections.abc import Sequence

from experiments.command import chosen


def main(words: Sequence[str] | None = None) -> int:
    """Do what the words say; return the exit code."""
    return chosen("experiments.studies", "study", words)


if __name__ == "__main__":
    sys.exit(main())
