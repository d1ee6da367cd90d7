"""What comes beside words at a table: kept for the others, who see it when they ask; and shown to whoever asks."""

from __future__ import annotations

from typing import Final

from bot.core.draft import Draft, replace
from bot.core.tokens import COMMAND, token
from bot.model.effect import Say
from bot.model.enclosure import FILE, LARGEST, Enclosed, Offered
from bot.model.event import MessageReceived
from bot.model.ids import ConversationId, EnclosureId, RoundId
from bot.model.line import NAME, Line, Option
from bot.model.record import EnclosureAddressed
from bot.model.state import Seated
from bot.model.table import NO_TABLE
from bot.model.tiding import Stage, TableSaid

MOST: Final = 6
"""So many wait to be asked for; what came before them is not offered any more."""
SHOW: Final = f"{COMMAND}show"
_WORDS: Final = frozenset({"show", "show it", "show me", "show them", "play", "play it", "listen"})


def keep(draft: Draft, event: MessageReceived, to: ConversationId = NO_TABLE) -> Enclosed | None:
    """What came beside the words is kept for that table, or for nobody yet; None where nothing of it can be carried,
    which the member reads."""
    enclosed = event.enclosed
    if enclosed is None or enclosed.kind == FILE:
        if event.media:
            draft.must_say("table.media-stays")
        return None
    if enclosed.size > LARGEST:
        draft.must_say("table.media-too-large", media=enclosed.kind, limit=LARGEST // 1_000_000)
        return None
    if enclosed.more:
        draft.must_say("table.media-first")
    # It has the id of the words that it came with, whether or not there were any.
    id_ = EnclosureId(event.words.id)
    draft.record(EnclosureAddressed(id_, to))
    return Enclosed(id_, enclosed.kind)


def offer(draft: Draft, tiding: TableSaid) -> None:
    """The member may ask to see what the table offers."""
    seated = draft.state.seated
    if seated and tiding.offers:
        draft.change(seated=replace(seated, offered=(*seated.offered, *tiding.offers)[-MOST:]))


def is_asked_for(seated: Seated, text: str) -> bool:
    """Something waits to be shown, and the text asks for it."""
    return bool(seated.offered) and text.strip(" \t\n.!/").casefold() in _WORDS


def show(draft: Draft, seated: Seated) -> None:
    """Everything that was offered is shown, each under the name of whoever sent it."""
    if not seated.offered:
        draft.must_say("table.shown-already")
        return
    draft.show(draft.state.open.round if draft.state.open else None)
    for position, offered in enumerate(seated.offered, 1):
        draft.do(_shown(offered, _next_card(seated) if position == len(seated.offered) else ()))
    draft.change(seated=replace(seated, offered=()))


def _shown(offered: Offered, options: tuple[Option, ...]) -> Say:
    name = ("name", int(offered.by), NAME, NAME)
    line = Line("table.shows", gaps=(("media", offered.enclosed.kind),), quotes=(name,))
    return Say((line,), options, encloses=offered.enclosed)


def _next_card(seated: Seated) -> tuple[Option, ...]:
    """On a page only the newest message can be pressed, so it offers what the one before it did."""
    if seated.stage is not Stage.TALKING:
        return ()
    return (Option(token(RoundId(seated.table), seated.nth, f"{COMMAND}next"), name="option.next-card", quiet=True),)
