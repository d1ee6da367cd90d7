"""The branches that a question's author wrote, and what would find each: every phrase is read as an answer would be."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Final

from bot.core.commands import AT_A_TABLE, IN_A_ROOM, Command, recognise
from bot.core.shelf import Shelved, follow_ups_of
from bot.model.deck import FollowUp, Kind, Question
from bot.model.heard import Branch, Heard
from bot.model.noun import Noun
from bot.questions import ACCEPTED
from bot.questions.listening import listen

STRAYS: Final = (
    "the tide",
    "a red umbrella",
    "the stairs behind the post office",
    "marmalade",
    "a Tuesday in March",
    "the third one from the left",
    "a purple giraffe",
    "the plumber's van",
    "brindlewort",
)
"""Answers beside most questions. The last is no word of any deck's: where not even that finds the default, nothing
does."""
SHRUGS: Final = ("idk", "I don't know", "not sure", "no idea")
BACK: Final = ("and you?",)
DONE: Final = ("I did it, and she laughed",)
PAIRS: Final = 8
"""So many phrases of a theme are tried two by two, where none finds it alone."""
BESIDE: Final = {
    Branch.BOTH: ("both", "both, please"),
    Branch.NEITHER: ("neither", "neither of them"),
    Branch.DEPENDS: ("it depends", "depends on the day"),
}
OURS: Final = "alone it is a word of the bot's own, which comes first"
CHIP: Final = "chip."
CALLBACK: Final = "callback"


class Twig(Noun, frozen=True):
    """A branch as its author wrote it. `name` is what its texts are called (`theme.home`, `chip.the place`).

    `branch` is None for what no answer to the question itself finds: chips, and coming back to an answer later.
    """

    name: str
    branch: Branch | None
    key: str = ""
    phrases: tuple[str, ...] = ()
    press: str = ""
    asks: bool = True
    """Its reply asks something; after one that does not, the evening moves on."""
    own: bool = True
    """Its phrases are the author's, and not what people say to anything."""


class Way(Noun, frozen=True):
    """An answer that finds a branch: typed, or pressed (then `text` is the label). `command`: the whole of it is a word
    of the bot's own, which is likely to come first."""

    text: str
    press: str = ""
    command: bool = False


class Miss(Noun, frozen=True):
    """A phrase that does not find the branch that it was written for, and what is heard instead."""

    phrase: str
    why: str


class Reach(Noun, frozen=True):
    """What would find a branch, and what was meant to and does not."""

    twig: Twig
    ways: tuple[Way, ...] = ()
    misses: tuple[Miss, ...] = ()
    why: str = ""
    """Why nothing finds it, where the phrases do not say so themselves."""
    together: bool = False
    """Only two of its phrases together find it."""


def reaches_of(shelved: Shelved) -> tuple[Reach, ...]:
    """Every branch of the question, each with what would find it."""
    question = shelved.question
    found = [_look(shelved, twig) for twig in _answered(question)]
    by_name = {reach.twig.name: reach for reach in found}
    chips = [_look_for_chip(question, chip, by_name) for chip, _ask in question.chip_asks]
    return (*found, *chips, *_back(question))


def _back(question: Question) -> Iterator[Reach]:
    """Coming back to an answer: nobody finds it, it finds them."""
    if question.callback:
        days = question.callback.after_days
        when = f"when the member is there again after {days} days" if days else "the same evening, three questions on"
        yield Reach(Twig(CALLBACK, None), why=f"it returns to the answer {when}; that did not come about")


def _answered(question: Question) -> Iterator[Twig]:
    """What an answer to the question itself may find: what is most its own first, lanes last."""
    for choice in question.choices:
        own = bool(choice.follow_up.say or choice.follow_up.ask)
        if question.kind is Kind.CHOICE or own:
            branch = Branch.CHOICE if question.kind is Kind.CHOICE else Branch.ORDER
            asks = _asks(question, choice.follow_up)
            words = (choice.label, *choice.also) if branch is Branch.CHOICE else ()
            yield Twig(f"choice.{choice.id}", branch, choice.id, words, choice.id, asks)
    for part in question.ranges:
        key = f"{part.first}-{part.last}"
        asks = _asks(question, part.follow_up)
        yield Twig(f"range.{key}", Branch.RANGE, key, (str(part.first), str(part.last)), str(part.last), asks)
    for theme in question.themes:
        yield Twig(f"theme.{theme.id}", Branch.THEME, theme.id, theme.like, asks=_asks(question, theme.follow_up))
    if question.kind is Kind.MISSION:
        yield Twig("done", Branch.DONE, "", DONE, "done", _asks(question, question.done or question.default), own=False)
    yield Twig("default", Branch.DEFAULT, "", STRAYS, asks=bool(question.default.ask), own=False)
    for branch, words in BESIDE.items():
        own_reply = {Branch.BOTH: question.both, Branch.NEITHER: question.neither, Branch.DEPENDS: question.depends}
        if reply := own_reply[branch]:
            yield Twig(branch.value, branch, "", words, asks=_asks(question, reply), own=False)
    yield from _lanes(question)


def _lanes(question: Question) -> Iterator[Twig]:
    if question.short:
        yield Twig("short", Branch.SHORT, "", SHRUGS, own=False)
    if joke := question.joke:
        yield Twig("joke", Branch.JOKE, "joke", joke.like)
    if tender := question.tender:
        yield Twig("tender", Branch.TENDER, "tender", tender.like)
    if question.and_you:
        yield Twig("and-you", Branch.QUESTION_BACK, "", BACK, own=False)


def _asks(question: Question, reply: FollowUp) -> bool:
    """Whether somebody is asked something after it; what says nothing at all gets the default."""
    return bool(reply.ask or (not reply.say and question.default.ask))


# What finds a branch


def _look(shelved: Shelved, twig: Twig) -> Reach:
    ways, misses = list(_pressed(shelved, twig)), []
    wanted = twig.key or (twig.branch.value if twig.branch else "")
    samples = [sample for sample, branch in shelved.question.hears if branch == wanted]
    own = frozenset(twig.phrases if twig.own else ())
    for phrase in dict.fromkeys((*samples, *twig.phrases)):
        heard = shelved.kind.read(shelved.ears, phrase)
        if _is_it(twig, heard):
            ways.append(Way(phrase, command=_is_command(shelved, phrase)))
            if ways[-1].command and phrase in own:
                misses.append(Miss(phrase, OURS))
        elif phrase in own:
            misses.append(Miss(phrase, _why(shelved, twig, phrase, heard)))
    if not ways and (pairs := _by_two(shelved, twig)):
        return Reach(twig, pairs, tuple(misses), together=True)
    return Reach(twig, tuple(ways), tuple(misses), "" if ways else _without(twig))


def _pressed(shelved: Shelved, twig: Twig) -> Iterator[Way]:
    labels = dict(shelved.kind.offer(shelved.question))
    if twig.press in labels and _is_it(twig, shelved.kind.press(shelved.ears, twig.press)):
        yield Way(labels[twig.press], twig.press)


def _by_two(shelved: Shelved, twig: Twig) -> tuple[Way, ...]:
    both = (f"{one}, {other}" for one, other in combinations(twig.phrases[:PAIRS], 2))
    return tuple(Way(text) for text in both if _is_it(twig, shelved.kind.read(shelved.ears, text)))[:2]


def finds(shelved: Shelved, twig: Twig, text: str) -> bool:
    """Whether that answer, typed, finds that branch, and is no word of the bot's own."""
    return _is_it(twig, shelved.kind.read(shelved.ears, text)) and not _is_command(shelved, text)


def _is_it(twig: Twig, heard: Heard) -> bool:
    return heard.branch is twig.branch and heard.key == twig.key


def _is_command(shelved: Shelved, text: str) -> bool:
    """Whether the whole text is a word of the bot's own, and not an answer on offer besides."""
    said = recognise(text)
    if said is None or said.command in _ANSWERS_TOO or (said.argument and said.command in _NAMES_A_DECK):
        return False
    plain = text.strip().casefold()
    return all(plain != label.casefold() for _key, label in shelved.kind.offer(shelved.question))


_ANSWERS_TOO: Final = IN_A_ROOM | AT_A_TABLE | {Command.ZONE, Command.DAILY, Command.CALL_ME}
"""Words that are answers while a question is open, or may be."""
_NAMES_A_DECK: Final = frozenset({Command.DECKS, Command.START})
"""With a deck that there is not behind them, as in "start small", they are answers."""


def _without(twig: Twig) -> str:
    if not twig.phrases:
        return "it has no phrase of its own"
    if twig.branch is Branch.DEFAULT:
        return "not even an answer beside everything finds it"
    return ""


def _why(shelved: Shelved, twig: Twig, phrase: str, heard: Heard) -> str:
    """What is heard instead, and by what."""
    if twig.branch is not Branch.THEME:
        return f"heard as {_called(heard)}"
    line = listen(shelved.ears, phrase)
    scores = {theme.id: theme.like.catch(line).score for theme in shelved.ears.themes}
    own = next(theme for theme in shelved.ears.themes if theme.id == twig.key)
    if not scores[twig.key]:
        return f"nothing in it counts as a word of this theme; heard as {_called(heard)}"
    if own.not_.catch(line).score:
        return "ruled out by the theme's own `not`"
    rivals = [id_ for id_, score in scores.items() if id_ != twig.key and score >= scores[twig.key]]
    if heard.branch is Branch.DEFAULT and rivals:
        return f"speaks for {rivals[0]} as much, so for neither"
    return f"heard as {_called(heard)}"


def _called(heard: Heard) -> str:
    if heard.key == ACCEPTED:
        return "a promise for later"
    if heard.branch is Branch.THEME:
        return f"the theme {heard.key}"
    return f"{heard.name}, which comes first" if heard.branch in _FIRST else heard.name


_FIRST: Final = frozenset({Branch.DISTRESS, Branch.TENDER, Branch.SHORT, Branch.OTHER_LANGUAGE, Branch.QUESTION_BACK})


# Chips


def _look_for_chip(question: Question, chip: str, by_name: dict[str, Reach]) -> Reach:
    """A chip is found from a reply that offers it, asks something, and is itself found."""
    twig = Twig(f"{CHIP}{chip}", None)
    offering = [name for name, reply in follow_ups_of(question) if chip in reply.chips]
    if not offering:
        return Reach(twig, why="no reply offers it")
    asking = [name for name, reply in follow_ups_of(question) if name in offering and reply.ask]
    if not asking:
        return Reach(twig, why=f"{offering[0]} offers it and asks nothing, so it is not shown")
    ways = tuple(way for name in asking if name in by_name for way in by_name[name].ways)
    return Reach(twig, ways, why="" if ways else f"nothing finds {asking[0]}, which offers it")


def chips_offered_by(question: Question) -> dict[str, tuple[str, ...]]:
    """By branch, the chips that stand under its question."""
    return {name: reply.chips for name, reply in follow_ups_of(question) if reply.ask and reply.chips}
