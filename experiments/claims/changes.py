"""The table of verdicts on the market before leads carried deals, and on the one of today.

``before.json`` keeps what was published of the market until 2026-11-29. ``why`` in it says in words
why a verdict is another, where that is known.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from sim.experiment.told import ENDED, Scale, estimate

BEFORE = Path(__file__).resolve().parent / "before.json"
Content = Mapping[str, Any]


def table(found: Mapping[str, Content]) -> list[str]:
    """A line a claim: its verdict before and after, and what changed in its parts."""
    before = json.loads(BEFORE.read_text(encoding="utf-8"))
    lines = ["| claim | before | now | what changed |", "|---|---|---|---|"]
    for name in (name for name in found if name in before):
        old, new = before[name], found[name]
        now, changed = "not yet judged again", ""
        if not new["one_world"]:
            parts = "; ".join(_changes(old, new)) or "every hypothesis ends as before"
            now, changed = ENDED[new["verdict"]], f"{old['why']} {parts}.".strip()
        cells = (f"[{name}]({name}/README.md)", ENDED[old["verdict"]], now, changed)
        lines.append(f"| {' | '.join(cells)} |")
    return lines


def _changes(old: Content, new: Content) -> Iterator[str]:
    """Hypotheses, and effects of those that hold, that end otherwise than before."""
    for was, now in zip(old["hypotheses"], new["hypotheses"], strict=True):
        if was["verdict"] != now["verdict"]:
            scale = Scale(now["kpi"], now["form"], now["per"] or "")
            then = scale.estimate(was["estimate"], was["low"], was["high"])
            ends = f"{ENDED[was['verdict']]} → {ENDED[now['verdict']]}"
            yield f"*{now['says']}*: {ends} ({then} → {estimate(now)})"
        effect = (now["ablated"] or {}).get("effect")
        if effect and effect != was["effect"]:
            yield f"effect of *{now['says']}*: {was['effect']} → {effect}"
        for word in sorted({*was["flips"], *now["flips"]} & {*new["assumptions"]}):
            if (word in was["flips"]) != (word in now["flips"]):
                turns = "turns" if word in now["flips"] else "no longer turns"
                yield f"`{word}` {turns} *{now['says']}*"
