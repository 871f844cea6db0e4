"""The call round: a rep who pushes calls every ripe deal today, not when its day comes."""

from typing import Any

from sim.compiled import compiled
from sim.foresight.bellman import PUSH
from sim.records import Outcome
from sim.world.ledger import Ledger, queue

_OPEN = int(Outcome.OPEN)


@compiled
def call_round(day: int, reps: Any, furthest: int, ledger: Ledger) -> None:
    """Queue the ripe deals of reps who push, up to the furthest day in the diary."""
    pushing = False
    for r in range(len(reps)):
        pushing = pushing or reps[r]["move"] >= PUSH
    if not pushing:
        return
    last = min(day + furthest, len(ledger.diary.first) - 1)
    for later in range(day + 1, last + 1):
        d = ledger.diary.first[later]
        while d >= 0:
            deal = ledger.deals[d]
            rep = reps[deal["rep"]]
            if deal["outcome"] == _OPEN and deal["ripe"] and rep["move"] >= PUSH:
                deal["due"] = float(day)
                queue(d, rep, ledger)
            d = ledger.diary.link[d]
