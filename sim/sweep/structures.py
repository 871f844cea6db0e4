"""From the words of many jobs to scenarios, with one composition by Hydra per distinct structure.

The structure of a config is its chosen options and the keys added or removed; Hydra composes it.
The words that only set values are laid over it, as Hydra does when it has composed.
"""

import copy
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from hydra.core.hydra_config import HydraConfig
from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.errors import ConfigCompositionException, HydraException
from omegaconf import DictConfig, OmegaConf, flag_override
from omegaconf.errors import ConfigAttributeError, ConfigKeyError, OmegaConfBaseException

from sim.config import Config, ConfigError
from sim.config.csv_file import content_of
from sim.config.input_files import with_files
from sim.config.parameter import Part
from sim.config.per_part import is_part
from sim.config.refusal import Refusal
from sim.folder.provenance import NOT_OF_A_RUN
from sim.grammar.hydra_errors import worded
from sim.grammar.own_options import Own, loaded_options, with_place
from sim.grammar.schema import config_from, parts_from, placed
from sim.grammar.vocabulary import plain_number
from sim.sweep.plan import Scenario

Path = tuple[str, ...]
# An option is a structural choice, a change adds or removes a key; a value may have to be computed.
KINDS = ("option", "change", "value", "computed")
# Parsed words take much room, and are of little use once they are laid.
MOST_KEPT = 4096
# Parts of configs that are kept at hand for scenarios that have the same.
MOST_PARTS = 1024
NUMBERS = (int, float)


@dataclass
class Structure:
    """A composed config, with the value of each word that was laid over it.

    ``made`` are parts by the words in them, and ``numbers`` the path and the type of what OmegaConf
    makes of a number that a word gives to a key.
    """

    composed: DictConfig
    task: DictConfig
    choices: dict[str, str]
    parts: dict[str, Any] | None
    known: dict[str, tuple[Path, Any]] = field(default_factory=dict)
    made: dict[tuple[str, ...], Any] = field(default_factory=dict)
    numbers: dict[tuple[str, type], tuple[Path, type]] = field(default_factory=dict)


class Composer:
    """Makes scenarios of words. ``check`` is called with every override; it refuses by raising."""

    def __init__(self, loader: Any, master: DictConfig, check: Callable[[Any], None]) -> None:
        self._loader = loader
        self._master = master
        self._check = check
        self._parser = OverridesParser.create(config_loader=loader)
        self._overrides: dict[str, Any] = {}
        self._numbers: dict[str, Any] = {}
        self._groups: dict[str, bool] = {}
        self._kinds: dict[str, tuple[str, str]] = {}
        self._alike: dict[tuple[str, str], tuple[str, str]] = {}
        self._paths: dict[str, Path] = {}
        self._shapes: dict[Any, tuple[tuple[int, ...], tuple[int, ...], bool]] = {}
        self._structures: dict[tuple[str, ...], Structure] = {}
        self._known: dict[tuple[Any, ...], tuple[dict[str, Any], dict[str, Any]]] = {}
        # A file is read once, even if it changes while the sweep goes on.
        self._content = cache(content_of)

    def scenario(self, words: Sequence[str]) -> Scenario:
        """The scenario that these words make. Raises :class:`Refusal` in one line."""
        return self._told(tuple(words), Config)

    def again(self, words: Sequence[str]) -> Scenario:
        """The scenario of words that were made into one before: no value is looked at twice."""
        return self._told(tuple(words), _unchecked)

    def _told(self, words: tuple[str, ...], make: Callable[..., Config]) -> Scenario:
        try:
            return self._made(words, make)
        except (ConfigError, HydraException, OmegaConfBaseException, Refusal) as error:
            own = isinstance(error, ConfigError | Refusal)
            said, name = str(error) if own else worded(error), self._master.hydra.job.config_name
            loaded = loaded_options(words, self._loader, name) if Own.read else ()
            raise Refusal(with_place(said, loaded, words)) from error

    def _made(self, words: tuple[str, ...], make: Callable[..., Config]) -> Scenario:
        structural, values, apart = self._split(words)
        structure = self._structure(structural)
        if structure.parts is None or not apart:
            config = self._resolved(structure, words, values)
        else:
            config = make(**self._parts(structure, values))
        return Scenario(self._read(config, make), words, structure.choices, config)

    def _parts(self, structure: Structure, values: Sequence[str]) -> dict[str, Any]:
        """The fields of a config; those that hold parts are shared by all that say the same."""
        assert structure.parts is not None
        parts = dict(structure.parts)
        own: dict[str, list[str]] = {}
        for word in values:
            own.setdefault(self._laid(structure, word)[0][0], []).append(word)
        for name, said in own.items():
            key = tuple(said)
            if key not in structure.made:
                for word in said:
                    parts[name] = placed(Config, parts, *self._laid(structure, word))
                if not is_part(parts[name]):
                    continue
                if len(structure.made) >= MOST_PARTS:
                    structure.made.clear()
                structure.made[key] = parts[name]
            parts[name] = structure.made[key]
        return parts

    def _read(self, config: Config, make: Callable[..., Config]) -> Config:
        """The config with all that it names in files, dates and words of plans read.

        Configs that differ in their luck alone share what is read.
        """
        said = {name: value for name, value in vars(config).items() if name not in NOT_OF_A_RUN}
        key = tuple(
            id(value) if is_part(value) else tuple(value) if isinstance(value, list) else value
            for value in said.values()
        )
        if key not in self._known:
            made = with_files(config, self._content)
            new = {name: vars(made)[name] for name in said if vars(made)[name] is not said[name]}
            if len(self._known) >= MOST_PARTS:
                self._known.clear()
            self._known[key] = (
                said,
                new,
            )  # keeps what ids are of
            return made
        new = self._known[key][1]
        return make(**{**vars(config), **new}) if new else config

    def _override(self, word: str) -> Any:
        if word not in self._overrides:
            override = self._parsed(word)
            self._check(override)
            if len(self._overrides) >= MOST_KEPT:
                self._overrides.clear()
            self._overrides[word] = override
        return self._overrides[word]

    def _parsed(self, word: str) -> Any:
        """A word as Hydra's parser reads it, which reads the first plain number of every key."""
        before, _, text = word.partition("=")
        value = plain_number(text)
        if value is not None and before in self._numbers:
            return replace(self._numbers[before], _value=value, input_line=word)
        (override,) = self._parser.parse_overrides([word])
        if value is not None:
            self._numbers[before] = override
        return override

    def _split(self, words: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...], bool]:
        """Structural words, value words, and whether the values can be laid one by one.

        They cannot where one word's key lies within another's, or where a value is computed: then
        the order counts, and OmegaConf lays them. Where a key that is added or removed is touched
        by a value too, all is left to Hydra.
        """
        shape = tuple(self._kind(word) for word in words)
        if shape not in self._shapes:
            of = {kind: [n for n, (one, _) in enumerate(shape) if one == kind] for kind in KINDS}
            values = sorted(of["value"] + of["computed"])
            keys = [shape[n][1] for n in values]
            if any(_touch(shape[n][1], key) for n in of["change"] for key in keys):
                values, keys = [], []
            within = any(_touch(a, b) for n, a in enumerate(keys) for b in keys[:n])
            apart = not of["computed"] and not within
            structural = [n for n in range(len(words)) if n not in values]
            self._shapes[shape] = tuple(structural), tuple(values), apart
        structural_at, values_at, apart = self._shapes[shape]
        structural_words = tuple(words[n] for n in structural_at)
        return structural_words, tuple(words[n] for n in values_at), apart

    def _kind(self, word: str) -> tuple[str, str]:
        """The kind of a word, and its key."""
        if word not in self._kinds:
            override = self._override(word)
            key, value = override.key_or_group, override.value()
            chosen = self._is_group(key) and not isinstance(value, dict)
            if chosen or override.package or key.startswith("hydra."):
                kind = "option"
            elif override.is_add() or override.is_force_add() or override.is_delete():
                kind = "change"
            else:
                kind = "computed" if isinstance(value, dict) or "${" in str(value) else "value"
            self._kinds[word] = self._alike.setdefault((kind, key), (kind, key))
        return self._kinds[word]

    def _is_group(self, key: str) -> bool:
        if key not in self._groups:
            name, words = self._master.hydra.job.config_name, self._master.hydra.overrides.hydra
            options = self._loader.get_group_options(key, config_name=name, overrides=list(words))
            self._groups[key] = bool(options)
        return self._groups[key]

    def _structure(self, words: tuple[str, ...]) -> Structure:
        if words not in self._structures:
            composed = self._loader.load_sweep_config(self._master, list(words))
            choices = choices_of(composed.hydra.runtime.choices)
            task = copy.deepcopy(composed)
            with flag_override(task, ["struct", "readonly"], [False, False]):
                del task["hydra"]
            plain = OmegaConf.to_container(task, resolve=False)
            parts = None if _computed(plain) else parts_from(Config, plain)
            self._structures[words] = Structure(composed, task, choices, parts)
        return self._structures[words]

    def _laid(self, structure: Structure, word: str) -> tuple[Path, Any]:
        """The path of a word's key and its value, once OmegaConf has checked and converted it."""
        if word not in structure.known:
            override = self._override(word)
            value, before = override.value(), word.partition("=")[0]
            path, kind = structure.numbers.get((before, type(value)), ((), None))
            if kind is not None:
                structure.known[word] = path, kind(value)
                return structure.known[word]
            key = override.key_or_group.replace("[", ".").replace("]", "")
            path, task = self._paths.setdefault(key, tuple(key.split("."))), structure.task
            within_list = any(part.isdecimal() for part in path)
            if within_list or OmegaConf.is_config(OmegaConf.select(task, key)):
                task = copy.deepcopy(task)  # lists would not be what they were for the next word
            _update(task, override)
            laid = _plain(OmegaConf.select(task, key))
            structure.known[word] = path, laid
            if type(value) in NUMBERS and type(laid) in NUMBERS:
                structure.numbers[before, type(value)] = path, type(laid)
        return structure.known[word]

    def _resolved(
        self, structure: Structure, words: tuple[str, ...], values: Sequence[str]
    ) -> Config:
        """The config by way of OmegaConf, interpolations and all."""
        composed = copy.deepcopy(structure.composed)
        for word in values:
            _update(composed, self._override(word))
        with flag_override(composed, ["struct", "readonly"], [False, False]):
            composed.hydra.overrides.task = list(words)
            HydraConfig.instance().set_config(composed)
            del composed["hydra"]
        made: Config = config_from(OmegaConf.to_container(composed, resolve=True))
        return made


def _unchecked(**parts: Any) -> Config:
    """The config of parts that have been one before, without a check of what they say."""
    config = object.__new__(Config)
    vars(config).update(parts)
    Part.__post_init__(config)
    return config


def _update(config: DictConfig, override: Any) -> None:
    """Lay a value over a config as Hydra does."""
    try:
        OmegaConf.update(config, override.key_or_group, override.value(), merge=True)
    except (ConfigAttributeError, ConfigKeyError) as error:
        key = override.key_or_group
        raise ConfigCompositionException(f"Could not override '{key}'.") from error
    except OmegaConfBaseException as error:
        raise ConfigCompositionException(f"Error merging override {override.input_line}") from error


def choices_of(chosen: Any) -> dict[str, str]:
    """The options that were chosen of each group, Hydra's own groups left out."""
    own = {key: value for key, value in chosen.items() if not str(key).startswith("hydra/")}
    return {key: str(value) for key, value in own.items() if value is not None}


def _plain(value: Any) -> Any:
    return OmegaConf.to_container(value) if OmegaConf.is_config(value) else value


def _touch(a: str, b: str) -> bool:
    """Whether one key is the other, or lies within it."""
    one, other = (key.replace("[", ".").replace("]", "").split(".") for key in (a, b))
    short = min(len(one), len(other))
    return one[:short] == other[:short]


def _computed(value: Any) -> bool:
    if isinstance(value, dict):
        return any(map(_computed, value.values()))
    if isinstance(value, list):
        return any(map(_computed, value))
    return isinstance(value, str) and ("${" in value or value == "???")
