"""Many ways to say one thing, on one line."""

from __future__ import annotations

from bot.hearing.assent import greets
from bot.hearing.ways import ways


def test_each_choice_is_a_way() -> None:
    """Either word, with or without what may be missing; words that belong together stay so."""
    assert set(ways("i/we must think about_it?")) == {
        "i must think", "we must think", "i must think about it", "we must think about it",
    }  # fmt: skip
    assert set(ways("a/b? c")) == {"a c", "b c", "c"}
    assert ways("\n  one line\n  another\n") == ("one line", "another")


def test_a_greeting_is_one_in_the_readers_language_and_in_english() -> None:
    """With nothing else said; a yes beside it is a yes."""
    hellos = (("hi", "en"), ("Good morning!", "en"), ("Grüß Gott", "de"), ("hello", "de"), ("مرحبا", "ar"))
    for text, language in hellos:
        assert greets(text, language), text
    for text in ("hi, yes please", "good", "moin", "hello darkness my old friend"):
        assert not greets(text), text
