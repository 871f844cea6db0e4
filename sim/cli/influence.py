"""The terminal's report on a sampled design: the parameters that move each key figure most."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from rich.table import Table
from rich.text import Text

from sim.cli.plain_table import plain_table
from sim.metrics.glossary import KPIS
from sim.metrics.numbers import interval_text, mean_text

MOST = 10
# By design: the index that ranks parameters, and the words for it.
RANKED = {
    "mu_star": "mean size of the effect over the parameter's range (Morris, μ*), 95 % below it",
    "total": "share of variance, with all that the parameter takes part in (Sobol), 95 % below it",
}
_Found = Mapping[str, Any]


def influence(found: Sequence[_Found]) -> Iterator[Table]:
    """A table for each point of the grid: a row a parameter, a column a key figure.

    Args:
        found: The indices of a sweep's summary, under ``sensitivity``.
    """
    several = len({one["grid"] for one in found}) > 1
    for grid, members in groupby(found, key=lambda one: one["grid"]):
        its = list(members)
        told = [one for one in its if "parameters" in one]
        table = plain_table()
        table.title = grid if several else None
        if told:
            _fill(table, told)
        table.caption = "\n".join([*([_words(_leading(told))] if told else []), *_remarks(its)])
        yield table


def _fill(table: Table, told: Sequence[_Found]) -> None:
    table.add_column("parameter", overflow="fold", ratio=1)
    for one in told:
        table.add_column(one["kpi"], justify="right", no_wrap=True)
    index, one = _index(told[0]), _leading(told)
    leading = sorted(one["parameters"], key=lambda row: -(row[index] or 0.0))[:MOST]
    for name in (row["parameter"] for row in leading):
        table.add_row(name, *(_cell(one, name) for one in told))


def _cell(one: _Found, parameter: str) -> Text:
    if one.get("remark"):
        return Text("not told", style="dim")
    index, unit = _index(one), KPIS[one["kpi"]].unit
    row = next(row for row in one["parameters"] if row["parameter"] == parameter)
    unit = unit if index == "mu_star" else "share"
    value = {"mean": row[index], "ci_low": row[f"{index}_low"], "ci_high": row[f"{index}_high"]}
    text = Text(mean_text(value, unit) + (" %" if unit == "share" else ""))
    return text.append(f"\n{interval_text(value, unit)}", style="dim")


def _index(one: _Found) -> str:
    return next(name for name in RANKED if name in one["parameters"][0])


def _leading(told: Sequence[_Found]) -> _Found:
    """The first key figure whose indices are told from luck."""
    return next((one for one in told if not one.get("remark")), told[0])


def _words(one: _Found) -> str:
    left = len(one["parameters"]) - MOST
    more = f"; {left} more parameters are in summary.json" if left > 0 else ""
    return f"The most important for {one['kpi']} first: {RANKED[_index(one)]}{more}."


def _remarks(found: Sequence[_Found]) -> Iterator[str]:
    """Limits of the answer, and the reason where there is none for a key figure."""
    for one in found:
        said = one.get("remark") or one.get("why_not")
        if said:
            yield f"{one['kpi']}: {said}"
