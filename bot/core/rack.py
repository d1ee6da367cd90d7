"""What stands on a shelf: each question, and its texts, made ready when somebody first looks at it.

An evening asks eight questions of a deck, and a deck may have ten thousand: whoever brings one has nobody wait for the
others. All of these read like the tuple or the dictionary that they stand for, and say the same each time; two threads
may look at once.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log
from typing import Final, TypeVar, overload

from bot.model.deck import Deck, FollowUp, Question
from bot.model.ids import QuestionId, QuestionNumber
from bot.questions import Ears, Shape, kind_of

Wordings = tuple[str, ...]
Touched = tuple[tuple[QuestionNumber, float], ...]
_Key = TypeVar("_Key", bound=Hashable)


@dataclass(frozen=True)
class Shelved:
    """One question, ready: how it is read, what it is called in a member's `asked`."""

    question: Question
    kind: Shape
    language: str
    number: QuestionNumber

    # Weaving the nets of a deck takes a tenth of a second or more, and an evening asks eight of its questions.
    @cached_property
    def ears(self) -> Ears:
        """The question ready to hear answers; made when the first one comes."""
        return self.kind.prepare(self.question, self.language)


class Rack(Sequence[Shelved]):
    """The questions of a deck in its order."""

    def __init__(self, deck: Deck, numbers: Sequence[QuestionNumber]) -> None:
        self._deck = deck
        self._numbers = numbers
        self._ready: dict[int, Shelved] = {}

    def at(self, place: int) -> Shelved:
        """The question at that place, from 0; the same one every time."""
        ready = self._ready.get(place)
        if ready is None:
            question = self._deck.questions[place]
            made = Shelved(question, kind_of(question), self._deck.language, self._numbers[place])
            ready = self._ready.setdefault(place, made)
        return ready

    @overload
    def __getitem__(self, place: int) -> Shelved: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Shelved]: ...

    def __getitem__(self, place: int | slice) -> Shelved | Sequence[Shelved]:
        places = range(len(self._numbers))[place]
        return self.at(places) if isinstance(places, int) else tuple(map(self.at, places))

    def __len__(self) -> int:
        return len(self._numbers)


class Found(Mapping[_Key, Shelved]):
    """The questions on a rack, by another name than their place."""

    def __init__(self, rack: Rack, places: Mapping[_Key, int]) -> None:
        self._at = rack.at
        self._places = places

    def __getitem__(self, key: _Key) -> Shelved:
        return self._at(self._places[key])

    def __contains__(self, key: object) -> bool:
        return key in self._places

    def __iter__(self) -> Iterator[_Key]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


class Texts(Mapping[str, Wordings]):
    """Every text of a deck by its path: `@/title`, `@question/text`, `@question/theme.home`."""

    def __init__(self, deck: Deck, places: Mapping[QuestionId, int]) -> None:
        self._questions = deck.questions
        self._places = places
        self._known: dict[str, Wordings] = {"@/title": (deck.title,), "@/take-aways": deck.take_aways}
        self._named: set[str] = {""}
        """Ids of the questions whose texts are known."""

    def __getitem__(self, path: str) -> Wordings:
        wordings = self._known.get(path)
        return self._look(path)[path] if wordings is None else wordings

    def __contains__(self, path: object) -> bool:
        return path in self._known or (isinstance(path, str) and path in self._look(path))

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())

    def _look(self, path: str) -> Mapping[str, Wordings]:
        """What is known, with the texts of the question that this path begins with."""
        id_ = path[1:].partition("/")[0]
        if id_ not in self._named:
            place = self._places.get(QuestionId(id_))
            if place is not None:
                self._known.update(texts_of(self._questions[place]))
                # Afterwards: another thread believes it.
                self._named.add(id_)
        return self._known

    def _all(self) -> Mapping[str, Wordings]:
        for id_ in self._places:
            self._look(f"@{id_}/")
        return dict(self._known)


Places = Mapping[str, tuple[bytes, bytes]]
"""Of each stem the places of the questions it touches, in the deck's order, and beside each the position in `WEIGHTS`
of where it stands there. Numbers of the machine's own kind (`PLACE`) and bytes: of a hundred thousand pairs the
collector of cycles would look at each."""
PLACE: Final = "I"


class Stems(Mapping[str, Touched]):
    """A stem to (question number, weight) of the questions it touches; a rarer stem weighs more."""

    def __init__(self, touched: Places, numbers: Sequence[QuestionNumber]) -> None:
        self._touched = touched
        self._numbers = numbers
        self._ready: dict[str, Touched] = {}

    def __getitem__(self, stem: str) -> Touched:
        ready = self._ready.get(stem)
        if ready is None:
            packed, sources = self._touched[stem]
            places = memoryview(packed).cast(PLACE)
            rarity = log(1 + len(self._numbers) / len(places))
            weighed = [weight * rarity for weight in WEIGHTS]
            numbers = self._numbers
            pairs = [(numbers[place], weighed[source]) for place, source in zip(places, sources, strict=True)]
            ready = self._ready.setdefault(stem, tuple(pairs))
        return ready

    def __contains__(self, stem: object) -> bool:
        return stem in self._touched

    def __iter__(self) -> Iterator[str]:
        return iter(self._touched)

    def __len__(self) -> int:
        return len(self._touched)


WEIGHTS = (1.0, 0.8, 0.6, 0.5)
"""`about` says best what a question touches, its text next, choices and tags last."""


def texts_of(question: Question) -> dict[str, Wordings]:
    """The texts that it has, by their paths."""
    named: list[tuple[str, Wordings]] = [
        ("text", (question.text,)),
        ("example", (question.example,)),
        ("short", (question.short,)),
        ("contrast", (question.contrast,)),
        ("thought", (question.thought,)),
        ("and-you", (question.and_you,)),
        ("take-away", (question.take_away,)),
        ("callback", (question.callback.text if question.callback else "",)),
    ]
    named += [(f"chip.{chip}", (ask,)) for chip, ask in question.chip_asks]
    for name, follow_up in follow_ups_of(question):
        named += [(name, follow_up.say), (f"{name}/ask", (follow_up.ask,))]
    named += [(f"theme.{theme.id}/contrast", (theme.contrast,)) for theme in question.themes]
    named += [(f"choice.{choice.id}/contrast", (choice.contrast,)) for choice in question.choices]
    return {f"@{question.id}/{name}": wordings for name, wordings in named if wordings and wordings[0]}


def follow_ups_of(question: Question) -> list[tuple[str, FollowUp]]:
    """Every follow-up that the question carries, by the name of its texts."""
    named = [(f"theme.{theme.id}", theme.follow_up) for theme in question.themes]
    named += [(f"choice.{choice.id}", choice.follow_up) for choice in question.choices]
    named += [(f"range.{part.first}-{part.last}", part.follow_up) for part in question.ranges]
    optional = {
        "tender": question.tender.follow_up if question.tender else None,
        "joke": question.joke.follow_up if question.joke else None,
        "both": question.both,
        "neither": question.neither,
        "depends": question.depends,
        "done": question.done,
        "default": question.default,
    }
    return named + [(name, follow_up) for name, follow_up in optional.items() if follow_up]
