"""One person, several platforms: a code from one chat, typed in another, joins the accounts."""

from __future__ import annotations

import re
from typing import Final

from bot.core.dice import Dice
from bot.core.draft import Draft
from bot.model.record import AccountsLinked, AccountUnlinked, LinkOffered

ALPHABET: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without what is easily taken for something else."""
LENGTH: Final = 8
"""Letters of a code: 40 bits, of which a guesser sees `TRIES` an hour for each account."""
LIFE: Final = 10 * 60_000
"""Milliseconds for which a code is good."""
TRIES: Final = 5
HOUR: Final = 3_600_000

_CODE: Final = re.compile(rf"[{ALPHABET}]{{{LENGTH}}}")


def code_in(text: str) -> str:
    """The code that somebody typed, as it was given out; empty where it can be none."""
    plain = text.upper().replace("-", "").replace(" ", "")
    return plain if _CODE.fullmatch(plain) else ""


def offer(draft: Draft) -> None:
    """A code is on the screen, good for ten minutes and for once."""
    if draft.situation.told.aloud:
        draft.must_say("link.not-here")
        return
    dice = Dice(draft.situation.told.chance)
    code = "".join(ALPHABET[dice.throw(len(ALPHABET))] for _ in range(LENGTH))
    draft.record(LinkOffered(code, draft.now + LIFE))
    draft.must_say("link.code", code=f"{code[:4]}-{code[4:]}", minutes=LIFE // 60_000)


def join(draft: Draft) -> None:
    """Whoever's code it was and this member are one person from now on; a code that is nobody's changes nothing."""
    told = draft.situation.told
    if told.aloud:
        draft.must_say("link.not-here")
    elif _has_guessed_enough(draft):
        draft.must_say("link.wait")
    elif told.offer is None:
        fresh = draft.now - draft.state.missed_at > HOUR
        draft.change(misses=1 if fresh else draft.state.misses + 1, missed_at=draft.now)
        draft.must_say("link.unknown", minutes=LIFE // 60_000)
    elif told.offer.mine:
        draft.must_say("link.mine")
    else:
        draft.record(AccountsLinked(told.offer.code))
        draft.change(misses=0)
        draft.must_say("link.done", platforms=" and ".join(told.offer.platforms))


def _has_guessed_enough(draft: Draft) -> bool:
    return draft.state.misses >= TRIES and draft.now - draft.state.missed_at <= HOUR


def part(draft: Draft) -> None:
    """This account is on its own again, with what was its own."""
    if draft.situation.told.linked:
        draft.record(AccountUnlinked())
        draft.must_say("unlink.done")
    else:
        draft.must_say("unlink.nothing")
