"""What is on offer as an answer."""

from __future__ import annotations

from bot.core.draft import Draft
from bot.model.state import Ask, Phase


def is_offered(draft: Draft, text: str) -> bool:
    """The text is, word for word, one of the answers on offer; then it is the answer, even if it is also a command."""
    opened = draft.state.open
    if draft.state.phase is not Phase.ASKING or opened is None or len(text) > 80:
        return False
    plain = text.strip().casefold()
    if any(plain == chip.casefold() for chip in opened.chips):
        return True
    shelved = draft.shelf.by_id[opened.question]
    return opened.ask is Ask.QUESTION and any(
        plain == label.casefold() for _key, label in shelved.kind.offer(shelved.question)
    )
