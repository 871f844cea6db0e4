"""A pay plan as the page edits it: words of the trade, a table of tiers among them.

A plan of components is put into words where words can say the same; where they cannot, the table
begins with a plan that pays as much on target.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sim.config import Component, Config, Incentive
from sim.config.measures import COUNT
from sim.config.parameter import ConfigError
from sim.config.plan_words.compile import compiled, year_of
from sim.config.working_days import YEAR
from sim.designs.quoting import word
from sim.grammar.in_short import in_short
from sim.metrics.plan_explained import (
    ATTAINMENTS,
    examples,
    lines_of,
    salary_and_target,
)

GROUP = "incentive"
# The grid on which a payout curve is reckoned: attainment from 0 to 200 %.
MOST, STEPS = 2.0, 80
_SAME = 1e-6
_KEPT = ("quota", "draw", "guarantee")
_NO_WORDS = ("components", *_KEPT)
Plan = Mapping[str, Any]


@dataclass(frozen=True)
class InWords:
    """A plan in words, and whether they say all that the plan does."""

    words: dict[str, Any]
    exact: bool


def words_of(plan: Plan) -> list[str]:
    """The words of the command line that say a plan, in place of any option."""
    said = [f"{GROUP}.{key}={word(value)}" for key, value in _leaves(plan)]
    return [f"~{GROUP}", *said]


def in_words(said: Incentive, config: Config) -> InWords:
    """An option's plan in words; ``config`` is the scenario with the plan as it runs."""
    kept = {name: part for name in _KEPT if (part := in_short(getattr(said, name)))}
    if said.words_said:
        own = {key: part for key, part in in_short(said).items() if key not in _NO_WORDS}
        return InWords(own | kept, exact="changes" not in said.words_said)
    plan = config.incentive
    for words in (_by_components(plan, config), _by_target(plan, config)):
        if words is not None and (found := _merged(words, kept)) is not None:
            try:
                other = compiled(GROUP, plan_of(found), year_of(config))
            except ConfigError:
                continue
            return InWords(found, _pays_alike(plan, other, config))
    return InWords({"salary": plan.salary, "tiers": [{"from": "0", "rate": "0%"}]}, exact=False)


def plan_of(words: Plan) -> Incentive:
    """The plan that words say, not yet compiled. Raises :class:`Refusal` for what is no word."""
    from sim.grammar.schema import part_of

    made: Incentive = part_of(Incentive, words, GROUP)
    return made


def told(plan: Incentive, config: Config) -> dict[str, Any]:
    """The pay a year at each attainment under a compiled plan, and the plan in words."""
    lengths = config.fiscal.lengths
    breaks = {at for one in plan.components if one.unit == "attainment" for at in one.at}
    grid = {MOST * n / STEPS for n in range(STEPS + 1)}
    sides = {side for at in breaks if 0.0 < at <= MOST for side in (at - 1e-6, at)}
    found = examples(plan, sorted(grid | sides), lengths)
    lines = [line for one in plan.components for line in lines_of(plan, one, lengths)]
    full, rows = examples(plan, [1.0], lengths)[0], examples(plan, ATTAINMENTS, lengths)
    return {
        "at": [round(one.attainment, 6) for one in found],
        "pay": [round(one.total, 2) for one in found],
        "salary": plan.salary,
        "ote": round(full.total, 2),
        "said": salary_and_target(plan, lengths),
        "lines": lines,
        "rows": [[f"{100 * one.attainment:.0f} %", *map(round, (one.sold, one.variable, one.total))]
                 for one in rows],
    }  # fmt: skip


def _by_components(plan: Incentive, config: Config) -> dict[str, Any] | None:
    """The words for a plan with one usual component; None for others."""
    if len(plan.components) != 1 or plan.salaries:
        return None
    (one,) = plan.components
    usual = Component(measure=one.measure, unit=one.unit, period=one.period, at=one.at,
                      jump=one.jump, slope=one.slope, target_pay=one.target_pay, goal=one.goal,
                      paid=one.paid)  # fmt: skip
    if one != usual or not one.counted.is_money or one.measure != "new":
        return None
    quota = {"per": one.period} | ({"amount": f"{one.goal:.12g}"} if one.goal else {})
    words: dict[str, Any] = {"quota": quota}
    words |= {"paid": one.paid} if one.paid != "period" else {}
    if one.unit == "amount":
        if any(one.jump):
            return None
        rows = [{"from": f"{at:.12g}", "rate": f"{100 * slope * one.target_pay:.12g}%"}
                for at, slope in zip(one.at, one.slope, strict=True)]  # fmt: skip
        return {"salary": plan.salary, **words, "tiers": rows}
    return _of_target(plan, one, config, words)


def _of_target(
    plan: Incentive, one: Component, config: Config, words: dict[str, Any]
) -> dict[str, Any] | None:
    """The words for a curve over attainment: on-target earnings, tiers, and a bonus for a jump."""
    full = examples(plan, [1.0], config.fiscal.lengths)[0]
    jumps = [(at, jump) for at, jump in zip(one.at, one.jump, strict=True) if jump]
    if not full.variable or any(at > 1.0 for at, _ in jumps):
        return None
    height = full.variable / YEAR * config.fiscal.lengths[one.period] / one.target_pay
    by_rate = 1.0 - sum(jump for _, jump in jumps) / height
    if by_rate <= 0.0:
        return None
    words = {"ote": f"{full.total:.12g}", "mix": _mix(plan.salary, full.total), **words}
    if jumps:
        words["bonus"] = [{"from": f"{100 * at:.12g}%", "weight": f"{100 * jump / height:.12g}%"}
                          for at, jump in jumps]  # fmt: skip
    rows = [(at, slope / height / by_rate) for at, slope in zip(one.at, one.slope, strict=True)]
    tiers = [{"from": f"{100 * at:.12g}%", "rate": f"{times:.12g}x"} for at, times in rows]
    return words | {"tiers": tiers}


def _by_target(plan: Incentive, config: Config) -> dict[str, Any]:
    """A plan in words that pays as much on target."""
    full = examples(plan, [1.0], config.fiscal.lengths)[0]
    if not full.variable:
        full_pay = max(full.total, 1.0)
        return {"ote": f"{full_pay:.12g}", "mix": "90/10", "quota": {"per": "quarter"},
                "tiers": [{"from": "0%", "rate": "1x"}]}  # fmt: skip
    return {"ote": f"{full.total:.12g}", "mix": _mix(plan.salary, full.total),
            "quota": {"per": "quarter"}, "tiers": [{"from": "0%", "rate": "1x"}]}  # fmt: skip


def _mix(salary: float, total: float) -> str:
    fixed = round(100.0 * salary / total, 6)
    return f"{fixed:.12g}/{round(100.0 - fixed, 6):.12g}"


def _pays_alike(plan: Incentive, other: Incentive, config: Config) -> bool:
    lengths = config.fiscal.lengths
    pairs = zip(examples(plan, lengths=lengths), examples(other, lengths=lengths), strict=True)
    return len(plan.components) == len(other.components) and all(
        abs(one.total - two.total) <= _SAME * max(one.total, 1.0) for one, two in pairs
    ) and plan.components[0].counted.unit != COUNT  # fmt: skip


def _merged(words: dict[str, Any], kept: Plan) -> dict[str, Any]:
    quota = {**kept.get("quota", {}), **words.get("quota", {})}
    return {**kept, **words, **({"quota": quota} if quota else {})}


def _leaves(plan: Plan, path: str = "") -> Sequence[tuple[str, Any]]:
    """The values of a plan by their keys; a list is one value, and empty ones are left out."""
    found: list[tuple[str, Any]] = []
    for key, value in plan.items():
        if isinstance(value, dict):
            found += _leaves(value, f"{path}{key}.")
        elif value not in ("", None, []):
            found.append((path + key, value))
    return found
