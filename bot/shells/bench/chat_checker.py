"""Compares what people on a chat platform did and saw with what the bot has kept."""

from __future__ import annotations

import sqlite3
from bisect import bisect
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import msgspec

from bot.connecting import PLATFORMS
from bot.model.event import ChoicePressed, Event, MessageReceived
from bot.model.ids import Address
from bot.ports.views import SaidByBot
from bot.rendering.fit import fit
from bot.rendering.render import render
from bot.runtime.library import voice_of
from bot.shells.bench.checker import Kept, counted_twice, told_otherwise, unsent
from bot.shells.bench.crowd import Appeared, Chat, Crowd, Kill, Spoken
from bot.store.sqlite.views import SqliteViews
from bot.voices import prompts
from bot.wiring import shelves_of

BEFORE = 1.0
"""Seconds after a kill in which a platform may not have noticed yet that nobody listens."""
LONGEST_CHAT = 100_000
_DECODE = msgspec.json.Decoder(Event).decode


class Found(msgspec.Struct):
    """What a comparison found: what is wrong, a sentence each, and what a kill explains."""

    failures: list[str] = []
    unheard: int = 0
    shown_twice: int = 0


def check_chats(database: Path, crowd: Crowd, kills: Sequence[Kill]) -> Found:
    """Everything that is wrong, and how much was explained. The bot must have stopped."""
    with closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        kept = Kept(connection, crowd.platform)
        taken = {id_ for (id_,) in connection.execute("SELECT id FROM deliveries WHERE source = ?", (crowd.source,))}
        aside = connection.execute("SELECT count(*) FROM quarantine").fetchone()[0]
    found = Found([*counted_twice(kept), *unsent(kept), *told_otherwise(database, kept)])
    if aside:
        found.failures.append(f"{aside} updates are in quarantine, and nobody sent a bad one")
    lives = Lives(crowd, taken, kills)
    keyed = PLATFORMS[crowd.platform].idempotent
    under_way = Counter(row for kill in kills for row in kill.under_way)
    with Rendered(database) as rendered:
        for chat in crowd.chats:
            known = [said for said in chat.said if said.id in taken]
            found.failures += _lost(kept, chat, known)
            found.unheard += _unheard(chat, taken, lives, found.failures)
            found.failures += _unanswered(kept, chat)
            expected = rendered.rows(crowd, chat)
            if keyed:
                found.failures += _shown_by_key(chat, {row: len(texts) for row, texts in expected.items()})
            else:
                found.shown_twice += _shown_by_text(chat, expected, under_way, found.failures)
    return found


class Rendered:
    """The outbox as it was said: rendered again from the rows."""

    def __init__(self, database: Path) -> None:
        self._views = SqliteViews(database)
        self._voice = voice_of(prompts(), shelves_of(self._views.decks(), self._views.numbers()))

    def __enter__(self) -> Rendered:
        return self

    def __exit__(self, *_error: object) -> None:
        self._views.close()

    def rows(self, crowd: Crowd, chat: Chat) -> dict[int, list[str]]:
        """The texts of the parts of each message to that chat, by the outbox row, oldest first."""
        capabilities = PLATFORMS[crowd.platform]
        rows = self._views.history(crowd.platform, Address(chat.address), 0, LONGEST_CHAT)
        return {
            row.id: [crowd.written(part) for part in fit(render(row.effect, self._voice, row.words), capabilities)]
            for row in rows
            if isinstance(row, SaidByBot)
        }


def _lost(kept: Kept, chat: Chat, known: Sequence[Spoken]) -> Iterator[str]:
    taken = list(_spoken(kept, chat))
    if len(taken) != len(known):
        yield f"{chat.address}: {len(known)} deliveries were taken, {len(taken)} events are kept"
    for said in known:
        if said.text and kept.texts[said.text] != 1:
            yield f"{chat.address}: what was delivered as {said.id} is kept {kept.texts[said.text]} times"


def _spoken(kept: Kept, chat: Chat) -> Iterator[int]:
    for id_, outcome, body in kept.events[kept.conversation.get(chat.address, 0)]:
        if outcome == "stepped" and isinstance(_DECODE(body), MessageReceived | ChoicePressed):
            yield id_


class Lives:
    """Which of the things that nothing was promised for may be missing, because the bot died before it kept them.

    What is heard is kept in the order in which it was heard. So whatever is missing was followed, until the next kill,
    by nothing that was kept; presses tell, since nobody but the bot that heard them can have kept them.
    """

    def __init__(self, crowd: Crowd, taken: set[int | str], kills: Sequence[Kill]) -> None:
        self._kills = sorted(kill.at for kill in kills)
        self._presses = sorted(
            said.at for chat in crowd.chats for said in chat.said if not said.promised and not said.text
            if said.heard and said.id in taken
        )  # fmt: skip

    def explain(self, said: Spoken) -> bool:
        """Whether it may be missing."""
        later = bisect(self._kills, said.at)
        just_died = later > 0 and said.at - self._kills[later - 1] <= BEFORE
        if not said.heard or just_died:
            return True
        if later == len(self._kills):
            return False
        kept = bisect(self._presses, said.at)
        return kept == len(self._presses) or self._presses[kept] > self._kills[later]


def _unheard(chat: Chat, taken: set[int | str], lives: Lives, failures: list[str]) -> int:
    """How much the bot does not know of because nothing was promised and it was away or killed; the rest are
    failures."""
    explained = 0
    for said in chat.said:
        if said.id in taken:
            continue
        if said.promised:
            failures.append(f"{chat.address}: {said.id} was delivered and is not in the store")
        elif lives.explain(said):
            explained += 1
        else:
            failures.append(f"{chat.address}: {said.id} is not in the store, and no kill explains it")
    return explained


def _unanswered(kept: Kept, chat: Chat) -> Iterator[str]:
    """Ids grow: behind each thing that was said stands a message, before the next thing that was said."""
    conversation = kept.conversation.get(chat.address, 0)
    for id_, outcome, _body in kept.events[conversation]:
        if outcome != "stepped":
            yield f"{chat.address}: event {id_} is {outcome}"
    order = sorted([(id_, True) for id_ in _spoken(kept, chat)] + [(id_, False) for id_ in kept.messages[conversation]])
    for (id_, said), (_following, said_again) in pairwise([*order, (0, True)]):
        if said and said_again:
            yield f"{chat.address}: event {id_} has no reply"


def _shown_by_key(chat: Chat, expected: dict[int, int]) -> Iterator[str]:
    """Where a message names its row, each part of each row stands there once, in order."""
    wanted = [(row, part) for row in expected for part in range(expected[row])]
    times = Counter((one.row, one.part) for one in chat.shown)
    for key in wanted:
        if times[key] != 1:
            yield f"{chat.address}: message {key[0]}, part {key[1]}, stands there {times[key]} times"
    yield from (f"{chat.address}: {key} stands there and is in no outbox" for key in times.keys() - set(wanted))
    firsts = list(dict.fromkeys((one.row, one.part) for one in chat.shown))
    if firsts != wanted and not times.keys() ^ set(wanted):
        yield f"{chat.address}: messages stand there out of order"


def _shown_by_text(chat: Chat, expected: dict[int, list[str]], under_way: Counter[int], failures: list[str]) -> int:
    """How many messages stand there more often than they are in the outbox, each explained by a row that was on its
    way at a kill: once more for each such kill at most."""
    wanted, excused = Counter[str](), Counter[str]()
    for row, texts in expected.items():
        wanted.update(texts)
        excused.update(texts * under_way[row])
    there = Counter(one.text for one in chat.shown)
    for text in wanted.keys() | there.keys():
        surplus = there[text] - wanted[text]
        if surplus < 0:
            failures.append(f"{chat.address}: a message stands there {there[text]} times, {wanted[text]} were sent")
        elif surplus > excused[text]:
            failures.append(f"{chat.address}: {surplus} messages too many, {excused[text]} of them explained")
    firsts = _without_repeats(chat.shown, [text for texts in expected.values() for text in texts])
    if firsts:
        failures.append(f"{chat.address}: {firsts} messages stand there out of order")
    return sum((there - wanted).values())


def _without_repeats(shown: Sequence[Appeared], wanted: Sequence[str]) -> int:
    """How many of the wanted texts are not found one after the other in what is shown."""
    rest = iter(one.text for one in shown)
    return sum(1 for text in wanted if not any(text == other for other in rest))
