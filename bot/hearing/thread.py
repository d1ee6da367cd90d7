"""The words of an answer that another question could follow."""

from __future__ import annotations

from bot.hearing.lexicon import Lexicon
from bot.hearing.nets import hear
from bot.hearing.words import known_words


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


def stems_worth_following(text: str, lexicon: Lexicon) -> tuple[str, ...]:
    """The stems of `content_stems` alone; where nothing is denied, for half of what they cost with their places."""
    words = known_words(text, lexicon)
    if lexicon.denying.isdisjoint([word for word, _root, _little, _leads in words]):
        return tuple(dict.fromkeys([root for _word, root, _little, leads in words if leads]))
    return tuple(root for root, _first, _last in content_stems(text, lexicon))
