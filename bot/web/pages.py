"""Templates into pages. Autoescape is always on; there is no way around it but `mark_up`."""

from __future__ import annotations

from pathlib import Path

import jinja2
from aiohttp import web

from bot.web import static
from bot.web.emphasis import mark_up

_environment = jinja2.Environment(
    loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_environment.filters["mark_up"] = mark_up
_environment.globals["static"] = static.address


def render(template: str, **values: object) -> str:
    """The text of `template` with `values`."""
    return _environment.get_template(template).render(values)


def respond(template: str, code: int = 200, **values: object) -> web.Response:
    """A page, or a piece of one, with the HTTP status `code`."""
    return web.Response(text=render(template, **values), status=code, content_type="text/html", charset="utf-8")
