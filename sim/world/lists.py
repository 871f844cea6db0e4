"""Reps' own lists, threaded through the records: leads newest first, deals in order of opening."""

from dataclasses import dataclass
from typing import Any

import numpy as np

Links = np.ndarray[Any, np.dtype[np.int64]]


@dataclass
class Lists:
    """``below[lead]`` is the rep's next older lead, ``after[deal]`` the next deal in the queue,
    ``diary[deal]`` the next deal to be followed up on the same day; −1 ends."""

    below: Links
    after: Links
    diary: Links

    @classmethod
    def empty(cls) -> "Lists":
        """Lists with nothing on them."""
        return cls(*(np.full(1024, -1, np.int64) for _ in range(3)))

    def make_room(self, leads: int, deals: int) -> None:
        """Grow the links to the size of the lead and deal tables."""
        self.below, self.after = _grown(self.below, leads), _grown(self.after, deals)
        self.diary = _grown(self.diary, deals)


def _grown(links: Links, size: int) -> Links:
    if size <= len(links):
        return links
    longer = np.full(size, -1, np.int64)
    longer[: len(links)] = links
    return longer
