"""How far tests search: a part on every change, all of it before a release (``make thorough``)."""

import os

THOROUGH = os.environ.get("SIM_THOROUGH", "") == "1"


def some(usual: int, every: int) -> int:
    """The number of examples to look at: the usual, or every one where tests are thorough."""
    return every if THOROUGH else usual
