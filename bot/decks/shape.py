"""Whether a tree has the shape that `schema.py` describes; every fault at its own line and column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from bot.decks.diagnostic import Diagnostic, did_you_mean, either, finding, shown
from bot.decks.remarks import Remark, remark
from bot.decks.schema import DeckShape, HeaderShape, QuestionShape
from bot.decks.tree import Node, Path

_TYPES = {
    "string_type": "a text",
    "int_type": "a whole number",
    "list_type": "a list",
    "dict_type": "a map",
    "model_type": "a map",
    "model_attributes_type": "a map",
}
_FORMS = {
    "language": "a BCP 47 language such as en or pt-BR",
    "version": "three numbers such as 1.0.0",
    "after": 'evening, or a number of days such as "2d"',
}
_SLUG = "1 to 40 of a-z, 0-9 and -"


def check_header(root: Node, file: str) -> Iterator[Diagnostic]:
    """All faults of the deck's own fields, and whether it has questions at all."""
    if not isinstance(root.value, dict):
        yield finding(file, root.locate(()), "wrong-type", "a deck is a map with schema, id, title, ..., not this")
        return
    header = {key: node.plain() for key, node in root.value.items() if key != "questions"}
    for fault in _faults(HeaderShape, header):
        yield _explain(fault, DeckShape, root, (), file)
    questions = root.entry("questions")
    if questions is None:
        yield finding(file, root.locate(()), "missing", "questions is missing: a deck has at least one")
    elif not isinstance(questions.value, list):
        yield finding(file, root.locate(["questions"]), "wrong-type", "questions wants a list")
    elif not questions.value:
        yield finding(file, root.locate(["questions"], at_key=True), "too-few", "questions has 0, at least 1")


def check_question_shape(root: Node, index: int, question: Node, file: str) -> Iterator[Diagnostic]:
    """All faults of the fields of the question at that index. One by one, so that a hostile file's faults never pile
    up."""
    for fault in _faults(QuestionShape, question.plain()):
        yield _explain(fault, QuestionShape, root, ("questions", index), file)


def _faults(shape: type[BaseModel], value: object) -> Sequence[ErrorDetails]:
    try:
        shape.model_validate(value)
    except ValidationError as error:
        return error.errors(include_url=False)
    return ()


def _explain(fault: ErrorDetails, shape: type[BaseModel], root: Node, base: Path, file: str) -> Diagnostic:
    """The fault in our words. `fault["loc"]` speaks of YAML's own keys, as they are the aliases."""
    path: Path = (*base, *fault["loc"])
    kind, given, limits = fault["type"], fault["input"], fault.get("ctx", {})
    field = next((str(step) for step in reversed(path) if isinstance(step, str)), "the deck")
    if kind == "extra_forbidden":
        allowed = sorted(_fields(shape, fault["loc"][:-1]))
        what = remark(
            "there is no field {field} here{hint} (allowed: {allowed})",
            field=shown(field),
            hint=did_you_mean(field, allowed),
            allowed=either(allowed),
        )
        return finding(file, root.locate(path, at_key=True), "unknown-key", what)
    if kind == "missing":
        return finding(file, root.locate(path[:-1]), "missing", remark("{field} is missing", field=field))
    code, fault_in_value = _fault_in_value(kind, given, limits, field)
    return finding(file, root.locate(path, at_key=code in ("too-few", "too-many")), code, fault_in_value)


def _fault_in_value(kind: str, given: Any, limits: dict[str, Any], field: str) -> tuple[str, str | Remark]:
    if given is None:
        return "empty", remark("nothing stands after {field}", field=field)
    if kind in _TYPES:
        quoting = (
            remark(': write "{given}" in quotes', given=given)
            if kind == "string_type" and isinstance(given, int)
            else ""
        )
        return "wrong-type", remark(
            "{field} wants {kind}, not {given}{quoting}",
            field=field,
            kind=_TYPES[kind],
            given=shown(given),
            quoting=quoting,
        )
    if kind == "literal_error":
        allowed = [name.strip("'") for name in str(limits["expected"]).replace(" or ", ", ").split(", ")]
        return "not-allowed", remark(
            "{field} is {allowed}, not {given}{hint}",
            field=field,
            allowed=either(allowed),
            given=shown(given),
            hint=did_you_mean(str(given), allowed),
        )
    if kind == "string_too_short":
        return "empty", remark("{field} has no text", field=field)
    if kind == "string_too_long":
        return "too-long", remark(
            "{field} has {length} characters, at most {most}", field=field, length=len(given), most=limits["max_length"]
        )
    if kind == "string_pattern_mismatch":
        return "pattern", remark(
            "{field} is {wanted}, not {given}", field=field, wanted=_FORMS.get(field, _SLUG), given=shown(given)
        )
    if kind == "too_short":
        return "too-few", remark(
            "{field} has {count}, at least {least}",
            field=field,
            count=limits["actual_length"],
            least=limits["min_length"],
        )
    if kind == "too_long":
        return "too-many", remark("{field} has more than {most}", field=field, most=limits["max_length"])
    if kind == "greater_than_equal":
        return "out-of-range", remark(
            "{field} is {given}, at least {least}", field=field, given=given, least=limits["ge"]
        )
    if kind == "less_than_equal":
        return "out-of-range", remark("{field} is {given}, at most {most}", field=field, given=given, most=limits["le"])
    return "wrong-type", remark("{field}: {given} does not fit here", field=field, given=shown(given))


def _fields(shape: type[BaseModel], path: Sequence[str | int]) -> set[str]:
    """What may stand in the map at this path, by the names that a deck uses."""
    model: type[BaseModel] | None = shape
    for step in path:
        if isinstance(step, str) and model is not None:
            named = {info.alias or name: info.annotation for name, info in model.model_fields.items()}
            model = _model_in(named.get(step))
    return {info.alias or name for name, info in model.model_fields.items()} if model else set()


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(filter(None, map(_model_in, get_args(annotation))), None)
