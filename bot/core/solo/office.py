"""What somebody who looks after the community says alone with the bot. From everybody else these words are none.

How to add a word: its handler in `WORDS`, by the first word of the message; its act in `core.roles`; and the word in
`ports.adapter.ASKS_FOR_RANK`, or nobody's standing is read for it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from msgspec.structs import replace

from bot.core import roles
from bot.core.draft import Draft
from bot.core.roles import Act
from bot.core.solo.sifting import look_through
from bot.core.tokens import OFFICE, read_token
from bot.model.curator import CURATOR
from bot.model.effect import Tell
from bot.model.event import ChoicePressed, Event, MessageReceived
from bot.model.format import Format
from bot.model.ids import DeckId
from bot.model.line import ENTRY
from bot.model.record import EntryOffered
from bot.model.tiding import Asker, DeckSwitched, DeckUndone, Tiding

ENTRY_LIFE: Final = 10 * 60_000
"""Milliseconds for which a way in is good."""
LONGEST: Final = 200
"""Characters of a message that may be one of these words and what belongs to it."""


def takes(draft: Draft, event: Event) -> bool:
    """Whether it is done: said or pressed by somebody who may. A button of these is nobody else's either way."""
    if draft.situation.told.aloud:
        return False
    if isinstance(event, ChoicePressed):
        return _pressed(draft, event)
    said = split(event.words.text) if isinstance(event, MessageReceived) else None
    return said is not None and _obeys(draft, *said)


def split(text: str) -> tuple[str, str] | None:
    """The word of these that the message begins with, and what belongs to it; None where it is something else."""
    if len(text) > LONGEST:
        return None
    first, _, rest = text.strip().removeprefix("!nd ").removeprefix("/").partition(" ")
    word, rest = first.casefold(), rest.strip().rstrip(".!?").strip()
    return (word, rest) if word in WORDS and (rest or word not in NAMES_SOMETHING) else None


def _obeys(draft: Draft, word: str, argument: str) -> bool:
    act, obey = WORDS[word]
    if not roles.may(draft.situation.told.standing, act, draft.now):
        return False
    obey(draft, argument)
    return True


def _pressed(draft: Draft, event: ChoicePressed) -> bool:
    pressed = read_token(event.token)
    if pressed is None or not pressed.key.startswith(OFFICE):
        return False
    word, _, argument = pressed.key.removeprefix(OFFICE).partition(" ")
    if word not in WORDS:
        draft.must_say("old-button")
    elif not _obeys(draft, word, argument):
        draft.must_say("office.not-yours")
    return True


# Of the decks


def _tell(draft: Draft, tiding: Tiding) -> None:
    draft.do(Tell(CURATOR, tiding, Format.CURATOR))


def _asker(draft: Draft) -> Asker:
    return Asker(draft.member.id, draft.situation.conversation)


def _undo(draft: Draft, deck: str) -> None:
    _tell(draft, DeckUndone(_asker(draft), DeckId(deck)))


def _enable(draft: Draft, deck: str) -> None:
    _tell(draft, DeckSwitched(_asker(draft), DeckId(deck), on=True))


def _disable(draft: Draft, deck: str) -> None:
    _tell(draft, DeckSwitched(_asker(draft), DeckId(deck), on=False))


# The console


def _console(draft: Draft, _rest: str) -> None:
    """A way in to the pages stands on the screen, good for a while and for once. Its number is kept; the code that
    belongs to it is made when it is shown, and stands on no disk."""
    context = draft.situation.context
    if context.reaches and not context.url:
        # Whoever is reached where they are may be anywhere; a screen that looks in here is near.
        draft.must_say("office.console-nowhere")
        return
    ticket = draft.situation.told.chance
    draft.record(EntryOffered(ticket, draft.now + ENTRY_LIFE))
    draft.must_say("office.console", minutes=ENTRY_LIFE // 60_000)
    draft.lines[-1] = replace(draft.lines[-1], quotes=(("link", ticket, ENTRY, ENTRY),))


WORDS: Final[dict[str, tuple[Act, Callable[[Draft, str], None]]]] = {
    "undo": (Act.UNDO, _undo),
    "enable": (Act.SWITCH, _enable),
    "disable": (Act.SWITCH, _disable),
    "console": (Act.CONSOLE, _console),
    "suggestions": (Act.SUGGESTIONS, look_through),
}
NAMES_SOMETHING: Final = frozenset({"undo", "enable", "disable"})
"""These are words of the office only with what they are about."""
