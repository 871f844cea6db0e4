"""Bass: need that spreads by hearing customers follows the diffusion curve, and its bounds."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np
from scipy.stats import binom

from sim.config import Config, Market, Network
from sim.config.market import Catalogue
from sim.config.working_days import YEAR
from sim.facts import STANDARD_ERRORS, Fact, Finding, between, estimate
from sim.facts.limits.reduced import AT_ONCE, FOR_GOOD, Numbers, lived, monopoly, ready

P, Q = 0.03, 0.38
SEEDS, CUSTOMERS = (1, 2, 3, 4), 100_000
# Small graphs live 52 times as fast, so that ten years take fifty days.
FASTER, SMALL = 52, {2: 150, 10: 150, 50: 60, 250: 40}
BLOCK = 100
Weights = dict[float, float]


def check(
    customers: int = CUSTOMERS, seeds: Sequence[int] = SEEDS, small: Mapping[int, int] = SMALL
) -> Sequence[Finding]:
    """Adoption by customers whose need arises by itself or by hearing another customer.

    Fully mixed: the curve of Bass 1969 (Management Science 15:215-227); the standard error is the
    fluctuation of a finite market around it (linear noise), and what whole days change is left
    open. Complete graphs of few: the exact chain of the daily step, short of the curve by O(1/N).
    Circle: F₁. Other networks: between two nodes and the curve (Fibich, Golan & Schochet 2022,
    arXiv 2210.04011).
    """
    levels = [adopters(Network(kind="fully_mixed"), seed, customers) for seed in seeds]
    found = [*curve(np.mean(levels, axis=0), Q, customers * len(seeds), seeds)]
    found += [_small(size, runs) for size, runs in small.items()]
    return [*found, _circle(customers), *_bounds(customers // 5)]


def share(t: float, p: float = P, q: float = Q) -> float:
    """F(t), the share that has adopted after t years."""
    left = math.exp(-(p + q) * t)
    return (1.0 - left) / (1.0 + q / p * left)


def two_nodes(t: float, p: float = P, q: float = Q) -> float:
    """F₂(t), in a market of two customers that hear each other."""
    left = math.exp(-(p + q) * t)
    return 1.0 - (left + q * (math.exp(-2.0 * p * t) - left) / (q - p))


def circle(t: float, p: float = P, q: float = Q) -> float:
    """F₁(t), where each hears the next on an endless circle."""
    return 1.0 - math.exp(-(p + q) * t + q * (1.0 - math.exp(-p * t)) / p)


def curve(mixed: Numbers, q: float, many: int, seeds: Sequence[int]) -> Iterable[Finding]:
    """Level, inflection, peak rate and peak time, each a weighted sum of levels."""
    peak = math.log(q / P) / (P + q)
    top = (P + q) ** 2 / (4.0 * q)
    levels = {"F(5)": {5.0: 1.0}, "F(10)": {10.0: 1.0}}
    levels |= {f"F at the peak, year {peak:.4f}": {peak: 1.0}}
    levels |= {"adopters in the peak year": {peak + 0.5: 1.0, peak - 0.5: -1.0}}
    for name, weights in levels.items():
        yield _of_levels(f"fully mixed: {name}", weights, mixed, q, many, seeds)
    # The curve is symmetric about its peak: what the rate has lost turns asymmetry into years.
    span = 3.0
    level = share(peak + span, P, q)
    scale = 1.0 / (2.0 * (top - (P + q * level) * (1.0 - level)))
    weights = {peak + span: scale, peak - span: scale, peak: -2.0 * scale}
    yield _of_levels("fully mixed: years by which the peak is late", weights, mixed, q, many, seeds)


def _of_levels(
    name: str, weights: Weights, mixed: Numbers, q: float, many: int, seeds: Sequence[int]
) -> Finding:
    times, each = np.array(list(weights)), np.array(list(weights.values()))
    days = np.arange(1, len(mixed) + 1) / YEAR
    found = float(each @ np.interp(times, days, mixed))
    exact = round(float(each @ [share(t, P, q) for t in times]), 12)
    daily = float(each @ np.interp(times, days, by_days(len(mixed), q)))
    error = math.sqrt(float(each @ fluctuation(times, q) @ each) / many)
    return estimate(name, exact, found, error, seeds, bias=abs(daily - exact))


def by_days(days: int, q: float) -> Numbers:
    """The curve in steps of a day, in which today's needs hear of yesterday's customers."""
    level, levels = 0.0, np.zeros(days)
    for day in range(days):
        level = 1.0 - (1.0 - level) * math.exp(-P / YEAR) * (1.0 - q * level / YEAR)
        levels[day] = level
    return levels


def fluctuation(times: Numbers, q: float) -> Numbers:
    """Covariance of the levels at these times, times the number of customers (linear noise)."""
    step = 1e-3
    grid = np.arange(0.0, float(times.max()) + step, step)
    level = np.array([share(t, P, q) for t in grid])
    rate = (1.0 - level) * (P + q * level)
    pull = q * (1.0 - level) - (P + q * level)
    passed = np.concatenate([[0.0], np.cumsum(pull[:-1]) * step])
    fresh = np.cumsum(rate * np.exp(-2.0 * passed)) * step
    own = np.interp(times, grid, np.exp(2.0 * passed) * fresh)
    carried = np.interp(times, grid, passed)
    earlier = times[:, None] <= times[None, :]
    variance = np.where(earlier, own[:, None], own[None, :])
    since = carried[None, :] - carried[:, None]
    covariance: Numbers = variance * np.exp(np.where(earlier, since, -since))
    return covariance


def _small(size: int, runs: int) -> Finding:
    """Ten years of a complete graph, against the exact chain of the number of adopters."""
    seeds = range(1, runs + 1)
    network, days = Network(kind="fully_mixed"), 10 * YEAR // FASTER
    ends = [adopters(network, seed, size, FASTER, days)[-1] for seed in seeds]
    exact, variance = birth_chain(size, days, P * FASTER / YEAR, Q * FASTER / YEAR)
    mean, error = float(np.mean(ends)), math.sqrt(variance / runs)
    return estimate(f"complete graph of {size}: F(10)", exact, mean, error, seeds)


def birth_chain(size: int, days: int, p: float, q: float) -> tuple[float, float]:
    """Mean and variance of the share that has adopted, each hearing one of the others a day."""
    number = np.arange(size + 1)
    stays = math.exp(-p) * (1.0 - q * np.minimum(number / max(size - 1, 1), 1.0))
    more = number[None, :] - number[:, None]
    move = binom.pmf(more, (size - number)[:, None], 1.0 - stays[:, None])
    chance = np.zeros(size + 1)
    chance[0] = 1.0
    for _ in range(days):
        chance = chance @ move
    mean = float(chance @ number) / size
    return mean, float(chance @ (number / size - mean) ** 2)


def _circle(customers: int) -> Finding:
    """The standard error is that between blocks of a hundred neighbours."""
    network = Network(kind="small_world", strong_ties=2, weak_ties=0)
    world = lived(reduced(network, customers, 1, 10 * YEAR), 1)
    blocks = (world.customers.rows["supplier"] >= 0).reshape(-1, BLOCK).mean(axis=1)
    error = float(blocks.std(ddof=1)) / math.sqrt(len(blocks))
    mean, bias = float(blocks.mean()), 0.25 * Q / YEAR
    return estimate("circle: F₁(10)", circle(10.0), mean, error, (1,), bias)


def _bounds(customers: int) -> Iterable[Finding]:
    basis = "two nodes, and the complete graph with 5 standard errors"
    low, high = two_nodes(10.0), share(10.0)
    error = math.sqrt(float(fluctuation(np.array([10.0]), Q)[0, 0]) / customers)
    high += STANDARD_ERRORS * error
    for name, kind in {"small world": "small_world", "scale-free network": "scale_free"}.items():
        found = float(adopters(Network(kind=kind), 1, customers)[-1])
        yield between(f"{name}: F(10)", low, high, found, basis, (1,))


def reduced(network: Network, customers: int, faster: int, days: int) -> Config:
    """Customers who buy at once and for good; all needs arise from p and from hearing."""
    buyer, one = ready(P * faster, pains=2), Catalogue(offerings=1)
    market = Market(customers=customers, buyer=buyer, service=FOR_GOOD, catalogue=one)
    heard = replace(network, contagion_per_year=Q * faster)
    return monopoly(market, days=days, sales=AT_ONCE, network=heard)


def adopters(
    network: Network, seed: int, customers: int, faster: int = 1, days: int = 10 * YEAR
) -> Numbers:
    """The share that has a supplier at the end of each day."""
    world = lived(reduced(network, customers, faster, days), seed)
    found: Numbers = world.records.panel[:, 0, world.column["accounts"]] / customers
    return found


FACT = Fact(1, "Bass diffusion", "Bass 1969; Fibich, Golan & Schochet 2022", check)
