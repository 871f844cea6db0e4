"""Streams of content: each kind where it usually is, and kinds placed elsewhere or on a topic.

Whatever is kept by kind (stocks, reach, backlogs) is kept by stream. The four kinds come first;
what editorial calendars place on another channel or aim at a pain follows; buzz and launch come
last, where any firm releases anything.
"""

from typing import Any, NamedTuple

import numpy as np

from sim.config import CHANNELS, KINDS, Cadence, Market, Planned
from sim.config.channels import Channel
from sim.config.content_kinds import ALL_KINDS
from sim.model.rules.audience import reached, told
from sim.model.state.parameters import kinds_of

Records = np.ndarray[Any, np.dtype[Any]]
NO_TOPIC = -1
# The kinds that marketers who choose topics give one to: those that speak of problems and products.
TOPICAL = (KINDS.index("education"), KINDS.index("product"))
BUZZ, LAUNCH = ALL_KINDS.index("buzz"), ALL_KINDS.index("launch")


class Stream(NamedTuple):
    """A kind of content by number, the channel it is placed on, the pain it is about or −1."""

    kind: int
    channel: int
    topic: int = NO_TOPIC


class Streams:
    """All streams of a world in their order, with their names: "news", "news@email", "news#3"."""

    def __init__(self, market: Market, calendars: list[Cadence], topical: bool = False) -> None:
        kinds = kinds_of(market.content)
        usual = [Stream(k, int(kinds[k]["channel"])) for k in range(len(KINDS))]
        planned = {self._of(one, usual) for its in calendars for one in its.planned}
        if topical:
            pains = range(market.buyer.pains)
            planned |= {usual[k]._replace(topic=pain) for k in TOPICAL for pain in pains}
        self.all = [*usual, *sorted(planned - set(usual))]
        made = len(self.all)
        if any(its.releases for its in calendars):
            self.all += [Stream(k, int(kinds[k]["channel"])) for k in (BUZZ, LAUNCH)]
        self.kinds = _placed(kinds, self.all, market)
        self.names = tuple(self._name(stream, usual) for stream in self.all)
        # What marketers publish: all but what comes of preparing a release.
        self.published = self.names[:made]
        self._place = {stream: place for place, stream in enumerate(self.all)}
        self._usual = usual

    def place(self, planned: Planned) -> int:
        """The stream of a row of an editorial calendar."""
        return self._place[self._of(planned, self._usual)]

    def about(self, kind: int, pain: int) -> int:
        """The stream of a kind, where it usually is, about a pain."""
        return self._place[self._usual[kind]._replace(topic=pain)]

    @staticmethod
    def _of(planned: Planned, usual: list[Stream]) -> Stream:
        kind = KINDS.index(planned.kind)
        channel = CHANNELS.index(planned.channel) if planned.channel else usual[kind].channel
        return Stream(kind, channel, planned.topic)

    @staticmethod
    def _name(stream: Stream, usual: list[Stream]) -> str:
        elsewhere = stream.kind < len(usual) and stream.channel != usual[stream.kind].channel
        name = ALL_KINDS[stream.kind] + (f"@{CHANNELS[stream.channel]}" if elsewhere else "")
        return name + (f"#{stream.topic}" if stream.topic != NO_TOPIC else "")


# What placing adds to a kind: the first stream that is alike but for its topic; that topic, and for
# topical items times the mean reach of those whom it concerns and the part of that which others
# have, times what it tells both; and whom it tires.
_OF_PLACING = [
    ("pool", "i8"), ("topic", "i8"), ("bound", "f8"), ("others", "f8"), ("gain", "f8"),
    ("rest", "f8"), ("unsubscribe", "f8"),
]  # fmt: skip


def _placed(kinds: Records, streams: list[Stream], market: Market) -> Records:
    """A kind's parameters for each stream, as its channel and topic change them."""
    fields: list[Any] = [(name, kinds.dtype[name]) for name in kinds.dtype.names or ()]
    made = np.zeros(len(streams), np.dtype(fields + _OF_PLACING, align=True))
    pains = market.buyer.pains
    for row, stream in zip(made, streams, strict=True):
        channel = getattr(market.channels, CHANNELS[stream.channel], Channel())
        for name in kinds.dtype.names or ():
            row[name] = kinds[stream.kind][name]
        row["pool"] = [one[:2] for one in streams].index(stream[:2])
        row["channel"], row["topic"] = stream.channel, stream.topic
        row["reach"] *= channel.reach
        row["dormant_share"] *= channel.dormant_share
        row["cost"] += channel.cost
        row["unsubscribe"] = channel.unsubscribe
        row["bound"] = row["others"] = row["gain"] = row["rest"] = 1.0
        if stream.topic != NO_TOPIC:
            row["bound"] = reached(True, channel.accuracy, pains)
            row["others"] = reached(False, channel.accuracy, pains) / row["bound"]
            row["gain"] = told(True, market.content.topic_gain, pains)
            row["rest"] = told(False, market.content.topic_gain, pains)
    return made


def planned_days(calendars: list[Cadence], streams: Streams) -> list[dict[int, dict[str, int]]]:
    """What each firm's editorial calendar asks for, by day after the warm-up, by stream's name."""
    found: list[dict[int, dict[str, int]]] = []
    for cadence in calendars:
        days: dict[int, dict[str, int]] = {}
        for one in cadence.planned:
            name = streams.names[streams.place(one)]
            today = days.setdefault(one.day, {})
            today[name] = today.get(name, 0) + one.items
        found.append(days)
    return found
