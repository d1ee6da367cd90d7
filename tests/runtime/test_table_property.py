"""Whatever members do at tables, in any order: nobody reads an answer before giving one, and no block is broken."""

from __future__ import annotations

import json
import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from tests.runtime.table import DAY, Company, code_in, text_of

PEOPLE = ("Ada", "Ben", "Cleo")
people = st.sampled_from(PEOPLE)
HOUR = 3_600_000


class Tables(RuleBasedStateMachine):
    """Three people who lay tables, sit down, answer, talk, skip, get up, block and forget, over restarts."""

    stages: ClassVar[tuple[str, ...]] = ("answering", "talking")

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.company = Company(self.folder, *PEOPLE)
        self.words = 0
        self.answered: dict[tuple[int, int], set[str]] = {}
        """Who has answered that card of that table."""
        self.said: dict[str, tuple[str, int, int, bool]] = {}
        """Each word that was typed at a table: by whom, where, at which card, and whether it was the answer."""
        self.codes: list[str] = []
        self.blocked: set[frozenset[str]] = set()
        self.read = dict.fromkeys(PEOPLE, 0)

    def teardown(self) -> None:
        """The file is gone."""
        self.company.ledger.close()
        shutil.rmtree(self.folder)

    def _state(self, name: str) -> dict[str, Any]:
        with closing(sqlite3.connect(self.company.file)) as connection:
            row = connection.execute(
                "SELECT c.state FROM places p JOIN conversations c ON c.id = p.conversation WHERE p.address = ?",
                (name,),
            ).fetchone()
        state: dict[str, Any] = json.loads(row[0])
        return state

    def _seat(self, name: str) -> tuple[int, str, int]:
        state = self._state(name)
        seated = state.get("seated")
        if not seated or state.get("phase") != "seated":
            return 0, "", 0
        return seated["table"], seated.get("stage", "waiting"), seated.get("nth", 0)

    @rule(name=people, places=st.sampled_from(["not-date", "table for 3"]))
    def lay(self, name: str, places: str) -> None:
        """Somebody lays a table."""
        text = self.company.say(name, places)
        if "`join " in text:
            self.codes.append(code_in(text))

    @rule(name=people, data=st.data())
    def join(self, name: str, data: st.DataObject) -> None:
        """Somebody brings a code and says yes."""
        if self.codes:
            self.company.say(name, f"join {data.draw(st.sampled_from(self.codes))}")
            if self._state(name).get("phase") == "invited":
                self.company.say(name, "yes")

    @rule(name=people)
    def type(self, name: str) -> None:
        """Somebody types a word that nobody has typed before."""
        self.words += 1
        word = f"zyx{self.words}qu"
        table, stage, nth = self._seat(name)
        if table and stage in self.stages:
            self.said[word] = (name, table, nth, stage == "answering")
        if table and stage == "answering":
            # Counted before the line is typed: with it the answers may already be shown.
            self.answered.setdefault((table, nth), set()).add(name)
        self.company.say(name, f"{word} in the lane")

    @rule(name=people, word=st.sampled_from(["skip", "lighter", "deeper", "never", "next", "yes", "no", "resume"]))
    def wish(self, name: str, word: str) -> None:
        """Somebody would like it otherwise."""
        table, stage, nth = self._seat(name)
        if word in ("yes", "no") and stage == "answering":
            self.answered.setdefault((table, nth), set()).add(name)
        self.company.say(name, word)

    @rule(name=people, word=st.sampled_from(["leave", "stop", "report"]))
    def get_up(self, name: str, word: str) -> None:
        """Somebody gets up."""
        if word == "report":
            self._blocks(name)
        self.company.say(name, word)

    @rule(name=people)
    def block(self, name: str) -> None:
        """Somebody never wants to sit with those there again."""
        self._blocks(name)
        self.company.say(name, "block")

    def _blocks(self, name: str) -> None:
        table = (self._state(name).get("seated") or {}).get("table", 0)
        for other in PEOPLE:
            theirs = (self._state(other).get("seated") or {}).get("table", 0)
            if table and other != name and theirs == table:
                self.blocked.add(frozenset((name, other)))

    @rule(name=people)
    def forget(self, name: str) -> None:
        """Somebody is forgotten, and begins anew."""
        self.company.say(name, "forget me")
        self.company.say(name, "yes")
        self.company.say(name, "hello")
        self.company.say(name, "yes")
        self.said = {word: said for word, said in self.said.items() if said[0] != name}
        self.blocked = {pair for pair in self.blocked if name not in pair}

    @rule(hours=st.sampled_from([1, 30, 200]))
    def wait(self, hours: int) -> None:
        """Time passes."""
        self.company.wait(hours * HOUR if hours < 200 else 8 * DAY)

    @rule()
    def restart(self) -> None:
        """The process ends, and another starts."""
        self.company.restart()

    @invariant()
    def nobody_reads_too_early(self) -> None:
        """What is on a screen was said at a table where its reader sits, and an answer only after their own."""
        for reader in PEOPLE:
            for message in self.company.screens[reader][self.read[reader] :]:
                text = text_of(message)
                for word, (author, table, nth, is_answer) in self.said.items():
                    if word in text and author != reader:
                        answered = self.answered.get((table, nth), set())
                        assert not is_answer or reader in answered, f"{reader} read {author}'s answer first"
            self.read[reader] = len(self.company.screens[reader])

    @invariant()
    def blocks_hold(self) -> None:
        """Two of whom one blocked the other never sit at one table."""
        seats = {name: self._seat(name)[0] for name in PEOPLE}
        for pair in self.blocked:
            one, other = pair
            assert not seats[one] or seats[one] != seats[other]

    @invariant()
    def nothing_fails(self) -> None:
        """No step raised."""
        assert self.company.complaints == []


TestTables = Tables.TestCase
TestTables.settings = settings(
    max_examples=25, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
)
TestTables = pytest.mark.slow(TestTables)
