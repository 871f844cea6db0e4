"""The terminal's report on a pay plan: its promise on target, component by component."""

from typing import TYPE_CHECKING

from rich.table import Table

from sim.cli.plain_table import plain_table
from sim.metrics.glossary import TERMS
from sim.metrics.numbers import amount, unit_text

if TYPE_CHECKING:
    from sim.metrics.summary import Result


def plan_table(result: "Result") -> Table:
    """The pay plan's promise on target, component by component, and its cost."""
    from sim.metrics.plan_terms import component_text, period_words, terms

    plan = terms(result.config, result.tables)
    table = plain_table()
    table.add_column("pay plan", no_wrap=True)
    table.add_column("a year", justify="right", no_wrap=True)
    table.add_column("unit", no_wrap=True)
    table.add_column("what it is", style="dim", ratio=1)
    table.add_row("salary", *_term(plan.salary, "money/rep/year"), "fixed pay")
    for number, target in enumerate(plan.targets):
        told = f"on target: {component_text(target, result.config.fiscal)}"
        table.add_row(f"component {number}", *_term(target.pay, "money/rep/year"), told)
    if result.config.incentive.draw.a_month:
        advance = _term(result.config.incentive.draw.a_month, "money/rep/month")
        month = period_words("month", result.config.fiscal)
        table.add_row("draw", *advance, f"advanced each {month}, of what is earned")
    least = result.config.incentive.guarantee
    if least.days:
        told = f"variable pay of a new rep at least, for {least.months} months"
        table.add_row("guarantee", *_term(least.a_month, "money/rep/month"), told)
    for name, value in plan.named().items():
        table.add_row(name, *_term(value, TERMS[name].unit), TERMS[name].formula.split(";")[0])
    text = amount((plan.paid.mean,), "money/rep/year", (plan.paid.high - plan.paid.low) / 2)
    formula = TERMS["expected_cost"].formula.split(",")[0]
    table.add_row("expected_cost", text, unit_text("money/rep/year"), formula)
    return table


def _term(value: float, unit: str) -> tuple[str, str]:
    return amount((value,), unit), unit_text(unit)
