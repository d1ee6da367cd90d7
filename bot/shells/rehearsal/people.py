"""Who answers, and what: invented members, each with a manner of their own, who look for what nobody has found yet."""

from __future__ import annotations

import itertools
import random
from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from bot.core.shelf import Shelf, Shelved
from bot.model.event import ChoicePressed, Event, MessageReceived, Words
from bot.model.heard import Branch
from bot.model.ids import QuestionId, WordsId
from bot.model.state import Solo
from bot.shells.rehearsal.branches import CHIP, SHRUGS, STRAYS, Reach, Way, chips_offered_by, finds, reaches_of

NAMES: Final = ("Ada", "Ben", "Chidi", "Dana", "Elif", "Femi")
MANNERS: Final = (
    ("{}",),
    ("{}, I think", "probably {}", "{}", "{}"),
    ("{}, if you ask me", "oh, {}", "that would be {}", "{}"),
    ("hm. {}", "{}", "{}, more or less"),
    ("{}, definitely", "I would say {}", "{}"),
    ("{} I guess", "{}", "for me it's {}"),
)
"""How each of them says things; where a phrase would be heard otherwise so, they say it bare."""
MORE: Final = (
    "it was raining and we had an hour to kill",
    "my neighbour, on most evenings",
    "a blue cup without a handle",
    "the baker, who opens early and sings badly",
    "only once, and then the bus came",
    "somebody had written on it in pencil",
    "nobody noticed, which was the best of it",
    "first the desk, then the floor",
    "early, before the others are up",
    "it would be louder than one thinks",
    "that was years ago, and the door still sticks",
    "two of us, and a very old dog",
    "with the window open, mostly",
    "a man with a ladder, and he did not ask",
    "twice, and the second time on purpose",
    "it still lies there, I should think",
    "the smaller one of the two",
    "whoever is up at that time",
    "it took a whole afternoon and one good argument",
    "until the lights went out",
    "in a small place that has closed since",
    "quieter than before",
    "the postman knows more about it than I do",
    "one would have to see it",
)
"""What is said to a follow-up: it is kept whatever it is."""
LONG: Final = (
    "that takes a while to tell: we had missed the last ferry, so we walked along the quay until somebody let us into "
    "a boathouse, and there was a stove in it and an old radio that knew one station"
)
LAUGHS: Final = ("haha", "lol")
DEEP: Final = ("my grandmother, who died last year",)
TRIES: Final = 3
"""So often a branch is tried that did not come about: the engine may have had another word first."""
PLAINLY: Final = 0.15
"""Of one, so many answers look for nothing."""

_SAYS_SOMETHING: Final = frozenset({Branch.CHOICE, Branch.ORDER, Branch.RANGE, Branch.THEME, Branch.DEFAULT})


@dataclass(slots=True)
class Person:
    """An invented member, and how their conversation stands."""

    name: str
    number: int
    manner: tuple[str, ...]
    state: Solo = field(default_factory=Solo)
    moments: frozenset[str] = frozenset()
    """What the bot said last, by the names of its lines."""
    evening: int = 0
    through: bool = False
    """The deck is used up for them."""


@dataclass(frozen=True, slots=True)
class Doing:
    """What somebody does: they type that, or press what shows it (`key` is what the button means)."""

    text: str
    key: str = ""


def invent(members: int) -> list[Person]:
    """So many people."""
    return [Person(name, number, MANNERS[number]) for number, name in enumerate(NAMES[:members])]


def typed(text: str) -> Event:
    """That text, as it comes in."""
    return MessageReceived(Words(WordsId(0), text))


def pressed(token: str) -> Event:
    """That button, as it comes in."""
    return ChoicePressed(token)


class Planner:
    """Knows what would find each branch and what was found, and chooses what is said next: what is new first."""

    def __init__(self, shelf: Shelf, chance: random.Random) -> None:
        self.shelf = shelf
        self.chance = chance
        self.reaches: dict[QuestionId, tuple[Reach, ...]] = {
            shelved.question.id: reaches_of(shelved) for shelved in shelf.questions
        }
        self.reached: Counter[tuple[QuestionId, str]] = Counter()
        self._tried: Counter[tuple[QuestionId, str]] = Counter()
        self._more: list[str] = []

    def left(self, question: QuestionId) -> list[Reach]:
        """What answers could find here and have not."""
        return [
            reach
            for reach in self.reaches[question]
            if reach.ways and reach.twig.branch is not None and self._is_open(question, reach.twig.name)
        ]

    def anything_left(self) -> bool:
        """Whether another round could find something."""
        return any(self.left(id_) or self._chips_left(id_) for id_ in self.reaches)

    def _is_open(self, question: QuestionId, name: str) -> bool:
        return not self.reached[question, name] and self._tried[question, name] < TRIES

    def _chips_left(self, question: QuestionId) -> dict[str, list[str]]:
        """By branch, the chips under it that nobody has picked."""
        offered = chips_offered_by(self.shelf.by_id[question].question)
        reachable = {reach.twig.name: reach for reach in self.reaches[question]}
        left = {
            name: [chip for chip in chips if f"{CHIP}{chip}" in reachable and self._is_open(question, f"{CHIP}{chip}")]
            for name, chips in offered.items()
            if name in reachable and reachable[name].ways
        }
        return {name: chips for name, chips in left.items() if chips}

    # What is said

    def answer(self, person: Person, question: QuestionId) -> Doing:
        """An answer to the question itself."""
        shelved = self.shelf.by_id[question]
        left = self.left(question)
        if left and self.chance.random() >= PLAINLY:
            return self._aim(person, shelved, self._one_of(left))
        if not left and (parents := self._chips_left(question)):
            name = sorted(parents)[0]
            return self._aim(person, shelved, next(r for r in self.reaches[question] if r.twig.name == name))
        return self._plainly(person, shelved)

    def tell(self, person: Person, question: QuestionId) -> Doing:
        """An answer that says something, for others to read."""
        said = [reach for reach in self.reaches[question] if reach.ways and reach.twig.branch in _SAYS_SOMETHING]
        if not said:
            return self.more()
        new = [reach for reach in said if self._is_open(question, reach.twig.name)]
        return self._aim(person, self.shelf.by_id[question], self.chance.choice(new or said))

    def _one_of(self, left: list[Reach]) -> Reach:
        """What is most the question's own comes earlier, on the whole, than the lanes at the end of the list."""
        place = min(self.chance.randrange(len(left)), self.chance.randrange(len(left)))
        return left[place]

    def _aim(self, person: Person, shelved: Shelved, reach: Reach) -> Doing:
        self._tried[shelved.question.id, reach.twig.name] += 1
        own = [way for way in reach.ways if not way.command] or list(reach.ways)
        # The author's samples are in front: they sound like somebody.
        way = own[min(self.chance.randrange(len(own)), self.chance.randrange(len(own)))]
        return self._say(person, shelved, reach, way)

    def _say(self, person: Person, shelved: Shelved, reach: Reach, way: Way) -> Doing:
        if way.press:
            return Doing(way.text, way.press)
        # With words around it, a word of the bot's own is an answer again.
        manners = itertools.chain(*MANNERS) if way.command else (self.chance.choice(person.manner),)
        dressed = (manner.format(way.text) for manner in manners)
        return Doing(next((text for text in dressed if finds(shelved, reach.twig, text)), way.text))

    def _plainly(self, person: Person, shelved: Shelved) -> Doing:
        """Whatever comes to mind: one of the answers, a shrug, a joke, something long, tender or beside it."""
        own = [reach for reach in self.reaches[shelved.question.id] if reach.ways and reach.twig.branch]
        if own and self.chance.random() < 0.5:
            reach = self.chance.choice(own)
            return self._say(person, shelved, reach, self.chance.choice(reach.ways))
        return Doing(self.chance.choice((*SHRUGS[:2], *LAUGHS[:1], *DEEP, *STRAYS, LONG)))

    def more(self) -> Doing:
        """Something to say when the bot has asked on; nothing twice before all was said once."""
        if not self._more:
            self._more = self.chance.sample(MORE, len(MORE))
        return Doing(self._more.pop())

    def pick(self, question: QuestionId, chips: tuple[str, ...]) -> str:
        """A chip that nobody has picked, or none where all were picked."""
        left = [chip for chip in chips if self._is_open(question, f"{CHIP}{chip}")]
        if left:
            self._tried[question, f"{CHIP}{left[0]}"] += 1
        return left[0] if left else ""
