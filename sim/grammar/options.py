"""The YAML options on disk: their groups, their first lines, their folders."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml  # type: ignore[import-untyped]

from sim.config.refusal import Refusal

PRIMARY = "config.yaml"
_NOT_TOLD = ("# @package", "# yaml-language-server:")


class _Placed:
    """A loader for which a date or a number that is none is a fault of its line."""

    def construct_object(self, node: Any, deep: bool = False) -> Any:
        """Make a value of what is written."""
        try:
            return super().construct_object(node, deep)  # type: ignore[misc]
        except ValueError as error:
            what = f"{str(node.value)[:80]}: {error}"
            raise yaml.constructor.ConstructorError(None, None, what, node.start_mark) from None


class _Slow(_Placed, yaml.SafeLoader):
    """Reads plain values."""


class _Fast(_Placed, getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """The same by libyaml, where there is one."""


@dataclass(frozen=True)
class Group:
    """One choice among named options, each with the line that its file opens with."""

    name: str
    options: dict[str, str]
    default: str | None


def config_dir() -> Path:
    """The folder of the shipped options: inside an installed package, beside a checked-out one.

    Raises :class:`Refusal` if neither is there.
    """
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "configs", package.parent / "configs"):
        if (folder / PRIMARY).is_file():
            return folder
    raise Refusal(f"configs/{PRIMARY} is missing beside {package}: install smarketing again")


def groups(folders: Sequence[Path]) -> dict[str, Group]:
    """Every group in the folders by name; a later folder's option hides an earlier one's."""
    chosen = _defaults(folders[0] / PRIMARY)
    options: dict[str, dict[str, str]] = {}
    for folder in folders:
        for path in sorted(folder.rglob("*.yaml")):
            name = path.parent.relative_to(folder).as_posix()
            if name != "." and not name.startswith("hydra") and path.is_file():
                options.setdefault(name, {})[path.stem] = _first_line(path)
    order = [name for name in reversed(chosen) if name in options]
    order += sorted(set(options) - set(order))
    return {name: Group(name, options[name], chosen.get(name)) for name in order}


def nested_choices(folders: Sequence[Path]) -> dict[str, str]:
    """Choices inside a choice, such as the rivals' pay plan, each with its group."""
    found = {}
    for folder in folders:
        for path in folder.glob("*/*.yaml"):
            for key in _defaults(path, strict=False):
                group, at, package = key.removeprefix("/").partition("@")
                if at and not group.startswith("override"):
                    found[f"{group}@{path.parent.name}.{package}"] = group
    return dict(sorted(found.items()))


def read_yaml(path: Path) -> Any:
    """The content of a YAML file. Raises :class:`Refusal` if it is missing or torn."""
    try:
        return plain_yaml(text := read_text(path))
    except yaml.YAMLError as error:
        raise Refusal(torn(path, error, text)) from None
    except RecursionError:
        raise Refusal(f"{path}: nested too deeply") from None


def plain_yaml(text: str) -> Any:
    """The plain values of a YAML text: by libyaml where there is one, which takes a tenth.

    It understands a little less, so a text that it refuses is read once more. Raises
    ``yaml.YAMLError``.
    """
    with suppress(yaml.YAMLError):
        return yaml.load(text, _Fast)
    return yaml.load(text, _Slow)


def torn(path: Path | str, error: yaml.YAMLError, text: str = "") -> str:
    """The fault of a YAML file and its place, in one line."""
    mark = getattr(error, "problem_mark", None)
    line = mark.line + 1 if mark else 0
    what = getattr(error, "problem", None) or "torn"
    if isinstance(error, yaml.reader.ReaderError):
        line, what = text[: error.position].count("\n") + 1, "a character that no text has"
    where = f"{path}, line {line}" if line else f"{path}"
    return f"{where}: not readable as YAML ({what})"


def _first_line(path: Path) -> str:
    """An option's description of itself: its first comment that is for no program."""
    try:
        text = path.read_text(encoding="utf-8-sig", errors="replace")
    except OSError:
        return ""  # an option that nobody asked for may be out of reach
    for line in text.splitlines():
        if line.startswith("#") and not line.startswith(_NOT_TOLD):
            return line.lstrip("# ").strip()
        if line.strip() and not line.startswith("#"):
            break
    return ""


def read_text(path: Path) -> str:
    """The text of a file. Raises :class:`Refusal`, with the line of what is no UTF-8."""
    content = b""
    try:
        content = path.read_bytes()
        return content.decode("utf-8-sig")
    except FileNotFoundError:
        raise Refusal(f"{path}: no such file") from None
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise Refusal(f"{path}, line {line}: not UTF-8 text: save it as UTF-8") from None
    except OSError as error:
        raise Refusal(f"{path}: cannot be read ({error.strerror})") from None


def _defaults(path: Path, strict: bool = True) -> dict[str, str]:
    """The choices that a config makes for its groups, in their order."""
    try:
        return dict(_choices(read_yaml(path)))
    except Refusal:
        if strict:
            raise
        return {}  # an option that nobody asked for may be torn


def _choices(content: Any) -> Iterator[tuple[str, str]]:
    entries = content.get("defaults") if isinstance(content, dict) else None
    for entry in entries or []:
        if isinstance(entry, dict):
            for key, option in entry.items():
                if not str(key).startswith("override "):
                    yield str(key), str(option)
