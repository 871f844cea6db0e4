"""Which code, packages and machine two results come from, and where they are not the same."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from sim.folder import provenance

ABSENT = "–"
# What of a machine can move a result or explain a difference; how many cores it has cannot.
OF_A_MACHINE = ("python", "implementation", "platform", "processor")


class Version(NamedTuple):
    """Something of which the two sides have different versions."""

    what: str
    one: str
    other: str


def here() -> dict[str, Any]:
    """The code, the packages and the machine that are running now, as a manifest has them."""
    return {"code": provenance.code(), "packages": provenance.packages(),
            "machine": provenance.machine()}  # fmt: skip


def different(one: Mapping[str, Any], other: Mapping[str, Any]) -> list[Version]:
    """What of two manifests' versions differs: code first, then machine, then packages."""
    return list(_different(one, other))


def _different(one: Mapping[str, Any], other: Mapping[str, Any]) -> Iterator[Version]:
    pair = (one["code"], other["code"])
    yield from _each(pair, ("version",), provenance.DISTRIBUTION)
    yield from _each(pair, ("commit",), "commit", short=True)
    yield from _each(pair, ("patch",), "uncommitted changes", short=True)
    yield from _each((one["machine"], other["machine"]), OF_A_MACHINE)
    names = dict.fromkeys([*one["packages"], *other["packages"]])
    yield from _each((one["packages"], other["packages"]), tuple(names))


def _each(
    pair: tuple[Mapping[str, Any], Mapping[str, Any]],
    keys: tuple[str, ...],
    name: str = "",
    short: bool = False,
) -> Iterator[Version]:
    for key in keys:
        values = [side.get(key) for side in pair]
        if values[0] != values[1]:
            said = (ABSENT if value is None else str(value)[: 10 if short else None]
                    for value in values)  # fmt: skip
            yield Version(name or key, *said)
