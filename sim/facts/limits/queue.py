"""The reps' queue: waits as in M/M/c, with customers' patience (Erlang A), without waiting (B)."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np

from sim.config import Alignment, Config, Market, Marketing
from sim.config.market import Arrivals, Service
from sim.facts import Fact, Finding, estimate
from sim.facts.limits.reduced import NEVER, PUT_THROUGH, Numbers, monopoly, ready
from sim.records import Outcome
from sim.runs.one_run import run_once

SEED, CUSTOMERS = 6, 200_000
# Hours of a day, all of them for selling, and of a conversation with one rep and with ten.
HOURS, ONE, TEN = 8.0, 0.05, 0.5
LOAD, REPS = 0.8, 10
# Means of so many runs of requests one after another; the first of them are left out.
BATCHES, SETTLING = 400, 20
# Customers who ask twice on a day count once, and nobody asks who is asking: a part in 2,000 of the
# arrivals, which at this load changes waits by five times as much.
TWICE = 0.0025


class Theory(NamedTuple):
    """Chance to wait, mean wait of all who ask (in conversations), chance to leave unanswered."""

    waits: float
    mean_wait: float
    unanswered: float


def check(claimed_hours: float = 1.0, requests: int = 400_000) -> Sequence[Finding]:
    """Requests arrive as Poisson; conversations are exponential; the rep free first answers.

    Reps do nothing else and work round the clock of working days, one line for all (C, W_q and the
    tail: Erlang 1917). Patience is exponential with twice a conversation's mean (Palm 1957). A
    firm without a waiting room loses customers who find all reps busy (Erlang 1917). Errors are
    those of 400 batch means: false alarm 9e-7. ``claimed_hours`` is the mean conversation that
    theory is told, over the true one.
    """
    found: list[Finding] = []
    for reps, hours, many in ((1, ONE, requests), (REPS, TEN, requests // 2)):
        path = requests_of(reduced(reps, hours, many))
        load = reps * LOAD * claimed_hours
        found += _waits(f"{reps} rep{'s' if reps > 1 else ''}", path, load, reps, hours)
    load, few = REPS * LOAD * claimed_hours, requests // 4
    patient = requests_of(reduced(REPS, TEN, few, patience=2.0))
    found += _losses("patience", patient, birth_and_death(load, REPS, 0.5 * claimed_hours))
    blocked = requests_of(reduced(REPS, TEN, few, room=False))
    found += _losses("no waiting", blocked, birth_and_death(load, REPS, math.inf))
    return found


def _waits(name: str, path: "Path", load: float, reps: int, hours: float) -> Iterable[Finding]:
    exact = birth_and_death(load, reps, 0.0)
    waits = path.wait * HOURS / hours
    yield _mean(f"{name}: has to wait, C", exact.waits, waits > 1e-6)
    yield _mean(f"{name}: mean wait, W_q·μ", exact.mean_wait, waits)
    late = exact.mean_wait / exact.waits
    yield _mean(f"{name}: waits longer than {late:.3g}/μ", exact.waits / math.e, waits > late)


def _losses(name: str, path: "Path", exact: Theory) -> Iterable[Finding]:
    yield _mean(f"{name}: unanswered", exact.unanswered, path.unanswered)
    if exact.mean_wait > 0.0:
        waits = path.wait * HOURS / TEN
        yield _mean(f"{name}: has to wait", exact.waits, waits > 1e-6)
        yield _mean(f"{name}: mean wait of all, answered or not", exact.mean_wait, waits)


def _mean(what: str, exact: float, values: Any) -> Finding:
    """The mean with the standard error of its batch means."""
    size = len(values) // BATCHES
    means = np.asarray(values[: size * BATCHES], float).reshape(BATCHES, size).mean(axis=1)
    error = float(means.std(ddof=1)) / math.sqrt(BATCHES)
    return estimate(what, exact, float(means.mean()), error, (SEED,), TWICE * exact)


def birth_and_death(load: float, reps: int, impatience: float, most: int = 2000) -> Theory:
    """The theory of a birth-and-death chain in which those who wait leave at a rate.

    Time is in conversations; impatience 0 is M/M/c, infinite is Erlang B.
    """
    weight = np.zeros(most)
    weight[0] = 1.0
    for n in range(1, most):
        waiting = max(n - reps, 0)
        if waiting and math.isinf(impatience):
            break
        leaving = min(n, reps) + (waiting * impatience if waiting else 0.0)
        weight[n] = weight[n - 1] * load / leaving
    chance = weight / weight.sum()
    length = float(chance[reps:] @ np.arange(most - reps))
    busy = float(chance[reps:].sum())
    gone = busy if math.isinf(impatience) else impatience * length / load
    return Theory(busy, length / load, gone)


def reduced(
    reps: int, hours: float, requests: int, patience: float = 0.0, room: bool = True
) -> Config:
    """One firm whose reps do nothing but answer customers who ask, sign at once and come again.

    ``patience`` is in mean conversations; 0 is without end.
    """
    a_day = reps * LOAD * HOURS / hours
    sales = replace(PUT_THROUGH, reps=reps, routing="pool", waiting_room=room)
    sales = replace(sales, hours_per_day=HOURS, selling_share=1.0, effort_floor=1.0)
    sales = replace(sales, service_share=0.0, cold_calls=0)
    sales = replace(sales, talk_hours=hours, transact_hours=hours, talk_spread="exponential")
    sales = replace(sales, closing_failure=0.0, turnover_per_year=0.0)
    waiting = patience * hours / HOURS
    buyer = ready(0.0, rest_days=0, wait_when_empty=False, waiting_days=waiting)
    market = Market(customers=CUSTOMERS, buyer=buyer)
    service = Service(term_days=NEVER, churn=0.0, experience_precision=0.0)
    arrivals = Arrivals(per_weekday=a_day, intent=1.0, channels=["direct"], shares=[1.0])
    market = replace(market, service=service, arrivals=arrivals)
    days = math.ceil(requests * (1.0 + SETTLING / BATCHES) / a_day)
    marketing = Marketing(marketers=0, threshold_marketing=5.0, threshold_sales=5.0)
    config = monopoly(market, days=days, sales=sales, marketing=marketing)
    return replace(config, alignment=Alignment(information=1.0), seed=SEED)


class Path(NamedTuple):
    """Requests in order of time: days until each was answered or given up, and which of both."""

    wait: Numbers
    unanswered: Numbers


def requests_of(config: Config) -> Path:
    """The requests of a run that were settled, without those of its beginning."""
    deals = run_once(config).deals.happened
    deals = deals[np.argsort(deals["opened"], kind="stable")]
    open_from = np.flatnonzero(deals["outcome"] == Outcome.OPEN)
    deals = deals[: open_from.min() if len(open_from) else len(deals)]
    deals = deals[len(deals) * SETTLING // (BATCHES + SETTLING) :]
    unanswered = deals["outcome"] == Outcome.UNANSWERED
    until = np.where(unanswered, deals["closed"], deals["first_talk"])
    return Path(until - deals["opened"], unanswered.astype(float))


FACT = Fact(2, "Waiting for a rep (M/M/c, Erlang A and B)", "Erlang 1917; Palm 1957", check)
