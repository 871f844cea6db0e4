"""A kind of rep: reps who expect alike, and whose pay rises alike, share one look ahead."""

import hashlib
import math
import os
import tempfile
from pathlib import Path
from typing import NamedTuple, TypeAlias

import numpy as np

from sim.config.working_days import QUARTER
from sim.engine.compiled import cache_folder
from sim.engine.rows import Floats
from sim.model.foresight.assured import Begun, look_ahead_assured
from sim.model.foresight.bellman import (
    AGREED,
    CELLS,
    MOVES,
    Outlook,
    Worth,
    blank,
    look_ahead,
)
from sim.model.rules.closing import HARD, PUSH
from sim.model.rules.payout import payout

# Reps' expectations are told apart in steps of this ratio: deals a period, and credit over quota.
WINS_STEP, CREDIT_STEP = 1.5, 1.12
ROUNDS = 5
# The axis reaches so far beyond the last break, and beyond twice what is expected.
_BEYOND = 1.3
_KEPT: dict[str, Worth | None] = {}


class Kind(NamedTuple):
    """A rep's expectations in steps: deals a period, and credit over the scale (usually quota)."""

    wins: int
    credit: int

    @classmethod
    def of(cls, wins: float, credit: float) -> "Kind":
        """The kind nearest to so many deals a period and so much credit over the scale."""
        return cls(_steps(wins, WINS_STEP), _steps(credit, CREDIT_STEP))

    @property
    def expected_wins(self) -> float:
        """Deals a period."""
        return float(WINS_STEP**self.wins)

    @property
    def expected_credit(self) -> float:
        """Credit a period over the scale."""
        return float(CREDIT_STEP**self.credit)


def _steps(value: float, ratio: float) -> int:
    return round(math.log(max(value, 1e-3)) / math.log(ratio))


class Curve(NamedTuple):
    """One component's pay as a function of credit over the scale: curve, and money over unit."""

    at: tuple[float, ...]
    jump: tuple[float, ...]
    slope: tuple[float, ...]
    target_pay: float
    stretch: float


Curves: TypeAlias = tuple[Curve, ...]
# Numbers of the settings of sales and timing by name, and the spread of deals' sizes.
Habits: TypeAlias = dict[str, float]


class Paid(NamedTuple):
    """A period's pay as it comes to a rep: every ``instalment`` days as far as it is earned, or at
    the end (0).

    ``least`` is guaranteed for the instalment that begins after ``begun`` days and for those that
    follow, or for the period (money); credit of that much, over the scale, was paid for before it.
    """

    instalment: int = 0
    least: tuple[float, ...] = ()
    begun: int = 0
    credit: float = 0.0


AT_THE_END = Paid()


class Grid(NamedTuple):
    """Resolution of a look ahead: cells of credit, agreed deals told apart, rounds to settle."""

    cells: int = CELLS
    agreed: int = AGREED
    rounds: int = ROUNDS


USUAL = Grid()


def cells_a_scale(kind: Kind, curves: Curves, cells: int = CELLS) -> int:
    """Cells into which the scale (quota, or the first break) is cut, so that breaks are nodes
    and the axis reaches beyond all that matters."""
    last = max(curve.at[-1] / curve.stretch for curve in curves)
    top = max(_BEYOND * last, 2.0 * kind.expected_credit, 1.5)
    return max(int((cells - 1) / top), 1)


def table_of(
    kind: Kind,
    curves: Curves,
    days: int,
    habits: Habits,
    deal_pay: float,
    paid: Paid = AT_THE_END,
) -> Worth:
    """The look ahead of a kind of rep, from memory, from disk, or worked out, as
    :func:`look_ahead` gives it. ``deal_pay`` is the pay for one deal at the reference rate
    (money)."""
    words = repr((kind, curves, days, sorted(habits.items()), deal_pay, ROUNDS, paid))
    name = hashlib.sha256(words.encode()).hexdigest()[:32]
    if name not in _KEPT:
        if len(_KEPT) > 512:
            _KEPT.clear()
        _KEPT[name] = _from_disk(name, days)
    table = _KEPT[name]
    if table is None:
        table = _KEPT[name] = solved(kind, curves, days, habits, deal_pay, USUAL, paid)
        _to_disk(name, table)
    return table


def solved(
    kind: Kind,
    curves: Curves,
    days: int,
    habits: Habits,
    deal_pay: float,
    grid: Grid = USUAL,
    paid: Paid = AT_THE_END,
) -> Worth:
    """The look ahead of a kind of rep, worked out on a grid."""
    payoff = pay_of(kind, curves, deal_pay, grid.cells)
    look = outlook(kind, curves, days, habits, grid.cells, paid.instalment)
    if paid.least:
        start = min(round(paid.credit * cells_a_scale(kind, curves, grid.cells)), grid.cells - 1)
        begun = Begun(paid.instalment or days, paid.begun, max(start, 0))
        least, table = np.array(paid.least) / deal_pay, blank(days, grid.cells, grid.agreed)
        look_ahead_assured(payoff, begun, least, look, grid.rounds, table)
    else:
        table = look_ahead(payoff, days, look, grid.rounds, grid.agreed, paid.instalment)
    # Amounts beyond all reason can be too large to compare: nobody looks ahead on those.
    return np.nan_to_num(table, copy=False, nan=0.0, posinf=0.0, neginf=0.0)


def pay_of(kind: Kind, curves: Curves, deal_pay: float, nodes: int = CELLS) -> Floats:
    """Pay at each cell's credit, in what one deal pays at the reference rate."""
    cells = cells_a_scale(kind, curves, nodes)
    paid = np.zeros(nodes)
    for curve in curves:
        at, jump, slope = (np.array(part) for part in (curve.at, curve.jump, curve.slope))
        for cell in range(nodes):
            height = payout(cell / cells * curve.stretch, at, jump, slope, len(at))
            paid[cell] += curve.target_pay * height
    return paid / deal_pay


def outlook(
    kind: Kind,
    curves: Curves,
    days: int,
    habits: Habits,
    cells: int = CELLS,
    instalment: int = 0,
) -> Outlook:
    """Expectations and wishes of a kind of rep, who is paid every so many days (0: at the end)."""
    deal = kind.expected_credit / kind.expected_wins
    grip, price, harm = np.zeros(MOVES), np.ones(MOVES), np.zeros(MOVES)
    for move, word in ((PUSH, "push"), (HARD, "hard")):
        grip[move], harm[move] = habits[f"{word}_closes"], habits[f"{word}_loss"]
        price[move] = 1.0 - habits[f"{word}_discount"]
    same = ("size_cv", "effort_gain", "effort_max", "control")
    return Outlook(
        wins=kind.expected_wins / days,
        signs=1.0 / max(habits["paperwork_days"], 1.0),
        deal_cells=deal * cells_a_scale(kind, curves, cells),
        fade_days=habits["deadline_days"],
        grip=grip,
        price=price,
        harm=harm,
        patience=habits["patience"] ** ((instalment or days) / QUARTER),
        aversion=habits["risk_aversion"],
        fails=habits["falls_through"],
        **{name: habits[name] for name in same},
    )


def _place(name: str) -> Path | None:
    folder = cache_folder()
    return folder / "foresight" / f"{name}.npy" if folder is not None else None


def _from_disk(name: str, days: int) -> Worth | None:
    place = _place(name)
    if place is None or not place.exists():
        return None
    try:
        found = np.load(place, allow_pickle=False)
    except (OSError, ValueError, EOFError):
        return None
    return found if found.dtype == np.float32 and len(found) == days else None


def _to_disk(name: str, table: Worth) -> None:
    """Keep a table for later runs: whole or not at all, and without complaint where one cannot."""
    place = _place(name)
    if place is None:
        return
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=place.parent, suffix=".tmp", delete=False) as file:
            np.save(file, table)
        os.replace(file.name, place)
    except OSError:
        return
