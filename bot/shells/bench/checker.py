"""Looks for what a crash may have done: anything lost, counted twice, left without a reply, or shown twice."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import msgspec

from bot.model.event import ChoicePressed, Event, MessageReceived
from bot.model.ids import ConversationId, DeckHash, QuestionId, QuestionNumber
from bot.runtime.replay import Verdict, replay
from bot.shells.bench.diary import Diary
from bot.store.sqlite.views import SqliteViews
from bot.wiring import shelves_of

_DECODE = msgspec.json.Decoder(Event).decode


def check(database: Path, diaries: Sequence[Diary]) -> list[str]:
    """Everything that is wrong, a sentence each; nothing, if the promises were kept. The bot must have stopped."""
    with closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        kept = Kept(connection)
    found = [*counted_twice(kept), *unsent(kept)]
    for diary in diaries:
        found += _lost(kept, diary)
        found += _unanswered(kept, diary)
        found += _shown_twice(kept, diary)
    return found + told_otherwise(database, kept)


class Kept:
    """What the database holds, read once."""

    def __init__(self, connection: sqlite3.Connection, platform: str = "web") -> None:
        read = connection.execute
        found = read("SELECT address, id FROM conversations WHERE platform = ?", (platform,))
        self.conversation = dict(found.fetchall())
        taken = read("SELECT id FROM deliveries WHERE source LIKE 'web:%' AND id NOT LIKE 'arrived:%'")
        self.forms = Counter(str(id_).partition("-")[0] for (id_,) in taken)
        self.texts = Counter(text for (text,) in read("SELECT text FROM words"))
        self.events: dict[int, list[tuple[int, str, bytes]]] = defaultdict(list)
        for id_, conversation, outcome, body in read("SELECT id, conversation, outcome, body FROM events ORDER BY id"):
            self.events[conversation].append((id_, outcome, body))
        self.messages: dict[int, list[int]] = defaultdict(list)
        for id_, conversation in read("SELECT id, conversation FROM outbox ORDER BY id"):
            self.messages[conversation].append(id_)
        self.open = read("SELECT id, state FROM outbox WHERE state <> 'sent'").fetchall()
        self.tallies = {(question, key): n for question, key, n in read("SELECT question, key, n FROM tallies WHERE n")}
        self.counted = Counter(
            (question, key) for question, key in read("SELECT question, key FROM answers WHERE counts = 1")
        )
        self.by_member = Counter(
            (member, question) for member, question in read("SELECT member, question FROM answers WHERE counts = 1")
        )
        self.numbers: dict[str, dict[QuestionId, QuestionNumber]] = defaultdict(dict)
        for deck, question, number in read("SELECT deck, question, number FROM questions"):
            self.numbers[deck][question] = QuestionNumber(number)


def counted_twice(kept: Kept) -> Iterator[str]:
    for key in sorted(kept.tallies.keys() | kept.counted.keys()):
        counted, answered = kept.tallies.get(key, 0), kept.counted.get(key, 0)
        if counted != answered:
            yield f"question {key[0]}, «{key[1]}»: counted {counted} times, answered {answered}"
    for (member, question), times in kept.by_member.items():
        if times > 1:
            yield f"member {member} stands in the counts of question {question} {times} times"


def unsent(kept: Kept) -> Iterator[str]:
    for id_, state in kept.open:
        yield f"message {id_} is left {state} after everything was stopped in order"


def _lost(kept: Kept, diary: Diary) -> Iterator[str]:
    for said in diary.said:
        if kept.forms[said.form] != 1:
            yield f"{diary.address}: form {said.form} was acknowledged once and taken {kept.forms[said.form]} times"
        if said.text and kept.texts[said.text] != 1:
            yield f"{diary.address}: an answer was acknowledged once and kept {kept.texts[said.text]} times"
    taken = list(_said(kept, diary))
    if len(taken) != len(diary.said):
        yield f"{diary.address}: {len(diary.said)} acknowledged, {len(taken)} events kept"


def _said(kept: Kept, diary: Diary) -> Iterator[int]:
    for id_, outcome, body in kept.events[kept.conversation.get(diary.address, 0)]:
        if outcome != "stepped":
            continue
        if isinstance(_DECODE(body), MessageReceived | ChoicePressed):
            yield id_


def _unanswered(kept: Kept, diary: Diary) -> Iterator[str]:
    conversation = kept.conversation.get(diary.address, 0)
    messages = kept.messages[conversation]
    for id_, outcome, _body in kept.events[conversation]:
        if outcome != "stepped":
            yield f"{diary.address}: event {id_} is {outcome}"
    on_page = [entry.id for entry in diary.page if entry.speaker == "bot"]
    if on_page != messages:
        yield f"{diary.address}: {len(messages)} messages in the outbox, {len(on_page)} on the page"
    for speaker, following in zip(diary.page, [*diary.page[1:], None], strict=True):
        if speaker.speaker == "member" and (following is None or following.speaker != "bot"):
            yield f"{diary.address}: entry {speaker.id} has no reply"


def _shown_twice(kept: Kept, diary: Diary) -> Iterator[str]:
    ids = [entry.id for entry in diary.page]
    if ids != sorted(set(ids)):
        yield f"{diary.address}: entries stand twice on the page, or out of order"
    mine = [entry for entry in diary.page if entry.speaker == "member"]
    if len(mine) != len(diary.said):
        yield f"{diary.address}: {len(diary.said)} acknowledged, {len(mine)} on the page"
    for entry, said in zip(mine, diary.said, strict=False):
        if said.text and entry.text != said.text:
            yield f"{diary.address}: entry {entry.id} is not what was said there"
    if diary.streamed != sorted(set(diary.streamed)):
        yield f"{diary.address}: the stream brought an entry twice, or out of order"
    if diary.streamed:
        first, last = diary.streamed[0], diary.streamed[-1]
        if diary.streamed != [id_ for id_ in ids if first <= id_ <= last]:
            yield f"{diary.address}: the stream and the page differ"


def told_otherwise(database: Path, kept: Kept) -> list[str]:
    """Every conversation is what its own events make of it, from the first on."""
    found: list[str] = []
    views = SqliteViews(database)
    library = None
    try:
        for conversation, events in kept.events.items():
            past = views.past(ConversationId(conversation))
            if past is None:
                found.append(f"the events of conversation {conversation} belong to nobody")
                continue
            if library is None:
                library = shelves_of({DeckHash(hash_): body for hash_, body in past.decks.items()}, kept.numbers)
            if len(past.steps) != len(events):
                found.append(f"conversation {conversation}: of {len(events)} events {len(past.steps)} are linked")
            elif replay(past, library, "").verdict is not Verdict.IDENTICAL:
                found.append(f"conversation {conversation}: what is stored is not what its events lead to")
    finally:
        views.close()
    return found
