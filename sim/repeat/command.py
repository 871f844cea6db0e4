"""The verbs on run folders: what the words after ``reproduce``, ``diff`` and ``crate`` ask for."""

import re
from collections.abc import Sequence
from pathlib import Path

from sim.refusal import Refusal, hint
from sim.repeat.trust import FLAG

SAME, DIFFERENT = 0, 1
CRATE_FLAGS = ("--to", "--license", "--author")
USAGE = {
    "reproduce": f"reproduce FOLDER [--run N] [{FLAG}]",
    "diff": "diff FOLDER FOLDER",
    "crate": "crate FOLDER [--to FILE.zip] [--license URL] [--author NAME]",
}


def reproduce(words: Sequence[str]) -> int:
    """Run a folder again; 0 if every digest is the same, 1 if not."""
    from sim.progress import Progress
    from sim.repeat import told
    from sim.repeat.reproduce import reproduce as repeated

    words = list(words)
    run = _option(words, "--run")
    if run is not None and not re.fullmatch(r"\d{1,12}", run):
        raise Refusal(f"--run {run} is not the number of a row of runs.parquet, from 0")
    trusted = FLAG in words
    (folder,) = _folders("reproduce", [word for word in words if word != FLAG], 1, (FLAG, "--run"))
    with Progress(text="running again") as progress:
        found = repeated(Path(folder), None if run is None else int(run), trusted, progress.counted)
    print("\n".join(told.reproduction(found)))
    return SAME if found.same else DIFFERENT


def diff(words: Sequence[str]) -> int:
    """Say what differs between two folders; 0 if nothing does, 1 if something does."""
    from sim.repeat import table
    from sim.repeat.diff import compare

    found = compare(*map(Path, _folders("diff", words, 2)))
    print("\n".join(table.comparison(found)))
    return SAME if found.same else DIFFERENT


def crate(words: Sequence[str]) -> int:
    """Write a folder as an RO-Crate, a zip beside it unless told where."""
    from sim.repeat.crate import export

    rest = list(words)
    given = {flag: _option(rest, flag) for flag in CRATE_FLAGS}
    (folder,) = _folders("crate", rest, 1, CRATE_FLAGS)
    to = given["--to"]
    place = export(Path(folder), Path(to) if to else None, given["--license"] or "",
                   given["--author"] or "")  # fmt: skip
    print(place)
    return SAME


def _option(words: list[str], flag: str) -> str | None:
    """Take ``flag VALUE`` or ``flag=VALUE`` out of the words; None if it is not there."""
    for place, word in enumerate(words):
        name, equals, value = word.partition("=")
        if name == flag:
            if not equals:
                value = words.pop(place + 1) if place + 1 < len(words) else ""
            del words[place]
            if not value:
                raise Refusal(f"{flag} needs a value")
            return value
    return None


def _folders(verb: str, words: Sequence[str], count: int, flags: Sequence[str] = ()) -> list[str]:
    """Exactly so many folders, or the verb's usage."""
    unknown = [word for word in words if word.startswith("-")]
    if unknown:
        near = hint(unknown[0], flags)
        raise Refusal(f"{unknown[0]} is not understood: sim {USAGE[verb]}{near}")
    if len(words) != count:
        raise Refusal(f"{verb} takes {count} folder{'s' * (count > 1)}, and got "
                      f"{' '.join(words) or 'none'}: sim {USAGE[verb]}")  # fmt: skip
    return list(words)
