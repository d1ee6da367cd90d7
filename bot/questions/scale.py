"""Scale questions: one whole number between two ends."""

from __future__ import annotations

from bot.model.deck import FollowUp, Kind, Question, Scale
from bot.model.heard import Branch, Heard
from bot.questions.listening import MEDIA, aside, default, ears_of, free, grave, listen, shared_follow_up, silent
from bot.questions.scale_numbers import Number, number_in
from bot.questions.shape import Ears, Offer

_ANY = Scale(1, 10)


class ScaleShape:
    """A number, in figures or words, or an end by its name; the range it falls into answers."""

    kind = Kind.SCALE

    def offer(self, question: Question) -> Offer:
        scale = question.scale or _ANY
        return tuple((str(step), str(step)) for step in range(scale.first, scale.last + 1))

    def prepare(self, question: Question, language: str) -> Ears:
        scale = question.scale or _ANY
        return ears_of(question, language, tuple(end for end in (scale.low, scale.high) if end))

    def read(self, ears: Ears, text: str, media: str = "", again: bool = False) -> Heard:
        if silent(text, media):
            return MEDIA
        line = listen(ears, text)
        scale = ears.question.scale or _ANY
        number = number_in(line, scale, ears.labels)
        if number is not None and number.value is not None and number.alone:
            return self._given(ears.question, number.value, number)
        lane = grave(ears, line)
        if lane is None and number is not None and number.value is not None:
            return self._given(ears.question, number.value, number)
        lane = lane or aside(ears, line)
        if lane is not None:
            return lane
        if number is not None and not again:
            return Heard(Branch.NEAR_MISS, evidence=number.evidence, why=number.why)
        return free(ears, line)

    def _given(self, question: Question, value: int, number: Number) -> Heard:
        for part in question.ranges:
            if part.first <= value <= part.last:
                return Heard(Branch.RANGE, f"{part.first}-{part.last}", number.evidence, number.why, (value,))
        return Heard(Branch.DEFAULT, "", number.evidence, "no range for it", (value,))

    def press(self, ears: Ears, key: str) -> Heard:
        for step, label in self.offer(ears.question):
            if step == key:
                return self._given(ears.question, int(step), Number(int(step), label, "pressed", True))
        return default(listen(ears, ""), "not on offer")

    def follow_up(self, question: Question, heard: Heard) -> FollowUp:
        if heard.branch is not Branch.RANGE:
            return shared_follow_up(question, heard)
        return next((r.follow_up for r in question.ranges if f"{r.first}-{r.last}" == heard.key), question.default)
