"""A question as its config states it: the claim, the arms, the hypotheses with their bands."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sim.config.refusal import Refusal, hint
from sim.inference.intervals import CONFIDENCE
from sim.metrics.glossary import KPIS

# The statistic of a hypothesis, and the number of arms that it names.
FORMS = {
    "level": 1,  # the KPI in an arm
    "difference": 2,  # in one arm less in another
    "change": 2,  # in one arm over another, less one
    "interaction": 4,  # both, less one alone, less the other alone, plus neither
    "best": 0,  # the chance that the best of all arms is one of those named
}
NEEDED = ("claim", "mechanism", "arms", "hypotheses")
TEXTS = ("claim", "mechanism", "doubt")
SETTINGS = (*NEEDED, "doubt", "ablation", "assumptions", "shown", "coarse")
# Replicates of a case that only asks whether an assumption matters, and of a coarse answer.
FEW, COARSE = 10, 8


@dataclass(frozen=True)
class Hypothesis:
    """A statistic of a KPI over arms that must be found between two bounds.

    ``per`` divides by another KPI, sums over seeds by sums. ``among`` are the arms of which one is
    best (all if none is named), ``least`` looks for the smallest; ``low`` is then the chance from
    which that is sure, beside the question's other hypotheses. ``ablation``: whether the effect
    must vanish without the mechanism.
    """

    says: str
    kpi: str
    form: str
    of: tuple[str, ...]
    low: float = -math.inf
    high: float = math.inf
    per: str = ""
    among: tuple[str, ...] = ()
    least: bool = False
    ablation: bool = True


@dataclass(frozen=True)
class Case:
    """Words for one scenario: an arm, alone or under the ablation or an assumption."""

    arm: str
    under: str
    words: tuple[str, ...]

    @property
    def name(self) -> str:
        """The name of the scenario."""
        return f"{self.arm}, {self.under}" if self.under else self.arm


@dataclass(frozen=True)
class Question:
    """A claim, the mechanism behind it, its test, and the assumptions that may change the answer.

    ``arms`` are words by name; ``ablation`` is the mechanism's name and words that switch it off;
    ``assumptions`` are words that each set one assumed parameter to another value; ``coarse``
    words make every case cheaper, and are None where nobody asked for that. ``shown`` is the KPI
    that the figure shows over arms.
    """

    claim: str
    mechanism: str
    doubt: str
    arms: dict[str, tuple[str, ...]]
    hypotheses: tuple[Hypothesis, ...]
    shown: str
    ablation: tuple[str, tuple[str, ...]] | None = None
    assumptions: tuple[str, ...] = ()
    coarse: tuple[str, ...] | None = None

    @property
    def ablated(self) -> str:
        """The mechanism that is switched off, in words; empty if none is."""
        return self.ablation[0] if self.ablation else ""

    def cases(self) -> list[Case]:
        """Every scenario: all arms, all arms ablated, all arms under each other assumption."""
        less = ("replicates=" + str(COARSE), *self.coarse) if self.coarse is not None else ()
        unders: list[tuple[str, tuple[str, ...]]] = [("", ())]
        if self.ablation:
            unders.append(self.ablation)
        if self.coarse is None:
            unders += [(word, (word, f"replicates={FEW}")) for word in self.assumptions]
        return [
            Case(arm, under, (*words, *more, *less))
            for under, more in unders
            for arm, words in self.arms.items()
        ]


def question_from(content: Mapping[str, Any], fast: bool = False) -> Question:
    """The question that plain settings describe. Raises :class:`Refusal` for one that is none."""
    for name in content:
        if name not in SETTINGS:
            near = hint(str(name), [*SETTINGS, "fast"])
            raise Refusal(f"experiment.{name} is not a setting: one of {', '.join(SETTINGS)}{near}")
    missing = [name for name in NEEDED if not content.get(name)]
    if missing:
        raise Refusal(f"an experiment needs experiment.{missing[0]}")
    arms = _arms(content["arms"])
    if not isinstance(content["hypotheses"], list):
        raise Refusal(f"experiment.hypotheses={content['hypotheses']} is not a list of hypotheses")
    asked = content["hypotheses"]
    hypotheses = tuple(_hypothesis(one, arms, len(asked)) for one in asked)
    claim, mechanism, doubt = (str(content.get(name, "")).strip() for name in TEXTS)
    shown = _kpi(content.get("shown", hypotheses[0].kpi))
    ablation = _ablation(content.get("ablation"))
    assumed = _words("assumptions", content.get("assumptions") or [])
    coarse = _words("coarse", content.get("coarse") or []) if fast else None
    question = Question(claim, mechanism, doubt, arms, hypotheses, shown, ablation, assumed, coarse)
    names = [case.name for case in question.cases()]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise Refusal(f"{twice} is the name of two cases: call an arm or the ablation otherwise")
    return question


def _arms(content: Any) -> dict[str, tuple[str, ...]]:
    if not isinstance(content, Mapping):
        raise Refusal(f"experiment.arms={content} is not a mapping: write name: [key=value, …]")
    return {str(name): _words(f"arms.{name}", words) for name, words in content.items()}


def _ablation(content: Any) -> tuple[str, tuple[str, ...]] | None:
    if not content:
        return None
    if not isinstance(content, Mapping) or set(content) != {"switch_off", "words"}:
        raise Refusal(f"experiment.ablation={content} is not switch_off: …, words: [key=value, …]")
    return str(content["switch_off"]), _words("ablation.words", content["words"])


def _bound(says: str, name: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Refusal(f"{name}={value} ({says}) is not a number")
    return float(value)


def _hypothesis(content: Any, arms: Mapping[str, Any], family: int) -> Hypothesis:
    if not isinstance(content, Mapping) or not content.get("says"):
        raise Refusal(f"experiment.hypotheses: {content} says nothing: write says: …")
    says = str(content["says"])
    known = tuple(Hypothesis.__dataclass_fields__)
    for name in content:
        if name not in known:
            parts = f"{', '.join(known)}{hint(str(name), known)}"
            raise Refusal(f"{name} is no part of a hypothesis ({says}): {parts}")
    form = str(content.get("form", "level"))
    if form not in FORMS:
        raise Refusal(f"form={form} ({says}): one of {', '.join(FORMS)}{hint(form, FORMS)}")
    of = _words("of", content.get("of"))
    among = _words("among", content.get("among") or [])
    for arm in (*of, *among):
        if arm not in arms:
            raise Refusal(f"{arm} ({says}) is not an arm: {', '.join(arms)}{hint(arm, arms)}")
    if not of or FORMS[form] not in (0, len(of)):
        many = f"form={form} names {FORMS[form] or 'some'} arms"
        raise Refusal(f"of=[{', '.join(of)}] ({says}): {many}")
    if form == "best" and ("low" in content or "high" in content):
        raise Refusal(f"form=best ({says}) has no band: leave low and high out")
    usual = (1 - (1 - CONFIDENCE) / family, 1.0) if form == "best" else (-math.inf, math.inf)
    low = _bound(says, "low", content.get("low", usual[0]))
    high = _bound(says, "high", content.get("high", usual[1]))
    if not low < high or not (math.isfinite(low) or math.isfinite(high)):
        raise Refusal(f"low={low}, high={high} ({says}) is not a band that can be missed")
    kpi, per = _kpi(content.get("kpi")), _kpi(content["per"]) if content.get("per") else ""
    least, ablation = bool(content.get("least", False)), bool(content.get("ablation", True))
    return Hypothesis(says, kpi, form, of, low, high, per, among, least, ablation)


def _kpi(name: Any) -> str:
    if not isinstance(name, str) or name not in KPIS:
        raise Refusal(f"{name} is not a KPI: one of the glossary's{hint(str(name), KPIS)}")
    return str(name)


def _words(where: str, content: Any) -> tuple[str, ...]:
    if not isinstance(content, Sequence) or isinstance(content, str):
        raise Refusal(f"experiment.{where}={content} is not a list of words: [key=value, …]")
    for word in content:
        if not isinstance(word, str | int | float):
            raise Refusal(f"experiment.{where}: {word} is not a word: write [key=value, …]")
    return tuple(str(word) for word in content)
