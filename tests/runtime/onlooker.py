"""A witness of group places, and of everybody's days, for the checker of the simulation."""

from __future__ import annotations

from bot.core.tokens import VOTE, token
from bot.model.circle import Circle
from bot.model.circle import Course as CircleCourse
from bot.model.daily import Daily
from bot.model.effect import Edit, Say
from bot.model.event import MessageReceived, TimerFired, Words
from bot.model.ids import (
    Address,
    ConversationId,
    DeckHash,
    DeckId,
    EventId,
    MemberId,
    MessageId,
    Platform,
    QuestionId,
    QuestionNumber,
    RoundId,
    WordsId,
)
from bot.model.line import Line, Option
from bot.model.member import Rank, Standing
from bot.model.record import (
    CircleClosed,
    CircleOpened,
    RoomOpened,
    VoteCast,
)
from bot.model.rhythm import Rhythm
from bot.model.schedule import Schedule
from bot.model.state import Ask, Open, Phase, Solo
from bot.model.tiding import CircleCalled, DailyWished
from bot.ports.address import within
from bot.ports.store import Posted
from bot.shells.simulate.facts import Entered, Read, Recorded, Root, Shown, Stood, Written
from tests.runtime.witness import ADA, CLEO, Witness, chat

MORNING = 1_772_528_400_000
"""2026-03-03 09:00 UTC, a Tuesday; the same in Lisbon."""
ROOM, SPOT = Address("lounge"), (Platform("here"), Address("lounge"))
NO_ONE, NOBODY = MemberId(0), ConversationId(0)
CIRCLE, RHYTHM = ConversationId(70), ConversationId(60)
DECK, QUESTION = DeckHash("x"), QuestionNumber(5)
LABELS = {"tea": "Tea", "soup": "Soup"}


def aloud(member: MemberId) -> ConversationId:
    """Their conversation in the lounge."""
    return ConversationId(500 + member)


class Onlooker(Witness):
    """Stands in a lounge that is open to the bot, in the morning."""

    def __init__(self) -> None:
        super().__init__()
        self.passes(MORNING)
        self.opens()

    def opens(self, is_open: bool = True, rank: Rank = Rank.MODERATOR) -> None:
        """Somebody lets the bot in, or shuts the door."""
        self.speaks(CLEO, "allow", Standing(rank, "test", self.now))
        self.checker.hear(Recorded(aloud(CLEO), CLEO, RoomOpened(is_open)))

    def speaks(self, member: MemberId, text: str, standing: Standing | None = None) -> int:
        """They say that in the lounge; returns the id of the words."""
        self.count += 1
        event = MessageReceived(Words(WordsId(self.count), text))
        where, root = aloud(member), Root(aloud(member), member)
        key = ("here", str(self.count))
        self.checker.hear(Entered(EventId(self.count), where, member, event, "stepped", root, key, SPOT, standing))
        return self.count

    def calls(self, circle: ConversationId = CIRCLE, number: int = QUESTION, by: ConversationId = NOBODY) -> None:
        """A circle is called, and its card is laid."""
        called = CircleCalled(ADA, DECK, DeckId("x"), QuestionId(f"q{number}"), by=by)
        self.checker.hear(
            Entered(EventId(circle), circle, MemberId(0), called, "stepped", Root(circle), spot=SPOT),
            Recorded(circle, MemberId(0), CircleOpened(ADA, QuestionNumber(number), DeckId("x"))),
            Stood(circle, Circle(deck=DECK, question=QuestionId(f"q{number}"), by=by)),
        )
        options = tuple(Option(token(RoundId(circle), 0, VOTE + key), label) for key, label in LABELS.items())
        self.says(circle, *_CARD, slot="card", options=options, id_=circle)

    def says(
        self,
        conversation: ConversationId,
        *lines: Line,
        slot: str = "",
        options: tuple[Option, ...] = (),
        id_: int = 0,
        member: MemberId = NO_ONE,
    ) -> None:
        """That is written to the lounge."""
        self.count += 1
        effect = Say(lines, options, slot=slot)
        posted = Posted(MessageId(id_ or self.count), SPOT[0], within(ROOM, ""), effect, {})
        self.checker.hear(Written(posted, conversation, member, Root(conversation)))

    def edits(self, circle: ConversationId = CIRCLE, n: int = 0, card: int = 0) -> None:
        """The circle's card says now that so many have answered."""
        self.count += 1
        effect = Edit("card", (Line("circle.so-far", gaps=(("n", n),)),))
        edits = MessageId(card or circle)
        posted = Posted(MessageId(self.count), SPOT[0], within(ROOM, ""), effect, {}, edits=edits)
        self.checker.hear(Written(posted, circle, MemberId(0), Root(circle)))

    def votes(
        self, member: MemberId, key: str, circle: ConversationId = CIRCLE, words: int = 0, times: int = 1
    ) -> None:
        """They answer it; `times` is how often that is in the file."""
        vote = VoteCast(circle, key, RoundId(member), WordsId(words))
        self.checker.hear(Recorded(aloud(member), member, vote))
        self.file.voted[circle, member] = [key] * times
        self.commits()

    def splits(self, n: int, pairs: tuple[tuple[str, str], ...], beside: int = 0) -> None:
        """The answers are turned over."""
        gaps = (("n", n), ("pairs", pairs), ("beside", beside))
        self.ends(CircleCourse.REVEALED)
        self.says(CIRCLE, Line("circle.split", gaps=gaps), slot="reveal")

    def ends(self, course: CircleCourse, circle: ConversationId = CIRCLE) -> None:
        """The circle is over."""
        self.checker.hear(
            Recorded(circle, MemberId(0), CircleClosed()),
            Stood(circle, Circle(course, deck=DECK, question=QuestionId("q5"))),
        )

    # What comes by itself

    def wishes(self, member: MemberId, served: str) -> None:
        """They do something, and something comes to them every day at nine."""
        self.types(member, "daily at 9")
        self.stands(member, served)

    def stands(
        self,
        member: MemberId,
        served: str,
        unanswered: int = 0,
        question: str = "",
        *,
        owed: bool = False,
        off: bool = False,
    ) -> None:
        """So it stands with them; with a question, they are asked it just now."""
        opened = Open(RoundId(self.count), QuestionId(question), Ask.QUESTION, deck=DECK) if question else None
        kept = Rhythm(Schedule(hour=9), served=served, unanswered=unanswered, owed=owed)
        self.checker.hear(Stood(chat(member), Solo(phase=Phase.RESTING, open=opened, daily=kept)))

    def fires(self, where: ConversationId, member: MemberId = NO_ONE) -> None:
        """Its time has come."""
        self.count += 1
        event = TimerFired("daily", self.now)
        self.checker.hear(Entered(EventId(self.count), where, member, event, "stepped", Root(where)))

    def asks(self, member: MemberId, served: str, question: str = "q1", nth: int = 1) -> None:
        """The question of that date comes by itself, the `nth` since they did anything."""
        self.fires(chat(member), member)
        self.stands(member, served, nth, question)
        last = (Line("daily.last"),) if nth == 3 else ()
        effect = Say((Line("daily.question"), *last), slot="daily")
        posted = Posted(MessageId(self.count), SPOT[0], Address("ada"), effect, {})
        self.checker.hear(Written(posted, chat(member), member, Root(chat(member))))
        self.commits()

    def keeps(self, served: str, **fields: object) -> None:
        """So it stands with what comes to the lounge."""
        kept = Rhythm(Schedule(hour=9), served=served)
        self.checker.hear(Stood(RHYTHM, Daily(kept, **fields)))  # type: ignore[arg-type]  # fields of Daily

    def knocks(self, circle: int, served: str, **fields: object) -> None:
        """The question of that date comes to the lounge by itself, and is read."""
        self.fires(RHYTHM)
        self.keeps(served, **fields)
        self.calls(ConversationId(circle), circle, RHYTHM)
        shown = Shown(MessageId(circle), MemberId(0), "", frozenset({"circle.today"}), Root(RHYTHM), SPOT)
        self.checker.hear(Read(shown))
        self.commits()

    def comes_here(self) -> None:
        """Somebody who may wishes for a question a day in the lounge."""
        self.speaks(CLEO, "daily at 9", Standing(Rank.OWNER, "test", self.now))
        wished = DailyWished(Schedule(hour=9))
        self.checker.hear(
            Entered(EventId(1), RHYTHM, MemberId(0), wished, "stepped", Root(aloud(CLEO), CLEO), spot=SPOT)
        )
        self.keeps("")


_CARD = (Line("circle.called"), Line("circle.so-far", gaps=(("n", 0),)))
