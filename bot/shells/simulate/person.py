"""Somebody who lives in the community: what is on their screen, and what they make of it."""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

from bot.core.tokens import read_token
from bot.model.actor import NOBODY
from bot.model.event import ChoicePressed, Event, MessageReceived, Words
from bot.model.ids import Address, MemberId, Platform, WordsId
from bot.model.message import Button
from bot.ports.address import within

_WHAT: Final = (
    "the receipt of a lunch",
    "an old key to I have no idea what",
    "the low wall behind the library",
    "by the river, where the ferry turns",
    "how to bake bread when the oven has no door",
    "it was raining and we had an hour to kill",
    "the baker, who opens early and sings badly",
    "a blue cup without a handle",
    "first the desk, then the floor",
    "my neighbour, on most evenings",
    "my grandmother, who is gone now",
    "no idea",
    "haha, the cat of course",
)


@dataclass(slots=True)
class Card:
    """A circle's card in a group place, as it was when it was laid; `over` once there is nothing to press any more."""

    id: str
    buttons: tuple[Button, ...]
    code: str
    over: bool = False


@dataclass(slots=True)
class Room:
    """A group place, as those who are there know it."""

    platform: Platform
    address: Address
    people: list[Person] = field(default_factory=list)
    moderators: set[int] = field(default_factory=set)
    """Their numbers."""
    cards: deque[Card] = field(default_factory=lambda: deque(maxlen=6))
    """The newest is the last."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A message on the screen; `gaps` are what stood in it, by name.

    `place` is where it can be answered, `id` the platform's id of it, `card` what it is where a circle has laid one.
    """

    moments: frozenset[str]
    buttons: tuple[Button, ...]
    gaps: dict[str, object]
    unasked: bool
    place: Address
    id: str = ""
    card: Card | None = None


@dataclass(frozen=True, slots=True)
class Doing:
    """What somebody does: an event, where they saw what they answer or in another place; or nothing (no event)."""

    event: Event | None = None
    place: Address | None = None


NOTHING: Final = Doing()


class Habit(Protocol):
    """One thing that people do here."""

    @property
    def weight(self) -> float:
        """How often a visit begins with it, beside the others."""
        ...

    def begins(self, person: Person) -> Doing | None:
        """What a visit begins with; None where this person does not do that."""
        ...

    def answers(self, person: Person, seen: Seen) -> Doing | None:
        """What is done about a message; None leaves it to the next habit."""
        ...


@dataclass(slots=True)
class Person:
    """One person with one account. Everything they do comes from their own seed."""

    number: int
    platform: Platform
    address: Address
    name: str
    chance: random.Random
    habits: Sequence[Habit]
    member: MemberId = NOBODY.id
    """By which the bot knows them, once they have been there."""
    moderator: bool = False
    opened: bool = False
    """They have turned introductions on."""
    invitations: deque[str] = field(default_factory=deque)
    """Codes that friends have given them."""
    codes: list[tuple[str, int]] = field(default_factory=list)
    """Codes to give away, and to how many."""
    screens: dict[Address, Seen] = field(default_factory=dict)
    """What they saw last and have not looked at yet, by where it can be answered."""
    rooms: list[Room] = field(default_factory=list)
    closed: set[Address] = field(default_factory=set)
    """Rooms that they run and have not opened, or have shut."""
    away_until: int = 0
    """They look at nothing until then."""
    daily: bool = False
    """They have wished for a question that comes by itself."""
    greeted: bool = False
    typed: int = 0

    def sees(self, seen: Seen) -> None:
        """That is the newest on the screen."""
        self.screens[seen.place] = seen

    def stands_in(self, room: Room) -> Address:
        """Where they speak in that room."""
        return within(room.address, self.address)

    def begins(self) -> Doing:
        """What they come for today."""
        weights = [habit.weight for habit in self.habits]
        for habit in self.chance.choices(self.habits, weights, k=3):
            doing = habit.begins(self)
            if doing is not None:
                return doing
        return NOTHING

    def answers(self, place: Address) -> Doing:
        """What they do about what they saw last there; once."""
        seen = self.screens.pop(place, None)
        if seen is None:
            return NOTHING
        for habit in self.habits:
            doing = habit.answers(self, seen)
            if doing is not None:
                return doing
        return NOTHING

    def likely(self, chance: float) -> bool:
        """It happens so often."""
        return self.chance.random() < chance

    def marked(self) -> str:
        """A word that nobody else ever types."""
        self.typed += 1
        return f"zq{_letters_of(self.number)}z{_letters_of(self.typed)}qz"

    def sentence(self) -> str:
        """Something to say."""
        what = self.chance.choice(_WHAT)
        return f"{what} {self.marked()}" if self.likely(0.5) else f"{self.marked()} {what}"


_LETTERS: Final = ("abcdefghijkl", "mnoprstuvwxy")


def _letters_of(number: int) -> str:
    """The number in letters of which no two neighbours are the same: those would be heard as one drawn out."""
    letters = ""
    while number or not letters:
        number, digit = divmod(number, len(_LETTERS[0]))
        letters += _LETTERS[len(letters) % 2][digit]
    return letters


def types(text: str, place: Address | None = None, answers: str = "") -> Doing:
    """They type that; `answers` is the platform's id of a message that it replies to."""
    return Doing(MessageReceived(Words(WordsId(0), text), answers=answers), place)


def presses(button: Button, place: Address | None = None) -> Doing:
    """They press that."""
    return Doing(ChoicePressed(button.token), place)


def button_for(seen: Seen, *keys: str) -> Button | None:
    """The first button whose key is one of these."""
    for button in seen.buttons:
        pressed = read_token(button.token)
        if pressed is not None and pressed.key in keys:
            return button
    return None
