"""SHAPES. One file per question kind: how it is offered, how an answer is read. Pure.

What lives here: the five kinds, each fulfilling `shape.Shape`, and what they share of listening.
What must not: wording, state, a clock, anything about how or where a question is shown.
How to add one: a class with the methods of `Shape` in a file of its own, its place in `KINDS`, and a sample question
in tests/questions/samples.py; the contract suite then runs over it.
"""

from typing import Final

from bot.model.deck import Question
from bot.questions.choice import ChoiceShape
from bot.questions.mission import ACCEPTED, MissionShape
from bot.questions.open import OpenShape
from bot.questions.rank import RankShape
from bot.questions.scale import ScaleShape
from bot.questions.shape import Ears, Offer, Shape

KINDS: Final[tuple[Shape, ...]] = (OpenShape(), ChoiceShape(), ScaleShape(), RankShape(), MissionShape())

_BY_KIND: Final = {shape.kind: shape for shape in KINDS}


def kind_of(question: Question) -> Shape:
    """The shape of the question's kind."""
    return _BY_KIND[question.kind]


__all__ = ["ACCEPTED", "KINDS", "Ears", "Offer", "Shape", "kind_of"]
