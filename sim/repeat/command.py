"""The verbs on run folders: what the words after ``reproduce``, ``diff`` and ``crate`` ask for."""

import re
from collections.abc import Sequence
from pathlib import Path

from sim.refusal import Refusal, hint
from sim.repeat.trust import FLAG

SAME, DIFFERENT = 0, 1
USAGE = {
    "reproduce": f"reproduce FOLDER [--run N] [{FLAG}]",
    "diff": "diff FOLDER FOLDER",
    "crate": "crate FOLDER [FILE.zip]",
}


def reproduce(words: Sequence[str]) -> int:
    """Run a folder again; 0 if every digest is the same, 1 if not."""
    from sim.progress import Progress
    from sim.repeat import told
    from sim.repeat.reproduce import reproduce as repeated

    words, run = _run_number(list(words))
    trusted = FLAG in words
    (folder,) = _folders("reproduce", [word for word in words if word != FLAG], 1, (FLAG, "--run"))
    with Progress(text="running again") as progress:
        found = repeated(Path(folder), run, trusted, progress.counted)
    print("\n".join(told.reproduction(found)))
    return SAME if found.same else DIFFERENT


def diff(words: Sequence[str]) -> int:
    """Say what differs between two folders; 0 if nothing does, 1 if something does."""
    from sim.repeat import table
    from sim.repeat.diff import compare

    found = compare(*map(Path, _folders("diff", words, 2)))
    print("\n".join(table.comparison(found)))
    return SAME if found.same else DIFFERENT


def _run_number(words: list[str]) -> tuple[list[str], int | None]:
    """The words without ``--run N``, and N."""
    for place, word in enumerate(words):
        flag, equals, value = word.partition("=")
        if flag == "--run":
            rest = words[place + 1 :]
            value = value if equals else (rest.pop(0) if rest else "")
            if not re.fullmatch(r"\d{1,12}", value):
                raise Refusal(f"--run {value} is not the number of a row of runs.parquet, from 0")
            return words[:place] + rest, int(value)
    return words, None


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
