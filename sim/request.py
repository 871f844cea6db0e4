"""From the words on the command line to checked scenarios. Hydra composes; nothing runs here."""

import sys
import tempfile
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

import hydra
from hydra._internal.utils import get_args_parser
from hydra.core.config_store import ConfigStore
from hydra.core.hydra_config import HydraConfig
from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.errors import OverrideParseException
from hydra.types import RunMode
from omegaconf import DictConfig, OmegaConf
from omegaconf.errors import OmegaConfBaseException

from sim.config import Config, ConfigError
from sim.config.calendar_file import with_calendars
from sim.config.refusal import Refusal, hint, one_line
from sim.config.remarks import remarks
from sim.grammar.hydra_errors import in_one_line
from sim.grammar.options import PRIMARY, config_dir, groups, nested_choices
from sim.grammar.schema import config_from, twin
from sim.grammar.vocabulary import Vocabulary, Word
from sim.sweep.plan import Plan, Scenario
from sim.sweep.plugin import is_ours, register
from sim.sweep.scope import SETTINGS, Scope, scope_from, taken_out
from sim.sweep.structures import choices_of

VERSION_BASE = "1.3"
EXPERIMENT = "experiment"
Tell = Callable[[int, int], None]


@dataclass(frozen=True)
class Request:
    """A request of the command line: scenarios, all checked, and the folder for their results.

    Of a sweep under another launcher than this package's own, ``stock``, there are no scenarios
    here: Hydra composes and runs them in its own way (:func:`launch`).
    """

    scenarios: Sequence[Scenario]
    folder: Path
    folder_from_clock: bool
    sweep: bool
    stock: bool = False
    scope: Scope = field(default_factory=Scope)

    @property
    def remarks(self) -> list[str]:
        """What the scenarios hold that will not be as it looks, in a line each."""
        if isinstance(self.scenarios, Plan):
            return self.scenarios.remarks
        return [line for one in self.scenarios for line in remarks(one.config)]


def parse(argv: Sequence[str]) -> Namespace:
    """The words by Hydra's own parser. Raises :class:`Refusal` where it would print its usage."""
    parser: ArgumentParser = get_args_parser()
    flags = [flag for action in parser._actions for flag in action.option_strings]

    def refuse(message: str) -> NoReturn:
        unknown = next((word for word in argv if word.startswith("-") and word in message), "")
        raise Refusal(one_line(message) + (hint(unknown, flags) if unknown else ""))

    parser.error = refuse  # type: ignore[method-assign]
    return parser.parse_intermixed_args(list(argv))


def request(argv: Sequence[str], tell: Tell | None = None) -> Request:
    """Compose and check everything that the words ask for. Raises :class:`Refusal` in one line.

    ``tell(done, total)`` is called with the number of a sweep's scenarios that were checked.
    """
    args = parse(argv)
    args.overrides, own = taken_out(args.overrides)
    folders = _folders(args)
    vocabulary = _vocabulary(folders)
    overrides = _checked(args.overrides, vocabulary)
    with in_one_line():
        settings = _settings(args, folders, overrides)
        multirun = args.multirun or settings.mode == RunMode.MULTIRUN
        if not multirun:
            _refuse_several(overrides)  # Hydra's own words for it take four lines
        place = settings.sweep if multirun else settings.run
        raw = str(OmegaConf.to_container(place, resolve=False)["dir"])  # type: ignore[index,call-overload]
        from_clock, stock = "${now:" in raw, multirun and not is_ours(settings)
        scope = _scope(own, settings, overrides, multirun, stock)
        scenarios: Sequence[Scenario] = ()
        if not stock:
            taking = _Taking(lambda one: vocabulary.check(_word(one)), tell, scope.points)
            scenarios = _compose_all(args, multirun, taking)
            if scope.question and len(scenarios) > len(scope.points):
                raise Refusal("an experiment has its own arms: give every other key one value")
        return Request(scenarios, Path(place.dir), from_clock, multirun, stock, scope)


def launch(argv: Sequence[str], task: Callable[[DictConfig], Any]) -> None:
    """Let Hydra's stock engine, or another plugin's, run the task for every job of a sweep."""
    args = parse(argv)
    _folders(args)
    with in_one_line():
        _hydra_main(["--multirun", *_argv(args, ("run", "multirun"))], task)


def scenario_of(config: DictConfig) -> Scenario:
    """The scenario of one job that Hydra has composed and is running."""
    settings = HydraConfig.get()
    content = OmegaConf.to_container(config, resolve=True)
    made = with_calendars(config_from(content))
    return Scenario(made, tuple(settings.overrides.task), choices_of(settings.runtime.choices))


def read(words: Sequence[str]) -> list[Word]:
    """Words as Hydra's parser reads them, not checked against anything."""
    parser = OverridesParser.create()
    try:
        return [_word(override) for override in parser.parse_overrides(list(words))]
    except OverrideParseException as error:
        raise _torn(error.override) from None


def experiments(word: str, argv: Sequence[str]) -> list[str]:
    """The names in a word ``+experiment=…``: one, several, or those that a glob matches.

    Raises :class:`Refusal` for a name that is no experiment, and for several without ``-m``.
    """
    args = parse(argv)
    known = list(groups(_folders(args))[EXPERIMENT].options)
    (said,) = read([word])
    names = said.glob.filter(known) if said.glob else [str(value) for value in said.values]
    for name in names:
        if name not in known:
            options = f"one of {', '.join(known)}{hint(name, known)}"
            raise Refusal(f"{EXPERIMENT}={name} is not an option: {options}")
    if not names:
        raise Refusal(f"{word} matches no option of {EXPERIMENT}: {', '.join(known)}")
    if len(names) > 1 and not args.multirun:
        raise Refusal(f"{word} names several values: add -m to run them all")
    return names


def show(argv: Sequence[str]) -> None:
    """Let Hydra answer about itself or a config: ``--cfg``, ``--info``, completion, and such."""
    args = parse(argv)
    args.overrides, _ = taken_out(args.overrides)
    if args.experimental_rerun is not None:
        raise Refusal("--experimental-rerun would run code from a file: give the words again")
    folders = _folders(args)
    if not args.shell_completion:
        _checked(args.overrides, _vocabulary(folders))
    with in_one_line():
        _hydra_main(_argv(args), lambda config: None)


def _folders(args: Namespace) -> list[Path]:
    """The folders of options: the shipped one or another in its place, and one more."""
    for name in ("config_path", "config_dir"):
        folder = getattr(args, name)
        if folder and not Path(folder).is_dir():
            raise Refusal(f"{folder}: no such folder of configs")
        setattr(args, name, folder and str(Path(folder).resolve()))
    named = [args.config_path or str(config_dir()), args.config_dir]
    return [Path(folder) for folder in named if folder]


def _checked(words: Sequence[str], vocabulary: Vocabulary) -> list[Any]:
    """The words as Hydra's overrides, each checked against the vocabulary."""
    overrides = []
    parser = OverridesParser.create()
    for text in words:
        if "=" not in text and not text.startswith("~"):
            near = hint(text, vocabulary.names)
            raise Refusal(f"{text} is not understood: write key=value{near}")
        try:
            (override,) = parser.parse_overrides([text])
        except OverrideParseException:
            raise _torn(text) from None
        vocabulary.check(_word(override))
        overrides.append(override)
    return overrides


def _torn(word: str) -> Refusal:
    return Refusal(f"{word} is not understood: check its brackets and quotes")


def _vocabulary(folders: Sequence[Path]) -> Vocabulary:
    others = [f"{prefix}.{name}" for prefix, names in SETTINGS.items() for name in names]
    return Vocabulary(groups(folders), nested_choices(folders), others)


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


def _scope(
    own: Sequence[str], settings: Any, overrides: Sequence[Any], multirun: bool, stock: bool
) -> Scope:
    """The requests of a sweep beside its grid, by its words and by the config that it keeps."""
    sweeper: Any = OmegaConf.to_container(settings.sweeper)
    kept = {name: sweeper[name] for name in SETTINGS if sweeper.get(name) is not None}
    said = own[0] if own else "".join(f"hydra.sweeper.{name}" for name in list(kept)[:1])
    if said and not multirun:
        raise Refusal(f"{said} is for a sweep: add -m")
    if said and stock:
        raise Refusal(f"{said} needs this package's own launcher: leave hydra/launcher out")
    keys = [*(_word(one).key for one in overrides), *(sweeper.get("params") or {})]
    return scope_from(read(own), kept, keys)


def output_folder() -> Path:
    """The folder that Hydra has made for the job that it is running."""
    return Path(HydraConfig.get().runtime.output_dir)


class _Taking:
    """A task that only takes scenarios: one from a single run, all from this package's launcher.

    A refusal of a job is kept until Hydra has returned.
    """

    def __init__(
        self, check: Callable[[Any], None], tell: Tell | None, points: Sequence[Sequence[str]]
    ) -> None:
        self.check = check
        self.tell = tell
        self.points = points
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
        hydra.main(str(config_dir()), PRIMARY.removesuffix(".yaml"), VERSION_BASE)(task)()
    finally:
        sys.argv = before


def _register() -> None:
    ConfigStore.instance().store("schema", twin(Config))
    register()


def _primary(args: Namespace) -> str:
    return str(args.config_name or PRIMARY.removesuffix(".yaml"))


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
