"""From the words on the command line to checked scenarios. Hydra composes; nothing runs here."""

import os
import sys
import tempfile
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, NoReturn

import hydra
import yaml  # type: ignore[import-untyped]
from hydra._internal.utils import get_args_parser
from hydra.core.config_store import ConfigStore
from hydra.core.hydra_config import HydraConfig
from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.errors import HydraException, OverrideParseException
from hydra.types import RunMode
from omegaconf import DictConfig, OmegaConf
from omegaconf.errors import OmegaConfBaseException

from sim.config import Config, ConfigError
from sim.editorial import with_calendars
from sim.groups import PRIMARY, config_dir, groups, nested_choices, torn
from sim.refusal import Refusal, hint, one_line
from sim.schema import config_from, twin
from sim.sweep.plan import Plan, Scenario
from sim.sweep.plugin import is_ours, register
from sim.words import Vocabulary, Word

FULL_ERROR = "HYDRA_FULL_ERROR"
VERSION_BASE = "1.3"
# The lists of parts that a config has, by what they are lists of.
_LISTS = {
    "Component": "incentive.components[…].", "Planned": "cadence.planned[…].",
    "Release": "cadence.releases[…].",
}  # fmt: skip


@dataclass(frozen=True)
class Request:
    """What the command line asks for: scenarios, all checked, and the folder to leave them in.

    Of a sweep under another launcher than this package's own, ``stock``, there are no scenarios
    here: Hydra composes and runs them in its own way (:func:`launch`).
    """

    scenarios: Sequence[Scenario]
    folder: Path
    folder_from_clock: bool
    sweep: bool
    stock: bool = False


def parse(argv: Sequence[str]) -> Namespace:
    """The words by Hydra's own parser. Raises :class:`Refusal` where it would print its usage."""
    parser: ArgumentParser = get_args_parser()
    flags = [flag for action in parser._actions for flag in action.option_strings]

    def refuse(message: str) -> NoReturn:
        unknown = next((word for word in argv if word.startswith("-") and word in message), "")
        raise Refusal(one_line(message) + (hint(unknown, flags) if unknown else ""))

    parser.error = refuse  # type: ignore[method-assign]
    return parser.parse_intermixed_args(list(argv))


def request(argv: Sequence[str], tell: Callable[[int, int], None] | None = None) -> Request:
    """Compose and check everything that the words ask for. Raises :class:`Refusal` in one line.

    ``tell(done, total)`` hears of the scenarios of a sweep that were checked.
    """
    args = parse(argv)
    folders = _folders(args)
    overrides = _checked(args.overrides, folders)
    with _in_one_line():
        settings = _settings(args, folders, overrides)
        multirun = args.multirun or settings.mode == RunMode.MULTIRUN
        if not multirun:
            _refuse_several(overrides)  # Hydra's own words for it take four lines
        place = settings.sweep if multirun else settings.run
        raw = str(OmegaConf.to_container(place, resolve=False)["dir"])  # type: ignore[index,call-overload]
        from_clock, stock = "${now:" in raw, multirun and not is_ours(settings)
        scenarios: Sequence[Scenario] = ()
        if not stock:
            vocabulary = Vocabulary(groups(folders), nested_choices(folders))
            taking = _Taking(lambda one: vocabulary.check(_word(one)), tell)
            scenarios = _compose_all(args, multirun, taking)
        return Request(scenarios, Path(place.dir), from_clock, multirun, stock)


def launch(argv: Sequence[str], task: Callable[[DictConfig], Any]) -> None:
    """Let Hydra's stock engine, or another plugin's, run the task for every job of a sweep."""
    args = parse(argv)
    _folders(args)
    with _in_one_line():
        _hydra_main(["--multirun", *_argv(args, ("run", "multirun"))], task)


def scenario_of(config: DictConfig) -> Scenario:
    """The scenario of one job that Hydra has composed and is running."""
    settings = HydraConfig.get()
    choices = {key: str(value) for key, value in settings.runtime.choices.items()
               if value is not None and not str(key).startswith("hydra/")}  # fmt: skip
    content = OmegaConf.to_container(config, resolve=True)
    made = with_calendars(config_from(content))
    return Scenario(made, tuple(settings.overrides.task), choices)


def read(words: Sequence[str]) -> list[Word]:
    """Words as Hydra's parser reads them, not checked against anything."""
    parser = OverridesParser.create()
    try:
        return [_word(override) for override in parser.parse_overrides(list(words))]
    except OverrideParseException as error:
        raise Refusal(
            f"{error.override} is not understood: check its brackets and quotes"
        ) from None


def show(argv: Sequence[str]) -> None:
    """Let Hydra answer about itself or a config: ``--cfg``, ``--info``, completion, and such."""
    args = parse(argv)
    if args.experimental_rerun is not None:
        raise Refusal("--experimental-rerun would run code from a file: give the words again")
    folders = _folders(args)
    if not args.shell_completion:
        _checked(args.overrides, folders)
    with _in_one_line():
        _hydra_main(_argv(args), lambda config: None)


def _folders(args: Namespace) -> list[Path]:
    """Where options are looked for: the shipped folder or another in its place, and one more."""
    for name in ("config_path", "config_dir"):
        folder = getattr(args, name)
        if folder and not Path(folder).is_dir():
            raise Refusal(f"{folder}: no such folder of configs")
        setattr(args, name, folder and str(Path(folder).resolve()))
    named = [args.config_path or str(config_dir()), args.config_dir]
    return [Path(folder) for folder in named if folder]


def _checked(words: Sequence[str], folders: Sequence[Path]) -> list[Any]:
    """The words as Hydra's overrides, each one checked against what there is to say."""
    vocabulary = Vocabulary(groups(folders), nested_choices(folders))
    overrides = []
    parser = OverridesParser.create()
    for text in words:
        if "=" not in text and not text.startswith("~"):
            near = hint(text, vocabulary.names)
            raise Refusal(f"{text} is not understood: write key=value{near}")
        try:
            (override,) = parser.parse_overrides([text])
        except OverrideParseException:
            raise Refusal(f"{text} is not understood: check its brackets and quotes") from None
        vocabulary.check(_word(override))
        overrides.append(override)
    return overrides


def _word(override: Any) -> Word:
    adds = override.is_add() or override.is_force_add()
    key = override.get_key_element().lstrip("+~")
    value = override.value()
    if not override.is_sweep_override():
        return Word(key, [value], adds=adds, deletes=override.is_delete())
    if hasattr(value, "include"):
        return Word(key, [], glob=value, adds=adds)
    values = override.sweep_iterator() if override.is_discrete_sweep() else []
    return Word(key, [override._convert_value(item) for item in values], adds=adds)


def _refuse_several(overrides: Sequence[Any]) -> None:
    for override in overrides:
        if override.is_sweep_override():
            raise Refusal(f"{override.input_line} names several values: add -m to run them all")


def _settings(args: Namespace, folders: Sequence[Path], overrides: Sequence[Any]) -> Any:
    """Hydra's own settings under these words: one run or many, and in which folder."""
    words = [one.input_line for one in overrides if not one.is_sweep_override()]
    if len(folders) > 1:
        words.append(f"hydra.searchpath=[{_quoted('file://' + str(folders[1]))}]")
    _register()
    with hydra.initialize_config_dir(str(folders[0]), job_name="sim", version_base=VERSION_BASE):
        composed = hydra.compose(_primary(args), words, return_hydra_config=True)
        HydraConfig.instance().set_config(composed)
        return composed.hydra


def output_folder() -> Path:
    """The folder that Hydra has made for the job that it is running."""
    return Path(HydraConfig.get().runtime.output_dir)


class _Taking:
    """A task that only takes scenarios: one from a single run, all from this package's launcher.

    Whatever is wrong with a job is kept until Hydra has returned.
    """

    def __init__(self, check: Callable[[Any], None], tell: Callable[[int, int], None] | None):
        self.check = check
        self.tell = tell
        self.found: Sequence[Scenario] = ()
        self.refused: Exception | None = None

    def __call__(self, config: DictConfig) -> None:
        try:
            self.found = (scenario_of(config),)
        except (ConfigError, Refusal, OmegaConfBaseException) as error:
            self.refused = error

    def launch(self, plan: Plan) -> None:
        self.found = plan


def _compose_all(args: Namespace, multirun: bool, taking: _Taking) -> Sequence[Scenario]:
    """Every scenario, by running Hydra on a task that only takes them."""
    with tempfile.TemporaryDirectory() as scratch:
        nowhere = _quoted(scratch)
        own = [f"hydra.run.dir={nowhere}", f"hydra.sweep.dir={nowhere}", "hydra.sweep.subdir=."]
        mode = ["--multirun"] if multirun else ["--run"]
        _hydra_main([*mode, *_argv(args, ("run", "multirun")), *own], taking)
    if taking.refused:
        raise taking.refused
    return taking.found


def _argv(args: Namespace, without: Sequence[str] = ()) -> list[str]:
    """The words again, options first, as Hydra's parser wants them."""
    words = []
    for name, value in vars(args).items():
        option = "--" + name.replace("_", "-")
        if name in ("overrides", *without) or value in (None, False):
            continue
        words += [option] if value is True else [option, str(value)]
    return [*words, *args.overrides]


def _hydra_main(argv: Sequence[str], task: Callable[[DictConfig], Any]) -> None:
    _register()
    before = sys.argv
    sys.argv = ["sim", *argv]
    try:
        hydra.main(version_base=VERSION_BASE, config_path=str(config_dir()),
                   config_name=PRIMARY.removesuffix(".yaml"))(task)()  # fmt: skip
    finally:
        sys.argv = before


def _register() -> None:
    ConfigStore.instance().store("schema", twin(Config))
    register()


def _primary(args: Namespace) -> str:
    return str(args.config_name or PRIMARY.removesuffix(".yaml"))


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


@contextmanager
def _in_one_line() -> Iterator[None]:
    """Say in one line what Hydra, OmegaConf or YAML say in several; in full if asked to."""
    asked = os.environ.get(FULL_ERROR)
    os.environ[FULL_ERROR] = "1"
    try:
        yield
    except (ConfigError, HydraException, OmegaConfBaseException, yaml.YAMLError) as error:
        if asked == "1":
            raise
        raise Refusal(_worded(error)) from None
    finally:
        os.environ.pop(FULL_ERROR)
        if asked is not None:
            os.environ[FULL_ERROR] = asked


def _worded(error: Exception) -> str:
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, OmegaConfBaseException):
        cause = cause.__cause__ or cause.__context__
    if isinstance(cause, OmegaConfBaseException):
        return _worded_cause(cause)
    if isinstance(error, yaml.YAMLError):
        mark = getattr(error, "problem_mark", None)
        return torn(mark.name if mark else "a config", error)
    return one_line(str(error).split("Config search path")[0])


def _worded_cause(cause: OmegaConfBaseException) -> str:
    key, what = cause.full_key or "", one_line(str(cause).split("\n")[0])
    if isinstance(cause, KeyError | AttributeError) and isinstance(cause.parent_node, DictConfig):
        known = [str(name) for name in cause.parent_node]
        where = _in_list(key, cause.parent_node)
        return f"{where}{key} is not a key: one of {', '.join(known)}{hint(str(cause.key), known)}"
    if not key and what == "Cannot merge DictConfig with ListConfig":
        return f"{_a_list_of(cause.parent_node)} is a mapping: only a list is allowed"
    if key.endswith("]") and "subclass" in what:
        where, _, number = key[:-1].rpartition("[")
        return f"{where} has no element {number}: give the whole list, {where}=[{{…}},{{…}}]"
    return f"{_in_list(key, cause.parent_node or cause.object_type)}{key}: {what}" if key else what


def _a_list_of(node: Any) -> str:
    """The lists of a part of a config, one of which is meant: OmegaConf does not say which."""
    lists = [str(name) for name in node if OmegaConf.is_list(node[name])]
    return f"{_in_list(lists[0], node)}{' or '.join(lists)}"


def _in_list(key: str, of: Any) -> str:
    """The list in which an element is wrong: OmegaConf knows the element's own keys only."""
    first = key.partition(".")[0].partition("[")[0]
    if first in ("hydra", "", *(entry.name for entry in fields(Config))):
        return ""
    kind = getattr(OmegaConf.get_type(of) if OmegaConf.is_config(of) else of, "__name__", "")
    return _LISTS.get(kind, _LISTS["Component"])
