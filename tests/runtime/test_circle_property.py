"""Whatever people do in two group places and a thread of one of them, in whatever order, and whenever the process ends:
nobody votes twice, counts are the votes', circles never mix, and nobody is quoted or named who did not agree."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot.model.circle import SAID
from bot.model.event import ChoicePressed
from bot.model.message import Button
from bot.shells.bench.workload import read_deck
from tests.runtime.circle import DAY, MINUTE, Lounge, screen_of
from tests.runtime.table import text_of

PEOPLE = ("Adax", "Benx", "Cleox", "Danx", "Evex")
ROOMS = ("here", "there", "there/books")
PLACES = ("here", "there")
people = st.sampled_from(PEOPLE)
rooms = st.sampled_from(ROOMS)
QUESTIONS = {str(question.id): question for question in read_deck().questions}


def place_of(room: str) -> str:
    """The group place that a thread is of."""
    return room.partition("/")[0]


class Circles(RuleBasedStateMachine):
    """Two group places, a thread, five people, and what each of them agreed to."""

    @initialize()
    def open_places(self) -> None:
        """The bot is let into both places."""
        self.folder = Path(tempfile.mkdtemp())
        self.lounge = Lounge(self.folder, *PLACES)
        self.votes: dict[int, dict[str, str]] = {}
        """Of each circle the keys by who chose them."""
        self.words = 0
        self.last: dict[str, str] = {}
        """The word that somebody typed last as an answer: what `share` speaks of."""
        self.last_at: dict[str, tuple[int, bool] | None] = {}
        """The circle that they answered last: what `take that back` speaks of."""
        self.mine: dict[tuple[int, str], str] = {}
        self.shared: dict[str, str] = {}
        self.agreed: set[str] = set()
        self.typed: set[str] = set()
        self.callable: set[str] = set()
        self.stopped: set[str] = set()
        self.buttons: dict[str, list[Button]] = {room: [] for room in ROOMS}

    def teardown(self) -> None:
        """The file is gone."""
        self.lounge.ledger.close()
        shutil.rmtree(self.folder)

    # What is there

    def _open(self, room: str) -> dict[int, dict[str, Any]]:
        rows = self.lounge.rows(
            "SELECT c.circle, CAST(v.state AS TEXT) FROM circles c JOIN conversations v ON v.id = c.circle"
            " WHERE c.open = 1 AND v.address = ? ORDER BY c.circle",
            screen_of(room),
        )
        return {int(str(circle)): json.loads(str(state)) for circle, state in rows}

    def _all_open(self) -> dict[int, tuple[str, dict[str, Any]]]:
        return {circle: (room, state) for room in ROOMS for circle, state in self._open(room).items()}

    def _watch(self, before: dict[int, tuple[str, dict[str, Any]]], seen: dict[str, int]) -> None:
        """Every circle that was just turned over says what its own votes say, and nothing that nobody agreed to."""
        still = self._all_open()
        for room in ROOMS:
            for message in list(self.lounge.screens.get(screen_of(room), {}).values())[seen.get(room, 0) :]:
                text = text_of(message)
                if message.buttons:
                    self.buttons[room] += [button for button in message.buttons if "^" in button.token]
                elif "× " in text or "answered." in text or "in all." in text:
                    self._was_turned_over(room, text, [c for c in before if c not in still and before[c][0] == room])

    def _was_turned_over(self, room: str, text: str, ended: list[int]) -> None:
        if "Nobody has answered yet" in text:
            return  # The card of an open question.
        said = [word for word in self.typed if word in text]
        assert all(word in self.agreed for word in said), "somebody's words were shown without their yes"
        for name in PEOPLE:
            assert name not in text or (name in self.callable and name not in self.stopped), f"{name} was named"
        counted = {circle: Counter(self.votes.get(circle, {}).values()) for circle in ended}
        shown = sorted(
            (label, int(count)) for count, label in re.findall(r"(\d+) × ([a-z0-9 ]+?)(?=[,.:]| and|$)", text)
        )
        fits = []
        for circle, counts in counted.items():
            labels = self._labels(circle)
            fits.append(sorted((labels[key], n) for key, n in counts.items() if key in labels) == shown)
        assert any(fits), f"{text!r} is the split of no circle of {room}: {counted}"

    def _labels(self, circle: int) -> dict[str, str]:
        (state,) = self.lounge.rows("SELECT CAST(state AS TEXT) FROM conversations WHERE id = ?", circle)[0]
        question = QUESTIONS[json.loads(str(state))["question"]]
        if question.scale:
            return {str(n): str(n) for n in range(question.scale.first, question.scale.last + 1)}
        return {str(choice.id): choice.label for choice in question.choices}

    def _do(self, action: Any) -> None:
        before = self._all_open()
        seen = {room: len(self.lounge.screens.get(screen_of(room), {})) for room in ROOMS}
        action()
        self._watch(before, seen)

    # What people do

    @rule(name=people, room=rooms)
    def call(self, name: str, room: str) -> None:
        """Somebody calls a circle."""
        self._do(lambda: self.lounge.say(name, "circle", room))

    @rule(name=people, room=rooms, elsewhere=st.booleans(), data=st.data(), times=st.integers(1, 3))
    def press(self, name: str, room: str, elsewhere: bool, data: st.DataObject, times: int) -> None:
        """Somebody presses a button of that place, old or new, perhaps several times; or forges it elsewhere."""
        if not self.buttons[room]:
            return
        button = data.draw(st.sampled_from(self.buttons[room][-12:]))
        circle, _part, key = button.token.split(".", 2)
        there = data.draw(st.sampled_from(ROOMS)) if elsewhere else room
        # In which thread of its place a press is heard makes no difference: the button says which circle.
        if any(int(circle, 16) in self._open(one) for one in ROOMS if place_of(one) == place_of(there)):
            self.votes.setdefault(int(circle, 16), {})[name] = key.removeprefix("^")
            self.last_at[name] = (int(circle, 16), True)
        for _time in range(times):
            self._do(lambda: self.lounge.do(name, ChoicePressed(button.token), there))

    @rule(name=people, data=st.data())
    def answer(self, name: str, data: st.DataObject) -> None:
        """Somebody answers an open question in private."""
        open_ = {circle: state for circle, (_room, state) in self._all_open().items() if state.get("code")}
        if not open_:
            return
        circle = data.draw(st.sampled_from(sorted(open_)))
        self.words += 1
        word = f"zyx{self.words}qu"
        self._do(lambda: self.lounge.say(name, f"answer {open_[circle]['code']}", ""))
        self._do(lambda: self.lounge.say(name, f"{word} in the lane", ""))
        self.votes.setdefault(circle, {})[name] = SAID
        self.typed.add(word)
        # What it replaces is nobody's answer any more.
        self.agreed.discard(self.mine.get((circle, name), ""))
        self.mine[circle, name] = word
        self.last[name] = word

    @rule(name=people, word=st.sampled_from(["share", "unshare"]))
    def agree(self, name: str, word: str) -> None:
        """Somebody lets the others read what they answered last in private, or not any more."""
        if name not in self.last:
            return
        self._do(lambda: self.lounge.say(name, word, ""))
        if word == "share":
            self.agreed.add(self.last[name])
            self.shared[name] = self.last[name]
        else:
            self.agreed.discard(self.shared.get(name, self.last[name]))

    @rule(name=people, yes=st.booleans())
    def be_called_on(self, name: str, yes: bool) -> None:
        """Somebody does not mind being named, or does."""
        self._do(lambda: self.lounge.say(name, "call on me" if yes else "don't call on me", ""))
        (self.callable.add if yes else self.callable.discard)(name)

    @rule(name=people)
    def stop(self, name: str) -> None:
        """Somebody says stop, in private."""
        self._do(lambda: self.lounge.say(name, "stop", ""))
        self.stopped.add(name)

    @rule(name=people)
    def forget(self, name: str) -> None:
        """Somebody is forgotten."""
        self._do(lambda: self.lounge.say(name, "forget me", ""))
        self._do(lambda: self.lounge.say(name, "yes", ""))
        for votes in self.votes.values():
            votes.pop(name, None)
        for gone in (self.last, self.shared, self.last_at):
            gone.pop(name, None)
        for key in [key for key in self.mine if key[1] == name]:
            self.agreed.discard(self.mine.pop(key))
        self.callable.discard(name)
        self.stopped.discard(name)

    @rule(room=rooms, name=people)
    def turn_over(self, room: str, name: str) -> None:
        """Whoever runs the place has the circle turned over, if there is one alone; or somebody tries."""
        self._do(lambda: self.lounge.say(name, "reveal", room))
        self._do(lambda: self.lounge.say("Mod", "reveal", room, moderator=True))

    @rule(room=rooms)
    def put_away(self, room: str) -> None:
        """The place wants no more, and some again."""
        self._do(lambda: self.lounge.say("Mod", "circles off", room, moderator=True))
        self._do(lambda: self.lounge.say("Mod", "circles on", room, moderator=True))

    @rule(time=st.sampled_from([5_000, 2 * MINUTE, DAY + MINUTE]))
    def wait(self, time: int) -> None:
        """Time passes."""
        self._do(lambda: self.lounge.wait(time))

    @rule()
    def restart(self) -> None:
        """The process ends, and another starts."""
        self.lounge.restart()

    # What always holds

    @invariant()
    def one_vote_each(self) -> None:
        """The votes on disk are exactly those that were cast, one for each person and circle."""
        rows = self.lounge.rows("SELECT v.circle, a.address, v.key FROM votes v JOIN accounts a ON a.member = v.member")
        found: dict[int, dict[str, str]] = {}
        for circle, name, key in rows:
            mine = found.setdefault(int(str(circle)), {})
            assert name not in mine
            mine[str(name)] = str(key)
        assert found == {circle: votes for circle, votes in self.votes.items() if votes}

    @invariant()
    def counts_are_the_votes(self) -> None:
        """What is counted beside the votes is what they are."""
        counted = self.lounge.rows("SELECT circle, key, n FROM ballots WHERE n <> 0 ORDER BY circle, key")
        voted = self.lounge.rows("SELECT circle, key, count(*) FROM votes GROUP BY circle, key ORDER BY circle, key")
        assert counted == voted

    @invariant()
    def nothing_fails(self) -> None:
        """No step raised."""
        assert self.lounge.complaints == []


TestCircles = Circles.TestCase
TestCircles.settings = settings(
    max_examples=25, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
)
TestCircles = pytest.mark.slow(TestCircles)
