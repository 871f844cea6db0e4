"""The changes by which tests are tested: each kind is made, one at a time, and is no other."""

import ast

from tests.mutants.changes import changes
from tests.mutants.trial import Covered, concerned

SOURCE = '''
from functools import cache
"""A module."""
from typing import TYPE_CHECKING
if TYPE_CHECKING:
    LIMIT = 4
MOST: int = 2


class Kept:
    least = 5


@cache
def rule(x: float, y: float = 1.0) -> float:
    """Words that hold 3 numbers."""
    total = 0
    for n in range(3):
        if n == 1 and x < y:
            continue
        total += min(n, MOST)
    if not x:
        raise ValueError(f"{x + 1} is {'no' + 'thing'}")
    return total if x else -x
'''
EXPECTED = {
    "module: MOST: int = 2 → MOST: int = 3",
    "Kept: least = 5 → least = 6",
    "rule: x: float, y: float=1.0 → x: float, y: float=2.0",
    "rule: total = 0 → total = 1",
    "rule: range(3) → range(4)",
    "rule: if n == 1 and x < y → if True",
    "rule: if n == 1 and x < y → if False",
    "rule: n == 1 and x < y → n == 1 or x < y",
    "rule: n == 1 → n != 1",
    "rule: n == 1 → n == 2",
    "rule: x < y → x <= y",
    "rule: x < y → x >= y",
    "rule: continue → break",
    "rule: total += min(n, MOST) → total -= min(n, MOST)",
    "rule: total += min(n, MOST) → pass",
    "rule: min(n, MOST) → max(n, MOST)",
    "rule: if not x → if True",
    "rule: if not x → if False",
    "rule: not x → x",
    "rule: raise ValueError(f\"{x + 1} is {'no' + 'thing'}\") → pass",
    "rule: total if x else -x → total if True else -x",
    "rule: total if x else -x → total if False else -x",
    "rule: -x → x",
}


def test_every_kind_of_mistake_is_made_once_and_words_are_left_alone():
    found = changes("a.py", SOURCE)
    assert {one.name.removeprefix("a.py ") for one in found} == EXPECTED
    assert len(found) == len(EXPECTED)


def test_each_change_is_another_program_in_one_place():
    whole = ast.unparse(ast.parse(SOURCE)).splitlines()
    for one in changes("a.py", SOURCE):
        made = one.source().splitlines()
        assert len(made) == len(whole), one.name
        assert sum(a != b for a, b in zip(made, whole, strict=True)) == 1, one.name
        compile(one.source(), "a.py", "exec")
        assert SOURCE.splitlines()[one.line - 1].strip(), one.name


def test_a_change_is_tried_on_the_tests_that_run_its_statement():
    by_name = {one.name.removeprefix("a.py "): one for one in changes("a.py", SOURCE)}
    inner = by_name["rule: continue → break"]
    row = next(n for n, text in enumerate(SOURCE.splitlines(), 1) if text.strip() == "continue")
    assert inner.lines == range(row, row + 1)
    runs = Covered("a", 0.1, {"a.py": {row - 1, row, row + 1}})
    passes_by = Covered("b", 0.1, {"a.py": {row - 3, row - 1}, "b.py": {row}})
    assert concerned(inner, [runs, passes_by]) == [runs]
    assert concerned(by_name["rule: n == 1 → n == 2"], [runs, passes_by]) == [runs, passes_by]
    # A function is called from the line of its decorator on.
    assert by_name["rule: x: float, y: float=1.0 → x: float, y: float=2.0"].lines[0] == row - 6
    for on_import in ("module: MOST: int = 2 → MOST: int = 3", "Kept: least = 5 → least = 6"):
        assert concerned(by_name[on_import], [runs, passes_by]) == [runs, passes_by]
