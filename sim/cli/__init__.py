"""The command ``sim``: its verbs, its help and its reports."""

from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the words say; return the exit code."""
    from sim.cli.command import main

    return main(argv)
