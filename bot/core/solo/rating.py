"""What a member thinks of a question: never asked for, never praised, and one opinion for each question and member."""

from __future__ import annotations

from bot.core.commands import GOOD, Command, Said
from bot.core.draft import Draft
from bot.core.shelf import Shelved
from bot.core.solo import moving
from bot.model.event import Rating, Reacted
from bot.model.record import QuestionRated, RatingWithdrawn
from bot.model.state import Ask, Phase


def is_one(draft: Draft, said: Said) -> bool:
    """It speaks of a question: where something is asked that wants a yes or a no, "not for me" is a no, and at a table
    "good one" is for the others."""
    if said.command is not Command.RATE:
        return True
    return draft.state.phase is Phase.ASKING or (draft.state.phase is Phase.RESTING and said.argument == GOOD)


def rate(draft: Draft, said: Said) -> bool:
    """It is kept, in place of an earlier one. Whether the open question is to be passed on, being none for them."""
    shelved, is_open = _meant(draft)
    if shelved is None:
        draft.must_say("rated.nothing")
        return False
    good = said.argument == GOOD
    draft.record(QuestionRated(shelved.number, good))
    draft.must_say("rated.good" if good else "rated.bad")
    if is_open and not good:
        return True
    moving.stand_by(draft)
    return False


def react(draft: Draft, event: Reacted) -> None:
    """A sign under a question is kept as what the member thinks of it, or is gone; nobody says anything about it."""
    if event.rating is Rating.WITHDRAWN:
        draft.record(RatingWithdrawn(event.question, event.mark))
    elif draft.state.trying is not None:
        draft.because("a rehearsal leaves no opinions")
    else:
        draft.record(QuestionRated(event.question, event.rating is Rating.LIKED, event.mark))


def _meant(draft: Draft) -> tuple[Shelved | None, bool]:
    """The question that was asked last, and whether it waits for its answer; or the one that was answered last."""
    opened = draft.state.open or draft.state.last
    shelf = draft.situation.library.get(opened.deck or draft.state.deck) if opened else None
    shelved = shelf.by_id.get(opened.question) if shelf and opened else None
    waits = draft.state.phase is Phase.ASKING and draft.state.open is not None and draft.state.open.ask is Ask.QUESTION
    return shelved, waits
