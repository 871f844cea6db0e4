"""Errors of Hydra, OmegaConf and YAML, each shortened from several lines to one."""

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from typing import Any

import yaml  # type: ignore[import-untyped]
from hydra.errors import HydraException, OverrideParseException
from omegaconf import DictConfig, OmegaConf
from omegaconf.errors import OmegaConfBaseException

from sim.config import Config, ConfigError
from sim.config.refusal import Refusal, hint, one_line
from sim.grammar.options import torn

FULL_ERROR = "HYDRA_FULL_ERROR"
GRAMMAR = ("hydra", "omegaconf", "antlr4", "yaml")
MOST_SAID = 300
# OmegaConf's words for what a value is not.
_NOT = {"Integer": "a whole number", "Float": "a number", "Boolean": "true or false"}
# The lists of parts that a config has, by the kind of the parts.
_LISTS = {"Component": "incentive.components[…].", "Planned": "cadence.planned[…]."}
_LISTS |= {"Release": "cadence.releases[…]."}


@contextmanager
def in_one_line() -> Iterator[None]:
    """Shorten errors of Hydra, OmegaConf or YAML to one line; leave them if asked to."""
    asked = os.environ.get(FULL_ERROR)
    os.environ[FULL_ERROR] = "1"
    try:
        yield
    except (ConfigError, HydraException, OmegaConfBaseException, yaml.YAMLError) as error:
        if asked == "1":
            raise
        raise Refusal(worded(error)) from None
    except Exception as error:
        if asked == "1" or not _of_grammar(error):
            raise
        raise Refusal(worded(error)) from None
    finally:
        os.environ.pop(FULL_ERROR)
        if asked is not None:
            os.environ[FULL_ERROR] = asked


def _of_grammar(error: Exception) -> bool:
    """Whether an error came about within Hydra, OmegaConf, its parser or YAML: words are wrong."""
    found, within = error.__traceback__, ""
    while found is not None:
        root = str(found.tb_frame.f_globals.get("__name__")).partition(".")[0]
        within = within if root in sys.stdlib_module_names else root
        found = found.tb_next
    return within in GRAMMAR


def worded(error: Exception) -> str:
    """One line about an error of Hydra, OmegaConf or YAML: the key, and what is allowed."""
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, OmegaConfBaseException):
        cause = cause.__cause__ or cause.__context__
    if isinstance(cause, OmegaConfBaseException):
        return _cause(cause)
    if isinstance(error, yaml.YAMLError):
        mark = getattr(error, "problem_mark", None)
        return torn(mark.name if mark else "a config", error)
    if isinstance(error, OverrideParseException):
        return f"{error.override} is not understood: check its brackets and quotes"
    if isinstance(error, RecursionError):
        return "a word or an option is nested too deeply"
    text = one_line(str(error).split("Config search path")[0])
    if text.startswith("BasicSweeper does not support"):
        return "interval(…) names no values to run: write range(…), or design.ranges=…"
    return text if isinstance(error, HydraException) else f"not understood: {text[:MOST_SAID]}"


def _cause(cause: OmegaConfBaseException) -> str:
    key, what = cause.full_key or "", one_line(str(cause).split("\n")[0])
    if isinstance(cause, KeyError | AttributeError) and isinstance(cause.parent_node, DictConfig):
        known = [str(name) for name in cause.parent_node]
        where = _in_list(key, cause.parent_node)
        return f"{where}{key} is not a key: one of {', '.join(known)}{hint(str(cause.key), known)}"
    if not key and what == "Cannot merge DictConfig with ListConfig":
        return f"{_a_list_of(cause.parent_node)} is a mapping: only a list is allowed"
    if key.endswith("]") and "subclass" in what:
        where, _, number = key[:-1].rpartition("[")
        return f"{where} has no element {number}: give the whole list, {where}=[{{…}},{{…}}]"
    where = _in_list(key, cause.parent_node or cause.object_type)
    return f"{where}{key}{_plainly(what)}" if key else what


def _plainly(what: str) -> str:
    """OmegaConf's words for a wrong value in those that every other refusal has."""
    found = re.search(r"Value '(.*)' of type '\w+' could not be converted to (\w+)", what)
    if found:
        return f"={found[1]} is not {_NOT.get(found[2], 'a word')}"
    if "is not a ListConfig" in what:
        return " is not a list: write [a,b]"
    return f": {what}"


def _a_list_of(node: Any) -> str:
    """The lists of a part of a config, one of which is meant: OmegaConf does not say which."""
    lists = [str(name) for name in node if OmegaConf.is_list(node[name])]
    return f"{_in_list(lists[0], node)}{' or '.join(lists)}"


def _in_list(key: str, of: Any) -> str:
    """The list in which an element is wrong: OmegaConf knows the element's own keys only."""
    first = key.partition(".")[0].partition("[")[0]
    if first in ("hydra", "", *(entry.name for entry in fields(Config))):
        return ""
    kind = getattr(OmegaConf.get_type(of) if OmegaConf.is_config(of) else of, "__name__", "")
    return _LISTS.get(kind, "")
