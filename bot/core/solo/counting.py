"""What becomes of a question is counted, once for each time it was asked; by whom is not.

Only what was asked anew counts (`Open.at`): coming back to an earlier answer is no asking, and a question that was open
before counting began would be answered more often than asked.
"""

from __future__ import annotations

from msgspec.structs import replace

from bot.core.draft import Draft
from bot.core.shelf import Shelved
from bot.model.figures import Happened
from bot.model.heard import Branch, Heard
from bot.model.state import Open


def answered(draft: Draft, shelved: Shelved, opened: Open, heard: Heard, text: str) -> None:
    """It was answered, or its follow-up was; an answer in place of an earlier one is none more."""
    if opened.part:
        followed(draft, shelved, opened)
    elif opened.at and not opened.answered:
        what = Happened.MISSED if heard.branch is Branch.DEFAULT else Happened.ANSWERED
        draft.count(shelved.number, what, text, opened.at)


def followed(draft: Draft, shelved: Shelved, opened: Open) -> None:
    """Its follow-up was taken up."""
    still = draft.state.open
    if opened.at and not opened.followed and still is not None:
        draft.count(shelved.number, Happened.FOLLOWED)
        draft.change(open=replace(still, followed=True))


def passed(draft: Draft, shelved: Shelved, opened: Open, how: Happened) -> None:
    """It was passed on unanswered."""
    if opened.at and not opened.part and not opened.answered:
        draft.count(shelved.number, how)
