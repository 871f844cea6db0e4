"""The words of the terminal: flags, folders of options, overrides; read and checked one by one."""

import math
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from hydra._internal.utils import get_args_parser
from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.core.override_parser.types import Glob, IntervalSweep, RangeSweep
from hydra.errors import OverrideParseException

from sim.config.refusal import Refusal, hint, nearest, one_line
from sim.grammar.as_written import refuse_either
from sim.grammar.keys import spelled
from sim.grammar.options import PRIMARY, config_dir, groups, nested_choices, read_yaml
from sim.grammar.vocabulary import Vocabulary, Word, refuse_control

SEARCHED = "hydra.searchpath"
SHELLS = ("bash", "fish", "zsh")
MOST_SCENARIOS, MOST_SHOWN = 1_000_000, 120


def parse(argv: Sequence[str]) -> Namespace:
    """The words by Hydra's own parser. Raises :class:`Refusal` where it would print its usage."""
    parser: ArgumentParser = get_args_parser()
    flags = [flag for action in parser._actions for flag in action.option_strings]

    def refuse(message: str) -> NoReturn:
        what = one_line(message)
        flag = next((word for word in argv if word.startswith("-") and word in message), "")
        if not flag or not what.startswith("unrecognized"):
            raise Refusal(what)
        name, _, value = flag.lstrip("-").partition("=")
        name, after = name.replace("-", "_"), list(argv)[list(argv).index(flag) + 1 :][:1]
        known = vocabulary_of([config_dir()]).keys
        meant = name if name in known else nearest(name, known)
        if meant.rpartition(".")[2] == name.rpartition(".")[2]:
            raise Refusal(f"{flag} is not a flag: write {meant}={value or ''.join(after) or '…'}")
        raise Refusal(f"{flag} is not a flag{hint(flag, flags)}: write key=value, or sim --help")

    parser.error = refuse  # type: ignore[method-assign]
    for word in argv:
        refuse_control(word)
    args = parser.parse_intermixed_args(list(argv))
    args.overrides = [spelled(word) for word in args.overrides]
    return args


def read(words: Sequence[str]) -> list[Word]:
    """Words as Hydra's parser reads them, not checked against anything."""
    parser = OverridesParser.create()
    try:
        return [word_of(override) for override in parser.parse_overrides(list(words))]
    except OverrideParseException as error:
        raise _torn(error.override) from None


def check_completion(words: Sequence[str]) -> None:
    """Refuse a request for completion that is not to install or to uninstall it in a shell."""
    for word in words:
        what, _, shell = word.partition("=")
        if what not in ("install", "uninstall") or shell not in SHELLS:
            raise Refusal(f"{word} is no completion: install=SHELL, of {', '.join(SHELLS)}")


def folders_of(args: Namespace) -> list[Path]:
    """The folders of options, a later one's before an earlier one's.

    The shipped one or another in its place comes first, then those of ``hydra.searchpath``, then
    that of ``--config-dir``. Raises :class:`Refusal` for one that is no folder.
    """
    for name in ("config_path", "config_dir"):
        folder = getattr(args, name)
        setattr(args, name, folder and str(_folder(folder)))
    base = Path(args.config_path or config_dir())
    named = [base, *reversed(_searched(args)), args.config_dir]
    return [Path(folder) for folder in named if folder]


def _folder(name: str) -> Path:
    try:
        there = Path(name).is_dir()
    except (OSError, ValueError):
        there = False
    if not there:
        raise Refusal(f"{name}: no such folder of configs")
    return Path(name).resolve()


def _searched(args: Namespace) -> list[Path]:
    """The folders that ``hydra.searchpath`` names, by a word or in the primary config."""
    content, own = None, f"{primary_of(args)}.yaml"
    # A config in --config-dir is the one to begin with only if it is named.
    for folder in (args.config_path, args.config_dir if args.config_name else None):
        if folder and Path(folder, own).is_file():
            content = read_yaml(Path(folder, own))
    for name in ("hydra", "searchpath"):
        content = content.get(name) if isinstance(content, dict) else None
    for word in args.overrides:
        key, _, value = word.lstrip("+").partition("=")
        if key == SEARCHED:
            (said,) = read([f"folders={value}"])
            content = said.values[0] if said.values else []
    if content is None:
        return []
    if not isinstance(content, list) or not all(isinstance(one, str) for one in content):
        raise Refusal(f"{SEARCHED} is a list of folders: write {SEARCHED}=[DIR,DIR]")
    for name in content:
        if "://" in name and not name.startswith("file://"):
            raise Refusal(f"{SEARCHED}: {name} is not a folder: write DIR or file://DIR")
    return [_folder(name.removeprefix("file://")) for name in content]


def checked(words: Sequence[str], vocabulary: Vocabulary) -> list[Any]:
    """The words as Hydra's overrides, each checked against the vocabulary."""
    overrides = []
    parser = OverridesParser.create()
    for text in words:
        if text.lstrip("+~").startswith("=") or not text.strip("+~"):
            raise Refusal(f"{text} has no key: write key=value")
        if "=" not in text and not text.startswith("~"):
            near = hint(text, vocabulary.names)
            raise Refusal(f"{text} is not understood: write key=value{near}")
        try:
            (override,) = parser.parse_overrides([text])
        except OverrideParseException:
            raise _torn(text) from None
        except RecursionError:
            raise Refusal(f"{text[:MOST_SHOWN]}… is nested too deeply") from None
        except ValueError as error:
            why = one_line(str(error))
            raise Refusal(f"{text[:MOST_SHOWN]} is not understood: {why}") from None
        vocabulary.check(word_of(override))
        refuse_either(text)
        overrides.append(override)
    return overrides


def _torn(word: str) -> Refusal:
    if len(word) > MOST_SHOWN:
        word = word[:MOST_SHOWN] + "…"
    return Refusal(f"{word} is not understood: check its brackets and quotes")


def vocabulary_of(folders: Sequence[Path], others: Sequence[str] = ()) -> Vocabulary:
    """The vocabulary of the options in these folders; ``others`` are keys of no scenario."""
    return Vocabulary(groups(folders), nested_choices(folders), others)


def word_of(override: Any) -> Word:
    """One override of Hydra's as a word. Raises :class:`Refusal` for a sweep over no values."""
    adds = override.is_add() or override.is_force_add()
    key = override.get_key_element().lstrip("+~")
    value = override.value()
    if not override.is_sweep_override():
        return Word(key, [value], adds=adds, deletes=override.is_delete())
    if hasattr(value, "include"):
        return Word(key, [], glob=value, adds=adds)
    if not override.is_discrete_sweep():
        return Word(key, [], adds=adds)
    _check_sweep(override)
    values = [override._convert_value(item) for item in override.sweep_iterator()]
    return Word(key, values, adds=adds)


def _check_sweep(override: Any) -> None:
    """Refuse a sweep over no value, over a range within it, or over more values than can be run."""
    word, value = override.input_line, override.value()
    if isinstance(value, RangeSweep):
        if not value.step:
            raise Refusal(f"{word} has a step of 0: any other")
        count = _count(value)
        if not 1 <= count <= MOST_SCENARIOS:
            raise Refusal(f"{word} names {max(count, 0):,} values: 1 to {MOST_SCENARIOS:,}")
        return
    values = getattr(value, "list", None)
    if values is not None and not values:
        raise Refusal(f"{word} names no value")
    if any(isinstance(one, IntervalSweep | RangeSweep | Glob) for one in values or ()):
        raise Refusal(f"{word} names a range among values: a range, or values, not both")


def _count(values: RangeSweep) -> int:
    """The number of values of a range; its step is not 0."""
    return math.ceil(((values.stop or 0) - (values.start or 0)) / values.step)


def refuse_several(overrides: Sequence[Any]) -> None:
    """Refuse several values of a key where one scenario is asked for."""
    for override in overrides:
        if override.is_sweep_override():
            raise Refusal(f"{override.input_line} names several values: add -m to run them all")


def refuse_unheard(overrides: Sequence[Any], multirun: bool) -> None:
    """Refuse words of Hydra's that would change nothing, and too many scenarios."""
    count = 1
    for override in overrides:
        key, value = override.get_key_element().lstrip("+"), override.value()
        if multirun and key.startswith("hydra.run."):
            other = key.replace("run", "sweep", 1)
            raise Refusal(f"{override.input_line} is for one scenario: of a sweep, say {other}=…")
        if not multirun and key.startswith(("hydra.sweep.", "hydra.launcher.")):
            other = ", or say hydra.run.dir=…" if key == "hydra.sweep.dir" else ""
            raise Refusal(f"{override.input_line} is for a sweep: add -m{other}")
        if override.is_discrete_sweep() and hasattr(value, "list"):
            count *= len(value.list)
        elif isinstance(value, RangeSweep):
            count *= _count(value)
    if count > MOST_SCENARIOS:
        raise Refusal(f"these words name {count:,} scenarios: {MOST_SCENARIOS:,} at most")


def primary_of(args: Namespace) -> str:
    """The name of the config to begin with."""
    return str(args.config_name or PRIMARY.removesuffix(".yaml"))
