"""What is wished of the curator, and by whom."""

from __future__ import annotations

from bot.core.draft import Draft
from bot.model.curator import CURATOR
from bot.model.effect import Tell
from bot.model.format import Format
from bot.model.tiding import Asker, Tiding


def asker(draft: Draft) -> Asker:
    """Whoever speaks here, and where they read what comes of it."""
    return Asker(draft.member.id, draft.situation.conversation)


def tell_curator(draft: Draft, tiding: Tiding) -> None:
    """The curator hears of it, and decides."""
    draft.do(Tell(CURATOR, tiding, Format.CURATOR))
