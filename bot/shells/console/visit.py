"""One look at a page, or one wish from it: who it is, what they may, and in which language they read."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from typing import Final
from urllib.parse import quote

from aiohttp import web

from bot.core import roles
from bot.core.roles import Act
from bot.decks.brought import Brought
from bot.model.curator import ABOUT_US, AMONG_US
from bot.model.member import Standing
from bot.model.noun import Noun
from bot.model.session import Session
from bot.model.spans import MINUTE
from bot.ports.recent import Recent
from bot.ports.views import Views
from bot.runtime.office import Office
from bot.shells.console.texts import Language, languages
from bot.voices import dates, tongues
from bot.web import pages
from bot.web.limits import Seats

HOME: Final = "/console"
SECTIONS: Final = (
    ("home", "", Act.LOOK),
    ("decks", "/decks", Act.LOOK),
    ("bring", "/bring", Act.CHECK),
    ("results", "/results", Act.LOOK),
    ("missed", "/missed", Act.LOOK),
    ("hear", "/hear", Act.TRY),
    ("week", "/week", Act.LOOK),
    ("calendar", "/calendar", Act.LOOK),
    ("suggestions", "/suggestions", Act.SUGGESTIONS),
    ("reports", "/reports", Act.REPORTS),
    ("log", "/log", Act.LOG),
)
"""The pages of the list: name, address, and the right that it takes."""
KEPT: Final = 500
MOST_PENDING: Final = 8
PENDING_LIFE: Final = 30 * MINUTE
READ_AT_ONCE: Final = 2
"""Files: so many wait for a yes, for so many milliseconds, and so many are read at once; each may be some megabytes."""


class Notices:
    """A sentence for each browser, until its next page has shown it."""

    def __init__(self) -> None:
        self._kept: Recent[str, str] = Recent(KEPT)

    def leave(self, session: Session, sentence: str) -> None:
        """The next page of that browser begins with this."""
        self._kept.keep(session.hash, sentence)

    def take(self, session: Session) -> str:
        """What was left for it, once."""
        return self._kept.take(session.hash) or ""


class Moment(Noun, frozen=True):
    """An instant of UTC: as somebody reads it, and as a page says it to programs."""

    said: str
    iso: str


class PendingFile(Noun, frozen=True):
    """What came of a file, until somebody says yes or no to it. `at` is milliseconds UTC."""

    id: str
    brought: Brought
    at: int


class PendingFiles:
    """The last file of each browser, for a while, in memory alone: what nobody said yes to is nowhere."""

    def __init__(self) -> None:
        self._kept: Recent[str, PendingFile] = Recent(MOST_PENDING)
        self._seats = Seats(each=1, total=READ_AT_ONCE)

    def reading(self, session: Session) -> AbstractContextManager[None]:
        """For as long, a file of that browser is being read. Raises `Full` where one of theirs is, or too many are."""
        return self._seats.taken(session.hash)

    def keep(self, session: Session, brought: Brought, now: int) -> str:
        """The name of what came of it; an earlier one of that browser is forgotten."""
        pending = PendingFile(secrets.token_urlsafe(12), brought, now)
        self._kept.keep(session.hash, pending)
        return pending.id

    def of(self, session: Session, now: int) -> PendingFile | None:
        """The last file of that browser; None where there is none any more."""
        pending = self._kept.get(session.hash)
        if pending is not None and now - pending.at >= PENDING_LIFE:
            self.drop(session)
            return None
        return pending

    def drop(self, session: Session) -> None:
        """It is forgotten."""
        self._kept.take(session.hash)


class Visit:
    """What a page is told. `form` is what was sent with it, `token` what a form of its own has to carry."""

    def __init__(
        self,
        request: web.Request,
        office: Office,
        community: str,
        session: Session,
        standing: Standing,
        language: Language,
        token: str,
        notices: Notices,
        pending_files: PendingFiles,
        form: Mapping[str, str] | None = None,
    ) -> None:
        self.request = request
        self.office = office
        self.community = community
        self.session = session
        self.standing = standing
        self.language = language
        self.token = token
        self.notices = notices
        self.pending_files = pending_files
        self.form = form or {}

    @property
    def views(self) -> Views:
        """What can be looked at."""
        return self.office.views

    @property
    def now(self) -> int:
        """Milliseconds UTC."""
        return self.office.clock.now()

    def may(self, act: Act) -> bool:
        """Whether they may do that, by what was read at the beginning of this visit."""
        return roles.may(self.standing, act, self.now)

    def called(self, text: str) -> str:
        """What a deck of ours is called, and what is said of it, in their language; what others wrote as it stands."""
        table = tongues().table(self.language.code) if text in (AMONG_US, ABOUT_US) else None
        return table.shown.get(text, text) if table else text

    def date(self, day: str) -> str:
        """That date, with a time behind it or without, as their language writes it."""
        return dates(self.language.code).said(day)

    def moment(self, at: int) -> Moment:
        """That instant (milliseconds UTC), to the minute."""
        said = datetime.fromtimestamp(at / 1000, UTC).strftime("%Y-%m-%d %H:%M")
        return Moment(self.date(said), said.replace(" ", "T") + "Z")

    def say(self, key: str, **gaps: object) -> str:
        """A text in their language."""
        return self.language.say(key, **gaps)

    def path(self, name: str) -> str:
        """A piece of this page's address."""
        return self.request.match_info[name]

    def asked(self, name: str) -> str:
        """What stands behind that name in the address; empty where nothing does."""
        return self.request.query.get(name, "")

    def page(self, template: str, section: str = "", code: int = 200, **values: object) -> web.Response:
        """The page, with all that each of them has."""
        return pages.respond(
            f"console/{template}.html",
            code,
            self.language.code,
            **frame(self.language, self.community, self.request),
            section=section,
            sections=[(name, HOME + path) for name, path, act in SECTIONS if self.may(act)],
            token=self.token,
            notice=self.notices.take(self.session),
            may={act.name: self.may(act) for act in Act},
            rank=self.standing.rank.value,
            called=self.called,
            **values,
        )

    def turn_to(self, path: str, sentence: str = "") -> web.Response:
        """The browser opens that page anew, so that a reload repeats nothing; there it reads the sentence."""
        if sentence:
            self.notices.leave(self.session, sentence)
        return web.Response(status=303, headers={"Location": HOME + path})


def frame(language: Language, community: str, request: web.Request) -> dict[str, object]:
    """What every page of the console is told, also before anybody has come in."""
    return {
        "t": language.say,
        "community": community,
        "languages": [(one.code, one.name, one.direction, _in(request, one.code)) for one in languages().values()],
    }


def _in(request: web.Request, code: str) -> str:
    """This page in that language. What was only sent is not sent again: a form's answer has the page of its list."""
    path = request.path if request.method in ("GET", "HEAD") else HOME
    kept = "".join(f"{quote(name)}={quote(value)}&" for name, value in request.query.items() if name != "lang")
    return f"{path}?{kept if path == request.path else ''}lang={code}"
