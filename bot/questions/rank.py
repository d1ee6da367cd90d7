"""Rank questions: three to six items, put in order."""

from __future__ import annotations

from bot.hearing.words import Line
from bot.model.deck import FollowUp, Kind, Question
from bot.model.heard import Branch, Heard
from bot.questions.listening import MEDIA, aside, default, ears_of, free, grave, listen, shared_follow_up, silent
from bot.questions.rank_order import Order, order_in
from bot.questions.shape import Ears, Offer


class RankShape:
    """An order of all items, by number, letter or name.

    `key` is the item put first and `values` are positions from 0 in the order given. Some of the items by name, in an
    order that is clear, are an order of those: it says what comes first, and the rest is nobody's concern.
    """

    kind = Kind.RANK

    def offer(self, question: Question) -> Offer:
        return tuple((choice.id, choice.label) for choice in question.choices)

    def prepare(self, question: Question, language: str) -> Ears:
        labels = tuple(choice.label for choice in question.choices)
        return ears_of(question, language, labels, tuple(choice.also for choice in question.choices))

    def read(self, ears: Ears, text: str, media: str = "", again: bool = False) -> Heard:
        if silent(text, media):
            return MEDIA
        line = listen(ears, text)
        order = order_in(line, ears.labels)
        if order is not None and order.plain:
            return _ordered(ears, order, line)
        lane = grave(ears, line)
        if lane is None and order is not None and order.full:
            return _ordered(ears, order, line)
        lane = lane or aside(ears, line)
        if lane is not None:
            return lane
        if order is not None and order.places and order.how == "by name":
            return _ordered(ears, order, line)
        if order is not None and not again:
            evidence = line.text.strip()[:60]
            return Heard(Branch.NEAR_MISS, "", evidence, "not an order of all", order.places)
        return free(ears, line)

    def press(self, ears: Ears, key: str) -> Heard:
        for index, choice in enumerate(ears.question.choices):
            if choice.id == key:
                return Heard(Branch.ORDER, choice.id, choice.label, "pressed", (index,))
        return default(listen(ears, ""), "not on offer")

    def follow_up(self, question: Question, heard: Heard) -> FollowUp:
        if heard.branch is not Branch.ORDER:
            return shared_follow_up(question, heard)
        first = next((choice.follow_up for choice in question.choices if choice.id == heard.key), None)
        return first if first is not None and (first.say or first.ask) else question.default


def _ordered(ears: Ears, order: Order, line: Line) -> Heard:
    key = ears.question.choices[order.places[0]].id
    return Heard(Branch.ORDER, key, line.text.strip()[:60], order.how, order.places)
