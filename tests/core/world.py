"""A conversation without a runtime: events in, steps out, and what a store would remember in between."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import msgspec

from bot import resources
from bot.core.roles import rank_of
from bot.core.shelf import Shelf, shelve
from bot.core.situation import Situation, Step
from bot.core.solo import needs, step
from bot.model.circle import Room
from bot.model.curator import Entry, Stock, Version
from bot.model.deck import Callback, Choice, Deck, FollowUp, Kind, Lane, Question, Range, Scale, Theme
from bot.model.effect import Ask, Say
from bot.model.event import Arrived, ChoicePressed, Event, MessageReceived, TimerFired, Words
from bot.model.ids import ChoiceId, DeckId, EventId, MemberId, QuestionId, QuestionNumber, WordsId
from bot.model.member import Member, Rank, Standing
from bot.model.record import AnswerGiven, AnswerWithdrawn, MemberChanged, MemberForgotten
from bot.model.schedule import Zone
from bot.model.situation import Context, DeckCard, Dossier, Offer, Told
from bot.model.state import Phase, Solo
from bot.model.suggestion import Suggestions
from bot.model.upload import Staged
from bot.ports.zones import UTC
from bot.rendering.prompts import Prompts, read_prompts
from bot.written import encode, seal

START: Final = 1_772_478_000_000
"""2026-03-02 19:00 UTC."""
PROMPTS: Final[Prompts] = read_prompts(resources.prompts())
DEFAULT: Final = FollowUp(
    ("«{said}», then.", "So that is that."), "And what stands beside it?", ("the thing", "the day")
)
LABELS: Final = tuple((label, ChoiceId(f"{label}-".ljust(40, "x"))) for label in ("tiger", "bluebird", "hedgehog"))
"""Labels and ids of every generated choice; all ids are as long as a deck may make them, and so in all the proofs."""
CHIPS: Final = (("the thing", "Which thing was it?"), ("the day", "Which day was it?"))


def question(number: int, kind: Kind, depth: int, tags: tuple[str, ...] = ()) -> Question:
    """A question of that kind with all that it may carry."""
    id_ = QuestionId(f"{kind.value}-{number}-".ljust(40, "x"))
    about = ("harbour", "kettle", "stairs", "winter", "bread")[number % 5]
    choices: tuple[Choice, ...] = ()
    if kind in (Kind.CHOICE, Kind.RANK):
        choices = tuple(Choice(key, label, (), FollowUp((f"{label}, then.",), "Since when?")) for label, key in LABELS)
    scale = Scale(1, 5, "hardly", "wholly") if kind is Kind.SCALE else None
    ranges = (Range(1, 3, FollowUp(("{number}: low.",), "How low?")), Range(4, 5, FollowUp(("High.",), "How high?")))
    return Question(
        id=id_,
        kind=kind,
        text=f"What of the {about}, number {number}?",
        depth=depth,
        choices=choices,
        scale=scale,
        ranges=ranges if scale else (),
        tags=tags,
        about=(about,),
        themes=(Theme("boats", ("boat", "ferry"), (), FollowUp(("A boat.",), "Whose boat?"), "{n} of {all} sail."),),
        tender=Lane(("they sold it",), FollowUp(("Stay here, or move on?",), "", ("stay", "lighter"))),
        joke=Lane(("the fridge",), FollowUp(("It has a light.",)), "lighter"),
        short="Smaller: which one is nearest?",
        default=DEFAULT,
        chip_asks=CHIPS,
        contrast="{n} of {all} sail." if kind is Kind.OPEN else "",
        thought=f"A thought about the {about}.",
        and_you="No hands, so none.",
        callback=Callback(number % 3, "«{said}»: and now?") if kind is Kind.OPEN else None,
        take_away="Ask somebody." if number % 2 else "",
        done=FollowUp(("Done, then.",), "What did they say?") if kind is Kind.MISSION else None,
    )


def deck_of(questions: tuple[Question, ...], arc: tuple[int, ...] = (1, 1, 2, 3, 2), id_: str = "generated") -> Deck:
    """A deck of those questions."""
    long = DeckId(f"{id_}-".ljust(40, "x"))
    return Deck(long, id_.title(), "en", "nobody", "CC0", "Generated.", "1.0.0", questions, arc=arc)


def shelf_of(deck: Deck, first: int = 1) -> Shelf:
    """The deck, ready, its questions numbered from `first`."""
    numbers = {one.id: QuestionNumber(first + index) for index, one in enumerate(deck.questions)}
    return shelve(deck, seal(encode(deck)), numbers)


def context_of(*shelves: Shelf, reaches: bool = False) -> Context:
    """An installation with those decks on offer."""
    cards = tuple(DeckCard(shelf.deck.id, shelf.hash, shelf.deck.title, shelf.deck.description) for shelf in shelves)
    return Context("the club", "Mara", 365, 30, "Call 116 123.", cards, PROMPTS.counts, "test", reaches=reaches)


@dataclass(slots=True)
class World:
    """One member and what is kept of them; `others` are the counts of other members by question number."""

    shelves: tuple[Shelf, ...] = field(repr=False)
    others: Mapping[int, Mapping[str, int]] = field(default_factory=dict)
    reaches: bool = False
    quote: tuple[WordsId, int] = (WordsId(0), 0)
    now: int = START
    chance: int = 1
    events: int = 71_000_000_000_000_000
    state: Solo = field(default_factory=Solo)
    member: Member = field(default_factory=lambda: Member(id=MemberId(7), name="Ada"))
    answers: dict[tuple[int, int], AnswerGiven] = field(default_factory=dict)
    linked: tuple[Member, ...] = ()
    offer: Offer | None = None
    aloud: bool = False
    closed: bool = False
    standing: Standing | None = None
    zone: Zone = UTC
    staged: Staged | None = None
    suggestions: Suggestions | None = None
    steps: list[tuple[Event, Step[Solo]]] = field(default_factory=list, repr=False)
    last_situation: Situation | None = field(default=None, repr=False)

    @property
    def shelf(self) -> Shelf:
        """The deck that the conversation is in, or the first."""
        return next((shelf for shelf in self.shelves if shelf.hash == self.state.deck), self.shelves[0])

    @property
    def stock(self) -> Stock:
        """The decks that there are: all of them on offer."""
        versions = (Version(one.hash, one.deck.title, questions=len(one.questions)) for one in self.shelves)
        return Stock(tuple(Entry(one.deck.id, version) for one, version in zip(self.shelves, versions, strict=True)))

    def situation(self, event: Event) -> Situation:
        """What the runtime would tell the step."""
        library = {shelf.hash: shelf for shelf in self.shelves}
        wanted = needs(self.state, event, library)
        counts = dict(self.others.get(wanted.counts_of, {}))
        for answer in self.answers.values():
            if answer.question == wanted.counts_of and answer.counts:
                counts[answer.key] = counts.get(answer.key, 0) + 1
        told = Told(
            now=self.now,
            chance=self.chance,
            member=self.member,
            counts=tuple(counts.items()) if wanted.counts_of else (),
            quote=self.quote if wanted.quote_of else (WordsId(0), 0),
            dossier=Dossier(len(self.answers)) if wanted.dossier else Dossier(),
            linked=self.linked,
            offer=self.offer if wanted.link else None,
            aloud=self.aloud,
            closed=self.closed,
            standing=self.standing,
            zone=self.zone if wanted.zone else None,
            suggestions=self.suggestions if wanted.suggestions else None,
            room=Room() if wanted.room and self.aloud else None,
            staged=self.staged if wanted.staged else None,
            stock=self.stock if wanted.stock and rank_of(self.standing, self.now) is not Rank.MEMBER else None,
        )
        return Situation(told, context_of(*self.shelves, reaches=self.reaches), library, EventId(self.events))

    def feed(self, event: Event) -> Step[Solo]:
        """The event is stepped, and its records are applied."""
        self.events += 1
        self.chance = (self.chance * 6364136223846793005 + 1442695040888963407) & ((1 << 63) - 1)
        self.now += 20_000
        self.last_situation = self.situation(event)
        made = step(self.state, event, self.last_situation)
        self.state = made.state
        for record in made.records:
            match record:
                case MemberChanged():
                    self._change(msgspec.structs.replace(record.member, version=record.member.version + 1))
                case AnswerGiven():
                    self.answers[record.round, record.part] = record
                case AnswerWithdrawn():
                    self.answers = {key: one for key, one in self.answers.items() if key[0] != record.round}
                case MemberForgotten():
                    self.answers = {}
                case _:
                    pass
        self.steps.append((event, made))
        return made

    def _change(self, member: Member) -> None:
        if member.id == self.member.id:
            self.member = member
        self.linked = tuple(member if one.id == member.id else one for one in self.linked)

    def say(self, text: str) -> Step[Solo]:
        """The member types."""
        return self.feed(MessageReceived(Words(WordsId(self.events + 1), text)))

    def press(self, token: str) -> Step[Solo]:
        """The member presses a button."""
        return self.feed(ChoicePressed(token))

    def arrive(self) -> Step[Solo]:
        """The member opens the place."""
        return self.feed(Arrived())

    def fire(self, name: str) -> Step[Solo]:
        """A timer comes due."""
        return self.feed(TimerFired(name, self.now))

    def change_phase(self, phase: Phase) -> None:
        """The conversation stands there, with nothing open."""
        self.state = msgspec.structs.replace(self.state, phase=phase, open=None)

    def begin(self) -> Step[Solo]:
        """The greeting, a yes, and the first question of the first deck."""
        self.arrive()
        made = self.say("yes")
        return made if self.state.open else self.say(str(self.shelves[0].deck.title))


def shown(made: Step[Solo]) -> list[Say | Ask]:
    """What goes to the person."""
    return [effect for effect in made.effects if isinstance(effect, Say | Ask)]


def asked(made: Step[Solo], before: Solo) -> QuestionId | None:
    """The question that the step put to the member for the first time, if it did."""
    opened = made.state.open
    if opened is None or opened.ask.value != "question" or (before.open and before.open.round == opened.round):
        return None
    return opened.question
