"""Whatever members suggest and whoever decides: the list is as the model says, and nobody reads what is not theirs."""

from __future__ import annotations

import tempfile
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.proposals import MOST_A_DAY, MOST_WAITING
from bot.model.curator import AMONG_US, FROM_MEMBERS
from bot.model.ids import AccountId, WordsId
from bot.model.suggestion import Fate
from bot.store.sqlite.quoting import readable
from bot.store.sqlite.views import SqliteViews
from bot.written import decode
from tests.runtime.engines import HERE, delivered
from tests.runtime.table import Company

AUTHORS = ("Ada", "Ben")
DECIDER, READER = "Mara", "Cleo"


def question(number: int) -> str:
    """A question that shares no word worth following with any other, and that can be found wherever it stands."""
    return f"Where would {marker(number)} {letters(number)}ing {letters(number)}ow?"


def marker(number: int) -> str:
    return f"zq{letters(number)}"


def letters(number: int) -> str:
    """A word for each number, none of which begins another."""
    return "".join("bcdfghjklm"[int(digit)] + "o" for digit in f"{number:03}")


@dataclass
class Model:
    """What there should be: by number the author, the marker of the text, and what became of it."""

    made: int = 0
    rows: dict[int, tuple[str, int, Fate]] = field(default_factory=dict)
    asked: list[int] = field(default_factory=list)
    """Markers of the community's deck, in order."""
    theirs: dict[int, str] = field(default_factory=dict)
    """Whose marker each is; of a moderator's wording it is the moderator."""
    today: dict[str, int] = field(default_factory=dict)

    def waiting(self, who: str = "") -> list[int]:
        return [number for number, (author, _mark, fate) in sorted(self.rows.items())
                if fate is Fate.WAITING and who in ("", author)]  # fmt: skip

    def next_marker(self, who: str) -> int:
        self.made += 1
        self.theirs[self.made] = who
        return self.made


class Played:
    """The model beside the real thing."""

    def __init__(self, folder: Path) -> None:
        self.company = Company(folder, *AUTHORS, READER, DECIDER, moderators=f"here:{DECIDER}")
        self.model, self.next = Model(), 1

    def say(self, who: str, text: str) -> str:
        return self.company.say(who, text)

    def do(self, what: str, who: str, which: int) -> None:
        waiting, mine = self.model.waiting(), self.model.waiting(who)
        rows = sorted(self.model.rows)
        # Now and then one that was decided long ago, or that never was.
        some = waiting if which < 4 else rows
        any_of = some[which % len(some)] if some else 99
        own = mine[which % len(mine)] if mine else 99
        getattr(self, f"_{what}")(who, any_of, own)
        self.look()

    def _suggest(self, who: str, _any: int, _own: int) -> None:
        mark = self.model.next_marker(who)
        fits = len(self.model.waiting(who)) < MOST_WAITING and self.model.today.get(who, 0) < MOST_A_DAY
        read = self.say(who, f"suggest {question(mark)}")
        assert ("waits now" in read) is fits
        if fits:
            self.model.rows[self.next] = (who, mark, Fate.WAITING)
            self.model.today[who] = self.model.today.get(who, 0) + 1
            self.next += 1

    def _reword(self, who: str, _any: int, own: int) -> None:
        mark = self.model.next_marker(who)
        self.say(who, f"suggest instead {own} {question(mark)}")
        if own in self.model.rows:
            self.model.rows[own] = (who, mark, Fate.WAITING)

    def _withdraw(self, who: str, _any: int, own: int) -> None:
        self.say(who, f"take back {own}")
        if own in self.model.rows:
            self.model.rows[own] = (who, self.model.rows[own][1], Fate.WITHDRAWN)
            assert self.anywhere(self.model.rows[own][1]) == 0

    def _steal(self, who: str, any_: int, _own: int) -> None:
        """Somebody names a number that is not theirs, and words that are not for them."""
        for text in (f"suggestions approve {any_}", f"suggestions edit {any_}", f"suggestions because near {any_}"):
            self.say(READER, text)
        self.say(READER, f"take back {any_}")
        self.say(READER, f"suggest instead {any_} {question(998)}")

    def _approve(self, _who: str, any_: int, _own: int) -> None:
        self.say(DECIDER, f"suggestions approve {any_}")
        if any_ in self.model.waiting():
            author, mark, _fate = self.model.rows[any_]
            self.model.rows[any_] = (author, mark, Fate.APPROVED)
            self.model.asked.append(mark)

    def _edit(self, _who: str, any_: int, _own: int) -> None:
        self.say(DECIDER, f"suggestions edit {any_}")
        mark = self.model.next_marker(DECIDER)
        if any_ not in self.model.waiting():
            return
        self.say(DECIDER, question(mark))
        self.company.press(DECIDER, "ask it so")
        author, old, _fate = self.model.rows[any_]
        self.model.rows[any_] = (author, old, Fate.APPROVED)
        self.model.asked.append(mark)

    def _decline(self, _who: str, any_: int, _own: int) -> None:
        self.say(DECIDER, f"suggestions because hard {any_}")
        if any_ in self.model.waiting():
            author, mark, _fate = self.model.rows[any_]
            self.model.rows[any_] = (author, mark, Fate.DECLINED)

    def _queue(self, _who: str, any_: int, _own: int) -> None:
        read = self.say(DECIDER, "suggestions")
        first = self.model.waiting()
        assert (marker(self.model.rows[first[0]][1]) in read) if first else ("No suggestion waits" in read)
        self.say(DECIDER, f"suggestions later {any_}")

    def _forget(self, who: str, _any: int, _own: int) -> None:
        self.say(who, "forget me")
        self.say(who, "yes")
        for number, (author, mark, fate) in self.model.rows.items():
            if author == who:
                self.model.rows[number] = (
                    "",
                    mark,
                    Fate.WITHDRAWN if fate is Fate.WAITING else fate,
                )
                assert mark in self.model.asked or self.anywhere(mark) == 0
        self.model.today[who] = 0
        self.company.arrive(who)
        self.say(who, "yes")

    def _read(self, _who: str, _any: int, _own: int) -> None:
        if self.model.asked:
            self.say(READER, f"deck {AMONG_US}")
        self.say(READER, "skip")

    def _restart(self, _who: str, _any: int, _own: int) -> None:
        self.company.restart()

    def anywhere(self, mark: int) -> int:
        """In how many cells of the file that marker stands."""
        count = 0
        with closing(SqliteViews(self.company.file)) as views:
            connection = views._open()
            for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
                for row in connection.execute(f"SELECT * FROM {table}"):
                    cells = (cell.decode(errors="replace") if isinstance(cell, bytes) else str(cell) for cell in row)
                    count += sum(marker(mark) in cell for cell in cells)
        return count

    def _may_read(self, views: SqliteViews, words: list[WordsId]) -> dict[str, set[WordsId]]:
        """By account, what the store would show there."""
        connection = views._open()
        accounts = connection.execute("SELECT id, address FROM accounts").fetchall()
        return {str(address): set(readable(connection, AccountId(account), words)) for account, address in accounts}

    def look(self) -> None:
        """The rows, the deck and the screens are what they should be, and nothing raised."""
        model = self.model
        with closing(SqliteViews(self.company.file)) as views:
            listed = views.suggestions()
            may_read = self._may_read(views, [one.suggestion.said.words for one in listed])
            pages = {who: views.history(HERE, delivered(who, "x").address, 0, 10_000) for who in (READER, *AUTHORS)}
        waiting = [one for one in listed if one.suggestion.fate is Fate.WAITING]
        assert [one.suggestion.number for one in waiting] == model.waiting()
        decided = {one.suggestion.number: one.suggestion.fate for one in listed if one not in waiting}
        assert decided == {number: fate for number, (_author, _mark, fate) in model.rows.items()
                           if fate in (Fate.APPROVED, Fate.DECLINED)}  # fmt: skip
        for who in (*AUTHORS, READER):
            own = {one.suggestion.said.words for one in listed if model.rows[one.suggestion.number][0] == who}
            assert may_read[who] <= own, f"{who} may read what others suggest"
        assert [one.text for one in waiting] == [question(model.rows[number][1]) for number in model.waiting()]
        entry = next((one for one in self.company.ledger.stock().entries if one.deck == FROM_MEMBERS), None)
        deck = decode(self.company.ledger.decks()[entry.current.hash]) if entry else None
        assert [one.text for one in deck.questions] == [question(mark) for mark in model.asked] if deck else True
        assert bool(deck) is bool(model.asked)
        shown = {who: " ".join(paragraph.text for message in screen for paragraph in message.paragraphs)
                 for who, screen in self.company.screens.items()}  # fmt: skip
        for who, text in shown.items():
            for mark, whose in model.theirs.items():
                if who not in (whose, DECIDER) and mark not in model.asked:
                    assert marker(mark) not in text, f"{who} read what {whose} suggested"
        for who, page in pages.items():
            quoted = " ".join(str(getattr(entry, "words", "")) for entry in page)
            for mark, whose in model.theirs.items():
                if whose != who:
                    assert marker(mark) not in quoted, f"{who} could read what {whose} wrote"
        assert self.company.complaints == []


PLAYS = ("suggest", "suggest", "reword", "withdraw", "approve", "edit", "decline", "queue", "forget", "read", "steal",
         "restart")  # fmt: skip


@pytest.mark.slow
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(st.tuples(st.sampled_from(PLAYS), st.sampled_from(AUTHORS), st.integers(0, 5)), min_size=5, max_size=12)
)
def test_the_list_is_as_the_model_says(plays: list[tuple[str, str, int]]) -> None:
    """After each thing that anybody does the same suggestions wait and the same questions are asked as in the model;
    no text is on a screen of, or could be shown to, anybody but its author and who decides, unless it was approved;
    and of whoever takes theirs back, or is forgotten, no text is anywhere in the file that was not."""
    with tempfile.TemporaryDirectory() as folder:
        played = Played(Path(folder))
        played.do("suggest", AUTHORS[0], 0)
        for what, who, which in plays:
            played.do(what, who, which)
        played.company.ledger.close()
