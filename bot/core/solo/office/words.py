"""What somebody who looks after the community says alone with the bot. From everybody else these words are none.

How to add a word: its handler in `WORDS`, by the first word of the message; and its act in `core.roles`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final, NamedTuple

from msgspec.structs import replace

from bot.core.commands import is_marked
from bot.core.draft import Draft
from bot.core.roles import Act
from bot.core.solo.offered import is_offered
from bot.core.solo.office import decks, deputy, files, rehearsing
from bot.core.solo.office.decks import may
from bot.core.solo.office.sifting import look_through
from bot.core.tokens import OFFICE, read_token
from bot.model.curator import Entry
from bot.model.event import ChoicePressed, Event, MessageReceived
from bot.model.ids import DeckHash
from bot.model.line import ENTRY
from bot.model.record import EntryOffered
from bot.model.state import Phase, Solo

ENTRY_LIFE: Final = 10 * 60_000
"""Milliseconds for which a way in is good."""
LONGEST: Final = 200
"""Characters of a message that may be one of these words and what belongs to it."""


class OfficeWord(NamedTuple):
    """A word: what it does, and how. `obey` says whether it was that word after all: "try harder" may be an answer."""

    act: Act
    obey: Callable[[Draft, str], bool]


def wants_staged(event: Event) -> bool:
    """What is said or pressed may be about what somebody brought."""
    if isinstance(event, ChoicePressed):
        return f".{OFFICE}" in event.token
    said = _said(event) if isinstance(event, MessageReceived) else None
    return said is not None and said[0] in _ABOUT_WHAT_WAS_BROUGHT


def wants_stock(event: Event) -> bool:
    """What is said or pressed may be about the decks that there are."""
    if isinstance(event, ChoicePressed):
        return f".{OFFICE}" in event.token
    return isinstance(event, MessageReceived) and _said(event) is not None


def takes(draft: Draft, event: Event) -> bool:
    """Whether it is done: said or pressed by somebody who may. A button of these is nobody else's either way."""
    if draft.situation.told.aloud:
        return False
    if isinstance(event, ChoicePressed):
        return _pressed(draft, event)
    if not isinstance(event, MessageReceived):
        return False
    if files.takes(draft, event):
        return True
    said = _said(event)
    if said is not None and said[0] == deputy.WORD and deputy.takes(draft, said[1]):
        return True
    if said is None or (said[0] == "deck" and draft.state.phase in _CHOOSING):
        # Whoever looks after the decks may want one for themselves: where they are on the table, it is that.
        return False
    return not _is_for_others(draft, event.words.text) and _obeys(draft, *said) is True


def _is_for_others(draft: Draft, text: str) -> bool:
    """What is typed at a table goes there, and what is on offer as an answer is one; a slash says otherwise."""
    if is_marked(text):
        return False
    return draft.state.phase is Phase.SEATED or is_offered(draft, text)


def _said(event: MessageReceived) -> tuple[str, str] | None:
    return split(event.words.means or event.words.text)


# Asked when it is known what the step must be told, and in the step.
@lru_cache(maxsize=16)
def split(text: str) -> tuple[str, str] | None:
    """The word of these that the message begins with, and what belongs to it; None where it is something else."""
    if len(text) > LONGEST:
        return None
    first, _, rest = text.strip().removeprefix("!nd ").removeprefix("/").partition(" ")
    word, rest = first.casefold().rstrip(".!?"), rest.strip().rstrip(".!?").strip()
    if word == deputy.WORD and not deputy.is_meant(rest):
        return None
    return (word, rest) if word in WORDS and (rest or word not in NAMES_SOMETHING) else None


def _always(obey: Callable[[Draft, str], None]) -> Callable[[Draft, str], bool]:
    """A word that is never anything else."""

    def done(draft: Draft, argument: str) -> bool:
        obey(draft, argument)
        return True

    return done


def _obeys(draft: Draft, word: str, argument: str) -> bool | None:
    """Whether it was done; None where whoever said it may not."""
    if not may(draft, WORDS[word].act):
        return None
    return WORDS[word].obey(draft, argument)


def _pressed(draft: Draft, event: ChoicePressed) -> bool:
    pressed = read_token(event.token)
    if pressed is None or not pressed.key.startswith(OFFICE):
        return False
    word, _, argument = pressed.key.removeprefix(OFFICE).partition(" ")
    if word not in WORDS:
        draft.must_say("old-button")
        return True
    done = _obeys(draft, word, argument)
    if done is None:
        draft.must_say("office.not-yours")
    elif not done:
        draft.must_say("old-button")
    return True


# Of the decks


def _decks(draft: Draft, argument: str) -> bool:
    if argument:
        return False
    if draft.state.phase is Phase.CHOOSING:
        # From here on `deck 1` is the one on this list; a title begins a deck all the same.
        draft.change(phase=Phase.ASKING if draft.state.open else Phase.RESTING)
    decks.show_all(draft)
    return True


def _queue(draft: Draft, argument: str) -> bool:
    if argument:
        return False
    decks.show_queue(draft)
    return True


def _deck(draft: Draft, argument: str) -> bool:
    if not argument:
        return _decks(draft, argument)
    return _with_deck(draft, "deck", argument, lambda entry: decks.show_one(draft, entry))


def _undo(draft: Draft, argument: str) -> bool:
    return _with_deck(draft, "undo", argument, lambda entry: decks.undo(draft, entry))


def _enable(draft: Draft, argument: str) -> bool:
    return _with_deck(draft, "enable", argument, lambda entry: decks.switch(draft, entry, on=True))


def _disable(draft: Draft, argument: str) -> bool:
    return _with_deck(draft, "disable", argument, lambda entry: decks.switch(draft, entry, on=False))


def _move(draft: Draft, argument: str) -> bool:
    name, place = decks.place_in(argument)
    if not place and not _is_open(draft):
        draft.must_say("office.where-to")
        return True
    return bool(place) and _with_deck(draft, "deck", name, lambda entry: decks.move(draft, entry, place))


def _retire(draft: Draft, argument: str) -> bool:
    return _retired(draft, argument, retired=True)


def _bring_back(draft: Draft, argument: str) -> bool:
    first, _, rest = argument.partition(" ")
    return first.casefold() == "back" and _retired(draft, rest.strip(), retired=False)


def _retired(draft: Draft, name: str, retired: bool) -> bool:
    if decks.retire(draft, name, retired, asked_last(draft.state)):
        return True
    if not _is_open(draft):
        draft.must_say("office.no-such-question", question=name.replace("`", "")[:60])
        return True
    return False


def _load(draft: Draft, argument: str) -> bool:
    if argument and _NAMES_A_FILE.fullmatch(argument):
        # The file itself did not come with it, and nobody answers a question with a path.
        draft.must_say(
            "upload.no-such-file", file="".join(one for one in argument if one.isprintable() and one != "`")[-60:]
        )
        return True
    if argument and not _is_number(argument):
        if not _is_open(draft):
            draft.must_say("upload.nothing")
        return not _is_open(draft)
    return files.load(draft, argument)


_NAMES_A_FILE: Final = re.compile(
    r"(?:~|\.{0,2}|[a-z]:)?[/\\]\S.*|\S+\.(?:csv|tsv|xlsx?|ods|txt|json|ya?ml|md|docx?|pdf)['\"]?", re.IGNORECASE
)


def _cancel(draft: Draft, argument: str) -> bool:
    return (not argument or _is_number(argument)) and files.cancel(draft, argument)


def _try(draft: Draft, argument: str) -> bool:
    if not argument or _is_number(argument):
        return _try_what_was_brought(draft, argument)
    name = argument.removesuffix(_BEFORE)
    return _with_deck(draft, "try", name, lambda entry: _begin(draft, entry, before=name != argument))


def _begin(draft: Draft, entry: Entry, before: bool) -> None:
    version = entry.before[0] if before and entry.before else entry.current
    rehearsing.begin(draft, entry.deck, version.hash, version.title)


def _try_what_was_brought(draft: Draft, which: str) -> bool:
    if not which and draft.situation.told.staged is None:
        if not _is_open(draft):
            draft.must_say("try.which")
        return not _is_open(draft)
    staged = files.waiting(draft, which)
    if staged is not None:
        rehearsing.begin(draft, staged.deck, staged.hash, staged.title)
    return True


def _is_number(argument: str) -> bool:
    """It is what stands in a button about something that was brought."""
    return len(argument) > 8 and all(one in "0123456789abcdef" for one in argument)


def asked_last(state: Solo) -> tuple[DeckHash, str] | None:
    """The version and the question that stands last on the screen."""
    state = state.trying.solo if state.trying else state
    opened = state.open or state.last
    return (opened.deck or state.deck, opened.question) if opened else None


def _with_deck(draft: Draft, word: str, name: str, do: Callable[[Entry], None]) -> bool:
    """It is done with the deck that is meant. Where none is and a question is open, it was an answer to that."""
    entry = decks.find(draft, name, word, aloud=not _is_open(draft))
    if entry is not None:
        do(entry)
    return entry is not None or bool(draft.lines)


def _is_open(draft: Draft) -> bool:
    return draft.state.open is not None


# The console


def _console(draft: Draft, argument: str) -> bool:
    """A way in to the pages stands on the screen, good for a while and for once. Its number is kept; the code that
    belongs to it is made when it is shown, and stands on no disk."""
    if argument:
        return False
    context = draft.situation.context
    if context.reaches and not context.url:
        # Whoever is reached where they are may be anywhere; a screen that looks in here is near.
        draft.must_say("office.console-nowhere")
        return True
    ticket = draft.situation.told.chance
    draft.record(EntryOffered(ticket, draft.now + ENTRY_LIFE))
    draft.must_say("office.console", minutes=ENTRY_LIFE // 60_000)
    draft.lines[-1] = replace(draft.lines[-1], quotes=(("link", ticket, ENTRY, ENTRY),))
    return True


WORDS: Final[dict[str, OfficeWord]] = {
    "decks": OfficeWord(Act.LOOK, _decks),
    "deck": OfficeWord(Act.LOOK, _deck),
    "queue": OfficeWord(Act.LOOK, _queue),
    "undo": OfficeWord(Act.UNDO, _undo),
    "enable": OfficeWord(Act.SWITCH, _enable),
    "disable": OfficeWord(Act.SWITCH, _disable),
    "move": OfficeWord(Act.MOVE, _move),
    "retire": OfficeWord(Act.RETIRE, _retire),
    "bring": OfficeWord(Act.RETIRE, _bring_back),
    "load": OfficeWord(Act.LOAD, _load),
    "cancel": OfficeWord(Act.CHECK, _cancel),
    "try": OfficeWord(Act.TRY, _try),
    deputy.WORD: OfficeWord(Act.DEPUTY, _always(deputy.obey)),
    "suggestions": OfficeWord(Act.SUGGESTIONS, _always(look_through)),
    "console": OfficeWord(Act.CONSOLE, _console),
}
_BEFORE: Final = " before"
"""Behind the name of a deck: its version before."""
NAMES_SOMETHING: Final = frozenset({"undo", "enable", "disable", "move", "bring"})
"""These are words of the office only with what they are about."""
_CHOOSING: Final = frozenset({Phase.NEW, Phase.GREETED, Phase.CHOOSING})
_ABOUT_WHAT_WAS_BROUGHT: Final = frozenset({"load", "cancel", "try"})
