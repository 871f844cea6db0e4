"""What is made from the code: tables of parameters and KPIs in these pages, schemas for editors.

python docs/parameters.py            exit 1 if any of it is stale
python docs/parameters.py --write    write them anew
"""

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import Field, fields, is_dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from sim.cli.json_schema import text_of
from sim.config import Config
from sim.config.parameter import About, walk
from sim.grammar.json_schema import EDITED, schema_file
from sim.metrics.glossary import DETAIL, FOCAL, MARKET, TERMS, Kpi

FOLDER = Path(__file__).parent
SCHEMAS = FOLDER.parent / "configs" / "schemas"
BEGIN = "<!-- made by docs/parameters.py: begin -->"
END = "<!-- made by docs/parameters.py: end -->"


def parameters() -> str:
    """Every parameter by dotted key: what it is, default, unit, allowed values, source."""
    config = Config()
    leaves = [leaf for leaf in walk(config) if not _repeats(config, leaf[0])]
    parts = []
    for section, members in groupby(leaves, key=lambda leaf: _section(leaf[0])):
        rows = [_parameter_row(*member) for member in members]
        heading = ("key", "meaning", "default", "unit", "allowed", "source")
        parts.append(f"### {section}\n\n{grid(heading, rows)}")
    parts.append(
        "### rivals.*\n\n"
        f"Each rival has {_listed([f'`rivals.{name}`' for name in _of_rivals(config)])}, with the "
        "parameters and defaults of the focal firm's groups of the same names."
    )
    return "\n\n".join(parts)


def kpis() -> str:
    """Every KPI: unit, formula, what it is over, whose definition it is."""
    parts = []
    for title, group in (
        ("Of the focal firm", FOCAL), ("In more detail", DETAIL), ("Of the whole market", MARKET),
        ("Of a pay plan", TERMS),
    ):  # fmt: skip
        rows = [_kpi_row(kpi) for kpi in group.values()]
        heading = ("KPI", "unit", "formula", "over", "source")
        parts.append(f"## {title}\n\n{grid(heading, rows)}")
    return "\n\n".join(parts)


PAGES: dict[str, Callable[[], str]] = {"model.md": parameters, "glossary.md": kpis}


def stale(folder: Path = FOLDER) -> list[str]:
    """The pages whose table is not what the code makes today."""
    return [page for page in PAGES if (folder / page).read_text() != _renewed(folder, page)]


def write(folder: Path = FOLDER) -> list[str]:
    """Make every table anew; the pages that changed."""
    changed = stale(folder)
    for page in changed:
        (folder / page).write_text(_renewed(folder, page))
    return changed


def main(words: Sequence[str]) -> int:
    """Check, or write."""
    if list(words) not in ([], ["--write"]):
        print(__doc__, file=sys.stderr)
        return 2
    writing = bool(words)
    old = [*write(), *write_schemas()] if writing else [*stale(), *stale_schemas()]
    for name in old:
        print(f"{name}: {'written' if writing else 'stale: run with --write'}")
    return 0 if writing or not old else 1


def stale_schemas(folder: Path = SCHEMAS) -> list[str]:
    """The schemas for editors that are not what the code makes today."""
    made = {schema_file(name): text_of(name) for name in EDITED}
    paths = {name: folder / name for name in made}
    return [name for name, path in paths.items()
            if not path.is_file() or path.read_text(encoding="utf-8") != made[name]]  # fmt: skip


def write_schemas(folder: Path = SCHEMAS) -> list[str]:
    """Make every schema anew; those that changed."""
    changed = stale_schemas(folder)
    folder.mkdir(exist_ok=True)
    for name in EDITED:
        (folder / schema_file(name)).write_text(text_of(name), encoding="utf-8")
    return changed


def _renewed(folder: Path, page: str) -> str:
    text = (folder / page).read_text()
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"docs/{page} has no place for its table: {BEGIN} … {END}")
    return f"{before}{BEGIN}\n\n{PAGES[page]()}\n\n{END}{after}"


def _of_rivals(config: Config) -> list[str]:
    """The groups that a rival shares with the focal firm."""
    parts = [entry.name for entry in fields(config.rivals)
             if is_dataclass(getattr(config.rivals, entry.name))]  # fmt: skip
    for name in parts:
        if getattr(config.rivals, name) != getattr(config, name):
            raise ValueError(f"rivals.{name} has other defaults than {name}: list it by itself")
    return parts


def _repeats(config: Config, key: str) -> bool:
    return any(key.startswith(f"rivals.{name}.") for name in _of_rivals(config))


def _section(key: str) -> str:
    """The group under which a key is listed: its own, or the scenario's."""
    if key.startswith("market."):
        words = key.split(".")
        return ".".join(words[:-1])
    first = key.partition(".")[0] if "." in key else "scenario"
    return first.partition("[")[0]


def _parameter_row(key: str, entry: "Field[Any]", value: Any) -> tuple[str, ...]:
    about: About = entry.metadata["about"]
    allowed = "true, false" if isinstance(value, bool) else about.allowed
    return (f"`{key}`", about.text, _value(value), about.unit, allowed, about.source)


def _kpi_row(kpi: Kpi) -> tuple[str, ...]:
    return (f"`{kpi.name}`", kpi.unit, kpi.formula, kpi.over, kpi.source)


def _value(value: Any) -> str:
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return f"[{', '.join(_value(item) for item in value)}]"
    return f"{value:,.12g}" if isinstance(value, int | float) else str(value)


def grid(heading: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table in Markdown."""
    return "\n".join(_lines(heading, rows))


def _lines(heading: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield _line(heading)
    yield _line(["---"] * len(heading))
    for row in rows:
        yield _line(row)


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _listed(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
