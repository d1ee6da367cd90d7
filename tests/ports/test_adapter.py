from __future__ import annotations

import pytest

from bot.model.event import Arrived, MessageReceived, Words
from bot.model.ids import WordsId
from bot.ports.adapter import asks_for_standing


def _asks(text: str) -> bool:
    return asks_for_standing(MessageReceived(Words(WordsId(0), text)))


@pytest.mark.parametrize("text", ["allow", "/Disallow", " ALLOW. now", "disallow!", "weekdays at 9"])
def test_a_first_word_asks_for_standing(text: str) -> None:
    """Whatever its case, with or without the slash of a command."""
    assert _asks(text)


@pytest.mark.parametrize("text", ["no daily question", "stop the daily questions", "please ask us daily"])
def test_daily_asks_for_standing_early_in_a_line(text: str) -> None:
    """It need not be the first word, only one of the first four."""
    assert _asks(text)


@pytest.mark.parametrize(
    "text", ["", "please allow", "allowed", "//", "help", "everything", "timely", "a day", "and we do that daily"]
)
def test_what_asks_for_no_standing(text: str) -> None:
    """A word further on does not, nor one that only begins like one of them."""
    assert not _asks(text)


def test_only_what_is_written_asks_for_standing() -> None:
    """Somebody who only comes in has said nothing that a standing is wanted for."""
    assert not asks_for_standing(Arrived())
