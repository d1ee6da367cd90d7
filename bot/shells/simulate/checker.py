"""Hears every fact in order, and keeps what the rules say of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from bot.shells.simulate.facts import Fact
from bot.shells.simulate.known import Known
from bot.shells.simulate.rules import File, Rule, rules
from bot.shells.simulate.truth import Truth, marks_in


class Checker:
    """What is wrong, sentence by sentence, is in `faults`."""

    def __init__(self, file: File) -> None:
        self.known = Known()
        self.faults: list[str] = []
        self._rules: defaultdict[type[Fact], list[Rule]] = defaultdict(list)
        for rule in rules(file):
            for kind in rule.hears:
                self._rules[kind].append(rule)

    def hear(self, *facts: Fact) -> None:
        """Each fact has been learned, and looked at by every rule that it concerns."""
        for fact in facts:
            self.known.learn(fact)
            for rule in self._rules[type(fact)]:
                for fault in rule.hear(fact, self.known):
                    self.faults.append(f"{type(rule).__name__}: {fault}")

    def close_books(self, truth: Truth, folder: Path) -> None:
        """The whole file says what was heard: the tallies are the answers, and nothing forgotten is anywhere."""
        expected = {at: n for at, n in self.known.tallies.items() if n}
        stored, counted = truth.tallies(), truth.counted()
        if stored != counted:
            self.faults.append(f"the tallies differ from the answers in {_differ(stored.items(), counted.items())}")
        if stored != expected:
            self.faults.append(f"the tallies differ from what was heard in {_differ(stored.items(), expected.items())}")
        left = [mark for mark in marks_in(folder) if (word := self.known.words.get(mark)) and word.gone]
        if left:
            self.faults.append(f"{len(left)} words of people who were forgotten are still in the files")


def _differ(one: Iterable[object], other: Iterable[object]) -> int:
    return len(set(one) ^ set(other))
