"""Streams of content: a kind on a channel, about a pain or about nothing in particular.

Whatever is kept by kind (stock, reach, backlog) is kept by stream. Each kind on its usual channel
comes first; then what editorial calendars place on another channel or aim at a pain; buzz and
launch come last, where any firm releases anything.
"""

from functools import cache
from typing import Any, NamedTuple, TypedDict

import numpy as np

from sim.config import CHANNELS, KINDS, Cadence, Market, Planned
from sim.config.channels import Channel
from sim.config.content_kinds import ALL_KINDS, ON_TOPICS
from sim.engine.rows import Float64, Int64, columns_of
from sim.model.rules.audience import reached, told
from sim.model.state.parameters import kinds_of
from sim.records import Rows

NO_TOPIC = -1
TOPICAL = tuple(KINDS.index(kind) for kind in ON_TOPICS)
BUZZ, LAUNCH = ALL_KINDS.index("buzz"), ALL_KINDS.index("launch")


class Stream(NamedTuple):
    """A kind of content and a channel by number, and the pain it is about, or −1."""

    kind: int
    channel: int
    topic: int = NO_TOPIC


class Streams:
    """All streams of a world in their order, with their names: "news", "news@email", "news#3"."""

    def __init__(self, market: Market, calendars: list[Cadence], topical: bool = False) -> None:
        kinds = kinds_of(market.content)
        every = [Stream(k, int(channel)) for k, channel in enumerate(kinds["channel"])]
        self._usual = every[: len(KINDS)]
        planned = {self._of(one) for its in calendars for one in its.planned}
        if topical:
            pains = range(market.buyer.pains)
            planned |= {self._usual[k]._replace(topic=pain) for k in TOPICAL for pain in pains}
        self.all = [*self._usual, *sorted(planned - set(self._usual))]
        made = len(self.all)
        if any(its.releases for its in calendars):
            self.all += [every[BUZZ], every[LAUNCH]]
        self.numbers = np.array(self.all, np.int64)
        self.kinds = _placed(kinds, self.all, market)
        self.names = tuple(self._name(stream) for stream in self.all)
        # What marketers publish: all but what comes of preparing a release.
        self.published = self.names[:made]
        self._place = {stream: place for place, stream in enumerate(self.all)}

    def place(self, planned: Planned) -> int:
        """The stream of a row of an editorial calendar."""
        return self._place[self._of(planned)]

    def about(self, kind: int, pain: int) -> int:
        """The stream of a kind, on its usual channel, about a pain."""
        return self._place[self._usual[kind]._replace(topic=pain)]

    def _of(self, planned: Planned) -> Stream:
        kind = KINDS.index(planned.kind)
        channel = self._usual[kind].channel
        if planned.channel:
            channel = CHANNELS.index(planned.channel)
        return Stream(kind, channel, planned.topic)

    def _name(self, stream: Stream) -> str:
        name = ALL_KINDS[stream.kind]
        if stream.kind < len(KINDS) and stream.channel != self._usual[stream.kind].channel:
            name += f"@{CHANNELS[stream.channel]}"
        return name if stream.topic == NO_TOPIC else f"{name}#{stream.topic}"


class _Placing(TypedDict):
    """Columns that a stream has beside the parameters of its kind."""

    pool: Int64  # first stream that is alike but for its topic: they share a public
    topic: Int64  # the pain it is about, -1 for none
    bound: Float64  # times the mean reach that it has with those whom its topic concerns
    others: Float64  # reach with everybody else, as a part of that
    gain: Float64  # times what a general item tells that it tells those whom it concerns
    rest: Float64  # the same for everybody else
    unsubscribe: Float64  # chance that noticing an item makes a customer shut the firm out
    fatigue: Float64  # log fall of attention with each item of the firm on the channel


@cache
def _structure_of(kinds: np.dtype[Any]) -> np.dtype[Any]:
    of_kind: list[Any] = [(name, kinds[name]) for name in kinds.names or ()]
    return np.dtype(of_kind + columns_of(_Placing), align=True)


def _placed(kinds: Rows, streams: list[Stream], market: Market) -> Rows:
    """Parameters of each stream: those of its kind, as its channel and topic change them."""
    made = np.zeros(len(streams), _structure_of(kinds.dtype))
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
        row["unsubscribe"], row["fatigue"] = channel.unsubscribe, channel.fatigue
        row["bound"] = row["others"] = row["gain"] = row["rest"] = 1.0
        if stream.topic != NO_TOPIC:
            row["bound"] = reached(True, channel.accuracy, pains)
            row["others"] = reached(False, channel.accuracy, pains) / row["bound"]
            row["gain"] = told(True, market.content.topic_gain, pains)
            row["rest"] = told(False, market.content.topic_gain, pains)
    return made


def planned_days(calendars: list[Cadence], streams: Streams) -> list[dict[int, dict[str, int]]]:
    """Items that each firm's editorial calendar asks for, by day after the warm-up and stream."""
    found: list[dict[int, dict[str, int]]] = []
    for cadence in calendars:
        days: dict[int, dict[str, int]] = {}
        for one in cadence.planned:
            name = streams.names[streams.place(one)]
            today = days.setdefault(one.day, {})
            today[name] = today.get(name, 0) + one.items
        found.append(days)
    return found
