"""The first screen of a run: a sentence, then the key figures that people ask for, in two columns.

It fits a terminal of 100 columns by 40 lines. What does not exist is left out (no rivals, no share;
no quota, no attainment), and what rests on too few events says so. Every key figure with its
formula is in the folder, and on the terminal with ``report=full``.
"""

import shlex
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from rich.text import Text

from sim.config import FIXED
from sim.config.working_days import YEAR
from sim.metrics.numbers import UNDEFINED, in_currency, interval_text, mean_text
from sim.metrics.plan_terms import terms
from sim.metrics.roster_terms import ote_of, quota_to_ote
from sim.metrics.sections import AGAINST_RIVALS, HEADING, shown_unit
from sim.metrics.support import too_few

if TYPE_CHECKING:
    from sim.metrics.summary import Result

FEW = "too few"
GAP, NEXT = "  ", "next:   "
# Words that the heading says otherwise, and those that change no result.
_SAID = (*HEADING, "replicates", "days", "seed", "world", "report", "currency")
_SAID += ("workers", "threads", "figures")
_NO_RESULT = ("report", "workers", "threads", "figures", "fail_fast")


class Figure(NamedTuple):
    """A line: its words, the KPI, the unit in which it is shown, and what follows the number."""

    words: str
    kpi: str
    unit: str = ""
    mark: str = ""


class Line(NamedTuple):
    """A line as text: words, number, interval, and whether it rests on too few events."""

    words: str
    number: str
    interval: str = ""
    few: bool = False


class Story(NamedTuple):
    """The request: its words, the option of each group, and the seconds that it took."""

    words: Sequence[str] = ()
    choices: Mapping[str, str] = {}
    seconds: float | None = None


FUNNEL = (
    Figure("leads", "leads"),
    Figure("  inquiries", "inquiries"),
    Figure("  content", "content_leads"),
    Figure("MQL", "mqls"),
    Figure("SQL", "sqls"),
    Figure("opportunities", "opportunities"),
    Figure("won", "wins"),
    Figure("lead to win", "lead_to_win"),
)
DEALS = (
    Figure("win rate of closed", "win_rate"),
    Figure("competitive", "competitive_win_rate"),
    Figure("no decision", "no_decision_rate"),
    Figure("cycle", "sales_cycle_days", mark=" d"),
    Figure("talks a win", "talks_per_win"),
    Figure("deal size", "deal_size"),
    Figure("pipeline", "pipeline"),
    Figure("buyer's progress", "progress_at_contact"),
)
PEOPLE = (
    Figure("attainment", "quota_attainment"),
    Figure("at quota", "reps_at_quota"),
    Figure("open deals", "open_opportunities"),
    Figure("selling time", "selling_time_share"),
    Figure("turnover a year", "rep_turnover"),
)
MONEY = (
    Figure("new revenue", "new_revenue"),
    Figure("renewed", "renewed_revenue"),
    Figure("profit", "profit"),
    Figure("market share", "market_share"),
    Figure("CAC payback", "cac_payback_months", mark=" mo"),
    Figure("NRR", "nrr"),
    Figure("customers' surplus", "customer_surplus"),
)


def key_figures(result: "Result", summary: Mapping[str, Any], width: int) -> Iterator[Text]:
    """The key figures in four groups, two beside each other where they fit."""
    days = result.config.days
    time = "a year" if days == YEAR else f"in {days} days"
    left = {f"FUNNEL, {time}": _lines(FUNNEL, result, summary)}
    left |= {"PEOPLE AND PAY, a rep": _people(result, summary)}
    right = {"DEALS": _lines(DEALS, result, summary)}
    right |= {f"MONEY, {time}": _lines(MONEY, result, summary)}
    both = (_block(left), _block(right))
    if sum(map(_wide, both)) + len(GAP) <= width:
        yield from _beside(*both)
        return
    for block in both:
        for part in block:
            yield from part
            yield Text()


def heading(result: "Result", story: Story, width: int) -> Text:
    """The first line: market, pay plan, content, worlds, days and seed, and the seconds it took."""
    config, choices = result.config, story.choices
    named = [text.format(choices[name]) for name, text in HEADING.items() if name in choices]
    said = [word for word in _typed(story.words) if word.split("=")[0] not in _SAID]
    worlds = "world" if config.replicates == 1 else "worlds"
    times = f"{config.replicates} {worlds} × {config.days} days"
    if config.world == FIXED:
        times = f"{config.replicates} × {config.days} days in one world"
    text = " · ".join([*named, times, f"seed {config.seed}", *said])
    took = "" if story.seconds is None else f"{story.seconds:.1f} s"
    room = width - len(took) - 2
    if len(text) > room:
        text = text[: room - 1] + "…"
    return Text(f"{text:<{room}}  {took}".rstrip(), style="bold")


def following(story: Story, width: int) -> Iterator[str]:
    """Commands to try next, as they can be typed; what leaves no room goes without its reason."""
    own = story.choices.get("incentive", "commission")
    other = "commission" if own == "quota_bonus" else "quota_bonus"
    typed = [word for word in _typed(story.words) if word.split("=")[0] not in _NO_RESULT]
    kept = [word for word in typed if not word.startswith(("incentive=", "incentive."))]
    plans = _command("-m", kept, f"incentive={own},{other}")
    usual = {plans: "what another pay plan changes",
             _command("", typed, "report=full"): "every KPI, and the plan"}  # fmt: skip
    room = width - len(NEXT) - 3 - max(map(len, usual.values()))
    wide = max([len(command) for command in usual if len(command) <= room], default=0)
    for number, (command, what) in enumerate(usual.items()):
        reason = f"   {what}" if len(command) <= room else ""
        yield f"{NEXT if not number else ' ' * len(NEXT)}{command:<{wide}}{reason}"


def _command(flag: str, words: Sequence[str], last: str) -> str:
    return shlex.join([word for word in ("sim", flag, *words, last) if word])


def _typed(words: Sequence[str]) -> list[str]:
    """The words of a request but for flags and the folder."""
    return [one for one in words if not one.startswith(("-", "hydra."))]


def _people(result: "Result", summary: Mapping[str, Any]) -> list[Line]:
    """A rep's quota over on-target earnings, attainment, pay and hours."""
    found = _lines(PEOPLE, result, summary)
    if "pay" not in result.tables:
        return found
    plan = terms(result.config, result.tables)
    people, paid = result.config.sales.people, summary["scenarios"][0]["kpis"].get("pay_per_rep")
    ote, lines = ote_of(people, plan), []
    if "quota_to_ote" in plan.named():
        lines.append(Line("quota : OTE", f"{quota_to_ote(people, plan):.1f}"))
    if ote > 0 and paid is not None and paid["mean"] is not None:
        ends = ("mean", "ci_low", "ci_high")
        part = {end: None if paid[end] is None else paid[end] / ote for end in ends}
        lines.append(_line(Figure("pay, of OTE", "pay_per_rep", "share"), part))
    return lines[:1] + found[:2] + lines[1:] + found[2:]


def _lines(figures: Sequence[Figure], result: "Result", summary: Mapping[str, Any]) -> list[Line]:
    """The lines of those figures that exist."""
    kpis, runs = summary["scenarios"][0]["kpis"], result.tables["runs"]
    return [
        _line(one, kpis[one.kpi], too_few(runs, one.kpi))
        for one in figures
        if one.kpi in kpis and kpis[one.kpi]["mean"] is not None and _exists(one.kpi, result)
    ]


def _exists(kpi: str, result: "Result") -> bool:
    return bool(result.config.rivals.count) or kpi not in AGAINST_RIVALS


def _line(figure: Figure, kpi: Mapping[str, Any], few: bool = False) -> Line:
    unit = figure.unit or shown_unit(figure.kpi)
    mark = figure.mark or (" %" if unit == "share" else "")
    with in_currency(""):  # one sign a line is enough
        ends = interval_text(kpi, unit)
    return Line(figure.words, mean_text(kpi, unit) + mark, "" if ends == UNDEFINED else ends, few)


def _block(groups: Mapping[str, Sequence[Line]]) -> list[list[Text]]:
    """Groups of lines of one width, each under its title."""
    lines = [line for group in groups.values() for line in group]
    words = max([len(one.words) for one in lines], default=0)
    number = max([len(one.number) for one in lines], default=0)
    found = []
    for title, group in groups.items():
        head = Text(f"{title:<{words + 1 + number}}", style="bold")
        if any(one.interval for one in group):
            head.append("  95 %", style="dim not bold")
        part = [head] if group else []
        for one in group:
            text = Text(f"{one.words:<{words}} {one.number:>{number}}")
            text.append(f"  {one.interval}", style="dim")
            part.append(text.append(f" {FEW}" if one.few else "", style="italic"))
        for text in part:
            text.rstrip()
        found.append(part)
    return found


def _wide(block: Sequence[Sequence[Text]]) -> int:
    return max([len(text) for part in block for text in part], default=0)


def _beside(left: Sequence[Sequence[Text]], right: Sequence[Sequence[Text]]) -> Iterator[Text]:
    """Two blocks beside each other, part by part."""
    wide = _wide(left)
    for one, other in zip(left, right, strict=True):
        for place in range(max(len(one), len(other))):
            text = one[place].copy() if place < len(one) else Text()
            if place < len(other):
                text.append(" " * (wide - len(text)) + GAP)
                text.append_text(other[place])
            yield text
        yield Text()
