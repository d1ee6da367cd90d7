"""Every address of the console, with the right that it takes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.core.roles import Act
from bot.runtime.office import ACTS, Office
from bot.settings import Settings
from bot.shells.console import bringing, community, decks, figures, hearing, home, suggestions
from bot.shells.console.door import ENTER, Door, Page
from bot.shells.console.visit import HOME
from bot.web.application import Route

PAGES: Final[tuple[tuple[str, Act, Page], ...]] = (
    ("", Act.CONSOLE, home.show),
    ("/decks", Act.LOOK, decks.queue),
    ("/decks/{deck}", Act.LOOK, decks.deck),
    ("/decks/{deck}/difference", Act.LOOK, decks.difference),
    ("/decks/{deck}/export/{form}", Act.LOOK, decks.export),
    ("/bring", Act.CHECK, bringing.show),
    ("/bring/{id}", Act.CHECK, bringing.look),
    ("/results", Act.LOOK, figures.results),
    ("/missed", Act.LOOK, figures.missed),
    ("/hear", Act.TRY, hearing.show),
    ("/week", Act.LOOK, figures.week),
    ("/week.csv", Act.LOOK, figures.week_as_csv),
    ("/calendar", Act.LOOK, community.coming),
    ("/reports", Act.REPORTS, community.reports),
    ("/reports/{number}", Act.REPORTS, community.report),
    ("/suggestions", Act.SUGGESTIONS, suggestions.show),
    ("/log", Act.LOG, community.log),
)
"""What is looked at, and the right that it takes."""
FORMS: Final[tuple[tuple[str, Act, Page], ...]] = (
    *((f"/decks/{{deck}}/{{what:{what}}}", act, decks.act) for what, act in ACTS.items() if act is not Act.SUGGESTIONS),
    ("/suggestions/{number}/approve", Act.SUGGESTIONS, suggestions.approve),
    ("/suggestions/{number}/decline", Act.SUGGESTIONS, suggestions.decline),
    ("/bring/{id}/confirm", Act.LOAD, bringing.confirm),
    ("/bring/{id}/cancel", Act.CHECK, bringing.cancel),
    ("/hear", Act.TRY, hearing.hear),
    ("/reports/{number}/close", Act.REPORTS, community.close_report),
)
"""What is sent from a form, and the right that it takes."""
FILES: Final[tuple[tuple[str, Act, Page], ...]] = (("/bring", Act.CHECK, bringing.receive),)
"""Where a file is sent."""


def routes(office: Office, settings: Settings, key: bytes) -> Sequence[Route]:
    """All of them, to be served beside the web chat."""
    door = Door(office, key, settings.text("public_url").rstrip("/"), settings.text("community"))
    return (
        Route("GET", ENTER, door.show),
        Route("POST", ENTER, door.enter),
        Route("POST", f"{HOME}/leave", door.leave),
        Route("GET", f"{HOME}/", door.straighten),
        *(Route("GET", HOME + path, door.reading(act, page)) for path, act, page in PAGES),
        *(Route("POST", HOME + path, door.acting(act, page)) for path, act, page in FORMS),
        *(Route("POST", HOME + path, door.sending(act, page)) for path, act, page in FILES),
    )
