"""The terminal and its environment: characters that it cannot show, settings that end a run."""

import codecs
import os
import sys
import unicodedata

from sim.config.refusal import Refusal

# What stands for a character where only ASCII can be shown.
PLAIN = {"±": "+-", "−": "-", "–": "-", "—": "-", "…": "...", "×": "x", "÷": "/", "·": "*"}
PLAIN |= {"→": "->", "≤": "<=", "≥": ">=", "≈": "~", "’": "'", "“": '"', "”": '"'}
PLAIN |= {"ι": "iota", "ω": "omega"}
HANDLER = "sim.plain"


def prepare() -> None:
    """Let every character be shown somehow, and refuse an environment in which nothing can run."""
    codecs.register_error(HANDLER, _plain)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors=HANDLER)
    os.environ["MPLBACKEND"] = "agg"  # figures are files, whatever a desktop has set
    threads = os.environ.get("NUMBA_NUM_THREADS")
    if threads is not None and not (threads.isascii() and threads.isdecimal() and int(threads)):
        raise Refusal(f"NUMBA_NUM_THREADS={threads} in the environment: a whole number, 1 or more")


def _plain(error: UnicodeError) -> tuple[str, int]:
    """The characters that an encoding lacks, spelled with those that every encoding has."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    missing = error.object[error.start : error.end]
    return "".join(map(_spelled, missing)), error.end


def _spelled(one: str) -> str:
    if one in PLAIN:
        return PLAIN[one]
    bare = unicodedata.normalize("NFKD", one).encode("ascii", "ignore").decode()
    return bare or one.encode("ascii", "backslashreplace").decode()
