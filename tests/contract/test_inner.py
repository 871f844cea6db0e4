"""Functions that only compiled code calls make no machine code, and Python can call them after."""

from types import SimpleNamespace

import numba
import pytest

from sim.engine.compiled import COMPILING, INNER
from sim.engine.inner import allow, keep_inner_code

pytestmark = pytest.mark.skipif(not COMPILING, reason="nothing is compiled")


def pair():
    """A function and one that calls it, both of ours; nothing of them is kept in files."""

    def less(a, b):
        return a - b

    inner = numba.njit(less)
    allow(inner)

    def thrice(a):
        return inner(a, 1.0) + inner(a, 2.0) + inner(a, 3.0)

    outer = numba.njit(thrice)
    allow(outer)
    return inner, outer


def is_inner(made):
    return [getattr(one.library, "_sim_is_inner", False) for one in made.overloads.values()]


def test_what_is_called_by_compiled_code_alone_is_an_inner_function():
    assert INNER
    inner, outer = pair()
    assert outer(4.0) == 6.0
    assert is_inner(inner) == [True]
    assert is_inner(outer) == [False]


def test_an_inner_function_can_be_called_from_python_afterwards():
    inner, outer = pair()
    assert outer(4.0) == 6.0
    assert inner(4.0, 1.0) == 3.0
    assert is_inner(inner) == [False]
    assert outer(5.0) == 9.0
    assert inner(1, 2) == -1, "of other types, too"


def test_what_python_called_first_is_called_by_others_as_it_is():
    inner, outer = pair()
    assert inner(4.0, 1.0) == 3.0
    assert outer(4.0) == 6.0
    assert is_inner(inner) == [False]


def test_functions_of_others_are_compiled_as_ever():
    inner = numba.njit(lambda a: a + 1)
    outer = numba.njit(lambda a: inner(a) * 2)
    assert outer(2) == 6
    assert not any(is_inner(inner))
    assert inner(2) == 3


def test_where_numba_is_not_what_it_was_everything_is_as_ever():
    before = numba.core.dispatcher.Dispatcher.compile
    assert not keep_inner_code(SimpleNamespace())
    assert not keep_inner_code(
        SimpleNamespace(**{name: SimpleNamespace() for name in ("dispatcher", "cpu", "codegen")})
    )
    assert numba.core.dispatcher.Dispatcher.compile is before
