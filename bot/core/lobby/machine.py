"""The lobby: it waits a little, so that there is a choice; proposes; and tells everybody whom it found nobody for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from bot.core.hosting import Hosting
from bot.core.matching import LeftOver, Reason, match, why
from bot.core.situation import Situation, Step
from bot.core.tokens import COMMAND, NO_ROUND, token
from bot.core.wording import fresh, wordings_of
from bot.model.effect import SetTimer, Tell
from bot.model.event import Event, TimerFired
from bot.model.format import Format
from bot.model.ids import ConversationId, MemberId
from bot.model.line import Line, Option
from bot.model.lobby import Lobby
from bot.model.message import Role
from bot.model.record import Acted, AdultsDeclared, SeekerGone, SeekerListed, SeekerMatched, SeekerTold
from bot.model.situation import Needs, Waiting
from bot.model.spans import HOUR, MINUTE, WEEK
from bot.model.tiding import CompanyDeclined, CompanySought, Guest, LobbyOpened, NoticeGiven, TableProposed

ROUND: Final = "round"
SOON: Final = 10 * MINUTE
"""Milliseconds from the first who asks to the first look: a choice is better than the first one who comes."""
AGAIN: Final = HOUR
"""Milliseconds between two looks while somebody waits."""
PATIENCE: Final = WEEK
"""Milliseconds for which somebody is looked for."""
FAVOURITE: Final = "not-date"
A_NEW_ONE: Final = ConversationId(0)


def needs(state: Lobby, event: Event) -> Needs:
    """Who waits, where a look is due."""
    return Needs(seekers=isinstance(event, TimerFired))


def step(state: Lobby, event: Event, situation: Situation) -> Step[Lobby]:
    """What the lobby does about it. The same arguments always give the same step."""
    keeper = _Keeper(state, situation)
    if isinstance(event, TimerFired):
        keeper.change(look_at=0)
        _look(keeper)
    elif type(event) in COMES_IN:
        COMES_IN[type(event)](keeper, event)
    else:
        keeper.because("not for the lobby")
    return keeper.finish()


class _Keeper(Hosting[Lobby]):
    """One step being decided."""

    def look(self, at: int) -> None:
        """It looks for company then, unless it does so earlier: whoever comes late puts nobody off."""
        pending = self.state.look_at
        if not self.now < pending <= at:
            self.change(look_at=at)
            self.effects.append(SetTimer(ROUND, at))

    def tell(self, guest: Guest, moment: str, role: Role = Role.TEXT, options: tuple[Option, ...] = ()) -> None:
        """That guest reads this, in one of its wordings."""
        # What has one wording needs no chance.
        count = wordings_of(moment, self.situation.context)
        line = Line(moment, fresh(count, 0, self.dice) or 0, role)
        self.effects.append(Tell(guest.conversation, NoticeGiven((line,), options)))


def _open(keeper: _Keeper, event: LobbyOpened) -> None:
    now, was = keeper.now, keeper.state.open
    keeper.change(open=event.open, declared_by=event.by if event.open else MemberId(0), declared_at=now)
    keeper.record(AdultsDeclared(event.open))
    before, after = ("on" if is_open else "off" for is_open in (was, event.open))
    keeper.record(Acted(event.by, "introductions", "all members", before, after))
    # Whoever waits hears of it.
    keeper.look(now + (SOON if event.open else 0))


def _seek(keeper: _Keeper, event: CompanySought) -> None:
    """They wait from now on; whoever comes back from a table that never began keeps their place in the line."""
    if not keeper.state.open:
        keeper.tell(event.guest, "lobby.closed")
        return
    now = keeper.now
    since = now - PATIENCE // 2 if event.back else now
    keeper.record(SeekerListed(event.guest, since, event.leanings, event.trio))
    keeper.look(now + SOON)
    if not event.back:
        keeper.tell(event.guest, "lobby.waiting")


def _decline(keeper: _Keeper, event: CompanyDeclined) -> None:
    keeper.record(SeekerGone(event.member))


COMES_IN: Final[dict[type, Callable[[_Keeper, Any], None]]] = {
    LobbyOpened: _open,
    CompanySought: _seek,
    CompanyDeclined: _decline,
}


def _look(keeper: _Keeper) -> None:
    """Everybody who waits is proposed a table, or told why not yet, once; or let go after a week, and told so."""
    told = keeper.situation.told
    waiting = told.lobby or Waiting()
    if waiting.rests_until:
        keeper.look(waiting.rests_until)
    if not waiting.seekers:
        keeper.because("nobody waits")
        return
    if not keeper.state.open:
        for guest in waiting.guests:
            keeper.record(SeekerMatched(guest.member))
            keeper.tell(guest, "lobby.closed")
        return
    made = match(waiting.seekers, waiting.history, waiting.known, keeper.dice)
    guests = {guest.member: guest for guest in waiting.guests}
    seekers = {seeker.id: seeker for seeker in waiting.seekers}
    for group in made.groups:
        differ = len(why([seekers[member] for member in group]).differ)
        _propose(keeper, tuple(guests[member] for member in group), differ)
    still = [one for one in made.left_over if not _let_go(keeper, guests[one.member], seekers[one.member].since)]
    for one in still:
        if one.member not in waiting.told and one.reason is not Reason.SEATED:
            _not_yet(keeper, guests[one.member], one)
    if still:
        keeper.look(told.now + AGAIN)


def _propose(keeper: _Keeper, guests: tuple[Guest, ...], differ: int) -> None:
    cards = keeper.situation.context.decks
    card = next((card for card in cards if card.id == FAVOURITE), cards[0] if cards else None)
    if card is None:
        keeper.because("there is no deck to lay on a table")
        return
    for guest in guests:
        keeper.record(SeekerMatched(guest.member))
    proposed = TableProposed(guests, card.hash, card.id, differ)
    keeper.effects.append(Tell(A_NEW_ONE, proposed, Format.TABLE))


def _let_go(keeper: _Keeper, guest: Guest, since: int) -> bool:
    if keeper.now - since < PATIENCE:
        return False
    keeper.record(SeekerMatched(guest.member))
    keeper.tell(guest, "lobby.nobody-came")
    return True


def _not_yet(keeper: _Keeper, guest: Guest, left: LeftOver) -> None:
    """Nobody is silently left over: they hear that it takes longer, and what there is meanwhile."""
    keeper.record(SeekerTold(left.member))
    options = (Option(token(NO_ROUND, 0, f"{COMMAND}resume"), name="option.alone"),)
    keeper.tell(guest, "lobby.odd" if left.reason is Reason.ODD else "lobby.nobody-yet", options=options)
