"""How time and memory grow with each thing of which there can be many, as exponents."""

from collections.abc import Iterator, Sequence
from typing import Any

from experiments.benchmarks.figure import Figure
from experiments.benchmarks.probe import ask
from experiments.benchmarks.sizes import Sizes
from experiments.benchmarks.slopes import slope

TIME = "Growth of time: exponents (1 is linear)"
MEMORY = "Growth of memory above an empty process: exponents (1 is linear)"
LOW, HIGH = 0.95, 1.05
# From how many customers on what a day costs whatever its size is small beside the rest.
_MANY = 100_000
_WORDS = {"reps": "reps of each firm", "kinds": "kinds of content", "components": "plan components"}
Found = dict[str, float]


def growth_figures(sizes: Sizes, say: Any, speed: dict[int, Found]) -> Iterator[Figure]:
    """Exponents in customers and days, which are held to be linear; in all else, at most."""
    figures = [*_of_a_run(sizes, say, speed), *_scenarios(sizes, say)]
    yield from sorted(figures, key=lambda figure: figure.section != TIME)


def _of_a_run(sizes: Sizes, say: Any, speed: dict[int, Found]) -> Iterator[Figure]:
    for customers in sizes.between:
        say(f"{customers:,} customers")
        speed[customers] = ask("steps", customers=customers, before=sizes.before, days=sizes.days,
                               repeats=sizes.repeats)  # fmt: skip
    large = sorted(n for n in speed if n >= _MANY) or sorted(speed)
    found = [speed[n] for n in large]
    yield _time("customers", large, found, LOW)
    yield _memory("customers", large, [_above(one) for one in found], LOW)
    spans = []
    for days in sizes.spans:
        say(f"{days} days of {sizes.span_customers:,} customers")
        spans.append(ask("steps", customers=sizes.span_customers, before=sizes.before, days=days,
                         repeats=sizes.repeats))  # fmt: skip
    yield _time("days", sizes.spans, spans, LOW)
    yield _memory("days, records alone", sizes.spans, [one["recorded"] for one in spans], LOW)
    for what, numbers in sizes.much.items():
        name, found = _WORDS.get(what, what), []
        for number in numbers:
            say(f"{number} {name}")
            found.append(ask("steps", customers=sizes.much_customers, before=sizes.before,
                             days=sizes.days, repeats=sizes.repeats, **{what: number}))  # fmt: skip
        yield _time(name, numbers, found)
        yield _memory(name, numbers, [_above(one) for one in found])


def _scenarios(sizes: Sizes, say: Any) -> Iterator[Figure]:
    """Scenarios of a sweep whose runs do nothing: what planning, keeping and telling take."""
    found = []
    for number in sizes.scenarios:
        say(f"{number:,} scenarios of nothing")
        found.append(ask("sweep", scenarios=number, replicates=1, customers=60, days=5, real=0,
                         workers=2))  # fmt: skip
    seconds = [{"worked": one["whole"] * one["runs"]} for one in found]
    yield _time("scenarios", sizes.scenarios, seconds)
    yield _memory("scenarios, the parent", sizes.scenarios, [one["parent"] for one in found])


def _above(found: Found) -> float:
    """Memory above what the process held before the market was built (MiB)."""
    return max(found["peak"] - found["base"], 0.1)


def _time(
    what: str, sizes: Sequence[float], found: list[Found], low: float | None = None
) -> Figure:
    return _exponent(TIME, what, sizes, [one["worked"] for one in found], low)


def _memory(
    what: str, sizes: Sequence[float], amounts: list[float], low: float | None = None
) -> Figure:
    return _exponent(MEMORY, what, sizes, amounts, low)


def _exponent(
    section: str, what: str, sizes: Sequence[float], amounts: list[float], low: float | None
) -> Figure:
    found = slope(sizes, amounts)
    note = f"± {found.half_width:.3f} (95 %) over {len(amounts)} sizes, {sizes[0]:,} to "
    note += f"{sizes[-1]:,}: {amounts[-1] / amounts[0]:.3g} times as much"
    kept = {"sizes": tuple(sizes), "amounts": tuple(amounts)}
    return Figure(section, what, found.exponent, "", low, HIGH, note, **kept)
