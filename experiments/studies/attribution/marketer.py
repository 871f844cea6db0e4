"""A marketer whose calendar varies, so that a regression has something to go by."""

import numpy as np

from sim.config import KINDS
from sim.config.working_days import WEEK
from sim.engine.luck import stream, uniform
from sim.model.agents.marketer import Marketer

# Number of a stream that the package draws nothing from.
STREAM = 900


class Varied(Marketer):
    """Each Tuesday none, one or two items of each kind, equally likely, kind by kind."""

    def due(self, day: int) -> dict[str, int]:
        """The first marketer makes all of it; a week's luck is the same with and without a kind."""
        place = int(self.model.world.marketing.marketers.place[self.row])
        if place > 0 or day % WEEK != 1:
            return {}
        key = np.uint64(stream(self.model.world.seed, STREAM, day))
        return {kind: int(3 * uniform(key, k, 0)) for k, kind in enumerate(KINDS)}
