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
    from sim.model.agents.customer import Customer
    from sim.model.agents.marketer import Marketer
    from sim.model.agents.sales_rep import SalesRep
    from sim.model.market import Market
    from sim.runs.scenario import Result, run

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
    "Customer": "sim.model.agents.customer",
    "Market": "sim.model.market",
    "Marketer": "sim.model.agents.marketer",
    "Result": "sim.runs.scenario",
    "SalesRep": "sim.model.agents.sales_rep",
    "run": "sim.runs.scenario",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'sim' has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)
