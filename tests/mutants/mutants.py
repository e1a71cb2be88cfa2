# SPDX-License-Identifier: MIT
"""The mutants of a module: its source with one small change each, somewhere in a function."""

import ast
import copy
from collections.abc import Iterator
from typing import NamedTuple

_SWAPPED: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
    ast.Mult: ast.Add,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
}
_CALLED = {"min": "max", "max": "min", "any": "all", "all": "any", "sorted": "list"}


class Mutant(NamedTuple):
    """One change of a module: its number there, its line, what it is in words."""

    path: str
    number: int
    line: int
    what: str


def find_mutants(path: str, source: str) -> list[Mutant]:
    """Every mutant of a module."""
    walk = _Walk(path)
    walk.visit(ast.parse(source))
    return walk.found


def mutated(source: str, mutant: Mutant) -> str:
    """The source with its change."""
    tree = _Walk(mutant.path, mutant.number).visit(ast.parse(source))
    return ast.unparse(ast.fix_missing_locations(tree))


class _Walk(ast.NodeTransformer):
    """Goes through a module in one order, and makes the change with a certain number."""

    def __init__(self, path: str, wanted: int | None = None) -> None:
        self.found: list[Mutant] = []
        self._path, self._wanted = path, wanted
        self._names: list[str] = []
        self._depth = 0

    def visit(self, node: ast.AST) -> ast.AST:
        if self._depth:
            for new in _changes(node):
                what = f"{'.'.join(self._names)}: {_first_line(node)} -> {_first_line(new)}"
                self.found.append(
                    Mutant(self._path, len(self.found), getattr(node, "lineno", 0), what)
                )
                if self.found[-1].number == self._wanted:
                    return new
        result: ast.AST = super().visit(node)
        return result

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        return self._visit_body(node, 1)

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        return self._visit_body(node, 0)

    def _visit_body(self, node: ast.FunctionDef | ast.ClassDef, depth: int) -> ast.AST:
        self._names.append(node.name)
        self._depth += depth
        node.body = [self.visit(each) for each in node.body]  # type: ignore[misc]
        self._depth -= depth
        self._names.pop()
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        node.value = node.value and self.visit(node.value)  # type: ignore[assignment]
        return node

    def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.AST:
        return node


def _first_line(node: ast.AST) -> str:
    return ast.unparse(ast.fix_missing_locations(copy.deepcopy(node))).partition("\n")[0]


def _changes(node: ast.AST) -> Iterator[ast.AST]:
    """What a node may become."""
    match node:
        case ast.Compare() | ast.BoolOp() | ast.BinOp():
            yield from _swapped(node)
        case ast.Constant(value=int()):
            is_word = isinstance(node.value, bool)
            yield ast.Constant(not node.value if is_word else node.value + 1)  # type: ignore[operator]
        case ast.Call(func=ast.Name(id=name)):
            yield from _called(node, name)
        case ast.comprehension(ifs=[_, *others]):
            yield ast.comprehension(node.target, node.iter, others, node.is_async)
        case ast.IfExp():
            yield from (node.body, node.orelse)
        case ast.UnaryOp(op=ast.Not()):
            yield node.operand
        case ast.If():
            yield ast.If(ast.Constant(value=False), node.body, node.orelse)
        case ast.Continue() | ast.Expr(value=ast.Call() | ast.Yield() | ast.YieldFrom()):
            yield ast.Pass()


def _swapped(node: ast.Compare | ast.BoolOp | ast.BinOp) -> Iterator[ast.AST]:
    operators = node.ops if isinstance(node, ast.Compare) else [node.op]
    for at, operator in enumerate(operators):
        if new := _SWAPPED.get(type(operator)):
            other = copy.copy(node)
            if isinstance(other, ast.Compare):
                other.ops = [*other.ops[:at], new(), *other.ops[at + 1 :]]  # type: ignore[list-item]
            else:
                other.op = new()  # type: ignore[assignment]
            yield other


def _called(node: ast.Call, name: str) -> Iterator[ast.AST]:
    keyless = [keyword for keyword in node.keywords if keyword.arg != "key"]
    if name in _CALLED:
        keywords = [] if name == "sorted" else node.keywords
        yield ast.Call(ast.Name(_CALLED[name]), node.args, keywords)
    if len(keyless) < len(node.keywords):
        yield ast.Call(node.func, node.args, keyless)
