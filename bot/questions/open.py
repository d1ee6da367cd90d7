"""Open questions: answered in one's own words."""

from __future__ import annotations

from bot.model.deck import FollowUp, Kind, Question
from bot.model.heard import Heard
from bot.questions.listening import MEDIA, aside, default, ears_of, free, grave, listen, shared_follow_up, silent
from bot.questions.shape import Ears, Offer


class OpenShape:
    """Nothing is offered; lanes and themes read what is typed."""

    kind = Kind.OPEN

    def offer(self, question: Question) -> Offer:
        return ()

    def prepare(self, question: Question, language: str) -> Ears:
        return ears_of(question, language)

    def read(self, ears: Ears, text: str, media: str = "", again: bool = False) -> Heard:
        if silent(text, media):
            return MEDIA
        line = listen(ears, text)
        return grave(ears, line) or aside(ears, line) or free(ears, line)

    def press(self, ears: Ears, key: str) -> Heard:
        return default(listen(ears, ""), "nothing was on offer")

    def follow_up(self, question: Question, heard: Heard) -> FollowUp:
        return shared_follow_up(question, heard)
