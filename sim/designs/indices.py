"""The influence of each parameter of a sampled design on a KPI, as indices."""

from sim.config.refusal import Refusal
from sim.designs.design import Design
from sim.designs.scenarios import places
from sim.inference.outcomes import Outcomes
from sim.inference.sensitivity import Elementary, Shares, morris, sobol

INDEXED = ("morris", "saltelli")


def indices(design: Design, found: Outcomes) -> Elementary | Shares:
    """Morris' or Sobol's indices of the scenarios, which stand in the design's order.

    Raises :class:`Refusal` for a design that has none, or outcomes that are not of this design.
    """
    if design.kind not in INDEXED:
        raise Refusal(f"design.kind={design.kind} has no indices: one of {', '.join(INDEXED)}")
    points = places(design)
    if len(points) != len(found.names):
        raise Refusal(f"the design has {len(points)} points, and {len(found.names)} scenarios ran")
    if design.kind == "morris":
        return morris(design.parameters, points, found)
    return sobol(design.parameters, found)
