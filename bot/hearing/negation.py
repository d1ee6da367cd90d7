"""Which words of a line are denied, and by which word."""

from __future__ import annotations

from bot.hearing.lexicon import Lexicon

REACH = 3
"""Words (little ones not counted) that a negator governs: `don't really like kitchens`, `not the server room`."""
NEAR = 2
"""Words that `without` and its kind govern: one noun with its adjective."""
CLAUSE = 1_000
"""A reach that only the end of the clause stops."""


def governors(
    words: tuple[str, ...], clauses: tuple[int, ...], lexicon: Lexicon, reach: int = REACH
) -> tuple[int, ...]:
    """Per word the index of the negator that governs it, or -1; empty where the line has none.

    A negation ends with its clause and at words like `but` and `because`. A word that leaves out (`without`) after
    a negator affirms: nobody can live without music means music.
    """
    if lexicon.denying.isdisjoint(words):
        return ()
    forward = _Reading(words, clauses, lexicon, reach).run()
    return forward if lexicon.trailing.isdisjoint(words) else _and_backward(forward, words, clauses, lexicon)


def _and_backward(
    forward: tuple[int, ...], words: tuple[str, ...], clauses: tuple[int, ...], lexicon: Lexicon
) -> tuple[int, ...]:
    """Where a negator ends its clause, or stands before the words that close it, what comes before it there is denied
    as well, back to a word at which a negation ends."""
    out = list(forward)
    for i, word in enumerate(words):
        if word not in lexicon.trailing or (i and (words[i - 1], word) in lexicon.harmless_pairs):
            continue
        last = max(j for j in range(i, len(words)) if clauses[j] == clauses[i])
        mine = [j for j in range(len(words)) if clauses[j] == clauses[i]]
        closed = all(words[j] in lexicon.closers or words[j] in lexicon.little for j in range(i + 1, last + 1))
        if not closed or last - i > NEAR or not lexicon.lasting.isdisjoint(words[j] for j in mine):
            continue
        for j in range(i - 1, mine[0] - 1, -1):
            if words[j] in lexicon.breakers:
                break
            out[j] = i
    return tuple(out)


class _Reading:
    """One pass from left to right, with what is in force at the moment."""

    def __init__(self, words: tuple[str, ...], clauses: tuple[int, ...], lexicon: Lexicon, reach: int) -> None:
        self.words, self.clauses, self.lexicon, self.reach = words, clauses, lexicon, reach
        self.by, self.left, self.negated = -1, 0, False
        self.at, self.negator = -1, ""
        self.out = [-1] * len(words)

    def run(self) -> tuple[int, ...]:
        i = 0
        while i < len(self.words):
            if i and self.clauses[i] != self.clauses[i - 1]:
                self.end()
            i += self.take(i)
        return tuple(self.out)

    def end(self) -> None:
        self.by, self.left, self.negated = -1, 0, False

    def take(self, i: int) -> int:
        """Read the word at `i`; returns how many words were used up."""
        word, lexicon = self.words[i], self.lexicon
        following = self.words[i + 1] if i + 1 < len(self.words) and self.clauses[i + 1] == self.clauses[i] else ""
        if (word, following) in lexicon.harmless_pairs:
            return 2
        if (word, following) in lexicon.exceptive_pairs:
            self.leave_out(i + 1)
            return 2
        if word in lexicon.exceptives:
            self.leave_out(i)
        elif word in lexicon.breakers:
            self.break_off(word)
        elif word in lexicon.negators and not (word in lexicon.correctors and following in lexicon.determiners):
            self.out[i] = self.by
            self.by, self.left, self.negated = i, self.reach, True
            self.at, self.negator = i, word
        elif self.by >= 0:
            self.govern(i)
        return 1

    def break_off(self, word: str) -> None:
        # "nobody loads the dishwasher but me": after such a word, "but" leaves out, and so affirms.
        if word == self.lexicon.but and self.negator in self.lexicon.universals:
            self.affirm()
        self.end()

    def affirm(self) -> None:
        """Two negations are none: what the negator governed so far is meant after all."""
        self.out = [-1 if by == self.at else by for by in self.out]
        self.end()

    def leave_out(self, i: int) -> None:
        if self.negated:
            self.affirm()
        else:
            self.by, self.left = i, min(NEAR, self.reach)

    def govern(self, i: int) -> None:
        if self.words[i] in self.lexicon.little:
            self.out[i] = self.by
        elif self.left > 0:
            self.out[i] = self.by
            self.left -= 1
        else:
            self.by = -1
