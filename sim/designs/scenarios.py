"""From a design to its scenarios: a list of words for each, in the design's order."""

from sim.designs.design import Design
from sim.designs.quoting import word
from sim.designs.ranges import rows_of
from sim.designs.samples import rows_in
from sim.inference.samples import Numbers
from sim.inference.sensitivity import morris_places, sobol_places


def override_lists(design: Design) -> list[list[str]]:
    """The words of every scenario, ``key=value`` in Hydra's grammar, one value each.

    Raises :class:`Refusal` for a file with a row that cannot be run, naming its line.
    """
    if design.kind == "zip":
        keys = [key for key, _ in design.lists]
        rows = zip(*(values for _, values in design.lists), strict=True)
        pairs = ([*zip(keys, row, strict=True)] for row in rows)
        return [[f"{key}={word(value)}" for key, value in row] for row in pairs]
    if design.file is not None:
        return rows_in(design.file)
    return rows_of(design.ranges, places(design))


def places(design: Design) -> Numbers:
    """The places of a sampled design's points, each parameter from 0 to 1: [point, parameter].

    They are the same for the same design, so that indices can be taken of its outcomes later.
    """
    if design.kind == "morris":
        return morris_places(design.parameters, design.samples, design.seed)
    if design.kind == "saltelli":
        return sobol_places(design.parameters, design.samples, design.seed)
    from scipy.stats import qmc

    kinds = {"latin_hypercube": qmc.LatinHypercube, "sobol": qmc.Sobol}
    sampler = kinds[design.kind](len(design.ranges), rng=design.seed)
    found: Numbers = sampler.random(design.samples)
    return found
