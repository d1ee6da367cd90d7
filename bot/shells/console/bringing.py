"""A file that somebody brings: read where it can do no harm, shown as it would be, and on offer only after a yes."""

from __future__ import annotations

import asyncio
import secrets
from typing import Final

from aiohttp import web

from bot.airlock import bring_held_off
from bot.airlock.looks import alike, labels_of
from bot.airlock.reading import current
from bot.connecting import PLATFORMS
from bot.core.differences import Difference, compare
from bot.decks.brought import Brought, Library
from bot.decks.diagnostic import Severity
from bot.decks.remarks import Sentences
from bot.model.curator import Entry
from bot.model.deck import Deck
from bot.model.noun import Noun
from bot.model.upload import LARGEST
from bot.ports.views import Views
from bot.shells.console import upload
from bot.shells.console.decks import MOST, decoded
from bot.shells.console.visit import PendingFile, Visit
from bot.shells.decks_brought import previews
from bot.voices import findings
from bot.web.limits import Full
from bot.written import encode

FINDINGS: Final = 200
"""Findings that one page shows."""


async def show(visit: Visit) -> web.StreamResponse:
    """Somewhere to choose a file."""
    return visit.page("bring", "bring", most=LARGEST // 1_000_000)


async def receive(visit: Visit) -> web.StreamResponse:
    """The file is read, and what came of it is on a page of its own; nothing is on offer by that."""
    try:
        with visit.pending_files.reading(visit.session):
            sent = await upload.receive(visit.request, visit.token)
            brought = await asyncio.to_thread(_read, visit.views, sent)
    except Full:
        return _refuse(visit, "bring.busy", 503)
    except upload.UploadRefused as refused:
        return _refuse(visit, refused.key, refused.status)
    return visit.turn_to(f"/bring/{visit.pending_files.keep(visit.session, brought, visit.now)}")


def _refuse(visit: Visit, key: str, status: int) -> web.Response:
    page = visit.page("bring", "bring", code=status, most=LARGEST // 1_000_000, refused=visit.say(key))
    # Whatever is still on its way is not waited for.
    page.force_close()
    return page


def _read(views: Views, sent: upload.Sent) -> Brought:
    """What came of it, in a process that may take so much and no more."""
    return bring_held_off(sent.data, sent.name, Library(labels=labels_of(PLATFORMS)), current(views))


class Looked(Noun, frozen=True):
    """What the page of a file that was read has to show."""

    entry: Entry | None
    difference: Difference | None
    screens: tuple[tuple[tuple[str, str], ...], ...]
    """Of each of the first questions: the platforms, and how they show it."""


async def look(visit: Visit) -> web.StreamResponse:
    """What came of the file: what is wrong, what was assumed, and how it would look."""
    pending = _pending(visit)
    brought = pending.brought
    looked = await asyncio.to_thread(_look, visit.views, brought.deck) if brought.deck else None
    counts = {severity.value: 0 for severity in Severity}
    for one in brought.findings:
        counts[one.severity.value] += 1
    return visit.page(
        "brought", "bring", id=pending.id, brought=brought, looked=looked, counts=counts, most=MOST,
        findings=sorted(brought.findings, key=lambda one: list(Severity).index(one.severity))[:FINDINGS],
        more=max(0, len(brought.findings) - FINDINGS), sentences=Sentences(findings(visit.language.code)),
    )  # fmt: skip


def _look(views: Views, deck: Deck) -> Looked:
    entry = next((one for one in views.stock().entries if one.deck == deck.id), None)
    difference = compare(decoded(views, entry.current.hash), deck) if entry else None
    return Looked(entry, difference, tuple(map(alike, previews(deck))))


async def confirm(visit: Visit) -> web.StreamResponse:
    """It is on offer from now on."""
    pending = _pending(visit)
    deck = pending.brought.deck
    if deck is None:
        raise LookupError(visit.say("bring.has-errors"))
    sentence = await visit.office.load(visit.session, await asyncio.to_thread(encode, deck))
    visit.pending_files.drop(visit.session)
    return visit.turn_to(f"/decks/{deck.id}", sentence)


async def cancel(visit: Visit) -> web.StreamResponse:
    """It is forgotten."""
    visit.pending_files.drop(visit.session)
    return visit.turn_to("/bring", visit.say("bring.cancelled"))


def _pending(visit: Visit) -> PendingFile:
    """The file that this browser has brought. Raises LookupError with a sentence."""
    pending = visit.pending_files.of(visit.session, visit.now)
    if pending is None or not secrets.compare_digest(pending.id.encode(), visit.path("id").encode()):
        raise LookupError(visit.say("bring.gone"))
    return pending
