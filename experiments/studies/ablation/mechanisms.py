"""The mechanisms that are switched off, each as what is changed in the config."""

from typing import Any, NamedTuple

from sim.config import KINDS, Config
from sim.config.dotted import value_of

WHOLE = "the whole model"


class Mechanism(NamedTuple):
    """A mechanism by name, what is so without it, and the parameters that switch it off."""

    name: str
    without: str
    settings: dict[str, Any]


def mechanisms(config: Config) -> tuple[Mechanism, ...]:
    """Every mechanism to be switched off; the first row leaves all of them on."""
    made_up = value_of(config, "market.buyer.made_up")
    from_nobody = {f"market.content.{kind}.dormant_lead_chance": 0.0 for kind in KINDS}
    return (
        Mechanism(WHOLE, "", {}),
        Mechanism(
            "reading weighed against calling",
            "a rep is called as soon as a call is worth the hassle",
            {"market.buyer.compare_content": False},
        ),
        Mechanism(
            "salience gate",
            "every firm is considered from the start",
            {"market.buyer.salience_gate": False},
        ),
        Mechanism(
            "two thresholds", "a made-up mind signs at once", {"market.buyer.signs": made_up}
        ),
        Mechanism(
            "leads without a need",
            "only those who search leave their names",
            {"market.content.stray_leads": 0.0, **from_nobody},
        ),
        Mechanism(
            "no firm in mind, no decision",
            "with no firm in mind, doing nothing is certain",
            {"market.buyer.wait_when_empty": False},
        ),
        Mechanism(
            "memory's noise",
            "beliefs fade but keep their lean",
            {"market.buyer.memory_noise": False},
        ),
        Mechanism(
            "forgetting",
            "what was learned stays",
            {"market.buyer.memory": 1.0, "market.buyer.salience_memory": 1.0},
        ),
        Mechanism(
            "value only a rep can show",
            "content can tell all",
            {"market.buyer.private_share": 0.0},
        ),
        Mechanism(
            "reading up", "who looks a firm up meets no more of it", {"market.buyer.look_up": 1.0}
        ),
        Mechanism("word of mouth", "nobody hears anybody", {"network.kind": "none"}),
    )
