"""What a machine can count of a deck's quality. What shines, only people see."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from bot.core.proof import Miss, read_samples
from bot.decks.texts import follow_ups_of
from bot.decks.wording import TEXT_LIMIT, count_asks, is_yes_or_no
from bot.model.deck import Deck, FollowUp, Kind, Question
from bot.model.heard import Branch
from bot.model.ids import QuestionId
from bot.model.noun import Noun

SPECIFIC = frozenset({Branch.THEME, Branch.CHOICE, Branch.RANGE, Branch.ORDER, Branch.DONE})
"""Branches that only some answers find. A lane is found by how something is said, the default by everything."""
_VARIED = frozenset({"default", "theme", "choice", "range", "done"})
_OPENING = 3


class Rubric(Noun, frozen=True):
    """One deck, counted. Tuples of ids name the questions concerned, in the order of the deck."""

    questions: int
    by_depth: tuple[tuple[int, int], ...]
    """(depth, questions), for depths 1 to 5."""
    by_kind: tuple[tuple[Kind, int], ...]
    long: tuple[QuestionId, ...]
    """Longer than 90 characters; missions aside."""
    more_than_one_ask: tuple[QuestionId, ...]
    yes_or_no: tuple[QuestionId, ...]
    openings: tuple[tuple[str, tuple[QuestionId, ...]], ...]
    """First three words that open more than one question, with those questions."""
    specific: int
    """Questions with at least two branches of their own: themes, choices or ranges that have a reply."""
    flat: tuple[QuestionId, ...]
    """Questions without any reply of their own beyond the default."""
    mean_themes: float
    """Per open question; 0.0 without open questions."""
    thin: tuple[tuple[QuestionId, str], ...]
    """(question, owner) of each `say` with fewer than two lines: `theme.home`, `default`."""
    samples: int
    samples_hit: int
    samples_specific: int
    """Samples that found a branch which only some answers find."""
    samples_wrong: int
    """Samples that found such a branch, and the wrong one: worse than a default."""

    @property
    def hit_rate(self) -> float:
        """Samples that found the branch they must, of all; 1.0 without samples."""
        return self.samples_hit / self.samples if self.samples else 1.0

    @property
    def wrong_rate(self) -> float:
        """Samples that found a wrong specific branch, of all. At most 0.02 is good."""
        return self.samples_wrong / self.samples if self.samples else 0.0


def score(deck: Deck) -> Rubric:
    """The deck, counted."""
    questions = deck.questions
    depths, kinds = Counter(each.depth for each in questions), Counter(each.kind for each in questions)
    themes = [len(each.themes) for each in questions if each.kind is Kind.OPEN]
    english = deck.language.partition("-")[0] == "en"
    samples = read_samples(deck)
    return Rubric(
        questions=len(questions),
        by_depth=tuple((depth, depths[depth]) for depth in range(1, 6)),
        by_kind=tuple((kind, kinds[kind]) for kind in Kind),
        long=tuple(each.id for each in questions if each.kind is not Kind.MISSION and len(each.text) > TEXT_LIMIT),
        more_than_one_ask=tuple(each.id for each in questions if count_asks(each.text) > 1),
        yes_or_no=tuple(each.id for each in questions if english and is_yes_or_no(each.text)),
        openings=_repeated_openings(deck),
        specific=sum(_own_branches(each) >= 2 for each in questions),
        flat=tuple(each.id for each in questions if not _own_branches(each)),
        mean_themes=sum(themes) / len(themes) if themes else 0.0,
        thin=tuple((each.id, name) for each in questions for name in _thin_lines(each)),
        samples=len(samples),
        samples_hit=sum(sample.found.name == sample.wanted for sample in samples),
        samples_specific=sum(sample.found.branch in SPECIFIC for sample in samples),
        samples_wrong=sum(_is_wrong(sample) for sample in samples),
    )


def _is_wrong(sample: Miss) -> bool:
    return sample.found.branch in SPECIFIC and sample.found.name != sample.wanted


def _repeated_openings(deck: Deck) -> tuple[tuple[str, tuple[QuestionId, ...]], ...]:
    owners: defaultdict[str, list[QuestionId]] = defaultdict(list)
    for question in deck.questions:
        words = [word.strip(".,:;?\"'«»“”") for word in question.text.casefold().split()[:_OPENING]]
        owners[" ".join(words)].append(question.id)
    return tuple((opening, tuple(ids)) for opening, ids in owners.items() if len(ids) > 1)


def _own_branches(question: Question) -> int:
    """Themes, choices, ranges and the reply to a mission that say or ask something."""
    return sum(bool(own.say or own.ask) for _, own in _named(question) if own is not question.default)


def _named(question: Question) -> Iterator[tuple[str, FollowUp]]:
    """The follow-ups that ought to vary, by the name of their owner."""
    for owner, path, follow_up in follow_ups_of(question):
        if owner in _VARIED:
            yield _name(question, owner, path[-1]), follow_up


def _name(question: Question, owner: str, position: str | int) -> str:
    if not isinstance(position, int):
        return owner
    if owner == "theme":
        return f"theme.{question.themes[position].id}"
    if owner == "choice":
        return f"choice.{question.choices[position].id}"
    return f"range.{question.ranges[position].first}-{question.ranges[position].last}"


def _thin_lines(question: Question) -> Iterator[str]:
    for name, follow_up in _named(question):
        if follow_up.say and len(follow_up.say) < 2:
            yield name
