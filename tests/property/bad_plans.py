"""Malformed and absurd pay plans: each is refused by name, or runs with all laws holding.

python tests/property/bad_plans.py [plans] [seed]

Plans are drawn as mappings, as a YAML file would hold them, of values usual, extreme and wrong, and
go in where every plan goes in: the schema and its checks.
"""

import math
from dataclasses import asdict

import judge
import numpy as np
from omegaconf import OmegaConf
from omegaconf.errors import OmegaConfBaseException

from sim.config import MEASURES, PERIODS, Config, ConfigError, Market, Rivals, Sales
from sim.config.buyer import Buyer
from sim.config.market import Service
from sim.config.plan import PAID
from sim.config.refusal import Refusal
from sim.grammar.hydra_errors import worded
from sim.grammar.schema import config_from, twin

# Busy, small and short, with a prospector and an end of every period but the longest.
BUSY = Config(
    market=Market(customers=60, buyer=Buyer(entry_per_year=5.0), service=Service(term_days=20)),
    sales=Sales(reps=3, prospectors=1, turnover_per_year=2.0),
    rivals=Rivals(count=2, sales=Sales(reps=2)),
    days=131,
    warmup_days=0,
    replicates=1,
)
NUMBERS = {
    "salary": (0.0, 60_000.0, 1e7),
    "target_pay": (0.0, 1.0, 10_000.0, 1e9),
    "slope": (0.0, 0.05, 1.0, 1e9),
    "jump": (0.0, 0.5, 1e9),
    "goal": (0.0, 0.5, 0.9, 40.0, 30_000.0, 1e9),
    "gate_attainment": (0.01, 1.0, 100.0),
    "clawback_share": (0.0, 0.5, 1.0),
    "tightness": (0.05, 0.8, 20.0),
    "share": (0.0, 0.3, 1.0),
    "a_month": (0.0, 3000.0, 1e6),
    "initial": (1.0, 75_000.0, 1e9),
}
LISTS = ("at", "jump", "slope")
WRONG = (
    -1.0, -1e9, 1e12, math.nan, math.inf, "much", None, [], {}, True, [[0.0]], "0x", -0.5, 3.7,
)  # fmt: skip


class Draw(judge.Draw):
    """One plan, from luck of its own."""

    def component(self, components):
        pieces = int(self.luck.integers(1, 9))
        steps = self.one([0.1, 0.5, 5000.0, 1e8]) * np.cumsum(self.luck.random(pieces))
        part = {
            "measure": self.one(MEASURES),
            "unit": self.one(["amount", "attainment"]),
            "period": self.one(list(PERIODS)),
            "target_pay": self.one(NUMBERS["target_pay"]),
            "at": [self.one([0.0, 0.0, 0.0, 0.0, -0.1]), *steps[:-1].tolist()],
            "jump": [self.one(NUMBERS["jump"]) for _ in range(pieces)],
            "slope": [self.one(NUMBERS["slope"]) for _ in range(pieces)],
            "goal": self.one(NUMBERS["goal"]),
        }
        if self.chance(0.2):
            part |= {"from_day": self.one([0, 30, 130, 900]), "to_day": self.one([0, 40, 130])}
            part["every_days"] = self.one([0, 0, 10, 60])
        if self.chance(0.2):
            part |= {"gate": int(self.luck.integers(components)),
                     "gate_attainment": self.one(NUMBERS["gate_attainment"])}  # fmt: skip
        if self.chance(0.2):
            part |= {"clawback_days": self.one([1, 60, 2600]),
                     "clawback_share": self.one(NUMBERS["clawback_share"])}  # fmt: skip
        if self.chance(0.15):
            part["split"] = self.one(NUMBERS["share"])
            part["credit"] = self.one(["divided", "doubled"])
        if self.chance(0.3):
            part["paid"] = self.one(["period", "month", "quarter"])
        return part

    def plan(self):
        count = int(self.luck.integers(0, 5))
        share = lambda: self.one(NUMBERS["share"])  # noqa: E731
        return {
            "salary": self.one(NUMBERS["salary"]),
            "components": [self.component(count) for _ in range(count)],
            "quota": {
                "initial": self.one(NUMBERS["initial"]),
                "tightness": self.one(NUMBERS["tightness"]),
                "attain": self.one([0.0, 0.5, 0.99]), "ratchet": share(), "skill_weight": share(),
                "territory_weight": share(), "ratchet_up": share(), "ratchet_down": share(),
                "ramp": [share() for _ in range(self.one([0, 0, 1, 3, 12]))],
            },
            "draw": {"a_month": self.one(NUMBERS["a_month"]), "recoverable": self.chance(0.5)},
            "guarantee": {"months": self.one([0, 1, 6]),
                          "a_month": self.one([0.0, *NUMBERS["a_month"]])},
        }  # fmt: skip

    def spoil(self, plan):
        """Put something wrong into one place of a plan, and say at which key."""
        holders = [plan, plan["quota"], plan["draw"], plan["guarantee"], *plan["components"]]
        holder = self.one(holders)
        keys = [key for key in holder if key not in ("components", "quota", "draw", "guarantee")]
        key, kind = self.one(keys), self.one(["value", "value", "name", "list"])
        if kind == "name":
            holder[f"{key}_"] = holder.pop(key)
        elif kind == "list" and isinstance(holder[key], list):
            spoilt = self.one([holder[key][:-1], [*holder[key], 1.0], holder[key][::-1],
                               [self.one(WRONG) for _ in holder[key]]])  # fmt: skip
            holder[key] = spoilt
        else:
            holder[key] = self.one(WRONG)
        return key


def mend(plan):
    """Take out of a plan what whole-plan checks refuse, so that more of them run."""
    for number, part in enumerate(plan["components"]):
        share = part["measure"] in ("retention", "satisfaction", "share_gain")
        needs = part["measure"] in ("retention", "satisfaction", "growth", "share_gain", "activity")
        part["goal"] = min(part["goal"] or 0.5, 1.0 if share else 1e9) if needs else part["goal"]
        part["at"] = np.linspace(0, 1 if share else 1000, len(part["at"])).tolist()
        if "to_day" in part:
            part["from_day"], part["to_day"] = min(part["from_day"], 90), part["to_day"] + 100
            part["every_days"] = 0
        if part["measure"] in ("share_gain", "growth"):
            part.pop("from_day", None), part.pop("to_day", None), part.pop("every_days", None)
        if part.get("gate") is not None:
            part["gate"] = number - 1 if number else None
            part["period"] = plan["components"][number - 1]["period"]
        if part["measure"] != "new":
            part.pop("clawback_days", None)
        if part["measure"] not in ("new", "margin") or part.get("clawback_days"):
            part.pop("split", None)
        if not part.get("split"):
            part.pop("credit", None)
        fits = PERIODS[part["period"]] > PAID[part.get("paid", "period")]
        sums = part["measure"] not in ("retention", "satisfaction", "growth", "share_gain")
        if not fits or not sums or "to_day" in part:
            part.pop("paid", None)
    if not plan["components"]:
        plan["draw"]["a_month"] = 0.0
    always = any("to_day" not in part for part in plan["components"])
    if not always or not plan["guarantee"]["months"]:
        plan["guarantee"]["a_month"] = 0.0


def judged(plan):
    """The config with this plan, through the schema and all checks; or why not, as it is said."""
    content = asdict(BUSY) | {"seed": 1, "incentive": plan}
    try:
        checked = OmegaConf.merge(OmegaConf.structured(twin(Config)), content)
        return config_from(OmegaConf.to_container(checked, resolve=True)), ""
    except (ConfigError, Refusal) as refusal:
        return None, str(refusal)
    except OmegaConfBaseException as error:
        return None, worded(error)


def verdict(seed, number):
    """'ran', or 'refused'. Raises where a refusal names nothing, or a law broke.

    Of a plan that is fine but for one place, the refusal has to name that place.
    """
    draw = Draw(seed, number)
    plan = draw.plan()
    if number % 2:
        mend(plan)
    fine = number % 3 == 1 and judged(plan)[0] is not None
    spoilt = [draw.spoil(plan) for _ in range(number % 3)]
    config, refusal = judged(plan)
    if config is None:
        assert "\n" not in refusal, refusal
        assert "incentive" in refusal, f"without a name: {refusal}"
        if fine:
            key = spoilt[0].strip("_")
            words = (key, "breakpoints") if key in LISTS else (key,)
            assert any(word in refusal for word in words), f"{spoilt} is wrong, but: {refusal}"
        return "refused"
    return judge.ran(config)


if __name__ == "__main__":
    judge.main("plan", verdict)
