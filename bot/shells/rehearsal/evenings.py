"""Evenings alone with the deck: each member goes through it, and again while there are branches that nobody found."""

from __future__ import annotations

from typing import Final

from bot.core.tokens import CHIP, COMMAND
from bot.model.ids import QuestionId
from bot.model.record import AnswerGiven
from bot.model.state import Ask, Open, Phase
from bot.questions import ACCEPTED
from bot.shells.rehearsal.branches import CALLBACK
from bot.shells.rehearsal.people import Doing, Person, Planner
from bot.shells.rehearsal.stage import Stage

LONGEST: Final = 80
"""So much is said in an evening at most; it ends by itself long before."""
BARREN: Final = 4
"""So many evenings in a row without a question, and there will be none."""
ROUNDS: Final = 12
"""So often everybody goes through the deck at most."""
IDLE: Final = 3
"""So many rounds in a row that found nothing, and nothing more will be found."""
SKIPS: Final = 0.05
USED_UP: Final = "deck.used-up"
TOO_DEEP: Final = "deck.too-deep"


class Evenings:
    """Members alone with the bot, one after the other, an evening a day."""

    def __init__(self, stage: Stage, planner: Planner) -> None:
        self._stage = stage
        self._planner = planner
        self._numbers = {shelved.number: shelved.question.id for shelved in stage.shelf.questions}
        self._heard = 0
        self._begun = False
        """They have said that they would like to go on, this evening."""
        self.first_asked: dict[QuestionId, int] = {}
        """In which evening a member was asked it first."""
        self.deepened: set[QuestionId] = set()
        """Asked first after somebody had said `deeper`."""
        self._deep = False
        self._anew: set[str] = set()
        """Who has yet to say `again` in this round."""
        self.rounds = 0
        self.evenings = 0

    def play(self, rounds: int = ROUNDS) -> None:
        """Everybody has gone through the deck, and as often again as it found something."""
        idle = 0
        for number in range(rounds):
            if number and not self._planner.anything_left():
                break
            before = len(self._planner.reached)
            self._round(again=number > 0)
            self.rounds += 1
            idle = idle + 1 if len(self._planner.reached) == before else 0
            if idle >= IDLE:
                break

    def _round(self, again: bool) -> None:
        for person in self._stage.people:
            person.through = False
        self._anew = {person.name for person in self._stage.people if again}
        barren = {person.name: 0 for person in self._stage.people}
        while waiting := [one for one in self._stage.people if not one.through and barren[one.name] < BARREN]:
            for person in waiting:
                asked = self._evening(person, aside=again)
                barren[person.name] = 0 if asked else barren[person.name] + 1

    def _evening(self, person: Person, aside: bool) -> bool:
        """They have had an evening; whether they were asked anything."""
        person.evening += 1
        self.evenings += 1
        self._stage.open_scene(f"{person.name}, evening {person.evening}", aside, alone=True)
        self._begun = False
        before = person.state.evening
        self._stage.arrives(person)
        self._look(person)
        for _ in range(LONGEST):
            doing = self._next(person)
            if doing is None:
                break
            self._do(person, doing)
            self._look(person)
        evening = person.state.evening
        return bool(evening.asked) and evening is not before

    def _do(self, person: Person, doing: Doing) -> None:
        if not doing.key or not self._stage.presses(person, doing.key):
            self._stage.says(person, doing.text)

    # What is done, by where the conversation stands

    def _next(self, person: Person) -> Doing | None:
        match person.state.phase:
            case Phase.GREETED:
                return Doing("yes")
            case Phase.ASKING if person.state.open:
                return self._answer(person, person.state.open)
            case Phase.PARTING | Phase.RESTING if TOO_DEEP in person.moments:
                self._begun = self._deep = True
                return Doing("deeper")
            case Phase.PARTING:
                return Doing("yes" if (person.number + person.evening) % 2 else "no, thanks")
            case Phase.CHECKING:
                return Doing("yes, I asked my neighbour" if person.evening % 2 else "not yet")
            case Phase.CHOOSING | Phase.QUIET if not self._begun:
                self._begun = True
                return Doing(f"deck {self._stage.shelf.deck.id}")
            case Phase.RESTING:
                return self._rest(person)
            case _:
                return None

    def _rest(self, person: Person) -> Doing | None:
        if self._begun or (person.through and person.name not in self._anew):
            return None
        self._begun = True
        if person.name in self._anew:
            self._anew.remove(person.name)
            return Doing("again")
        return Doing("yes")

    def _answer(self, person: Person, opened: Open) -> Doing:
        self._begun = True
        planner = self._planner
        match opened.ask:
            case Ask.QUESTION:
                if not opened.again and planner.chance.random() < SKIPS:
                    return Doing("skip", f"{COMMAND}skip")
                return planner.answer(person, opened.question)
            case Ask.TENDER:
                stays = person.evening % 2
                return Doing("stay", f"{COMMAND}stay") if stays else Doing("something lighter", f"{COMMAND}lighter")
            case Ask.FOLLOW_UP if opened.chips:
                chip = planner.pick(opened.question, opened.chips)
                return Doing(chip, f"{CHIP}{opened.chips.index(chip)}") if chip else planner.more()
            case _:
                return planner.more()

    # What came of it

    def _look(self, person: Person) -> None:
        """What was asked, and which branches were reached, by what was said and what was written down."""
        person.through |= USED_UP in person.moments and person.name not in self._anew
        opened = person.state.open
        if opened and opened.ask is Ask.QUESTION and opened.question not in self.first_asked:
            self.first_asked[opened.question] = person.evening
            if self._deep:
                self.deepened.add(opened.question)
        reached = self._planner.reached
        for answer in self._stage.answers:
            if answer.part == 0 and (name := _branch_of(answer)):
                reached[self._numbers[answer.question], name] += 1
        self._stage.answers.clear()
        said = self._stage.said
        for one in said[self._heard :]:
            question, _slash, text = one.line.name.removeprefix("@").partition("/")
            if text and text.removesuffix("/ask").partition(".")[0] in _BY_TEXT:
                reached[QuestionId(question), text.removesuffix("/ask")] += 1
        self._heard = len(said)


_BY_KEY: Final = {"choice": "choice", "order": "choice", "theme": "theme", "range": "range"}
"""Branches with a part of their own: what is written down says which."""
_BY_NAME: Final = frozenset({"done", "both", "neither", "depends"})
_BY_TEXT: Final = frozenset({"short", "joke", "tender", "and-you", "chip", CALLBACK})
"""Branches of which only what is said shows that they were the author's own, or which leave no answer behind."""


def _branch_of(answer: AnswerGiven) -> str:
    """The branch that the answer went to, by what was written down; empty for those that only a text shows."""
    if answer.branch in _BY_KEY:
        return f"{_BY_KEY[answer.branch]}.{answer.key}" if answer.key else ""
    if answer.branch == "default":
        return "" if answer.key == ACCEPTED else "default"
    return answer.branch if answer.branch in _BY_NAME else ""
