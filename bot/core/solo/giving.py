"""What an answer earns: how others answered, words that somebody shared, or the question's own thought."""

from __future__ import annotations

from typing import Final

from bot.core.draft import Draft, path_of
from bot.core.shelf import Shelved
from bot.model.deck import Kind
from bot.model.heard import Branch, Heard
from bot.model.line import Gap
from bot.model.state import Span

FROM_FIVE: Final = 5
"""Counts are shown from so many members on: below, they would point at somebody."""


def give_back(draft: Draft, shelved: Shelved, heard: Heard, counted: bool, again: bool = False) -> None:
    """How others answered, from five members on; somebody's shared words; or the question's own thought.

    An answer that is not `counted` (after the word `again`, say) stands in no count, and is compared with none.
    Answered `again` otherwise, the question's thought has been said.
    """
    counts = dict(draft.situation.told.counts)
    mine = heard.key or heard.branch.value
    counts[mine] = counts.get(mine, 0) + 1
    everybody = sum(counts.values())
    if counted and everybody >= FROM_FIVE and _say_counts(draft, shelved, heard, counts, everybody):
        return
    words, length = draft.situation.told.quote
    # Where others read along, not all of them have answered it.
    shown = words and not draft.situation.told.aloud
    if shown and draft.say("quote", said=Span(words, 0, length)):
        return
    if shelved.question.kind is not Kind.OPEN and not again:
        draft.say_from_deck(f"@{shelved.question.id}/thought")


def _say_counts(draft: Draft, shelved: Shelved, heard: Heard, counts: dict[str, int], everybody: int) -> bool:
    question = shelved.question
    mine = counts.get(heard.key, 0)
    path = f"{path_of(shelved, heard)}/contrast"
    if path in draft.shelf.texts and mine > 1:
        return draft.say_from_deck(path, gaps={"n": mine, "all": everybody})
    first = question.themes[0].id if question.themes else ""
    if question.contrast and counts.get(first, 0) > 1:
        return draft.say_from_deck(f"@{question.id}/contrast", gaps={"n": counts[first], "all": everybody})
    if heard.branch is Branch.CHOICE:
        others = max((n, key) for key, n in counts.items() if key != heard.key) if len(counts) > 1 else (0, "")
        label = next((choice.label for choice in question.choices if choice.id == others[1]), "")
        moment = "counts.alone" if mine == 1 else "counts.fewer" if mine < others[0] else "counts.more"
        return draft.say(
            moment, n=mine, all=everybody, choice=gaps_of(shelved, heard)["choice"], other=label, m=others[0]
        )
    if heard.branch is Branch.RANGE:
        number = str(heard.values[0]) if heard.values else ""
        moment = "counts.scale.alone" if mine == 1 else "counts.scale"
        return draft.say(moment, n=mine, all=everybody, number=number, range=heard.key)
    return False


def gaps_of(shelved: Shelved, heard: Heard) -> dict[str, Gap]:
    """What the deck's own lines may name of the answer: the choice, the number."""
    labels = [choice.label for choice in shelved.question.choices if choice.id == heard.key]
    gaps: dict[str, Gap] = {"choice": labels[0]} if labels else {}
    if shelved.question.kind is Kind.SCALE and heard.values:
        gaps["number"] = heard.values[0]
    return gaps
