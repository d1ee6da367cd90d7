"""The decks: their order, their versions and what changed between them, and what may be done about them."""

from __future__ import annotations

import asyncio
from typing import Final

from aiohttp import web

from bot.core.differences import Difference, compare
from bot.model.curator import Entry, Stock, Version
from bot.model.deck import Deck, Question
from bot.model.ids import DeckHash, DeckId
from bot.model.noun import Noun
from bot.ports.views import Views
from bot.runtime.curation import Curated
from bot.shells.console.texts import name_of
from bot.shells.console.visit import Visit
from bot.written import Outline, decode, outline

ASKED_FIRST: Final = frozenset({"undo", "disable", "retire"})
"""What takes something away, and is asked about before it is done."""
MOST: Final = 300
"""Changed questions that one page shows."""


class Shown(Noun, frozen=True):
    """A version as the page of its deck shows it."""

    hash: DeckHash
    version: str
    title: str
    questions: int


class Spoken(Noun, frozen=True):
    """A language that a deck can be asked in, by what it calls itself; of a translation, how much is there."""

    language: str
    name: str
    there: int = 0
    all: int = 0

    @property
    def lacking(self) -> bool:
        """Some of the questions are not in it yet."""
        return self.there < self.all


class Asked(Noun, frozen=True):
    """A question as the page of its deck shows it."""

    question: Question
    retired: bool


def entry_of(visit: Visit, stock: Stock, deck: str) -> Entry:
    """The deck of that id. Raises LookupError with a sentence."""
    for entry in stock.entries:
        if entry.deck == deck:
            return entry
    raise LookupError(visit.say("decks.none-such", deck=deck))


def decoded(views: Views, hash_: DeckHash) -> Deck:
    """That version. Raises KeyError where it was never loaded."""
    body = views.deck(hash_)
    if body is None:
        raise KeyError(hash_)
    return decode(body)


async def queue(visit: Visit) -> web.StreamResponse:
    """The decks in the order in which they are offered, with the languages that each can be asked in."""

    def look() -> tuple[Stock, dict[DeckId, list[Spoken]]]:
        stock = visit.views.stock()
        return stock, {entry.deck: spoken_by(visit.views, entry) for entry in stock.entries}

    stock, spoken = await asyncio.to_thread(look)
    return visit.page("queue", "decks", entries=stock.entries, spoken=spoken)


def spoken_by(views: Views, entry: Entry) -> list[Spoken]:
    """The languages of the deck, the one that it was written in first, each with how many questions are there."""
    written, asked = _outline(views, entry.current)
    found = [Spoken(written, name_of(written))]
    for one in entry.translations:
        language, there = _outline(views, one)
        found.append(Spoken(language, name_of(language), len(there & asked), len(asked)))
    return found


def _outline(views: Views, version: Version) -> Outline:
    body = views.deck(version.hash)
    return Outline(version.language, frozenset()) if body is None else outline(body)


async def deck(visit: Visit) -> web.StreamResponse:
    """One deck: its versions, its questions, and its files."""

    def look() -> tuple[Entry, Deck, list[Shown], list[Asked], list[Spoken]]:
        stock = visit.views.stock()
        entry = entry_of(visit, stock, visit.path("deck"))
        current = decoded(visit.views, entry.current.hash)
        retired, numbers = int(stock.retired, 16), visit.views.numbers().get(entry.deck, {})
        asked = [Asked(one, bool(retired >> numbers.get(one.id, 0) & 1)) for one in current.questions]
        versions = [_shown(visit.views, one) for one in (entry.current, *entry.before)]
        return entry, current, versions, asked, spoken_by(visit.views, entry)

    entry, current, versions, asked, spoken = await asyncio.to_thread(look)
    return visit.page(
        "deck", "decks", entry=entry, deck=current, versions=versions, asked=asked, forms=forms(), spoken=spoken,
    )  # fmt: skip


def _shown(views: Views, version: Version) -> Shown:
    found = decoded(views, version.hash)
    return Shown(version.hash, found.version, found.title, len(found.questions))


async def difference(visit: Visit) -> web.StreamResponse:
    """Two versions of a deck beside each other."""

    def look() -> tuple[Entry, Deck, Deck, Difference]:
        entry = entry_of(visit, visit.views.stock(), visit.path("deck"))
        known = {one.hash for one in (entry.current, *entry.before)}
        before, after = DeckHash(visit.asked("from")), DeckHash(visit.asked("to") or entry.current.hash)
        if not {before, after} <= known:
            raise LookupError(visit.say("difference.gone"))
        old, new = decoded(visit.views, before), decoded(visit.views, after)
        return entry, old, new, compare(old, new)

    entry, old, new, found = await asyncio.to_thread(look)
    return visit.page("difference", "decks", entry=entry, old=old, new=new, found=found, most=MOST)


async def act(visit: Visit) -> web.StreamResponse:
    """What the form wants is done; where it takes something away, once it was said twice."""
    what, name, question = visit.path("what"), visit.path("deck"), visit.form.get("question", "")
    stock = await asyncio.to_thread(visit.views.stock)
    entry = entry_of(visit, stock, name)
    if what in ASKED_FIRST and visit.form.get("sure") != "yes":
        return visit.page("confirm", "decks", entry=entry, what=what, question=question)
    place = visit.form.get("place", "")
    number = int(place) if place.isascii() and place.isdigit() and len(place) < 6 else 0
    sentence = await visit.office.curate(visit.session, Curated(what, DeckId(name), number, question))
    return visit.turn_to(_back(what, name), sentence)


def _back(what: str, deck: str) -> str:
    return f"/decks/{deck}" if what in ("retire", "bring-back") else f"/decks#{deck}"


async def export(visit: Visit) -> web.StreamResponse:
    """The deck as a file to open, change and bring again."""
    from bot.decks.exporting import export as exported

    name, form = visit.path("deck"), visit.path("form")
    if form not in forms():
        raise LookupError(visit.say("sorry.not-there"))

    def write() -> bytes:
        entry = entry_of(visit, visit.views.stock(), name)
        return exported(decoded(visit.views, entry.current.hash), form).data

    data = await asyncio.to_thread(write)
    # Never anything that a browser would show: what is in it, moderators have written.
    headers = {"Content-Disposition": f'attachment; filename="{name}.{form}"'}
    return web.Response(body=data, content_type="application/octet-stream", headers=headers)


def forms() -> tuple[str, ...]:
    """The formats that a deck can be had in."""
    from bot.shells.decks_exchange import FORMS

    return FORMS
