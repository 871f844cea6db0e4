"""The requests of a sweep beside its grid: a design of samples, or a question with its arms.

Both are said by words, ``design.…=`` and ``until.…=``, or by a config under ``hydra.sweeper``; the
words are laid over what the config says. Neither is a part of any scenario.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

from sim.config.refusal import Refusal
from sim.folder.provenance import file_hash
from sim.grammar.vocabulary import Word, belongs, settings_of

if TYPE_CHECKING:
    from sim.designs import Design
    from sim.experiment import Question
    from sim.sweep.until import Until

Points = Sequence[Sequence[str]]
# The setting that a word of the prefix alone stands for: design=sobol is design.kind=sobol.
SHORT = {"design": "kind", "until": "kpi", "experiment": "", "reuse": "folders"}
SETTINGS = {
    "design": ("kind", "samples", "ranges", "lists", "file", "seed"),
    "until": ("kpi", "half_width", "first", "most", "compare"),
    "experiment": ("fast",),
    "reuse": ("folders",),
}


@dataclass(frozen=True)
class Scope:
    """A design or a question, the words of each of its points, a target, and all as asked for.

    ``names`` are the points' own, where they have any. ``reuse`` are folders of finished sweeps
    whose runs are taken over, which changes no result.
    """

    design: "Design | None" = None
    question: "Question | None" = None
    points: Points = ((),)
    until: "Until | None" = None
    settings: dict[str, Any] = field(default_factory=dict)
    names: Sequence[str] = ()
    reuse: Sequence[Path] = ()


class Crossed(Sequence[Sequence[str]]):
    """Every job of a grid at every point of a design, points innermost; made when asked for."""

    def __init__(self, jobs: Points, points: Points) -> None:
        self.jobs = jobs
        self.points = points

    def __len__(self) -> int:
        return len(self.jobs) * len(self.points)

    @overload
    def __getitem__(self, number: int) -> Sequence[str]: ...

    @overload
    def __getitem__(self, number: slice) -> list[Sequence[str]]: ...

    def __getitem__(self, number: int | slice) -> Sequence[str] | list[Sequence[str]]:
        if isinstance(number, slice):
            return [self[one] for one in range(*number.indices(len(self)))]
        job, point = divmod(range(len(self))[number], len(self.points))
        return [*self.jobs[job], *self.points[point]]


def taken_out(words: Sequence[str]) -> tuple[list[str], list[str]]:
    """The words about scenarios, and those about the sweep as a whole."""
    own = [word for word in words if _prefix_of(word.partition("=")[0].lstrip("+"))]
    return [word for word in words if word not in own], own


def scope_from(words: Sequence[Word], kept: Mapping[str, Any], keys: Sequence[str]) -> Scope:
    """The scope by the words, laid over a config's own; ``keys`` are those that the grid sets.

    Raises :class:`Refusal` for a design or a target that is none, or that the grid contradicts.
    """
    for prefix, found in kept.items():
        if not isinstance(found, Mapping):
            raise Refusal(f"hydra.sweeper.{prefix}={found} is not a mapping of its settings")
    settings = {}
    for prefix, short in SHORT.items():
        if said := {**kept.get(prefix, {}), **settings_of(words, prefix, short)}:
            settings[prefix] = said
    reuse = _folders(settings.pop("reuse", {}))
    if "experiment" in settings:
        return replace(_asked(settings), reuse=reuse)
    design, points = _design(settings["design"], keys) if "design" in settings else (None, ((),))
    until = None
    if "until" in settings:
        from sim.sweep.until import until_from

        until = until_from(settings["until"])
        if "replicates" in (*keys, *(word.partition("=")[0] for word in points[0])):
            out = "leave replicates out, or say until.first and until.most"
            raise Refusal(f"until says how many replicates there are: {out}")
    return Scope(design, points=points, until=until, settings=settings, reuse=reuse)


def _folders(settings: Mapping[str, Any]) -> list[Path]:
    """Folders of finished sweeps: one, or a list of them."""
    for name in settings:
        if name != "folders":
            raise Refusal(f"reuse.{name} is not a setting: folders")
    said = settings.get("folders", [])
    named = list(said) if isinstance(said, Sequence) and not isinstance(said, str) else [said]
    for one in named:
        if not one or not Path(str(one)).is_dir():
            raise Refusal(f"reuse={one}: no such folder of a finished sweep")
    return [Path(str(one)) for one in named]


def _design(settings: dict[str, Any], keys: Iterable[str]) -> "tuple[Design, Points]":
    from sim.designs import design_from, override_lists

    design = design_from(settings)
    points = override_lists(design)
    if design.file is not None:
        settings["sha256"] = file_hash(design.file)
    own = {word.partition("=")[0] for word in points[0]}
    for key in keys:
        if key in own:
            out = "leave it out of the words, or out of the design"
            raise Refusal(f"{key} is varied by the design: {out}")
    return design, points


def _asked(settings: dict[str, Any]) -> Scope:
    """The scope of an experiment: its cases are the points."""
    from sim.experiment import question_from

    for other in ("design", "until"):
        if other in settings:
            raise Refusal(f"an experiment has its own arms and replicates: leave {other}.… out")
    content = dict(settings["experiment"])
    fast = content.pop("fast", False)
    if fast not in (True, False):
        raise Refusal(f"experiment.fast={fast}: true or false")
    if not content:
        raise Refusal("experiment.fast is for an experiment: add +experiment=NAME")
    question = question_from(content, fast)
    points = [case.words for case in question.cases()]
    names = [case.name for case in question.cases()]
    return Scope(question=question, points=points, settings=settings, names=names)


def _prefix_of(key: str) -> str:
    """The prefix of the settings that a key belongs to; ``experiment=NAME`` is Hydra's option."""
    if key == "experiment":
        return ""
    return next((prefix for prefix in SHORT if belongs(key, prefix)), "")
