"""The one folder that the app may look into: the one in which it was started."""

from pathlib import Path

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


def finished(root: Path) -> list[Path]:
    """Finished run folders below the root, the newest first; links are not followed."""
    found: list[tuple[float, Path]] = []
    waiting, looked_at = [(root, 0)], 0
    while waiting and looked_at < MOST_LOOKED_AT:
        folder, depth = waiting.pop()
        try:
            entries = list(folder.iterdir())
        except OSError:
            continue
        looked_at += len(entries)
        manifest = folder / MANIFEST
        if manifest in entries and not manifest.is_symlink():
            found.append((manifest.stat().st_mtime, folder))
        elif depth < DEEPEST:
            waiting += [
                (one, depth + 1)
                for one in entries
                if not one.name.startswith(".") and not one.is_symlink() and one.is_dir()
            ]
    return [path for _, path in sorted(found, reverse=True)][:MOST_SHOWN]
