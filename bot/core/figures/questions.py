"""What the figures of a question come to: shares, medians, an order among those asked often enough, and a proposal to
retire what people pass on. Nothing is retired by it: a question goes when somebody takes it out of its deck.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from bot.core.figures.shares import Share, share
from bot.core.figures.steps import median
from bot.model.figures import QuestionFigures
from bot.model.ids import DeckId, QuestionId, QuestionNumber
from bot.model.noun import Noun

ENOUGH_ASKED: Final = 20
"""Askings before a question is compared with others: of ten askings, seven answers mean anything from 40 to 89 %."""
ENOUGH_RATINGS: Final = 5
"""Opinions before they count for a proposal: below, they would point at somebody."""
PASSED_TOO_OFTEN: Final = 1 / 3
"""A skip is free and most are about the day. That more than every third does it is about the question."""
NEVER_TOO_OFTEN: Final = 1 / 10
"""`never` is said of a question, and not of a day."""
DISLIKED: Final = 1 / 2


class Why(Noun, frozen=True):
    """Why it is proposed to retire a question: `passed`, `never` or `disliked`, and by how many."""

    name: str
    share: Share


_WHY: Final = {
    "passed": "{part} of {all} who were asked passed on it. By chance alone it is still more than {low:.0%}, so more "
    "than every third.",
    "never": "{part} of {all} who were asked never want to be asked it again. By chance alone it is still more than "
    "{low:.0%}, so more than every tenth.",
    "disliked": "{part} of {all} who said what they think of it said `not for me`.",
}


class Weighed(Noun, frozen=True):
    """A question with its shares. `length` is the median of typed answers, in characters, `wait` of the time to an
    answer, in seconds; None where nothing was measured. `why` is the reason for which its retirement is proposed."""

    figures: QuestionFigures
    answered: Share
    passed: Share
    """Skipped, or never to come again; of the askings."""
    followed: Share
    """Of the answers."""
    replied: Share
    """Of the times when several answers were turned over together."""
    length: float | None
    wait: float | None
    why: Why | None = None

    @property
    def retire(self) -> str:
        """The reason in English words, or empty."""
        why = self.why
        return _WHY[why.name].format(part=why.share.part, all=why.share.all, low=why.share.low) if why else ""

    @property
    def enough(self) -> bool:
        """It was asked often enough to be compared."""
        return self.figures.asked >= ENOUGH_ASKED


def weigh(figures: QuestionFigures) -> Weighed:
    """The question's figures, with how sure they are."""
    return Weighed(
        figures,
        answered=share(figures.answered, figures.asked),
        passed=share(figures.skipped + figures.never, figures.asked),
        followed=share(figures.followed, figures.answered),
        replied=share(figures.replied, figures.shown),
        length=median(figures.lengths),
        wait=median(figures.waits),
        why=_why_retire(figures),
    )


def _why_retire(figures: QuestionFigures) -> Why | None:
    """The first reason that holds with 95 % certainty; None where there is none, or too little is known."""
    if figures.asked < ENOUGH_ASKED:
        return None
    passed = share(figures.skipped + figures.never, figures.asked)
    never = share(figures.never, figures.asked)
    rated = figures.good + figures.bad
    disliked = share(figures.bad, rated)
    if passed.low > PASSED_TOO_OFTEN:
        return Why("passed", passed)
    if never.low > NEVER_TOO_OFTEN:
        return Why("never", never)
    if rated >= ENOUGH_RATINGS and disliked.low > DISLIKED:
        return Why("disliked", disliked)
    return None


def in_order(weighed: Iterable[Weighed]) -> tuple[tuple[Weighed, ...], tuple[Weighed, ...]]:
    """Those that were asked often enough, the best first: by the share of answers, then of follow-ups, that they have
    at least; and the others, by deck and number, since nothing orders them yet."""
    every = tuple(weighed)
    compared = sorted(
        (one for one in every if one.enough),
        key=lambda one: (-one.answered.low, -one.followed.low, one.figures.number),
    )
    others = sorted((one for one in every if not one.enough), key=lambda one: (one.figures.deck, one.figures.number))
    return tuple(compared), tuple(others)


def together(deck: DeckId, figures: Sequence[QuestionFigures]) -> QuestionFigures:
    """The figures of a whole deck, as if it were one question; number 0 is no question's."""
    lengths: dict[int, int] = {}
    waits: dict[int, int] = {}
    for one in figures:
        for step, n in one.lengths:
            lengths[step] = lengths.get(step, 0) + n
        for step, n in one.waits:
            waits[step] = waits.get(step, 0) + n
    sums = {name: sum(getattr(one, name) for one in figures) for name in COUNTS}
    return QuestionFigures(
        QuestionNumber(0),
        deck,
        QuestionId(""),
        lengths=tuple(sorted(lengths.items())),
        waits=tuple(sorted(waits.items())),
        **sums,
    )


COUNTS: Final = (
    "asked", "answered", "missed", "skipped", "never", "followed", "circled", "voted", "voted_missed", "shown",
    "replied", "good", "bad",
)  # fmt: skip
"""The fields of `QuestionFigures` that are plain counts."""
