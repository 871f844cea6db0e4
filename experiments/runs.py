"""Many runs on processes of their own, with progress."""

from sim.runs.pool import processes
from sim.runs.progress import counted
from sim.runs.replicates import each, measured

__all__ = ["counted", "each", "measured", "processes"]
