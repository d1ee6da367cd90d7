"""Group places and their circles as the checker knows them, kept up from facts alone: who voted what, and who agreed
to be named."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Final

from bot.core.tokens import VOTE, read_token
from bot.model.circle import Circle, Course
from bot.model.daily import Daily
from bot.model.effect import Say
from bot.model.event import MessageReceived
from bot.model.ids import ConversationId, DeckHash, MemberId, MessageId, QuestionId, RoundId
from bot.model.record import (
    AnswerWithdrawn,
    CircleClosed,
    CircleOpened,
    CirclesWanted,
    MemberForgotten,
    RoomOpened,
    TalksWanted,
    VoteCast,
)
from bot.model.tiding import CircleCalled
from bot.shells.simulate.facts import Entered, Fact, Recorded, Spot, Stood, Written, spot_of
from bot.store.sqlite.quoting import quoted_in

Question = tuple[DeckHash, QuestionId]
WILLING: Final = {"call on me": True, "don't call on me": False}
"""What somebody types to be named, or not to be."""
CARD: Final = "card"
REVEAL: Final = "reveal"
NO_CARD: Final = MessageId(0)
NOBODY: Final = ConversationId(0)


@dataclass(slots=True)
class Gathering:
    """A circle, as far as it shows."""

    spot: Spot | None
    number: int
    """Of its question."""
    code: str
    labels: dict[str, str] = field(default_factory=dict)
    """What could be pressed, by key."""
    votes: dict[MemberId, VoteCast] = field(default_factory=dict)
    question: Question = (DeckHash(""), QuestionId(""))
    course: Course = Course.CALLED
    open: bool = True
    by: ConversationId = NOBODY
    """Who called it by itself."""
    card: MessageId = NO_CARD
    reveals: int = 0

    def split(self) -> Counter[str]:
        """How many voted for what, by what stood on the buttons, or else by key."""
        return Counter(self.labels.get(vote.key, vote.key) for vote in self.votes.values())


class Places:
    """Everything that the rules ask about group places."""

    def __init__(self) -> None:
        self.gatherings: dict[ConversationId, Gathering] = {}
        self.open: defaultdict[Spot, set[ConversationId]] = defaultdict(set)
        self.asked: defaultdict[Spot, Counter[int]] = defaultdict(Counter)
        """Questions that a place has had, and how often."""
        self.spots: dict[ConversationId, Spot] = {}
        """Where conversations are that others read along in."""
        self.let_in: set[Spot] = set()
        self.unwanted: set[Spot] = set()
        """Places that want no circles."""
        self.willing: set[MemberId] = set()
        """Who said last that they may be called on."""
        self.voted: defaultdict[MemberId, set[ConversationId]] = defaultdict(set)
        self.touched: set[tuple[ConversationId, MemberId]] = set()
        """Whose votes have changed in this turn."""
        self.mute: set[Spot] = set()
        """Places where nobody talks with the bot aloud."""
        self.cards: dict[MessageId, ConversationId] = {}
        """Whose card that message is."""
        self.hours: dict[ConversationId, Daily] = {}
        """What comes by itself somewhere, and the hours that are kept there."""
        self.named: dict[MessageId, frozenset[MemberId]] = {}
        """Who is named in a message that a group place reads."""
        self._by = NOBODY

    def learn(self, fact: Fact) -> None:
        """The fact holds."""
        match fact:
            case Entered():
                self._entered(fact)
            case Recorded():
                self._recorded(fact)
            case Stood(state=Daily() as daily):
                self.hours[fact.conversation] = daily
            case Stood(state=Circle() as circle):
                self._stands(fact.conversation, circle)
            case Written():
                self._name(fact)
                if gathering := self.gatherings.get(fact.conversation):
                    self._written(fact, gathering)

    def _entered(self, fact: Entered) -> None:
        if fact.spot is not None:
            self.spots[fact.conversation] = fact.spot
        if isinstance(fact.event, CircleCalled):
            self._by = fact.event.by
        heard = fact.spot is None or fact.spot in self.let_in
        if heard and isinstance(fact.event, MessageReceived) and fact.event.words.text in WILLING:
            (self.willing.add if WILLING[fact.event.words.text] else self.willing.discard)(fact.member)

    def _recorded(self, fact: Recorded) -> None:
        record, spot = fact.record, self.spots.get(fact.conversation)
        match record:
            case VoteCast():
                self._cast(fact.member, record)
            case AnswerWithdrawn():
                self._withdraw(fact.member, record.round)
            case MemberForgotten():
                self._forget(fact.member)
            case CircleOpened():
                self.gatherings[fact.conversation] = Gathering(spot, record.question, record.code, by=self._by)
                if spot:
                    self.open[spot].add(fact.conversation)
                    self.asked[spot][record.question] += 1
            case CircleClosed():
                self._close(fact.conversation)
            case CirclesWanted() if spot:
                (self.unwanted.discard if record.wanted else self.unwanted.add)(spot)
            case TalksWanted() if spot:
                (self.mute.discard if record.wanted else self.mute.add)(spot)
            case RoomOpened() if spot:
                (self.let_in.add if record.open else self.let_in.discard)(spot)

    def _cast(self, member: MemberId, record: VoteCast) -> None:
        if gathering := self.gatherings.get(record.circle):
            gathering.votes[member] = record
            self.voted[member].add(record.circle)
            self.touched.add((record.circle, member))

    def _withdraw(self, member: MemberId, round_: RoundId) -> None:
        for circle in list(self.voted.get(member, ())):
            if self.gatherings[circle].votes[member].round == round_:
                self._uncast(circle, member)

    def _uncast(self, circle: ConversationId, member: MemberId) -> None:
        del self.gatherings[circle].votes[member]
        self.voted[member].discard(circle)
        self.touched.add((circle, member))

    def _forget(self, member: MemberId) -> None:
        for circle in list(self.voted.get(member, ())):
            self._uncast(circle, member)
        self.willing.discard(member)

    def _close(self, circle: ConversationId) -> None:
        if gathering := self.gatherings.get(circle):
            gathering.open = False
            if gathering.spot:
                self.open[gathering.spot].discard(circle)

    def _stands(self, id_: ConversationId, circle: Circle) -> None:
        if gathering := self.gatherings.get(id_):
            gathering.course = circle.course
            gathering.question = (circle.deck, circle.question)

    def _name(self, fact: Written) -> None:
        if spot_of(fact.posted):
            _words, members = quoted_in(fact.posted.effect)
            if members:
                self.named[fact.posted.id] = frozenset(members)

    def _written(self, fact: Written, gathering: Gathering) -> None:
        effect = fact.posted.effect
        if isinstance(effect, Say) and effect.slot == CARD:
            gathering.card = fact.posted.id
            self.cards[fact.posted.id] = fact.conversation
            for option in effect.options:
                pressed = read_token(option.token)
                if pressed is not None and pressed.key.startswith(VOTE):
                    gathering.labels[pressed.key.removeprefix(VOTE)] = option.label
        elif isinstance(effect, Say) and effect.slot == REVEAL:
            gathering.reveals += 1
