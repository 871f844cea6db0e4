"""The kinds of file that a run folder may hold: data, with the bytes that each begins with."""

from pathlib import Path

from sim.config.refusal import Refusal

TEXT = ("json", "jsonl", "yaml", "txt", "csv", "log")
BEGINS = {"parquet": b"PAR1", "png": b"\x89PNG\r\n\x1a\n", "db": b"SQLite format 3\0"}
RUN_BY_A_SYSTEM = (b"#!", b"\x7fELF", b"MZ")
LOOKED_AT = 4096
MOST_FILES, DEEPEST = 10_000, 3
# Bytes of a text or a picture; tables and journals may be as large as the runs were many.
LARGEST = {"txt": 2**24, "log": 2**24, "csv": 2**26, "json": 2**26, "yaml": 2**26, "png": 2**26}
# Beyond this size a file that the disk keeps in far fewer bytes is nothing but a hole.
HOLES_FROM, FEWER = 2**26, 20


def files_of(path: Path) -> set[str]:
    """Every file below a folder, links and devices included; links are not followed.

    Raises :class:`Refusal` for more files, or deeper folders, than a run leaves behind.
    """
    found: set[str] = set()
    waiting = [(path, 1)]
    while waiting:
        folder, depth = waiting.pop()
        for one in folder.iterdir():
            if one.is_symlink() or not one.is_dir():
                found.add(one.relative_to(path).as_posix())
            elif depth == DEEPEST:
                raise Refusal(f"{path} has folders in folders, deeper than a run's")
            else:
                waiting.append((one, depth + 1))
            if len(found) + len(waiting) > MOST_FILES:
                raise Refusal(f"{path} holds more than {MOST_FILES:,} files, as no run's folder")
    return found


def refuse_what_is_too_large(path: Path, name: str) -> None:
    """Refuse a file that is larger than a run's, before a byte of it is read."""
    status = path.lstat()
    most = LARGEST.get(path.suffix.lower().removeprefix("."))
    if most is not None and status.st_size > most:
        raise Refusal(f"{name} is larger than {most:,} bytes, as no run's is")
    kept = 512 * getattr(status, "st_blocks", status.st_size)
    if status.st_size > HOLES_FROM and FEWER * kept < status.st_size:
        raise Refusal(f"{name} is mostly holes: {kept:,} bytes that claim to be {status.st_size:,}")


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
