"""Reps' own lists, threaded through the records: leads newest first, deals in order of opening."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from sim.engine.memory import zeros
from sim.engine.shelf import Shelf

Links = np.ndarray[Any, np.dtype[Any]]
_LINK = np.dtype(np.int32)


@dataclass
class Lists:
    """``below[lead]`` is the rep's next older lead, ``after[deal]`` the next deal in the queue,
    ``to_sign[deal]`` the rep's next agreed deal, ``diary[deal]`` the next deal to be followed up on
    the same day; −1 ends. A deal can be on each list once. A link means nothing until its row is on
    a list, so that untouched room takes no memory."""

    below: Links
    after: Links
    to_sign: Links
    diary: Links
    shelf: Shelf = field(init=False, repr=False, default_factory=Shelf)

    @classmethod
    def empty(cls) -> "Lists":
        """Lists with nothing on them."""
        return cls(*(zeros(1024, _LINK) for _ in range(4)))

    def make_room(self, leads: int, deals: int) -> None:
        """Grow the links to the size of the lead and deal tables."""
        self.below, self.after = _grown(self.below, leads), _grown(self.after, deals)
        self.to_sign, self.diary = _grown(self.to_sign, deals), _grown(self.diary, deals)

    def put_away(self, leads: int) -> None:
        """Put the links of the first leads, so many, on the shelf: they are on no list any more."""
        self.shelf.put(self.below, leads)


def _grown(links: Links, size: int) -> Links:
    if size <= len(links):
        return links
    longer = zeros(size, _LINK)
    longer[: len(links)] = links
    return longer
