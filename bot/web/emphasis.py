"""`*emphasis*`, `**strong**` and `` `words to type` `` in what the bot says, as HTML."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

_KEPT = re.compile("«([^»]*)»|`(?=\\S)([^`«»\n]+?)(?<=\\S)`")
_STRONG = re.compile(r"(?<![\w*])\*\*(?=\S)([^*\n]+?)(?<=\S)\*\*(?![\w*])")
_EMPHASIS = re.compile(r"(?<![\w*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\w*])")
_HELD = "\0"


def mark_up(text: str) -> Markup:
    """`text` escaped, its marks turned into `<strong>`, `<em>` and `<code>`; in «quotes» everything stays as it is.

    A quote is a person's own words, so their asterisks are shown, not obeyed, and their direction of writing does not
    reach what stands around them (`<bdi>`). Marks that do not pair up stay too.
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
    return f"«<bdi>{quote}</bdi>»" if word is None else f'<code class="word">{word}</code>'
