"""Prefetch: ask for a customer's row before it is needed, as rows in the market lie far apart."""

from typing import Any

from llvmlite import ir
from numba.core import cgutils as _cgutils
from numba.core import types
from numba.extending import intrinsic

from sim.compiled import COMPILING, compiled

cgutils: Any = _cgutils
_LINE = 64
# Rows ahead: long enough for memory to answer, short enough to stay in the cache.
AHEAD = 6


@intrinsic
def _ask_for(typing_context: Any, rows: Any, index: Any) -> Any:
    size = rows.dtype.size

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        array = context.make_array(signature.args[0])(context, builder, arguments[0])
        byte = ir.IntType(8).as_pointer()
        start = builder.bitcast(array.data, byte)
        offset = builder.mul(arguments[1], ir.Constant(arguments[1].type, size))
        row = builder.gep(start, [offset])
        whole, number = ir.VoidType(), ir.IntType(32)
        kind = ir.FunctionType(whole, [byte, number, number, number])
        prefetch = cgutils.get_or_insert_function(builder.module, kind, "llvm.prefetch.p0i8")
        read, keep, data = (ir.Constant(number, n) for n in (0, 3, 1))
        for line in range(0, size + _LINE - 1, _LINE):
            where = builder.gep(row, [ir.Constant(arguments[1].type, line)])
            builder.call(prefetch, [where, read, keep, data])
        return context.get_dummy_value()

    return types.void(rows, types.int64), generate


_ask: Any = _ask_for


@compiled
def fetch_ahead(customers: Any, rows: Any, n: int) -> None:
    """Ask for the row that comes some places after the n-th; does nothing when interpreted."""
    if COMPILING and n + AHEAD < len(rows):
        _ask(customers, rows[n + AHEAD])
