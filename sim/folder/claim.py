"""The place of a run folder: claimed before the run, given its content in one go when it is over.

Files are written beside their final place and moved there together, the manifest last, so a folder
with a manifest is whole, and a run that was stopped leaves nothing behind.
"""

import itertools
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sim.config.refusal import Refusal

MANIFEST = "manifest.json"
WORK = ".partial"


@dataclass
class Claim:
    """A folder that this run alone may fill: its place of work, and the place of the outcome."""

    work: Path
    final: Path


@contextmanager
def claimed(folder: Path, may_rename: bool) -> Iterator[Claim]:
    """Claim a folder for the time of a run; keep it if all went well, else leave no trace.

    A taken name gets a number where ``may_rename``, as it was made from the clock. Raises
    :class:`Refusal` for a folder that holds anything or that cannot be written.
    """
    parents = [path for path in folder.absolute().parents if not path.exists()]
    try:
        claim = _claim(folder, may_rename)
    except OSError as error:
        remove_empty(parents)
        why = error.strerror
        raise Refusal(f"{folder} cannot be written ({why}): name another folder") from None
    try:
        yield claim
        _publish(claim)
    except BaseException:
        shutil.rmtree(claim.work, ignore_errors=True)
        remove_empty(parents)
        raise


def _claim(folder: Path, may_rename: bool) -> Claim:
    for number in itertools.count(1):
        final = folder if number == 1 else folder.with_name(f"{folder.name}-{number}")
        inside = final.is_dir()
        work = final / WORK if inside else final.with_name(f".{final.name}{WORK}")
        refusal = taken(final) or _make_alone(work)
        if refusal is None:
            # Another run may have finished here between the look and the claim.
            there = set(final.iterdir()) if final.exists() else set()
            if there == ({work} if inside else set()):
                return Claim(work, final)
            work.rmdir()
            refusal = f"{final} is not empty: another run has just filled it"
        if not may_rename:
            raise Refusal(refusal)
    raise AssertionError  # pragma: no cover


def _make_alone(work: Path) -> str | None:
    """Make the folder to work in; return the reason if it is another run's already."""
    work.parent.mkdir(parents=True, exist_ok=True)
    try:
        work.mkdir()
    except FileExistsError:
        return f"{work} says that another run is writing there; if none is, remove it"
    return None


def taken(folder: Path) -> str | None:
    """The reason why a folder may not be written into; None if it may."""
    if folder.is_dir() and any(folder.iterdir()):
        return f"{folder} is not empty: a run never writes into what is there; name a new folder"
    if folder.exists() and not folder.is_dir():
        return f"{folder} is a file: name a folder"
    return None


def _publish(claim: Claim) -> None:
    """Move the finished files to their place, the manifest last."""
    if claim.work.parent != claim.final:
        claim.work.rename(claim.final)
        return
    for path in sorted(claim.work.iterdir(), key=lambda path: path.name == MANIFEST):
        path.rename(claim.final / path.name)
    claim.work.rmdir()


def remove_empty(folders: Sequence[Path]) -> None:
    """Remove folders as long as there is nothing in them, the innermost first."""
    for folder in folders:
        try:
            folder.rmdir()
        except OSError:
            return
