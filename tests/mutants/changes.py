"""Changes: every way of making a source wrong in one place, by a comparison, a sign, a branch."""

import ast
import copy
from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE), ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE), ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,), ast.Is: (ast.IsNot,), ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,), ast.NotIn: (ast.In,),
}  # fmt: skip
OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult, ast.Mod: ast.Mult, ast.Pow: ast.Mult, ast.LShift: ast.RShift,
    ast.RShift: ast.LShift, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd,
}  # fmt: skip
OPPOSITES = {"min": "max", "max": "min", "minimum": "maximum", "maximum": "minimum",
             "any": "all", "all": "any", "floor": "ceil", "ceil": "floor"}  # fmt: skip


class Change(NamedTuple):
    """One wrong place: what stood there, what stands there now, and how the source is made."""

    path: str
    line: int
    within: str  # the function, or "" outside of all
    was: str
    made: str
    lines: range  # those of the statement; none of one that runs on import
    source: Callable[[], str]

    @property
    def name(self) -> str:
        """The change in words that survive edits elsewhere in the file."""
        return f"{self.path} {self.within or 'module'}: {self.was} → {self.made}"


class _Place(NamedTuple):
    node: ast.AST
    within: str
    lines: range


def changes(path: str, source: str) -> list[Change]:
    """All changes of a source, one place each, in its order."""
    tree = ast.parse(source)
    return [
        Change(path, getattr(place.node, "lineno", place.lines.start), place.within,
               _words(place.node), _words(made), place.lines,
               partial(_source, tree, place.node, made))
        for place in _places(tree, "", range(0))
        for made in _wrong(place.node)
    ]  # fmt: skip


def _places(node: ast.AST, within: str, lines: range, called: bool = False) -> Iterator[_Place]:
    """Every node that computes something, with its function and the lines of its statement."""
    for child in _computing(node):
        inside, rows = within, lines
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            inside = f"{within}.{child.name}" if within else child.name
        if isinstance(child, ast.stmt):
            rows = _rows(child) if called or isinstance(child, ast.FunctionDef) else range(0)
        yield _Place(child, inside, rows)
        yield from _places(child, inside, rows, called or isinstance(child, ast.FunctionDef))


def _rows(statement: ast.stmt) -> range:
    """The lines of a statement; of one with a body, those before it, decorators among them."""
    body, end = getattr(statement, "body", None), statement.end_lineno or statement.lineno
    above = [one.lineno for one in getattr(statement, "decorator_list", [])]
    first = min([statement.lineno, *above])
    return range(first, max(body[0].lineno, statement.lineno + 1) if body else end + 1)


def _computing(node: ast.AST) -> Iterator[ast.AST]:
    """The children of a node less docstrings, annotations, decorators and words."""
    for field, value in ast.iter_fields(node):
        if field in ("annotation", "returns", "decorator_list"):
            continue
        for child in value if isinstance(value, list) else [value]:
            silent = isinstance(child, ast.JoinedStr | ast.Import | ast.ImportFrom) or (
                isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant)
            )
            typing = isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test)
            if isinstance(child, ast.AST) and not silent and not typing:
                yield child


def _wrong(node: ast.AST) -> Iterator[ast.AST]:
    """What could stand in place of a node by mistake."""
    if isinstance(node, ast.Compare):
        for n, operator in enumerate(node.ops):
            for other in COMPARISONS[type(operator)]:
                made = copy.deepcopy(node)
                made.ops[n] = other()
                yield made
    elif isinstance(node, ast.BinOp | ast.AugAssign) and not _of_words(node):
        if type(node.op) in OPERATORS:
            made = copy.deepcopy(node)
            made.op = OPERATORS[type(node.op)]()
            yield made
    elif isinstance(node, ast.BoolOp):
        made = copy.deepcopy(node)
        made.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        yield made
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.USub):
        yield node.operand
    elif isinstance(node, ast.Call):
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        if name in OPPOSITES:
            made = copy.deepcopy(node)
            setattr(made.func, "id" if isinstance(made.func, ast.Name) else "attr", OPPOSITES[name])
            yield made
    yield from _other_numbers(node)
    yield from _other_way(node)


def _other_numbers(node: ast.AST) -> Iterator[ast.AST]:
    """A node with one of its own numbers one higher, or one of its own truths turned round."""
    for field, value in ast.iter_fields(node):
        for n, child in enumerate(value if isinstance(value, list) else [value]):
            if isinstance(child, ast.Constant) and isinstance(child.value, int | float):
                made = copy.deepcopy(node)
                number = child.value
                other = ast.Constant(not number if isinstance(number, bool) else number + 1)
                if isinstance(value, list):
                    getattr(made, field)[n] = other
                else:
                    setattr(made, field, other)
                yield made


def _other_way(node: ast.AST) -> Iterator[ast.AST]:
    """A branch always or never taken, a loop left or gone on with, a statement left out."""
    if isinstance(node, ast.If | ast.IfExp):
        for taken in (True, False):
            made = copy.deepcopy(node)
            made.test = ast.Constant(taken)
            yield made
    elif isinstance(node, ast.Break):
        yield ast.Continue()
    elif isinstance(node, ast.Continue):
        yield ast.Break()
    if isinstance(node, ast.Raise | ast.AugAssign) or (
        isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
    ):
        yield ast.Pass()


def _of_words(node: ast.BinOp | ast.AugAssign) -> bool:
    """Whether an operator joins or formats words, or types."""
    parts = [node.value] if isinstance(node, ast.AugAssign) else [node.left, node.right]
    return any(
        isinstance(part, ast.JoinedStr)
        or (isinstance(part, ast.Constant) and not isinstance(part.value, int | float))
        for part in parts
    )


def _source(tree: ast.Module, old: ast.AST, made: ast.AST) -> str:
    """The source with a node in place of another."""
    whole = copy.deepcopy(tree)
    for copied, node in zip(ast.walk(whole), ast.walk(tree), strict=True):
        for field, value in ast.iter_fields(node):
            if value is old:
                setattr(copied, field, made)
            elif isinstance(value, list):
                getattr(copied, field)[:] = [
                    made if child is old else other
                    for child, other in zip(value, getattr(copied, field), strict=True)
                ]
    return ast.unparse(ast.fix_missing_locations(whole))


def _words(node: ast.AST) -> str:
    """A node on one line; of a branch, what decides it."""
    if isinstance(node, ast.If):
        return f"if {ast.unparse(node.test)}"
    return " ".join(ast.unparse(node).split())
