"""The figure: a waterfall from one plan to the other, a step for each cause."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.compensation.why.parts import PAID, Part, Parts
from sim.plots import style

THOUSAND = 1000.0


def figure(found: Parts, outcome: str, first: str, second: str) -> Figure:
    """Steps from top to bottom, each from where the one above ended."""
    rows = [found.parts[0], *sorted(found.parts[1:], key=lambda part: -abs(part.share.mean))]
    with style.look():
        page, axes = style.page(
            title(found, outcome, first, second),
            f"{outcome.capitalize()} per rep’s seat and year, thousands: from {first} to {second}, "
            "one response of the reps at a time",
            _note(found.seeds),
            (style.WIDTH, 5.4),
        )
        start = found.before.mean / THOUSAND
        end = found.after.mean / THOUSAND
        last = len(rows) + 1
        _total(axes, 0, start)
        at = start
        for place, part in enumerate(rows, start=1):
            at = _step(axes, place, at, part)
        _total(axes, last, end)
        labels = [first, *(part.text for part in rows), second]
        axes.set_yticks(range(last + 1), labels)
        axes.set_ylim(last + 0.6, -0.6)
        _frame(axes, found, rows)
        style.rules(axes, "x")
        style.bare(axes, "left")
    return page


def title(found: Parts, outcome: str, first: str, second: str) -> str:
    """The finding in a sentence: how much, and what of it most."""
    whole = found.whole
    if not whole.nonzero:
        head = f"{outcome.capitalize()} under {second} cannot be told from that under {first}"
    else:
        word = "more" if whole.mean > 0.0 else "less"
        amount = f"{abs(whole.mean) / THOUSAND:,.1f} thousand"
        head = f"{second} makes {amount} {word} {outcome} a seat than {first}"
    told = [part for part in found.parts if part.share.nonzero]
    if not told:
        return head
    most = max(told, key=lambda part: abs(part.share.mean))
    does = "adds" if most.share.mean > 0.0 else "takes away"
    return f"{head}; what surely {does} most is {most.text}"


def _note(seeds: int) -> str:
    return (
        f"Means over {seeds} seeds with 95 % intervals of each step; same world and luck under "
        "both plans. Shares are means over the orders in which responses can set in (Shapley), so "
        "they add up. Grey: what the second plan would pay for what reps did under the first."
    )


def _total(axes: Axes, place: int, value: float) -> None:
    axes.plot([value], [place], "D", color=style.INK, ms=6)
    text = f"{value:,.1f}".replace("-", "−")
    style.beside(axes, value, place, text, (9, 0), va="center", weight="bold")


def _step(axes: Axes, place: int, at: float, part: Part) -> float:
    share = part.share.mean / THOUSAND
    colour = style.BLUE if share >= 0.0 else style.VERMILLION
    if part.name == PAID:
        colour = style.GREY
    axes.barh(place, share, left=at, height=0.6, color=colour)
    low, high = at + part.share.low / THOUSAND, at + part.share.high / THOUSAND
    axes.plot([low, high], [place, place], color=style.INK, lw=1.0)
    axes.plot([at + share] * 2, [place, place + 1], color=style.GREY, lw=0.7)
    axes.annotate(f"{share:+,.2f}".replace("-", "−"), (max(high, at, at + share), place), (5, 0),
                  textcoords="offset points", va="center", color=style.ink(colour))  # fmt: skip
    return at + share


def _frame(axes: Axes, found: Parts, rows: list[Part]) -> None:
    """Room around all steps, whiskers and numbers."""
    at, edges = found.before.mean, [found.before.mean, found.after.mean]
    for part in rows:
        edges += [at + part.share.low, at + part.share.high]
        at += part.share.mean
    low, high = min(edges) / THOUSAND, max(edges) / THOUSAND
    room = 0.12 * (high - low)
    axes.set_xlim(low - room, high + 1.6 * room)
