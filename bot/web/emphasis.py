"""`*emphasis*`, `**strong**` and `` `words to type` `` in what the bot says, as HTML."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

_KEPT = re.compile("«([^»]*)»|`(?=\\S)([^`«»\n]+?)(?<=\\S)`")
_STRONG = re.compile(r"(?<![\w*])\*\*(?=\S)([^*\n]+?)(?<=\S)\*\*(?![\w*])")
_EMPHASIS = re.compile(r"(?<![\w*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\w*])")
_SEAT = re.compile(r"join ([2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4})")
"""A code that keeps a seat; a page of this site shows it to a friend's phone."""
_HELD = "\0"


def mark_up(text: str) -> Markup:
    """`text` escaped, its marks turned into `<strong>`, `<em>` and `<code>`; in «quotes» everything stays as it is.

    A quote is a person's own words, so their asterisks are shown, not obeyed, and their direction of writing does not
    reach what stands around them (`<bdi>`). Marks that do not pair up stay too. A code to join a table by leads to the
    page that shows it.
    """
    # HTML has no NUL, so it can stand for a quote or a word while the marks around it are read.
    plain = str(escape(text.replace(_HELD, "")))
    kept = iter([_keep(found) for found in _KEPT.finditer(plain)])
    held = _KEPT.sub(_HELD, plain)
    marked = _EMPHASIS.sub(r"<em>\1</em>", _STRONG.sub(r"<strong>\1</strong>", held))
    return Markup(re.sub(_HELD, lambda _: next(kept), marked))


def _keep(found: re.Match[str]) -> str:
    """A quote, or a word that can be typed, of escaped text, as an element."""
    quote, word = found.groups()
    if word is None:
        return f"«<bdi>{quote}</bdi>»"
    if seat := _SEAT.fullmatch(word):
        return f'<a href="/join/{seat[1]}/qr"><code class="word">{word}</code></a>'
    return f'<code class="word">{word}</code>'
