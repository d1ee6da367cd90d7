"""Missions: something to do offline, and to come back from."""

from __future__ import annotations

from typing import Final

from bot.hearing.words import Line
from bot.model.deck import FollowUp, Kind, Question
from bot.model.heard import Branch, Heard
from bot.questions.listening import (
    MEDIA,
    aside,
    default,
    ears_of,
    foreseen,
    grave,
    lanes,
    listen,
    shared_follow_up,
    silent,
    theme,
)
from bot.questions.shape import Ears, Offer

ACCEPTED: Final = "accepted"
"""The key of a DEFAULT reading that says "later": the mission is taken, and there is nothing to follow up yet."""


SHORT_REFUSAL: Final = 6
"""Words of a first clause that may refuse: "didn't do it"; a longer one tells something."""
STORY: Final = 4
"""Words (little ones not counted) that make a story."""


class MissionShape:
    """Taken ("will do"), done ("I asked her, she laughed"), or talked about like an open question.

    The labels on offer are names of prompts, not texts: every deck has the same two.
    """

    kind = Kind.MISSION

    def offer(self, question: Question) -> Offer:
        return (("done", "mission.done"), ("later", "mission.later"))

    def prepare(self, question: Question, language: str) -> Ears:
        return ears_of(question, language)

    def read(self, ears: Ears, text: str, media: str = "", again: bool = False) -> Heard:
        if silent(text, media):
            return MEDIA
        line = listen(ears, text)
        # A story that a theme fits is heard by its theme; only a bare "did it" is nothing but done.
        heard = grave(ears, line) or self._placed(ears, line) or _accepted(ears, line) or _refused(ears, line)
        heard = heard or aside(ears, line) or lanes(ears, line)
        return heard or theme(ears, line) or _done(ears, line) or _story(line) or default(line)

    def _placed(self, ears: Ears, line: Line) -> Heard | None:
        """The number of an answer on offer, where it could not be pressed."""
        place = line.words[0] if len(line.words) == 1 else ""
        keys = [key for key, _label in self.offer(ears.question)]
        numbers = {str(number): key for number, key in enumerate(keys, 1)}
        return self.press(ears, numbers[place]) if place in numbers else None

    def press(self, ears: Ears, key: str) -> Heard:
        if key == "done":
            return Heard(Branch.DONE, why="pressed")
        if key == "later":
            return Heard(Branch.DEFAULT, ACCEPTED, why="pressed")
        return default(listen(ears, ""), "not on offer")

    def follow_up(self, question: Question, heard: Heard) -> FollowUp:
        if heard.branch is Branch.DONE:
            return question.done or question.default
        if heard.key == ACCEPTED:
            return FollowUp()
        return shared_follow_up(question, heard)


def _accepted(ears: Ears, line: Line) -> Heard | None:
    said = " ".join(line.words)
    if said not in ears.lexicon.later:
        return None
    return Heard(Branch.DEFAULT, ACCEPTED, line.text.strip(), "takes it, or puts it off")


def _done(ears: Ears, line: Line) -> Heard | None:
    span = ears.lexicon.done.first(line.words, line.clauses)
    if span is None or line.denies((span.first,)):
        return None
    return Heard(Branch.DONE, evidence=line.quote(span.first, span.last), why="tells what was done")


def _refused(ears: Ears, line: Line) -> Heard | None:
    """It was not done, and says so first: the mission keeps, and nobody asks how it went."""
    opening = line.words[1:2] if line.words[:1] == ("i",) else line.words[:1]
    first = line.clauses.count(line.clauses[0]) if line.words else 0
    if first > SHORT_REFUSAL or ears.lexicon.negators.isdisjoint(opening):
        return None
    # "Nobody knew": so it was asked. The author foresaw the whole clause, and it refuses nothing.
    if foreseen(ears, listen(ears, line.quote(0, first - 1))):
        return None
    return Heard(Branch.DEFAULT, ACCEPTED, line.text.strip()[:60], "not done")


def _story(line: Line) -> Heard | None:
    """Whoever comes back with several words has something to tell, whether or not they say that they did it."""
    return Heard(Branch.DONE, evidence=line.text.strip()[:60], why="a story") if len(line.solid) >= STORY else None
