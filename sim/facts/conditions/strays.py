"""More leads at the same reps: content that brings more names of people without a need."""

from sim.config import Config
from sim.config.dotted import changed, value_of

STRAY_LEADS = "market.content.stray_leads"


def with_strays(config: Config, times: float) -> Config:
    """The market with so many times the usual stray leads at every firm; nothing else is changed.

    Most leads of content are strays, so marketing's leads a rep rise by nearly as much.
    """
    return changed(config, {STRAY_LEADS: times * value_of(config, STRAY_LEADS)})
