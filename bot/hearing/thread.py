"""The words of an answer that another question could follow."""

from __future__ import annotations

from bot.hearing.lexicon import Lexicon
from bot.hearing.nets import hear


def content_stems(text: str, lexicon: Lexicon) -> tuple[tuple[str, int, int], ...]:
    """(stem, first character, last character + 1) of each word worth following, in order, each stem once.

    Denied words lead nowhere: after "not my sister" nobody is asked about the sister.
    """
    line = hear(text, lexicon)
    followed: dict[str, tuple[str, int, int]] = {}
    for index in line.leading:
        root = line.stems[index]
        if root not in followed and not line.denies((index,)):
            followed[root] = (root, line.starts[index], line.ends[index])
    return tuple(followed.values())
