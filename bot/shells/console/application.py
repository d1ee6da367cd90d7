"""Every address of the console, with the right that it takes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.core.roles import Act
from bot.runtime.office import Office
from bot.settings import Settings
from bot.shells.console import home
from bot.shells.console.door import ENTER, Door, Page
from bot.shells.console.visit import HOME
from bot.web.application import Route

PAGES: Final[tuple[tuple[str, Act, Page], ...]] = (("", Act.CONSOLE, home.show),)
FORMS: Final[tuple[tuple[str, Act, Page], ...]] = ()


def routes(office: Office, settings: Settings, key: bytes) -> Sequence[Route]:
    """All of them, to be served beside the web chat."""
    door = Door(office, key, settings.text("public_url").rstrip("/"), settings.text("community"))
    return (
        Route("GET", ENTER, door.show),
        Route("POST", ENTER, door.enter),
        Route("POST", f"{HOME}/leave", door.leave),
        *(Route("GET", HOME + path, door.reading(act, page)) for path, act, page in PAGES),
        *(Route("POST", HOME + path, door.acting(act, page)) for path, act, page in FORMS),
    )
