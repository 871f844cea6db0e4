"""smarketing: a laboratory of customers, marketers and sales reps that meet each working day.

    from sim import Config, run
    result = run(Config(replicates=3))
    result.tables["runs"]

Everything heavy is imported when it is first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from sim.config import Config, ConfigError

if TYPE_CHECKING:
    from sim.market import Market
    from sim.scenario import Result, run
    from sim.world.customers import Customer
    from sim.world.marketers import Marketer
    from sim.world.sales_reps import SalesRep

__version__ = "0.1.0"
__all__ = [
    "Config",
    "ConfigError",
    "Customer",
    "Market",
    "Marketer",
    "Result",
    "SalesRep",
    "run",
]

_HOME = {
    "Customer": "sim.world.customers",
    "Market": "sim.market",
    "Marketer": "sim.world.marketers",
    "Result": "sim.scenario",
    "SalesRep": "sim.world.sales_reps",
    "run": "sim.scenario",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'sim' has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)
