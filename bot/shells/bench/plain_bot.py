"""A plain bot: reads, decides by the same core, and writes its rows statement by statement. The yardsticks share it.

It keeps no seats, counts or marks in memory but what one update needs; what it writes is row for row what the engine
writes for the same update.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import msgspec
import msgspec.structs

from bot.core.formats import needs, step
from bot.core.situation import Library, Situation, Step
from bot.model.actor import State
from bot.model.effect import Shown
from bot.model.event import Event, MessageReceived, Words
from bot.model.ids import EventId, MemberId, MessageId, WordsId
from bot.model.member import Member
from bot.model.message import Part
from bot.model.record import AnswerGiven, MemberChanged, QuestionCounted
from bot.model.situation import Context, Needs, Told
from bot.model.state import Solo
from bot.ports.adapter import Delivered
from bot.ports.clock import Chance
from bot.rendering.fit import fit
from bot.rendering.render import Voice, render
from bot.runtime.mint import Mint
from bot.shells.bench.workload import CAPABILITIES

Row = tuple[str, tuple[Any, ...]]
"""A statement and its parameters."""

FIND_DELIVERY: Final = "SELECT 1 FROM deliveries WHERE source = ? AND id = ?"
FIND_PLACE: Final = "SELECT conversation FROM places WHERE platform = ? AND address = ?"
FIND_CONVERSATION: Final = """SELECT c.id, c.account, c.last_event, c.last_message, c.state, m.body
    FROM conversations c JOIN members m ON m.id = c.member WHERE c.id = ?"""
FIND_COUNTS: Final = "SELECT key, n FROM tallies WHERE question = ? AND n > 0"
FIND_QUOTE: Final = """SELECT a.words, length(w.text) FROM answers a JOIN words w ON w.id = a.words
    WHERE a.question = ? AND a.shared = 1 AND a.member <> ? AND length(w.text) <= 140 ORDER BY a.round DESC LIMIT 20"""
FIND_ANSWER: Final = "SELECT question, key, counts FROM answers WHERE round = ? AND member = ? AND part = 0"
FIND_WORDS: Final = "SELECT text FROM words WHERE id = ?"

DELIVERY: Final = "INSERT INTO deliveries VALUES (?, ?, ?)"
WORDS: Final = "INSERT INTO words VALUES (?, ?, ?, ?)"
EVENT: Final = "INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?)"
ANSWER: Final = "INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
MESSAGE: Final = """INSERT INTO outbox (id, conversation, previous, at, state, delivery, attempts, expires, slot, body)
    VALUES (?, ?, ?, ?, 'attempted', ?, 1, ?, ?, ?)"""
TALLY: Final = "INSERT INTO tallies VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET n = n + excluded.n"
COUNT: Final = "INSERT INTO askings VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET n = n + excluded.n"
DAY: Final = 86_400_000
CONVERSATION: Final = "UPDATE conversations SET last_event = ?, last_message = ?, state = ? WHERE id = ?"
MEMBER: Final = "UPDATE members SET version = ?, last_seen = ?, body = ? WHERE id = ?"
MARK: Final = (
    "UPDATE outbox SET state = 'sent', platform_id = NULL, failure = NULL, why = NULL, retry_at = NULL WHERE id = ?"
)

_ENCODE: Final = msgspec.json.Encoder().encode
_DECODE_STATE: Final = msgspec.json.Decoder(Solo).decode
_DECODE_MEMBER: Final = msgspec.json.Decoder(Member).decode


class Found(msgspec.Struct):
    """Where an update finds its conversation."""

    conversation: int
    account: int
    last_event: int
    last_message: int
    state: State
    member: Member


def found(row: Sequence[Any]) -> Found:
    """The row of `FIND_CONVERSATION`."""
    return Found(row[0], row[1], row[2], row[3], _DECODE_STATE(row[4]), _DECODE_MEMBER(row[5]))


class Decided(msgspec.Struct):
    """What an update comes to: the step, and what the step was told and heard."""

    delivered: Delivered
    id: EventId
    event: Event
    told: Told
    step: Step[State]
    now: int


class PlainBot:
    """Decides, and says what to write. Reading and writing is the caller's."""

    def __init__(
        self, context: tuple[str, Context], library: Library, voice: Voice, mint: Mint, chance: Chance
    ) -> None:
        self._hash, self._context = context
        self._library = library
        self._voice = voice
        self._mint = mint
        self._chance = chance

    def wants(self, place: Found, delivered: Delivered) -> Needs:
        """What must be read before deciding."""
        return needs(place.state, delivered.event, self._library)

    def decide(
        self, place: Found, delivered: Delivered, now: int, counts: Sequence[tuple[str, int]], quotes: Sequence[Any]
    ) -> Decided:
        """The step for this update, by the core that the engine uses."""
        id_ = EventId(self._mint.strike(now))
        event = delivered.event
        if isinstance(event, MessageReceived):
            event = MessageReceived(Words(WordsId(id_), event.words.text), event.sent_at, event.media)
        chance = self._chance.draw()
        told = Told(now, chance, place.member, self._hash, tuple(counts))
        if quotes:
            told = msgspec.structs.replace(told, quote=quotes[chance % len(quotes)])
        made = step(place.state, event, Situation(told, self._context, self._library, id_))
        return Decided(delivered, id_, event, told, made, now)

    def rows(self, place: Found, decided: Decided, earlier: Sequence[Sequence[Any]]) -> tuple[list[Row], list[Shown]]:
        """What to write, in order, and what to say; `place` is as it will be found. `earlier` is `FIND_ANSWER`'s."""
        now, id_ = decided.now, decided.id
        rows: list[Row] = [(DELIVERY, (decided.delivered.source, decided.delivered.id, now))]
        event = decided.event
        if isinstance(event, MessageReceived):
            rows.append((WORDS, (event.words.id, place.account, event.words.text, 0)))
            event = MessageReceived(Words(event.words.id), event.sent_at, event.media)
        body, told = _ENCODE(event), _ENCODE(decided.told)
        rows.append((EVENT, (id_, place.conversation, place.last_event, now, "stepped", body, told)))
        place.last_event, place.state = id_, decided.step.state
        for record in decided.step.records:
            match record:
                case AnswerGiven():
                    rows += _answer(place, record, now, earlier)
                case MemberChanged():
                    place.member = msgspec.structs.replace(record.member, version=record.member.version + 1)
                case QuestionCounted(question, what, length, wait):
                    rows.append((COUNT, (now // DAY, question, what.value, length, wait, 1)))
                case _:
                    raise NotImplementedError(f"this workload has no {type(record).__name__}")
        shown: list[Shown] = []
        for effect in decided.step.effects:
            if not isinstance(effect, Shown):
                raise NotImplementedError(f"this workload has no {type(effect).__name__}")
            message = MessageId(self._mint.strike(now))
            rows.append(
                (MESSAGE, (message, place.conversation, place.last_message, now, effect.delivery.value, effect.expires,
                           effect.slot, _ENCODE(effect)))
            )  # fmt: skip
            place.last_message = message
            shown.append(effect)
        state = _ENCODE(place.state)
        rows.append((CONVERSATION, (place.last_event, place.last_message, state, place.conversation)))
        if decided.told.member is not place.member:
            member = place.member
            rows.append((MEMBER, (member.version, member.last_seen, _ENCODE(member), member.id)))
        return rows, shown

    def say(self, shown: Sequence[Shown], words: dict[WordsId, str]) -> tuple[Part, ...]:
        """The last of the messages, as the platform takes it; all are rendered."""
        return [fit(render(effect, self._voice, words), CAPABILITIES) for effect in shown][-1]


def first_answers(decided: Decided) -> list[tuple[int, MemberId]]:
    """The rounds, and who, whose earlier answer has to be looked up."""
    member = decided.told.member.id
    records = decided.step.records
    return [(record.round, member) for record in records if isinstance(record, AnswerGiven) and record.part == 0]


def quoted(shown: Sequence[Shown]) -> list[int]:
    """The words that these messages quote."""
    return [quote[1] for effect in shown for line in effect.lines for quote in line.quotes]


def _answer(place: Found, record: AnswerGiven, now: int, earlier: Sequence[Sequence[Any]]) -> list[Row]:
    rows: list[Row] = []
    if record.part == 0:
        rows += [(TALLY, (question, key, -1)) for question, key, counts in earlier if counts]
    answer = (record.round, place.member.id, record.part, record.question, record.branch, record.key, record.words,
              int(record.counts), 0, now)  # fmt: skip
    rows.append((ANSWER, answer))
    if record.counts:
        rows.append((TALLY, (record.question, record.key, 1)))
    return rows
