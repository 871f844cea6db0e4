"""From the words on the command line to checked scenarios. Hydra composes; nothing runs here."""

from argparse import Namespace
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import hydra
from hydra.core.hydra_config import HydraConfig
from hydra.errors import HydraException
from hydra.types import RunMode
from omegaconf import DictConfig, OmegaConf, open_dict
from omegaconf.errors import OmegaConfBaseException

from sim.asking_hydra import OTHERS, composing, run, run_nowhere, words_again
from sim.config import Config, ConfigError
from sim.config.input_files import with_days, with_files
from sim.config.refusal import Refusal, hint
from sim.config.remarks import remarks
from sim.grammar.hydra_errors import in_one_line, worded
from sim.grammar.options import groups
from sim.grammar.own_options import (
    EXPERIMENT,
    Own,
    in_place_of_shipped,
    loaded_options,
    search_first,
    with_place,
)
from sim.grammar.schema import config_from
from sim.grammar.terminal import (
    checked,
    folders_of,
    parse,
    primary_of,
    read,
    refuse_several,
    refuse_unheard,
    vocabulary_of,
    word_of,
)
from sim.sweep.plan import Plan, Scenario
from sim.sweep.plugin import is_ours
from sim.sweep.scope import SETTINGS, Scope, scope_from, taken_out
from sim.sweep.structures import choices_of

__all__ = ["Request", "experiments", "launch", "output_folder", "parse", "read", "request",
           "scenario_of"]  # fmt: skip
Tell = Callable[[int, int], None]


@dataclass(frozen=True)
class Request:
    """A request of the command line: scenarios, all checked, and the folder for their results.

    Of a sweep under another launcher than this package's own, ``stock``, there are no scenarios
    here: Hydra composes and runs them in its own way (:func:`launch`). ``notes`` are lines about
    options of the user's that stand in place of shipped ones.
    """

    scenarios: Sequence[Scenario]
    folder: Path
    folder_from_clock: bool
    sweep: bool
    stock: bool = False
    scope: Scope = field(default_factory=Scope)
    notes: Sequence[str] = ()

    @property
    def remarks(self) -> list[str]:
        """Items, releases and price cuts of any scenario that never come out, in a line each."""
        if isinstance(self.scenarios, Plan):
            return self.scenarios.remarks
        return [line for one in self.scenarios for line in remarks(one.config)]


def request(argv: Sequence[str], tell: Tell | None = None, more: Sequence[Path] = ()) -> Request:
    """Compose and check everything that the words ask for. Raises :class:`Refusal` in one line.

    ``tell(done, total)`` is called with the number of a sweep's scenarios that were checked;
    ``more`` are further folders of options, a later one's before an earlier one's.
    """
    args = parse(argv)
    args.overrides, own = taken_out(args.overrides)
    folders = [*folders_of(args), *more]
    vocabulary = vocabulary_of(folders, OTHERS)
    search_first(folders[:0:-1], vocabulary)
    overrides = checked(args.overrides, vocabulary)
    with in_one_line():
        try:
            composed, loaded = _composed(args, folders, overrides)
        except (HydraException, OmegaConfBaseException) as error:
            read_so_far = list(Own.read.values())
            raise Refusal(with_place(worded(error), read_so_far, args.overrides)) from error
        settings = composed.hydra
        multirun = args.multirun or settings.mode == RunMode.MULTIRUN
        if not multirun:
            refuse_several(overrides)  # Hydra's own words for it take four lines
        refuse_unheard(overrides, multirun)
        place = settings.sweep if multirun else settings.run
        raw = str(OmegaConf.to_container(place, resolve=False)["dir"])  # type: ignore[index,call-overload]
        from_clock, stock = "${now:" in raw, multirun and not is_ours(settings)
        try:
            scope = _scope(own, settings, overrides, multirun, stock)
        except Refusal as refusal:
            said = with_place(str(refusal), loaded, own, f"hydra.sweeper.{EXPERIMENT}")
            raise Refusal(said) from None
        scenarios: Sequence[Scenario] = ()
        if not multirun:
            with composing(folders[0]):
                scenarios = [_taken(composed)]
        elif not stock:
            taking = _Taking(lambda one: vocabulary.check(word_of(one)), tell, scope.points)
            scenarios = _compose_all(args, taking)
            if scope.question and len(scenarios) > len(scope.points):
                raise Refusal("an experiment has its own arms: give every other key one value")
        notes = in_place_of_shipped()
        return Request(scenarios, Path(place.dir), from_clock, multirun, stock, scope, notes)


def plans_of(argv: Sequence[str], more: Sequence[Path] = ()) -> tuple[Config, Config]:
    """The config that one scenario's words make: with its plans as they are said, and as they run.

    ``more`` are further folders of options, a later one's before an earlier one's. Nothing is run.
    Raises :class:`Refusal` in one line.
    """
    args = parse(argv)
    folders = [*folders_of(args), *more]
    vocabulary = vocabulary_of(folders, OTHERS)
    search_first(folders[:0:-1], vocabulary)
    overrides = checked(args.overrides, vocabulary)
    refuse_several(overrides)
    with in_one_line():
        try:
            with composing(folders[0]):
                composed = hydra.compose(primary_of(args), args.overrides)
                said: Config = config_from(OmegaConf.to_container(composed, resolve=True))
            return said, with_days(said)
        except (ConfigError, Refusal, HydraException, OmegaConfBaseException) as error:
            own = isinstance(error, ConfigError | Refusal)
            read_so_far = list(Own.read.values())
            said_so = str(error) if own else worded(error)
            raise Refusal(with_place(said_so, read_so_far, args.overrides)) from error


def launch(argv: Sequence[str], task: Callable[[DictConfig], Any]) -> list[str]:
    """Let Hydra's stock engine, or another plugin's, run the task for every job of a sweep.

    Return the notes on options of the user's that its jobs took, as in a :class:`Request`.
    """
    args = parse(argv)
    folders = folders_of(args)
    search_first(folders[:0:-1], vocabulary_of(folders, OTHERS))
    with in_one_line():
        run(["--multirun", *words_again(args, ("run", "multirun"))], task)
    return in_place_of_shipped()


def scenario_of(config: DictConfig) -> Scenario:
    """The scenario of one job that Hydra has composed and is running."""
    settings = HydraConfig.get()
    content = OmegaConf.to_container(config, resolve=True)
    said = config_from(content)
    choices = choices_of(settings.runtime.choices)
    return Scenario(with_files(said), tuple(settings.overrides.task), choices, said)


def experiments(word: str, argv: Sequence[str]) -> list[str]:
    """The names in a word ``+experiment=…``: one, several, or those that a glob matches.

    Raises :class:`Refusal` for a name that is no experiment, and for several without ``-m``.
    """
    args = parse(argv)
    known = list(groups(folders_of(args))[EXPERIMENT].options)
    (said,) = read([word])
    names = said.glob.filter(known) if said.glob else [_name(word, one) for one in said.values]
    for name in names:
        if name not in known:
            options = f"one of {', '.join(known)}{hint(name, known)}"
            raise Refusal(f"{EXPERIMENT}={name} is not an option: {options}")
    if not names:
        raise Refusal(f"{word} matches no option of {EXPERIMENT}: {', '.join(known)}")
    if len(names) > 1 and not args.multirun:
        raise Refusal(f"{word} names several values: add -m to run them all")
    return names


def _name(word: str, value: Any) -> str:
    (name,) = value if isinstance(value, list) and len(value) == 1 else [value]
    if not isinstance(name, str | int | float):
        raise Refusal(f"{word} is not an option: write +{EXPERIMENT}=NAME")
    return str(name)


def _composed(
    args: Namespace, folders: Sequence[Path], overrides: Sequence[Any]
) -> tuple[DictConfig, Sequence[Any]]:
    """The config under these words, but for those of a sweep, with Hydra's own settings; and the
    options that it laid, in their order."""
    words = [one.input_line for one in overrides if not one.is_sweep_override()]
    with composing(folders[0]):
        composed = hydra.compose(primary_of(args), words, return_hydra_config=True)
        HydraConfig.instance().set_config(composed)
        return composed, loaded_options(words) if len(folders) > 1 else ()


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
    keys = [*(word_of(one).key for one in overrides), *(sweeper.get("params") or {})]
    return scope_from(read(own), kept, keys)


def output_folder() -> Path:
    """The folder that Hydra has made for the job that it is running."""
    return Path(HydraConfig.get().runtime.output_dir)


def _taken(composed: DictConfig) -> Scenario:
    """The scenario of a config that Hydra has composed. Raises :class:`Refusal` in one line."""
    with open_dict(composed):
        del composed["hydra"]
    try:
        return scenario_of(composed)
    except (ConfigError, Refusal, OmegaConfBaseException) as error:
        words: Any = OmegaConf.to_container(HydraConfig.get().overrides.task, resolve=False)
        said = worded(error) if isinstance(error, OmegaConfBaseException) else str(error)
        raise Refusal(with_place(said, loaded_options(words), words)) from None


class _Taking:
    """A task that only takes the plan of a sweep, from this package's launcher."""

    def __init__(
        self, check: Callable[[Any], None], tell: Tell | None, points: Sequence[Sequence[str]]
    ) -> None:
        self.check = check
        self.tell = tell
        self.points = points
        self.found: Sequence[Scenario] = ()

    def __call__(self, config: DictConfig) -> None:
        raise AssertionError("only a launcher takes a sweep")  # pragma: no cover

    def launch(self, plan: Plan) -> None:
        self.found = plan


def _compose_all(args: Namespace, taking: _Taking) -> Sequence[Scenario]:
    """Every scenario of a sweep, by running Hydra on a task that only takes them."""
    run_nowhere(args, taking)
    return taking.found
