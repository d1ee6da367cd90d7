"""The one shape of all question kinds, and what they read with."""

from __future__ import annotations

from typing import Protocol

from bot.hearing.lexicon import Lexicon
from bot.hearing.nets import Net
from bot.hearing.pick_labels import Labels
from bot.model.deck import FollowUp, Kind, Question
from bot.model.heard import Heard
from bot.model.noun import Noun

Offer = tuple[tuple[str, str], ...]
"""(key, label) of everything that may be pressed, in order."""


class ThemeEars(Noun, frozen=True):
    """A theme's nets: `like` speaks for it, `not_` rules it out."""

    id: str
    like: Net
    not_: Net


class Ears(Noun, frozen=True):
    """A question made ready for hearing answers to it; built once when its deck is loaded, never changed.

    `labels` are the choices or items on offer (empty for the kinds without), with all other words for them.
    """

    question: Question
    lexicon: Lexicon
    themes: tuple[ThemeEars, ...]
    tender: Net
    joke: Net
    labels: Labels


class Shape(Protocol):
    """How one kind of question is offered, and how an answer to it is read. Pure: no clock, chance or state.

    What is offered reads back as itself: `read(ears, label)` and `press(ears, key)` find the same for every pair in
    `offer`, except where labels are named prompts (`mission`), which have no text here.
    """

    @property
    def kind(self) -> Kind:
        """The kind it is the shape of."""

    def offer(self, question: Question) -> Offer:
        """What may be pressed, in order; empty where an answer is only ever typed."""

    def prepare(self, question: Question, language: str) -> Ears:
        """The question ready for `read` and `press`; `language` is its deck's BCP 47 tag."""

    def read(self, ears: Ears, text: str, media: str = "", again: bool = False) -> Heard:
        """What a typed answer says. Never raises, whatever the text is.

        `again` is true when the question was asked a second time after a near miss: then the answer is taken as
        it stands, and NEAR_MISS is not returned.
        """

    def press(self, ears: Ears, key: str) -> Heard:
        """What a pressed button says; DEFAULT for a key that is not on offer."""

    def follow_up(self, question: Question, heard: Heard) -> FollowUp:
        """What the question itself has for this reading; empty where it has nothing of its own."""
