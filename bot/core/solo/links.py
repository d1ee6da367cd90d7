"""One person, several platforms: a code from one chat, typed in another, joins the accounts."""

from __future__ import annotations

from typing import Final

from bot.core import codes
from bot.core.draft import Draft
from bot.core.solo import guesses
from bot.model.record import AccountsLinked, AccountUnlinked, LinkOffered
from bot.model.spans import MINUTE

LIFE: Final = 10 * MINUTE
"""Milliseconds for which a code is good."""


def tell(draft: Draft) -> None:
    """By what name whoever runs the bot finds this account; a rank belongs to one account, so no other is named."""
    if draft.situation.told.aloud:
        draft.must_say("link.not-here")
    else:
        draft.must_say("whoami", account=draft.situation.told.account)


def offer(draft: Draft) -> None:
    """A code is on the screen, good for ten minutes and for once."""
    if draft.situation.told.aloud:
        draft.must_say("link.not-here")
        return
    code = codes.draw(draft.situation.told.chance)
    draft.record(LinkOffered(code, draft.now + LIFE))
    draft.must_say("link.code", code=codes.spelled(code), minutes=LIFE // MINUTE)


def join(draft: Draft) -> None:
    """Whoever's code it was and this member are one person from now on; a code that is nobody's changes nothing."""
    told = draft.situation.told
    if told.aloud:
        draft.must_say("link.not-here")
    elif guesses.guessed_enough(draft):
        draft.must_say("link.wait")
    elif told.offer is None:
        guesses.missed(draft)
        draft.must_say("link.unknown", minutes=LIFE // MINUTE)
    elif told.offer.mine:
        draft.must_say("link.mine")
    else:
        draft.record(AccountsLinked(told.offer.code))
        draft.change(misses=0)
        draft.must_say("link.done", platforms=tuple((name, "") for name in told.offer.platforms))


def part(draft: Draft) -> None:
    """This account is on its own again, with what was its own."""
    if draft.situation.told.linked:
        draft.record(AccountUnlinked())
        draft.must_say("unlink.done")
    else:
        draft.must_say("unlink.nothing")
