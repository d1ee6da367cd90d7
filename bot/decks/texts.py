"""Every text of a question that a person will read, with where it stands and what kind of text it is."""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter
from typing import Final, NamedTuple

from bot.decks.tree import Node, Path
from bot.model.deck import FollowUp, Question


class Spot(NamedTuple):
    """One text. `place` is the owner and the field, `theme.say` or `question.text`; `path` leads to it."""

    place: str
    text: str
    path: Path


_FIELDS: Final = ("text", "example", "short", "contrast", "thought", "and_you", "take_away")
_TEXTS: Final = attrgetter(*_FIELDS)
_OPTIONAL: Final = ("both", "neither", "depends", "done")
_LANES: Final = ("tender", "joke")
_OPTIONS: Final = attrgetter(*_OPTIONAL, *_LANES)
_NO_OPTIONS: Final = (None,) * len((*_OPTIONAL, *_LANES))


def spots_of(question: Question) -> Iterator[Spot]:
    """All texts of a question, in no order that matters."""
    for field, text in zip(_FIELDS, _TEXTS(question), strict=True):
        if text:
            yield Spot(f"question.{field}", text, (field,))
    for owner, path, follow_up in follow_ups_of(question):
        yield from _spots_in(owner, path, follow_up)
    if question.themes:
        for index, theme in enumerate(question.themes):
            yield Spot("theme.contrast", theme.contrast, ("themes", index, "contrast"))
    if question.choices:
        for index, choice in enumerate(question.choices):
            yield Spot("choice.contrast", choice.contrast, ("choices", index, "contrast"))
            yield Spot("choice.label", choice.label, ("choices", index, "label"))
    for chip, ask in question.chip_asks:
        yield Spot("question.chip_asks", ask, ("chip_asks", chip))
    if question.scale:
        yield Spot("scale.low", question.scale.low, ("scale", "low"))
        yield Spot("scale.high", question.scale.high, ("scale", "high"))
    if question.callback:
        yield Spot("callback.text", question.callback.text, ("callback", "text"))


def _spots_in(owner: str, path: Path, follow_up: FollowUp) -> Iterator[Spot]:
    for index, line in enumerate(follow_up.say):
        yield Spot(f"{owner}.say", line, (*path, "say", index))
    if follow_up.ask:
        yield Spot(f"{owner}.ask", follow_up.ask, (*path, "ask"))
    for index, chip in enumerate(follow_up.chips):
        yield Spot(f"{owner}.chip", chip, (*path, "chips", index))


def follow_ups_of(question: Question) -> Iterator[tuple[str, Path, FollowUp]]:
    """Owner, path and follow-up of each that the question has."""
    yield "default", ("default",), question.default
    # Of ten thousand questions nearly all have the one: what is not there costs nothing.
    if question.themes:
        for index, theme in enumerate(question.themes):
            yield "theme", ("themes", index), theme.follow_up
    if question.choices:
        for index, choice in enumerate(question.choices):
            yield "choice", ("choices", index), choice.follow_up
    if question.ranges:
        for index, part in enumerate(question.ranges):
            yield "range", ("ranges", index), part.follow_up
    if _OPTIONS(question) != _NO_OPTIONS:
        yield from _optional(question)


def _optional(question: Question) -> Iterator[tuple[str, Path, FollowUp]]:
    for owner in _OPTIONAL:
        follow_up = getattr(question, owner)
        if follow_up is not None:
            yield owner, (owner,), follow_up
    for owner in _LANES:
        lane = getattr(question, owner)
        if lane is not None:
            yield owner, (owner,), lane.follow_up


def deck_spots(root: Node) -> Iterator[Spot]:
    """The deck's own texts."""
    for field in ("title", "description"):
        node = root.entry(field)
        if node is not None and isinstance(node.value, str):
            yield Spot(f"deck.{field}", node.value, (field,))
    for index, node in enumerate(root.entries("take_aways")):
        if isinstance(node.value, str):
            yield Spot("deck.take_aways", node.value, ("take_aways", index))
