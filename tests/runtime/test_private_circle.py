"""A circle whose question is answered in private only: nothing said aloud counts, and the answers have no names."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from bot.core.solo import at_circle
from bot.model.deck import Deck, Kind
from bot.model.event import Arrived, ChoicePressed
from bot.shells.bench.workload import read_deck
from tests.runtime.circle import Lounge
from tests.runtime.table import Company, text_of
from tests.runtime.test_circle import code_in

KETTLE = "the kettle just before it clicks"


def private(kind: Kind) -> Deck:
    """A deck of that kind of questions alone, all of them private."""
    deck = read_deck()
    asked = tuple(msgspec.structs.replace(one, private=True) for one in deck.questions if one.kind is kind)
    return msgspec.structs.replace(deck, questions=asked)


@pytest.fixture
def choosing(tmp_path: Path) -> Lounge:
    """A place with nothing but private questions to choose in."""
    return Lounge(tmp_path, deck=private(Kind.CHOICE))


@pytest.fixture
def telling(tmp_path: Path) -> Lounge:
    """A place with nothing but private questions to tell something to."""
    return Lounge(tmp_path, deck=private(Kind.OPEN))


def labels_of(lounge: Lounge, name: str) -> list[str]:
    """What may be pressed in the last message that asked them in private."""
    return [button.label for button in list(lounge.screens[name].values())[-1].buttons]


def test_the_card_has_nothing_to_press_and_says_where_to(choosing: Lounge) -> None:
    """What is to be pressed stands in private alone, once somebody has come with the code."""
    card = choosing.say("Ada", "circle")["lounge#"]
    assert "answered in private" in card
    assert not any(message.buttons for message in choosing.screens["lounge#"].values())
    asked = choosing.say("Ben", f"answer {code_in(card)}", "")["Ben"]
    assert "no names" in asked
    assert len(labels_of(choosing, "Ben")) == 2


def test_in_the_group_nothing_is_taken_for_an_answer(choosing: Lounge) -> None:
    """A reply gets one short word that says why and how; a forged press, and a word without a reply, change nothing."""
    card = choosing.say("Ada", "circle")["lounge#"]
    code = code_in(card)
    choosing.say("Ben", f"answer {code}", "")
    label = labels_of(choosing, "Ben")[0]
    button = list(choosing.screens["Ben"].values())[-1].buttons[0]
    answer = choosing.say("Cleo", label, reply_to=choosing.last_id())
    assert list(answer) == ["lounge#Cleo"]
    assert "not counted" in answer["lounge#Cleo"]
    assert f"`answer {code}`" in answer["lounge#Cleo"]
    assert choosing.press("Dan", button) == {}
    choosing.say("Eve", label)
    assert choosing.say("Fay", "skip", reply_to=choosing.last_id()) == {}
    assert choosing.rows("SELECT count(*) FROM votes") == [(0,)]


def test_a_press_in_private_counts_and_may_be_changed(choosing: Lounge) -> None:
    """With the code a press is an answer, another one replaces it, and a typed one does as well; whoever has no code
    presses nothing; after the reveal it is too late."""
    code = code_in(choosing.say("Ada", "circle")["lounge#"])
    choosing.say("Ben", f"answer {code}", "")
    first, second = labels_of(choosing, "Ben")
    buttons = list(choosing.screens["Ben"].values())[-1].buttons
    assert f"«{first}»" in choosing.do("Ben", ChoicePressed(buttons[0].token), "")["Ben"]
    assert f"«{second}»" in choosing.do("Ben", ChoicePressed(buttons[1].token), "")["Ben"]
    choosing.do("Cleo", ChoicePressed(buttons[0].token), "")
    assert choosing.rows("SELECT count(*) FROM votes") == [(1,)]
    choosing.say("Dan", f"answer {code}", "")
    assert "Which of these" in choosing.say("Dan", "the weather was better last year", "")["Dan"]
    assert f"«{first}»" in choosing.say("Dan", f"{first}, if I must", "")["Dan"]
    choosing.say("Ada", "reveal")
    assert f"1 × {first}" in choosing.reads()
    assert f"1 × {second}" in choosing.reads()
    assert "over" in choosing.do("Ben", ChoicePressed(buttons[0].token), "")["Ben"]


def test_nobody_is_named_who_answered_in_private(choosing: Lounge) -> None:
    """Not even whoever does not mind being called on; and the side with the fewest is not asked to come forward."""
    code = code_in(choosing.say("Ada", "circle")["lounge#"])
    choosing.say("Zoe", "call on me", "")
    for name, side in (("Zoe", 0), ("Ben", 1), ("Cleo", 1)):
        choosing.say(name, f"answer {code}", "")
        choosing.do(name, ChoicePressed(list(choosing.screens[name].values())[-1].buttons[side].token), "")
    choosing.say("Ada", "reveal")
    assert "Zoe" not in choosing.reads()
    assert "floor is yours" not in choosing.reads()


def test_words_are_shown_only_of_who_shared_them(telling: Lounge) -> None:
    """Counts, and the words of whoever said `share`, without a name."""
    card = telling.say("Ada", "circle")["lounge#"]
    assert "say how many have answered" in card
    for name, text in (("Ben", KETTLE), ("Cleo", "a key to nothing"), ("Zoe", "two blue buttons")):
        telling.say(name, "call on me", "")
        telling.say(name, f"answer {code_in(card)}", "")
        telling.say(name, text, "")
    telling.say("Ben", "share", "")
    telling.say("Ada", "reveal")
    text = telling.reads()
    assert KETTLE in text
    assert "3" in text.split("\n")[0]
    assert not [hidden for hidden in ("key to nothing", "blue buttons", "Ben", "Cleo", "Zoe") if hidden in text]


def test_a_link_leads_to_the_question(telling: Lounge) -> None:
    """`/start answer-CODE`, as Telegram says it, and an arrival with it, as the web chat has it, ask the question at
    once, a stranger's greeting before it."""
    code = code_in(telling.say("Ada", "circle")["lounge#"]).replace("-", "")
    question = telling.reads().split("\n")[1]
    for name, come in (("Ben", f"/start answer-{code}"), ("Cleo", f"/start answer-{code.lower()}")):
        assert question in telling.say(name, come, "")[name]
    asked = telling.do("Dan", Arrived(f"{at_circle.ANSWER}{code}"), "")["Dan"]
    assert question in asked
    assert "I'm a bot" in asked
    for name in ("Ben", "Cleo", "Dan"):
        telling.say(name, KETTLE, "")
    assert telling.rows("SELECT count(*) FROM votes") == [(3,)]
    assert "no circle" in telling.do("Eve", Arrived(f"{at_circle.ANSWER}22222222"), "")["Eve"]


def test_aloud_a_private_question_is_not_asked(choosing: Lounge) -> None:
    """A member who talks to the bot in the group is asked none of them there; in private they are."""
    choosing.say("Ben", "hello")
    aloud = choosing.say("Ben", "yes")["lounge#Ben"]
    choosing.say("Ben", "hello", "")
    alone = choosing.say("Ben", "yes", "")["Ben"]
    texts = [question.text for question in choosing.deck.questions]
    assert [text in aloud for text in texts].count(True) == 0
    assert [text in alone for text in texts].count(True) == 1


@pytest.mark.parametrize("position", range(10))
def test_at_a_table_a_private_question_is_not_laid(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, position: int
) -> None:
    """What is answered there the others read, with a name: of a deck only the other questions are cards."""
    deck = read_deck()
    secret = deck.questions[position]
    asked = tuple(msgspec.structs.replace(one, private=one.id == secret.id) for one in deck.questions)
    deck = msgspec.structs.replace(deck, questions=asked)
    monkeypatch.setattr("tests.runtime.engines.read_deck", lambda: deck)
    company = Company(tmp_path, "Ada", "Ben")
    before = len(company.screens["Ben"])
    company.seat_two()
    for _card in range(12):
        company.say("Ada", "skip")
    laid = [text_of(message) for message in company.screens["Ben"][before:]]
    assert not [text for text in laid if secret.text in text]
    assert len([one for one in asked if any(one.text in text for text in laid)]) > 4
