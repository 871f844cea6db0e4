"""Content memory: items published, and the time for which they go on being seen."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from sim.config import CHANNELS, KINDS, Config
from sim.config.content_kinds import ALL_KINDS
from sim.inference.estimates import each
from sim.inference.intervals import Interval
from sim.inference.kinds import Kind
from sim.model.rules.calendar import cycle, publishing_days
from sim.model.rules.content import affordable, kept_per_day, reach, reference_stock, settled_stock
from sim.plots import style
from sim.plots.data import FOCAL, NoDataError, Rows, Tables, panel, per_replicate, scalar
from sim.plots.words import over_replicates, percent

MONTH, WEEK = 20, 5


def figure(tables: Tables, config: Config) -> Figure:
    """Draw exposures a day of a searching customer to each firm, and items published a week.

    Args:
        tables: The tables of a result.
        config: The scenario that was run.

    Raises:
        NoDataError: Less than two weeks were counted, or the focal firm reached nobody.
    """
    weekly = _weekly(panel(tables, "reach"), config, np.mean)
    items = _weekly(panel(tables, "items"), config, np.sum)
    if not weekly[:, :, FOCAL].any():
        raise NoDataError("the focal firm's content reached nobody")
    old = _weekly(_old_share(tables, config)[:, :, None], config, np.mean)[:, :, 0]
    drawn = "Above: exposures a day that a searching customer meets from each firm, weekly mean. "
    drawn += "Below: items the focal firm publishes a week"
    note = over_replicates(tables["runs"]) + " A month is 20 working days; the age of "
    note += "what is seen follows from the items published and the half-life of their kind."
    grid: Any = {"nrows": 2, "sharex": True, "height_ratios": [3, 1]}
    found = scalar(each(Kind.PORTION, old.mean(axis=1), 1.0))
    with style.look():
        page, (upper, lower) = style.page(_finding(found), drawn, note, (style.WIDTH, 5.6), **grid)
        weeks = np.arange(weekly.shape[1]) + 0.5
        _reach(upper, weeks, weekly, old)
        made = each(Kind.RATIO, items[:, :, FOCAL], 1.0)
        lower.bar(weeks, made.mean, 0.8, color=style.GREY)
        style.rules(upper)
        style.rules(lower)
        upper.set(ylabel="exposures a day")
        upper.set(xlim=(0, weekly.shape[1]), ylim=(0, 1.2 * weekly.max()))
        lower.set(xlabel="week", ylabel="items a week", ylim=(0, None))
    return page


def _weekly(daily: NDArray[np.float64], config: Config, how: Any) -> NDArray[np.float64]:
    """Numbers by week [replicate, whole week after the warm-up, firm] from those by day."""
    counted = daily[:, config.warmup_days :]
    weeks = counted.shape[1] // WEEK
    if weeks < 2:
        raise NoDataError("less than two weeks were counted")
    shape = (len(daily), weeks, WEEK, daily.shape[2])
    found: NDArray[np.float64] = how(counted[:, : weeks * WEEK].reshape(shape), axis=2)
    return found


def _old_share(tables: Tables, config: Config) -> NDArray[np.float64]:
    """Part of the focal firm's reach from items of a month or more [replicate, day]."""
    days = config.warmup_days + config.days
    kinds = [getattr(config.market.content, kind) for kind in ALL_KINDS]
    before_run = [_before(config, kind) for kind in KINDS]
    content = tables["content"]
    usual = [(n, CHANNELS.index(kind.channel)) for n, kind in enumerate(kinds[: len(KINDS)])]
    placed = content[["kind", "channel"]].drop_duplicates().itertuples(index=False)
    pools = [*usual, *({tuple(one) for one in placed} - set(usual))]

    def shares(rows: Rows) -> Any:
        whole, aged = np.zeros(days), np.zeros(days)
        for place, (number, channel) in enumerate(pools):
            kind = kinds[number]
            made = rows[(rows["kind"] == number) & (rows["channel"] == channel)]
            earlier = before_run[number] if place < len(usual) else np.zeros(MONTH)
            items = np.bincount(made["day"], made["items"], days)[:days]
            kept = kept_per_day(kind.half_life_days)
            stock = _stock(items, kept, earlier[-1])
            before = np.append(earlier, stock)[:days] * kept**MONTH
            reference = reference_stock(kind.half_life_days)
            seen = np.array([reach(kind.reach, size, reference) for size in stock])
            whole += seen
            aged += seen * np.divide(before, stock, out=np.zeros(days), where=stock > 0)
        return np.divide(aged, whole, out=np.zeros(days), where=whole > 0)

    return per_replicate(tables, content[content["firm"] == FOCAL], shares)


def _before(config: Config, kind: str) -> NDArray[np.float64]:
    """The focal firm's stock of a kind on each day of the month before the first day."""
    if config.market.start.state != "stationary":
        return np.zeros(MONTH)
    its, marketing, content = config.cadence, config.marketing, config.market.content
    each = sum(items * getattr(content, name).hours for name, items in its.items_a_day.items())
    had = marketing.hours_per_day * marketing.marketers * cycle(*its.rhythm[1:])
    items = getattr(its, kind) * affordable(each * publishing_days(*its.rhythm), had)
    kept = kept_per_day(getattr(content, kind).half_life_days)
    days = range(-MONTH, 0)
    return np.array([items * settled_stock(day, kept, *its.rhythm) for day in days])


def _stock(items: NDArray[Any], kept: float, total: float) -> NDArray[np.float64]:
    """The stock on each day, from the stock on the eve."""
    stock = np.zeros(len(items))
    for day, made in enumerate(items):
        total = total * kept + made
        stock[day] = total
    return stock


def _reach(axes: Axes, weeks: Any, weekly: NDArray[np.float64], old: NDArray[np.float64]) -> None:
    found = each(Kind.RATIO, weekly[:, :, FOCAL], 1.0)
    aged = each(Kind.RATIO, weekly[:, :, FOCAL] * old, 1.0).mean
    axes.fill_between(weeks, 0, aged, color=style.BLUE, lw=0)
    new: Any = {"facecolor": style.SKY, "hatch": "////", "edgecolor": "white", "lw": 0}
    axes.fill_between(weeks, aged, found.mean, **new)
    firms = weekly.shape[2]
    ends = [float(weekly[:, -1, firm].mean()) for firm in range(firms)]
    for firm in range(1, firms):
        rival, colour = each(Kind.RATIO, weekly[:, :, firm], 1.0), style.FIRM_COLOURS[firm]
        axes.fill_between(weeks, rival.low, rival.high, color=colour, alpha=0.2, lw=0)
        axes.plot(weeks, rival.mean, color=colour, ls=style.FIRM_LINES[firm], lw=1.6)
    axes.fill_between(weeks, found.low, found.high, color=style.INK, alpha=0.2, lw=0)
    axes.plot(weeks, found.mean, color=style.INK, lw=1.8)
    _names(axes, weeks[-1], ends)
    _name_parts(axes, weeks, aged, found.mean, weekly.max())


def _name_parts(axes: Axes, weeks: Any, aged: Any, whole: Any, top: float) -> None:
    """Name the old part inside the curve, and the new one above it, with a line to it."""
    inner = slice(len(weeks) // 4, -(len(weeks) // 4) or None)
    old = int(np.argmax(aged[inner])) + inner.start
    new = int(np.argmax((whole - aged)[inner])) + inner.start
    centred: Any = {"ha": "center", "va": "center"}
    style.say(
        axes, weeks[old], aged[old] / 2, "from items a month old or older", "white", **centred
    )
    look: Any = {"size": 9, "weight": "bold", "color": style.ink(style.SKY), **centred}
    line = {"arrowstyle": "-", "color": style.INK, "lw": 0.8, "shrinkA": 1, "shrinkB": 0}
    end, place = (weeks[new], (whole[new] + aged[new]) / 2), (weeks[new], 1.13 * top)
    axes.annotate("from newer items", end, place, arrowprops=line, **look)


def _names(axes: Axes, x: float, ends: list[float]) -> None:
    """Firm names at the lines' ends; one name for lines that end in the same place."""
    groups: list[list[int]] = []
    for firm in range(len(ends)):
        near = [group for group in groups if abs(ends[group[0]] - ends[firm]) < 0.01 * max(ends)]
        if near:
            near[0].append(firm)
        else:
            groups.append([firm])
    places = style.spread_out([ends[group[0]] for group in groups], 0.07 * max(ends))
    for group, y in zip(groups, places, strict=True):
        names = [style.firm_name(firm, len(ends)) for firm in group]
        name = "all firms" if len(group) == len(ends) > 1 else "\n".join(names)
        colour = style.INK if FOCAL in group else style.FIRM_COLOURS[group[0]]
        style.line_end(axes, x, y, name, colour)


def _finding(old: Interval) -> str:
    return f"{percent(old)} of the focal firm’s reach comes from content a month old or older"
