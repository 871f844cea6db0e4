"""Parameters by their dotted keys: a config with some of them changed, and the value of one."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from sim.config import Config, ConfigError, Rivals

# The parts that every firm has: the focal firm's, and under ``rivals`` its rivals'.
OF_FIRMS = tuple(field.name for field in fields(Rivals) if is_dataclass(field.type))
Settings = Mapping[str, Any]


def changed(config: Config, settings: Settings, rivals: bool = True) -> Config:
    """The config with these parameters, those of a firm for its rivals too unless told otherwise.

    Changes are made at once, so that parameters that must fit together can move together. Raises
    :class:`ConfigError` on a key that is not a parameter.
    """
    wanted = dict(settings)
    for key, value in settings.items():
        if rivals and key.split(".")[0] in OF_FIRMS:
            wanted[f"rivals.{key}"] = value
    made: Config = _with(config, {tuple(key.split(".")): v for key, v in wanted.items()}, "")
    return made


def value_of(config: Config, key: str) -> Any:
    """The value of one parameter of the focal firm or the market.

    Raises :class:`ConfigError` on a key that is not a parameter.
    """
    found: Any = config
    for name in key.split("."):
        if not hasattr(found, name):
            raise ConfigError(f"{key} is not a parameter: {name} is not known")
        found = getattr(found, name)
    return found


def _with(part: Any, wanted: Mapping[tuple[str, ...], Any], where: str) -> Any:
    values: dict[str, Any] = {}
    nested: dict[str, dict[tuple[str, ...], Any]] = {}
    for (name, *rest), value in wanted.items():
        if not is_dataclass(part) or not hasattr(part, name):
            raise ConfigError(f"{where}{name} is not a parameter")
        if rest:
            nested.setdefault(name, {})[tuple(rest)] = value
        else:
            values[name] = value
    for name, inner in nested.items():
        values[name] = _with(getattr(part, name), inner, f"{where}{name}.")
    made: Any = replace(part, **values)
    return made
