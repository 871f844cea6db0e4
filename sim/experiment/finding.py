"""The finding on a claim in a sentence: what holds, what does not and how, what stays open."""

from sim.experiment.told import Content, band, estimate, title
from sim.experiment.verdict import FAILS, HOLDS, OPEN, STAYS, TURNS

LESS, MORE, OTHER, NOT = (
    "Less than claimed", "More than claimed", "The other way round", "Not so"
)  # fmt: skip
# How the parts of a claim are introduced in its title, in this order.
PARTS = (HOLDS, LESS, MORE, OTHER, NOT, OPEN)
# Of no more hypotheses than these, the title has the numbers too.
FEW = 2


def finding(content: Content) -> str:
    """The parts of a claim that hold, that do not and how, and that stay open, in a sentence."""
    every = content["hypotheses"]
    if all(one["verdict"] == content["verdict"] for one in every) and content["verdict"] != FAILS:
        return title(content)
    parts: dict[str, list[str]] = {part: [] for part in PARTS}
    for one in every:
        says = one["says"]
        if len(every) <= FEW:
            says += f" [{beside_claim(one)}]"
        parts[missed(one) if one["verdict"] == FAILS else one["verdict"]].append(says)
    said = [
        f"{part[0].upper()}{part[1:]}: {'; '.join(says)}." for part, says in parts.items() if says
    ]
    for effect, words in ((STAYS, "Not for the reason given"), (TURNS, "Turned round without it")):
        if content["parts"][effect]:
            said.append(f"{words}: {'; '.join(content['parts'][effect])}.")
    if content["verdict"] == OPEN and not parts[OPEN]:
        said.append("Open: whether for the reason given.")
    return ("In this world. " if content["one_world"] else "") + " ".join(said)


def missed(one: Content) -> str:
    """The way a hypothesis fails: less than claimed, more, the other way round, or not so."""
    (least, most), low, high = one["band"], one["low"], one["high"]
    if one["form"] == "best" or low is None or high is None:
        return NOT
    under = least is not None and high < least
    if one["form"] == "level":
        return LESS if under else MORE
    # Seen from the side of zero on which the claim is.
    if not under and most is not None and most <= 0.0:
        under, least, low, high = True, -most, -high, -low
    elif under and least < 0.0:
        return MORE if most is not None and most <= 0.0 else NOT
    if not under:
        return MORE if least is not None and least >= 0.0 else NOT
    if high < 0.0:
        return OTHER
    return LESS if low > 0.0 else NOT


def beside_claim(one: Content) -> str:
    """The finding on a hypothesis beside what was claimed or, of who is best, is needed."""
    if one["form"] != "best":
        return f"{estimate(one)}; claimed: {band(one)}"
    if one["why"]:
        return estimate(one)
    return f"with a chance of {estimate(one)}; needed: {100 * one['band'][0]:.1f} % or more"
