"""Code and prompts fit: every moment that is named has words, and none has words in vain."""

from __future__ import annotations

import ast

from bot.rendering.prompts import read_prompts
from bot.resources import prompts
from bot.shells import moments
from bot.shells.moments import Named, named_moments

THERE = frozenset(read_prompts(prompts("en")).moments)


def test_every_moment_that_is_named_has_words() -> None:
    """Each moment that core or runtime says exists in prompts/en."""
    assert named_moments().missing(THERE) == []


def test_no_moment_has_words_in_vain() -> None:
    """Each moment of prompts/en is said somewhere."""
    assert named_moments().unused(THERE) == []


HANDED_ON = {"_text_of", "_button", "take_away"}
"""These say what an effect already names, or what they have looked up among a deck's texts."""


def test_every_name_is_found() -> None:
    """Wherever something is said, at least one name of a moment or of a deck's text is found for it."""
    code = moments._read()
    lost = [
        f"{function.name}: {ast.unparse(argument)}"
        for function, argument in code.places
        if function.name not in HANDED_ON and not set(moments._names(argument, function, code, 4))
    ]
    assert lost == []


def test_a_missing_moment_is_noticed() -> None:
    """A name without words, and a pattern that fits none, are missing; words without a name are unused."""
    named = Named(frozenset({"a", "b"}), frozenset({r"x\..+", r"y\..+"}))
    there = frozenset({"a", "x.one", "c"})
    assert named.missing(there) == ["b", r"y\..+"]
    assert named.unused(there) == ["c"]
