"""People's own decision makers: a class named in the config, in place of a built-in rule."""

import hashlib
import importlib
import re
import sys
from pathlib import Path
from typing import Any

from sim.config import ConfigError, Policies


def load(name: str, kind: type, key: str) -> type[Any]:
    """The class named ``module:Class``, which must subclass ``kind``; the kind itself when empty.

    Modules are looked for in the current folder too. Raises :class:`ConfigError` in one line.
    """
    if not name:
        return kind
    if not re.fullmatch(r"\w+(\.\w+)*:\w+", name):
        raise ConfigError(f"{key}={name} is not of the form module:Class")
    module_name, _, class_name = name.partition(":")
    here = str(Path.cwd())
    if here not in sys.path:
        sys.path.insert(0, here)
    try:
        found = getattr(importlib.import_module(module_name), class_name)
    except Exception as error:  # whatever a person's own module does when it is imported
        what = " ".join(f"{type(error).__name__}: {error}".split())
        raise ConfigError(f"{key}={name} cannot be imported: {what}") from error
    if not (isinstance(found, type) and issubclass(found, kind)):
        raise ConfigError(f"{key}={name} is not a subclass of sim.{kind.__name__}")
    return found


def sources(policies: Policies) -> str:
    """A hash of the files that the named classes come from; empty where none is named.

    Raises :class:`ConfigError` for a class that cannot be used.
    """
    named = {"marketer": policies.marketer, "rep": policies.rep}
    if not any(named.values()):
        return ""
    from sim.model.agents.marketer import Marketer
    from sim.model.agents.sales_rep import SalesRep

    kinds = {"marketer": Marketer, "rep": SalesRep}
    sha = hashlib.sha256()
    for key, name in named.items():
        found = load(name, kinds[key], f"policies.{key}")
        file = getattr(sys.modules[found.__module__], "__file__", None)
        sha.update(Path(file).read_bytes() if name and file else b"")
    return sha.hexdigest()
