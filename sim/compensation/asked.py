"""The words after a verb: which plans are meant, and the scenario in which they are compared.

A plan is an option of ``incentive``, a YAML file in the form of one, or the folder of a run. All
other words are those of ``sim``, and hold for every plan that is named.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sim.compensation.first_day import from_one_day, words_of_first_day
from sim.config import Config
from sim.config.refusal import Refusal
from sim.folder.repeat.examined import examine
from sim.folder.repeat.stored import flat, scenarios
from sim.grammar.plan_files import GROUP, is_file, laid_out
from sim.request import Request, request
from sim.runs.one_run import seed_of

# Of a run's folder all is said already, but how often and on how many processes it is repeated.
OF_A_FOLDER = ("replicates", "seed", "workers", "hydra.run.dir")
# What two plans may differ in, beside themselves: the calendar by which both are paid.
OF_PAY = (GROUP, "fiscal")


@dataclass(frozen=True)
class Plan:
    """A pay plan that was named: its name, and the whole scenario under it."""

    name: str
    config: Config


@dataclass(frozen=True)
class Asked:
    """The plans that the words name, and the request for each; the first says where to."""

    plans: tuple[Plan, ...]
    requests: tuple[Request, ...]

    @property
    def place(self) -> Request:
        """The request that says where results go."""
        return self.requests[0]

    @property
    def seeds(self) -> list[int]:
        """The seed of each replicate, as a run of the first plan has it."""
        config = self.plans[0].config
        return [seed_of(config, number) for number in range(config.replicates)]


def asked(names: Sequence[str], words: Sequence[str], coarse: Mapping[str, float]) -> Asked:
    """Compose the scenario under every plan. Raises :class:`Refusal` in one line.

    ``coarse`` are values of parameters, by key, that are taken where neither a word nor an option
    says another.
    """
    if len(set(names)) < len(names):
        raise Refusal(f"{names[0]} is named twice: name two plans that differ")
    for word in words:
        if word.lstrip("+~").partition("=")[0] == GROUP:
            raise Refusal(f"{word}: plans are named without {GROUP}=, before other words")
    folders = [name for name in names if Path(name).is_dir()]
    found = _as_in_folders(names, folders, words) if folders else _composed(names, words, coarse)
    _refuse_other_markets(found.plans)
    return found


def _as_in_folders(names: Sequence[str], folders: Sequence[str], words: Sequence[str]) -> Asked:
    """The scenarios of finished folders, run as often as words say."""
    others = [name for name in names if name not in folders]
    if others:
        raise Refusal(f"{folders[0]} is a folder and {others[0]} is none: name folders, or plans")
    for word in words:
        if word.partition("=")[0] not in OF_A_FOLDER:
            keys = ", ".join(OF_A_FOLDER)
            raise Refusal(f"{word}: the folder says what is simulated; of words, only {keys}")
    place = request(words)
    composed = place.scenarios[0].config
    said = {word.partition("=")[0] for word in words} - {"hydra.run.dir"}
    changed = {key: getattr(composed, key) for key in said}
    configs = from_one_day([replace(_of_folder(name), **changed) for name in names])
    return Asked(_named(names, configs), (place,))


def _of_folder(name: str) -> Config:
    """The one scenario of a finished run's folder."""
    found = scenarios(examine(Path(name)))
    if len(found) > 1:
        raise Refusal(f"{name} holds {len(found)} scenarios: name the folder of one")
    return found[0].config


def _composed(names: Sequence[str], words: Sequence[str], coarse: Mapping[str, float]) -> Asked:
    """The words' scenario under every plan, an option or a file."""
    made = []
    with laid_out(names) as laid:
        ours = [[laid.word(name), *words] for name in names]
        first = words_of_first_day(names, ours, laid.folder)
        for own in ours:
            one = _request([*own, *first], laid.folder)
            left = _nobody_said(one.scenarios[0].config, words, coarse)
            made.append(_request([*own, *first, *left], laid.folder) if left else one)
    return Asked(_named(names, [one.scenarios[0].config for one in made]), tuple(made))


def _request(words: Sequence[str], folder: Path) -> Request:
    made = request(words, more=[folder])
    if made.sweep or len(made.scenarios) != 1:
        raise Refusal("a verb on plans takes one scenario: leave -m out")
    return made


def _nobody_said(config: Config, words: Sequence[str], coarse: Mapping[str, float]) -> list[str]:
    """Words for the values that nobody has said: neither in a word, nor by an option."""
    said = {word.lstrip("+~").partition("=")[0] for word in words}
    now, usual = flat(config), flat(Config())
    return [
        f"{key}={value}"
        for key, value in coarse.items()
        if key not in said and now[key] == usual[key]
    ]


def _named(names: Sequence[str], configs: Sequence[Config]) -> tuple[Plan, ...]:
    """The plans by short names of their own: an option's, or that of a file or a folder."""
    short = [_short(name) for name in names]
    if len(set(short)) < len(short):
        short = list(names)
    return tuple(Plan(*one) for one in zip(short, configs, strict=True))


def _short(name: str) -> str:
    path = Path(name)
    return path.resolve().name if path.is_dir() else path.stem if is_file(name) else name


def _refuse_other_markets(plans: Sequence[Plan]) -> None:
    """Refuse plans in scenarios that differ in more than pay: the difference has other causes."""
    first = flat(plans[0].config)
    for plan in plans[1:]:
        other = flat(plan.config)
        for key in [*first, *(key for key in other if key not in first)]:
            mine, theirs = first.get(key), other.get(key)
            if mine != theirs and key.partition(".")[0] not in OF_PAY:
                what = f"{plans[0].name} has {key}={mine}, {plan.name} has {theirs}"
                raise Refusal(f"{what}: two plans are compared in one market")
