"""Links: lists threaded through a column, ``link[row]`` being the next row; −1 ends a list."""

from typing import Any

from sim.engine.compiled import forced_inline


@forced_inline
def put_first(link: Any, first: int, row: int) -> int:
    """Put a row before a list's first; returns the new first."""
    link[row] = first
    return row


@forced_inline
def take_out(link: Any, first: int, before: int, row: int) -> int:
    """Take a row out of a list, ``before`` being the row before it or −1; returns the first."""
    following = link[row]
    if before < 0:
        return int(following)
    link[before] = following
    return first
