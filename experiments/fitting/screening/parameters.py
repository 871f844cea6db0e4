"""What is screened: parameters, and how far each is moved about its present value."""

from typing import NamedTuple

from sim.config import Config
from sim.config.dotted import value_of

RATIO, COMPLEMENT, BETWEEN = "ratio", "complement", "between"


class Screened(NamedTuple):
    """A parameter by its key, what a reader calls it, and how it is moved.

    *Ratio* goes from half the present value to twice it. *Complement* does so with what is missing
    to 1 (of a probability, or of what is kept per day), from twice to half. *Between* goes from
    ``low`` to ``high``. The parameter itself rises in each case.
    """

    key: str
    text: str
    how: str = RATIO
    low: float = 0.0
    high: float = 1.0

    def at(self, place: float, config: Config) -> float:
        """The value at a place from 0 to 1."""
        present = float(value_of(config, self.key))
        times = 2.0 ** (2.0 * place - 1.0)
        if self.how == BETWEEN:
            return self.low + place * (self.high - self.low)
        if self.how == COMPLEMENT:
            return 1.0 - (1.0 - present) / times
        return float(present * times)


PARAMETERS = (
    Screened("market.buyer.entry_per_year", "hazard of a need"),
    Screened("market.buyer.patience_days", "patience"),
    Screened("market.buyer.value_mean", "mean utility of an offer", BETWEEN, 0.2, 0.6),
    Screened("market.buyer.severity_sd", "shared severity of problems", BETWEEN, 0.25, 0.65),
    Screened("market.buyer.private_share", "value only a rep can show", BETWEEN, 0.0, 0.3),
    Screened("market.buyer.attention_sd", "spread of attention", BETWEEN, 0.6, 1.6),
    Screened("market.buyer.hassle", "hassle of calling a rep"),
    Screened("market.buyer.hassle_sd", "spread of that hassle"),
    Screened("market.buyer.unsolicited_hassle", "hassle of being called"),
    Screened("market.buyer.content_cost", "cost of reading on"),
    Screened("market.buyer.planning_days", "days of reading weighed"),
    Screened("market.buyer.look_up", "content met when reading up", BETWEEN, 1.0, 8.0),
    Screened("market.buyer.clarity_start", "clarity at the start"),
    Screened("market.buyer.clarity_memory", "memory of the own problem", COMPLEMENT),
    Screened("market.buyer.memory", "memory of beliefs", COMPLEMENT),
    Screened("market.buyer.salience_memory", "memory of names", COMPLEMENT),
    Screened("market.buyer.salience_scale", "exposures to come to mind"),
    Screened("market.buyer.late_consideration", "late consideration"),
    Screened("market.buyer.made_up", "confidence of a made-up mind", COMPLEMENT),
    Screened("market.buyer.signs", "confidence to sign", COMPLEMENT),
    Screened("market.content.education.clarity", "education: clarity"),
    Screened("market.content.product.precision", "product pages: precision"),
    Screened("market.content.product.reach", "product pages: reach"),
    Screened("market.content.news.precision", "news: precision"),
    Screened("market.content.news.reach", "news: reach"),
    Screened("market.content.promotion.precision", "promotion: precision"),
    Screened("market.content.stray_leads", "stray leads"),
    Screened("network.heard_per_day", "word of mouth: how often"),
    Screened("network.precision", "word of mouth: precision"),
    Screened("sales.talk_precision", "conversation: precision"),
    Screened("sales.discovery_precision", "discovery: precision"),
    Screened("sales.discovery_clarity", "discovery: clarity"),
    Screened("sales.closing_failure", "closing failure"),
)


def settings(
    places: dict[str, float], config: Config, screened: tuple[Screened, ...] = PARAMETERS
) -> dict[str, float]:
    """Settings at places from 0 to 1 by key; nobody signs before the mind is made up."""
    made = {one.key: one.at(places[one.key], config) for one in screened}
    made_up, signs = (
        made.get(key, float(value_of(config, key)))
        for key in ("market.buyer.made_up", "market.buyer.signs")
    )
    if signs < made_up:
        made["market.buyer.signs"] = made_up
    return made
