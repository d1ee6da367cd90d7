"""`find me someone`: asked for, explained, agreed to; and what the lobby makes of it."""

from __future__ import annotations

from typing import Final

from bot.core.draft import Draft
from bot.core.solo import opening, rooms
from bot.core.solo.seating import ask_again, guest_of, wants_company
from bot.core.tokens import COMMAND, NO_ROUND, token
from bot.model.effect import Tell
from bot.model.format import Format
from bot.model.lobby import LOBBY
from bot.model.message import Role
from bot.model.tiding import CompanyDeclined, CompanySought, LobbyOpened

WITH_CHOICES: Final = "find-with"
WITHOUT_CHOICES: Final = "find-without"


def ask(draft: Draft) -> None:
    """What it means is said first, and what may be used for it; nothing happens before a yes."""
    if draft.situation.told.aloud:
        draft.must_say("table.not-here")
    elif opening.is_stranger(draft):
        opening.greet(draft)
    elif draft.state.seated:
        draft.must_say("table.one-at-a-time")
    elif draft.state.proposal:
        ask_again(draft)
    else:
        draft.must_say("lobby.ask")
        draft.must_say("lobby.may-i", role=Role.FOLLOW_UP)
        draft.offer(token(NO_ROUND, 0, COMMAND + WITH_CHOICES), name="option.find-with")
        draft.offer(token(NO_ROUND, 0, COMMAND + WITHOUT_CHOICES), name="option.find-without")
        draft.offer(token(NO_ROUND, 0, f"{COMMAND}no"), name="option.no", quiet=True)


def seek(draft: Draft, leanings: bool) -> None:
    """The member waits in the lobby, which says so; whoever has found a table by now does not."""
    if draft.state.seated:
        draft.must_say("table.one-at-a-time")
        return
    if draft.state.proposal:
        ask_again(draft)
        return
    wants_company(draft)
    draft.do(Tell(LOBBY, CompanySought(guest_of(draft), leanings), Format.LOBBY))


def decline(draft: Draft) -> None:
    """The member looks for company no more."""
    draft.do(Tell(LOBBY, CompanyDeclined(draft.member.id), Format.LOBBY))
    draft.must_say("lobby.left")


def open_lobby(draft: Draft, is_open: bool, sure: bool) -> None:
    """Somebody who looks after the community declares that its members are adults, in so many words; or closes it."""
    if not rooms.may_decide(draft):
        draft.must_say("lobby.not-yours")
    elif not is_open:
        draft.do(Tell(LOBBY, LobbyOpened(draft.member.id, open=False), Format.LOBBY))
        draft.must_say("lobby.shut")
    elif not sure:
        draft.must_say("lobby.declare")
    else:
        draft.do(Tell(LOBBY, LobbyOpened(draft.member.id, open=True), Format.LOBBY))
        draft.must_say("lobby.opened")
