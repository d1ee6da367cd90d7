"""Words of ours are commands that a tap says, and what is no command stays something to type."""

from __future__ import annotations

from typing import Final

import pytest

from bot.adapters.telegram.capabilities import CAPABILITIES, COMMANDS
from bot.adapters.telegram.outbound import keyboard_of, name_command, text_of
from bot.core.commands import recognise
from bot.model.message import Button, Paragraph, Part, Role

US: Final = "@not_date_bot"


def said(part: Part, us: str = "") -> list[str]:
    """What each entity covers, by its offsets in UTF-16 units."""
    text, entities = text_of(part, us)
    units = text.encode("utf-16-le")
    return [units[one["offset"] * 2 : (one["offset"] + one["length"]) * 2].decode("utf-16-le") for one in entities]


@pytest.mark.parametrize("word", sorted(COMMANDS))
def test_a_command_says_its_word(word: str) -> None:
    """Tapped, it is heard as the word that it stands for."""
    heard = recognise(name_command(word, ""))
    assert heard
    assert heard.command == word


def test_words_become_commands_and_the_rest_stays_to_be_typed() -> None:
    """A command is plain text, which Telegram makes a link; what is more than a word is set as code; what a person
    typed stays as it is; and what follows is set where it stands."""
    part = Part((Paragraph("🧑‍🚀 `take that back`, `pause 3 days` or `2 1 3`: «`stop`» is **yours**"),))
    text, entities = text_of(part)
    assert text == "🧑‍🚀 /take_that_back, pause 3 days or 2 1 3: «`stop`» is yours"
    assert said(part) == ["pause 3 days", "2 1 3", "yours"]
    assert [one["type"] for one in entities] == ["code", "code", "bold"]


def test_in_a_group_a_command_names_us() -> None:
    """Other bots of the group do not hear it."""
    assert text_of(Part((Paragraph("`skip` or `my list`"),)), US)[0] == f"/skip{US} or /my_list{US}"


def test_commands_never_make_a_message_too_long() -> None:
    """Where there is no room for the slashes, words stay words."""
    part = Part((Paragraph("`skip` " + "x" * (CAPABILITIES.text_limit - 5)),))
    assert text_of(part)[0].startswith("skip x")
    assert len(text_of(part)[0]) == CAPABILITIES.text_limit


def test_short_entries_of_a_list_stand_line_by_line() -> None:
    """Between other paragraphs, and around long entries, there is air."""
    items = [Paragraph(text, Role.ITEM) for text in ("one", "two", "x" * 100)]
    text, _entities = text_of(Part((Paragraph("Here:"), *items, Paragraph("There."))))
    assert text == f"Here:\n\none\ntwo\n\n{'x' * 100}\n\nThere."


def test_a_yes_stands_beside_its_no() -> None:
    """Two short ways lie in one row; a way around lies below the answers."""
    yes, no, skip = Button("Yes", "a"), Button("Not now", "b", quiet=True), Button("Skip", "d", quiet=True)
    assert keyboard_of(Part((), (yes, no))) == {"inline_keyboard": [[_sent(yes), _sent(no)]]}
    tiger = Button("tiger", "c")
    assert keyboard_of(Part((), (yes, tiger, skip))) == {"inline_keyboard": [[_sent(yes), _sent(tiger)], [_sent(skip)]]}


def _sent(button: Button) -> dict[str, str]:
    return {"text": button.label, "callback_data": button.token}
