"""The same deck in company: a table for all of them, and a circle in a group place, as if none had met it before."""

from __future__ import annotations

from typing import Final

from bot.core.called import ASKED_OF_MANY, CEILING
from bot.core.shelf import HEAVY_SUBJECTS, Shelf
from bot.core.tokens import COMMAND
from bot.model.deck import Kind, Question
from bot.model.ids import QuestionId
from bot.model.line import Line
from bot.model.state import Phase
from bot.model.tiding import Stage as Where
from bot.shells.rehearsal.coverage import CEILING as USUAL
from bot.shells.rehearsal.people import Doing, Person, Planner
from bot.shells.rehearsal.stage import Stage

TURNS: Final = 60


def suits_table(shelf: Shelf) -> bool:
    """Whether there is a card in it: nothing private, nothing to go out for, nothing deeper than strangers go."""
    return any(
        not question.private and question.kind is not Kind.MISSION and question.depth <= USUAL
        for question in _questions(shelf)
    )


def suits_circle(shelf: Shelf) -> bool:
    """Whether there is a question in it for everybody at once."""
    return any(
        question.kind in ASKED_OF_MANY and question.depth <= CEILING and HEAVY_SUBJECTS.isdisjoint(question.tags)
        for question in _questions(shelf)
    )


def _questions(shelf: Shelf) -> tuple[Question, ...]:
    return tuple(shelved.question for shelved in shelf.questions)


class Gathering:
    """All of them together."""

    def __init__(self, stage: Stage, planner: Planner) -> None:
        self._stage = stage
        self._planner = planner
        self.cards: list[QuestionId] = []
        """That lay on the table, in their order."""
        self.circled: list[QuestionId] = []

    def greet(self) -> None:
        """Everybody has said yes to the greeting; nobody has answered anything."""
        self._stage.open_scene("Before", aside=True)
        for person in self._stage.people:
            self._stage.arrives(person)

    def sit_together(self) -> None:
        """They have had an evening at one table."""
        host, *guests = self._stage.people
        self._stage.open_scene(f"A table for {len(guests) + 1}")
        self._stage.says(host, f"not-date {self._stage.shelf.deck.id} for {len(guests) + 1}")
        code = _gap(self._stage.newest(host)[1], "code")
        for guest in guests:
            self._stage.says(guest, f"join {code}")
            self._stage.says(guest, "yes")
        for _ in range(TURNS):
            if not [person for person in self._stage.people if self._take_a_turn(person)]:
                break

    def _take_a_turn(self, person: Person) -> bool:
        """They have done what the table waits for from them; False where it waits for nothing."""
        seated = person.state.seated
        if person.state.phase is not Phase.SEATED or seated is None:
            return False
        match seated.stage:
            case Where.ANSWERING if person.state.open:
                question = person.state.open.question
                if question not in self.cards:
                    self.cards.append(question)
                self._do(person, self._planner.tell(person, question))
            case Where.TALKING:
                self._talk(self._stage.called_on(person))
            case Where.PARTING:
                self._stage.says(person, "no")
            case _:
                return False
        return True

    def _talk(self, first: str) -> None:
        """Each says one thing, whoever has the floor before the others; the last asks for the next card."""
        people = sorted(self._stage.people, key=lambda person: person.name != first)
        for person in people:
            self._stage.says(person, self._planner.more().text)
        self._stage.presses(people[-1], f"{COMMAND}next")

    def _do(self, person: Person, doing: Doing, *, aloud: bool = False, reply_to: str = "") -> None:
        if not doing.key or not self._stage.presses(person, doing.key, aloud=aloud):
            self._stage.says(person, doing.text, aloud=aloud, reply_to=reply_to)

    def call_circle(self) -> None:
        """A group place was asked one question, and the answers were turned over."""
        stage, caller = self._stage, self._stage.people[0]
        stage.open_scene("A circle in a group")
        stage.says(caller, "allow", aloud=True, runs=True)
        stage.says(caller, f"circle {stage.shelf.deck.id}", aloud=True)
        card, lines = stage.newest()
        question = _question_in(lines)
        if question is None:
            return
        self.circled.append(question)
        shelved = stage.shelf.by_id[question]
        code = _gap(lines, "code")
        for person in stage.people:
            doing = self._planner.tell(person, question)
            if shelved.question.private:
                stage.says(person, f"answer {code}")
                self._do(person, doing)
            else:
                self._do(person, doing, aloud=True, reply_to=card)
        if shelved.question.kind is Kind.OPEN and not shelved.question.private:
            stage.says(caller, "share", aloud=True, reply_to=card)
        stage.says(caller, "reveal", aloud=True, reply_to=card)


def _gap(lines: tuple[Line, ...], name: str) -> str:
    return next((str(value) for line in lines for gap, value in line.gaps if gap == name), "")


def _question_in(lines: tuple[Line, ...]) -> QuestionId | None:
    """The question that a circle's card asks; None where there is no card."""
    asked = [line.name for line in lines if line.name.startswith("@") and line.name.endswith("/text")]
    return QuestionId(asked[0][1:].removesuffix("/text")) if asked else None
