"""The ways in which reps respond to a pay plan, and the columns of a rep that hold each."""

from typing import NamedTuple


class Response(NamedTuple):
    """One way of answering: its name, its text, and the columns of a rep that make it up."""

    name: str
    text: str
    columns: tuple[str, ...]


RESPONSES = (
    Response("effort", "effort with customers", ("work",)),
    Response("time", "hours spent selling", ("selling",)),
    Response("follow_up", "persistence on marketing’s leads", ("persistence",)),
    Response("timing", "timing of signatures, at list price", ("move", "pressure")),
    Response("discount", "discounts for signing now", ("off",)),
    Response("turnover", "who quits, and when", ("leaves",)),
    Response("churn", "time for accounts, and later churn", ("serving",)),
)
OUTCOMES = ("profit", "revenue")
# Both plans' own runs; all others are coalitions of responses, paid by the second plan.
FIRST, SECOND = "first plan", "second plan"
NAMES = tuple(response.name for response in RESPONSES)
COLUMNS = tuple(column for response in RESPONSES for column in response.columns)


def name_of(coalition: frozenset[str]) -> str:
    """A coalition of responses in words, in their usual order."""
    return "+".join(name for name in NAMES if name in coalition)
