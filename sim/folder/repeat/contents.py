"""The kinds of file that a run folder may hold: data, with the bytes that each begins with."""

from pathlib import Path

from sim.config.refusal import Refusal

TEXT = ("json", "jsonl", "yaml", "txt", "csv", "log")
BEGINS = {"parquet": b"PAR1", "png": b"\x89PNG\r\n\x1a\n", "db": b"SQLite format 3\0"}
RUN_BY_A_SYSTEM = (b"#!", b"\x7fELF", b"MZ")
LOOKED_AT = 4096


def refuse_what_is_not_data(path: Path, name: str) -> None:
    """Refuse a file that is no data, or not the data that its name announces."""
    kind = path.suffix.lower().removeprefix(".")
    if path.is_symlink() or not path.is_file():
        raise Refusal(f"{name} is not a plain file: a run folder holds data only")
    if kind not in (*TEXT, *BEGINS):
        known = ", ".join((*TEXT, *BEGINS))
        raise Refusal(f"{name} is no data of a run: a run folder holds {known} only")
    with path.open("rb") as file:
        first = file.read(LOOKED_AT)
    fits = first.startswith(BEGINS[kind]) if kind in BEGINS else _is_text(first)
    if not fits:
        raise Refusal(f"{name} does not hold what its name says: something else was put there")


def _is_text(first: bytes) -> bool:
    if first.startswith(RUN_BY_A_SYSTEM) or b"\0" in first:
        return False
    try:
        first.decode("utf-8")
    except UnicodeDecodeError as error:
        return len(first) == LOOKED_AT and error.start >= LOOKED_AT - 3  # cut within a letter
    return True
