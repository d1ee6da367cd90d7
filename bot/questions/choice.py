"""Choice questions: one of two to six labels, or an answer beside them."""

from __future__ import annotations

from typing import Final

from bot.hearing.lanes import distress, own_joke, tender_lane
from bot.hearing.pick import pick_line
from bot.hearing.picked import Outcome, Pick
from bot.hearing.words import Line
from bot.model.deck import FollowUp, Kind, Question
from bot.model.heard import Branch, Heard
from bot.questions.listening import (
    MEDIA,
    aside,
    default,
    ears_of,
    free,
    free_of_lanes,
    listen,
    shared_follow_up,
    silent,
)
from bot.questions.shape import Ears, Offer

_NAMED: Final = {
    Outcome.BOTH: Branch.BOTH,
    Outcome.NEITHER: Branch.NEITHER,
    Outcome.DEPENDS: Branch.DEPENDS,
}


class ChoiceShape:
    """A label, however it is said; else both, neither, it depends; else whatever an open question hears."""

    kind = Kind.CHOICE

    def offer(self, question: Question) -> Offer:
        return tuple((choice.id, choice.label) for choice in question.choices)

    def prepare(self, question: Question, language: str) -> Ears:
        labels = tuple(choice.label for choice in question.choices)
        return ears_of(question, language, labels, tuple(choice.also for choice in question.choices))

    def read(self, ears: Ears, text: str, media: str = "", again: bool = False) -> Heard:
        if silent(text, media):
            return MEDIA
        line = listen(ears, text)
        pick = pick_line(line, ears.labels)
        return self._read(ears, line, pick, again)

    def _read(self, ears: Ears, line: Line, pick: Pick, again: bool) -> Heard:
        alarm = distress(line, ears.lexicon)
        if alarm is not None and not pick.exact:
            return alarm
        if pick.exact:
            return self._picked(ears, pick)
        # The author's own joke is about these very labels ("tiger eats bluebird"), so it is looked for first.
        lane = tender_lane(line, ears.lexicon, ears.tender) or own_joke(line, ears.joke)
        if lane is not None:
            return lane
        if pick.outcome is Outcome.PICKED:
            return self._picked(ears, pick)
        if pick.outcome in _NAMED:
            return Heard(_NAMED[pick.outcome], evidence=pick.evidence, why=pick.why)
        lane = aside(ears, line)
        if lane is not None:
            return lane
        if pick.again:
            return free_of_lanes(ears, line) if again else _near(pick)
        return free(ears, line)

    def _picked(self, ears: Ears, pick: Pick) -> Heard:
        choice = ears.question.choices[pick.index]
        return Heard(Branch.CHOICE, choice.id, pick.evidence, pick.why)

    def press(self, ears: Ears, key: str) -> Heard:
        for choice in ears.question.choices:
            if choice.id == key:
                return Heard(Branch.CHOICE, choice.id, choice.label, "pressed")
        return default(listen(ears, ""), "not on offer")

    def follow_up(self, question: Question, heard: Heard) -> FollowUp:
        match heard.branch:
            case Branch.CHOICE:
                return next((c.follow_up for c in question.choices if c.id == heard.key), question.default)
            case Branch.BOTH:
                return question.both or FollowUp()
            case Branch.NEITHER:
                return question.neither or FollowUp()
            case Branch.DEPENDS:
                return question.depends or FollowUp()
            case _:
                return shared_follow_up(question, heard)


def _near(pick: Pick) -> Heard:
    """Asked again; `values` holds the position of the likely label, if there is one."""
    return Heard(Branch.NEAR_MISS, "", pick.evidence, pick.why, (pick.index,) if pick.index >= 0 else ())
