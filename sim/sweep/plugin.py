"""Hydra's sweeper and launcher for ``sim -m``: its grammar, one composition a structure.

``hydra/sweeper=basic hydra/launcher=basic`` puts Hydra's own in their place.
"""

import importlib
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from hydra.core.config_store import ConfigStore
from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.core.plugins import Plugins

# Hydra scans its own plugins first; a sweeper imported before that would be another class.
Plugins.instance()

from hydra._internal.core_plugins.basic_sweeper import BasicSweeper, BasicSweeperConf  # noqa: E402
from hydra.core.hydra_config import HydraConfig  # noqa: E402
from hydra.core.utils import JobReturn, JobStatus, setup_globals  # noqa: E402
from hydra.plugins.launcher import Launcher  # noqa: E402
from omegaconf import DictConfig, OmegaConf  # noqa: E402

from sim.config.refusal import Refusal  # noqa: E402
from sim.sweep.plan import Plan  # noqa: E402
from sim.sweep.scope import Crossed  # noqa: E402
from sim.sweep.structures import Composer  # noqa: E402

HOME = "hydra_plugins.sim"
NAME = "pool"


@dataclass
class PoolSweeperConf(BasicSweeperConf):
    """The sources of scenarios: a config's own sweep, a design, replicates to a target."""

    _target_: str = f"{HOME}.PoolSweeper"
    design: Any = None
    experiment: Any = None
    until: Any = None
    reuse: Any = None


@dataclass
class PoolLauncherConf:
    """The executor of runs: its kind, its address, the seconds of a batch, its parameters."""

    _target_: str = f"{HOME}.PoolLauncher"
    backend: str = "local"
    address: Any = None
    batch_seconds: Any = None
    parameters: Any = None


class PoolSweeper(BasicSweeper):
    """Hydra's own sweeper without its composing of every job in advance, and without its file.

    The command itself, which knows the words, too, reads the settings beside the grid.
    """

    def __init__(self, params: Any = None, **read_by_the_command: Any) -> None:
        super().__init__(max_batch_size=None, params=params)  # batches are the engine's

    def sweep(self, arguments: list[str]) -> Any:
        """Hand every product of the words to the launcher."""
        assert self.hydra_context is not None
        assert self.launcher is not None
        parser = OverridesParser.create(config_loader=self.hydra_context.config_loader)
        overrides = parser.parse_overrides([*self._parse_config(), *arguments])
        (jobs,) = self.split_arguments(overrides, None)
        return [self.launcher.launch(jobs, initial_job_idx=0)]


class PoolLauncher(Launcher):
    """Makes a plan of all jobs, every one checked, and hands it to the task as a whole."""

    def __init__(self, **settings: Any) -> None:
        super().__init__()
        self.settings = settings

    def setup(self, *, hydra_context: Any, task_function: Any, config: DictConfig) -> None:
        """Keep Hydra's context, the task and the config."""
        self.context, self.task, self.config = hydra_context, task_function, config

    def launch(self, job_overrides: Sequence[Sequence[str]], initial_job_idx: int) -> Sequence[Any]:
        """Give the task its plan."""
        setup_globals()
        HydraConfig.instance().set_config(self.config)
        composer = Composer(self.context.config_loader, self.config, self.task.check)
        words = Crossed(job_overrides, self.task.points)
        made = (composer.scenario, words, dict(self.settings), self.task.tell, composer.again)
        self.task.launch(Plan(*made))
        # There are no results yet: the command runs the scenarios when Hydra is done.
        return [JobReturn(status=JobStatus.COMPLETED)]


def register() -> None:
    """Register both with Hydra, under ``hydra_plugins``, the only place that it searches."""
    package, _, name = HOME.partition(".")
    try:
        top = importlib.import_module(package)
    except ModuleNotFoundError:  # no other plugin is installed
        top = sys.modules[package] = ModuleType(package)
        top.__path__ = []
    sys.modules[HOME] = sys.modules[__name__]
    setattr(top, name, sys.modules[__name__])
    for kind in (PoolSweeper, PoolLauncher):
        kind.__module__ = HOME
        Plugins.instance().register(kind)
    store = ConfigStore.instance()
    for group, node in (("sweeper", PoolSweeperConf), ("launcher", PoolLauncherConf)):
        store.store(group=f"hydra/{group}", name=NAME, node=node, provider="smarketing")


def is_ours(settings: Any) -> bool:
    """Whether Hydra's settings name this launcher.

    Raises :class:`Refusal` where they name a sweeper with it that needs to hear of results.
    """
    names = ("launcher", "sweeper")
    launcher, sweeper = (str(OmegaConf.select(settings, f"{name}._target_")) for name in names)
    ours = launcher.startswith(HOME)
    if ours and not sweeper.startswith(HOME) and not sweeper.endswith(".BasicSweeper"):
        name = OmegaConf.select(settings, "runtime.choices.hydra/sweeper", default=sweeper)
        what = "picks scenarios by the results of others: add hydra/launcher=basic"
        raise Refusal(f"hydra/sweeper={name} {what}")
    return ours
