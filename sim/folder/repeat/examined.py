"""A run folder, examined: whole, as its manifest proves it, and nothing but data."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from sim.config.refusal import Refusal
from sim.folder import provenance
from sim.folder.claim import MANIFEST, said
from sim.folder.repeat import safe_yaml as plain
from sim.folder.repeat.contents import (
    files_of,
    refuse_what_is_not_data,
    refuse_what_is_too_large,
)

CRATE = "ro-crate-metadata.json"
NEEDED = ("config.yaml", "runs.parquet", "summary.json")
STORY = {"outputs": dict, "code": dict, "machine": dict, "packages": dict, "config_hash": str}


@dataclass(frozen=True)
class RunFolder:
    """A finished run folder whose every file is the one that its manifest lists."""

    path: Path
    manifest: dict[str, Any]
    contents: dict[str, Any] = field(default_factory=dict, repr=False)

    def read(self, name: str) -> Any:
        """The plain content of one of its YAML or JSON files."""
        return self.contents[name] if name in self.contents else plain.read(self.path / name, name)

    def holds(self, name: str) -> bool:
        """Whether it has such a file."""
        return name in self.manifest["outputs"]


def examine(path: Path) -> RunFolder:
    """Look at a folder without trusting it.

    Raises :class:`Refusal` if it has no manifest, if a file is missing, changed, not listed, too
    large or no data, and if any of its YAML or JSON names something to be called.
    """
    if not path.is_dir():
        raise Refusal(f"{path} is not a folder")
    with readable(path):
        return _examined(path)


@contextmanager
def readable(path: Path) -> Iterator[None]:
    """Refuse a folder of which the system does not let something be read."""
    try:
        yield
    except OSError as error:
        raise Refusal(f"{path} cannot be read ({said(error)})") from None


def _examined(path: Path) -> RunFolder:
    manifest = _manifest(path)
    listed = manifest["outputs"]
    there = files_of(path)
    for name in sorted(there):
        refuse_what_is_too_large(path / name, plain.printable(name))
    for name, sha in listed.items():
        _refuse_changed(path, str(name), sha, there)
    for name in sorted(there - set(listed) - {MANIFEST, CRATE}):
        raise Refusal(f"{path}: {plain.printable(name)} is not in {MANIFEST}: something was added")
    contents = {}
    for name in sorted(there):
        refuse_what_is_not_data(path / name, plain.printable(name))
        if name.endswith((".json", ".yaml")):
            contents[name] = plain.read(path / name, plain.printable(name))
    for name in NEEDED:
        if name not in listed:
            raise Refusal(f"{path} holds no {name}: it is not the folder of a run or a sweep")
    return RunFolder(path, manifest, contents)


def _manifest(path: Path) -> dict[str, Any]:
    file = path / MANIFEST
    if file.is_symlink() or not file.is_file():
        raise Refusal(f"{path} is not a finished run folder: it has no {MANIFEST}")
    content = plain.read(file, MANIFEST)
    if not isinstance(content, dict) or not _finished(content):
        raise Refusal(f"{path} is not a finished run folder: {MANIFEST} does not say so")
    for key, kind in STORY.items():
        if not isinstance(content.get(key), kind):
            raise Refusal(f"{path}: {MANIFEST} has no {key}: it is not the folder of a run")
    return content


def _finished(manifest: dict[str, Any]) -> bool:
    """Whether all was run; some of it may have failed, which is an outcome too."""
    return str(manifest.get("status")).startswith("finished")


def _refuse_changed(path: Path, name: str, sha: Any, there: set[str]) -> None:
    said = plain.printable(name)
    pure = PurePosixPath(name)
    if pure.is_absolute() or ".." in pure.parts:
        raise Refusal(f"{path}: {MANIFEST} lists {said}, which is outside the folder")
    if name not in there:
        raise Refusal(f"{path}: {said} is missing, and {MANIFEST} lists it")
    if (path / name).is_symlink() or not (path / name).is_file():
        raise Refusal(f"{path}: {said} is not a plain file: a run folder holds data only")
    if provenance.file_hash(path / name) != sha:
        raise Refusal(f"{path}: {said} was changed: its SHA-256 is not the one in {MANIFEST}")
