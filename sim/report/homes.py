"""Texts without the names of people's home folders, which say who somebody is."""

import re

# At the start of a path: homes of Linux, macOS and Windows, also as other systems mount them.
_START = r"(?:(?<![\w.~-])|(?<=\.\.))(?:/(?:export|var|usr|(?:mnt/)?[a-z])(?=/)|[A-Za-z]:)?"
_END = r"(?![\w.-])"
_LETTER = r"[^/\\,\]}\s'\"]"
# A name of several words is known by the folder that follows.
_NAME = rf"[/\\](?:{_LETTER}+(?: {_LETTER}+){{1,3}}(?=[/\\])|{_LETTER}+)"
_HOME = re.compile(rf"{_START}(?:[/\\](?:home|Users){_END}(?:{_NAME})?|/root{_END})")


def anonymous(text: str) -> str:
    """A text without the names of people's home folders: '/home/ann/a.csv' reads '~/a.csv'."""
    return _HOME.sub("~", text)
