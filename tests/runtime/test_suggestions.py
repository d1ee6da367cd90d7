"""Members suggest questions and one of them decides, over a real engine and a real file."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from bot.core.curator.suggested import SOON
from bot.model.curator import AMONG_US, CURATOR, FROM_MEMBERS
from bot.model.ids import MemberId
from bot.model.spans import DAY
from bot.model.suggestion import Fate
from bot.ports.views import Suggested
from bot.rendering.render import render
from bot.runtime import curation
from bot.runtime.curation import Curated
from bot.runtime.replay import Verdict, replay
from bot.shells.bench.workload import read_deck
from bot.store.sqlite.views import SqliteViews
from bot.voices import prompts
from bot.wiring import rules_of, shelves_of
from bot.written import decode
from tests.runtime.circle import Lounge
from tests.runtime.engines import HERE, delivered, said
from tests.runtime.table import Company, code_in

QUESTION = "What was the last thing you mended with your own hands?"
DECK = read_deck()
OTHER = "Which street do you take although it is longer?"


class Among(Company):
    """Ada and Ben, and Mara, who decides."""

    def __init__(self, folder: Path, *names: str) -> None:
        super().__init__(folder, *(names or ("Ada", "Ben")), "Mara", moderators="here:Mara")

    def suggestions(self) -> tuple[Suggested, ...]:
        """What the console would list."""
        with closing(SqliteViews(self.file)) as views:
            return views.suggestions()

    def curate(self, what: str, number: int, why: str = "") -> str:
        """The operator does that on the command line; returns the sentence."""
        wanted = Curated(what, number=number, because=why)
        turned = curation.tell(self.engine, curation.tiding_of(wanted, self.ledger), self.clock.time)
        for posted in turned.posted:
            message = render(posted.effect, self.voice, posted.words, posted.names)
            self.screens.setdefault(str(posted.address), []).append(message)
        return curation.sentence(turned, self.voice)

    def asked(self) -> list[str]:
        """The questions of the community's own deck, as it is on offer."""
        entry = next((one for one in self.ledger.stock().entries if one.deck == FROM_MEMBERS), None)
        if entry is None:
            return []
        return [question.text for question in decode(self.ledger.decks()[entry.current.hash]).questions]

    def anywhere(self, text: str) -> int:
        """In how many cells of the whole file that text stands, read or encoded."""
        count = 0
        with closing(SqliteViews(self.file)) as views:
            connection = views._open()
            for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
                for row in connection.execute(f"SELECT * FROM {table}"):
                    for cell in row:
                        plain = cell.decode(errors="replace") if isinstance(cell, bytes) else str(cell)
                        count += text in plain
        return count


@pytest.fixture
def among(tmp_path: Path) -> Among:
    """A community with one small deck."""
    return Among(tmp_path)


def test_from_the_chat_to_the_list(among: Among) -> None:
    """Suggested, decided, told, and asked of whoever takes that deck, with the author's name if they wished."""
    read = among.say("Ada", f"suggest {QUESTION}")
    assert "waits now" in read
    assert "stays even if you leave" in read
    assert "named beside it?" in read
    among.press("Ada", "name me")
    assert "1: «What was the last" in among.say("Ada", "my suggestions")
    shown = among.say("Mara", "suggestions")
    assert QUESTION in shown
    done = among.press("Mara", "approve")
    assert "From among us" in done
    assert "Nothing else waits" in done
    assert "is on the list" in among.reads("Ada")
    assert among.asked() == [QUESTION]
    begun = among.say("Ben", f"deck {AMONG_US}")
    assert QUESTION in begun
    assert "(from Ada, who sits among us)" in begun
    with closing(SqliteViews(among.file)) as views:
        assert [act.what for act in views.acts()] == ["approve", "name", "suggest"]
    assert among.complaints == []


def test_it_works_after_a_restart_and_goes_back(among: Among) -> None:
    """The deck is there at the next start, grows by versions, and `undo` takes the last question away again."""
    for number, text in enumerate((QUESTION, OTHER), 1):
        among.say("Ada", f"suggest {text}")
        among.say("Mara", f"suggestions approve {number}")
    assert among.asked() == [QUESTION, OTHER]
    among.restart()
    assert OTHER in among.say("Ben", f"deck {AMONG_US}") + among.say("Ben", "skip")
    among.say("Mara", f"undo {FROM_MEMBERS}")
    assert among.asked() == [QUESTION]
    among.say("Mara", f"undo {FROM_MEMBERS}")
    assert among.asked() == []


def test_two_are_approved_in_one_batch(among: Among) -> None:
    """What is made in a turn can be built upon in the same turn."""
    among.say("Ada", f"suggest {QUESTION}")
    among.say("Ada", f"suggest {OTHER}")
    work = [delivered("Mara", f"b{number}", said(f"suggestions approve {number}")) for number in (1, 2)]
    among.engine.turn(work, among.clock.time)
    assert among.asked() == [QUESTION, OTHER]
    assert among.complaints == []


def test_a_turn_that_comes_to_nothing_leaves_no_version(among: Among, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was staged is unknown again, and the same approval works later."""
    among.say("Ada", f"suggest {QUESTION}")
    known = set(among.engine._library)
    faults = among.engine._faults

    class Trouble:
        def reach(self, point: str) -> None:
            if point == "turn.written":
                raise RuntimeError(point)

    monkeypatch.setattr(among.engine, "_faults", Trouble())
    among.engine.turn([delivered("Mara", "t", said("suggestions approve 1"))], among.clock.time)
    assert set(among.engine._library) == known
    assert among.asked() == []
    monkeypatch.setattr(among.engine, "_faults", faults)
    among.say("Mara", "suggestions approve 1")
    assert among.asked() == [QUESTION]


def test_a_no_has_a_reason_and_leaves_the_door_open(among: Among) -> None:
    """By a button or in somebody's own words; the author reads it and can send another version at once."""
    among.say("Ada", f"suggest {QUESTION}")
    among.say("Mara", "suggestions")
    among.press("Mara", "decline")
    among.press("Mara", "for few")
    read = among.reads("Ada")
    assert QUESTION in read
    assert "Only a few here could answer it" in read
    among.press("Ada", "suggest another")
    assert "waits now" in among.say("Ada", OTHER)
    among.say("Mara", "suggestions")
    among.press("Mara", "decline")
    among.press("Mara", "in my words")
    assert "We ask that in spring" in among.say("Mara", "We ask that in spring")
    among.press("Mara", "decline so")
    assert "We ask that in spring" in among.reads("Ada")
    assert [one.suggestion.fate for one in among.suggestions()] == [Fate.DECLINED] * 2
    assert among.suggestions()[0].because == "We ask that in spring"


def test_it_may_be_put_in_other_words(among: Among) -> None:
    """Both stand side by side before it is asked so, and the author reads what became of it."""
    among.say("Ada", f"suggest {QUESTION}")
    among.say("Mara", "suggestions")
    assert QUESTION in among.press("Mara", "edit")
    both = among.say("Mara", "What did you mend last?")
    assert QUESTION in both
    assert "What did you mend last?" in both
    among.press("Mara", "ask it so")
    assert among.asked() == ["What did you mend last?"]
    assert "slightly other words" in among.reads("Ada")
    assert "What did you mend last?" in among.reads("Ada")


def test_the_author_changes_it_while_it_waits(among: Among) -> None:
    """And takes it back; what is decided stays as it is."""
    among.say("Ada", f"suggest {QUESTION}")
    assert "Changed" in among.say("Ada", f"suggest instead {OTHER}")
    assert [one.text for one in among.suggestions()] == [OTHER]
    among.say("Ada", "my suggestions")
    among.press("Ada", "change it")
    assert "Changed" in among.say("Ada", QUESTION)
    assert QUESTION in among.say("Mara", "suggestions")
    among.press("Mara", "approve")
    assert "not waiting any more" in among.say("Ada", f"suggest instead 1 {OTHER}")
    assert among.asked() == [QUESTION]


@pytest.mark.parametrize("words", ["take that back", "take back 1", "forget me"])
@pytest.mark.parametrize("looked", [False, True])
def test_taken_back_it_is_nowhere(among: Among, words: str, looked: bool) -> None:
    """Its words are in no cell of the file, whoever was shown them, and nothing waits."""
    among.say("Ada", f"suggest {QUESTION}")
    assert among.anywhere("mended with") == 1
    if looked:
        assert QUESTION in among.say("Mara", "suggestions")
    among.say("Ada", words)
    if words == "forget me":
        among.say("Ada", "yes")
    assert among.anywhere("mended with") == 0
    assert among.suggestions() == ()
    assert "No suggestion waits" in among.say("Mara", "suggestions")


def test_whoever_is_forgotten_leaves_the_question_and_takes_the_name(among: Among) -> None:
    """As it was said before they sent it: the question is the community's, and nobody reads whose it was."""
    among.say("Ada", f"suggest {QUESTION}")
    among.press("Ada", "name me")
    among.say("Mara", "suggestions approve 1")
    among.say("Ada", "forget me")
    among.say("Ada", "yes")
    assert among.asked() == [QUESTION]
    begun = among.say("Ben", f"deck {AMONG_US}")
    assert QUESTION in begun
    assert "sits among us" not in begun
    assert "Ada" not in begun
    (one,) = among.suggestions()
    assert (one.text, one.accounts, one.suggestion.member) == ("", (), 0)


def test_nobody_is_called_for_each(among: Among) -> None:
    """Those who decide read once a day at most that something waits, and only if something is new."""
    among.say("Ada", f"suggest {QUESTION}")
    among.say("Ben", f"suggest {OTHER}")
    assert among.wait(SOON - 10_000).get("Mara", "") == ""
    assert "2 questions that members suggested wait" in among.wait(20_000)["Mara"]
    assert among.wait(3 * DAY)["Mara"] == ""
    among.say("Ada", "suggest What do you keep although it is broken?")
    assert "3 questions" in among.wait(SOON + 1_000)["Mara"]
    among.say("Ben", "suggest Whose handwriting would you know anywhere?")
    assert among.wait(DAY // 2)["Mara"] == ""
    assert "4 questions" in among.wait(DAY)["Mara"]
    assert QUESTION in among.press("Mara", "show me")
    assert OTHER in among.press("Mara", "later")


def test_so_many_and_no_more(among: Among) -> None:
    """Three wait at a time, five go out a day, and both are said kindly."""
    for number in range(3):
        assert "waits now" in among.say("Ada", f"suggest Which of the {number + 3} bridges would you cross on foot?")
        among.say("Ada", "never mind")
    assert "3 of yours are waiting" in among.say("Ada", f"suggest {QUESTION}")
    for number in (1, 2, 3):
        among.curate("decline", number)
    assert "waits now" in among.say("Ada", f"suggest {QUESTION}")
    assert "waits now" in among.say("Ada", f"suggest {OTHER}")
    assert "Keep it for tomorrow" in among.say("Ada", "suggest What do you keep although it is broken?")
    among.wait(DAY)
    assert "waits now" in among.say("Ada", "suggest What do you keep although it is broken?")


def test_the_operator_decides_from_the_command_line(among: Among) -> None:
    """By number; what is not waiting is said."""
    among.say("Ada", f"suggest {QUESTION}")
    among.say("Ada", f"suggest {OTHER}")
    assert QUESTION in among.curate("approve", 1)
    assert "Declined" in among.curate("decline", 2, "near")
    assert "very much like it" in among.reads("Ada")
    assert "not waiting" in among.curate("approve", 2)
    assert among.asked() == [QUESTION]


def test_it_can_be_told_again(among: Among) -> None:
    """Author, decider and curator come out of a replay as they are stored."""
    among.say("Ada", f"suggest {QUESTION}")
    among.press("Ada", "name me")
    among.say("Mara", "suggestions")
    among.press("Mara", "edit")
    among.say("Mara", "What did you mend last?")
    among.press("Mara", "ask it so")
    among.say("Ben", f"suggest {OTHER}")
    among.curate("decline", 2, "hard")
    among.ledger.close()
    with closing(SqliteViews(among.file)) as views:
        found = [views.conversation_at(HERE, delivered(who, "x").address) for who in ("Ada", "Ben", "Mara")]
        for conversation in (*found, CURATOR):
            assert conversation is not None
            past = views.past(conversation)
            assert past is not None
            library = shelves_of(past.decks, views.numbers())
            assert replay(past, library, rules_of(prompts())).verdict is Verdict.IDENTICAL


def test_the_week_counts_what_waits(among: Among) -> None:
    """So that whoever looks at the week reads how long it will take."""
    among.say("Ada", f"suggest {QUESTION}")
    with closing(SqliteViews(among.file)) as views:
        week = views.week(0, among.clock.time + DAY, among.clock.time)
    assert week.suggestions == 1


def test_it_is_named_at_a_table_as_well(among: Among) -> None:
    """The card says whose it is to both, who may be anybody."""
    among.say("Ada", f"suggest {QUESTION}")
    among.press("Ada", "name me")
    among.say("Mara", "suggestions approve 1")
    invitation = among.say("Ben", "table from-members for two")
    among.say("Mara", f"join {code_in(invitation)}")
    among.say("Mara", "yes")
    for who in ("Ben", "Mara"):
        assert QUESTION in among.reads(who)
        assert "(from Ada, who sits among us)" in among.reads(who)


def test_another_account_of_the_authors_reads_it_as_well(among: Among) -> None:
    """What one suggested is one's own wherever one speaks; nobody else's."""
    code = among.say("Ada", "link").split("`link ")[1].split("`")[0]
    among.say("Ada", f"suggest {QUESTION}")
    assert QUESTION not in among.say("Ben", "my suggestions")
    among.say("Ben", f"link {code}")
    assert QUESTION in among.say("Ben", "my suggestions")
    assert "3 of yours" not in among.say("Ben", f"suggest {OTHER}")
    among.say("Ben", "take back 1")
    assert [one.text for one in among.suggestions()] == [OTHER]


def test_it_is_named_in_a_circle_until_its_author_is_forgotten(tmp_path: Path) -> None:
    """The card says whose question it is; nobody's, once they are not here any more."""
    lounge = Lounge(tmp_path)
    lounge.say("Ada", "hello", "")
    lounge.say("Ada", "call me Ada", "")
    ((ada,),) = lounge.rows("SELECT member FROM accounts WHERE address = 'Ada'")
    lounge.ledger.close()
    by = MemberId(int(str(ada)))
    lounge.deck = msgspec.structs.replace(
        DECK, questions=tuple(msgspec.structs.replace(one, by=by) for one in DECK.questions)
    )
    lounge.start()
    card = next(iter(lounge.say("Ben", "circle").values()))
    assert "(from Ada, who sits among us)" in card
    lounge.say("Ada", "forget me", "")
    lounge.say("Ada", "yes", "")
    again = next(iter(lounge.say("Ben", "circle").values()))
    assert "who sits among us" not in again
    assert lounge.complaints == []
