"""Templates into pages. Autoescape is always on; there is no way around it but `mark_up`."""

from __future__ import annotations

from pathlib import Path

import jinja2
from aiohttp import web

from bot.web import static, wordings
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


def render(template: str, lang: str = "en", **values: object) -> str:
    """The text of `template` with `values`, in that language as far as the pages speak it."""
    spoken = wordings.served(lang)
    words = {"lang": spoken, "dir": wordings.direction(spoken), "t": wordings.WORDINGS[spoken]}
    return _environment.get_template(template).render(words | values)


def respond(template: str, code: int = 200, lang: str = "en", **values: object) -> web.Response:
    """A page, or a piece of one, with the HTTP status `code`."""
    text = render(template, lang, **values)
    return web.Response(text=text, status=code, content_type="text/html", charset="utf-8")


def reads(request: web.Request) -> str:
    """What the browser says that its reader reads: the first that the pages speak, by its weights."""
    weighed = []
    for place, one in enumerate(request.headers.get("Accept-Language", "")[:500].split(",")):
        tag, _, weight = one.partition(";q=")
        weighed.append((-_weight(weight), place, tag.strip()))
    return wordings.served(",".join(tag for _weight, _place, tag in sorted(weighed)))


def _weight(said: str) -> float:
    try:
        return float(said) if said else 1.0
    except ValueError:
        return 0.0
