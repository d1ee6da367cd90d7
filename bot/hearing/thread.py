"""The words of an answer that another question could follow."""

from __future__ import annotations

from bot.hearing.lexicon import Lexicon
from bot.hearing.nets import hear

SHORTEST = 3


def content_stems(text: str, lexicon: Lexicon) -> tuple[tuple[str, int, int], ...]:
    """(stem, first character, last character + 1) of each word worth following, in order, each stem once.

    Denied words lead nowhere: after "not my sister" nobody is asked about the sister.
    """
    line = hear(text, lexicon)
    followed: dict[str, tuple[str, int, int]] = {}
    for index in line.solid:
        word, root = line.words[index], line.stems[index]
        dull = len(word) < SHORTEST or word in lexicon.stop or word.isdigit() or word in lexicon.jokes
        if not dull and not line.denies((index,)):
            followed.setdefault(root, (root, line.starts[index], line.ends[index]))
    return tuple(followed.values())
