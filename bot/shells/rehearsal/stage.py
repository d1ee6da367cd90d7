"""A real engine over a file that is gone afterwards, a clock that is moved by hand, and what was said on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import msgspec

from bot.chance import Seeded
from bot.core.shelf import Shelf
from bot.core.tokens import VOTE, read_token
from bot.model.deck import Deck
from bot.model.effect import Edit
from bot.model.event import Arrived, ChoicePressed, Event, MessageReceived, Words
from bot.model.ids import Address, ConversationId, DeckHash, MemberId, Platform, WordsId
from bot.model.line import NAME, Line
from bot.model.member import Rank, Standing
from bot.model.message import Button, Message
from bot.model.record import AnswerGiven
from bot.model.spans import DAY, HOUR, SECOND
from bot.model.state import Solo
from bot.ports.adapter import Delivered
from bot.ports.address import room_of, within
from bot.ports.faults import NoFaults
from bot.ports.store import Mark, Posted
from bot.rendering.fit import fit
from bot.rendering.render import render
from bot.runtime.engine import Work
from bot.settings import load
from bot.shells.bench.workload import CAPABILITIES
from bot.shells.rehearsal.people import Person
from bot.shells.simulate.agenda import BEGINS, Clock
from bot.shells.simulate.facts import Entered, Fact, Recorded, Stood
from bot.shells.simulate.overheard import overhear
from bot.voices import prompts, speaking
from bot.wiring import open_engine

HERE: Final = Platform("terminal")
EVENING: Final = 19 * HOUR
SEEN: Final = msgspec.structs.replace(CAPABILITIES, emphasis=False)
ROOM: Final = Address("lounge")
BOT: Final = ""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A message. `by` is empty for the bot; `to` are its readers, where not all who are there read it."""

    by: str
    text: str
    to: tuple[str, ...] = ()
    buttons: tuple[str, ...] = ()
    pressed: bool = False


@dataclass(slots=True)
class Scene:
    """One sitting: an evening alone, a table, a circle. What is `aside` is played and not printed."""

    title: str
    aside: bool = False
    spoken: list[Spoken] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Said:
    """A line that the bot said to somebody in that scene (counted from 0)."""

    scene: int
    to: str
    line: Line


class Stage:
    """People and one engine; everything happens when it is called for, and time passes only then."""

    def __init__(self, folder: Path, deck: Deck, people: Sequence[Person], seed: int) -> None:
        self.clock = Clock()
        self.people = people
        self.complaints: list[str] = []
        self.scenes: list[Scene] = []
        self.said: list[Said] = []
        self.answers: list[AnswerGiven] = []
        """Since they were last looked at."""
        self._facts: list[Fact] = []
        self._homes: dict[ConversationId, Person] = {}
        """Whose conversation alone with the bot is which."""
        self._screens: dict[Address, Message] = {}
        self._newest: dict[Address, tuple[str, tuple[Line, ...]]] = {}
        self._names: dict[MemberId, str] = {}
        self._count = 0
        self._alone = False
        words = prompts()
        settings = load({"db": str(folder / "rehearsal.db"), "zone": "UTC", "adults": "yes"}, {}, folder)
        self.ledger, self._engine, shelves = open_engine(
            settings, (deck,), words, {HERE: SEEN}, self.clock, Seeded(seed), NoFaults(), self.complaints.append
        )
        overhear(self.ledger, self._facts)
        hash_: DeckHash = next(iter(shelves))
        self.shelf: Shelf = shelves[hash_]
        self._voice = speaking(words, shelves)

    def close(self) -> None:
        """The file may go."""
        self.ledger.close()

    # What happens

    def open_scene(self, title: str, aside: bool = False, alone: bool = False) -> None:
        """Another evening: it is a day later, and what came due until then has come. `alone`: one member, so that it
        goes without saying who reads."""
        self._alone = alone
        day = (self.clock.time - BEGINS) // DAY + 1
        self._wait_until(BEGINS + day * DAY + EVENING)
        self.scenes.append(Scene(title, aside))

    def arrives(self, person: Person) -> None:
        """They open the door."""
        self._do(person, Arrived())

    def says(self, person: Person, text: str, *, aloud: bool = False, reply_to: str = "", runs: bool = False) -> None:
        """They type that, alone with the bot or in the group place."""
        self._tell(Spoken(person.name, text))
        self._do(person, MessageReceived(Words(WordsId(0), text), answers=reply_to), aloud=aloud, runs=runs)

    def presses(self, person: Person, key: str, *, aloud: bool = False) -> bool:
        """They press the newest button that means that; False where there is none."""
        screen = self._screens.get(self._room_screen() if aloud else Address(person.name))
        for button in screen.buttons if screen else ():
            meant = read_token(button.token)
            if meant is not None and meant.key.removeprefix(VOTE) == key:
                self._tell(Spoken(person.name, button.label, pressed=True))
                self._do(person, ChoicePressed(button.token), aloud=aloud)
                return True
        return False

    def newest(self, person: Person | None = None) -> tuple[str, tuple[Line, ...]]:
        """The platform's id of the last message there (None: in the group place), and its lines."""
        return self._newest.get(Address(person.name) if person else self._room_screen(), ("", ()))

    def called_on(self, person: Person) -> str:
        """Who has the floor, by what that member read last; empty where nobody is named there."""
        lines = self.newest(person)[1]
        named = [MemberId(id_) for _gap, id_, first, _last in lines[-1].quotes if first == NAME] if lines else []
        return self._names.get(named[0], "") if named else ""

    def _room_screen(self) -> Address:
        return within(ROOM, "")

    def _do(self, person: Person, event: Event, *, aloud: bool = False, runs: bool = False) -> None:
        self.clock.time += 20 * SECOND
        self._count += 1
        own = Address(person.name)
        where = within(ROOM, person.name) if aloud else own
        standing = Standing(Rank.MODERATOR, "rehearsal", self.clock.time) if runs else None
        person.moments = frozenset()
        self._turn([Delivered(HERE, where, own, HERE, str(self._count), event, person.name, standing)], person)

    def _wait_until(self, until: int) -> None:
        while (due := self.ledger.next_due()) is not None and due <= until:
            self.clock.time = max(self.clock.time, due)
            if not (batch := list[Work](self.ledger.due(self.clock.time, 10))):
                break
            self._turn(batch)
        self.clock.time = max(self.clock.time, until)

    def _turn(self, batch: list[Work], by: Person | None = None) -> None:
        turned = self._engine.turn(batch, self.clock.time)
        self._note(by)
        told: dict[tuple[str, tuple[str, ...]], list[str]] = {}
        for posted in turned.posted:
            if not isinstance(posted.effect, Edit):
                text, buttons = self._show(posted)
                told.setdefault((text, buttons), []).append(str(posted.address))
        for (text, buttons), readers in told.items():
            aloud = any(room_of(Address(one)) for one in readers)
            self._tell(Spoken(BOT, text, () if aloud or self._alone else tuple(readers), buttons))
        shown = [Mark(posted.id, sent=True, platform_id=f"p{posted.id}") for posted in turned.posted]
        if shown:
            self._engine.turn(shown, self.clock.time)
            self._note()

    def _note(self, by: Person | None = None) -> None:
        """What was committed: who stands where, and what was answered."""
        facts, self._facts[:] = self._facts.copy(), []
        for fact in facts:
            if isinstance(fact, Entered) and fact.delivery and by is not None and not fact.spot:
                self._homes[fact.conversation] = by
            elif isinstance(fact, Recorded) and isinstance(fact.record, AnswerGiven):
                self.answers.append(fact.record)
            elif isinstance(fact, Stood) and isinstance(fact.state, Solo) and fact.conversation in self._homes:
                self._homes[fact.conversation].state = fact.state

    def _show(self, posted: Posted) -> tuple[str, tuple[str, ...]]:
        message = render(posted.effect, self._voice, posted.words, posted.names, language=posted.language)
        self._screens[posted.address] = message
        self._names |= posted.names
        self._newest[posted.address] = (f"p{posted.id}", posted.effect.lines)
        if reader := next((one for one in self.people if one.name == posted.address), None):
            reader.moments |= {line.name for line in posted.effect.lines}
        self.said += [Said(len(self.scenes) - 1, str(posted.address), line) for line in posted.effect.lines]
        parts = fit(message, SEEN)
        return "\n".join(part.text.replace("\n\n", "\n") for part in parts), tuple(map(_shown, message.buttons))

    def _tell(self, spoken: Spoken) -> None:
        if self.scenes:
            self.scenes[-1].spoken.append(spoken)


def _shown(button: Button) -> str:
    return button.label
