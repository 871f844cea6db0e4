"""Paths: of every purchase, the signals and conversations on the way to it."""

import numpy as np

from sim.engine.rows import packed
from sim.records import SOURCES, Outcome, Rows

# A step's source: those of touches, and a conversation with a rep.
STEPS = (*SOURCES, "conversation")
CONVERSATION = STEPS.index("conversation")
STEP = packed(
    [
        ("journey", "i4"),
        ("customer", "i4"),
        ("time", "f8"),
        ("firm", "i1"),
        ("source", "i1"),
        ("searching", "?"),
        ("of_winner", "?"),
    ]
)
_DAYS = 1 << 20


def paths(touches: Rows, conversations: Rows, journeys: Rows) -> Rows:
    """Every step on the way to a purchase, purchase by purchase in the order of time.

    A step belongs to the customer's first journey that ends on its day or later, so that what was
    met before the need arose belongs to the purchase that followed; steps of journeys that ended
    without a purchase, or have not ended, are left out. ``journey`` is the row in ``journeys``,
    ``of_winner`` whether the step is about the firm that was bought from. A touch has no time of
    day, and comes before the conversations of its day.
    """
    steps = np.zeros(len(touches) + len(conversations), STEP)
    told, talked = steps[: len(touches)], steps[len(touches) :]
    for name in ("customer", "firm", "source", "searching"):
        told[name] = touches[name]
    told["time"] = touches["day"]
    talked["customer"], talked["firm"] = conversations["customer"], conversations["firm"]
    talked["time"], talked["source"], talked["searching"] = (
        conversations["time"],
        CONVERSATION,
        True,
    )
    steps["journey"] = _journey_of(steps, journeys)
    steps = steps[steps["journey"] >= 0]
    ended = journeys[steps["journey"]]
    steps = steps[ended["outcome"] == Outcome.WON]
    steps["of_winner"] = journeys["firm"][steps["journey"]] == steps["firm"]
    return steps[np.lexsort((steps["source"], steps["time"], steps["journey"]))]


def _journey_of(steps: Rows, journeys: Rows) -> Rows:
    """The row of the journey to which each step belongs; −1 for none that has ended."""
    if len(journeys) == 0:
        return np.full(len(steps), -1)
    order = np.lexsort((journeys["ended"], journeys["customer"]))
    ended = _place(journeys["customer"][order], journeys["ended"][order])
    found = np.searchsorted(ended, _place(steps["customer"], steps["time"]))
    row: Rows = order[np.minimum(found, len(order) - 1)]
    same = journeys["customer"][row] == steps["customer"]
    return np.where((found < len(order)) & same, row, -1)


def _place(customer: Rows, time: Rows) -> Rows:
    """One number by which to sort by customer, then day."""
    return customer.astype(np.int64) * _DAYS + np.floor(time).astype(np.int64) + _DAYS // 2
