"""What a rehearsal reached and what it did not, and why. Pure: facts of the play in, findings out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from bot.core.called import ASKED_OF_MANY
from bot.core.shelf import HEAVY_SUBJECTS, Shelf
from bot.model.deck import Kind, Question
from bot.model.ids import MemberId, QuestionId
from bot.model.line import Line
from bot.model.member import Member
from bot.model.message import Role
from bot.model.noun import Noun
from bot.shells.rehearsal.branches import CALLBACK, Miss, Reach

CEILING: Final = Member(MemberId(0)).ceiling
"""As deep as a member is asked who has not said anything about it."""
TWICE: Final = 2
_STANDING: Final = frozenset({Role.QUESTION, Role.ASIDE, Role.ITEM, Role.SAID, Role.TAKE_AWAY})
"""What is shown again because it still holds is no wording that came twice."""


class Branching(Noun, frozen=True):
    """One branch of a question. `example` is an answer that finds it; `why` says why none does, or why it waits."""

    name: str
    times: int
    example: str = ""
    why: str = ""
    deaf: tuple[Miss, ...] = ()
    """Phrases that were written for it and do not find it."""

    @property
    def cannot(self) -> bool:
        """No answer that was thought of finds it."""
        return not self.times and not self.example


class Asked(Noun, frozen=True):
    """One question: its branches, when it came first, and where it can come at all. `evening` 0: nobody was asked."""

    id: QuestionId
    text: str
    depth: int
    branches: tuple[Branching, ...]
    evening: int = 0
    why: str = ""
    """Why nobody was asked it, or why it came late; and what brings it."""
    dead_ends: tuple[str, ...] = ()
    """Branches after whose reply nothing is asked: the next question follows."""


class Echo(Noun, frozen=True):
    """A text that one member read `times` times in one sitting; `moment` names it where it is the bot's own."""

    text: str
    times: int
    moment: str = ""


class Report(Noun, frozen=True):
    """All of it. `complaints` are what the engine had to complain of: there should be none."""

    deck: str
    title: str
    questions: tuple[Asked, ...]
    echoes: tuple[Echo, ...]
    members: int
    evenings: int
    rounds: int
    cards: tuple[QuestionId, ...] = ()
    circled: tuple[QuestionId, ...] = ()
    apart: tuple[str, ...] = ()
    """What cannot be played in company, and why."""
    complaints: tuple[str, ...] = ()

    @property
    def unreachable(self) -> tuple[tuple[QuestionId, Branching], ...]:
        """Branches that cannot be reached at all."""
        return tuple((one.id, branch) for one in self.questions for branch in one.branches if branch.cannot)


def examine(
    question: Question,
    reaches: Sequence[Reach],
    reached: Mapping[tuple[QuestionId, str], int],
    evening: int,
    why: str,
) -> Asked:
    """What became of one question."""
    branches = tuple(_branching(reach, reached.get((question.id, reach.twig.name), 0)) for reach in reaches)
    dead = tuple(reach.twig.name for reach in reaches if not reach.twig.asks and reach.twig.branch is not None)
    return Asked(question.id, question.text, question.depth, branches, evening, why, dead)


def _branching(reach: Reach, times: int) -> Branching:
    twig = reach.twig
    typed = [way.text for way in reach.ways if not way.command]
    deaf = reach.misses
    if twig.branch is None and twig.name == CALLBACK:
        return Branching(twig.name, times, "an answer, and time", "" if times else reach.why)
    if typed or times:
        why = "only where two of its phrases come together" if reach.together else ""
        return Branching(twig.name, times, typed[0] if typed else "", why, deaf)
    if reach.ways:
        return Branching(twig.name, times, "", "its phrases are words of the bot's own, which come first", deaf)
    return Branching(twig.name, times, "", reach.why or _together(reach.misses), deaf)


def _together(misses: Sequence[Miss]) -> str:
    """Why its phrases miss, where it is the same for all of them."""
    reasons = Counter(miss.why for miss in misses)
    return next(iter(reasons)) if len(reasons) == 1 else "each of its phrases is heard as something else"


def lateness(shelf: Shelf, question: Question, evening: int, deepened: bool) -> str:
    """Why a question came late or not at all, and what brings it; empty where it came by itself."""
    arc = max(shelf.arc)
    if not evening and question.depth > CEILING:
        return f"members begin at a ceiling of {CEILING}; `deeper` leads there"
    if not evening:
        return "it was never chosen; another --seed may choose it"
    if deepened and question.depth > CEILING:
        return f"only after `deeper`: members begin at a ceiling of {CEILING}"
    if question.depth > arc and evening > 1:
        return f"late: the deck's arc goes no deeper than {arc}; `deeper` brings it sooner, or a deeper arc"
    return ""


def echoes(shelf: Shelf, said: Iterable[tuple[int, str, Line]], shown: int = 40) -> tuple[Echo, ...]:
    """Texts that one reader read more than once in one sitting, the most frequent first."""
    read: Counter[tuple[int, str, str, str]] = Counter()
    for scene, reader, line in said:
        if line.role in _STANDING:
            continue
        own = line.name.startswith("@")
        wordings = shelf.texts.get(line.name, ()) if own else ()
        text = wordings[line.variant] if line.variant < len(wordings) else ""
        read[scene, reader, text if own else str(line.variant), "" if own else line.name] += 1
    most: dict[tuple[str, str], int] = {}
    for (_scene, _reader, text, moment), times in read.items():
        if times >= TWICE:
            most[text, moment] = max(most.get((text, moment), 0), times)
    found = [Echo("" if moment else text, times, moment) for (text, moment), times in most.items()]
    return tuple(sorted(found, key=lambda one: (-one.times, one.moment, one.text)))[:shown]


def not_for_company(shelf: Shelf) -> tuple[str, ...]:
    """Questions that are asked of members alone, by reason."""
    reasons: dict[str, list[str]] = {}
    for question in (shelved.question for shelved in shelf.questions):
        for reason in _kept_from(question):
            reasons.setdefault(reason, []).append(question.id)
    return tuple(f"{reason}: {', '.join(ids)}" for reason, ids in reasons.items())


def _kept_from(question: Question) -> Iterable[str]:
    if question.private:
        yield "at no table, being private"
    if question.kind is Kind.MISSION:
        yield "neither at a table nor in a circle, being missions"
    elif question.kind not in ASKED_OF_MANY:
        yield "in no circle, being rankings"
    if not HEAVY_SUBJECTS.isdisjoint(question.tags):
        yield "in no circle, because of their tags"
