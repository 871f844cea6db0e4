"""Designs beyond grids: the scenarios to run, as lists of ``key=value`` words for Hydra."""

from sim.designs.design import Design, design_from
from sim.designs.scenarios import override_lists

__all__ = ["Design", "design_from", "override_lists"]
