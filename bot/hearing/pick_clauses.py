"""Picks in sentences: the first clause that decides, decides."""

from __future__ import annotations

import unicodedata

import msgspec

from bot.hearing.negation import CLAUSE, governors
from bot.hearing.pick_labels import Alias, Labels
from bot.hearing.pick_typos import beginning
from bot.hearing.picked import Outcome, Pick
from bot.hearing.words import Line, symbols, take_apart

FEW = 6
"""Words of a clause in which a label with one other word beside it is still the answer: `hide in a bookshop`."""

UNDECIDED_WORDS = 9
"""Words up to which an answer may be one of the expressions for "I can't decide" with a courtesy around it."""


class Mention(msgspec.Struct, frozen=True):
    """A label named in words `first` to `last`."""

    alias: Alias
    first: int
    last: int
    denied: bool


class Clause(msgspec.Struct, frozen=True):
    """Words `first` to `after` (not included), what they name, and the words that are neither name nor filler."""

    first: int
    after: int
    free: tuple[Mention, ...]
    denied: tuple[Mention, ...]
    extra: tuple[int, ...]

    @property
    def bare(self) -> bool:
        """Nothing but one label, however often it is named."""
        return not self.extra and not self.denied and len({mention.alias.index for mention in self.free}) == 1


class Reading:
    """One line read against one set of labels."""

    def __init__(self, line: Line, labels: Labels) -> None:
        self.line, self.labels, self.lexicon = line, labels, labels.lexicon

    def whole(self) -> Pick | None:
        """The pick of an answer that is a label, another word for one, or the beginning of one; and no more."""
        line = self.line
        if not line.words:
            return self.pictured()
        index = self.labels.whole.get(" ".join(line.words))
        if index is None:
            stems = line.core
            exact = [a.index for a in self.labels.aliases.get(stems[0], ()) if a.stems == stems] if stems else []
            index = exact[0] if exact else None
        if index is not None:
            return Pick(Outcome.PICKED, index, line.quote(0, len(line.words) - 1), "the label", True)
        return beginning(line, self.labels)

    def pictured(self) -> Pick | None:
        """The pick of an answer without words: the label itself, or an emoji whose name has a label in it."""
        bare = self.line.text.strip()
        index = self.labels.whole.get(bare)
        shown = symbols(bare)
        if index is None and shown:
            names = " ".join(unicodedata.name(symbol, "").casefold() for symbol in shown)
            named = take_apart(names, self.lexicon)
            found = {a.index for stem in named.stems for a in self.labels.aliases.get(stem, ()) if len(a.stems) == 1}
            index = found.pop() if len(found) == 1 else None
        return None if index is None else Pick(Outcome.PICKED, index, bare, "its picture", True)

    def clause_by_clause(self) -> Pick | None:
        """What the first deciding clause says, unless a later one takes it back."""
        if self.labels.aliases.keys().isdisjoint(self.line.bag) and not self.settles():
            return None
        clauses = self.clauses()
        passing: Pick | None = None
        preamble = False
        for number, clause in enumerate(clauses):
            verdict = self.named(clause) or self.mentioned(clause, preamble)
            if verdict is not None and verdict.outcome in (Outcome.NEAR, Outcome.DENIED):
                passing = passing or verdict
            elif verdict is not None:
                return self.unless_taken_back(verdict, clause, clauses[number + 1 :])
            preamble = preamble or bool(clause.extra)
        return passing

    def settles(self) -> bool:
        """Whether any word may mean both, neither or that it depends."""
        words, lexicon = self.line.words, self.lexicon
        named = (lexicon.both, lexicon.neither, lexicon.depends)
        return not all(some.isdisjoint(words) for some in named) or len(words) <= UNDECIDED_WORDS or self.depends(words)

    def depends(self, words: tuple[str, ...]) -> bool:
        """Whether it is said of something that it depends on that."""
        patterns = self.lexicon.depending
        return bool(patterns.like) and patterns.first(words, (0,) * len(words)) is not None

    def clauses(self) -> list[Clause]:
        """The line cut at punctuation and at words like `because`."""
        words, mentions = self.line.words, self.mentions()
        if not words:
            return []
        cuts = [
            i
            for i in range(len(words))
            if i == 0 or self.line.clauses[i] != self.line.clauses[i - 1] or words[i] in self.lexicon.breakers
        ]
        return [self.clause(first, after, mentions) for first, after in zip(cuts, [*cuts[1:], len(words)], strict=True)]

    def clause(self, first: int, after: int, mentions: list[Mention]) -> Clause:
        inside = [mention for mention in mentions if first <= mention.first < after]
        named = {i for mention in inside for i in range(mention.first, mention.last + 1)}
        extra = tuple(
            i for i in range(first, after) if i not in named and self.line.words[i] not in self.lexicon.fillers
        )
        averse = any(self.line.words[i] in self.lexicon.aversions for i in extra)
        free = tuple(mention for mention in inside if not mention.denied and not averse)
        return Clause(first, after, free, tuple(m for m in inside if m.denied or averse), extra)

    def mentions(self) -> list[Mention]:
        """Every label named, from left to right, the longest name first."""
        line, found = self.line, []
        governed = governors(line.words, line.clauses, self.lexicon, CLAUSE)
        place = 0
        while place < len(line.solid):
            alias = self.alias_at(place)
            if alias is None:
                place += 1
                continue
            indices = line.solid[place : place + len(alias.stems)]
            denied = bool(governed) and any(governed[i] >= 0 and governed[i] not in indices for i in indices)
            denied = denied and not alias.negative
            found.append(Mention(alias, indices[0], indices[-1], denied))
            place += len(alias.stems)
        return found

    def alias_at(self, place: int) -> Alias | None:
        line = self.line
        for alias in self.labels.aliases.get(line.stems[line.solid[place]], ()):
            indices = line.solid[place : place + len(alias.stems)]
            if tuple(line.stems[i] for i in indices) == alias.stems and (
                line.clauses[indices[0]] == line.clauses[indices[-1]]
            ):
                return alias
        return None

    def named(self, clause: Clause) -> Pick | None:
        """Both, neither, it depends."""
        words = self.line.words[clause.first : clause.after]
        lexicon = self.lexicon
        if not clause.free and self.says_neither(words):
            return self.outcome(Outcome.NEITHER, clause, "says neither")
        if not lexicon.depends.isdisjoint(words) or " ".join(words) in lexicon.undecided or self.depends(words):
            return self.outcome(Outcome.DEPENDS, clause, "says that it depends")
        if not lexicon.both.isdisjoint(words) and self.says_both(clause, words):
            return self.outcome(Outcome.BOTH, clause, "says both")
        return None

    def says_neither(self, words: tuple[str, ...]) -> bool:
        """Whether one of the words for it stands there that does not merely deny the thing behind it."""
        lexicon = self.lexicon
        around = (lexicon.fillers, lexicon.both, lexicon.beside_all, lexicon.closers, lexicon.negators)
        for word, following in zip(words, (*words[1:], ""), strict=True):
            thing = bool(following) and not any(following in some for some in around)
            if word in lexicon.neither and not (word in lexicon.denying_things and thing):
                return True
        return False

    def says_both(self, clause: Clause, words: tuple[str, ...]) -> bool:
        lexicon = self.lexicon
        if clause.denied or any(word in lexicon.negators for word in words):
            return False
        named = {mention.alias.index for mention in clause.free}
        others = [i for i in clause.extra if self.line.words[i] not in lexicon.both]
        if "both" in words:
            # "both my parents", "both sides": both of something else.
            following = words[words.index("both") + 1 : words.index("both") + 2]
            counted = bool(others) and (not lexicon.determiners.isdisjoint(following) or self.is_other(following))
            return len(named) != 1 and len(others) <= 3 and not counted
        return not named and all(word in lexicon.beside_all or word in lexicon.both for word in words)

    def is_other(self, following: tuple[str, ...]) -> bool:
        """Whether the word is a thing, as far as its ending tells: `equally` and `together` are none."""
        return any(
            word not in self.lexicon.fillers and word not in self.lexicon.stop and not word.endswith(("ly", "her"))
            for word in following
        )

    def mentioned(self, clause: Clause, preamble: bool) -> Pick | None:
        """What a clause says that names labels: a pick, several, a refusal, a mention in passing, or nothing."""
        if not clause.free:
            if any(mention.alias.rank == 0 for mention in clause.denied):
                return self.outcome(Outcome.DENIED, clause, "a label, but refused")
            return None
        if len({mention.alias.index for mention in clause.free}) > 1:
            return self.several(clause)
        mention = clause.free[0]
        if self.refused_after(clause, mention):
            return Pick(Outcome.DENIED, evidence=self.quote(mention), why="a label, but refused")
        if clause.bare or self.chosen(clause, mention, preamble):
            return Pick(Outcome.PICKED, mention.alias.index, self.quote(mention), "names the label")
        if mention.alias.rank == 0:
            return Pick(Outcome.NEAR, mention.alias.index, self.quote(mention), "mentions a label")
        return None

    def several(self, clause: Clause) -> Pick:
        first, second = clause.free[0], clause.free[1]
        between = self.line.words[first.last + 1 : second.first]
        text = self.line.text[self.line.ends[first.last] : self.line.starts[second.first]]
        if not self.lexicon.over.isdisjoint(between) or ">" in text:
            return Pick(Outcome.PICKED, first.alias.index, self.quote(first), "one over the other")
        joined = not self.lexicon.joiners.isdisjoint(between) or "&" in text or "+" in text
        every = len({mention.alias.index for mention in clause.free}) == len(self.labels.labels) == 2
        return self.outcome(Outcome.BOTH if joined and every else Outcome.SEVERAL, clause, "names several labels")

    def refused_after(self, clause: Clause, mention: Mention) -> bool:
        """`tiger isn't for me`; but `tiger not bluebird` refuses the other one."""
        if any(denied.first > mention.last for denied in clause.denied):
            return False
        if mention.alias.negative:
            return False
        words, after = self.line.words, mention.last + 1
        if after < clause.after and words[after] in self.lexicon.statements:
            after += 1
        return after < clause.after and words[after] in self.lexicon.negators and not self.harmless(after)

    def harmless(self, i: int) -> bool:
        words = self.line.words
        return i + 1 < len(words) and (words[i], words[i + 1]) in self.lexicon.harmless_pairs

    def chosen(self, clause: Clause, mention: Mention, preamble: bool) -> bool:
        """Whether a clause with more in it than the label still chooses it."""
        words, rank = self.line.words, mention.alias.rank
        extra = [i for i in clause.extra if words[i] not in self.lexicon.stop]
        following = words[mention.last + 1] if mention.last + 1 < clause.after else ""
        if rank == 2 or (rank == 1 and len(extra) > 2) or self.told(clause, mention) or self.numbered(clause):
            return False
        if following in self.lexicon.statements and not self.compared(clause, mention):
            return False
        if clause.after - clause.first <= FEW and len(extra) <= 1:
            return True
        before = [i for i in clause.extra if i < mention.first]
        if not before:
            return bool(self.lexicon.cues.intersection(words[clause.first : mention.first])) or not preamble
        directly = words[max(before) + 1 : mention.first]
        return rank == 0 and bool(self.lexicon.cues.intersection(directly))

    def told(self, clause: Clause, mention: Mention) -> bool:
        """Whether the label comes up in a story of something that was, rather than being chosen."""
        before = self.line.words[clause.first : mention.first]
        if not self.lexicon.compared.isdisjoint(before):
            return False
        return not self.lexicon.telling.isdisjoint(before)

    def numbered(self, clause: Clause) -> bool:
        """`2 tigers`: the number and the label may say different things."""
        words = [self.line.words[i] for i in clause.extra]
        return any(word.isdecimal() or word in self.lexicon.numbers for word in words)

    def compared(self, clause: Clause, mention: Mention) -> bool:
        """`zero is worse`, `tigers are cooler`."""
        rest = [self.line.words[i] for i in clause.extra if i > mention.last]
        compared, endings = self.lexicon.compared, self.lexicon.comparing
        return any(word in compared or (word.endswith(endings) and len(word) > 4) for word in rest)

    def unless_taken_back(self, verdict: Pick, clause: Clause, later: list[Clause]) -> Pick:
        if verdict.outcome is not Outcome.PICKED:
            return verdict
        for number, other in enumerate(later):
            words = self.line.words[other.first : other.after]
            if number == 0 and self.lexicon.refusing.issuperset(words) and self.refuses(other):
                return Pick(Outcome.DENIED, evidence=verdict.evidence, why="a label, but taken back")
            rival = [mention for mention in other.free if mention.alias.index != verdict.index]
            leads = bool(rival) and not any(i < rival[0].first for i in other.extra)
            if rival and (other.bare or (not clause.bare and leads)):
                return self.outcome(Outcome.SEVERAL, other, "names another label as well")
        return verdict

    def refuses(self, clause: Clause) -> bool:
        return any(
            self.line.words[i] in self.lexicon.negators or self.line.words[i] in self.lexicon.short
            for i in range(clause.first, clause.after)
            if not self.harmless(i)
        )

    def outcome(self, outcome: Outcome, clause: Clause, why: str) -> Pick:
        return Pick(outcome, evidence=self.line.quote(clause.first, clause.after - 1), why=why)

    def quote(self, mention: Mention) -> str:
        return self.line.quote(mention.first, mention.last)
