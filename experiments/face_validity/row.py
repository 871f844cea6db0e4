"""A row of the page: a figure that people in sales know, what is published of it, where ours is."""

from typing import NamedTuple

from experiments.face_validity.readings import Reading

INPUT, CALIBRATED, DESIGN, HELD_OUT, NONE = "input", "calibrated", "design", "held out", "–"
SHARE, DAYS, HOURS, MONEY, TIMES, NUMBER = "share", "days", "hours", "money", "×", ""


class Part(NamedTuple):
    """One number of a row: what it is of (empty where it is the row's only one), its range, its
    unit, where it is read, and whether it is held out though the row is not."""

    read: Reading | None
    low: float | None = None
    high: float | None = None
    unit: str = NUMBER
    of: str = ""
    held_out: bool = False


class Row(NamedTuple):
    """A benchmark: its number, name, what is published with the source, class, parts, a note.

    ``fact`` names the fact that has the same number in view, if there is one.
    """

    number: int
    figure: str
    published: str
    kind: str
    parts: tuple[Part, ...]
    note: str = ""
    fact: str = ""
