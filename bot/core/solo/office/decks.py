"""The decks as those see them who look after them: which there are, in which version and order, and what is changed
about them. What is changed the curator decides, and answers itself.

Names are forgiving: a number of the list, an id, a title, or the beginning of either. What may mean two is asked back.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.core import dates, roles
from bot.core.draft import Draft
from bot.core.roles import Act
from bot.core.shelf import Shelf, Shelved, follow_ups_of
from bot.core.solo.wishes import asker, tell_curator
from bot.core.tokens import NO_ROUND, OFFICE, token
from bot.model.curator import Entry, Stock, Version
from bot.model.deck import Question
from bot.model.ids import DeckHash
from bot.model.message import Role
from bot.model.tiding import DeckMoved, DeckSwitched, DeckUndone, QuestionRetired

LISTED: Final = 40
"""Decks in one message; more than that nobody reads."""
BUTTONS: Final = 8
NAMED: Final = 3
"""Flat questions, and versions, that are named."""
MOST_NAMED: Final = 5
_IT: Final = frozenset({"", "it", "this", "that", "this one", "that one", "this question", "that question"})


def stock_of(draft: Draft) -> Stock:
    """The decks that there are."""
    return draft.situation.told.stock or Stock()


def offer_to_say(draft: Draft, words: str, name: str = "", label: str = "") -> None:
    """These words of the office can be pressed. Where nothing can be, they are typed."""
    draft.offer(token(NO_ROUND, 0, OFFICE + words), label=label, name=name, quiet=True)


# Which is meant


def meant(entries: Sequence[Entry], name: str) -> tuple[Entry, ...]:
    """The decks that the name may mean: one where it says which, none where it means none."""
    plain = _plain(name)
    if plain.isascii() and plain.isdigit():
        return tuple(entry for number, entry in enumerate(entries, 1) if number == int(plain))
    if not plain:
        return ()
    called = [(entry, {_plain(entry.deck), _plain(entry.current.title)}) for entry in entries]
    exact = tuple(entry for entry, names in called if plain in names)
    begun = tuple(entry for entry, names in called if any(one.startswith(plain) for one in names))
    within = tuple(entry for entry, names in called if len(plain) > 2 and any(plain in one for one in names))
    # An id is one deck's alone; a title may be the id, or the title, of another.
    own = tuple(entry for entry in exact if _plain(entry.deck) == plain)
    return own or exact or begun or within


def _plain(name: str) -> str:
    return " ".join(name.strip(" `'\"«»“”").casefold().replace("-", " ").split())


def find(draft: Draft, name: str, word: str, aloud: bool = True) -> Entry | None:
    """The deck that is meant. Otherwise it is asked which, or said that there is none; without `aloud` the latter is
    kept to itself."""
    found = meant(stock_of(draft).entries, name)
    if len(found) == 1:
        return found[0]
    if found:
        draft.must_say("office.which", names=tuple((one.deck, one.current.title) for one in found[:BUTTONS]))
        for one in found[:BUTTONS]:
            offer_to_say(draft, f"{word} {one.deck}", label=one.current.title)
    elif aloud:
        draft.must_say("curator.no-such-deck", deck=name.replace("`", "").strip()[:40])
    return None


# What there is


def show_all(draft: Draft) -> None:
    """Each deck is on the screen, with its number, whether it is offered, how large it is and since when."""
    entries = stock_of(draft).entries
    draft.must_say("office.decks" if entries else "office.no-decks")
    for number, entry in enumerate(entries[:LISTED], 1):
        draft.must_say(
            "office.card",
            role=Role.ITEM,
            number=number,
            title=entry.current.title,
            deck=entry.deck,
            on=int(entry.enabled),
            questions=_count(draft, entry.current),
            since=_since(entry.current),
        )
    if len(entries) > LISTED:
        draft.must_say("office.more", role=Role.ASIDE, count=len(entries) - LISTED)
    draft.must_say("office.how", role=Role.ASIDE, loads=int(may(draft, Act.LOAD)))
    for entry in entries[:BUTTONS]:
        offer_to_say(draft, f"deck {entry.deck}", label=entry.current.title)


def show_queue(draft: Draft) -> None:
    """The decks that are offered, in that order, each with the number that `move` takes."""
    entries = stock_of(draft).entries
    draft.must_say("office.queue")
    for number, entry in enumerate(entries[:LISTED], 1):
        if entry.enabled:
            draft.must_say("office.queued", role=Role.ITEM, number=number, title=entry.current.title)
    off, moves = sum(not entry.enabled for entry in entries), may(draft, Act.MOVE)
    if off or moves:
        draft.must_say("office.queue.how", role=Role.ASIDE, off=off, moves=int(moves))


def show_one(draft: Draft, entry: Entry) -> None:
    """The deck is on the screen: its versions, its questions, those among them that answer nothing, and what can be
    done about it."""
    current = entry.current
    place = stock_of(draft).entries.index(entry) + 1
    draft.must_say("office.deck", title=current.title, deck=entry.deck, number=place, on=int(entry.enabled))
    draft.must_say("office.version", role=Role.ITEM, questions=_count(draft, current), since=_since(current))
    _show_questions(draft, draft.situation.library.get(current.hash))
    for older in entry.before[:NAMED]:
        draft.must_say(
            "office.before", role=Role.ITEM, title=older.title, questions=_count(draft, older), since=_since(older)
        )
    if may(draft, Act.TRY):
        offer_to_say(draft, f"try {entry.deck}", name="option.try")
    if may(draft, Act.SWITCH):
        word = "disable" if entry.enabled else "enable"
        offer_to_say(draft, f"{word} {entry.deck}", name=f"option.{word}")
    if may(draft, Act.UNDO) and (entry.before or not entry.file):
        offer_to_say(draft, f"undo {entry.deck}", name="option.undo")
    draft.must_say("office.deck.how", role=Role.ASIDE, deck=entry.deck)


def _show_questions(draft: Draft, shelf: Shelf | None) -> None:
    if shelf is None:
        return
    retired = (int(stock_of(draft).retired, 16) & shelf.everything).bit_count()
    if retired:
        draft.must_say("office.retired", role=Role.ITEM, count=retired)
    flat = [shelved.question for shelved in shelf.questions if is_flat(shelved.question)]
    if flat:
        named = tuple((str(one.id), one.text) for one in flat[:NAMED])
        draft.must_say("office.flat", role=Role.ITEM, count=len(flat), more=len(flat) - len(named), named=named)


def is_flat(question: Question) -> bool:
    """Whether nothing that anybody answers leads to a word or a question of the deck's own."""
    replies = (reply for name, reply in follow_ups_of(question) if name not in ("tender", "joke"))
    return not any(reply.say or reply.ask for reply in replies)


def may(draft: Draft, act: Act) -> bool:
    """Whether whoever speaks may do that now."""
    return roles.may(draft.situation.told.standing, act, draft.now)


def _count(draft: Draft, version: Version) -> int:
    """How many questions it has; 0 where that is not known."""
    if version.questions:
        return version.questions
    shelf = draft.situation.library.get(version.hash)
    return len(shelf.questions) if shelf else 0


def _since(version: Version) -> str:
    return dates.day(version.at) if version.at else ""


# What is changed


def undo(draft: Draft, entry: Entry) -> None:
    """The version before is wanted."""
    tell_curator(draft, DeckUndone(asker(draft), entry.deck))


def switch(draft: Draft, entry: Entry, on: bool) -> None:
    """It is wanted on the list, or off it."""
    tell_curator(draft, DeckSwitched(asker(draft), entry.deck, on))


def move(draft: Draft, entry: Entry, place: int) -> None:
    """It is wanted at that place of the list."""
    tell_curator(draft, DeckMoved(asker(draft), entry.deck, place))


def place_in(argument: str) -> tuple[str, int]:
    """The deck and the place that `move` is said with: "long table to 2", "3 1", "harbour first"."""
    name, _, last = argument.rpartition(" ")
    if name and last.isascii() and last.isdigit() and 0 < len(last) < 4:
        return _without(name, ("to", "to number", "to place", "number")), int(last)
    if name and last.casefold() in ("first", "last", "top"):
        return _without(name, ("to", "to the")), LAST if last.casefold() == "last" else 1
    return argument, 0


LAST: Final = 999


def _without(name: str, endings: tuple[str, ...]) -> str:
    for ending in sorted(endings, key=len, reverse=True):
        if name.casefold().endswith(f" {ending}"):
            return name[: -len(ending)].rstrip()
    return name


def retire(draft: Draft, name: str, retired: bool, asked: tuple[DeckHash, str] | None) -> bool:
    """The question of that name, or the one that was asked last, is wanted asked no more, or again. False, and nothing
    said, where there is no such question."""
    if name.casefold() in _IT:
        shelf = draft.situation.library.get(asked[0]) if asked else None
        found = [one for one in shelf.questions if one.question.id == asked[1]] if shelf and asked else []
        if not found:
            draft.must_say("office.which-question")
            return True
    else:
        found = _questions(draft, name)
    if len(found) > 1:
        draft.must_say("office.which-of", names=tuple(found_as(draft, one) for one in found[:MOST_NAMED]))
    for one in found if len(found) == 1 else ():
        tell_curator(draft, QuestionRetired(asker(draft), one.number, one.question.id, retired))
    return bool(found)


def _questions(draft: Draft, name: str) -> list[Shelved]:
    """The questions of the decks that there are which the name may mean: by their id, or its beginning. With the id of
    a deck and a slash before it, those of that deck."""
    deck, _, id_ = name.casefold().strip("`").rpartition("/")
    exact: list[Shelved] = []
    begun: list[Shelved] = []
    for entry in stock_of(draft).entries:
        shelf = None if deck and entry.deck != deck else draft.situation.library.get(entry.current.hash)
        for one in shelf.questions if shelf else ():
            if one.question.id == id_:
                exact.append(one)
            elif len(id_) > 3 and one.question.id.startswith(id_):
                begun.append(one)
    return exact or begun


def found_as(draft: Draft, shelved: Shelved) -> tuple[str, str]:
    """By which name the question is one of one deck only, and its text."""
    for entry in stock_of(draft).entries:
        shelf = draft.situation.library.get(entry.current.hash)
        if shelf and shelved.number in shelf.by_number:
            return f"{entry.deck}/{shelved.question.id}", shelved.question.text
    return shelved.question.id, shelved.question.text
