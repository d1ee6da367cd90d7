"""What people do in group places: they let the bot in, call circles, answer them in every way there is, and talk."""

from __future__ import annotations

from typing import Final

from bot.model.ids import Address
from bot.shells.simulate.known import ABROAD
from bot.shells.simulate.person import NOTHING, Card, Doing, Person, Room, Seen, presses, types

_LEAVES: Final = frozenset({"stop", "pause 2 hours"})


class InARoom:
    """Is where others are: answers what everybody is asked, and asks it."""

    weight = 45.0
    _CALLS: Final = ("circle", "circle", "circle little-things", "circle not-date", "circle the long table", "a circle")
    _ODD: Final = (
        "hello", "what do you know about me", "my list", "help", "settings", "daily at 9", "take that back",
        "share", "unshare", "decks", "start", "not-date", "find me someone", "pause 2 hours", "stop", "forget me",
        "circles off", "circles on", "allow", "disallow", "resume", "quiet off", "skip", "talks off", "zone Tokyo",
    )  # fmt: skip

    _HOURS: Final = (
        "daily at 9", "daily at 9", "weekdays at 8 from little-things", "daily at 20:30 from the long table", "daily",
        "daily at 23:30", "daily off", "quiet 22-8", "quiet 13-15", "quiet off", "pause here 3 days", "pause here",
        "resume here", "zone Berlin", "zone New York", "talks off", "talks on", "talks on", "settings",
    )  # fmt: skip

    def begins(self, person: Person) -> Doing | None:
        if not person.rooms:
            return None
        room = person.chance.choice(person.rooms)
        place, roll = person.stands_in(room), person.chance.random()
        if person.number in room.moderators and (doing := self._runs(person, room)):
            return doing
        if roll < 0.30:
            return types(person.chance.choice(self._CALLS), place)
        if roll < 0.38:
            return types("call on me" if person.likely(0.7) else "don't call on me", self._anywhere(person, place))
        if roll < 0.52:
            odd = person.chance.choice(self._ODD)
            # Somebody has to be there for what is reported.
            return types("hello" if person.moderator and odd in _LEAVES else odd, place)
        if roll < 0.58:
            return types(self._says(person), place)
        if not room.cards:
            return types(person.chance.choice(self._CALLS), place)
        card = person.chance.choice(room.cards)
        if roll < 0.68:
            return types("reveal", place, card.id if person.likely(0.6) else "")
        return self._takes_up(person, room, card)

    def opens(self, person: Person) -> Doing | None:
        """Whoever runs a room that is shut lets the bot in."""
        for room in person.rooms:
            if room.address in person.closed:
                person.closed.discard(room.address)
                return types("allow", person.stands_in(room))
        return None

    def _runs(self, person: Person, room: Room) -> Doing | None:
        """What only somebody who runs the place can do."""
        place, roll = person.stands_in(room), person.chance.random()
        if roll < 0.05:
            person.closed.add(room.address)
            return types("disallow", place)
        if roll < 0.20:
            return types("circles off" if person.likely(0.3) else "circles on", place)
        if roll < 0.55:
            return types(person.chance.choice(self._HOURS), place)
        if roll < 0.65:
            return types("reveal", place, room.cards[-1].id if room.cards and person.likely(0.6) else "")
        return None

    def _anywhere(self, person: Person, place: Address) -> Address:
        return person.address if person.likely(0.5) else place

    def _says(self, person: Person) -> str:
        return f"write to {person.marked()}{ABROAD}" if person.likely(0.1) else person.sentence()

    def _takes_up(self, person: Person, room: Room, card: Card) -> Doing:
        """An answer: pressed, replied, said without a reply, or brought to the bot in private."""
        place, roll = person.stands_in(room), person.chance.random()
        if card.code and roll < 0.6:
            return types(f"answer {card.code}", person.address if person.likely(0.95) else place)
        if card.buttons and roll < 0.7:
            return presses(person.chance.choice(card.buttons), place)
        answers = card.id if person.likely(0.8) else ""
        if card.buttons:
            label = person.chance.choice(card.buttons).label
            return types(
                person.chance.choice(
                    (label, f"{label}, {person.marked()}", "both", "skip", "skip" if person.moderator else "stop")
                ),
                place,
                answers,
            )
        return types(self._says(person), place, answers)

    def answers(self, person: Person, seen: Seen) -> Doing | None:
        if "circle.answer-here" in seen.moments:
            return types("skip") if person.likely(0.1) else types(self._says(person))
        if "circle.kept" in seen.moments or "circle.kept-to-itself" in seen.moments:
            return types("share") if person.likely(0.5) else NOTHING
        if "place.settings" in seen.moments:
            return presses(person.chance.choice(seen.buttons)) if seen.buttons and person.likely(0.5) else NOTHING
        if seen.card is not None:
            room = next(room for room in person.rooms if person.stands_in(room) == seen.place)
            return self._takes_up(person, room, seen.card)
        if "circle.split" in seen.moments or "circle.words" in seen.moments:
            return types(self._says(person), answers=seen.id) if person.likely(0.3) else NOTHING
        return NOTHING if any(moment.startswith(("circle.", "room.", "place.")) for moment in seen.moments) else None


IN_A_ROOM: Final = InARoom()
"""What a moderator begins with who has a room to open."""
