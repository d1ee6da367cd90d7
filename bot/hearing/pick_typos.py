"""Labels that were nearly typed: beginnings, and slips of the keyboard."""

from __future__ import annotations

from bot.hearing.pick_labels import Labels
from bot.hearing.picked import Outcome, Pick
from bot.hearing.words import Line

ONE_SLIP = 5
TWO_SLIPS = 9
"""Letters a label needs for one or two slips to be forgiven: in shorter ones a slip makes another word."""


def beginning(line: Line, labels: Labels) -> Pick | None:
    """A pick by a beginning that only one label has; a near miss where several have it."""
    text = " ".join(line.words)
    lexicon = labels.lexicon
    reserved = text in lexicon.short or text in lexicon.back or text in lexicon.negators
    if not text or reserved or text in lexicon.jokes or text in lexicon.both or text in lexicon.neither:
        return None
    if text in lexicon.little and len(text) > 1:
        return None
    solid = " ".join(line.words[i] for i in line.solid)
    fits = [
        index
        for index, label in enumerate(labels.plain)
        if label.startswith(text) or (solid and _without_little(label, labels).startswith(solid))
    ]
    evidence = line.quote(0, len(line.words) - 1) if line.words else ""
    if text.isdecimal() and fits and int(text) <= len(labels.labels) and fits != [int(text) - 1]:
        return Pick(Outcome.NEAR, evidence=evidence, why="a place in the list, or the beginning of a label")
    if len(fits) == 1:
        return Pick(Outcome.PICKED, fits[0], evidence, "begins only this label")
    return Pick(Outcome.NEAR, evidence=evidence, why="begins more than one label") if fits else None


def _without_little(label: str, labels: Labels) -> str:
    return " ".join(word for word in label.split() if word not in labels.lexicon.little)


def nearest(line: Line, labels: Labels) -> Pick | None:
    """The one label that is a slip or two away from the first clause. Never a pick: it is asked."""
    said = _bare(line, labels)
    if not said:
        return None
    close = [index for index, label in enumerate(labels.plain) if _slips(said, _squeezed(label, labels))]
    if len(close) != 1:
        return None
    return Pick(Outcome.NEAR, close[0], line.text.strip(), "nearly this label")


def _bare(line: Line, labels: Labels) -> str:
    """The first clause without fillers, written together."""
    words = [i for i, clause in enumerate(line.clauses) if clause == line.clauses[0]]
    return "".join(line.words[i] for i in words if line.words[i] not in labels.lexicon.fillers)


def _squeezed(label: str, labels: Labels) -> str:
    return "".join(word for word in label.split() if word not in labels.lexicon.little)


def _slips(said: str, label: str) -> bool:
    allowed = 2 if len(label) >= TWO_SLIPS else 1 if len(label) >= ONE_SLIP else 0
    return allowed > 0 and said != label and abs(len(said) - len(label)) <= allowed and _edits(said, label) <= allowed


def _edits(one: str, other: str) -> int:
    """Letters missing, added, wrong or swapped with their neighbour (optimal string alignment)."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        before, previous, row = row, before, [i]
        for j, b in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, previous[j - 2] + 1)
            row.append(cost)
    return row[-1]
