"""The size of a batch: as many runs as take about the time asked for, by those measured."""

import math

GROWTH = 8
MOST = 4096
SHARE = 0.5


class Pace:
    """Seconds that runs take by their weight, learned from the batches that are done.

    Where a batch is dear to send, a ``guess`` of seconds a weight spares first ones of one run.
    """

    def __init__(self, seconds: float, workers: int, guess: float | None = None) -> None:
        self.seconds = seconds
        self.workers = workers
        self._rate = guess
        self._most = 1 if guess is None else MOST

    def learn(self, runs: int, weight: float, seconds: float) -> None:
        """Learn from a batch: its number of runs, their weight, and the seconds that it took."""
        rate = seconds / max(weight, 1e-9)
        before = rate if self._rate is None else self._rate
        self._rate = (1 - SHARE) * before + SHARE * rate
        self._most = min(max(self._most, GROWTH * runs), MOST)

    def fits(self, runs: int, weight: float, left: int) -> bool:
        """Whether one more of the runs left may join a batch of so many, to make up that weight."""
        if runs == 0:
            return True
        if self._rate is None or runs >= min(self._most, math.ceil(left / (2 * self.workers))):
            return False
        return weight * self._rate <= self.seconds
