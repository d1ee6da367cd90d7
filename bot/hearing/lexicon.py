"""A language, as data: the words that carry grammar, courtesy or alarm. Rules are elsewhere and the same for all."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

import msgspec

from bot.hearing.patterns import Patterns

_NONE: frozenset[str] = frozenset()
_NO_PAIRS: frozenset[tuple[str, str]] = frozenset()
_NO_NUMBERS: Mapping[str, int] = MappingProxyType({})
_NO_REMARKS: Mapping[str, re.Pattern[str]] = MappingProxyType({})


class Lexicon(msgspec.Struct, frozen=True, eq=False):
    """All that is known of one language. A field left empty means that nothing of that sort is recognised.

    A lexicon is compared by identity, so that looking something up for a language does not compare vocabularies.
    Words stand as `words.plainly` leaves them: casefolded, without apostrophes (`dont`), without accents where
    `fold` holds, and without the endings in `clitics`.
    """

    language: str
    stemmer: str = ""
    """The Snowball algorithm, or empty: words are then compared as they stand."""
    fold: bool = False
    spelling: Mapping[int, str | None] = MappingProxyType({})
    """Characters that are compared as others, by their numbers: `ae` for `ä`, as whoever has no dots types it."""
    proclitics: tuple[str, ...] = ()
    """What is written onto the beginning of a word ("and"), taken off where three letters stay."""
    latin: bool = True
    """Written in Latin letters: an answer in another script is another language."""
    clitics: tuple[str, ...] = ()
    same: Mapping[str, str] = msgspec.field(default_factory=dict)
    """Spellings that mean another spelling: `im` is `i`, `cannot` is `cant`."""

    little: frozenset[str] = _NONE
    """Skipped when phrases are compared, and not counted as distance."""
    determiners: frozenset[str] = _NONE
    """Words after which one of `correctors` denies nothing."""
    correctors: frozenset[str] = _NONE
    """`no the garden` corrects, `no garden` denies."""
    negators: frozenset[str] = _NONE
    universals: frozenset[str] = _NONE
    """Negators after which `but` means `except`: nobody but me."""
    but: str = ""
    exceptives: frozenset[str] = _NONE
    """Words that leave out what follows them (`except`, `without`), and affirm it after a negator."""
    exceptive_pairs: frozenset[tuple[str, str]] = _NO_PAIRS
    harmless_pairs: frozenset[tuple[str, str]] = _NO_PAIRS
    """Two words that look like a negation and are none: `not only`, `no doubt`."""
    breakers: frozenset[str] = _NONE
    """Words at which a negation ends: `but`, `because`."""
    trailing: frozenset[str] = _NONE
    """Negators that, at the end of a clause, deny what stands before them: `Tiger mag ich nicht`."""
    closers: frozenset[str] = _NONE
    """Words that may stand behind those at the end: `weil ich Tiger nicht mag`."""
    lasting: frozenset[str] = _NONE
    """Words beside which those deny nothing: `das Meer vergesse ich nicht`."""
    bridges: frozenset[str] = _NONE
    """Words before which a comma is no boundary where a wrong miss hurts: `ich will, dass es aufhört`."""
    aversions: frozenset[str] = _NONE
    """`I hate tigers` is no vote for tigers."""

    telling: frozenset[str] = _NONE
    """Words of a story, in which a label is met and not chosen: `I once saw a tiger`."""

    fillers: frozenset[str] = _NONE
    """Words around a label that leave it a plain choice: `i'd say ... obviously`."""
    cues: frozenset[str] = _NONE
    """Words that make a sentence with one label in it a choice: `be`, `prefer`, `team`."""
    numbers: Mapping[str, int] = _NO_NUMBERS
    ordinals: Mapping[str, int] = _NO_NUMBERS
    """Positions from 1; -1 is the last, -2 the last of exactly two."""
    both: frozenset[str] = _NONE
    neither: frozenset[str] = _NONE
    denying_things: frozenset[str] = _NONE
    """Those of them that, right before a thing, deny only that: `keine Zeit` is not `keine von beiden`."""
    depends: frozenset[str] = _NONE
    undecided: frozenset[str] = _NONE
    """Whole phrases that mean `it depends`."""
    depending: Patterns = Patterns()
    """The same with what it depends on in between: `kommt auf die Stadt an`."""
    joiners: frozenset[str] = _NONE
    """`and`: two labels joined by it are both chosen."""
    over: frozenset[str] = _NONE
    """`tiger over bluebird`."""

    marks: frozenset[str] = _NONE
    """Words before a letter or a number that is a place: `option b`."""
    beside_all: frozenset[str] = _NONE
    """Words around `all` and `any` that keep it an answer: `any of them is fine`."""
    statements: frozenset[str] = _NONE
    """A label before one of these is talked about, not chosen: `tigers are boring`."""
    compared: frozenset[str] = _NONE
    """Unless one of these follows, or an ending in `comparing`: `zero is worse`."""
    comparing: tuple[str, ...] = ()
    refusing: frozenset[str] = _NONE
    """A clause of these alone, behind a label, takes it back: `tiger? no way`."""
    firsts: frozenset[str] = _NONE
    lasts: frozenset[str] = _NONE
    backwards: frozenset[str] = _NONE
    """Words that turn a ranking round."""
    pronoun_marks: frozenset[str] = _NONE
    """Words after which `one` is no number: `the one in the hall`."""
    units: frozenset[str] = _NONE
    """Words before which a number counts something else than a scale: `7 years`."""
    hours: frozenset[str] = _NONE
    """Words between a thing and a number that make the number a time: `the ferry at six`."""
    poised: frozenset[str] = _NONE
    """Words before those that keep it a place on a scale: `I sit at 6`."""
    out_of: frozenset[str] = _NONE

    courtesy: frozenset[str] = _NONE
    """Words that leave a short answer short: `idk tbh sorry`."""
    back_openers: frozenset[str] = _NONE
    """Words that may begin `and you?` without a comma before it."""
    short: frozenset[str] = _NONE
    """Whole answers that say next to nothing."""
    back: frozenset[str] = _NONE
    """Whole clauses that hand the question back."""
    puzzled: frozenset[str] = _NONE
    """Whole answers that ask what the question means."""
    remarks: Mapping[str, re.Pattern[str]] = _NO_REMARKS
    """What whole lines that answer nothing are about: `who reads this` is about `readers`. See `ways.one_of`."""
    retracting: frozenset[str] = _NONE
    """Words that take back what was said, at the beginning of a line: `no wait, tiger`."""
    meaning: tuple[tuple[str, ...], ...] = ()
    """Words behind which stands what was meant instead, the longest first: `i meant`."""
    loosely_meaning: tuple[tuple[str, ...], ...] = ()
    """The same, where something is taken back before: `no, i mean`."""
    never_meant: frozenset[str] = _NONE
    """Words right behind those that make them a sentence of their own: `i meant to call`."""
    hello: frozenset[str] = _NONE
    """Whole lines that greet, and say nothing else."""
    jokes: frozenset[str] = _NONE
    done: Patterns = Patterns()
    later: frozenset[str] = _NONE
    tops: frozenset[str] = _NONE
    bottoms: frozenset[str] = _NONE
    middles: frozenset[str] = _NONE

    tender: Patterns = Patterns()
    distress: Patterns = Patterns()
    whole_distress: frozenset[str] = _NONE
    """Clauses that are distress only where they are whole: `ich kann nicht mehr`."""
    relief: frozenset[str] = _NONE
    """Words anywhere in the line beside which those are none."""
    stop: frozenset[str] = _NONE
    """Words too common to lead anywhere."""

    speaker: frozenset[str] = _NONE
    """Words with which the writer is the subject of a sentence: a negation before them does not reach distress."""

    denying: frozenset[str] = _NONE
    """Computed: the words without which a line denies nothing."""

    def __post_init__(self) -> None:
        heads = {first for first, _ in self.exceptive_pairs}
        msgspec.structs.force_setattr(self, "denying", self.negators | self.exceptives | heads)


def vocabulary(text: str) -> frozenset[str]:
    """The words of a text, once each."""
    return frozenset(text.split())
