"""A person's word is needed for code that a folder names, and for runs that take hours."""

from collections.abc import Iterable, Sequence

from sim.config import Config
from sim.config.refusal import Refusal
from sim.folder.repeat.safe_yaml import printable

FLAG = "--trust-policies"
LARGE = "--large"
# Customer-days of a run that is repeated without being asked twice: about a quarter of an hour.
MOST_CUSTOMER_DAYS = 2 * 10**10


def named(configs: Iterable[Config]) -> list[str]:
    """The classes outside ``sim`` that the configs name, each once, with its key."""
    found: dict[str, None] = {}
    for config in configs:
        for key in ("marketer", "rep"):
            name = getattr(config.policies, key)
            if name:
                found[f"policies.{key}={printable(name)}"] = None
    return list(found)


def refuse_large(configs: Iterable[Config]) -> None:
    """Refuse scenarios of which a single run would take hours, unless a person wants that."""
    for config in configs:
        days = config.warmup_days + config.days
        if config.market.customers * days > MOST_CUSTOMER_DAYS:
            what = f"a run of {config.market.customers:,} customers over {days:,} days"
            raise Refusal(f"{what} would take hours and much memory; if you want it, say {LARGE}")


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
