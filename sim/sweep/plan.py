"""The plan of a sweep: its scenarios, made when they are asked for, and their runs.

A scenario is kept as the words that make it, so that a hundred thousand of them take little room.
All are made once before the first run: one that cannot be run is refused then.
"""

from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from itertools import accumulate, pairwise
from typing import Any, NamedTuple, overload

from sim.config import FIXED, Config
from sim.config.remarks import remarks
from sim.folder.provenance import config_hash, hashes
from sim.sweep.differing import differing, flow

HASH, MOST_REMARKS = 32, 20


@dataclass(frozen=True)
class Scenario:
    """One config that was asked for, the words that made it, and the options it is made of.

    ``said`` is the config as it was said, before words of plans became components.
    """

    config: Config
    overrides: tuple[str, ...]
    choices: dict[str, str]
    said: Config | None = field(default=None, compare=False, repr=False)


class Run(NamedTuple):
    """One run of a sweep: its place in the table, its scenario's number, its replicate."""

    number: int
    scenario: int
    replicate: int


class Plan(Sequence[Scenario]):
    """The scenarios of a sweep in their order, and their runs, replicate by replicate.

    ``make(words)`` makes a scenario, and ``again(words)`` once more one that was made;
    ``tell(done, total)`` counts those that were checked.
    """

    def __init__(
        self,
        make: Callable[[Sequence[str]], Scenario],
        words: Sequence[Sequence[str]],
        settings: dict[str, Any] | None = None,
        tell: Callable[[int, int], None] | None = None,
        again: Callable[[Sequence[str]], Scenario] | None = None,
    ) -> None:
        self.words = words
        self.settings = settings or {}
        self.starts = array("q", [0])
        self._marks = bytearray()
        self._told = bytearray()
        self._ends = array("q", [0])
        self._first: Config | None = None
        self.seeds = array("q")
        self._worlds = array("q")
        self.weights = array("d")
        self.remarks: list[str] = []
        self._again = again or make
        self._counted = False
        self._last: tuple[int, Scenario] | None = None
        for number in range(len(words)):
            self._survey(make(words[number]).config)
            if tell is not None:
                tell(number + 1, len(words))
        self._alike = self._repeated()

    def _survey(self, config: Config) -> None:
        self.starts.append(self.starts[-1] + config.replicates)
        whole, mark = hashes(config)
        self._marks += bytes.fromhex(mark)
        self._first = self._first or config
        self._told += _told(config, self._first, whole)
        self._ends.append(len(self._told))
        self.seeds.append(config.seed)
        self._worlds.append(config.world_seed if config.world == FIXED else -1)
        self.weights.append(config.market.customers * float(config.warmup_days + config.days))
        if len(self.remarks) < MOST_REMARKS:
            self.remarks += [line for line in remarks(config) if line not in self.remarks]

    def __len__(self) -> int:
        return len(self.words)

    @overload
    def __getitem__(self, number: int) -> Scenario: ...

    @overload
    def __getitem__(self, number: slice) -> list[Scenario]: ...

    def __getitem__(self, number: int | slice) -> Scenario | list[Scenario]:
        if isinstance(number, slice):
            return [self[one] for one in range(*number.indices(len(self)))]
        if number < 0:
            number += len(self)
        if not 0 <= number < len(self):
            raise IndexError(number)
        if self._last is None or self._last[0] != number:
            self._last = number, self._made(number)
        return self._last[1]

    def with_replicates(self, counts: Sequence[int]) -> "Plan":
        """The same scenarios with other numbers of replicates than their words say."""
        other = copy(self)
        other.starts = array("q", accumulate(counts, initial=0))
        other._counted, other._last = True, None
        return other

    def _made(self, number: int) -> Scenario:
        made = self._again(self.words[number])
        if not self._counted:
            return made
        count = self.starts[number + 1] - self.starts[number]
        return replace(made, config=replace(made.config, replicates=count))

    @property
    def replicates(self) -> list[int]:
        """The number of runs of each scenario."""
        return [end - start for start, end in pairwise(self.starts)]

    def identity(self, scenario: int) -> bytes:
        """The hash of a scenario's config, but for its luck."""
        return bytes(self._marks[HASH * scenario : HASH * (scenario + 1)])

    def difference(self, scenario: int) -> str:
        """A scenario's difference to the first one, and its config's hash, as YAML has them."""
        if self._counted:
            config, first = self[scenario].config, self[0].config
            return _told(config, first, config_hash(config)).decode()
        return self._told[self._ends[scenario] : self._ends[scenario + 1]].decode()

    def world_seed(self, run: Run, seed: int) -> int:
        """The world of a run with this seed: the fixed one of its scenario, or the one it draws."""
        from sim.model.state.which_world import world_drawn_by

        fixed = self._worlds[run.scenario]
        return fixed if fixed >= 0 else world_drawn_by(seed)

    @property
    def total(self) -> int:
        """The number of all runs."""
        return self.starts[-1]

    def run(self, number: int) -> Run:
        """The run at this place in the table."""
        scenario = bisect_right(self.starts, number) - 1
        return Run(number, scenario, number - self.starts[scenario])

    def at(self, scenario: int, replicate: int) -> Run:
        """A scenario's run of that replicate."""
        return Run(self.starts[scenario] + replicate, scenario, replicate)

    def runs(self) -> Iterator[Run]:
        """Every run, in the order of the table."""
        for scenario in range(len(self)):
            first = self.starts[scenario]
            for replicate in range(self.starts[scenario + 1] - first):
                yield Run(first + replicate, scenario, replicate)

    def source(self, run: Run) -> Run:
        """The run that stands for this one: the first with the same config and the same luck."""
        for scenario in self._alike.get(self._key(run.scenario), ()) if self._alike else ():
            if run.replicate < self.starts[scenario + 1] - self.starts[scenario]:
                return self.at(scenario, run.replicate)
        return run

    def _key(self, scenario: int) -> tuple[bytes, int]:
        return self.identity(scenario), self.seeds[scenario]

    def _repeated(self) -> dict[tuple[bytes, int], list[int]]:
        """Scenarios whose runs are the same, by the hash and the seed that they share."""
        first: dict[int, int] = {}
        members: dict[tuple[bytes, int], list[int]] = {}
        for number in range(len(self)):
            key = self._key(number)
            before = first.setdefault(hash(key), number)
            if before != number and self._key(before) == key:
                members.setdefault(key, [before]).append(number)
        return members


def _told(config: Config, first: Config, whole: str) -> bytes:
    text = f"differs: {flow(differing(config, first))}, config_hash: {flow(whole)}"
    return text.encode("utf-8")
