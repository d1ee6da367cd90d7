"""The moments that the deciding code names, read out of its source: what `prompts/` has to have, and all it has to
have.

A moment is named where something is said (`say`, `must_say`, `Line`, a named `offer`). Where the name is not written
there, it is looked for where it comes from: a variable of the function, a table, the callers' arguments, a pattern.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from importlib import resources
from typing import Final, NamedTuple

ROOMS: Final = (
    "bot.core", "bot.core.solo", "bot.core.solo.office", "bot.core.table", "bot.core.lobby", "bot.core.circle",
    "bot.core.daily", "bot.core.curator", "bot.runtime", "bot.rendering",
)  # fmt: skip
_SAYING: Final = {
    "say": 0,
    "must_say": 0,
    "_say": 1,
    "Line": 0,
    "offer": 2,
    "Option": 2,
    "line": 0,
    "option": 1,
    "say_named": 0,
}
"""What says a moment, with the place of its name among the arguments."""
_DEPTH: Final = 4
"""From one function to its caller so often; a name that has wandered further is too well hidden to be checked."""


class Named(NamedTuple):
    """Moments by their whole name, and patterns of names of which a part is only known when they are said."""

    moments: frozenset[str]
    patterns: frozenset[str]

    def missing(self, there: frozenset[str]) -> list[str]:
        """What is named and not there."""
        patterns = [one for one in self.patterns if not any(re.fullmatch(one, moment) for moment in there)]
        return sorted((*(self.moments - there), *patterns))

    def unused(self, there: frozenset[str]) -> list[str]:
        """What is there and never named."""
        return sorted(
            moment
            for moment in there - self.moments
            if not any(re.fullmatch(pattern, moment) for pattern in self.patterns)
        )


def named_moments() -> Named:
    """All moments that the code names."""
    code = _read()
    found: set[str] = set()
    for function, argument in code.places:
        found |= set(_names(argument, function, code, _DEPTH))
    # What has a slash is a path into a deck's texts.
    wanted = {name for name in found if name and "/" not in name}
    patterns = frozenset(name for name in wanted if ".+" in name)
    return Named(frozenset(wanted - patterns), patterns)


_Function = ast.FunctionDef | ast.AsyncFunctionDef


class _Code(NamedTuple):
    """Functions by name, calls by the name of what is called, and the places where something is said."""

    functions: Mapping[str, list[_Function]]
    calls: Mapping[str, list[tuple[_Function, ast.Call]]]
    places: list[tuple[_Function, ast.expr]]


def _read() -> _Code:
    code = _Code(defaultdict(list), defaultdict(list), [])
    for function in _functions():
        code.functions[function.name].append(function)
        for node in ast.walk(function):
            if isinstance(node, ast.Call):
                name = _called(node)
                code.calls[name].append((function, node))
                argument = _said(name, node)
                if argument is not None:
                    code.places.append((function, argument))
    return code


def _functions() -> Iterator[_Function]:
    for room in ROOMS:
        for file in sorted(resources.files(room).iterdir(), key=lambda file: file.name):
            if file.name.endswith(".py"):
                for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                    if isinstance(node, _Function):
                        yield node


def _called(call: ast.Call) -> str:
    return getattr(call.func, "attr", "") or getattr(call.func, "id", "")


def _said(name: str, call: ast.Call) -> ast.expr | None:
    position = _SAYING.get(name)
    if position is None:
        return None
    if len(call.args) > position:
        return call.args[position]
    keyword = "name" if name in ("offer", "Option", "Line") else "moment"
    return next((one.value for one in call.keywords if one.arg == keyword), None)


def _names(node: ast.expr, function: _Function, code: _Code, depth: int) -> Iterator[str]:
    """The texts that the expression may stand for."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.JoinedStr(values=values):
            yield "".join(re.escape(str(part.value)) if isinstance(part, ast.Constant) else ".+" for part in values)
        case ast.IfExp(body=body, orelse=orelse):
            yield from _names(body, function, code, depth)
            yield from _names(orelse, function, code, depth)
        case ast.BoolOp(values=several) | ast.Tuple(elts=several):
            for one in several:
                yield from _names(one, function, code, depth)
        case ast.Dict(values=several):
            for one in several:
                yield from _names(one, function, code, depth)
        case ast.Subscript(value=table):
            yield from _names(table, function, code, depth)
        case ast.Name(id=name) if depth:
            yield from _assigned(name, function, code, depth - 1)
        case ast.Call(func=ast.Name(id=name)) if depth:
            for called in code.functions.get(name, ()):
                yield from _returned(called, code, depth - 1)


def _assigned(name: str, function: _Function, code: _Code, depth: int) -> Iterator[str]:
    """What that name may stand for in the function: what is assigned to it, its default, what the callers give."""
    for node in ast.walk(function):
        match node:
            case ast.Assign(targets=[ast.Name(id=target)], value=value) if target == name:
                yield from _names(value, function, code, depth)
    arguments = [*function.args.posonlyargs, *function.args.args]
    position = next((at for at, argument in enumerate(arguments) if argument.arg == name), None)
    if position is None:
        return
    from_end = position - len(arguments) + len(function.args.defaults)
    if from_end >= 0:
        yield from _names(function.args.defaults[from_end], function, code, depth)
    for caller, call in code.calls.get(function.name, ()):
        given = position - (1 if arguments[0].arg == "self" else 0)
        if len(call.args) > given:
            yield from _names(call.args[given], caller, code, depth)
        for keyword in call.keywords:
            if keyword.arg == name:
                yield from _names(keyword.value, caller, code, depth)


def _returned(function: _Function, code: _Code, depth: int) -> Iterator[str]:
    for node in ast.walk(function):
        if isinstance(node, ast.Return) and node.value is not None:
            yield from _names(node.value, function, code, depth)
