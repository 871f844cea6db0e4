"""The command ``sim``: verbs are answered here, everything else is Hydra's grammar."""

import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from sim.cli.screen import prepare
from sim.config import ConfigError
from sim.config.refusal import Refusal, hint, one_line
from sim.engine.signals import tidily
from sim.folder.claim import NothingKept, said

if TYPE_CHECKING:
    from sim.request import Request

REFUSED, FAILED, INTERRUPTED = 2, 1, 130
PIPE_BROKEN = 141  # as a shell says of a command that SIGPIPE ended
ON_FOLDERS = ("reproduce", "diff", "crate", "export")
ON_PLANS = ("why", "redteam", "plan")
ASKS_HYDRA = {"--cfg", "-c", "--info", "-i", "--hydra-help", "--shell-completion", "-sc"}
ASKS_HYDRA |= {"--version", "--experimental-rerun", "--resolve"}


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the words say; return the exit code. A refusal is one line on standard error."""
    words = list(sys.argv[1:] if argv is None else argv)
    try:
        prepare()
        _refuse_what_cannot_be_written_down(words)
        return _dispatch(words)
    except (Refusal, ConfigError) as refusal:
        return _say(one_line(str(refusal)), REFUSED)
    except NothingKept as error:
        return _say(one_line(str(error)), FAILED)
    except KeyboardInterrupt:
        return _say("interrupted: nothing was kept", INTERRUPTED)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_BROKEN
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        return _say(f"{where}{said(error)}", FAILED)


def _refuse_what_cannot_be_written_down(words: Sequence[str]) -> None:
    """Refuse words that are no text, and a place to work in that is not there any more."""
    for word in words:
        if not word.isascii() and word.encode(errors="ignore").decode() != word:
            raise Refusal(f"{word!a} is not text in UTF-8: write it in other letters")
    try:
        Path.cwd()
    except OSError:
        raise Refusal("the folder to work in was removed: change to one that is there") from None


def _dispatch(words: list[str]) -> int:
    if words and not words[0].startswith(("-", "+", "~")) and "=" not in words[0]:
        return _verb(words[0], words[1:])
    if any(word in ("--help", "-h") for word in words):
        return _help(words)
    if any(word.split("=")[0] in ASKS_HYDRA for word in words):
        from sim.asking_hydra import show

        show(words)
        return 0
    return _simulate(words)


def _verb(verb: str, words: Sequence[str]) -> int:
    from sim.cli.help import VERBS, verb_help

    if verb in VERBS and any(word in ("--help", "-h") for word in words):
        print(verb_help(verb))
        return 0
    if verb == "version":
        if words:
            raise Refusal(f"version takes no words, and got {' '.join(words)}")
        print(_version())
        return 0
    if verb == "app":
        from sim.cli.app import app

        return app(words)
    if verb == "facts":
        return _facts(words)
    if verb == "explain":
        from sim.cli.explain import explain

        return explain(words)
    if verb == "schema":
        from sim.cli.json_schema import schema

        return schema(words)
    if verb == "optimise":
        from sim.cli.optimise import optimise

        return optimise(words)
    if verb == "report":
        from sim.cli.report_page import report

        return report(words)
    if verb == "plot":
        from sim.cli.plot import plot

        return plot(words)
    if verb in ON_FOLDERS:
        from sim.cli import verbs as command

        code: int = getattr(command, verb)(words)
        return code
    if verb in ON_PLANS:
        return _on_plans(verb, words)
    from sim.grammar.options import config_dir, groups

    known = groups([config_dir()])
    options = [f"{name}={option}" for name, group in known.items() for option in group.options]
    near = hint(verb, [*VERBS, *known, *options])
    raise Refusal(f"{verb} is not a verb: one of {', '.join(VERBS)}, or write key=value{near}")


def _on_plans(verb: str, words: Sequence[str]) -> int:
    from concurrent.futures import BrokenExecutor

    from sim.runs.pool import one_thread_each

    one_thread_each()
    from sim.cli import compensation

    try:
        code: int = getattr(compensation, verb)(words)
    except BrokenExecutor as error:
        return _say(f"{error}; nothing was kept", FAILED)
    return code


def _facts(words: Sequence[str]) -> int:
    """Check classes of facts, all if none is named, or some by number; 0 if all must-holds do."""
    from sim.facts import asked

    settings = [word for word in words if word.startswith("hydra.")]
    some = asked([word for word in words if word not in settings])
    from sim.cli.facts import check_all
    from sim.cli.facts_report import all_hold, show, write
    from sim.folder.claim import claimed
    from sim.request import request

    started = datetime.now(UTC).isoformat(timespec="seconds")
    place = request(settings)
    with tidily(), claimed(place.folder, place.folder_from_clock) as claim:
        outcomes = check_all(some)
        write(claim.work, outcomes, {"argv": ["facts", *words], "started": started})
    show(outcomes, claim.final)
    return 0 if all_hold(outcomes) else FAILED


def _version() -> str:
    import platform

    from sim.folder.provenance import DISTRIBUTION, code, package_version

    found = code()
    names = ("mesa", "hydra-core", "numba", "numpy")
    changed = ", changed" if found["dirty"] else ""
    commit = f" (commit {found['commit'][:10]}{changed})" if found["commit"] else ""
    versions = [f"{name} {package_version(name)}" for name in names]
    here = f"{DISTRIBUTION} {found['version']}{commit}"
    return ", ".join([here, f"Python {platform.python_version()}", *versions])


def _help(words: Sequence[str]) -> int:
    from sim.cli.help import help_text
    from sim.grammar.options import config_dir

    folders = [config_dir()]
    for flag, value in pairwise(words):
        if flag in ("--config-dir", "-cd") and Path(value).is_dir():
            folders.append(Path(value))
    print(help_text(folders))
    return 0


def _simulate(words: Sequence[str]) -> int:
    """Run the scenarios that the words ask for; several experiments one after the other."""
    asked = [word for word in words if word.lstrip("+").startswith("experiment=")]
    if not asked:
        return _scenarios(words)
    from sim.request import experiments

    others = [word for word in words if word not in asked]
    names = experiments(asked[-1], words)
    if len(names) == 1:
        return _scenarios([*others, f"+experiment={names[0]}"])
    codes = []
    for name in names:
        print(f"\n{name}")
        own = [f"{word}/{name}" if word.startswith("hydra.sweep.dir=") else word for word in others]
        codes.append(_scenarios([*own, f"+experiment={name}"]))
    return max(codes)


def _scenarios(words: Sequence[str]) -> int:
    from sim.cli.asides import tell
    from sim.request import request
    from sim.runs.progress import Progress

    begun, started = monotonic(), datetime.now(UTC).isoformat(timespec="seconds")
    with Progress(text="composing the scenarios") as progress:
        asked = request(words, progress)
    tell(asked)
    if asked.stock:
        return _as_hydra_does(words, asked.notes)
    if asked.sweep:
        return _sweep(asked, words, started)
    return _one(asked, words, started, begun)


def _one(asked: "Request", words: Sequence[str], started: str, begun: float) -> int:
    from concurrent.futures import BrokenExecutor

    from sim.cli.one_scenario import run_one
    from sim.folder.claim import claimed
    from sim.folder.write import NotFiniteError

    try:
        with tidily(), claimed(asked.folder, asked.folder_from_clock) as claim:
            result, summary, found, figures = run_one(asked, claim.work, list(words), started)
    except (NotFiniteError, BrokenExecutor) as error:
        return _say(f"{error}; nothing was kept", FAILED)
    from sim.cli.first_screen import Story
    from sim.cli.report import console, show, show_first

    if result.config.report == "full":
        show(console(), [result], summary, found, claim.final, figures)
        return 0
    story = Story(words, asked.scenarios[0].choices, monotonic() - begun)
    show_first(console(), result, summary, found, (claim.final, figures), story)
    return 0


def _sweep(asked: "Request", words: Sequence[str], started: str) -> int:
    from sim.runs.pool import one_thread_each

    one_thread_each()
    from sim.cli.report import console, show, show_verdict
    from sim.metrics.numbers import in_currency
    from sim.metrics.summary import sentence
    from sim.sweep.perform import Incomplete, perform

    try:
        with tidily():
            done = perform(asked, words, started)
    except Incomplete as end:
        return _say(str(end), INTERRUPTED if end.interrupted else FAILED)
    written = done.written
    if written.verdict is not None:
        with in_currency(written.results[0].config.currency):
            show_verdict(console(), written.verdict, done.folder, written.figures)
        return _failures(done.failures, done.folder)
    found = sentence(written.summary, written.results, len(done.names))
    found = f"{found} {written.stopped}".strip()
    show(console(), written.results, written.summary, found, done.folder, written.figures)
    return _failures(done.failures, done.folder)


def _failures(count: int, folder: Path) -> int:
    if not count:
        return 0
    runs = "run" if count == 1 else "runs"
    return _say(f"{count:,} {runs} failed: {folder}/failures.jsonl", FAILED)


def _as_hydra_does(words: Sequence[str], told: Sequence[str]) -> int:
    """Leave a sweep to Hydra's own launcher, or to another plugin."""
    from sim.cli.stock_launcher import job
    from sim.folder.write import NotFiniteError
    from sim.request import launch

    try:
        with tidily():
            notes = launch(words, job)
    except NotFiniteError as error:
        return _say(str(error), FAILED)
    for line in notes:
        if line not in told:
            _say(line, 0)
    return 0


def _say(text: str, code: int) -> int:
    print(f"sim: {text}", file=sys.stderr)
    return code
