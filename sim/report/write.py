"""Writes a report beside its folder, never into it."""

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from sim.config.refusal import Refusal
from sim.folder.claim import MANIFEST, WORK, said, way_to
from sim.folder.repeat.examined import readable
from sim.folder.repeat.tables import RUNS
from sim.report.finished import finished
from sim.report.page import LARGEST, MARK

SUFFIX = ".report.html"
# Names that a file of several folders has in full.
FEW = 3
# How far into a file it says whose it is.
_HEAD = 1000


def report(folders: Sequence[Path], to: Path | None, say: Callable[[str], None]) -> Path:
    """Write the report on finished folders, and return its path.

    Args:
        folders: One or several folders of runs or sweeps.
        to: The file; beside the first folder if none is said.
        say: Told in a line what could not be shown.

    Raises:
        Refusal: A folder is not whole, nothing can be shown, or the file is somebody's own.
    """
    place = to or beside(folders[0], SUFFIX, folders[1:])
    refuse_inside(place, folders)
    _refuse_foreign(place)
    found = [finished(folder) for folder in folders]
    if len(found) == 1 and found[0].count == 1:
        from sim.report.single import page as single

        text = single(found[0], say)
    else:
        from sim.report.several import page as several

        text = several(found, say)
    content = text.encode()
    if len(content) > LARGEST:
        raise Refusal(f"the report is larger than {LARGEST:,} bytes: name fewer folders")
    return put(place, content)


def beside(folder: Path, suffix: str, others: Sequence[Path] = ()) -> Path:
    """The place beside a folder that goes by its name, and by those of ``others`` if they are few.

    It is as relative as the folder was. Raises :class:`Refusal` for the root of all folders.
    """
    whole = folder if folder.name not in ("", "..") else folder.resolve()
    if not whole.name:
        raise Refusal(f"{folder} is not a finished run folder")
    names = [whole.name, *(one.resolve().name for one in others)]
    name = "+".join(names) if len(names) <= FEW else f"{names[0]}+{len(others)}"
    return whole.with_name(f"{name}{suffix}")


def refuse_inside(place: Path, folders: Sequence[Path]) -> None:
    """Refuse a place in a finished folder, which its manifest would then no longer prove."""
    whole = place.resolve()
    for folder in folders:
        if whole.is_relative_to(folder.resolve()):
            raise Refusal(f"{place} lies in the folder itself: name a place outside")
    for parent in (whole, *whole.parents):
        if all(os.path.isfile(parent / name) for name in (MANIFEST, RUNS)):
            raise Refusal(f"{place} lies in the finished folder {parent}: name a place outside")


def _refuse_foreign(place: Path) -> None:
    """Refuse to write over what is no report."""
    if place.is_dir():
        raise Refusal(f"{place} is a folder: name a file")
    if not place.exists():
        return
    with readable(place), place.open(encoding="utf-8", errors="replace") as file:
        head = file.read(_HEAD)
    if MARK not in head:
        raise Refusal(f"{place} is there already, and no report: name another file")


def put(place: Path, content: bytes) -> Path:
    """Write a file whole or not at all, and return its path."""
    work = place.with_name(f".{place.name}{WORK}")
    try:
        with way_to(place):
            try:
                work.write_bytes(content)
                os.replace(work, place)
            finally:  # Ctrl+C leaves nothing half-written either
                with suppress(OSError):
                    work.unlink(missing_ok=True)
    except OSError as error:
        raise Refusal(f"{place} cannot be written ({said(error)})") from None
    return place
