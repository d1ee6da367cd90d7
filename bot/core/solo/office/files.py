"""A list of questions that somebody who may brings in the chat: read, reported on, and loaded or forgotten.

Nothing changes before the yes. It is read elsewhere, in a process that may take so much and no more (`airlock`); what
comes back is a report, and a version that nobody is offered.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.core.draft import Draft
from bot.core.pasting import pasted
from bot.core.roles import Act
from bot.core.solo.office.decks import may, offer_to_say
from bot.core.solo.wishes import asker, tell_curator
from bot.model.effect import CancelTimer, Examine, SetTimer
from bot.model.enclosure import FILE
from bot.model.event import MessageReceived
from bot.model.ids import EnclosureId
from bot.model.message import Role
from bot.model.record import UploadSettled
from bot.model.state import Phase
from bot.model.tiding import DeckLoaded, FileExamined
from bot.model.upload import LARGEST, Report, Staged

WAITS: Final = 3_600_000
"""Milliseconds for which a report waits for its yes."""
BROUGHT: Final = "brought"
"""The timer of what was brought and not decided about."""


def takes(draft: Draft, event: MessageReceived) -> bool:
    """Whether it was a list, as a file or pasted, by somebody who may have one looked at."""
    enclosed = event.enclosed
    file = enclosed is not None and enclosed.kind == FILE
    if not file and pasted(event.words.text) is None:
        return False
    if draft.state.phase is Phase.SEATED or not may(draft, Act.CHECK):
        return False
    if file and enclosed and enclosed.size > LARGEST:
        draft.must_say("office.too-large", limit=LARGEST // 1_000_000, size=-(-enclosed.size // 1_000_000))
        return True
    if enclosed and enclosed.more:
        draft.must_say("office.first-of-several")
    draft.do(Examine(EnclosureId(event.words.id), pasted=not file))
    draft.do(CancelTimer(BROUGHT))
    draft.must_say("office.looking")
    return True


# What came of it


def report(draft: Draft, event: FileExamined) -> None:
    """What was found is on the screen, and where it can be asked from, the ways on."""
    found = event.report
    if found.lost:
        draft.must_say("upload.lost", why=found.lost, file=found.file)
        return
    if not found.hash:
        _say_why_not(draft, found)
        return
    draft.must_say("upload.read", title=found.title, file=found.file, questions=found.questions, form=found.form)
    draft.must_say(
        "upload.change", fresh=int(found.fresh), added=found.added, changed=found.changed, gone=found.left_out
    )
    _say_lists(draft, found)
    for number, shown in enumerate(found.previews, 1):
        for platforms, text in shown:
            draft.must_say("upload.preview", role=Role.ITEM, number=number, platforms=platforms, text=text)
    draft.must_say("upload.ways", role=Role.FOLLOW_UP)
    offer_to_say(draft, f"load {event.id:x}", name="option.load")
    offer_to_say(draft, f"try {event.id:x}", name="option.try")
    offer_to_say(draft, f"cancel {event.id:x}", name="option.cancel")
    draft.do(SetTimer(BROUGHT, draft.now + WAITS))


def _say_why_not(draft: Draft, found: Report) -> None:
    draft.must_say("upload.not-yet", file=found.file, questions=found.questions)
    _say_lists(draft, found)
    draft.must_say("upload.again")


def _say_lists(draft: Draft, found: Report) -> None:
    for name in ("wrong", "assumed", "twice", "flat", "long", "other"):
        rows: tuple[tuple[int, str], ...] = getattr(found, name)
        if not rows:
            continue
        draft.must_say(f"upload.{name}", role=Role.ITEM)
        for row, what in rows:
            draft.must_say("upload.row", role=Role.ITEM, row=row, what=what)
        if more := _more(found.more, name):
            draft.must_say("upload.more", role=Role.ITEM, count=more)


def _more(more: Mapping[str, int], name: str) -> int:
    return more.get(name, 0)


# The yes, and the no


def load(draft: Draft, which: str) -> bool:
    """It is on offer, for whoever begins it after this; or it is said why not."""
    staged = waiting(draft, which)
    if staged is None:
        return True
    draft.record(UploadSettled(loaded=True))
    draft.do(CancelTimer(BROUGHT))
    version = staged.deck, staged.hash, staged.title, staged.description, staged.language, staged.questions
    tell_curator(draft, DeckLoaded(asker(draft), *version))
    return True


def cancel(draft: Draft, which: str) -> bool:
    """What was brought is gone. False where nothing waits: then it was another word."""
    if not which and draft.situation.told.staged is None:
        return False
    if _is_there(draft, which):
        draft.record(UploadSettled())
        draft.do(CancelTimer(BROUGHT))
        draft.must_say("upload.cancelled")
    return True


def waiting(draft: Draft, which: str) -> Staged | None:
    """What was brought and can be asked from; otherwise it is said why there is nothing."""
    staged = draft.situation.told.staged
    if staged is None and not which:
        draft.must_say("upload.nothing")
        return None
    if not _is_there(draft, which):
        return None
    if staged is not None and not staged.hash:
        draft.must_say("upload.still-looking")
        return None
    return staged


def _is_there(draft: Draft, which: str) -> bool:
    """What waits is what that button was for; otherwise its time is over, which is said."""
    staged = draft.situation.told.staged
    if staged is not None and which in ("", f"{staged.id:x}") and draft.now - staged.at < WAITS:
        return True
    draft.must_say("upload.late")
    return False


def fade(draft: Draft) -> None:
    """Nobody decided in time; nothing is said of it, since nothing has changed."""
    draft.record(UploadSettled())
    draft.because("nobody decided about what was brought")
