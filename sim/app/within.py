"""The one folder that the app may look into: the one in which it was started."""

from collections import deque
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from sim.config.refusal import Refusal
from sim.folder.claim import MANIFEST

DEEPEST, MOST_LOOKED_AT, MOST_SHOWN = 5, 20_000, 200


def inside(root: Path, name: str) -> Path:
    """A file or folder below the root by its relative name.

    Raises :class:`Refusal` for a name that leads out of it, by ``..``, by a link, or from the top.
    """
    said = Path(name)
    refusal = Refusal(f"{name[:200]!r} is outside the folder in which the app was started")
    if "\0" in name or said.is_absolute() or said.drive or ".." in said.parts:
        raise refusal
    try:
        found = (root / said).resolve()
    except (OSError, RuntimeError):
        raise refusal from None
    if not found.is_relative_to(root.resolve()):
        raise refusal
    return found


class Found(NamedTuple):
    """Finished run folders, the newest first, and whether these are all."""

    folders: list[Path]
    all: bool


def finished(root: Path) -> Found:
    """Finished run folders below the root, nearest first looked at; links are not followed."""
    found: list[tuple[float, Path]] = []
    waiting, looked_at = deque([(root, 0)]), 0
    while waiting and looked_at < MOST_LOOKED_AT:
        folder, depth = waiting.popleft()
        with suppress(OSError):  # one that is not readable, or goes meanwhile
            entries = list(folder.iterdir())
            looked_at += len(entries)
            manifest = folder / MANIFEST
            if manifest in entries and not manifest.is_symlink():
                found.append((manifest.stat().st_mtime, folder))
            elif depth < DEEPEST:
                waiting += [(one, depth + 1) for one in entries if _is_own_folder(one)]
    newest = [path for _, path in sorted(found, reverse=True)]
    return Found(newest[:MOST_SHOWN], not waiting and len(newest) <= MOST_SHOWN)


def _is_own_folder(path: Path) -> bool:
    """Whether it is a folder that is not hidden, and no link to one."""
    try:
        return not path.name.startswith(".") and not path.is_symlink() and path.is_dir()
    except OSError:
        return False
