"""Decision makers that a folder names: code elsewhere, imported only when a person agrees."""

from collections.abc import Iterable, Sequence

from sim.config import Config
from sim.config.refusal import Refusal
from sim.folder.repeat.safe_yaml import printable

FLAG = "--trust-policies"


def named(configs: Iterable[Config]) -> list[str]:
    """The classes outside ``sim`` that the configs name, each once, with its key."""
    found: dict[str, None] = {}
    for config in configs:
        for key in ("marketer", "rep"):
            name = getattr(config.policies, key)
            if name:
                found[f"policies.{key}={printable(name)}"] = None
    return list(found)


def admit(configs: Sequence[Config], trusted: bool) -> None:
    """Import the classes that the configs name if the person trusts them; refuse them if not.

    Raises :class:`Refusal` naming them, :class:`sim.config.ConfigError` for one that is not there.
    """
    strangers = named(configs)
    if strangers and not trusted:
        why = f"this would import code that the folder only names; read it, then say {FLAG}"
        raise Refusal(f"{', '.join(strangers)}: {why}")
    if not strangers:
        return
    from sim.model.agents.marketer import Marketer
    from sim.model.agents.sales_rep import SalesRep
    from sim.model.own_classes import load

    for config in configs:
        load(config.policies.marketer, Marketer, "policies.marketer")
        load(config.policies.rep, SalesRep, "policies.rep")
