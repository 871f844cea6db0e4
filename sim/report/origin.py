"""The origin of results: the words that made them, versions, seeds, and how to repeat them."""

import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sim.config import Config
from sim.config.parameter import About, about_of, walk
from sim.folder.provenance import DISTRIBUTION
from sim.folder.repeat.diff import values
from sim.report.finished import Finished, Outcome
from sim.report.homes import anonymous

_PLACES = ("hydra.run.dir=", "hydra.sweep.dir=")
MOST_SEEDS = 12
MANY, SHORT = 200, 12
Facts = list[tuple[str, str]]


class Setting(NamedTuple):
    """A parameter that differs from the default: both values, its unit, and a line about it."""

    key: str
    usual: str
    here: str
    unit: str
    about: str


class Origin(NamedTuple):
    """A folder's origin: facts by name, the command that made it, and the one that repeats it."""

    name: str
    facts: Facts
    packages: Facts
    made_by: str
    repeat: str


def settings(config: Config) -> list[Setting]:
    """The parameters in which a config differs from the default one."""
    about = {key: about_of(entry) for key, entry, _ in walk(Config())}
    return [
        Setting(one.key, said(one.a), said(one.b), *_words(about.get(_plain(one.key))))
        for one in values(Config(), config)
    ]


def said(value: Any) -> str:
    """A parameter's value as a person reads it."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list | tuple):
        text = ", ".join(map(said, value)) or "none"
    else:
        text = f"{value:,.10g}" if isinstance(value, int | float) else str(value) or "none"
    text = anonymous(text)
    return text if len(text) <= MANY else f"{text[:MANY]}…"


def origin(finished: Finished) -> Origin:
    """The origin of a finished folder, as its manifest tells it."""
    manifest, name = finished.folder.manifest, finished.name
    code, machine = manifest["code"], manifest["machine"]
    commit = f", commit {_text(code.get('commit'))[:SHORT]}" if code.get("commit") else ""
    changed = ", changed" if code.get("dirty") and code.get("commit") else ""
    version = f"{_text(code.get('version'))}{commit}{changed}"
    facts = [(DISTRIBUTION, version), ("Config", f"SHA-256 {_text(manifest['config_hash'])}")]
    facts += [("Root seed", _text(manifest.get("root_seed"))), ("Worlds", _worlds(manifest))]
    facts += [("Seeds of the replicates", _seeds(manifest.get("replicate_seeds")))]
    python = f"{_text(machine.get('implementation'))} {_text(machine.get('python'))}"
    where = f"{_text(machine.get('processor'))}, {_text(machine.get('cores'))} cores"
    facts += [("Python", python), ("Machine", f"{where}, {_text(machine.get('platform'))}")]
    facts += [("Finished", _text(manifest.get("finished")))]
    packages = [(_text(key), _text(value)) for key, value in manifest["packages"].items() if value]
    return Origin(name, facts, packages, _made_by(manifest), f"sim reproduce {shlex.quote(name)}")


def choices(manifest: Mapping[str, Any]) -> dict[str, str]:
    """The option of each group that was chosen, where the folder says so."""
    found = manifest.get("choices")
    return {str(key): str(one) for key, one in found.items()} if isinstance(found, dict) else {}


def _made_by(manifest: Mapping[str, Any]) -> str:
    argv = manifest.get("argv")
    words = [str(word) for word in argv] if isinstance(argv, list) else []
    kept = [anonymous(word) for word in words if not word.startswith(_PLACES)]
    return shlex.join(["sim", *kept])


def _worlds(manifest: Mapping[str, Any]) -> str:
    world = manifest.get("world")
    return "one in each replicate" if world in (None, "drawn") else f"one, of seed {_text(world)}"


def _seeds(found: Any) -> str:
    seeds: Sequence[Any] = found if isinstance(found, list) else []
    shown = ", ".join(_text(one) for one in seeds[:MOST_SEEDS])
    rest = len(seeds) - MOST_SEEDS
    return f"{shown} and {rest:,} more" if rest > 0 else shown


def _text(value: Any) -> str:
    text = anonymous("–" if value is None else str(value))
    return text if len(text) <= MANY else f"{text[:MANY]}…"


def _words(about: About | None) -> tuple[str, str]:
    return (about.unit, about.text) if about is not None else ("", "")


def _plain(key: str) -> str:
    """A parameter's key without the numbers of lists."""
    return re.sub(r"\[\d+\].*", "", key)


def days_of(results: Sequence[Outcome]) -> str:
    """The days that were counted; where they differ, that totals do, too."""
    days = [f"{n:,}" for n in sorted({one.config.days for one in results})]
    if len(days) < 2:
        return days[0]
    said = " and ".join(days) if len(days) == 2 else f"{days[0]} to {days[-1]}"
    return f"{said}: totals are of different lengths"


def asked(finished: Finished) -> Iterator[tuple[str, str]]:
    """Replicates, days and seed of the simulation, by name."""
    config = finished.outcomes[0].config
    if finished.count > 1:
        yield "Scenarios", f"{finished.count:,}"
    counts = sorted({len(one.tables["runs"]) for one in finished.outcomes})
    yield "Replicates", " to ".join(f"{n:,}" for n in dict.fromkeys((counts[0], counts[-1])))
    yield "Days", f"{days_of(finished.outcomes)}, after {config.warmup_days:,} of warm-up"
    yield "Seed", f"{config.seed}"
