"""The desk: makes words, a checked scenario and a payout curve of what is chosen on the page."""

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import yaml  # type: ignore[import-untyped]

from sim.app.controls import FILES, MENUS, fields, menus, text_of
from sim.app.plan_form import GROUP, in_words, plan_of, told, words_of
from sim.app.within import inside
from sim.config import Config
from sim.config.input_files import with_days
from sim.config.parameter import walk
from sim.config.refusal import Refusal
from sim.config.remarks import remarks
from sim.designs.quoting import word
from sim.grammar.options import plain_yaml, torn

Form = Mapping[str, Any]
# As many scenarios are remembered, as going back and forth asks for them again.
REMEMBERED, MOST_LETTERS = 64, 65_536


def words_from(form: Form, root: Path) -> list[str]:
    """The words of the command line for what is chosen on the page.

    Raises :class:`Refusal` for a key that the page does not offer, or a file elsewhere.
    """
    choices, values, plan = form.get("choices", {}), form.get("values", {}), form.get("plan")
    usual = {group.name: group.default for group in menus()}
    for name in choices:
        if name not in MENUS:
            raise Refusal(f"{name} is no menu of the page: {', '.join(MENUS)}")
    words = [
        f"{name}={choices[name]}"
        for name in MENUS
        if name in choices and choices[name] != usual[name] and not (plan and name == GROUP)
    ]
    words += words_of(plan) if plan else []
    return [*words, *(_set(key, str(value), root) for key, value in values.items())]


def _set(key: str, value: str, root: Path) -> str:
    field = fields().get(key)
    if field is None:
        raise Refusal(f"{key} is no parameter that the page sets: use the command line")
    value = value.strip()
    if key in FILES and value:
        inside(root, value)
    if not value and field.kind != "text":
        value = "null"
    plain = field.kind != "text" or value.startswith("[") or value == "null"
    return f"{key}={value if plain and value else word(value)}"


class Desk:
    """Composes scenarios, and remembers the latest."""

    def __init__(self) -> None:
        self._known: dict[str, dict[str, Any]] = {}
        self._said: dict[str, tuple[Config, Config]] = {}

    def compose(self, form: Form, root: str) -> dict[str, Any]:
        """All that the page shows of a scenario before it is run. Raises :class:`Refusal`."""
        from sim.metrics.odd_plans import oddities_of

        words = words_from(form, Path(root))
        command = shlex.join(["sim", *words])
        if command not in self._known:
            said, config = self._config(words)
            shown = {key: text_of(value) for key, _, value in walk(config) if key in fields()}
            if config.sales.reps is None:
                shown["sales.reps"] = ""
            self._known[command] = {
                "words": words, "command": command, "values": shown,
                "notes": [*remarks(config), *oddities_of(config, said)],
                "plan": asdict(in_words(said.incentive, config)),
                "curve": told(config.incentive, config),
                "size": f"{config.market.customers:,} customers × {config.warmup_days:,} + "
                f"{config.days:,} days × {config.replicates:,} replicates",
            }  # fmt: skip
            while len(self._known) > REMEMBERED:
                self._known.pop(next(iter(self._known)))
        return self._known[command]

    def curve(self, form: Form, root: str) -> dict[str, Any]:
        """The pay under a plan that is being edited, in the scenario that is chosen around it.

        Hydra is asked for that scenario once, so that the curve follows the hand.
        """
        plan = form.get("plan") or {}
        said, _ = self._config(words_from({**form, "plan": None}, Path(root)))
        made = with_days(replace(said, incentive=plan_of(plan)))
        words = words_from(form, Path(root))
        return {**told(made.incentive, made), "command": shlex.join(["sim", *words])}

    def opened(self, form: Form, root: str, text: str) -> dict[str, Any]:
        """The plan that a file says, as words for the table; in the scenario that is chosen.

        Raises :class:`Refusal` for what is no plan.
        """
        try:
            content = plain_yaml(text[:MOST_LETTERS])
        except yaml.YAMLError as error:
            raise Refusal(torn("the file", error)) from None
        if not isinstance(content, dict) or not content:
            raise Refusal("the file is no plan: a plan says what it pays, as salary or ote and mix")
        said, _ = self._config(words_from({**form, "plan": None}, Path(root)))
        plan = plan_of(content)
        return asdict(in_words(plan, with_days(replace(said, incentive=plan))))

    def config(self, form: Form, root: str) -> tuple[list[str], Config]:
        """The words of a scenario, and its config as it runs, files read."""
        from sim.config.input_files import with_files

        words = words_from(form, Path(root))
        return words, with_files(self._config(words)[0])

    def _config(self, words: Sequence[str]) -> tuple[Config, Config]:
        from sim.request import plans_of

        key = shlex.join(words)
        if key not in self._said:
            self._said[key] = plans_of(words)
            while len(self._said) > REMEMBERED:
                self._said.pop(next(iter(self._said)))
        return self._said[key]
