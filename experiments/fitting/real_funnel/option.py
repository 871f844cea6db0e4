"""What was fitted as lines of the option ``market=olist``, and where it comes from."""

import re
from collections.abc import Mapping
from typing import Any

# The line and the comment right above it.
PLACE = re.compile(r"(?:^ +#.*\n)*^ +intents: \[.*\]\n", re.MULTILINE)
TEXT = """\
    # Part of each channel's leads with a need; {per_need:.3f} of those are won, whatever channel.
    # Fitted on {date}, with every line that says so below, by
    #     {command}
    # to the leads of January, March and May alone. Of {trials} trials the best has J {distance:.2f}
    # (1: leads won and eight shapes at the edge of their intervals). Root seeds {seeds}.
    intents: [{parts}]
"""


def option(
    before: str,
    settings: Mapping[str, float],
    parts: Mapping[str, float],
    about: Mapping[str, Any],
) -> str:
    """The option's YAML with these settings and parts in place of those it had."""
    listed = ", ".join(f"{part:.4g}" for part in parts.values())
    after = _replaced(before, PLACE, TEXT.format(parts=listed, **about), "intents")
    for key, value in settings.items():
        name = key.rpartition(".")[2]
        line = re.compile(rf"^( +{name}: )[^,#\n]*(, # fitted)", re.MULTILINE)
        after = _replaced(after, line, rf"\g<1>{value:.4g}\g<2>", name)
    return after


def _replaced(text: str, place: re.Pattern[str], new: str, name: str) -> str:
    after, places = place.subn(new, text)
    if places != 1:
        raise ValueError(f"the option has {places} lines of {name}, not one")
    return after
