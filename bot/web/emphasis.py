"""`*emphasis*` and `**strong**` in what the bot says, as HTML."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

_QUOTE = re.compile("«([^»]*)»")
_STRONG = re.compile(r"(?<![\w*])\*\*(?=\S)([^*\n]+?)(?<=\S)\*\*(?![\w*])")
_EMPHASIS = re.compile(r"(?<![\w*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\w*])")
_HELD = "\0"


def mark_up(text: str) -> Markup:
    """`text` escaped, its marks turned into `<strong>` and `<em>`; in «quotes» everything stays as it is.

    A quote is a person's own words, so their asterisks are shown, not obeyed, and their direction of writing does not
    reach what stands around them (`<bdi>`). Marks that do not pair up stay too.
    """
    # HTML has no NUL, so it can stand for a quote while the marks around it are read.
    plain = str(escape(text.replace(_HELD, "")))
    quotes = iter(_QUOTE.findall(plain))
    held = _QUOTE.sub(_HELD, plain)
    marked = _EMPHASIS.sub(r"<em>\1</em>", _STRONG.sub(r"<strong>\1</strong>", held))
    return Markup(re.sub(_HELD, lambda _: f"«<bdi>{next(quotes)}</bdi>»", marked))
