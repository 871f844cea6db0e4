"""Streams of content: each kind where it usually is, and kinds placed elsewhere or on a topic.

Whatever is kept by kind (stocks, reach, backlogs) is kept by stream. The four kinds come first;
what editorial calendars place on another channel or aim at a pain follows.
"""

from typing import Any, NamedTuple

import numpy as np

from sim.config import CHANNELS, KINDS, Cadence, Planned

Records = np.ndarray[Any, np.dtype[Any]]
NO_TOPIC = -1


class Stream(NamedTuple):
    """A kind of content by number, the channel it is placed on, the pain it is about or −1."""

    kind: int
    channel: int
    topic: int = NO_TOPIC


class Streams:
    """All streams of a world in their order, with their names: "news", "news@email", "news#3"."""

    def __init__(self, kinds: Records, calendars: list[Cadence]) -> None:
        usual = [Stream(k, int(kinds[k]["channel"])) for k in range(len(KINDS))]
        planned = {self._of(one, usual) for its in calendars for one in its.planned}
        self.all = [*usual, *sorted(planned - set(usual))]
        self.kinds = kinds[[stream.kind for stream in self.all]]
        self.kinds["channel"] = [stream.channel for stream in self.all]
        self.names = tuple(self._name(stream, usual) for stream in self.all)
        self._place = {stream: place for place, stream in enumerate(self.all)}
        self._usual = usual

    def place(self, planned: Planned) -> int:
        """The stream of a row of an editorial calendar."""
        return self._place[self._of(planned, self._usual)]

    @staticmethod
    def _of(planned: Planned, usual: list[Stream]) -> Stream:
        kind = KINDS.index(planned.kind)
        channel = CHANNELS.index(planned.channel) if planned.channel else usual[kind].channel
        return Stream(kind, channel, planned.topic)

    @staticmethod
    def _name(stream: Stream, usual: list[Stream]) -> str:
        elsewhere = stream.channel != usual[stream.kind].channel
        name = KINDS[stream.kind] + (f"@{CHANNELS[stream.channel]}" if elsewhere else "")
        return name + (f"#{stream.topic}" if stream.topic != NO_TOPIC else "")


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
