"""Ways into compiled code: found once for all worlds of one form, not at every call.

Numba looks at the type of all that a function is called with, at every call, which for some
hundreds of arrays and numbers takes ten times as long as a short day's work on them. In worlds of
one form the same call always has arguments of the same types, so its way in is looked up once.
With ``SIM_CHECK_ENTRIES`` in the environment, as in the tests, types are compared at every call.
"""

import os
from collections.abc import Hashable, Iterable
from typing import Any

import numba
import numpy as np
from numba._dispatcher import compute_fingerprint

from sim.engine.compiled import Function

_CHECKING = bool(os.environ.get("SIM_CHECK_ENTRIES"))
# What makes no difference to the types of arrays, or is not looked into.
_LEAVES = (int, float, str, list, dict, type(None))
_OF_FORM: dict[Hashable, "Entries"] = {}


class Entries(dict[Function, Function]):
    """For each compiled function the way into it, for arguments as worlds of one form have them.

    All calls of a function have to be alike: what is called for two kinds of arrays, has two.
    """

    def __missing__(self, function: Function) -> Function:
        """The function itself, until it was called once and its way in is known."""

        def first(*arguments: Any) -> Any:
            result = function(*arguments)
            types = tuple(map(numba.typeof, arguments))
            known = getattr(function, "overloads", {}).get(types)
            if known is not None:
                entry = known.entry_point
                self[function] = _checked(entry, arguments) if _CHECKING else entry
            return result

        return first


def _checked(entry: Function, arguments: tuple[Any, ...]) -> Function:
    """A way in that refuses arguments of other types than the first ones had."""
    types = compute_fingerprint(arguments)

    def call(*others: Any) -> Any:
        if compute_fingerprint(others) != types:
            found = tuple(map(numba.typeof, others))
            raise TypeError(f"{entry.__name__} is entered with other types than before: {found}")
        return entry(*others)

    return call


def entries_of(world: Any) -> Entries:
    """The ways into compiled code for worlds of this one's form."""
    return _OF_FORM.setdefault(form_of(world), Entries())


def form_of(state: Any) -> Hashable:
    """The types in compiled code of all that a state holds: of its arrays the columns, dimensions
    and order in memory. A number is of one kind wherever it has the same name."""
    if isinstance(state, np.ndarray):
        flags = state.flags
        return state.dtype, state.ndim, flags.c_contiguous, flags.f_contiguous, flags.writeable
    parts: Iterable[Any] = state if isinstance(state, tuple) else ()
    made: Any = getattr(type(state), "__dataclass_params__", None)
    if made is not None and not made.frozen:
        parts = vars(state).values()
    return type(state).__qualname__, *(
        form_of(part) for part in parts if not isinstance(part, _LEAVES)
    )
