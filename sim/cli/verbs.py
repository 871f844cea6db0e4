"""The verbs on run folders: reproduce, diff, crate and export."""

import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sim.cli.help import VERB_USAGE
from sim.config.refusal import Refusal, hint
from sim.folder.repeat.trust import FLAG, LARGE

SAME, DIFFERENT = 0, 1
CRATE_FLAGS = ("--to", "--license", "--author")
EXPORT_FLAGS = ("--to", "--replicate", "--dark", "--unlogged", "--start", "--truth", FLAG, LARGE)


def reproduce(words: Sequence[str]) -> int:
    """Run a folder again; 0 if every digest is the same, 1 if not."""
    from sim.folder.repeat import terminal as told
    from sim.folder.repeat.reproduce import reproduce as repeated
    from sim.runs.progress import Progress

    words = list(words)
    run = option(words, "--run")
    if run is not None and not re.fullmatch(r"\d{1,12}", run):
        raise Refusal(f"--run {run} is not the number of a row of runs.parquet, from 0")
    agreed = {FLAG, LARGE} & set(words)
    rest = [word for word in words if word not in agreed]
    (folder,) = folders("reproduce", rest, 1, (FLAG, LARGE, "--run"))
    number = None if run is None else int(run)
    with Progress(text="running again") as progress:
        tell = progress.counted
        found = repeated(Path(folder), number, FLAG in agreed, tell, LARGE in agreed)
    print("\n".join(told.reproduction(found)))
    return SAME if found.same else DIFFERENT


def diff(words: Sequence[str]) -> int:
    """List the differences between two folders; 0 if there are none, 1 if there are some."""
    from sim.folder.repeat import table
    from sim.folder.repeat.diff import compare

    found = compare(*map(Path, folders("diff", words, 2)))
    print("\n".join(table.comparison(found)))
    return SAME if found.same else DIFFERENT


def crate(words: Sequence[str]) -> int:
    """Write a folder as an RO-Crate, a zip beside it unless told where."""
    from sim.folder.repeat.crate import export

    rest = list(words)
    given = {flag: option(rest, flag) for flag in CRATE_FLAGS}
    (folder,) = folders("crate", rest, 1, CRATE_FLAGS)
    to, licence, author = (given[flag] or "" for flag in CRATE_FLAGS)
    print(export(Path(folder), Path(to) if to else None, licence, author))
    return SAME


def export(words: Sequence[str]) -> int:
    """Write the firm's own view of a run; with ``--truth`` the true effects, too."""
    from sim.exports.dates import dates_from
    from sim.exports.view import Loss
    from sim.exports.write import check_place
    from sim.exports.write import export as written

    rest = list(words)
    given = {flag: option(rest, flag) for flag in EXPORT_FLAGS[:5]}
    flags = [word for word in rest if word in ("--truth", FLAG, LARGE)]
    (name,) = folders("export", [word for word in rest if word not in flags], 1, EXPORT_FLAGS)
    usual = Loss()._asdict()
    loss = Loss(*(_part(f"--{name}", given[f"--{name}"], part) for name, part in usual.items()))
    number = given["--replicate"] or "0"
    if not re.fullmatch(r"\d{1,9}", number):
        raise Refusal(f"--replicate {number} is not the number of a replicate, from 0")
    dates, to = dates_from(given["--start"]), given["--to"]
    place = check_place(Path(name), Path(to) if to else None)
    truth = _truth(Path(name), flags) if "--truth" in flags else None
    done = written(Path(name), place, int(number), loss, dates, truth)
    for line in done.remarks:
        print(f"sim: {line}", file=sys.stderr)
    print(done.folder)
    return SAME


def _truth(folder: Path, agreed: Sequence[str]) -> Any:
    """The true effects in a folder's one scenario, over all its replicates."""
    from sim.exports.truth import truth
    from sim.exports.view import only_scenario
    from sim.folder.repeat.examined import examine
    from sim.folder.repeat.trust import admit, refuse_large
    from sim.runs.progress import Progress

    config = only_scenario(examine(folder)).config
    admit([config], FLAG in agreed)
    if LARGE not in agreed:
        refuse_large([config])
    with Progress(text="replaying without") as progress:
        return truth(config, range(config.replicates), tell=progress.counted)


def _part(flag: str, text: str | None, usual: float) -> float:
    """A part between 0 and 1."""
    try:
        part = usual if text is None else float(text)
    except ValueError:
        part = -1.0
    if not 0.0 <= part <= 1.0:
        raise Refusal(f"{flag} {text} is not a part: a number from 0 to 1")
    return part


def option(words: list[str], flag: str) -> str | None:
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


def folders(
    verb: str, words: Sequence[str], count: int | None, flags: Sequence[str] = ()
) -> list[str]:
    """Exactly so many folders, or any number if none is said; or the verb's usage."""
    unknown = [word for word in words if word.startswith("-")]
    if unknown:
        near = hint(unknown[0], flags)
        raise Refusal(f"{unknown[0]} is not understood: sim {VERB_USAGE[verb]}{near}")
    if len(words) != count if count else not words:
        many = "one folder" if verb == "plot" else "a folder or several"
        takes = f"{count} folder{'s' * (count > 1)}" if count else many
        got = " ".join(words) or "none"
        raise Refusal(f"{verb} takes {takes}, and got {got}: sim {VERB_USAGE[verb]}")
    for word in words:
        try:
            Path(word).exists()
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or error
            raise Refusal(f"{word[:80]} is not a folder ({reason})") from None
    return list(words)
