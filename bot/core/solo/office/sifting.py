"""Whoever may decides what is asked of that which members suggest: one at a time, the oldest first.

The curator shows and does it. What is typed here, another wording or a reason, does nothing before a press confirms it:
by then the rank of whoever presses has been read anew.
"""

from __future__ import annotations

from typing import Final

from bot.core.draft import Draft
from bot.core.solo.wishes import asker, tell_curator
from bot.model.state import Suggesting, Upon
from bot.model.suggestion import Wording
from bot.model.tiding import (
    SuggestionApproved,
    SuggestionDeclined,
    SuggestionsAsked,
    SuggestionWeighed,
)

_PLAIN: Final = frozenset({"approve", "edit", "decline", "why", "so", "with", "later", "keep", "because"})


def look_through(draft: Draft, argument: str) -> None:
    """The first that waits is shown; or what the words say is done about the one of that number."""
    what, _, rest = argument.casefold().partition(" ")
    why, _, last = rest.rpartition(" ")
    number = int(last) if last.isascii() and last.isdigit() and len(last) < 9 else 0
    making = draft.state.suggesting
    draft.change(suggesting=None)
    if what not in _PLAIN or not number:
        tell_curator(draft, SuggestionsAsked(asker(draft)))
        return
    match what:
        case "approve":
            tell_curator(draft, SuggestionApproved(asker(draft), number))
        case "decline":
            tell_curator(draft, SuggestionWeighed(asker(draft), number, declining=True))
        case "because":
            tell_curator(draft, SuggestionDeclined(asker(draft), number, why=why))
        case "edit":
            draft.change(suggesting=Suggesting(Upon.EDIT, number))
            tell_curator(draft, SuggestionWeighed(asker(draft), number))
        case "why":
            draft.change(suggesting=Suggesting(Upon.WHY, number))
            draft.must_say("suggested.say-why")
        case "later":
            tell_curator(draft, SuggestionsAsked(asker(draft), number))
        case "keep":
            draft.must_say("suggested.kept")
        case "so" if wording := _typed(making, Upon.SO, number):
            tell_curator(draft, SuggestionApproved(asker(draft), number, wording))
        case "with" if wording := _typed(making, Upon.BECAUSE, number):
            tell_curator(draft, SuggestionDeclined(asker(draft), number, because=wording))
        case _:
            draft.must_say("old-button")


def _typed(making: Suggesting | None, upon: Upon, number: int) -> Wording | None:
    """What they typed for that, if it was the last thing they did."""
    fits = making is not None and making.upon is upon and making.number == number
    return making.said if making is not None and fits else None
