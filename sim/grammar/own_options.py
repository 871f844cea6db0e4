"""Options of a user's own: their folders come before the shipped one; faults have file and line.

Hydra looks into the main folder first, so that an option of one's own under a shipped name would be
passed over in silence. A plugin of Hydra's puts the user's folders first; what it reads there goes
through the vocabulary, key by key.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import yaml  # type: ignore[import-untyped]
from hydra._internal.core_plugins.file_config_source import FileConfigSource
from hydra.core.config_search_path import ConfigSearchPath, SearchPathQuery
from hydra.core.global_hydra import GlobalHydra
from hydra.core.hydra_config import HydraConfig
from hydra.core.plugins import Plugins
from hydra.errors import HydraException
from hydra.plugins.config_source import ConfigResult
from hydra.plugins.search_path_plugin import SearchPathPlugin
from hydra.types import RunMode
from omegaconf import OmegaConf
from omegaconf.errors import OmegaConfBaseException

from sim.config.refusal import Refusal, hint
from sim.grammar.as_written import as_written
from sim.grammar.keys import spelled
from sim.grammar.options import PRIMARY, config_dir, read_text, torn
from sim.grammar.vocabulary import Vocabulary

SCHEME, EXPERIMENT = "options", "experiment"
KEY = re.compile(r"[A-Za-z_]\w*(?:\.\w+|\[\d+\])*")
# Where a key that a refusal names may stand in a file: as it is, or as a sweep's.
PLACES = ("", "hydra.sweeper.", "hydra.sweeper.params.")
HYDRAS = ("run", "sweep", "sweeper", "launcher", "job", "help", "env", "callbacks")
Lines = dict[str, int]


class Own:
    """The folders of the current request, the words that it may use, and the files read so far."""

    folders: Sequence[Path] = ()
    vocabulary = Vocabulary({}, {})
    read: dict[str, "Loaded"] = {}  # noqa: RUF012 - Hydra makes the sources itself


class Loaded(NamedTuple):
    """An option that was read: its name, the package that its keys lie in, its file."""

    config_path: str
    package: str
    path: Path


class OwnSource(FileConfigSource):
    """A folder of options of a user's own; a primary config in it is none of them."""

    @staticmethod
    def scheme() -> str:
        """The name that stands before ``://`` in Hydra's search path."""
        return SCHEME

    def is_config(self, config_path: str) -> bool:
        """Whether an option is there."""
        primary = config_path == PRIMARY.removesuffix(".yaml") and self.provider != "main"
        return not primary and super().is_config(config_path)

    def load_config(self, config_path: str) -> ConfigResult:
        """Read an option. Raises :class:`Refusal` with its file and line."""
        path = Path(self.path, self._normalize_file_name(config_path))
        lines = lines_of(path)
        try:
            found = super().load_config(config_path)
        except ValueError as error:  # a header that Hydra cannot read
            raise Refusal(f"{path}, line 1: {error}") from None
        content = OmegaConf.to_container(found.config, resolve=False)
        package: str = found.header.get("package") or "_group_"
        group = config_path.rpartition("/")[0].replace("/", ".")
        root = {"_global_": "", "_group_": group}.get(package, str(package))
        if not group.startswith("hydra"):
            _check_package(path, package, group)
            _check(path, lines, content, root)
            found.config = OmegaConf.create(as_written(read_text(path), content, root))
        Own.read[config_path] = Loaded(config_path, root, path)
        return found


class OwnFirst(SearchPathPlugin):
    """Puts the folders of the current request before the shipped one."""

    def manipulate_search_path(self, search_path: ConfigSearchPath) -> None:
        """Lay the search path anew."""
        for element in search_path.get_path():
            if element.provider == "main" and element.path != str(config_dir()):
                element.path = f"{SCHEME}://{element.path}"
        for folder in Own.folders:
            main = SearchPathQuery(provider="main")
            search_path.prepend("own options", f"{SCHEME}://{folder}", main)


def search_first(folders: Sequence[Path], vocabulary: Vocabulary) -> None:
    """Let Hydra look into these folders, the first of them first, before the shipped one."""
    for kind in (OwnSource, OwnFirst):
        Plugins.instance().register(kind)
    Own.folders, Own.vocabulary, Own.read = list(folders), vocabulary, {}


def in_place_of_shipped() -> list[str]:
    """A line about each option that was read from a folder of the user's under a shipped name."""
    return [
        f"{option.path} is taken, not the option of that name that is shipped"
        for name, option in sorted(Own.read.items())
        if "/" in name and (config_dir() / f"{name}.yaml").is_file()
    ]


def loaded_options(words: Sequence[str], loader: Any = None, name: str = "") -> Sequence[Any]:
    """The options that Hydra lays for these words, in their order; it is at work on a request.

    Where it cannot say, they are all that were read.
    """
    if not Own.read:
        return ()
    loader = loader or GlobalHydra.instance().config_loader()
    name = name or str(HydraConfig.get().job.config_name)
    try:
        return list(loader.compute_defaults_list(name, list(words), RunMode.RUN).defaults)
    except (Refusal, HydraException, OmegaConfBaseException, ValueError, TypeError):
        return list(Own.read.values())


def with_place(said: str, loaded: Iterable[Any], words: Sequence[str], section: str = "") -> str:
    """A refusal with the file and line of what it names, where a file of the user's holds that.

    ``loaded`` is Hydra's list of defaults, in the order in which it lays them; what ``words`` set
    is theirs. ``section`` is the one at fault where the refusal names a key in it, or none.
    """
    found = KEY.match(said)
    key, word = spelled(found.group()) if found else "", said.split(" ")[0].rstrip(":")
    options = [one for one in reversed(list(loaded)) if one.config_path in Own.read]
    texts = [f"={word}", *([] if "." in key else [f"={word.partition('=')[2]}"])]
    theirs = any(_sets(one, key) for one in words)
    for option in options:
        path = Own.read[option.config_path].path
        lines = lines_of(path)
        within = () if theirs else (key, _within(key, option.package or ""))
        by_key = (_nearest_line(lines, one, place) for place in PLACES for one in within if one)
        line = lines.get(texts[0]) or next(filter(None, by_key), 0) or lines.get(texts[-1], 0)
        if section and section in lines and not line:
            line = next((lines[one] for one in lines if _ends(one, section, word)), lines[section])
        if line:
            return f"{path}, line {line}: {said}"
    return said


def _ends(key: str, section: str, name: str) -> bool:
    return key.startswith(section) and key.endswith(f".{name}")


def _sets(word: str, key: str) -> bool:
    """Whether a word sets a key, or a part of it; to choose an option is not to set its keys."""
    name, _, value = spelled(word).partition("=")
    name = name.lstrip("+~")
    chosen = name in Own.vocabulary.groups or name in Own.vocabulary.nested
    if chosen and not value.startswith("{"):
        return False
    return name == key or key.startswith(f"{name}.") or name.startswith(f"{key}.")


def lines_of(path: Path) -> Lines:
    """The line of every key of a YAML file, and of every text in it, as ``=text``."""
    text = read_text(path)
    try:
        node = yaml.compose(text, yaml.SafeLoader)
    except yaml.YAMLError as error:
        raise Refusal(torn(path, error, text)) from None
    except RecursionError:
        raise Refusal(f"{path}: nested too deeply to be an option") from None
    found: Lines = {}
    for key, line in _walk(node, "", set()):
        found.setdefault(key, line)
    return found


def _walk(node: Any, key: str, seen: set[int]) -> Iterator[tuple[str, int]]:
    if node is None or id(node) in seen:
        return
    seen.add(id(node))
    line = node.start_mark.line + 1
    yield key, line
    if isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            inner = f"{key}.{name.value}" if key else f"{name.value}"
            yield inner, name.start_mark.line + 1
            yield from _walk(value, inner, seen)
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            yield from _walk(value, f"{key}.{number}", seen)
    else:
        yield f"={node.value}", line


def _check_package(path: Path, package: str, group: str) -> None:
    """Refuse a header, or the lack of one, that puts what the file says where nothing is."""
    if package == "_group_" and group == EXPERIMENT:
        whole = "an experiment is of the whole config: begin it with # @package _global_"
        raise Refusal(f"{path}, line 1: {whole}")
    if package in ("_global_", "_group_"):
        return
    try:
        Own.vocabulary.check_content(package, "…", key_only=True)
    except Refusal as refusal:
        raise Refusal(f"{path}, line 1: @package {refusal}") from None


def _check(path: Path, lines: Lines, content: Any, root: str) -> None:
    """Refuse what is unknown or of the wrong kind in a file."""
    if not isinstance(content, dict):
        raise Refusal(f"{path}, line {lines.get('', 1)}: a list, where key: value is needed")
    for name, value in content.items():
        try:
            if not isinstance(name, str) or not name:
                raise Refusal(f"{name!r} is no key")
            if name == "defaults":
                _check_defaults(value)
            elif name == "hydra":
                _check_sections(value)
            else:
                Own.vocabulary.check_content(f"{root}.{name}" if root else f"{name}", value)
        except Refusal as refusal:
            found = KEY.match(str(refusal))
            key = spelled(found.group()).removeprefix(f"{root}.") if found else ""
            line = _nearest_line(lines, key) or lines.get(str(name), 1)
            raise Refusal(f"{path}, line {line}: {refusal}") from None


def _check_sections(content: Any) -> None:
    """Refuse a section of Hydra's own that is none; its keys are Hydra's to check."""
    sections = {"hydra": content}
    if isinstance(content, dict):
        sections |= {f"hydra.{one}": content[one] for one in HYDRAS if one in content}
    for key, value in sections.items():
        if not isinstance(value, dict):
            raise Refusal(f"{key}={value} is a section: write its keys below it")


def _check_defaults(entries: Any) -> None:
    for number, entry in enumerate(entries if isinstance(entries, list) else [entries]):
        here = f"defaults[{number}]"
        if not isinstance(entries, list) or not isinstance(entry, str | dict) or not entry:
            raise Refusal(f"{here}={entry} is no entry: write - group: option, or - option")
        for key, option in entry.items() if isinstance(entry, dict) else ():
            name = str(key).removeprefix("override ").lstrip("/").partition("@")[0]
            group = Own.vocabulary.groups.get(name)
            if group is not None and isinstance(option, str) and option not in group.options:
                known = f"one of {', '.join(group.options)}{hint(option, group.options)}"
                raise Refusal(f"{here}: {name}={option} is not an option: {known}")


def _within(key: str, package: str) -> str:
    """A key as it stands in a file of that package; empty if it cannot be there."""
    if not package:
        return key
    return key.removeprefix(f"{package}.") if key.startswith(f"{package}.") else ""


def _nearest_line(lines: Lines, key: str, place: str = "") -> int:
    """The line of a key, or of the nearest one above it; 0 if the file has none of them."""
    while key and place + key not in lines:
        key = key.rpartition(".")[0]
    return lines.get(place + key, 0) if key else 0
