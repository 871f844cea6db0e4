"""The lines that the terminal shows of a folder that was run again."""

from collections.abc import Sequence

from sim.folder.repeat.reproduce import Reproduction
from sim.folder.repeat.safe_yaml import printable
from sim.folder.repeat.versions import Version

MOST = 20


def reproduction(found: Reproduction) -> list[str]:
    """Lines about the runs repeated: their versions, and whether they came out the same."""
    return [*_origin(found), *versions(found.versions), *_verdict(found)]


def versions(different: Sequence[Version], names: tuple[str, str] = ("then", "here")) -> list[str]:
    """A line for each version that is not the same on both sides."""
    if not different:
        return ["versions: the same code, packages and platform"]
    wide = max(len(one.what) for one in different)
    wide_one = max(len(printable(one.one)) for one in different)
    lines = [f"versions that differ ({names[0]}, {names[1]}):"]
    for one in different:
        values = f"{printable(one.one):<{wide_one}}  {printable(one.other)}"
        lines.append(f"  {printable(one.what):<{wide}}  {values}")
    return lines


def _origin(found: Reproduction) -> list[str]:
    manifest = found.folder.manifest
    what = "one scenario" if found.scenarios == 1 else f"{found.scenarios} scenarios"
    when = printable(manifest.get("finished", "at an unknown time"))
    return [f"{found.folder.path}: {what}, {_runs(found.of)}, finished {when}"]


def _verdict(found: Reproduction) -> list[str]:
    part = "" if found.repeated == found.of else f" of {found.of}"
    if found.same:
        return [f"{_runs(found.repeated)}{part} repeated: {_alike(found)}"]
    count = len(found.mismatches)
    lines = [f"{one.where}: {one.what}" for one in found.mismatches[:MOST]]
    if count > MOST:
        lines.append(f"… and {count - MOST} more")
    verdict = f"{count} {'differs' if count == 1 else 'differ'}"
    if found.versions:
        verdict += "; versions differ too, which may be why"
    return [*lines, f"{_runs(found.repeated)}{part} repeated: {verdict}"]


def _alike(found: Reproduction) -> str:
    said = ["every digest is the same"] if found.repeated > found.failed else []
    if found.failed:
        again = "fails" if found.failed == 1 else "fail"
        said.append(f"{found.failed} failed then, and {again} now")
    return "; ".join(said)


def _runs(count: int) -> str:
    return f"{count} run" if count == 1 else f"{count} runs"
