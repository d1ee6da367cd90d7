"""Who talks, and what they say: the same for everything that is measured."""

from __future__ import annotations

import hashlib
import random
from functools import cache
from pathlib import Path
from typing import Final

import msgspec.structs

from bot.decks.reading import read
from bot.model.deck import Deck
from bot.model.event import ChoicePressed, MessageReceived, Words
from bot.model.ids import Address, DeckId, Platform, WordsId
from bot.model.message import Capabilities, Part, Unit
from bot.ports.adapter import Delivered

PLATFORM: Final = Platform("null")
CAPABILITIES: Final = Capabilities(
    text_limit=4_096,
    unit=Unit.UTF16,
    buttons=100,
    buttons_per_row=8,
    label_limit=64,
    payload_bytes=64,
    emphasis=True,
    idempotent=True,
)
"""Of a large chat platform, with the costliest unit of length."""
LONGEST_TALK: Final = 60
"""Updates. A conversation of ten questions takes some twenty; nobody talks in circles."""
BEFORE: Final = DeckId("ten-questions-before")
"""The same deck under another name: what those who are stored have talked through already."""

_NO_ROUND: Final = "0."
_WHAT: Final = (
    "the receipt of a lunch",
    "an old key to I have no idea what",
    "a chestnut, quite wrinkled by now",
    "nothing much, only a button",
    "the low wall behind the library",
    "by the river, where the ferry turns",
    "how to bake bread when the oven has no door",
    "how to whistle on two fingers",
    "a knot that holds anything",
    "the one with a view of three chimneys",
    "it was raining and we had an hour to kill",
    "the baker, who opens at five and sings badly",
    "because it was the last one left",
    "in a small place that has closed since",
    "whoever is up at that time",
    "the clock in the hall, then the pipes",
    "a blue cup without a handle",
    "first the desk, then the floor",
    "one should hear it, not see it",
)
_WHOSE: Final = (
    "",
    "my sister's",
    "with my neighbour",
    "from an uncle",
    "my grandmother mostly",
    "and two friends from school",
    "my brother remembers everything I have lost",
    "and a very old dog",
    "she said so herself",
)
_WHEN: Final = (
    "",
    "last autumn",
    "since tuesday",
    "in {0}",
    "for {0} years",
    "in the late afternoon",
    "in march {0}",
    "page {0}",
)
_BESIDE: Final = ("{0}, I think", "{0}", "definitely {0}", "{0}, at least on weekdays", "I would go for {0}")


TALKED_ABOUT: Final = DeckId("ten-questions")


@cache
def read_deck(id_: DeckId = TALKED_ABOUT) -> Deck:
    """The deck that is talked about, under that id."""
    file = Path(__file__).with_name("ten-questions.yaml")
    deck = read(file.read_bytes(), file.name).deck
    if deck is None:
        raise ValueError(f"{file} has errors")
    return msgspec.structs.replace(deck, id=id_)


def address_of(number: int) -> Address:
    """Where stored conversation `number` (from 0) takes place: without any order, as real addresses are."""
    return Address(hashlib.blake2b(number.to_bytes(8, "big"), digest_size=16).hexdigest())


class Deliveries:
    """Delivery ids as a web client has them: they grow with time, and end in what cannot be guessed."""

    def __init__(self, seed: int) -> None:
        self._next = seed << 40
        self._tail = f"{random.Random(seed).getrandbits(80):020x}"

    def deliver(self, address: Address, event: ChoicePressed | MessageReceived) -> Delivered:
        """The event at that place, under an id of its own."""
        return Delivered(PLATFORM, address, address, PLATFORM, self.next_id(), event)

    def next_id(self) -> str:
        """An id that no other delivery has."""
        self._next += 1
        return f"{self._next:016x}-{self._tail}"


class Talker:
    """One person's side of a conversation: what to answer to what is on the screen, by their own seed."""

    __slots__ = ("_chance", "_left", "address")

    def __init__(self, number: int, seed: int) -> None:
        self.address = address_of(number)
        self._chance = random.Random(number ^ seed << 32)
        self._left = LONGEST_TALK

    def begin(self) -> MessageReceived:
        """What those who have talked before say to begin the deck."""
        return typed("deck ten-questions")

    def answer(self, parts: tuple[Part, ...]) -> ChoicePressed | MessageReceived | None:
        """What this person does next, or None when the evening is over."""
        buttons = parts[-1].buttons
        self._left -= 1
        if not buttons or not self._left:
            return None
        loud = [button for button in buttons if not button.quiet]
        if loud and loud[0].token.startswith(_NO_ROUND):
            self._left = 1
            return ChoicePressed(buttons[-1].token)
        if loud and self._chance.random() < 0.6:
            return ChoicePressed(loud[int(self._chance.random() * len(loud))].token)
        if loud:
            label = loud[int(self._chance.random() * len(loud))].label
            return typed(_BESIDE[int(self._chance.random() * len(_BESIDE))].format(label))
        return typed(tell(self._chance))


def tell(chance: random.Random) -> str:
    """A sentence that hardly anybody says twice: nothing that reads it can live off having read it before."""
    number = int(chance.random() * 2_000)
    pieces = [pool[int(chance.random() * len(pool))] for pool in (_WHAT, _WHOSE, _WHEN)]
    return " ".join(piece for piece in pieces if piece).format(number)


def typed(text: str) -> MessageReceived:
    """That text, as it comes in."""
    return MessageReceived(Words(WordsId(0), text))


def draw_talkers(stored: int, talkers: int, seed: int) -> list[Talker]:
    """So many different people, drawn at random from those who are stored."""
    return [Talker(number, seed) for number in random.Random(seed).sample(range(stored), talkers)]
