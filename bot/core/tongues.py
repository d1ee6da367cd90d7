"""What somebody says in their own language, as the English words that a command is recognised by.

A language's table (`prompts/<tag>/commands.toml`) is data: phrases, and phrases with gaps. What is typed is compared in
a plain spelling, since people leave out points, umlauts and vowel signs, and copy invisible marks along.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import product
from typing import Any, Final

from msgspec.structs import replace

from bot.core.languages import fallen_back
from bot.core.plain import bare, hidden_marks, plainly
from bot.core.said_times import date_of, day_name, days, number, numbers, time_of, unit
from bot.model.curator import ABOUT_US, AMONG_US
from bot.model.event import Event, MessageReceived
from bot.model.situation import Tongue

LONGEST: Final = 100
"""Characters of a line that may be a command."""
ANYWHERE: Final = ("stop", "forget me", "help", "language")
"""What is understood in every language, whatever somebody chose: nobody has to find a setting to be left alone."""
_BARE: Final = {"quiet": "quiet hours"}
"""Commands whose name alone is not how they are said in English."""
_ASIDES: Final = {"skip": "skip", "stop": "stop", "who": "who are you"}
_GAP: Final = re.compile(r"\{([a-z]+)\}")
_PARTS: Final = re.compile(r"\[([^\]]*)\]|\(([^)]*)\)")
_SHAPES: Final = {
    "code": "[0-9a-z]{4}[- ]?[0-9a-z]{4}",
    "n": r"\S{1,20}",
    "unit": r"\S{1,20}",
    "time": r"\S.{0,30}?",
    "day": r"\S{2,20}",
    "days": r"\S.{1,50}?",
    "zone": r"\S.{0,60}",
    "deck": r"[^,]{1,40}",
    "name": r"\S.{0,39}",
    "date": r"\S.{1,40}",
    "id": r"\S{1,90}",
}
_AS_TYPED: Final = frozenset({"deck", "name", "zone", "id"})
FIGURES: Final = "0"
"""Stands for every number in figures, where it is told how a line begins."""
_REST: Final = " {question}"
"""Behind a phrase: what follows is somebody's question, of any length, and is kept to the letter."""
_HEAD: Final = 60
"""Characters within which such a phrase has ended."""


class Table:
    """The table of one language, read. Made ready when somebody first says something in it."""

    def __init__(self, found: Mapping[str, Any], tag: str) -> None:
        self.tag = tag
        self._found = found

    @property
    def tongue(self) -> Tongue:
        """The language by its names."""
        itself = self._found.get("language", {})
        among_us = tuple(self.shown[one] for one in (AMONG_US, ABOUT_US) if one in self.shown)
        return Tongue(self.tag, str(itself.get("name", self.tag)), tuple(itself.get("also", ())), among_us)

    @property
    def signed_by(self) -> tuple[str, ...]:
        """The native readers who have read it all and put their names to it."""
        return tuple(self._found.get("language", {}).get("signed_by", ()))

    @property
    def shown(self) -> Mapping[str, str]:
        """English phrases, as they stand between backticks in the prompts, and what stands there in this language."""
        return dict(self._found.get("shown", {}))

    @property
    def dates(self) -> Mapping[str, Any]:
        """How a date is written."""
        return dict(self._found.get("dates", {}))

    @property
    def menu(self) -> Mapping[str, str]:
        """What stands in a platform's menu of commands: names of one word, and what the table says besides."""
        words = {name: phrases[0] for name, phrases in self._found.get("words", {}).items() if phrases}
        names = {name: word for name, word in {**words, **self.shown}.items() if " " not in name + word}
        return {**names, **self._found.get("menu", {})}

    def means(self, text: str) -> str:
        """What the whole line says, in the English words of a command; empty where it is none."""
        if len(text) > LONGEST or not self._whole:
            return ""
        plain = plainly(text, self.tag)
        return self._whole.get(plain) or self._with_gaps(plain, text) or self._aside(plain)

    def opens(self, text: str) -> str:
        """The English words that the line begins with in this language, and the rest of it untouched to its last
        character: whoever reads it counts from there. Empty where it begins with none."""
        for many, heads in self._openings.items():
            match = re.match(rf"\s*(?:!nd\s+)?((?:\S+\s+){{{many}}})(?=\S)", text[:_HEAD])
            if match and (english := heads.get(plainly(match[1], self.tag))):
                return f"{english} {text[match.end() :]}"
        return ""

    @cached_property
    def _openings(self) -> dict[int, dict[str, str]]:
        """By how many words they have."""
        found: dict[int, dict[str, str]] = {}
        for phrase, english in self._said:
            if phrase.endswith(_REST):
                for spelt in self._spellings(phrase.removesuffix(_REST)):
                    found.setdefault(len(spelt.split()), {})[spelt] = english.removesuffix(_REST)
        return found

    def ways(self) -> Iterator[tuple[str, str]]:
        """Each way to say something in this language, gaps and all, and the English of it."""
        for command, phrases in self._found.get("words", {}).items():
            yield from ((phrase, _BARE.get(command, command)) for phrase in phrases)
        yield from self._said

    def begins(self, phrase: str) -> set[str]:
        """The words that a line may begin with which is that phrase, as `first_word` spells them."""
        head = (phrase.split() or [""])[0]
        if not (gap := _GAP.match(head)):
            return self._spellings(head)
        return set({"n": (*numbers(self.tag), FIGURES), "day": days(self.tag), "days": days(self.tag)}.get(gap[1], ()))

    def means_anywhere(self, text: str) -> str:
        """The same of the few words that hold for everybody, whatever they chose."""
        if not self._anywhere:
            return ""
        plain = plainly(text, self.tag)
        found = self._anywhere.get(plain, "")
        return found or (self._with_gaps(plain, text, ANYWHERE[-1]) if plain.split(" ")[0] in self._anywhere else "")

    @cached_property
    def first_words(self) -> frozenset[str]:
        """With which those few begin, spelt plainly."""
        return frozenset(spelt.partition(" ")[0] for spelt in self._anywhere)

    @cached_property
    def _anywhere(self) -> dict[str, str]:
        words = self._found.get("words", {})
        return {spelt: said for said in ANYWHERE for one in words.get(said, ()) for spelt in self._spellings(one)}

    @cached_property
    def _whole(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for command, phrases in self._found.get("words", {}).items():
            for phrase in phrases:
                self._enter(found, phrase, _BARE.get(command, command))
        for phrase, verdict in self._found.get("ratings", {}).items():
            self._enter(found, phrase, "good one" if verdict else "not for me")
        for phrase, english in self._said:
            if "{" not in phrase:
                self._enter(found, phrase, english)
        return found

    def _enter(self, found: dict[str, str], phrase: str, english: str) -> None:
        for spelt in self._spellings(phrase):
            found.setdefault(spelt, english)

    def _spellings(self, phrase: str) -> set[str]:
        return {plainly(phrase, self.tag), bare(phrase, self.tag)}

    @cached_property
    def _said(self) -> list[tuple[str, str]]:
        return [(one, english) for phrase, english in self._found.get("said", {}).items() for one in _expanded(phrase)]

    @cached_property
    def _patterns(self) -> list[tuple[str, re.Pattern[str], str]]:
        """First word (empty where that is a gap), expression, and the English phrase with numbered gaps."""
        compiled = []
        for phrase, english in self._said:
            if "{" in phrase and not phrase.endswith(_REST):
                compiled += [self._compiled(spelt, english) for spelt in self._templates(phrase)]
        return compiled

    def _templates(self, phrase: str) -> set[tuple[str, ...]]:
        pieces = _GAP.split(phrase)
        spelt = [(_edged(piece, self.tag, plainly), _edged(piece, self.tag, bare)) for piece in pieces[::2]]
        both = []
        for way in (0, 1):
            both.append(tuple(spelt[i // 2][way] if i % 2 == 0 else pieces[i] for i in range(len(pieces))))
        return set(both)

    def _compiled(self, pieces: tuple[str, ...], english: str) -> tuple[str, re.Pattern[str], str]:
        expression = "".join(
            re.escape(piece) if i % 2 == 0 else f"({_SHAPES[piece]})" for i, piece in enumerate(pieces)
        )
        first = pieces[0].split(" ")[0] if " " in pieces[0] else ""
        return first, re.compile(expression), _numbered(english, pieces[1::2])

    def _with_gaps(self, plain: str, text: str, only: str = "") -> str:
        head = plain.split(" ", 1)[0]
        for first, expression, english in self._patterns:
            if (first and first != head) or not english.startswith(only):
                continue
            match = expression.fullmatch(plain)
            if match and (said := self._filled(match, english, text)):
                return said
        return ""

    def _filled(self, match: re.Match[str], english: str, text: str) -> str:
        """The English phrase with what stood in the gaps; empty where something there is not what it has to be."""
        said = english
        for place, found in enumerate(match.groups()):
            kind = _KIND.search(english.partition(f"{{{place}:")[2])
            behind = len(match.string[match.end(place + 1) :].split())
            read = self._read(kind[0] if kind else "", found, text, behind)
            if not read:
                return ""
            said = said.replace(f"{{{place}:{kind[0] if kind else ''}}}", read)
        return _TWICE.sub(r"\1", said) if ":unit}" in english else said

    def _read(self, kind: str, found: str, text: str, behind: int) -> str:
        """What stood in the gap, in English; `behind` it are so many words more."""
        if kind in _AS_TYPED:
            # Names keep their capitals and their umlauts; what was compared has lost them.
            words = hidden_marks(text).rstrip(".!?…؟،, ").split()
            typed = words[: len(words) - behind][-len(found.split()) :]
            return self._zones.get(found, " ".join(typed)) if kind == "zone" else " ".join(typed)
        readers: dict[str, Callable[[str, str], str]] = {"time": time_of, "day": day_name, "days": day_name,
                                                         "n": number, "unit": unit, "date": date_of}  # fmt: skip
        return readers[kind](found, self.tag) if kind in readers else found

    @cached_property
    def _zones(self) -> dict[str, str]:
        return {plainly(place, self.tag): zone for place, zone in self._found.get("zones", {}).items()}

    # Said politely

    @cached_property
    def _polite(self) -> dict[str, str]:
        polite = self._found.get("polite", {})
        found: dict[str, str] = {}
        for name, english in _ASIDES.items():
            for phrase in polite.get(name, ()):
                for it in polite.get("it", ()) if "{it}" in phrase else ("",):
                    self._enter(found, phrase.replace("{it}", it), english)
        return found

    def _aside(self, plain: str) -> str:
        """A skip, a goodbye or a "who are you" that a person puts politely, with what they put around it."""
        polite = self._found.get("polite", {})
        before = [plainly(word, self.tag) for word in polite.get("before", ())]
        after = [plainly(word, self.tag) for word in polite.get("after", ())]
        for head in ("", *(f"{word} " for word in before)):
            rest = plain.removeprefix(head)
            if head and rest == plain:
                continue
            for tail in ("", *(f" {word}" for word in after)):
                if found := self._polite.get(rest.removesuffix(tail)):
                    return found
        # "Stopp bitte", "bitte stopp": a word of ours with a courtesy beside it.
        for word in after:
            bare_word = plain.removesuffix(f" {word}").removeprefix(f"{word} ")
            if bare_word != plain and self._whole.get(bare_word) in ("skip", "stop"):
                return self._whole[bare_word]
        return ""


_TWICE: Final = re.compile(r"\b1 ([0-9]+ )")
"""A dual says its number itself: "pause 1 2 day"."""
_KIND: Final = re.compile(r"^[a-z]+")


def _edged(piece: str, tag: str, spell: Callable[[str, str], str]) -> str:
    """The words of a piece, spelt plainly, with the space at its edges."""
    spelt = spell(piece, tag) if piece.strip() else ""
    return (" " if piece[:1] == " " else "") + spelt + (" " if piece[-1:] == " " and spelt else "")


def _numbered(english: str, gaps: tuple[str, ...]) -> str:
    """The English phrase, its gaps by place: `{time}` twice is the first and the second."""
    for place, gap in enumerate(gaps):
        english = english.replace(f"{{{gap}}}", f"{{{place}:{gap}}}", 1)
    return english


def _expanded(phrase: str) -> Iterator[str]:
    """Each way to say a phrase in which `[...]` may be missing and `(a|b)` is either. What may be missing is tried as
    being there first, or a gap behind it would take it in."""
    pieces: list[tuple[str, ...]] = []
    at = 0
    for match in _PARTS.finditer(phrase):
        pieces.append((phrase[at : match.start()],))
        optional, either = match.groups()
        pieces.append(tuple(either.split("|")) if either is not None else (*optional.split("|"), ""))
        at = match.end()
    pieces.append((phrase[at:],))
    for parts in product(*pieces):
        yield " ".join("".join(parts).split())


class Tongues:
    """The tables of all languages that the bot speaks."""

    def __init__(self, tables: Sequence[Table] = ()) -> None:
        self.tables = {table.tag: table for table in tables}
        self._known: dict[str, Table | None] = {}

    @property
    def spoken(self) -> tuple[Tongue, ...]:
        """Every language by its names."""
        return tuple(table.tongue for table in self.tables.values())

    def table(self, language: str) -> Table | None:
        """The table that serves a reader of that language."""
        if language not in self._known:
            self._known[language] = self.tables.get(fallen_back(language, self.tables))
        return self._known[language]

    def means(self, text: str, language: str) -> str:
        """What that says, in the English words of a command, for somebody who speaks that language; empty where it is
        none. To be left alone, to be forgotten, help and a language can be asked for in any of them."""
        if not self.tables:
            return ""
        table = self.table(language) if language else None
        if table is not None and (opened := table.opens(text)):
            return opened
        if len(text) > LONGEST:
            return ""
        return (table.means(text) if table else "") or self._anywhere(text)

    def _anywhere(self, text: str) -> str:
        # Nearly every line is an answer, and its first word tells that it is none of these few.
        if text.isascii() and plainly(text, "").partition(" ")[0] not in self._first_words:
            return ""
        return next((said for table in self.tables.values() if (said := table.means_anywhere(text))), "")

    @cached_property
    def _first_words(self) -> frozenset[str]:
        return frozenset().union(*(table.first_words for table in self.tables.values()))


NO_TONGUES: Final = Tongues()


def in_english(event: Event, tongues: Tongues, language: str) -> Event:
    """The event, with what its words mean where they are a command in that language."""
    if not isinstance(event, MessageReceived):
        return event
    means = tongues.means(event.words.text, language)
    return replace(event, words=replace(event.words, means=means)) if means else event
