"""Debris in what is published: what a shell, an editor or a merge left in a text for people."""

import re

# Each mark is of a line as a whole; fenced code, which may hold commands, is not looked at.
MARKS = {
    "a line of shell": r"\s*(cat|tee|echo) .*>.*|\$ .+",
    "a shell's end of text": r".*(?<!<)<<-?(?!<)\s*['\"]?[A-Z_]+['\"]?\s*|EOF|E",
    "a merge's mark": r"(<{7}|>{7}) .*|\|{7} .*",
    "a traceback": r"\s*Traceback \(most recent call last\):.*",
    "a place on one machine": r".*(?<![\w.])/(root|tmp|home|Users)/\w.*",
    "a terminal's code": r".*\x1b\[.*",
    "an unfilled gap": r".*(\bTODO\b|\bFIXME\b|\bXXX\b|\bTBD\b|\{\{\w*\}\}).*",
}


def debris(text: str) -> list[tuple[int, str]]:
    """The lines of a text that nobody meant to publish, each with its number and what is there."""
    found, fenced = [], False
    for number, line in enumerate(text.splitlines(), start=1):
        fenced ^= line.lstrip().startswith("```")
        kinds = (what for what, mark in MARKS.items() if re.fullmatch(mark, line))
        if not fenced and (what := next(kinds, "")):
            found.append((number, what))
    return found
