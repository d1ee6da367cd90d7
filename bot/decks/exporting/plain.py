"""A deck as the plain tree that its file would have: what `build.py` makes nouns of, the other way round."""

from __future__ import annotations

from typing import Final

from bot.decks.build import slug_of
from bot.decks.tree import Plain
from bot.model.deck import Callback, Choice, Deck, FollowUp, Lane, Question, Range, Theme

_MOST: Final = 400
"""Phrases of one theme or one list, as the schema has it; a theme whose lists were written out may have more."""

Fields = dict[str, Plain]


def plain_deck(deck: Deck) -> Fields:
    """The deck's tree, in the order of the schema."""
    lists: dict[str, Plain] = {}
    questions: list[Plain] = [plain_question(question, lists) for question in deck.questions]
    head: Fields = {"schema": 1, **header_of(deck)}
    if lists:
        head["lists"] = lists
    return {**head, "questions": questions}


def header_of(deck: Deck) -> Fields:
    """The deck's own fields."""
    fields: Fields = {
        "id": deck.id,
        "title": deck.title,
        "language": deck.language,
        "author": deck.author,
        "licence": deck.licence,
        "version": deck.version,
        "description": deck.description,
    }
    if deck.rating != "everyone":
        fields["rating"] = deck.rating
    return {**fields, **_given(arc=list(deck.arc), take_aways=list(deck.take_aways))}


def plain_question(question: Question, lists: dict[str, Plain]) -> Fields:
    """The question's tree; phrases that are too many for one theme go to `lists`."""
    fields: Fields = {"id": question.id, "kind": question.kind.value, "text": question.text, "depth": question.depth}
    fields |= _given(
        tags=list(question.tags), about=list(question.about), example=question.example,
        choices=[_choice(choice) for choice in question.choices],
    )  # fmt: skip
    if question.scale:
        scale = question.scale
        fields["scale"] = {"from": scale.first, "to": scale.last, "low": scale.low, "high": scale.high}
    fields |= _given(
        ranges=[_range(part) for part in question.ranges],
        themes=[_theme(theme, question.id, lists) for theme in question.themes],
        tender=_lane(question.tender, False), joke=_lane(question.joke, True), short=question.short,
        both=_reply(question.both), neither=_reply(question.neither), depends=_reply(question.depends),
        default=_reply(question.default), chip_asks=dict(question.chip_asks), contrast=question.contrast,
        thought=question.thought, and_you=question.and_you, callback=_callback(question.callback),
        take_away=question.take_away, done=_reply(question.done), hears=dict(question.hears),
    )  # fmt: skip
    return fields


def _given(**fields: object) -> Fields:
    """Those that have something in them."""
    return {name: value for name, value in fields.items() if value not in ("", [], {}, None)}  # type: ignore[misc]  # fields are of many types


def _reply(reply: FollowUp | None) -> Fields:
    return _given(say=list(reply.say), ask=reply.ask, chips=list(reply.chips)) if reply else {}


def _choice(choice: Choice) -> Fields:
    own = {} if choice.id == slug_of(choice.label) else {"id": choice.id}
    return {
        **own,
        "label": choice.label,
        **_given(also=list(choice.also)),
        **_reply(choice.follow_up),
        **_given(contrast=choice.contrast),
    }


def _theme(theme: Theme, question: str, lists: dict[str, Plain]) -> Fields:
    like = _within(theme.like, f"{question}-{theme.id}", lists)
    not_ = _within(theme.not_, f"{question}-{theme.id}-not", lists)
    rest = {**_reply(theme.follow_up), **_given(contrast=theme.contrast)}
    return {"id": theme.id, "like": like, **_given(**{"not": not_}), **rest}


def _within(phrases: tuple[str, ...], name: str, lists: dict[str, Plain]) -> list[Plain]:
    """The phrases, or the names of lists that hold so many together."""
    if len(phrases) <= _MOST:
        return list(phrases)
    pieces = [list[Plain](phrases[start : start + _MOST]) for start in range(0, len(phrases), _MOST)]
    for number, piece in enumerate(pieces, 1):
        lists[f"{name}-{number}"] = piece
    return [f"@{name}-{number}" for number in range(1, len(pieces) + 1)]


def _range(part: Range) -> Fields:
    return {"from": part.first, "to": part.last, **_reply(part.follow_up)}


def _lane(lane: Lane | None, joke: bool) -> Fields:
    if lane is None:
        return {}
    fields = {**_given(like=list(lane.like)), **_reply(lane.follow_up)}
    return {**fields, "next": lane.next} if joke else fields


def _callback(callback: Callback | None) -> Fields:
    if callback is None:
        return {}
    return {"after": f"{callback.after_days}d" if callback.after_days else "evening", "text": callback.text}
