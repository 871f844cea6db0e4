"""The place of a run folder: claimed before the run, given its content in one go when it is over.

Files are written beside their final place and moved there together, the manifest last, so a folder
with a manifest is whole. A run that is stopped leaves nothing behind; what one that was killed has
left is cleared away by the next, as no living process holds it.
"""

import errno
import itertools
import json
import os
import shutil
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from sim.config.refusal import Refusal
from sim.folder.alone import hold, let_go

MANIFEST = "manifest.json"
WORK = ".partial"
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)


class NothingKept(Exception):  # noqa: N818 - the system's doing, told in one line
    """The system did not let a run be brought to its end. The message is one line."""


@dataclass
class Claim:
    """A folder that this run alone may fill: its place of work, and the place of the outcome.

    ``held`` is the place of work as an open file, whose lock goes with the process.
    """

    work: Path
    final: Path
    held: int


@contextmanager
def claimed(folder: Path, may_rename: bool) -> Iterator[Claim]:
    """Claim a folder for the time of a run; keep it if all went well, else leave no trace.

    A taken name gets a number where ``may_rename``, as it was made from the clock. Raises
    :class:`Refusal` for a folder that holds anything or that cannot be written, and
    :class:`NothingKept` where the system fails later, as on a full disk.
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
    except BaseException as error:
        with suppress(OSError):
            _clear(claim)
        shutil.rmtree(claim.work, ignore_errors=True)
        remove_empty(parents)
        if isinstance(error, OSError) and not isinstance(error, BrokenPipeError):
            raise NothingKept(f"{claim.final}: {said(error)}; nothing was kept") from error
        raise
    finally:
        let_go(claim.held)


def said(error: OSError) -> str:
    """The system's own words for what went wrong."""
    return error.strerror or str(error).partition("\n")[0] or type(error).__name__


@contextmanager
def written_alone(place: Path) -> Iterator[IO[bytes]]:
    """A new file to write beside a place, to which it goes when all went well.

    What a killed process has left beside is written anew. Raises :class:`Refusal` where another
    process is writing, :class:`FileExistsError` where one has finished.
    """
    work = place.with_name(f".{place.name}{WORK}")
    file = _new_file(work)
    try:
        with open(file, "w+b", closefd=False) as content:
            yield content
        os.link(work, place)
    finally:
        work.unlink(missing_ok=True)
        let_go(file)


def taken(folder: Path) -> str | None:
    """The reason why a folder may not be written into; None if it may."""
    if folder.is_symlink() and not folder.exists():
        return f"{folder} is a link that leads nowhere: name a folder"
    if folder.is_dir() and any(folder.iterdir()):
        return f"{folder} is not empty: a run never writes into what is there; name a new folder"
    if folder.exists() and not folder.is_dir():
        return f"{folder} is a file: name a folder"
    return None


def taken_alive(folder: Path) -> str | None:
    """The same, but that what a killed run has left in a folder is no reason."""
    return None if (folder / WORK).is_dir() else taken(folder)


def publish(work: Path, folder: Path, ours: Collection[str] = ()) -> None:
    """Move what was written beside to its place, the manifest last.

    Names of ``ours`` that are not written anew are taken away before. Cut short at any point, it
    can be done again.
    """
    paths = sorted(work.iterdir(), key=lambda path: path.name == MANIFEST)
    for name in sorted(set(ours) - {path.name for path in paths}):
        remove(folder / name)
    for path in paths:
        final = folder / path.name
        if final.is_dir():
            remove(final)
        path.replace(final)
    work.rmdir()


def remove(path: Path) -> None:
    """Remove a file, a link or a whole folder, if it is there."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


@contextmanager
def way_to(place: Path) -> Iterator[None]:
    """Make the folders on the way to a place; those made go again if it comes to nothing."""
    missing = [path for path in place.absolute().parents if not os.path.exists(path)]
    try:
        if os.path.isfile(place.parent):
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
        place.parent.mkdir(parents=True, exist_ok=True)
        yield
    except BaseException:
        for folder in missing:
            with suppress(OSError):  # others may have put something there meanwhile
                folder.rmdir()
        raise


def remove_empty(folders: Sequence[Path]) -> None:
    """Remove folders as long as there is nothing in them, the innermost first."""
    for folder in folders:
        try:
            folder.rmdir()
        except OSError:
            return


def _claim(folder: Path, may_rename: bool) -> Claim:
    for number in itertools.count(1):
        final = folder if number == 1 else folder.with_name(f"{folder.name}-{number}")
        inside = final.is_dir()
        work = final / WORK if inside else final.with_name(f".{final.name}{WORK}")
        refusal = taken_alive(final) if inside else taken(final)
        if refusal is None:
            held = _alone(work)
            refusal = f"{work} says that another run is writing there; if none is, remove it"
            if held is not None:
                claim = Claim(work, final, held)
                # Another run may have finished here between the look and the claim.
                if _clear(claim):
                    return claim
                let_go(held)
                refusal = taken(final) or f"{final} is not empty: name a new folder"
        if not may_rename:
            raise Refusal(refusal)
    raise AssertionError  # pragma: no cover


def _alone(work: Path) -> int | None:
    """The folder to work in, open and locked; None if it is another run's that lives."""
    work.parent.mkdir(parents=True, exist_ok=True)
    try:
        work.mkdir()
        made = True
    except FileExistsError:
        made = False
    try:
        file = os.open(work, os.O_RDONLY | _NO_LINK)
    except OSError:
        if made:
            raise
        return None
    if _is_own(file, work, made):
        return file
    let_go(file)
    return None


def _new_file(work: Path) -> int:
    """A new file that this process alone has; one that nobody alive has gives way to it."""
    for made in (True, False, True):
        try:
            how = os.O_CREAT | os.O_EXCL if made else _NO_LINK
            file = os.open(work, os.O_RDWR | how, 0o666)
        except FileExistsError:
            continue
        except FileNotFoundError:
            if made:
                raise
            continue
        if _is_own(file, work, made):
            if made:
                return file
            work.unlink()
        let_go(file)
    raise Refusal(f"{work} says that another process is writing there; if none is, remove it")


def _is_own(file: int, path: Path, made: bool) -> bool:
    """Whether an open file is locked by this process, and still the one in its place."""
    try:
        held = hold(file, path.parent)
    except (OSError, Refusal):  # no locks here: only what is new is known to be nobody else's
        held = made
    with suppress(FileNotFoundError):
        return held and os.path.samestat(os.fstat(file), os.lstat(path))
    return False


def _clear(claim: Claim) -> bool:
    """Take away all that a run has left here; False if there is more, which then stays as it is.

    Files that are in their place already are known by the manifest that was to follow them.
    """
    from sim.folder.provenance import file_hash

    there = claim.final.iterdir() if claim.final.is_dir() else ()
    published = [path for path in there if path != claim.work]
    listed = _listed(claim.work / MANIFEST) if published else {}
    files = [file for path in published for file in (path, *path.rglob("*")) if not file.is_dir()]
    for file in files:
        if listed.get(file.relative_to(claim.final).as_posix()) != file_hash(file):
            if claim.work.parent != claim.final or (claim.final / MANIFEST).exists():
                remove_empty([claim.work])
            return False
    for path in [*published, *claim.work.iterdir()]:
        remove(path)
    return True


def _listed(manifest: Path) -> dict[str, Any]:
    try:
        outputs = json.loads(manifest.read_bytes())["outputs"]
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return outputs if isinstance(outputs, dict) else {}


def _publish(claim: Claim) -> None:
    if claim.work.parent == claim.final:
        publish(claim.work, claim.final)
    else:
        claim.work.rename(claim.final)
