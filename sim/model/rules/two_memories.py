"""Two memories: what builds a brand is remembered for long, what activates is soon forgotten.

Salience is G = F + S. Of an exposure the part s·ℓ goes to slow memory and the rest to fast: after d
days it leaves (1 − sℓ)·λ^d + sℓ·μ^d, μ > λ; ℓ says of a kind of content how far it builds a brand.
After Binet & Field 2013, *The Long and the Short of It* (IPA): activation's effects decay within
weeks, a brand's add up over years.
"""

from sim.engine.compiled import compiled


@compiled
def part_that_lasts(slow_share: float, lasting: float) -> float:
    """Part of an exposure's salience that goes to slow memory, s·ℓ, 0 to 1."""
    return slow_share * lasting


@compiled
def in_mind(fast: float, slow: float) -> float:
    """Salience of both memories together (exposures)."""
    return fast + slow
