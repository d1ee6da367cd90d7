"""What calls for the standing of whoever types it is told from what does not, nearly always by the first word alone.

Nothing here names a word of any language but English: the others are in the tables of languages.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Final

from bot.core.commands import EACH, OPENERS, Command, aliases, recognise
from bot.core.pasting import pasted
from bot.core.plain import plainly
from bot.core.solo.at_place import DECIDED
from bot.core.solo.office.words import WORDS, split
from bot.core.tokens import HERE, OFFICE
from bot.core.tongues import FIGURES, NO_TONGUES, Tongues
from bot.model.enclosure import FILE
from bot.model.event import ChoicePressed, Event, MessageReceived

OF_A_PLACE: Final = DECIDED | {Command.ALLOW, Command.DISALLOW, Command.REVEAL, Command.CIRCLES}
"""Commands that in a group place are for those who run it, or may be."""
_AROUND: Final = "/!.?:"
_LONGEST: Final = 200
"""Characters of a line that is looked at; a list that is pasted begins with its word."""
_GAPS: Final = {
    "time": "9", "day": "monday", "days": "monday", "n": "2", "unit": "days", "zone": "utc", "deck": "a", "name": "a",
    "code": "abcd-2345", "date": "friday", "id": "a", "question": "a",
}  # fmt: skip
"""What may stand in the gap of an English phrase, to see which command it is."""


class Calling:
    """Knows which lines call for a standing, whichever language whoever types them speaks."""

    def __init__(self, tongues: Tongues = NO_TONGUES) -> None:
        self._tongues = tongues

    def in_a_place(self, event: Event) -> bool:
        """Whether what is said or pressed in a group place may be for those who run it."""
        if isinstance(event, ChoicePressed):
            return f".{HERE}" in event.token
        if not isinstance(event, MessageReceived):
            return False
        text = event.words.text
        first = self._first_word(text)
        if first.isdisjoint(self._of_a_place) and not any(word.startswith(EACH) for word in first):
            return False
        return self._means(text, _is_of_a_place)

    def in_private(self, event: Event) -> bool:
        """Whether what is said, sent or pressed to the bot alone may be for those who look after the community."""
        if isinstance(event, ChoicePressed):
            return f".{OFFICE}" in event.token
        if not isinstance(event, MessageReceived):
            return False
        if event.enclosed is not None and event.enclosed.kind == FILE:
            return True
        text = event.words.text
        return not self._first_word(text).isdisjoint(self._of_the_office) and self._means(text, _is_of_the_office)

    # Each line that anybody types is asked this: only one that begins as such a line may is read any further.

    def _first_word(self, text: str) -> set[str]:
        """The first word as it is compared, in each way that a language compares it."""
        words = text[:80].split(maxsplit=2)
        if words and words[0].casefold() == "!nd":
            del words[0]
        if not words:
            return set()
        if words[0].isascii():
            word = words[0].casefold().strip(_AROUND)
            return {FIGURES if word.isdigit() else word}
        found = {plainly(words[0].lstrip(_AROUND), tag).strip(_AROUND) for tag in self._tongues.tables}
        return {FIGURES if word.isdigit() else word for word in found}

    def _means(self, text: str, is_meant: Callable[[str], bool]) -> bool:
        return is_meant(text) or any(is_meant(table.means(text)) for table in self._tongues.tables.values())

    @cached_property
    def _of_a_place(self) -> frozenset[str]:
        english = {alias.split()[0] for alias in aliases() if _is_of_a_place(alias)}
        return OPENERS | english | self._openers(_is_of_a_place)

    @cached_property
    def _of_the_office(self) -> frozenset[str]:
        return frozenset({*WORDS, "introductions"}) | self._openers(_may_be_of_the_office)

    def _openers(self, is_meant: Callable[[str], bool]) -> frozenset[str]:
        found: set[str] = set()
        for table in self._tongues.tables.values():
            for phrase, english in table.ways():
                if is_meant(_filled(english)):
                    found |= table.begins(phrase)
        return frozenset(found)


def _filled(english: str) -> str:
    for gap, sample in _GAPS.items():
        english = english.replace(f"{{{gap}}}", sample)
    return english


def _is_of_a_place(english: str) -> bool:
    said = recognise(english[:_LONGEST])
    return said is not None and said.command in OF_A_PLACE


def _is_of_the_office(english: str) -> bool:
    if split(english) is not None or pasted(english) is not None:
        return True
    said = recognise(english[:_LONGEST])
    return said is not None and said.command is Command.INTRODUCE


def _may_be_of_the_office(english: str) -> bool:
    return _is_of_the_office(english) or english.split()[0] in WORDS
