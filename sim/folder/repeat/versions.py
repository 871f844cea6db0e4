"""The code, packages and machine that two results come from, and their differences."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from sim.folder import provenance

ABSENT = "–"
# The facts of a machine that can move a result or explain a difference; its cores cannot.
OF_A_MACHINE = ("python", "implementation", "platform", "processor")


Side = Mapping[str, Any]


class Version(NamedTuple):
    """Something of which the two sides have different versions."""

    what: str
    one: str
    other: str


def here(beside: Side) -> dict[str, Any]:
    """The code, the packages and the machine that are running now, as that manifest has them.

    An extra, such as what a search proposes with, counts where the manifest names it.
    """
    extras = [name for name in provenance.EXTRAS if name in beside["packages"]]
    versions = {"code": provenance.code(), "packages": provenance.packages(extras)}
    return versions | {"machine": provenance.machine()}


def different(one: Side, other: Side) -> list[Version]:
    """The versions that differ between two manifests: code first, then machine, then packages."""
    return list(_different(one, other))


def _different(one: Side, other: Side) -> Iterator[Version]:
    pair = (one["code"], other["code"])
    yield from _each(pair, ("version",), provenance.DISTRIBUTION)
    yield from _each(pair, ("commit",), "commit", short=True)
    yield from _each(pair, ("patch",), "uncommitted changes", short=True)
    yield from _each((one["machine"], other["machine"]), OF_A_MACHINE)
    names = dict.fromkeys([*one["packages"], *other["packages"]])
    yield from _each((one["packages"], other["packages"]), tuple(names))


def _each(
    pair: tuple[Side, Side], keys: tuple[str, ...], name: str = "", short: bool = False
) -> Iterator[Version]:
    most = 10 if short else None
    for key in keys:
        values = [side.get(key) for side in pair]
        if values[0] != values[1]:
            said = (ABSENT if value is None else str(value)[:most] for value in values)
            yield Version(name or key, *said)
