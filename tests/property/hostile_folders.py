"""Folders that a stranger has changed, through all four verbs.

``python tests/property/hostile_folders.py 5000`` makes so many, and says which were refused in
one line, which went through, and which got out of hand: a traceback, a signal, more than five
seconds or 500 MB, or anything executed.
"""

import contextlib
import hashlib
import io
import json
import os
import pickle
import random  # noqa: TID251 - the luck of whoever changes folders, not of a market
import resource
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import yaml

from sim.cli.command import main
from sim.folder.provenance import config_hash
from sim.folder.write import EVENTS
from sim.grammar.schema import read_config

SECONDS, MEGABYTES = 5.0, 500.0
PATIENCE = 60
TINY = ["market.customers=60", "days=10", "warmup_days=5", "replicates=2", "workers=1"]
TEXTS = ("config.yaml", "scenarios.yaml", "summary.json", "manifest.json", "ro-crate-metadata.json")
TABLES = ("runs", *EVENTS, "touches")
Chance = random.Random
NOT_POSSIBLE = (OSError, ValueError, LookupError, RecursionError, pa.ArrowException, yaml.YAMLError)


def nested(depth: int) -> Any:
    """Lists in lists."""
    value: Any = 0
    for _ in range(depth):
        value = [value]
    return value


ODD: list[Any] = [
    *(None, True, [], {}, -1, 0, 2**63, 10**400, 1e308, float("nan"), float("inf"), "", "finished"),
    *("x" * 10_000, "\x1b[2J\n", "\ud800", "${oc.env:HOME}", "???", nested(60), [1, "a"], "../.."),
    *(10_000_000, 26_000, 1e-9, [[]], {"a": {"b": 1}}, "__import__('os')"),
    {"_target_": "os.system", "command": "touch {marker}"},
]
DOUBLED = "".join(f"b{n}: &b{n} [*a, *a]\n" for n in range(60))
MERGED = "".join(f"a{n + 1}: &a{n + 1} {{<<: [*a{n}, *a{n}], k{n}: 1}}\n" for n in range(40))
BOMBS = [
    *("[" * 100_000, "{a: " * 100_000, "- " * 100_000, "? " * 50_000, '{"a":' * 100_000),
    *("a: &a [x, x]\n" + DOUBLED, "a0: &a0 {x: 1}\n" + MERGED, "- a\n" * 600_000),
    *("days: " + "9" * 400, "days: " + "9" * 5000, "[" + "[]," * 900_000 + "[]]"),
    *("a: !!binary aGVsbG8=", "--- 1\n--- 2\n", "\x00", "1e999", "NaN", '"\\ud800"', "<<: {a: 1}"),
    *("=: 1", "a: 2001-01-01", "a:\n" + " " * 90_000 + "b: 1"),
    "!!python/object/apply:os.system ['touch {marker}']",
]
CELLS: list[Any] = ["a", "\x1b[2J", 0, -1, -(10**6), 10**12, 7, 1.5, 1e300, -1e300, True, b"b"]
CELLS += [float("inf"), float("nan"), [1], {"a": 1}, "9" * 400]


class Bomb:
    """Leaves a mark where it is unpickled."""

    def __init__(self, marker: Path) -> None:
        self.marker = marker

    def __reduce__(self) -> Any:
        return Path.touch, (self.marker,)


def odd(chance: Chance, marker: Path) -> Any:
    """A value that nobody expects."""
    value = chance.choice(ODD)
    return json.loads(json.dumps(value).replace("{marker}", str(marker)))


def put_anywhere(content: Any, chance: Chance, value: Any, drop: bool) -> None:
    """Replace or drop something within plain content."""
    while isinstance(content, dict | list) and content:
        keys = list(content) if isinstance(content, dict) else list(range(len(content)))
        key = chance.choice(keys)
        if not isinstance(content[key], dict | list) or not content[key] or chance.random() < 0.25:
            if drop:
                del content[key]
            else:
                content[key] = value
            return
        content = content[key]


def values(folder: Path, chance: Chance, marker: Path) -> None:
    """Some values of a text are others, or gone."""
    path = folder / chance.choice([one for one in TEXTS if (folder / one).exists()])
    load, dump = (json.loads, json.dumps) if path.suffix == ".json" else (yaml.safe_load, _yaml)
    content = load(path.read_text())
    for _ in range(chance.randint(1, 3)):
        put_anywhere(content, chance, odd(chance, marker), chance.random() < 0.3)
    path.write_text(dump(content), errors="surrogatepass")


def _yaml(content: Any) -> str:
    return str(yaml.safe_dump(content, sort_keys=False, allow_unicode=True))


def bombs(folder: Path, chance: Chance, marker: Path) -> None:
    """A text is made to burst."""
    text = chance.choice(BOMBS).replace("{marker}", str(marker))
    path = folder / chance.choice([one for one in TEXTS if (folder / one).exists()])
    path.write_text(path.read_text() + "\n" + text if chance.random() < 0.3 else text)


def raw(folder: Path, chance: Chance, marker: Path) -> None:
    """Bytes are changed, lost or added."""
    path = chance.choice(sorted(one for one in folder.rglob("*") if one.is_file()))
    content = bytearray(path.read_bytes())
    how, place = chance.randint(0, 3), chance.randrange(max(len(content), 1))
    if how == 0:
        for _ in range(chance.randint(1, 20)):
            content[chance.randrange(len(content))] = chance.randrange(256)
    elif how == 1:
        del content[place:]
    elif how == 2:
        content[place:place] = chance.randbytes(chance.randint(1, 500))
    else:
        content = bytearray(pickle.dumps(Bomb(marker)))
    path.write_bytes(bytes(content))


def files(folder: Path, chance: Chance, marker: Path) -> None:
    """Files are gone, new, links, pipes, holes, or what they are not."""
    path = chance.choice(sorted(one for one in folder.rglob("*") if one.is_file()))
    how = chance.randint(0, 7)
    if how == 0:
        path.unlink()
    elif how == 1:
        name = chance.choice(["hook.py", "m.pkl", "x\x1b[2J.txt", "a.parquet", ".hidden", "b.json"])
        (folder / name).write_bytes(pickle.dumps(Bomb(marker)))
    elif how == 2:
        path.unlink()
        path.symlink_to(chance.choice(["/etc/passwd", "/dev/zero", "/dev/stdin", ".", "nowhere"]))
    elif how == 3:
        path.unlink()
        os.mkfifo(path)
    elif how == 4:
        os.truncate(path, 10 * 2**30)
    elif how == 5:
        path.unlink()
        path.mkdir()
    elif how == 6:
        Path(folder, *["d"] * chance.randint(1, 60)).mkdir(parents=True)
    else:
        other = chance.choice(sorted(one for one in folder.rglob("*") if one.is_file()))
        path.write_bytes(other.read_bytes())


def columns(folder: Path, chance: Chance, marker: Path) -> None:
    """A table has columns of other kinds, other values, or more rows than it should."""
    path = chance.choice(
        [one for one in (folder / f"{name}.parquet" for name in TABLES) if one.exists()]
    )
    table = pq.read_table(path)
    for _ in range(chance.randint(1, 2)):
        table = _changed(table, chance)
    if chance.random() < 0.1:
        rows = pa.array(np.zeros(chance.choice([10**5, 10**6]), np.int64))
        table = pa.table(dict.fromkeys(table.schema.names, rows))
    pq.write_table(table, path, compression="zstd")


def _changed(table: pa.Table, chance: Chance) -> pa.Table:
    place, count = chance.randrange(table.num_columns), table.num_rows
    name = table.schema.names[place]
    how = chance.randint(0, 6)
    if how == 0 and table.num_columns > 1:
        return table.drop_columns([name])
    if how == 1:
        return table.slice(0, chance.randint(0, count))
    if how == 2:
        return pa.concat_tables([table, table])
    if how == 3:
        return table.append_column(name, table[name])
    if how == 4:
        return table.set_column(place, name, pa.nulls(count))
    column = pa.array([chance.choice(CELLS)] * count)
    if how == 5:
        with contextlib.suppress(pa.ArrowException, OverflowError):
            column = column.cast(table.schema.field(place).type)
    return table.set_column(place, name, column)


HARM: list[Callable[[Path, Chance, Path], None]] = [
    values,
    values,
    bombs,
    raw,
    files,
    columns,
    columns,
]


def prove_anew(folder: Path, readable: bool) -> None:
    """A manifest that lists whatever is there now, as somebody who means ill would write it."""
    path = folder / "manifest.json"
    if path.is_symlink() or not path.is_file() or path.stat().st_size > 10**8:
        return
    try:
        manifest = json.loads(path.read_text())
        if readable and (folder / "config.yaml").is_file():
            manifest["config_hash"] = config_hash(read_config(folder / "config.yaml"))
    except Exception:  # then it stays as it is
        return
    found = [one for one in folder.rglob("*") if one.is_file() and not one.is_symlink()]
    found = [one for one in found if one.stat().st_size < 10**8 and one != path]
    found = [one for one in found if one.name != "ro-crate-metadata.json"]
    if isinstance(manifest, dict):
        names = {one.relative_to(folder).as_posix(): one for one in found}
        digest = {name: hashlib.sha256(one.read_bytes()).hexdigest() for name, one in names.items()}
        path.write_text(json.dumps(manifest | {"outputs": digest}))


def verbs(folder: Path, honest: Path, out: Path) -> Iterator[list[str]]:
    """The words of all four."""
    yield ["reproduce", str(folder)]
    yield ["diff", str(folder), str(honest)]
    yield ["crate", str(folder), "--to", f"{out}/one.zip"]
    yield ["export", str(folder), "--to", f"{out}/export"]


def told(words: list[str]) -> tuple[str, str]:
    """What came of a command, in a word, and what was wrong with that; empty if nothing."""
    out, err = io.StringIO(), io.StringIO()
    began = time.process_time()
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = main(words)
    except BaseException as error:
        return "burst", f"{type(error).__name__}: {error}"
    took, lines = time.process_time() - began, err.getvalue().splitlines()
    if code == 2 and (len(lines) != 1 or out.getvalue()):
        return "refused", f"{len(lines)} lines: {err.getvalue()[:300]!r}"
    if code not in (0, 1, 2):
        return "burst", f"exit code {code}: {err.getvalue()[:300]!r}"
    if code != 2 and lines and not all(one.startswith("sim: ") for one in lines):
        return "through", f"said {err.getvalue()[:300]!r}"
    ended = "refused" if code == 2 else "through"
    return ended, f"{took:.1f} s" if code == 2 and took > SECONDS else ""


def one_folder(number: int, bases: list[Path], scratch: Path) -> list[tuple[str, str, str]]:
    """Make a folder of this number, and try all verbs on it in a process of its own."""
    chance = Chance(number)
    place, marker = scratch / "mine", scratch / "executed"
    shutil.rmtree(place, ignore_errors=True)
    base = chance.choice(bases)
    folder = Path(shutil.copytree(base, place / "theirs"))
    # What may turn a file into a pipe, which nobody can read, comes last.
    harms = chance.choices(HARM, k=chance.choice([1, 1, 2]))
    harms.sort(key=lambda one: (one is files, one is bombs))
    for harm in harms:
        with contextlib.suppress(*NOT_POSSIBLE):
            harm(folder, chance, marker)
    if chance.random() < 0.8:
        prove_anew(folder, bombs not in harms and chance.random() < 0.8)
    what = "+".join(harm.__name__ for harm in harms)
    got, give = os.pipe()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    child = os.fork()
    if child == 0:
        signal.alarm(PATIENCE)
        found = [(what, *told(words)) for words in verbs(folder, base, place)]
        more = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        if more > MEGABYTES:
            found.append((what, "burst", f"{more:.0f} MB"))
        if marker.exists():
            found.append((what, "burst", "something was executed"))
        os.write(give, json.dumps(found).encode()[:60_000])
        os._exit(0)
    os.close(give)
    with os.fdopen(got, "rb") as pipe:
        text = pipe.read()
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return [(what, "burst", f"ended by {signal.Signals(os.WTERMSIG(status)).name}")]
    return [(str(a), str(b), str(c)) for a, b, c in json.loads(text)]


def made(scratch: Path) -> list[Path]:
    """A run, a sweep and an unpacked crate, all of them honest."""
    single, swept, crate = (scratch / name for name in ("single", "swept", "crate"))
    quiet = io.StringIO()
    with contextlib.redirect_stdout(quiet), contextlib.redirect_stderr(quiet):
        assert main([*TINY, "touches=true", f"hydra.run.dir={single}"]) == 0
        assert main(["-m", *TINY, "sales.reps=1,2", f"hydra.sweep.dir={swept}"]) == 0
        assert main(["crate", str(single), "--to", str(scratch / "one.zip")]) == 0
        shutil.unpack_archive(scratch / "one.zip", crate)
        for base in (single, swept, crate):  # everything is compiled and imported before the forks
            out = scratch / f"out-{base.name}"
            out.mkdir()
            for words in verbs(base, base, out):
                main(words)
    return [single, swept, crate]


def hunt(
    count: int, first: int = 0, tell: Callable[[str], Any] = lambda line: None
) -> Counter[str]:
    """Try so many folders; count what came of each command, ``burst`` for what got out of hand."""
    ends: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as scratch:
        bases = made(Path(scratch))
        for number in range(first, first + count):
            for what, ended, wrong in one_folder(number, bases, Path(scratch)):
                ends["burst" if wrong else ended] += 1
                if wrong:
                    tell(f"{number} ({what}): {ended}: {wrong}")
    return ends


if __name__ == "__main__":
    asked = [int(word) for word in sys.argv[1:]] or [5000]
    found = hunt(*asked, tell=lambda line: print(line, flush=True))
    print(dict(found))
    sys.exit(1 if found["burst"] else 0)
