"""House style of the vocabularies: an entry that is not spelt as answers are read is never found, so there is none."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from tokenize import COMMENT, NL, STRING, generate_tokens
from types import ModuleType

import msgspec
import pytest

from bot import hearing
from bot.hearing import ENGLISH, Lexicon, assent_ar, assent_de, assent_words, foreign, lexicon_for, lexicons
from bot.hearing.neutral import NEUTRAL
from bot.hearing.patterns import Patterns
from bot.hearing.words import plainly, take_apart

from .expand import words_of

Entries = Iterator[tuple[str, str]]
"""(where it stands, the entry with one space between its words)."""

BARE_CLITICS = frozenset({"ll", "re", "ve", "m"})
"""What is left of `i'll` where the apostrophe was written as a space: nobody spells so."""


def _of_lexicon(lexicon: Lexicon) -> Entries:
    for field in msgspec.structs.fields(lexicon):
        value = getattr(lexicon, field.name)
        if isinstance(value, Patterns):
            yield from ((field.name, word) for word in words_of(value))
        elif isinstance(value, frozenset):
            yield from ((field.name, entry if isinstance(entry, str) else " ".join(entry)) for entry in value)
        elif isinstance(value, Mapping) and field.name not in ("same", "spelling"):
            yield from ((field.name, entry) for entry in value)


def _of_assent() -> Entries:
    for name in ("YES", "NO", "UNCLEAR"):
        yield from ((name, " ".join(words)) for words in getattr(assent_words, name))
    yield from (("FILLERS", word) for word in assent_words.FILLERS)
    yield from (("STRONG", word) for word in assent_words.STRONG)


def _of_foreign() -> Entries:
    others = foreign._others("en")
    yield from (("telling", word) for word in others.telling)
    whole = others.whole | foreign._SAYINGS | others.alike
    yield from (("whole", entry.replace("_", " ")) for entry in whole)


def _reached(entry: str, lexicon: Lexicon) -> bool:
    words = tuple(entry.split())
    plain = all(plainly(word, lexicon) == word for word in words)
    return bool(words) and plain and take_apart(entry, lexicon).words == words


@pytest.mark.parametrize("lexicon", [*lexicons(), NEUTRAL], ids=lambda lexicon: lexicon.language or "neutral")
def test_every_entry_of_a_lexicon_can_be_said(lexicon: Lexicon) -> None:
    """Drawn-out letters, contractions and other spellings are folded before a list is looked into."""
    assert [entry for entry in _of_lexicon(lexicon) if not _reached(entry[1], lexicon)] == []


@pytest.mark.parametrize("entries", [_of_assent, _of_foreign])
def test_every_other_entry_can_be_said(entries: Callable[[], Entries]) -> None:
    """The same for the words of assent and for those of other languages, which are read by the English lexicon."""
    assert [entry for entry in entries() if not _reached(entry[1], ENGLISH)] == []


@pytest.mark.parametrize(("language", "words"), [("de", assent_de), ("ar", assent_ar)])
def test_every_word_of_assent_can_be_said_in_its_language(language: str, words: ModuleType) -> None:
    """The same, for the languages that have words of assent of their own."""
    expressions = [*words.YES, *words.NO, *words.UNCLEAR, *words.FILLERS, *words.STRONG]
    assert [entry for entry in expressions if not _reached(entry, lexicon_for(language))] == []


def test_no_entry_has_a_loose_ending() -> None:
    """`i ll` is nobody's spelling."""
    entries = [*_of_lexicon(ENGLISH), *_of_assent()]
    assert [entry for entry in entries if not BARE_CLITICS.isdisjoint(entry[1].split())] == []


def test_every_other_spelling_is_reached_and_leads_to_a_plain_one() -> None:
    """`same` holds no spelling that means itself, and none that leads on to a third."""
    for spelling, word in ENGLISH.same.items():
        assert spelling != word
        assert plainly(spelling, ENGLISH) == word == plainly(word, ENGLISH)


def test_the_test_would_notice() -> None:
    """What was in the lists once is noticed."""
    assert not any(_reached(entry, ENGLISH) for entry in ("yesss", "nooo", "im not sure", "not gonna", "weiß", "c'est"))


def test_no_two_words_of_a_list_run_into_one() -> None:
    """Where a list goes on in the next line, a space, a comma or a slash stands between: `sagt` `wissen` are two."""
    fused = []
    for file in sorted(Path(hearing.__file__).parent.glob("*.py")):
        with file.open(encoding="utf-8") as source:
            tokens = [one for one in generate_tokens(source.readline) if one.type not in (NL, COMMENT)]
        for one, after in pairwise(tokens):
            if one.type == after.type == STRING:
                ends, begins = one.string.rstrip('"')[-1:], after.string.lstrip("rf").lstrip('"')[:1]
                fused += [(file.name, one.end[0])] * (not (ends + begins) or (ends not in " ,/" and begins != " "))
    assert fused == []
