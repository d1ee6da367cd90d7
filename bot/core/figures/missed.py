"""A theme that a deck might get, from the answers that found none and that their authors let others read."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Final

from bot.hearing import content_stems, lexicon_for
from bot.model.deck import Question
from bot.model.figures import SharedMiss
from bot.model.noun import Noun

AT_LEAST: Final = 3
"""People who have to have said a word before it is proposed: one person's word is theirs."""
WORDS: Final = 12


class Proposal(Noun, frozen=True):
    """Words that might be one theme, those of most people first, each as it was mostly written and by how many people;
    `samples` are shared answers with the first of them."""

    words: tuple[tuple[str, int], ...]
    samples: tuple[str, ...]

    @property
    def id(self) -> str:
        """A name that a theme may have: the first word's."""
        return _slug(self.words[0][0])


def propose(question: Question, language: str, shared: tuple[SharedMiss, ...]) -> Proposal | None:
    """What most of these answers have in common; None where no word comes from three people.

    Words of the question itself are in many answers and tell them apart in none; words that a theme has already found
    no theme because another was as strong, and a third theme would not help.
    """
    lexicon = lexicon_for(language)
    said_by: defaultdict[str, set[int]] = defaultdict(set)
    written: defaultdict[str, Counter[str]] = defaultdict(Counter)
    taken = _taken(question, language)
    for miss in shared:
        for stem, first, last in content_stems(miss.text, lexicon):
            word = miss.text[first:last].casefold()
            if stem not in taken and _slug(word):
                said_by[stem].add(miss.by)
                written[stem][word] += 1
    stems = sorted((stem for stem in said_by if len(said_by[stem]) >= AT_LEAST), key=lambda s: (-len(said_by[s]), s))
    if not stems:
        return None
    words = tuple((_mostly(written[stem]), len(said_by[stem])) for stem in stems[:WORDS])
    samples = tuple(
        miss.text for miss in shared if stems[0] in {stem for stem, _f, _l in content_stems(miss.text, lexicon)}
    )
    return Proposal(words, samples)


def _taken(question: Question, language: str) -> set[str]:
    phrases = [phrase for theme in question.themes for phrase in theme.like]
    text = " . ".join((question.text, *phrases))
    return {stem for stem, _first, _last in content_stems(text, lexicon_for(language))}


def _mostly(written: Counter[str]) -> str:
    return min(written, key=lambda word: (-written[word], word))


def _slug(word: str) -> str:
    return "".join(one for one in word if one.isascii() and one.isalnum())[:40]


def as_deck(proposal: Proposal, indent: int = 6) -> str:
    """The proposal as it stands in a deck, under `themes:`; the author writes what is said and asked."""
    before = " " * indent
    like = ", ".join(_scalar(word) for word, _people in proposal.words)
    return "\n".join((
        f"{before}- id: {proposal.id}",
        f"{before}  like: [{like}]",
        f'{before}  say: ["Write here what is true of any such answer."]',
        f"{before}  ask: Write here what only such an answer calls for?",
    ))  # fmt: skip


def _scalar(word: str) -> str:
    """The word as it may stand in a list of the deck's."""
    return word if word.isalpha() and word not in _NO_STRINGS else '"' + word.replace('"', "") + '"'


_NO_STRINGS: Final = frozenset({"true", "false", "null"})
