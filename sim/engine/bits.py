"""Bits: the place of the lowest one in a word, by the machine's own instruction where compiled."""

from typing import Any

from llvmlite import ir
from numba.core import types
from numba.extending import intrinsic

from sim.engine.compiled import COMPILING, compiled


@intrinsic
def _count_zeros(typing_context: Any, word: Any) -> Any:
    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.cttz(arguments[0], ir.Constant(ir.IntType(1), 1))

    return types.int64(types.int64), generate


_zeros: Any = _count_zeros


@compiled
def lowest_bit(word: int) -> int:
    """The place of the lowest bit that is set in a word that is not zero."""
    if COMPILING:
        return int(_zeros(word))
    return int(word & -word).bit_length() - 1
