"""The fitted parts as a line of the option ``market=olist``, and where they come from."""

import re
from collections.abc import Mapping
from typing import Any

# The line and the comment right above it.
PLACE = re.compile(r"(?:^ +#.*\n)*^ +intents: \[.*\]\n", re.MULTILINE)
TEXT = """\
    # Part of each channel's leads that has a need. Fitted on {date} by
    #     {command}
    # so that leads are won as often as in the data, channel by channel: {per_need:.3f} of the leads
    # with a need are won, whatever the channel. Root seed {seed}, {replicates} replicates.
    intents: [{parts}]
"""


def option(before: str, parts: Mapping[str, float], about: Mapping[str, Any]) -> str:
    """The option's YAML with these parts in place of those it had."""
    listed = ", ".join(f"{part:.4g}" for part in parts.values())
    after, places = PLACE.subn(lambda _: TEXT.format(parts=listed, **about), before)
    if places != 1:
        raise ValueError(f"the option has {places} lines of intents, not one")
    return after
