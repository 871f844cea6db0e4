"""The README.txt of a run folder: the content of every file in it, in plain words."""

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING

from sim.config import CHANNELS, MEASURES
from sim.config.content_kinds import ALL_KINDS
from sim.metrics.glossary import KPIS
from sim.metrics.numbers import with_range
from sim.metrics.published_funnel import SOURCE
from sim.metrics.real_funnel import ROLES, comparison
from sim.records import SOURCES, Origin, Outcome, Unpursued

if TYPE_CHECKING:
    from sim.metrics.summary import Result

FILES = {
    "config.yaml": "every parameter of the scenario (of a sweep: of its first one), with its value",
    "scenarios.yaml": "each scenario of the sweep: its name and how it differs from config.yaml",
    "manifest.json": "where this comes from: the words typed, the config's hash, the seeds, the "
    "commit, the versions of all packages, the machine, and the SHA-256 of every file here. It is "
    "written last: a folder that has it is whole",
    "summary.json": "every KPI's mean and 95 % interval over replicates, and paired differences "
    "between scenarios; of several, what was made of them; null where a number is undefined",
    "kpis.csv": "a row per scenario and KPI, for a spreadsheet: value, ends of its 95 % interval "
    "(low, high), unit, what it is over, formula, whose definition it is",
    "runs.parquet": "a row per run: scenario, replicate, seed, status, digest of all its events, "
    "every KPI; empty where a KPI is undefined, such as a win rate without a deal",
    "verdict.json": "of an experiment: each hypothesis with its verdict, and what the figure shows",
    "failures.jsonl": "a line per run that failed: its scenario, config and seed, the traceback",
    "journal.jsonl": "every run as it was finished; while it is here, the same words with this "
    "folder (hydra.sweep.dir=) try again what failed or is missing",
    "daily.parquet": "a row per replicate, day and firm: what was published, sold, paid and held",
    "leads.parquet": "a row per lead: who, from where, its score, what became of it",
    "deals.parquet": "a row per deal: rep, customer, conversations, what was offered, how it ended",
    "journeys.parquet": "a row per buying journey of a customer, with or without a rep in it",
    "conversations.parquet": "a row per conversation between a rep and a customer",
    "renewals.parquet": "a row per contract that came up for renewal, and its outcome",
    "content.parquet": "a row per item of content published",
    "pay.parquet": "a row per rep, pay component and period: credit (what its measure counts), "
    "quota, attainment, pay, the share of the period that it is for, what was taken_back, the "
    "balance that the rep owes; a row with share 0 takes back what was paid; component -2 is an "
    "advance, or what is kept back for it; -1 a quota without pay",
    "staff.parquet": "a row per rep and period on the payroll",
    "rep_time.parquet": "a row per rep and quarter: hours by activity",
    "team.parquet": "a row per person of the roster, or manager, and pay period: credit, quota (of "
    "a manager: the number carried), attainment, variable pay (of a manager: all pay); of a rep, "
    "what the seat did, whoever sat in it",
    "touches.parquet": "a row per signal that reached a customer who searched then or later: an "
    "item of content, or another customer's word; the precision it told, whether it left a name",
}
FIGURES = "figures"
CODES: dict[str, Sequence[str]] = {
    "outcome": [f"{one.value} {one.name.lower()}" for one in Outcome],
    "unpursued": [f"{one.value} {one.name.lower()}" for one in Unpursued],
    "origin": [f"{one.value} {one.name.lower()}" for one in Origin],
    "kind": [f"{number} {name}" for number, name in enumerate(ALL_KINDS)],
    "source": [f"{number} {name}" for number, name in enumerate(SOURCES)],
    "channel": [f"{number} {name}" for number, name in enumerate(CHANNELS)],
    "measure": [f"{number} {name}" for number, name in enumerate(MEASURES)],
}
CLOSING = """\
Firm 0 is the focal firm. Times are working days since the start of the warm-up, 5 a week; what
happened in the warm-up is in the event tables and not in the KPIs. A time that is empty has not
come. Agents are numbers; -1 is nobody. Parquet opens in pandas, polars, R, DuckDB and many more.
"""


def readme(
    results: Sequence["Result"], names: Sequence[str], count: int = 1, more: str = ""
) -> str:
    """The text of README.txt for these scenarios and files; ``more`` is a paragraph to add."""
    config = results[0].config
    times = {one.config.replicates for one in results}
    often = " to ".join(map(str, sorted({min(times), max(times)})))
    what = results[0].name if count == 1 else f"{count} scenarios, the first: {results[0].name}"
    opening = f"A simulation by smarketing: {what}. Each scenario was run {often} times with luck "
    opening += f"of its own (root seed {config.seed}), {config.days} working days that count after "
    opening += f"{config.warmup_days} that do not."
    files = [_entry(name, FILES[name]) for name in FILES if name in names or "manifest" in name]
    figures = [name for name in names if name.startswith(f"{FIGURES}/")]
    if figures:
        files.append(_entry(f"{FIGURES}/", ", ".join(name.split("/")[1] for name in figures)))
    tables = any(name.startswith("leads") for name in names)
    codes = [_entry(column, ", ".join(values)) for column, values in CODES.items()]
    parts = [textwrap.fill(text, 100) for text in (opening, more) if text]
    parts += ["Files\n" + "\n".join(files)]
    parts += ["Numbers that stand for names, by column\n" + "\n".join(codes)] if tables else []
    kpis = {name: f"{kpi.unit}: {kpi.formula} ({kpi.source})" for name, kpi in KPIS.items()}
    told = "\n".join(_entry(name, text, 30) for name, text in kpis.items())
    parts += [f"KPIs: unit, formula and whose definition it is\n{told}"]
    parts += _beside_reality(results[0]) if count == 1 else []
    return "\n\n".join([*parts, CLOSING])


def _beside_reality(result: "Result") -> list[str]:
    """Each fact of the real funnel beside the simulated one, with its role; nothing without one."""
    facts = comparison(result)
    if facts is None:
        return []
    shown = [role for role in ROLES if role in set(facts["role"])]
    lines = ["Beside the real funnel: simulated and real, 95 % intervals in brackets"]
    lines += [_entry(role, ROLES[role], 10) for role in shown]
    lines += [f"  {'':<47}{'simulated':<27}{'real':<25}role"]
    for row in facts.to_dict("records"):
        simulated = with_range(row["simulated"], row["ci_low"], row["ci_high"])
        real = with_range(row["real"], row["real_low"], row["real_high"])
        texts = (f"{value} [{ends}]" for value, ends in (simulated, real))
        lines.append("  {:<47}{:<27}{:<25}{}".format(row["fact"], *texts, row["role"]))
    return ["\n".join([*lines, textwrap.fill(SOURCE, 100)])]


def _entry(name: str, text: str, wide: int = 22) -> str:
    start = f"  {name:<{wide}}"
    return textwrap.fill(text, 100, initial_indent=start, subsequent_indent=" " * len(start))
