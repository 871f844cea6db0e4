"""The folder of a sweep: its own from the first run to the last, across interruptions.

It holds the journal while runs are missing, and gets everything else at once when none is. The lock
on the journal keeps a second sweep out, and is gone with the process that has it.
"""

import itertools
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sim.config.refusal import Refusal
from sim.folder.claim import MANIFEST, WORK, publish, remove, remove_empty, taken
from sim.folder.readme import FIGURES, FILES
from sim.sweep.journal import NAME, Journal


class Place:
    """A folder with an open journal in it."""

    def __init__(self, folder: Path, journal: Journal) -> None:
        self.folder = folder
        self.journal = journal
        self.work = folder / WORK
        self.worth_keeping = False

    def reopen(self) -> None:
        """Let a finished sweep be unfinished from now on, as all its runs are in the journal."""
        self.journal.sync()
        (self.folder / MANIFEST).unlink()
        self.worth_keeping = True

    def publish(self, keep_journal: bool) -> None:
        """Move the files written beside to their place, the manifest last, then the journal.

        What an earlier attempt has left, such as the failures of runs tried again, goes.
        """
        publish(self.work, self.folder, {*FILES, FIGURES} - {NAME})
        self.journal.close(remove=not keep_journal)


@contextmanager
def opened(folder: Path, may_rename: bool, adding: bool = False) -> Iterator[Place]:
    """Open a sweep's folder: a new one, or one whose sweep was stopped or had runs that failed.

    A taken name gets a number where ``may_rename``. With ``adding`` the folder may hold a finished
    sweep, which stays so until :meth:`Place.reopen`. One in which no run was finished is removed
    again. Raises :class:`Refusal` for a folder that is in use, another's, or unwritable.
    """
    made = [path for path in folder.absolute().parents if not path.exists()]
    if may_rename or not folder.exists():
        made.insert(0, folder)
    try:
        place = _new(folder) if may_rename else _at(folder, adding)
    except OSError as error:
        remove_empty(made)
        why = f"cannot be written ({error.strerror}): name another folder"
        raise Refusal(f"{folder} {why}") from None
    except Refusal:
        remove_empty(made)
        raise
    try:
        yield place
    finally:
        shutil.rmtree(place.work, ignore_errors=True)
        place.journal.close(remove=not place.worth_keeping)
        if not place.worth_keeping:
            remove_empty([place.folder, *made[1:]] if made else [])


def _new(folder: Path) -> Place:
    folder.parent.mkdir(parents=True, exist_ok=True)
    for number in itertools.count(1):
        final = folder if number == 1 else folder.with_name(f"{folder.name}-{number}")
        try:
            final.mkdir()
        except FileExistsError:
            continue
        return Place(final, Journal(final / NAME))
    raise AssertionError  # pragma: no cover


def _at(folder: Path, adding: bool) -> Place:
    if not adding and not (folder / NAME).is_file():
        refusal = taken(folder)
        if refusal is not None:
            raise Refusal(refusal)
        folder.mkdir(parents=True, exist_ok=True)
    journal = Journal(folder / NAME)
    made = journal.is_empty()
    try:
        manifest = folder / MANIFEST
        if manifest.exists() and made and not adding:  # finished by another process meanwhile
            raise Refusal(f"{folder} holds a sweep that is finished: name a new folder")
        if not adding:  # runs failed, or something was killed: all of it is written anew
            manifest.unlink(missing_ok=True)
        remove(folder / WORK)
    except BaseException:
        journal.close(remove=made)
        raise
    place = Place(folder, journal)
    place.worth_keeping = not (adding or made)
    return place
