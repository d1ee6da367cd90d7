"""The counters say what the stored rows say, counted again by brute force: after any talk, restart and erasure.

The recount knows nothing of how the core counts. After each thing that is done it looks at everything that is on disk
(which messages asked, which answers stand, where the conversation stood before and after) and remembers what it saw, so
that what is forgotten afterwards has still been seen.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Final

import msgspec
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.core.figures.steps import step_of
from bot.core.tokens import read_token
from bot.model.effect import Ask, Shown
from bot.model.event import ChoicePressed, Event
from bot.model.figures import Happened
from bot.model.spans import DAY
from bot.model.state import Ask as Asking
from bot.model.state import Open, Phase, Solo
from bot.runtime.mint import struck_at
from tests.runtime.engines import Clock, delivered, engine_at, said

PEOPLE: Final = ("ada", "ben")
TYPED: Final = (
    "yes", "yes", "a red door", "the kettle, just before it clicks", "my aunt", "tiger", "1", "2", "3", "idk", "lol",
    "skip", "never", "lighter", "deeper", "take that back", "share", "good one", "not for me", "stop", "resume",
    "again", "help", "decks", "my mother died in that house", "and you?", "told", "forget me", "forget me",
)  # fmt: skip
acts = st.one_of(
    st.tuples(st.just("say"), st.sampled_from(PEOPLE), st.sampled_from(TYPED)),
    st.tuples(st.just("say"), st.sampled_from(PEOPLE), st.sampled_from(TYPED)),
    st.tuples(st.just("press"), st.sampled_from(PEOPLE), st.sampled_from("0123456789")),
    st.tuples(st.just("wait"), st.sampled_from(PEOPLE), st.sampled_from(("2", "45", "3600", "90000"))),
    st.tuples(st.just("restart"), st.sampled_from(PEOPLE), st.just("")),
)
_SHOWN: Final = msgspec.json.Decoder(Shown).decode
_SOLO: Final = msgspec.json.Decoder(Solo).decode


class Recount:
    """Two people and a bot, and everything that was ever on disk about what became of questions."""

    def __init__(self, folder: Path) -> None:
        self.clock = Clock()
        self.file = folder / "counted.db"
        self.start()
        self.number = 0
        self.tokens: dict[str, list[str]] = {name: [] for name in PEOPLE}
        self.counted: Counter[tuple[int, int, str, int, int]] = Counter()
        self.ratings: dict[tuple[str, int], int] = {}
        self.asked: set[int] = set()
        self.answered: set[int] = set()
        self.followed: set[int] = set()
        for name in PEOPLE:
            self.do(name, delivered(name, "").event)
            self.do(name, said("yes"))

    def start(self) -> None:
        """An engine opens the file."""
        self.ledger, self.engine, shelves = engine_at(self.file, self.clock, [])
        (shelf,) = shelves.values()
        self.questions = {str(id_): shelved.number for id_, shelved in shelf.by_id.items()}

    def act(self, what: str, who: str, how: str) -> None:
        """That happens."""
        self.clock.time += 1_700
        if what == "wait":
            self.clock.time += int(how) * 1_000
        elif what == "restart":
            self.ledger.close()
            self.start()
        elif what == "say":
            self.do(who, said(how), how)
        elif tokens := self.tokens[who][-10:]:
            self.do(who, ChoicePressed(tokens[-1 - int(how) % len(tokens)]))

    def do(self, who: str, event: Event, text: str = "") -> None:
        self.number += 1
        before = self.state(who)
        was_forgotten = self.erasures()
        turned = self.engine.turn([delivered(who, str(self.number), event)], self.clock.time)
        for posted in turned.posted:
            self.tokens[who] += [option.token for option in posted.effect.options]
        after = self.state(who)
        passed = _passing(event, text)
        self.look(before, after, text)
        opened, still = before.open, after.open
        is_gone = opened is not None and (still is None or still.round != opened.round)
        if opened and passed and is_gone and _is_open(before) and opened.round not in self.answered:
            self.add(self.questions[str(opened.question)], passed)
        self.rate(who, before, text)
        if self.erasures() > was_forgotten:
            self.ratings = {key: good for key, good in self.ratings.items() if key[0] != who}

    def rate(self, who: str, before: Solo, text: str) -> None:
        about = before.open or before.last
        # Whoever is asked whether they mean to be forgotten has said no with "not for me".
        is_a_no = before.confirming and text == "not for me"
        if (
            about
            and not is_a_no
            and (
                (text in ("good one", "not for me") and before.phase is Phase.ASKING)
                or (text == "good one" and before.phase is Phase.RESTING)
            )
        ):
            self.ratings[who, self.questions[str(about.question)]] = int(text == "good one")

    def look(self, before: Solo, after: Solo, text: str) -> None:
        """What is on disk now and was not before has happened now."""
        with closing(sqlite3.connect(self.file)) as connection:
            bodies = connection.execute("SELECT body FROM outbox").fetchall()
            answers = connection.execute(
                "SELECT a.round, a.part, a.question, a.branch, length(w.text) FROM answers a"
                " LEFT JOIN words w ON w.id = a.words ORDER BY a.round, a.part"
            ).fetchall()
        for effect in (_SHOWN(body) for (body,) in bodies):
            texts = [line.name[1:-5] for line in effect.lines if line.name.endswith("/text")]
            if isinstance(effect, Ask) and effect.round not in self.asked and len(texts) == 1:
                self.asked.add(effect.round)
                self.add(self.questions[texts[0]], Happened.ASKED)
        for round_, part, question, branch, length in answers:
            if round_ not in self.asked:
                continue
            if part == 0 and round_ not in self.answered:
                self.answered.add(round_)
                wait = step_of((self.clock.time - struck_at(round_)) // 1_000)
                what = Happened.MISSED if branch == "default" else Happened.ANSWERED
                self.add(question, what, step_of(length) if length else 0, wait)
            elif part > 0 and round_ not in self.followed:
                self.follow(round_, question)
        opened, still = before.open, after.open
        if opened and still and opened.round == still.round and _picked_a_chip(opened, still):
            self.follow(opened.round, self.questions[str(opened.question)])

    def follow(self, round_: int, question: int) -> None:
        if round_ in self.asked - self.followed:
            self.followed.add(round_)
            self.add(question, Happened.FOLLOWED)

    def add(self, question: int, what: Happened, length: int = 0, wait: int = 0) -> None:
        self.counted[self.clock.time // DAY, question, what.value, length, wait] += 1

    def state(self, who: str) -> Solo:
        row = self.rows("SELECT state FROM conversations WHERE address = ?", who)
        body = row[0][0] if row else b"{}"
        assert isinstance(body, bytes)
        return _SOLO(body)

    def erasures(self) -> int:
        return len(self.rows("SELECT * FROM erasures"))

    def rows(self, query: str, *given: object) -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(self.file)) as connection:
            return connection.execute(query, given).fetchall()


def _is_open(state: Solo) -> bool:
    opened = state.open if state.phase in (Phase.ASKING, Phase.CHOOSING) else None
    return opened is not None and opened.part == 0 and opened.ask is Asking.QUESTION


def _picked_a_chip(opened: Open, still: Open) -> bool:
    """That is no answer on disk; another choice would have begun at its own follow-up."""
    follows = still.part == opened.part + 1 and still.ask is Asking.FOLLOW_UP
    return follows and bool(opened.chips) and not still.chips


def _passing(event: Event, text: str) -> Happened | None:
    """What somebody does who passes on a question."""
    token = read_token(event.token) if isinstance(event, ChoicePressed) else None
    if text == "never":
        return Happened.NEVER
    return Happened.SKIPPED if text in ("skip", "not for me") or (token and token.key == "!skip") else None


def check(talk: list[tuple[str, str, str]]) -> Recount:
    """After each act the counters are what the recount says, and so are the ratings."""
    with tempfile.TemporaryDirectory() as folder:
        recount = Recount(Path(folder))
        for act in talk:
            recount.act(*act)
            stored = {tuple(row[:-1]): row[-1] for row in recount.rows("SELECT * FROM askings")}
            assert stored == dict(recount.counted), act
            rated = recount.rows(
                "SELECT c.address, r.question, r.good FROM ratings r JOIN conversations c ON c.member = r.member"
            )
            assert {(name, number): good for name, number, good in rated} == recount.ratings, act
        recount.ledger.close()
        return recount


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(acts, max_size=30))
@example([("say", "ada", "forget me"), ("say", "ada", "not for me")])
def test_the_counters_are_what_is_counted_again(talk: list[tuple[str, str, str]]) -> None:
    """Asked, answered, missed, skipped, never, followed, lengths, times and opinions: after any talk of two people,
    with restarts and erasures in between, as a recount of all that was ever on disk has them."""
    check(talk)


def test_a_talk_that_has_it_all() -> None:
    """One answered, followed up, taken back and forgotten; another skipped; the counters keep what happened."""
    talk = [
        ("say", "ada", "a red door"), ("say", "ada", "my aunt"), ("say", "ada", "take that back"),
        ("restart", "ada", ""), ("say", "ada", "skip"), ("say", "ada", "good one"), ("wait", "ada", "90000"),
        ("say", "ada", "not for me"), ("say", "ada", "never"), ("say", "ada", "forget me"), ("say", "ada", "yes"),
        ("say", "ben", "skip"),
    ]  # fmt: skip
    counted = check(talk).counted
    happened = Counter(dict.fromkeys(Happened, 0))
    for (_day, _question, what, _length, _wait), n in counted.items():
        happened[Happened(what)] += n
    assert happened[Happened.ASKED] >= 5
    assert happened[Happened.ANSWERED] + happened[Happened.MISSED] == happened[Happened.FOLLOWED] == 1
    assert happened[Happened.SKIPPED] == 3
    assert happened[Happened.NEVER] == 1
    assert len({day for day, *_rest in counted}) == 2
