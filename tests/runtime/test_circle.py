"""A circle over a real engine and a real file: what stands at the group place, and what nobody is ever sent."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from msgspec.structs import replace

from bot.model.event import ChoicePressed, MessageReceived, Words
from bot.model.ids import ChoiceId, ConversationId, MessageId, WordsId
from bot.ports.adapter import Failure
from bot.ports.store import Mark
from bot.runtime.engine import Work
from bot.runtime.replay import Verdict, replay
from bot.shells.bench.workload import read_deck
from bot.store.sqlite.views import SqliteViews
from bot.voices import prompts
from bot.wiring import rules_of, shelves_of
from tests.runtime import engines
from tests.runtime.circle import DAY, LOUNGE, MINUTE, SECOND, Lounge, screen_of
from tests.runtime.table import text_of

CROWD = [f"P{number}" for number in range(40)]
KETTLE = "the kettle just before it clicks"


@pytest.fixture
def lounge(tmp_path: Path) -> Lounge:
    """A group place that is open to the bot."""
    return Lounge(tmp_path)


def call(lounge: Lounge, room: str = LOUNGE) -> list[str]:
    """Ada calls a circle; returns what may be pressed."""
    lounge.say("Ada", "circle", room)
    return [button.label for button in list(lounge.screens[screen_of(room)].values())[-1].buttons]


def call_open(lounge: Lounge, room: str = LOUNGE) -> str:
    """Circles are called until one asks for words; returns the code by which it is answered in private."""
    for _circle in range(8):
        if not call(lounge, room):
            return code_in(lounge.reads(room))
        lounge.say("Mod", "circles off", room, moderator=True)
        lounge.say("Mod", "circles on", room, moderator=True)
    raise AssertionError("the deck has no open question left")


def call_pressed(lounge: Lounge, room: str = LOUNGE) -> list[str]:
    """Circles are called until one is answered by two buttons; returns their labels."""
    for _circle in range(8):
        labels = call(lounge, room)
        if len(labels) == 2:
            return labels
        lounge.say("Mod", "circles off", room, moderator=True)
        lounge.say("Mod", "circles on", room, moderator=True)
    raise AssertionError("the deck has no such question left")


def code_in(card: str) -> str:
    """The code that a card shows."""
    found = re.search(r"`answer (\S+)`", card)
    assert found, card
    return found[1]


def test_a_circle_stands_in_the_group_and_speaks_to_nobody_else(lounge: Lounge) -> None:
    """Who presses without ever having spoken to the bot is not greeted, there or in private: only the card changes."""
    tea, coffee = call_pressed(lounge)
    before = dict(lounge.screens)
    for name, label in (("Ben", tea), ("Cleo", coffee), ("Dan", tea)):
        assert lounge.press(name, label) == {}
    lounge.wait(10 * SECOND)
    assert "3 have answered" in lounge.card()
    assert set(lounge.screens) == set(before) == {"lounge#", "lounge#Mod"}


def test_one_vote_for_each_however_often_they_press(lounge: Lounge) -> None:
    """The same press again changes nothing, and another one replaces the first."""
    tea, coffee = call_pressed(lounge)
    for label in (tea, tea, coffee, coffee, tea, coffee):
        lounge.press("Ben", label)
    lounge.press("Cleo", tea)
    lounge.say("Ada", "reveal")
    assert "1 × tea" in lounge.reads()
    assert "1 × coffee" in lounge.reads()
    assert lounge.rows("SELECT count(*) FROM votes") == [(2,)]
    assert lounge.rows("SELECT count(*) FROM answers") == [(2,)]
    assert lounge.rows("SELECT sum(n) FROM tallies") == [(2,)]
    told = lounge.rows("SELECT count(*) FROM events WHERE CAST(body AS TEXT) LIKE '%\"voted\"%'")
    assert told == [(2,)], "the circle is told of each voter once"


def test_a_thousand_presses_in_a_minute_are_a_few_edits_and_one_reveal(lounge: Lounge) -> None:
    """The count is edited at most every four seconds, and the answers are turned over once, a minute after the last."""
    labels = call(lounge)
    buttons = [lounge.button(label) for label in labels]
    for beat in range(50):
        batch: list[Work] = [
            lounge.delivered(f"P{beat * 20 + number}", ChoicePressed(buttons[number % 3 == 0].token))
            for number in range(20)
        ]
        lounge.turn(batch)
        new = lounge.wait(1_200)
        assert new == {}
    assert 10 <= len(lounge.edits) <= 16
    gaps = [later - earlier for (earlier, _), (later, _) in zip(lounge.edits, lounge.edits[1:], strict=False)]
    assert min(gaps) >= 4 * SECOND
    new = lounge.wait(2 * MINUTE)
    assert list(new) == ["lounge#"]
    assert "1000" in new["lounge#"]
    assert "turned over" in lounge.edits[-1][1]
    assert lounge.wait(3 * DAY) == {}


def test_few_answers_wait_a_day(lounge: Lounge) -> None:
    """With fewer than five the circle waits for its time, and then turns over what there is."""
    tea, _coffee = call_pressed(lounge)
    lounge.press("Ben", tea)
    assert lounge.wait(DAY - MINUTE) == {}
    assert "1 × tea" in lounge.wait(2 * MINUTE)["lounge#"]


def test_a_dead_circle_ends_quietly(lounge: Lounge) -> None:
    """Nobody answered: the card says that it is put away, and nothing new is posted; an old press wakes nobody."""
    tea, _coffee = call_pressed(lounge)
    button = lounge.button(tea)
    assert lounge.wait(2 * DAY) == {}
    assert "put it away" in lounge.reads()
    assert lounge.press("Ben", button) == {}
    assert lounge.rows("SELECT count(*) FROM votes") == [(0,)]
    assert lounge.rows("SELECT open FROM circles") == [(0,)]


def test_only_who_called_it_or_runs_the_place_turns_over(lounge: Lounge) -> None:
    """Anybody else is told so, and nothing is turned over."""
    tea, _coffee = call_pressed(lounge)
    assert "nothing to turn over" in lounge.say("Ada", "reveal")["lounge#Ada"]
    lounge.press("Ben", tea)
    assert "Whoever called" in lounge.say("Cleo", "reveal")["lounge#Cleo"]
    assert "×" in lounge.say("Mod", "reveal", moderator=True)["lounge#"]
    assert "no circle open" in lounge.say("Ada", "reveal")["lounge#Ada"]


def test_who_is_fewest_has_the_floor_by_name_only_if_they_said_so(lounge: Lounge) -> None:
    """Nobody who did not say `call on me` is named; who did is, and not any more after `don't call on me`."""
    tea, coffee = call_pressed(lounge)
    lounge.say("Zoe", "call on me", "")
    for name, label in (("Ben", tea), ("Cleo", tea), ("Zoe", coffee)):
        lounge.press(name, label)
    lounge.say("Ada", "reveal")
    assert "Zoe" in lounge.reads()
    assert "Ben" not in lounge.reads()
    lounge.say("Zoe", "don't call on me", "")
    first, second = call_pressed(lounge)
    for name, label in (("Ben", first), ("Cleo", first), ("Zoe", second)):
        lounge.press(name, label)
    lounge.say("Ada", "reveal")
    assert "Zoe" not in lounge.reads()
    assert second in lounge.reads()


def test_an_even_split_calls_nobody_the_fewest(lounge: Lounge) -> None:
    """Where both sides weigh the same, one of them begins, and nothing is said of fewer."""
    tea, coffee = call_pressed(lounge)
    lounge.press("Ben", tea)
    lounge.press("Cleo", coffee)
    lounge.say("Ada", "reveal")
    assert "Even" in lounge.reads() or "As many here" in lounge.reads()
    assert "fewest" not in lounge.reads()


def test_of_one_mind_everybody_has_the_floor(lounge: Lounge) -> None:
    """Where all chose alike, the side that nobody took is offered."""
    tea, _coffee = call_pressed(lounge)
    for name in ("Ben", "Cleo"):
        lounge.press(name, tea)
    lounge.say("Ada", "reveal")
    assert "without a voice against" in lounge.reads() or "All on the side" in lounge.reads()


def test_a_stop_is_no_leave_to_call(lounge: Lounge) -> None:
    """Whoever said stop is not called on, whatever they said before."""
    tea, coffee = call_pressed(lounge)
    lounge.say("Zoe", "call on me", "")
    for name, label in (("Ben", tea), ("Cleo", tea), ("Zoe", coffee)):
        lounge.press(name, label)
    lounge.say("Zoe", "stop")
    lounge.say("Ada", "reveal")
    assert "Zoe" not in lounge.reads()


def test_words_are_quoted_only_of_those_who_share_them(lounge: Lounge) -> None:
    """An answer in private counts there, and is read there only after `share`; nobody is named."""
    code = call_open(lounge)
    assert "What you write next" in lounge.say("Ben", f"answer {code}", "")["Ben"]
    assert "share" in lounge.say("Ben", KETTLE, "")["Ben"]
    lounge.say("Ben", "share", "")
    lounge.say("Cleo", f"answer {code}", "")
    lounge.say("Cleo", "an umbrella that is not mine", "")
    lounge.say("Dan", "a spoon, aloud", reply_to=lounge.last_id())
    lounge.wait(10 * SECOND)
    assert "3 have answered" in lounge.card()
    lounge.say("Ada", "reveal")
    assert KETTLE in lounge.reads()
    assert lounge.reads().count("«") == 1
    assert "umbrella" not in lounge.reads()
    assert "spoon" not in lounge.reads()
    for name in ("Ben", "Cleo", "Dan"):
        assert name not in lounge.reads()


def test_what_is_asked_beside_the_question_is_no_vote(lounge: Lounge) -> None:
    """Whoever asks in private who reads it has the question again, and still the answer to give; a sentence that may be
    one is taken as it."""
    code = call_open(lounge)
    lounge.say("Ben", f"answer {code}", "")
    lounge.say("Ben", "who can read this?", "")
    lounge.say("Ben", KETTLE, "")
    lounge.say("Ben", "share", "")
    lounge.say("Cleo", f"answer {code}", "")
    lounge.say("Cleo", "hold on", "")
    lounge.say("Cleo", "share", "")
    lounge.say("Ada", "reveal")
    assert KETTLE in lounge.reads()
    assert "hold on" in lounge.reads()
    assert "who can read this" not in lounge.reads()


def test_what_is_unshared_or_taken_back_in_time_is_not_shown(lounge: Lounge) -> None:
    """`unshare` before the answers are turned over keeps the words; `take that back` takes the vote as well."""
    code = call_open(lounge)
    for name, text in (("Ben", KETTLE), ("Cleo", "a chestnut"), ("Dan", "a key to nothing")):
        lounge.say(name, f"answer {code}", "")
        lounge.say(name, text, "")
        lounge.say(name, "share", "")
    lounge.say("Ben", "unshare", "")
    lounge.say("Cleo", "take that back", "")
    lounge.say("Ada", "reveal")
    assert KETTLE not in lounge.reads()
    assert "chestnut" not in lounge.reads()
    assert "a key to nothing" in lounge.reads()
    assert "2" in lounge.reads().split("\n")[0]


def test_a_way_to_reach_somebody_is_shown_to_nobody(lounge: Lounge) -> None:
    """An answer with a link in it counts, and is not quoted even where it is shared; its author is told."""
    code = call_open(lounge)
    lounge.say("Ben", f"answer {code}", "")
    assert "nobody" in lounge.say("Ben", "all of it is on https://example.org", "")["Ben"]
    lounge.say("Ben", "share", "")
    lounge.say("Ada", "reveal")
    assert "example.org" not in lounge.reads()


def test_to_answer_in_private_one_need_not_go_on(lounge: Lounge) -> None:
    """`skip` leaves without an answer, a wrong code is refused, and a question that was open before is open again."""
    code = call_open(lounge)
    lounge.say("Ben", "hello", "")
    lounge.say("Ben", "yes", "")
    lounge.say("Ben", f"answer {code}", "")
    assert "Then not that one" in lounge.say("Ben", "skip", "")["Ben"]
    assert lounge.rows("SELECT count(*) FROM votes") == [(0,)]
    state = lounge.rows(
        "SELECT CAST(c.state AS TEXT) FROM conversations c JOIN places p ON p.conversation = c.id"
        " WHERE p.address = 'Ben'"
    )
    assert json.loads(str(state[0][0]))["phase"] == "asking"
    assert "no circle" in lounge.say("Ben", "answer 2222-2222", "")["Ben"]


def test_a_reply_to_the_card_is_a_vote_and_a_chat_about_it_is_none(lounge: Lounge) -> None:
    """What names a choice votes for it; what does not is the group's own talk, and the bot keeps out of it."""
    tea, _coffee = call_pressed(lounge)
    card = lounge.last_id()
    assert lounge.say("Ben", "tea, always tea", reply_to=card) == {}
    assert lounge.say("Cleo", "what a question", reply_to=card) == {}
    assert lounge.say("Dan", "skip", reply_to=card) == {}
    assert lounge.say("Eve", "2", reply_to=card) == {}
    assert lounge.say("Fay", "both, honestly", reply_to=card) == {}
    lounge.say("Ada", "reveal")
    assert f"1 × {tea}" in lounge.reads()
    assert "1 × coffee" in lounge.reads()
    assert "1 beside" in lounge.reads()
    assert lounge.say("Gil", "tea, if I may still", reply_to=lounge.last_id()) == {}


def test_what_is_said_without_a_reply_answers_the_only_circle(lounge: Lounge) -> None:
    """Spoken to without a reply, the bot takes it for the one circle that is open; with two open it does not guess."""
    call(lounge)
    assert lounge.say("Ben", "coffee") == {}
    assert lounge.rows("SELECT key FROM votes") == [("coffee",)]
    call(lounge)
    said = lounge.say("Cleo", "tea")
    assert "lounge#Cleo" in said
    assert lounge.rows("SELECT count(*) FROM votes") == [(1,)]


def test_of_two_that_asked_the_later_is_answered(lounge: Lounge) -> None:
    """A member in the middle of their own question there answers that one, if it was asked after the circle's."""
    lounge.say("Ben", "hello")
    call(lounge)
    lounge.say("Ben", "yes")
    lounge.say("Ben", "coffee")
    assert lounge.rows("SELECT count(*) FROM votes") == [(0,)]
    assert lounge.rows("SELECT count(*) FROM answers") == [(1,)]


def test_circles_of_one_place_do_not_collide(lounge: Lounge) -> None:
    """Two in one place count apart, ask different things, and each is turned over by a reply to its own card."""
    one = call(lounge)
    first = lounge.last_id()
    other = call(lounge)
    second = lounge.last_id()
    assert one != other
    lounge.press("Ben", one[0])
    lounge.press("Ben", other[1])
    lounge.press("Cleo", other[1])
    lounge.say("Ada", "reveal", reply_to=second)
    assert f"2 × {other[1]}" in lounge.reads()
    lounge.say("Ada", "reveal", reply_to=first)
    assert f"1 × {one[0]}" in lounge.reads()


def test_threads_of_one_place_have_circles_of_their_own(lounge: Lounge) -> None:
    """Three may be open in each; what is said in a thread is for the only one there; a question that was asked in one
    is not asked in another; and whoever runs the place puts all of them away at once."""
    asked = [call(lounge), call(lounge), call(lounge, "lounge/books")]
    cards = [text_of(message) for screen in lounge.screens.values() for message in screen.values()]
    questions = [card.split("\n")[1] for card in cards if "Nobody has answered" in card]
    assert len(set(questions)) == len(asked) == 3
    (book,) = lounge.rows("SELECT id FROM conversations WHERE address = 'lounge#:books'")[0]
    answer = asked[2][0] if asked[2] else "an old ticket"
    assert lounge.say("Ben", answer, "lounge/books") == {}
    assert lounge.rows("SELECT circle FROM votes") == [(book,)]
    call(lounge)
    assert "already" in lounge.say("Ada", "circle")["lounge#Ada"]
    assert "lounge#:books" in lounge.say("Ada", "circle", "lounge/books")
    lounge.say("Mod", "circles off", moderator=True)
    assert lounge.rows("SELECT count(*) FROM circles WHERE open = 1") == [(0,)]


def test_where_nothing_can_be_shown_a_circle_is_over(lounge: Lounge) -> None:
    """A card that the platform refuses for good ends its circle at once; whoever called it is told, nobody else is, and
    an answer that comes in private is not kept."""
    code = call_open(lounge, "lounge/books")
    lounge.say("Ben", f"answer {code}", "")
    (card,) = lounge.rows("SELECT max(o.id) FROM outbox o JOIN conversations c ON c.id = o.conversation"
                          " WHERE c.address = 'lounge#:books'")[0]  # fmt: skip
    lost = Mark(MessageId(int(str(card))), sent=False, failure=Failure.DESTINATION, why="closed")
    told = lounge.turn([lost])
    assert list(told) == ["lounge#Ada"]
    assert "came to nothing" in told["lounge#Ada"]
    assert lounge.turn([lost]) == {}
    assert lounge.rows("SELECT count(*) FROM circles WHERE open = 1") == [(0,)]
    assert lounge.rows("SELECT count(*) FROM timers") == [(0,)]
    assert "over" in lounge.say("Ben", KETTLE, "")["Ben"]
    assert lounge.rows("SELECT count(*) FROM votes") == [(0,)]


def test_a_place_has_no_question_twice(lounge: Lounge) -> None:
    """Whatever is called there, no question comes again, until the deck says that it is used up."""
    asked: list[str] = []
    for _circle in range(12):
        said = lounge.say("Ada", "circle")
        if "lounge#" not in said:
            assert "has been asked here" in said["lounge#Ada"]
            break
        asked.append(said["lounge#"].split("\n")[1])
        lounge.wait(2 * DAY)
        lounge.restart()
    assert len(asked) == len(set(asked)) == 9


def test_another_place_has_its_own(tmp_path: Path) -> None:
    """A press with another place's button changes nothing here or there."""
    lounge = Lounge(tmp_path, "here", "there")
    tea, _coffee = call_pressed(lounge, "here")
    call(lounge, "there")
    button = lounge.button(tea, "here")
    assert lounge.press("Ben", button, "there") == {}
    assert lounge.press("Ben", button, "") == {}
    assert lounge.rows("SELECT count(*) FROM votes") == [(0,)]
    lounge.press("Ben", button, "here")
    assert lounge.rows("SELECT count(*) FROM votes") == [(1,)]


def test_only_a_few_are_open_at_once(lounge: Lounge) -> None:
    """A fourth is refused while three are open."""
    for _circle in range(3):
        call(lounge)
    assert "already" in lounge.say("Ben", "circle")["lounge#Ben"]


def test_whoever_runs_the_place_ends_circles_there(lounge: Lounge) -> None:
    """`circles off` puts away what is open without a post of its own, and nobody calls another until `circles on`."""
    tea, _coffee = call_pressed(lounge)
    lounge.press("Ben", tea)
    assert "room" not in lounge.say("Ben", "circles off")
    assert lounge.rows("SELECT open FROM circles") == [(1,)]
    assert list(lounge.say("Mod", "circles off", moderator=True)) == ["lounge#Mod"]
    assert "put this one away" in lounge.reads()
    assert "circles on" in lounge.say("Ada", "circle")["lounge#Ada"]
    lounge.say("Mod", "circles on", moderator=True)
    assert "lounge#" in lounge.say("Ada", "circle")
    assert lounge.wait(10 * MINUTE) == {}


def test_a_closed_place_hears_nothing_of_its_circles(lounge: Lounge) -> None:
    """After `disallow` presses are silent, and the circle ends without a post."""
    tea, _coffee = call_pressed(lounge)
    lounge.press("Ben", tea)
    lounge.say("Mod", "disallow", moderator=True)
    assert lounge.press("Cleo", tea) == {}
    assert lounge.wait(3 * DAY) == {}
    assert lounge.rows("SELECT open FROM circles") == [(0,)]


def test_alone_there_is_no_circle(lounge: Lounge) -> None:
    """In private the word is an answer like any other; with a slash it says where circles are."""
    lounge.say("Ben", "hello", "")
    lounge.say("Ben", "yes", "")
    assert "group places" not in lounge.say("Ben", "circle", "")["Ben"]
    assert "group places" in lounge.say("Ben", "/circle", "")["Ben"]


def test_whoever_is_forgotten_is_not_counted(lounge: Lounge) -> None:
    """Their vote and words are gone before the answers are turned over."""
    tea, coffee = call_pressed(lounge)
    for name, label in (("Ben", tea), ("Cleo", coffee), ("Dan", coffee)):
        lounge.press(name, label)
    lounge.say("Dan", "forget me")
    lounge.say("Dan", "yes")
    lounge.say("Ada", "reveal")
    assert "1 × tea" in lounge.reads()
    assert "1 × coffee" in lounge.reads()
    assert lounge.rows("SELECT count(*) FROM votes") == [(2,)]


def test_one_person_with_two_accounts_has_one_vote(lounge: Lounge) -> None:
    """Linked accounts answer as one: the later answer stands."""
    tea, coffee = call_pressed(lounge)
    code = lounge.say("Ben", "link", "")["Ben"]
    found = re.search(r"`link (\S+)`", lounge.everything())
    assert found, code
    lounge.say("Benny", f"link {found[1]}", "")
    lounge.press("Ben", tea)
    lounge.press("Benny", coffee)
    assert lounge.rows("SELECT key FROM votes") == [(coffee,)]
    assert lounge.rows("SELECT key, n FROM ballots WHERE n > 0") == [(coffee, 1)]


def test_distress_is_no_answer(lounge: Lounge) -> None:
    """What sounds like distress is not counted, whatever it replies to."""
    call_open(lounge)
    card = lounge.last_id()
    lounge.say("Ben", "I want to kill myself", reply_to=card)
    assert lounge.rows("SELECT count(*) FROM votes") == [(0,)]


def test_a_circle_survives_restarts_and_is_replayed(lounge: Lounge) -> None:
    """Between any two presses the process may end; told again, the circle comes out as it is stored."""
    tea, coffee = call_pressed(lounge)
    for number, name in enumerate(CROWD[:8]):
        lounge.press(name, coffee if number % 4 == 0 else tea)
        lounge.restart()
    lounge.wait(2 * MINUTE)
    assert "8" in lounge.reads()
    conversations = lounge.rows("SELECT id FROM conversations ORDER BY format")
    lounge.ledger.close()
    views, steps = SqliteViews(lounge.file), []
    for (conversation,) in conversations:
        past = views.past(ConversationId(int(str(conversation))))
        assert past is not None
        told = replay(past, shelves_of(past.decks, views.numbers()), rules_of(prompts()))
        assert told.verdict is Verdict.IDENTICAL
        steps.append(len(told.steps))
    assert len(steps) == 11
    assert max(steps) > 10
    views.close()


def test_a_full_card_of_words_is_small_on_disk(lounge: Lounge) -> None:
    """The state of a circle does not grow with its answers."""
    labels = call(lounge)
    for name in CROWD:
        lounge.press(name, labels[0])
    (size,) = lounge.rows("SELECT length(state) FROM conversations WHERE format = 'circle'")[0]
    assert int(str(size)) < 400
    assert lounge.complaints == []


def test_nothing_typed_is_told_to_the_circle(lounge: Lounge) -> None:
    """No event of a circle holds a word or a choice of anybody's: it can be told again after somebody was forgotten."""
    code = call_open(lounge)
    lounge.say("Ben", f"answer {code}", "")
    lounge.say("Ben", KETTLE, "")
    bodies = lounge.rows(
        "SELECT CAST(e.body AS TEXT) FROM events e JOIN conversations c ON c.id = e.conversation"
        " WHERE c.format = 'circle'"
    )
    assert bodies
    assert not any("kettle just" in str(body) for (body,) in bodies)


def test_the_words_of_a_reply_are_read_only_once(lounge: Lounge) -> None:
    """The platform's id of what was replied to is not stored."""
    call(lounge)
    card = lounge.last_id()
    lounge.do("Ben", MessageReceived(Words(WordsId(0), "tea"), answers=card))
    stored = lounge.rows("SELECT CAST(body AS TEXT) FROM events")
    assert not any(card in str(body) for (body,) in stored)


def test_a_choice_called_beside_is_a_choice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What answers beside all choices is counted apart from them, whatever a deck calls its choices."""
    deck = read_deck()
    renamed = [
        replace(question, choices=(replace(question.choices[0], id=ChoiceId("beside")), *question.choices[1:]))
        if question.choices
        else question
        for question in deck.questions
    ]
    monkeypatch.setattr(engines, "read_deck", lambda: replace(deck, questions=tuple(renamed)))
    lounge = Lounge(tmp_path)
    label = call_pressed(lounge)[0]
    lounge.press("Ben", label)
    lounge.say("Ada", "reveal")
    assert f"1 × {label}" in lounge.reads()
    assert "beside all of it" not in lounge.reads()


def test_an_opinion_of_a_circles_question_leaves_it_open(tmp_path: Path) -> None:
    """With a slash it is an opinion of the question that is asked here in private, and the answer may still come."""
    lounge = Lounge(tmp_path)
    code = call_open(lounge)
    lounge.say("Ben", f"answer {code}", "")
    lounge.say("Ben", "/good one", "")
    lounge.say("Ben", "good one", "")
    ((question,),) = lounge.rows("SELECT question FROM ratings WHERE good = 1")
    assert lounge.rows("SELECT a.question, w.text FROM answers a JOIN words w ON w.id = a.words") == [
        (question, "good one")
    ]
