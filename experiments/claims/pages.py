"""Pages about claims, made from their verdicts and from nothing else."""

from collections.abc import Mapping
from typing import Any

from experiments.claims import changes
from sim.experiment.told import ENDED, band, estimate, title, without
from sim.experiment.verdict import FAILS, HOLDS, IN_PART, OPEN, VANISHES
from sim.metrics.sections import capital

BEGIN = "<!-- made by experiments.claims: begin -->"
END = "<!-- made by experiments.claims: end -->"
Verdict = Mapping[str, Any]
RULE = (
    "A claim holds if every hypothesis lies in its band with its whole interval, and every effect "
    "vanishes with its mechanism; in part, if a hypothesis holds and another does not, or an "
    "effect stays or turns round."
)
AFTER = "[before and after](#before-and-after)"
ANEW = (
    "Until 2026-11-29 whoever wanted a rep reached one at once, and leads carried hardly a deal. "
    "What was published of that market, and what is found in the one in which leads carry deals "
    "and reps' time is scarce:"
)


def page(name: str, found: Verdict, reading: str = "") -> str:
    """The README of one experiment; how somebody reads the answer stands in it, if written."""
    flips = [word for one in found["hypotheses"] for word in one["flips"]]
    told = ", ".join(f"`{word}`" for word in dict.fromkeys(flips))
    return "\n".join([
        f"# {capital(found['claim'])}", "",
        f"**The claim {ENDED[found['verdict']]}.**{_parts(found)}", "",
        f"**Mechanism.** {found['mechanism']}", "",
        f"![What was found](../../../docs/figures/claims/{name}.png)", "",
        "**What was expected, and what was found.** The bands stood in "
        f"[the config](../../../configs/experiment/{name}.yaml) before any of these runs; "
        "intervals are 95 % for all hypotheses together.", "",
        *_table(found), "",
        f"**Without the mechanism**: {found['ablation']}.", "",
        f"**Assumptions.** {_tried(found, told)}", "",
        *([f"**How we read it.** {reading.strip()}", ""] if reading.strip() else []),
        f"**What would change our mind.** {found['doubt']}", "",
        "```", f"sim +experiment={name}", "```", "",
    ])  # fmt: skip


def _tried(found: Verdict, flips: str) -> str:
    """The number of assumptions varied, and those that flip a verdict."""
    count = len(found["assumptions"])
    if not count:
        return "None was varied in these runs."
    settings = "setting was" if count == 1 else "settings were"
    return (
        f"{count} other {settings} tried, ten replicates each. Flip a verdict: {flips or 'none'}."
    )


def gallery(found: Mapping[str, Verdict]) -> str:
    """The section of the gallery: a line and a figure a claim, and how many hold."""
    if not found:
        return "\n".join([BEGIN, "", "None has been run in full yet.", "", END])
    every = [each for one in found.values() for each in one["hypotheses"]]
    old = sum(one["one_world"] for one in found.values())
    waiting = [f"*{old} of them stand as they were judged before, of one world ({AFTER}).*", ""]
    lines = [
        *(waiting if old else []),
        f"{_counted('claims', [one['verdict'] for one in found.values()])}. {RULE} "
        f"{_counted('hypotheses', [each['verdict'] for each in every])}.",
        "",
        "| claim | verdict | hypotheses that hold | effects that vanish, of those | flipped by |",
        "|---|---|---|---|---|",
    ]
    for name, one in found.items():
        asked = one["hypotheses"]
        held = sum(each["holds"] for each in asked)
        effects = [each["ablated"]["effect"] for each in asked if each["ablated"]]
        effects = [effect for effect in effects if effect]
        flips = len({word for each in asked for word in each["flips"]})
        lines.append(f"| [{capital(one['claim'])}]({name}/README.md) | {ENDED[one['verdict']]} | "
                     f"{held} of {len(asked)} | {effects.count(VANISHES)} of {len(effects)} | "
                     f"{flips} of {len(one['assumptions'])} |")  # fmt: skip
    for name, one in found.items():
        lines += ["", f"**[{name}]({name}/README.md)**: the claim {ENDED[one['verdict']]}."
                  f"{_parts(one)}", "",
                  f"![{capital(one['claim'])}](../../docs/figures/claims/{name}.png)"]  # fmt: skip
    lines += ["", "## Every hypothesis", "", *_everything(found)]
    lines += ["", "## Before and after", "", ANEW, "", *changes.table(found)]
    return "\n".join([BEGIN, "", *lines, "", END])


def _parts(found: Verdict) -> str:
    return f" {title(found)}" if found["verdict"] == IN_PART else ""


def _counted(what: str, ends: list[str]) -> str:
    some = ", ".join(f"{ends.count(end)} {words}" for end, words in SEVERAL.items() if end in ends)
    return f"{len(ends)} {what}: {some}"


SEVERAL = {HOLDS: "hold", IN_PART: "in part", FAILS: "do not", OPEN: "open"}


def _everything(found: Mapping[str, Verdict]) -> list[str]:
    """A line a hypothesis of all claims, with the assumptions that flip it."""
    head, rule, *_ = _table({"hypotheses": []})
    lines = [f"| experiment {head} flipped by |", f"|---{rule}---|"]
    for name, one in found.items():
        rows = _table(one)[2:]
        for row, each in zip(rows, one["hypotheses"], strict=True):
            flips = ", ".join(f"`{word}`" for word in each["flips"])
            lines.append(f"| {name} {row} {flips} |")
    return lines


def _table(found: Verdict) -> list[str]:
    lines = ["| hypothesis | band | found | | without the mechanism |", "|---|---|---|---|---|"]
    for one in found["hypotheses"]:
        cells = (
            capital(one["says"]),
            band(one),
            estimate(one),
            ENDED[one["verdict"]],
            without(one),
        )
        lines.append(f"| {' | '.join(cells)} |")
    return lines
