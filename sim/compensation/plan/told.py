"""A plan beside today's, in sentences of plain English."""

from collections.abc import Sequence
from typing import Any

from sim.compensation.numbers import change
from sim.compensation.plan.tenths import COUNT, LEAST, Tenths
from sim.metrics.estimates import difference
from sim.metrics.numbers import amount
from sim.metrics.plan_terms import Terms
from sim.plots.payout import promise

TENTHS = ("lowest", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth",
          "highest")  # fmt: skip


def sentences(results: Sequence[Any], plans: Sequence[Terms], found: Tenths) -> list[str]:
    """Sentences on what is promised, what changes for the firm, who wins and loses, who leaves."""
    mine, today = results
    profit, pay = (difference(today, mine, name) for name in ("profit", "pay_per_rep"))
    told = "surely" if profit.nonzero else "not told from nothing"
    return [
        f"{promise(plans[0])}.",
        f"Against {today.name} a rep's pay changes by {change(pay)} a year, the firm's profit by "
        f"{change(profit)}, {told}.",
        *([_too_few(found)] if found.few else [_winners(found), _leavers(found)]),
    ]


def _too_few(found: Tenths) -> str:
    return (
        f"Who wins and who leaves is not told: {int(found.persons.sum())} persons in all are too "
        f"few for tenths of skill, which take {COUNT * LEAST}; more replicates bring more."
    )


def _winners(found: Tenths) -> str:
    more = found.more
    wins = [n for n in range(COUNT) if more.low[n] > 0.0]
    loses = [n for n in range(COUNT) if more.high[n] < 0.0]
    if not wins and not loses:
        return "No tenth of skill surely earns more or less than today."
    parts = []
    for some, text in ((wins, "earn more"), (loses, "earn less")):
        if some:
            most = max(some, key=lambda n: abs(float(more.mean[n])))
            much = amount((abs(float(more.mean[most])),), "money")
            parts.append(f"{_tenths(some)} surely {text} than today, by up to {much} a year")
    text = "; ".join(parts)
    return f"{text[0].upper()}{text[1:]}."


def _leavers(found: Tenths) -> str:
    more = found.more_quits
    told = [n for n in range(COUNT) if more.low[n] > 0.0 or more.high[n] < 0.0]
    if not told:
        return "No tenth of skill surely quits more or less than today."
    said = []
    for text, some in (
        ("more", [n for n in told if more.mean[n] > 0.0]),
        ("less", [n for n in told if more.mean[n] < 0.0]),
    ):
        if some:
            said.append(f"{_tenths(some)} surely quit {text} than today")
    text = "; ".join(said)
    return f"{text[0].upper()}{text[1:]}."


def _tenths(some: Sequence[int]) -> str:
    """Tenths of skill in words."""
    if len(some) == COUNT:
        return "all tenths of skill"
    names = [TENTHS[n] for n in some]
    listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    return f"the {listed} tenth{'s' * (len(names) > 1)} of skill"
