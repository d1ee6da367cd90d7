"""What a question has that does not say: an id, which its text gives, and a depth."""

from __future__ import annotations

import hashlib
from typing import Final

from bot.decks.build import slug_of
from bot.decks.duplicates import same_words

DEPTH: Final = 2
"""Of questions that do not say: not offered as light, and within everybody's reach until they ask for lighter ones."""


def id_of(text: str) -> str:
    """An id that the text alone decides, however the rows are ordered; two texts never share one.

    Where the slug does not say all of the text (it is cut, or letters fell away), a hash of the words follows.
    """
    slug, words = slug_of(text), same_words(text) or text
    if slug and slug.replace("-", " ") == words:
        return slug
    mark = hashlib.sha256(words.encode()).hexdigest()[:8]
    start = slug[:31].rstrip("-")
    return f"{start}-{mark}" if start else f"q-{mark}"
