"""What is offered to press that belongs to no question."""

from __future__ import annotations

from bot.core.draft import Draft
from bot.core.tokens import COMMAND, NO_ROUND, token
from bot.model.situation import DeckCard

YES = "yes"
NO = "no"
FORGET_YES = "forget-yes"
FORGET_NO = "forget-no"
TOLD = "told"
NOT_YET = "not-yet"
DECK = "deck "


def offer_yes_or_no(draft: Draft) -> None:
    """A yes, and a quiet no."""
    draft.offer(token(NO_ROUND, 0, COMMAND + YES), name="option.yes")
    draft.offer(token(NO_ROUND, 0, COMMAND + NO), name="option.no", quiet=True)


def offer_to_forget(draft: Draft) -> None:
    """A yes and a quiet no with keys of their own, so that no other message's yes forgets anybody."""
    draft.offer(token(NO_ROUND, 0, COMMAND + FORGET_YES), name="option.forget")
    draft.offer(token(NO_ROUND, 0, COMMAND + FORGET_NO), name="option.keep", quiet=True)


def offer_told(draft: Draft) -> None:
    """One tap counts an offline conversation; another says not yet."""
    draft.offer(token(NO_ROUND, 0, COMMAND + TOLD), name="option.told")
    draft.offer(token(NO_ROUND, 0, COMMAND + NOT_YET), name="option.not-yet", quiet=True)


def offer_deck(draft: Draft, card: DeckCard) -> None:
    """The deck, to be begun with one press."""
    draft.offer(token(NO_ROUND, 0, COMMAND + DECK + card.id), label=card.title)
