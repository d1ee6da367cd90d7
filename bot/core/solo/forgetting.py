"""Everything of a member's is gone, once it is certain that they mean it."""

from __future__ import annotations

from typing import Final

from bot.core.commands import Command, Said, said_in
from bot.core.draft import Draft
from bot.core.solo import answering, seating
from bot.core.solo.closing import CHECK_IN
from bot.core.solo.daily import DAILY
from bot.core.solo.moving import QUIET_SPELL
from bot.core.solo.options import FORGET_NO, FORGET_YES, offer_to_forget
from bot.core.solo.seating import HELD
from bot.core.tokens import COMMAND, NO_ROUND, read_token
from bot.hearing import assent
from bot.model.effect import CancelTimer, Tell
from bot.model.event import Arrived, ChoicePressed, Event, MessageReceived, Words
from bot.model.figures import Deed
from bot.model.member import Member
from bot.model.message import Role
from bot.model.record import DeedCounted, MemberForgotten
from bot.model.state import Evening, Solo
from bot.model.tiding import Leaving, VoteWithdrawn


def forget(draft: Draft, said: Said) -> None:
    """Asked once whether it is meant."""
    draft.change(confirming=True)
    draft.must_say("forget.sure", role=Role.FOLLOW_UP)
    offer_to_forget(draft)


def forget_now(draft: Draft) -> None:
    """Everything of this person's is gone, and the conversation knows nothing any more: tables, the lobby and circles
    hear at once that they are not there, by whichever of their accounts they were."""
    context, told = draft.situation.context, draft.situation.told
    if not draft.member.stopped and draft.member.greeted_at:
        draft.record(DeedCounted(Deed.LEFT, draft.state.deck_id))
    seating.withdraw(draft, Leaving.FORGOTTEN)
    for circle in told.voted:
        draft.do(Tell(circle, VoteWithdrawn()))
    draft.record(MemberForgotten())
    for timer in (CHECK_IN, DAILY, HELD):
        draft.do(CancelTimer(timer))
    draft.state = Solo()
    draft.member = Member(id=draft.member.id, version=draft.member.version)
    draft.evening = Evening(began=draft.now)
    draft.must_say("forget.done", backup_days=context.backup_days)


def is_asked(draft: Draft, event: Event) -> bool:
    """`forget me` was said once, and this is not only a glance: the asking is over, whatever was said."""
    if not draft.state.confirming:
        return False
    if isinstance(event, Arrived) and draft.now - draft.state.last_at < QUIET_SPELL:
        # At a glance nothing is said, so that the asking is still the last thing on the screen.
        return False
    draft.change(confirming=False)
    return True


def settle(draft: Draft, event: Event, agreed: bool) -> None:
    """A yes forgets, one that may mean something else asks once more, and a no is confirmed."""
    if agreed and isinstance(event, MessageReceived) and not _is_certain(event.words):
        forget(draft, Said(Command.FORGET))
    elif agreed:
        forget_now(draft)
    else:
        draft.must_say("forget.kept")


def _is_certain(words: Words) -> bool:
    """A yes that can mean nothing else: what is forgotten does not come back for a "fine" or a "why not"."""
    said = said_in(words)
    if said and said.command is Command.FORGET:
        return True
    plain = words.text.casefold().replace("’", "'").strip(" .!")
    return plain.split(" ")[0].rstrip(",") in _CERTAIN or plain in _CERTAIN


_CERTAIN: Final = frozenset(
    {"yes", "yeah", "yep", "yup", "y", "ja", "oui", "si", "sí", "sure", "do it", "please do", "go ahead", "definitely"}
    | {"absolutely", "i'm sure", "delete it", "delete everything", "👍", "✅"}
    | {
        "jawohl",
        "bestimmt",
        "ganz sicher",
        "lösch es",
        "lösch alles",
        "löschen",
        "نعم",
        "أجل",
        "أكيد",
        "احذف",
        "احذفها",
    }
)


_NO_THANKS: Final = Said(Command.RATE)
""" "Not for me": said of a question it is an opinion, said to this it is a no."""


def agrees(event: Event, language: str) -> bool | None:
    """A yes or a no to it; None for whatever else was done."""
    match event:
        # Another word of ours is that word, and no answer: "stop" and "next" mean here what they mean everywhere.
        case MessageReceived() if (said := said_in(event.words)) and said != _NO_THANKS:
            return True if said.command is Command.FORGET else None
        case MessageReceived() if not answering.sounds_like_distress(event.words.text, language):
            return True if _is_certain(event.words) else assent(event.words.text, language)
        case ChoicePressed():
            pressed = read_token(event.token)
            key = pressed.key.removeprefix(COMMAND) if pressed and pressed.round == NO_ROUND else ""
            return {FORGET_YES: True, FORGET_NO: False}.get(key)
        case _:
            return None
