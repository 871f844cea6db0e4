"""The figure: kind by kind, what it truly won, and what each estimator says."""

from collections.abc import Sequence

from matplotlib.figure import Figure

from experiments.studies.attribution.score import TRUTH, Told
from sim.config import KINDS
from sim.plots import style

LOOKS = {
    "last touch": (style.BLUE, "o"),
    "linear": (style.SKY, "s"),
    "position-based": (style.GREEN, "D"),
    "regression on spend": (style.VERMILLION, "^"),
    "regression on visits": (style.ORANGE, "v"),
}


def figure(found: Sequence[Told], title: str, note: str) -> Figure:
    """Shares of the firm's wins, a block of rows per kind: a grey bar for the truth, marks for the
    estimators with the middle 80 % of single histories."""
    by = {(one.method, one.cause): one for one in found}
    high, last = len(LOOKS) + 2.0, len(LOOKS)
    with style.look():
        page, axes = style.page(
            title, "Share of the firm’s new contracts that each kind of content won (grey), and "
            "that each method says it won", note, (8.6, 5.6),
        )  # fmt: skip
        for block, kind in enumerate(KINDS):
            true = by[TRUTH, kind]
            axes.barh(block * high + last / 2, true.share.mean, last + 1.2, color=style.PALE)
            ends, row = [true.share.low, true.share.high], block * high + last
            axes.plot(ends, [row, row], color=style.GREY, lw=5, solid_capstyle="butt")
            for place, (method, (colour, marker)) in enumerate(LOOKS.items()):
                one, row = by[method, kind], block * high + place
                axes.plot([one.low, one.high], [row, row], color=colour, lw=1.4, zorder=3)
                axes.plot(one.share.mean, row, marker, color=colour, ms=6.5, zorder=4,
                          label=method if block == 0 else None)  # fmt: skip
        axes.barh(0, 0, color=style.PALE, label="truth: won because of it")
        axes.set_yticks([block * high + last / 2 for block in range(len(KINDS))], list(KINDS))
        axes.set_ylim(high * len(KINDS) - 1, -1)
        axes.axvline(0, color=style.INK, lw=1)
        style.per_cent(axes, "x")
        axes.legend(frameon=False, ncols=3, loc="lower left", bbox_to_anchor=(0, 1.0), borderpad=0)
        style.rules(axes, "x")
        style.bare(axes, "left")
    return page
