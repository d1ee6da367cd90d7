"""What a step is told: gathered at the desk, from the clock and chance, and as little of it as the step wants."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import partial

from bot.core.hours import hours_awake, quiet_of, quiet_until
from bot.core.roles import rank_of
from bot.core.united import unite
from bot.model.ids import Address, Platform
from bot.model.member import Member, Rank, Standing
from bot.model.schedule import Zone
from bot.model.situation import NO_DOSSIER, NO_QUOTE, OWN_ZONE, Context, Needs, Told
from bot.model.state import Solo
from bot.model.suggestion import Fate, Suggestion, Wording
from bot.ports.adapter import Delivered
from bot.ports.address import room_of
from bot.ports.clock import Chance
from bot.ports.store import NO_CORNER, Desk, Seat
from bot.ports.zones import Zones


class Telling:
    """Tells steps what they want to know; `contexts` stays its owner's, who may change what is in it between turns."""

    def __init__(
        self,
        contexts: Mapping[Platform, tuple[str, Context]],
        chance: Chance,
        zones: Zones,
        moderators: Collection[tuple[Platform, Address]],
    ) -> None:
        self._contexts = contexts
        self._chance = chance
        self._zones = zones
        self._moderators = moderators

    def of(
        self, desk: Desk, seat: Seat, wanted: Needs, delivered: Delivered | None, now: int, away: tuple[int, int]
    ) -> Told:
        """What the step in that seat is told: what it wants, and what every step is told. Chance is drawn once."""
        chance = self._chance.draw()
        standing = self._standing(delivered, now)
        corner = delivered.corner if delivered else NO_CORNER
        room = room_of(seat.address)
        linked = desk.linked(seat.member.id)
        found = desk.suggestion(wanted.suggestion) if wanted.suggestion else None
        elsewhere, voted = desk.elsewhere(seat) if wanted.elsewhere else ((), ())
        return Told(
            now=now,
            chance=chance,
            member=seat.member,
            context=self._contexts[seat.platform][0],
            counts=desk.counts(wanted.counts_of) if wanted.counts_of else (),
            quote=desk.quote(wanted.quote_of, seat.member.id, chance) if wanted.quote_of else NO_QUOTE,
            dossier=desk.dossier(seat) if wanted.dossier else NO_DOSSIER,
            away=away,
            linked=linked,
            offer=desk.offered(wanted.link, seat.member.id, now) if wanted.link else None,
            aloud=bool(room),
            closed=bool(room) and not desk.room_is_open(seat.platform, room),
            talks=not room or desk.room(seat).talks,
            standing=standing,
            invitation=desk.invitation(wanted.invitation, seat.member.id, now) if wanted.invitation else None,
            guests=desk.guests(wanted.guests) if wanted.guests else (),
            lobby=desk.waiting(now, partial(self._hours_of, now)) if wanted.seekers else None,
            moderators=desk.doors(self._moderators, now) if wanted.moderators else (),
            blocked=bool(wanted.guests) and desk.have_blocked(wanted.guests),
            zone=self._zone(wanted.zone, (seat.member, *linked), now) if wanted.zone else None,
            ballot=desk.ballot(seat, wanted.circle, wanted.ballot, wanted.answers, corner)
            if wanted.circle or wanted.ballot or (wanted.here and room)
            else None,
            room=desk.room(seat, corner) if wanted.room and room else None,
            answered=desk.answered(seat.conversation) if wanted.answered else 0,
            tally=desk.tally(seat.conversation, now, chance) if wanted.tally else None,
            stock=desk.stock() if wanted.stock and _may_know(seat, standing, now) else None,
            staged=desk.staged(seat.conversation) if wanted.staged else None,
            adults=wanted.adults and desk.adults(),
            granted=desk.granted(*_named(wanted.granted)) if wanted.granted else Rank.MEMBER,
            deputyship=desk.deputyship(seat, wanted.deputy, now) if wanted.deputy else None,
            elsewhere=elsewhere,
            voted=voted,
            suggestions=desk.suggestions(seat.member.id, now) if wanted.suggestions else None,
            queue=desk.queue(wanted.queue) if wanted.queue >= 0 else None,
            suggestion=found,
            wording=desk.wording(_worded(found, wanted.wording)) if found and wanted.wording is not None else "",
            language=desk.language(seat) if room else "",
            account=f"{delivered.platform}:{delivered.account}" if wanted.account and delivered and not room else "",
            speaks=delivered.speaks if delivered and not seat.member.language else "",
        )

    def _standing(self, delivered: Delivered | None, now: int) -> Standing | None:
        """What the adapter read; or, for an account that the operator named, a moderator's."""
        if delivered is None:
            return None
        named = (delivered.platform, delivered.account) in self._moderators
        return delivered.standing or (Standing(Rank.MODERATOR, "settings", now) if named else None)

    def _zone(self, wanted: str, person: tuple[Member, ...], now: int) -> Zone | None:
        if wanted != OWN_ZONE:
            return self._zones.meant(wanted, now)
        return self._zones.of(unite(person[0], person[1:]).zone, now)

    def _hours_of(self, now: int, person: tuple[Member, ...]) -> tuple[int, int]:
        """Until when it is quiet with them, and the hours in which it is not, as far as they said so (else 0)."""
        member = unite(person[0], person[1:])
        zone, quiet = self._zones.of(member.zone, now), quiet_of(member)
        said = bool(member.zone) or member.quiet_from >= 0
        return quiet_until(now, zone, quiet), hours_awake(now, zone, quiet) if said else 0

    def quiet_until(self, person: tuple[Member, ...], now: int) -> int:
        """When that person's quiet hours end, milliseconds UTC; 0 outside of them."""
        member = unite(person[0], person[1:])
        return quiet_until(now, self._zones.of(member.zone, now), quiet_of(member))


def _named(account: str) -> tuple[str, str]:
    """The platform and the address of `platform:address`."""
    platform, _colon, address = account.partition(":")
    return platform, address


def _worded(suggestion: Suggestion, wording: Wording) -> Wording:
    """In which words it is to be asked; none of a suggestion that does not wait."""
    if suggestion.fate is not Fate.WAITING:
        return Wording()
    return wording if wording.words else suggestion.said


def _may_know(seat: Seat, standing: Standing | None, now: int) -> bool:
    """Whether the decks that are not on offer are that conversation's business: in a member's own, for those only who
    look after them."""
    return not isinstance(seat.state, Solo) or rank_of(standing, now) is not Rank.MEMBER
