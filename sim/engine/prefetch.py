"""Prefetch: ask for a row before it is needed, as the rows that are needed lie far apart."""

from typing import Any

import numpy as np
from llvmlite import ir
from numba.core import cgutils as _cgutils
from numba.core import types
from numba.extending import intrinsic

from sim.engine.compiled import COMPILING, compiled

cgutils: Any = _cgutils
_LINE = 64
# Rows ahead: long enough for memory to answer, short enough to stay in the cache.
AHEAD = 6


def _asking(bytes_of: Any) -> Any:
    """Code that asks for the first so many bytes of a row."""

    def ask_for(typing_context: Any, rows: Any, index: Any) -> Any:
        kind = rows.dtype
        size = kind.size if isinstance(kind, types.Record) else kind.bitwidth // 8

        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            array = context.make_array(signature.args[0])(context, builder, arguments[0])
            byte = ir.IntType(8).as_pointer()
            start = builder.bitcast(array.data, byte)
            offset = builder.mul(arguments[1], ir.Constant(arguments[1].type, size))
            row = builder.gep(start, [offset])
            whole, number = ir.VoidType(), ir.IntType(32)
            ask = ir.FunctionType(whole, [byte, number, number, number])
            prefetch = cgutils.get_or_insert_function(builder.module, ask, "llvm.prefetch.p0i8")
            read, keep, data = (ir.Constant(number, n) for n in (0, 3, 1))
            for line in range(0, bytes_of(size), _LINE):
                where = builder.gep(row, [ir.Constant(arguments[1].type, line)])
                builder.call(prefetch, [where, read, keep, data])
            return context.get_dummy_value()

        return types.void(rows, types.int64), generate

    return intrinsic(ask_for)


_ask_for_all: Any = _asking(lambda size: size + _LINE - 1)
_ask_for_head: Any = _asking(lambda size: 1)


@compiled
def fetch(rows: Any, index: int) -> None:
    """Ask for all of a row; does nothing when interpreted."""
    if COMPILING:
        _ask_for_all(rows, index)


@compiled
def fetch_head(rows: Any, index: int) -> None:
    """Ask for the line in which a row begins; does nothing when interpreted."""
    if COMPILING:
        _ask_for_head(rows, index)


@compiled
def fetch_ahead(customers: Any, rows: Any, n: int) -> None:
    """Ask for the row that comes some places after the n-th."""
    if n + AHEAD < len(rows):
        fetch(customers, np.int64(rows[n + AHEAD]))


@compiled
def head_ahead(customers: Any, rows: Any, n: int) -> None:
    """Ask for where the row begins that comes some places after the n-th."""
    if n + AHEAD < len(rows):
        fetch_head(customers, np.int64(rows[n + AHEAD]))
