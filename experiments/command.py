"""One command line for all programs here: a name, its options, then key=value of the scenario.

A program says as data what it can be asked, and gives back what it has to tell. Words are read,
files are kept and requests are refused here, once for all.
"""

import importlib
import json
import os
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple, NoReturn

from experiments.seeds import some
from sim.config import Config, ConfigError
from sim.config.refusal import Refusal, hint, one_line

REFUSED, INTERRUPTED = 2, 130
OUTPUTS, DOCS = Path("outputs"), Path("docs/figures")
WIDTH = 170


class Option(NamedTuple):
    """An option: name, default, a line of help. Its value is of the default's kind, or of ``kind``.

    ``False`` makes a switch. Numbers are at least ``least``; ``values`` asks for so many of them.
    """

    name: str
    default: Any
    text: str
    least: float = 1
    kind: Callable[[str], Any] | None = None
    choices: tuple[str, ...] | None = None
    values: int | None = None


WORKERS = Option("workers", 0, "processes, 0 for one per core", least=0)
FOLDER = Option("folder", None, "where files are kept", kind=Path)
REDRAW = Option("redraw", False, "tell and draw again what is kept, without running anything")
DOCS_TOO = Option("docs", False, f"write the first figure into {DOCS}, too")


class Program(NamedTuple):
    """A program: what it tells, and what it can be asked.

    ``tell`` yields text, tables of rich, and files as pairs of a name and a figure, table or text.
    ``measure`` runs the model and gives files by name; they are kept, and ``tell`` reads them from
    there. With ``seeds``, its usual number, a program runs on seeds of its range in the register.
    """

    tell: Callable[..., Iterator[Any]]
    options: tuple[Option, ...] = ()
    seeds: int = 0
    measure: Callable[[Namespace], Mapping[str, Any]] | None = None
    draws: bool = False
    scenario: bool = True


class Kept:
    """The files that a program kept in its folder, by name."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __getitem__(self, name: str) -> Any:
        path = self.folder / name
        if not path.exists():
            raise Refusal(f"{path} is not there: run without --redraw first")
        if path.suffix == ".json":
            return json.loads(path.read_text(encoding="utf-8"))
        import pandas as pd

        return pd.read_csv(path)


def chosen(package: str, file: str, words: Sequence[str] | None = None) -> int:
    """Run the program of a package that the first word names, or list all; return the exit code.

    A program is a folder of the package with that file, in which it is called ``PROGRAM``.
    """
    asked, known = list(sys.argv[1:] if words is None else words), programs(package, file)
    name = f" {asked[0]}" if asked and asked[0] in known else ""
    return _in_one_line(f"{package}{name}", lambda: _choose(package, file, asked, known))


def alone(package: str, program: Program, words: Sequence[str] | None = None) -> int:
    """Run a package's only program; return the exit code."""
    asked = list(sys.argv[1:] if words is None else words)
    return _in_one_line(package, lambda: _carry_out(program, package, asked))


def programs(package: str, file: str) -> dict[str, str]:
    """Every program of a package by name, and the question that it answers."""
    folder = Path(importlib.import_module(package).__path__[0])
    names = sorted(path.parent.name for path in folder.glob(f"*/{file}.py"))
    return {name: _question(f"{package}.{name}") for name in names}


def scenario(*words: str) -> Config:
    """The config that words compose, the later ones over the earlier, as a single run."""
    from sim.request import request

    return replace(request(words).scenarios[0].config, replicates=1)


def keep(folder: Path, files: Mapping[str, Any]) -> None:
    """Write files whole or not at all: all are made aside, then each takes its place."""
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".", dir=folder) as aside:
        for name, content in files.items():
            _write(content, Path(aside, name))
        for name in files:
            os.replace(Path(aside, name), folder / name)


def _in_one_line(what: str, run: Callable[[], None]) -> int:
    try:
        run()
    except (Refusal, ConfigError) as refusal:
        print(f"python -m {what}: {one_line(str(refusal))}", file=sys.stderr)
        return REFUSED
    except KeyboardInterrupt:
        print(f"python -m {what}: interrupted", file=sys.stderr)
        return INTERRUPTED
    return 0


def _choose(package: str, file: str, words: list[str], known: Mapping[str, str]) -> None:
    name = words[0] if words else "--help"
    if name in known:
        program = importlib.import_module(f"{package}.{name}.{file}").PROGRAM
        return _carry_out(program, f"{package}.{name}", words[1:])
    if name not in ("--help", "-h"):
        raise Refusal(f"{name} is not one of {', '.join(known)}{hint(name, known)}")
    print(f"python -m {package} NAME [options] [key=value of the scenario]\n")
    for name, question in known.items():
        print(f"  {name:<{max(map(len, known))}}  {question}")
    print("\nNAME --help says what each can be asked; the README.md in its folder, what was found.")


def _carry_out(program: Program, package: str, words: list[str]) -> None:
    name = package.rpartition(".")[2]
    asked = _read(program, package, words)
    kept = []
    if program.measure is not None:
        if not asked.redraw:
            keep(asked.folder, program.measure(asked))
        kept.append(Kept(asked.folder))
    to_docs = program.draws and asked.docs
    for one in program.tell(asked, *kept):
        if isinstance(one, str):
            print(one, flush=True)
        elif isinstance(one, tuple):
            keep(asked.folder, dict([one]))
            print(asked.folder / one[0])
            if to_docs and one[0].endswith(".png"):
                keep(DOCS, {f"{name}.png": one[1]})
                to_docs = False
        else:
            from rich.console import Console

            Console(width=WIDTH, highlight=False).print(one)


def _read(program: Program, package: str, words: list[str]) -> Namespace:
    """What is asked: options by name, root seeds as numbers, other words as ``overrides``."""
    folder, _, name = package.rpartition(".")
    prog = f"python -m {folder} {name}" if folder != "experiments" else f"python -m {package}"
    about = f"{_question(package)} See {package.replace('.', '/')}/README.md."
    parser = _Parser(prog=prog, description=about)
    for one in _options(program, name):
        parser.add_option(one)
    if program.scenario:
        parser.add_argument("overrides", nargs="*", metavar="key=value", help="as for sim")
    asked = parser.parse_intermixed_args(words)
    if "workers" in asked:
        asked.workers = asked.workers or os.cpu_count() or 1
    if program.seeds:
        asked.seeds = some(name, asked.seeds, asked.skip)
    return asked


def _options(program: Program, name: str) -> list[Option]:
    """A program's own options, and those that go with what it does."""
    found = list(program.options)
    if program.seeds:
        count = Option("seeds", program.seeds, "how many root seeds, the first of its range")
        found += [count, Option("skip", 0, "how many of its seeds to leave out", least=0), WORKERS]
    if program.draws or program.measure is not None:
        found.append(FOLDER._replace(default=OUTPUTS / name))
    if program.measure is not None:
        found.append(REDRAW)
    return [*found, DOCS_TOO] if program.draws else found


class _Parser(ArgumentParser):
    """Reads options, and refuses in one line where its base would print the usage."""

    def add_option(self, one: Option) -> None:
        """Take an option that is given as data."""
        flag = f"--{one.name.replace('_', '-')}"
        if one.default is False:
            self.add_argument(flag, action="store_true", help=one.text)
            return
        usual = "" if one.default is None else f" (default {one.default})"
        self.add_argument(
            flag,
            default=one.default,
            type=_reader(one),
            choices=one.choices,
            nargs=one.values,
            metavar=None if one.choices else one.name.upper(),
            help=one.text + usual,
        )

    def error(self, message: str) -> NoReturn:
        """Refuse, with the nearest option where one is unknown."""
        flags = [flag for action in self._actions for flag in action.option_strings]
        unknown = next(
            (word.partition("=")[0] for word in message.split() if word.startswith("--")), ""
        )
        near = hint(unknown, flags) if unknown and unknown.strip(":") not in flags else ""
        raise Refusal(f"{message}{near}")


def _reader(one: Option) -> Callable[[str], Any]:
    kind = one.kind or type(one.default)

    def read(text: str) -> Any:
        try:
            value = kind(text)
        except ValueError:
            wanted = "a whole number" if kind is int else "a number"
            raise ArgumentTypeError(f"{text} is not {wanted}") from None
        if kind in (int, float) and not value >= one.least:
            raise ArgumentTypeError(f"{text} is below {one.least:g}")
        return value

    return read


def _question(package: str) -> str:
    said = importlib.import_module(package).__doc__ or ""
    return one_line(said.partition("\n\n")[0])


def _write(content: Any, path: Path) -> None:
    if path.suffix == ".png":
        from sim.plots import save

        save(content, path)
    elif path.suffix == ".csv":
        content.to_csv(path, index=False)
    else:
        text = content if isinstance(content, str) else json.dumps(content, indent=1) + "\n"
        path.write_text(text, encoding="utf-8")
