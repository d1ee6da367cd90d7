"""Labels made ready for reading, once per set of labels."""

from __future__ import annotations

from functools import lru_cache

import msgspec

from bot.hearing.lexicon import Lexicon
from bot.hearing.words import take_apart

Stems = tuple[str, ...]


class Alias(msgspec.Struct, frozen=True):
    """One way to name a label: its solid stems in order. `rank` 0 is the label itself, 1 other words, 2 a part."""

    stems: Stems
    index: int
    rank: int
    negative: bool = False
    """The label itself denies something ("no sock is ever lost"), so a denial beside this name agrees with it."""


class Labels(msgspec.Struct, frozen=True):
    """The labels of one question, chip row or menu, and every way to name them."""

    lexicon: Lexicon
    labels: tuple[str, ...]
    whole: dict[str, int]
    """Plain spelling of labels and of other words for them, little words included -> index."""
    aliases: dict[str, tuple[Alias, ...]]
    """By their first stem, the longest first."""
    plain: tuple[str, ...]
    """Labels plainly spelt, for prefixes and slips of the keyboard."""
    solid: tuple[str, ...]
    """The same without their little words."""


@lru_cache(maxsize=4_096)
def labels_of(labels: tuple[str, ...], also: tuple[tuple[str, ...], ...], lexicon: Lexicon) -> Labels:
    """These labels, ready; built once and kept."""
    whole: dict[str, int] = {}
    aliases: list[Alias] = []
    named = [(label, index, 0) for index, label in enumerate(labels)]
    named += [(words, index, 1) for index, others in enumerate(also[: len(labels)]) for words in others]
    for text, index, rank in named:
        line = take_apart(text, lexicon)
        whole.setdefault(" ".join(line.words) or text.strip(), index)
        stems = line.core or line.stems
        if stems and not any(alias.stems == stems for alias in aliases):
            aliases.append(Alias(stems, index, rank, _negative(labels[index], lexicon)))
    aliases += _parts(labels, aliases, lexicon)
    lines = [take_apart(label, lexicon) for label in labels]
    plain = tuple(" ".join(line.words) for line in lines)
    solid = tuple(" ".join(line.words[i] for i in line.solid) for line in lines)
    return Labels(lexicon, labels, whole, _by_first(aliases), plain, solid)


def _parts(labels: tuple[str, ...], aliases: list[Alias], lexicon: Lexicon) -> list[Alias]:
    """Single words that only one label has: `window` for "the window seat"."""
    owners: dict[str, set[int]] = {}
    for alias in aliases:
        for stem in alias.stems:
            owners.setdefault(stem, set()).add(alias.index)
    taken = {alias.stems for alias in aliases}
    parts = []
    for index, label in enumerate(labels):
        line = take_apart(label, lexicon)
        for i in line.solid:
            word, stem = line.words[i], line.stems[i]
            common = word in lexicon.stop or word in lexicon.negators or word in lexicon.fillers or len(word) < 3
            if not common and owners.get(stem) == {index} and (stem,) not in taken:
                parts.append(Alias((stem,), index, 2, _negative(label, lexicon)))
    return parts


def _negative(label: str, lexicon: Lexicon) -> bool:
    return not lexicon.negators.isdisjoint(take_apart(label, lexicon).words)


def _by_first(aliases: list[Alias]) -> dict[str, tuple[Alias, ...]]:
    table: dict[str, list[Alias]] = {}
    for alias in sorted(aliases, key=lambda alias: (-len(alias.stems), alias.rank)):
        table.setdefault(alias.stems[0], []).append(alias)
    return {stem: tuple(found) for stem, found in table.items()}
