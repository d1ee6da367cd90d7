"""The words of an answer that lead on."""

from __future__ import annotations

import pytest

from bot.hearing import ENGLISH, content_stems, hear, stems_worth_following


@pytest.mark.parametrize(
    ("text", "followed"),
    [
        ("when my sister moved out. the room echoed", ["sister", "moved", "room", "echoed"]),
        ("the kettle just before it clicks", ["kettle", "clicks"]),
        ("idk", []),
        ("lol 12 ok", []),
        ("not my sister, the harbour", ["harbour"]),
        ("doors, door, DOOR", ["doors"]),
        ("somebody asked everybody, and anybody answered", ["asked", "answered"]),
        ("", []),
    ],
)
def test_content_words(text: str, followed: list[str]) -> None:
    """Content words come in order, each stem once, with their place in the text; denied and dull words do not. Without
    their places they are the same."""
    found = content_stems(text, ENGLISH)
    assert [text[start:end] for _, start, end in found] == followed
    assert stems_worth_following(text, ENGLISH) == tuple(stem for stem, _, _ in found)


def test_stems_are_those_of_the_line() -> None:
    """A stem of one answer can be looked for in another line."""
    stems = {stem for stem, _, _ in content_stems("two sisters in a room", ENGLISH)}
    assert stems & hear("my sister's room").bag == {"sister", "room"}
