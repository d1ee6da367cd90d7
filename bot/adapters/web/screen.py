"""Pages and pieces of pages."""

from __future__ import annotations

from collections.abc import Sequence

from aiohttp import web

from bot.adapters.web.blocks import look
from bot.model.upload import LARGEST
from bot.ports.transcript import Entry
from bot.web import pages

HISTORY = 200
"""Entries on a page that is opened."""
ALL = 10_000
"""Entries on a page that shows all: years of evenings."""


def entry(one: Entry) -> str:
    """One thing that was said, as an item of the log."""
    return pages.render("entry.html", one.language, entry=look(one))


def edited(one: Entry) -> str:
    """The same, to take the place of what stands there under its id. What has the focus keeps it."""
    return pages.render("edited.html", one.language, entry=look(one))


def sentence(name: str, lang: str = "en") -> str:
    """What the page itself has to say, by name; empty for an empty name."""
    return pages.render("sentences.html", lang, name=name).strip()


def spoken(entries: Sequence[Entry], otherwise: str) -> str:
    """The language of the newest entry; where nothing was said yet, what the browser says."""
    return entries[-1].language if entries else otherwise


def page(
    title: str,
    entries: Sequence[Entry],
    delivery: str,
    *,
    notice: str = "",
    draft: str = "",
    status: int = 200,
    more: bool = False,
    lang: str = "en",
    file_id: str = "",
) -> web.Response:
    """The whole page. `delivery` is the hidden id of its form, `notice` the name of a sentence.

    With `more`, it says that there are earlier entries; with a `file_id`, a form for a file has it.
    """
    last = entries[-1].id if entries else 0
    return pages.respond(
        "chat.html",
        status,
        lang,
        title=title,
        entries=[look(one) for one in entries],
        delivery=delivery,
        last=last,
        notice=sentence(notice, lang),
        draft=draft,
        waiting=sentence("waiting", lang),
        more=more,
        file_id=file_id,
        largest=LARGEST,
    )


def piece(
    entries: Sequence[Entry],
    delivery: str = "",
    *,
    notice: str = "",
    status: int = 200,
    lang: str = "en",
    file_id: str = "",
    control: str | None = None,
) -> web.Response:
    """What htmx puts into the page after a form was sent: the next hidden id, a sentence or none, what is new.

    `file_id` is the next one of the form for a file. With a `control` that form is there from now on, with this id;
    with an empty one it is not.
    """
    return pages.respond(
        "piece.html",
        status,
        lang,
        entries=[look(one) for one in entries],
        delivery=delivery,
        notice=sentence(notice, lang),
        next_file=file_id,
        control=control,
        file_id=control or "",
        largest=LARGEST,
    )
