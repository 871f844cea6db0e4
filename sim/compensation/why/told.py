"""A difference between two plans in three sentences of plain English."""

from sim.compensation.numbers import UNIT, change
from sim.compensation.why.parts import Part, Parts
from sim.metrics.numbers import amount


def sentences(found: Parts, outcome: str, first: str, second: str) -> list[str]:
    """Three sentences: the difference, what adds and takes away most, whether the parts add up."""
    return [_whole(found, outcome, first, second), _causes(found), _sum(found, outcome)]


def _whole(found: Parts, outcome: str, first: str, second: str) -> str:
    whole, worlds = found.whole, f"in {found.seeds} worlds with the same luck"
    if whole.low == whole.high == 0.0:
        return f"{second} makes the same {outcome} as {first}, {worlds}."
    if not whole.nonzero:
        return (
            f"{worlds.capitalize()}, the {outcome} that {second} makes cannot be told from that of "
            f"{first}: {change(whole)} a rep's seat and year."
        )
    more = "more" if whole.mean > 0.0 else "less"
    half = (whole.high - whole.low) / 2
    ends = amount((whole.low, whole.high), UNIT, half, max(abs(whole.mean), half))
    much = amount((abs(whole.mean),), UNIT, half)
    return f"{second} makes {much} {more} {outcome} a rep's seat and year than {first} ({ends})."


def _causes(found: Parts) -> str:
    told = [part for part in found.parts if part.share.nonzero]
    if not told:
        return "No part of the difference can be told from nothing with so few replicates."
    gains = [part for part in told if part.share.mean > 0.0]
    losses = [part for part in told if part.share.mean < 0.0]
    adds = f"is {_named(max(gains, key=_size))}" if gains else "cannot be told from nothing"
    takes = f"is {_named(max(losses, key=_size))}" if losses else "cannot be told from nothing"
    return f"What adds most {adds}; what takes away most {takes}."


def _sum(found: Parts, outcome: str) -> str:
    left = found.remainder
    if change(left) == "0":
        return f"The eight parts add up to all of the difference in {outcome}: nothing remains."
    if found.adds_up:
        return (
            f"The eight parts add up: what remains of the difference, {change(left)}, is nothing."
        )
    return (
        f"The eight parts do not add up: {change(left)} of the difference is conduct that none of "
        "them holds."
    )


def _size(part: Part) -> float:
    return abs(float(part.share.mean))


def _named(part: Part) -> str:
    return f"{part.text}, {change(part.share)}"
