"""What a command says comes next can be typed as it stands."""

from __future__ import annotations

import pytest

from bot.shells.options import CALLED, as_commands


@pytest.mark.parametrize(
    ("in_a_chat", "here"),
    [
        ("`undo book` takes it back.", f"`{CALLED} decks undo book` takes it back."),
        ("‘enable first-day’ brings it back.", f"`{CALLED} decks enable first-day` brings it back."),
        ("`decks` shows the names.", f"`{CALLED} decks queue` shows the names."),
        ("`told` counts.", "`told` counts."),
    ],
)
def test_a_word_of_the_chat_is_a_command_at_the_command_line(in_a_chat: str, here: str) -> None:
    """Whoever reads it in a shell is not told to type what is only a word in a chat."""
    assert as_commands(in_a_chat) == here
