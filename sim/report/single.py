"""The content of a page on one scenario."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from sim.config.figures import ALL
from sim.metrics.coverage import covered
from sim.metrics.numbers import in_currency
from sim.metrics.sections import HEADING
from sim.metrics.summary import sentence, summarise
from sim.metrics.support import FEWEST
from sim.metrics.worlds import told
from sim.plots import drawings
from sim.report import key_figures, origin
from sim.report.finished import Finished
from sim.report.page import filled
from sim.report.pay_plan import explained
from sim.report.pictures import pictures

Say = Callable[[str], None]


def page(finished: Finished, say: Say) -> str:
    """The page on a folder of one scenario; ``say`` is told of what cannot be shown."""
    (result,) = finished.outcomes
    config, runs = result.config, result.tables["runs"]
    every = replace(result, config=replace(config, figures=(ALL,)))
    with in_currency(config.currency):
        summary = summarise(result)
        kpis = summary["scenarios"][0]["kpis"]
        content: dict[str, Any] = {
            "title": finished.name,
            "days": f"{config.days:,}",
            "sentence": sentence(summary, result),
            "asked": list(origin.asked(finished)),
            "covered": covered([result]),
            "worlds": _sentence(told(_worlds(finished))),
            "heading": _heading(finished),
            "headlines": key_figures.headlines(kpis, runs, bool(config.rivals.count)),
            "fewest": FEWEST,
            "kpis": key_figures.rows(kpis, runs),
            "pictures": pictures(drawings(every), say),
            "plan": explained(config),
            "settings": origin.settings(config),
            "origins": [origin.origin(finished)],
        }
        return filled("single.html", content)


def _heading(finished: Finished) -> str:
    """The scenario in words: the market, the plan and the content, or else the scenario's name."""
    found = origin.choices(finished.folder.manifest)
    named = [words.format(found[group]) for group, words in HEADING.items() if group in found]
    return _sentence(", ".join(named)).rstrip(".") or finished.outcomes[0].name


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}." if text else ""


def _worlds(finished: Finished) -> list[dict[str, Any]]:
    """The part of the spread that is worlds, as the summary tells it; nothing if it is none."""
    summary = finished.folder.read("summary.json")
    found = summary.get("worlds", []) if isinstance(summary, dict) else []
    numbers = ("part", "ci_low", "ci_high")
    return [
        one
        for one in (found if isinstance(found, list) else [])
        if isinstance(one, dict)
        and isinstance(one.get("kpi"), str)
        and all(isinstance(one.get(name), int | float) for name in numbers)
    ]
