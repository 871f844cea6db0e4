"""The text of ``sim --help``. It reads the options from disk and imports nothing heavy."""

import os
import sys
import textwrap
from collections.abc import Sequence
from pathlib import Path

from sim.config import Config
from sim.config.parameter import About, walk
from sim.grammar.options import Group, groups

WIDTH = 100
ABOUT = """\
A laboratory in which customers, marketers and sales reps meet each working day. Change how reps are
paid, how content is paced or who works with whom, and see what happens: every answer comes with an
interval, a figure, and a run that anyone can repeat."""

EXAMPLES = {
    "sim market=small": "a first look, in seconds",
    "sim": "the default market: key figures and pictures",
    "sim figures=false": "numbers alone; figures=funnel: that picture",
    "sim report=full": "every KPI with its formula, the plan on target",
    "sim incentive=quota_bonus cadence=daily seed=7": "another plan, daily content, other worlds",
    "sim -m 'incentive=glob(*)' cadence=weekly,daily": "a sweep: every plan with either, same luck",
    "sim incentive@rivals.incentive=salary": "change what the rivals do",
    "sim +experiment=both_convince": "a claim on trial: verdict and figure",
    "sim sales.roster=team.csv": "your own team, a row a person: docs/roster.md",
    "sim rivals=none sales.reps=20 hydra.run.dir=alone": "any parameter, any folder",
}
BEYOND = {
    "design=sobol design.samples=64": "samples, alone or crossed with a grid; latin_hypercube,",
    "design.ranges={sales.reps:[3,9]}": "morris, saltelli, zip (design.lists), file (design.file)",
    "until=profit until.half_width=2e5": "replicates until ± 2e5; until.first, .most, .compare",
    "reuse=FOLDER": "runs of a finished sweep, taken over where they are asked for",
}
TOP = ["replicates", "days", "warmup_days", "seed", "world", "market.customers", "rivals.count"]
TOP += ["sales.reps_per_thousand", "marketing.marketers", "incentive.salary"]
TOP += ["alignment.information", "alignment.goals"]
VERBS = {
    "app": "a page in your browser: choose, watch days pass, run, compare: app [--port N]",
    "facts": "which exact limits and published facts hold: facts [CLASS ...] [NUMBER ...]",
    "report": "finished folders as one page of HTML, to mail, print and read: report FOLDER …",
    "plot": "the figures of a finished folder, drawn again: plot FOLDER [NAME …]",
    "reproduce": "run a finished folder again and compare digests: reproduce FOLDER [--run N]",
    "diff": "what differs between two folders, in config, versions and results: diff A B",
    "crate": "a folder as an RO-Crate, a zip beside it for archives: crate FOLDER",
    "export": "what the firm's own CRM, web log, weekly table would hold: export FOLDER [--truth]",
    "why": "why one pay plan makes more than another, cause by cause: why PLAN PLAN",
    "redteam": "what gaming a pay plan brings a rep and costs the firm: redteam PLAN",
    "plan": "what a pay plan pays, to whom, who would leave: plan PLAN [--against PLAN]",
    "optimise": "search ranges for the best: optimise optimise.ranges={sales.reps:[2,9]} …",
    "explain": "a pay plan in words, as components, and what it pays: explain PLAN",
    "schema": "a JSON schema of plans, calendars, configs, for editors: schema GROUP",
    "version": "which smarketing, Python, Mesa and Hydra these are",
}
# Of each verb: its usage, and its words, one by one.
VERB_USAGE = {
    "app": "app [--port N] [--no-browser]",
    "facts": "facts [CLASS …] [NUMBER …] [hydra.run.dir=FOLDER]",
    "report": "report FOLDER [FOLDER …] [--to FILE.html]",
    "plot": "plot FOLDER [NAME …] [--to FOLDER] [--svg]",
    "reproduce": "reproduce FOLDER [--run N] [--trust-policies] [--large]",
    "diff": "diff FOLDER FOLDER",
    "crate": "crate FOLDER [--to FILE.zip] [--license URL] [--author NAME]",
    "export": "export FOLDER [--to FOLDER] [--replicate N] [--dark PART] [--unlogged PART] "
    "[--start MONDAY] [--truth] [--trust-policies] [--large]",
    "why": "why PLAN PLAN [KEY=VALUE …]",
    "redteam": "redteam PLAN [KEY=VALUE …]",
    "plan": "plan PLAN [--against PLAN] [KEY=VALUE …]",
    "optimise": "optimise optimise.ranges={KEY:[LOW,HIGH],…} [optimise.goals=…] "
    "[optimise.trials=N] [optimise.seed=N] [KEY=VALUE …]",
    "explain": "explain [PLAN | FILE.yaml] [KEY=VALUE …]",
    "schema": "schema GROUP",
    "version": "version",
}
TRUSTED = "import the decision makers that the folder names; read them first"
LARGE_TOO = "let a run take hours: one of more than 20 billion customer-days"
PLANS = {
    "PLAN": "an option of incentive, a YAML file (mine.yaml), or a run's folder",
    "KEY=VALUE": "the scenario, as for sim: market=small seed=7 replicates=30 sales.reps=12",
    "hydra.run.dir=FOLDER": "where the results go",
}
VERB_WORDS = {
    "app": {
        "--port N": "the port of this machine; the first that is free from 8600 on if not said",
        "--no-browser": "print the address, and open nothing",
    },
    "facts": {
        "CLASS": "limits, inputs, calibrated, design, held_out, registered, read_once; or all",
        "NUMBER": "only these facts of the class, by their numbers: 4, S9, R12",
        "hydra.run.dir=FOLDER": "where the results go",
    },
    "report": {
        "FOLDER": "a finished folder of a run or a sweep; of several, what differs, seed by seed",
        "--to FILE.html": "the page; beside the first folder if not said",
    },
    "plot": {
        "NAME": "only these figures: funnel speed; a name that is none lists all there are",
        "--to FOLDER": "where they go; beside the folder if not said",
        "--svg": "as SVG, which scales, and whose words stay words",
    },
    "reproduce": {
        "--run N": "only the run in row N of runs.parquet, from 0",
        "--trust-policies": TRUSTED,
        "--large": LARGE_TOO,
    },
    "diff": {"FOLDER FOLDER": "two finished folders; exit code 1 if they differ"},
    "crate": {
        "--to FILE.zip": "the archive; beside the folder if not said",
        "--license URL": "the licence under which the results are passed on",
        "--author NAME": "who made them",
    },
    "export": {
        "--to FOLDER": "where it goes; beside the folder if not said",
        "--replicate N": "which replicate, from 0",
        "--dark PART": "part of touches that leave no trace, from 0 to 1",
        "--unlogged PART": "part of the reps' activities that nobody logs, from 0 to 1",
        "--start MONDAY": "the date of the first day, as 2024-01-01",
        "--truth": "true effects too, by replaying the run without each cause",
        "--trust-policies": TRUSTED,
        "--large": LARGE_TOO,
    },
    "why": PLANS,
    "redteam": PLANS,
    "plan": {**PLANS, "--against PLAN": "today's plan; commission if not said"},
    "optimise": {
        "optimise.ranges={…}": "what to search: {sales.reps:[2,9],incentive:{choices:[a,b]}}",
        "optimise.goals=…": "KPIs to raise or lower; profit if not said",
        "optimise.trials=N": "how many scenarios to try",
        "KEY=VALUE": "the scenario to search from, as for sim",
    },
    "explain": {
        "PLAN": "an option of incentive, or incentive=PLAN; commission if none is named",
        "FILE.yaml": "a plan of your own in a file, as it would lie in DIR/incentive",
        "KEY=VALUE": "anything that changes the plan, as for sim: incentive.cap=150%",
    },
    "schema": {"GROUP": "incentive, cadence, network, alignment, rivals; or config, for the rest"},
    "version": {},
}
FLAGS = {
    "-m, --multirun": "run every combination of the values given: a,b or range(1,9,2) or glob(*)",
    "-c, --cfg job": "print the config that the words make, all parameters of it; run nothing",
    "-i, --info": "how that config came about: all, defaults, defaults-tree, searchpath, …",
    "-cd, --config-dir DIR": "a folder with options of your own: DIR/incentive/mine.yaml, …",
    "--hydra-help": "Hydra's own help; its grammar holds throughout",
    "-sc install=bash": 'completion, in this shell: eval "$(sim -sc install=bash)"',
}
USAGE = """\
  sim [GROUP=OPTION | PARAMETER=VALUE] …    one scenario
  sim -m [GROUP=A,B | PARAMETER=1,2] …      a sweep
  sim VERB …                                (sim VERB --help)"""
LEFT = """\
outputs/<date>/<time>/, or the folder named by hydra.run.dir= (hydra.sweep.dir= for a sweep):
tables, figures, the config, and a README.txt that says what is what."""


def help_text(folders: Sequence[Path], colour: bool | None = None) -> str:
    """The whole help, at most 100 columns wide; headings in bold on a terminal."""
    bold = _colour_wanted() if colour is None else colour
    parts = [
        ("sim: what does a pay plan or a content calendar do to a market?", ABOUT),
        ("Usage", USAGE),
        ("Examples", _lines(EXAMPLES)),
        ("Words of a sweep (-m) beyond its grid: docs/sweeps.md", _lines(BEYOND)),
        ("Groups and their options (* by default)", _options(groups(folders))),
        ("Parameters most often changed (all: sim --cfg job)", _parameters()),
        ("Flags", _lines(FLAGS)),
        ("Verbs", _lines(VERBS)),
        ("What a run leaves behind", _wrapped(LEFT, "  ")),
    ]
    return "\n\n".join(f"{_heading(title, bold)}\n{text}" for title, text in parts)


def verb_help(verb: str) -> str:
    """The help on one verb: its usage, its purpose, its words."""
    purpose = VERBS[verb].partition(":")[0]
    usage = _wrapped(f"sim {VERB_USAGE[verb]}", "  ", "      ")
    parts = [
        f"sim {verb}: {purpose}",
        usage,
        *([_lines(VERB_WORDS[verb])] if VERB_WORDS[verb] else []),
    ]
    return "\n\n".join(parts)


def _options(found: dict[str, Group]) -> str:
    wide = max(len(option) for group in found.values() for option in group.options) + 3
    wide_name = max(map(len, found)) + 2
    lines = []
    for group in found.values():
        name = group.name
        for option, line in group.options.items():
            mark = "*" if option == group.default else " "
            start = f"  {name:<{wide_name}}{option + mark:<{wide}}"
            lines.append(_wrapped(line, start, " " * len(start)))
            name = ""
    return "\n".join(lines)


def _parameters() -> str:
    leaves = {key: (entry.metadata["about"], value) for key, entry, value in walk(Config())}
    wide = max(map(len, TOP)) + 2
    return "\n".join(f"  {key:<{wide}}{_parameter(*leaves[key])}" for key in TOP)


def _parameter(about: About, value: object) -> str:
    amount = f"{value:,g}" if isinstance(value, int | float) else f"{value}"
    if about.text in (about.unit, ""):
        return f"{amount} {about.unit}"
    return f"{amount + ' ' + about.unit:<20}{about.text}"


def _lines(entries: dict[str, str]) -> str:
    wide = max(map(len, entries)) + 2
    return "\n".join(f"  {left:<{wide}}{right}" for left, right in entries.items())


def _wrapped(text: str, start: str, after: str | None = None) -> str:
    after = start if after is None else after
    return textwrap.fill(text, WIDTH, initial_indent=start, subsequent_indent=after)


def _heading(title: str, bold: bool) -> str:
    return f"\033[1m{title}\033[0m" if bold else title


def _colour_wanted() -> bool:
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")
