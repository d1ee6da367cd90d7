"""A part becomes what Telegram takes: text with entities and a keyboard; and its errors become classes of failure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from bot.adapters.telegram.capabilities import CAPABILITIES, COMMANDS
from bot.model.message import Button, Paragraph, Part, Role
from bot.ports.adapter import Failure
from bot.ports.marks import Mark, Stretch, between, read_marks

_ENTITY: Final = {Mark.STRONG: "bold", Mark.EMPHASIS: "italic", Mark.WORD: "code"}
_ROLE: Final = {Role.QUESTION: "bold", Role.TAKE_AWAY: "bold", Role.ASIDE: "italic"}
SHORT: Final = 20
"""Characters of labels that stand two in a row."""
NUMBERS: Final = 5
"""Numbers in a row."""
THREAD_GONE: Final = "message thread not found"
"""What is said of a topic that was deleted."""
DESTINATION: Final = (
    "chat not found", "bot was blocked", "user is deactivated", "bot was kicked", "bot is not a member",
    "can't initiate conversation", "can't write to", "not enough rights", "have no rights", "topic_closed",
    "chat_write_forbidden", "peer_id_invalid", THREAD_GONE,
)  # fmt: skip
"""Words of errors that are about where something was sent (telegram-bot-api, Client.cpp)."""


MAY_NOT_WRITE: Final = (
    "I heard you in the group, and may not write there. Somebody who runs it can let me send messages; here, in "
    "private, I answer in any case."
)
CLOSED: Final = (
    "The topic of the group in which you spoke to me is closed, so I cannot answer there. Somebody who runs the group "
    "can open it again; here, in private, I answer in any case."
)
GONE: Final = (
    "The topic of the group in which you spoke to me is gone, and what I had to say there with it. In another topic, "
    "and here in private, I answer."
)
_REASONS: Final = {
    "not enough rights": MAY_NOT_WRITE,
    "have no rights": MAY_NOT_WRITE,
    "chat_write_forbidden": MAY_NOT_WRITE,
    "topic_closed": CLOSED,
    THREAD_GONE: GONE,
}


def reason_for(error: str) -> str:
    """What to tell somebody in private whom a group, though the bot is in it, does not let the bot answer; empty for
    every other error."""
    plain = error.casefold()
    return next((reason for words, reason in _REASONS.items() if words in plain), "")


UNCHANGED: Final = "message is not modified"


def body_of(part: Part, us: str = "") -> dict[str, Any]:
    """What a message says, for sending it and for changing it: without buttons, an edit takes the old ones away."""
    text, entities = text_of(part, us)
    body: dict[str, Any] = {"text": text, "entities": entities, "link_preview_options": {"is_disabled": True}}
    if keyboard := keyboard_of(part):
        body["reply_markup"] = keyboard
    return body


def text_of(part: Part, us: str = "") -> tuple[str, list[dict[str, Any]]]:
    """The text, and its entities with offsets in UTF-16 units.

    Words of ours are commands to tap, to `us` (`@OurBot`) in a group; where that makes the text too long, they stay
    words to type.
    """
    text, entities = _text_of(part, lambda word: name_command(word, us))
    return (text, entities) if len(text) <= CAPABILITIES.text_limit else _text_of(part, lambda word: word)


def name_command(word: str, us: str) -> str:
    """The word as Telegram shows it so that a tap says it: `/take_that_back`."""
    return f"/{word.replace(' ', '_')}{us}" if word in COMMANDS else word


def _text_of(part: Part, name: Callable[[str], str]) -> tuple[str, list[dict[str, Any]]]:
    pieces: list[str] = []
    entities: list[dict[str, Any]] = []
    at = 0
    for paragraph, after in zip(part.paragraphs, (*part.paragraphs[1:], None), strict=True):
        # Code cannot be set inside italic or bold: there, what is to be typed stands in quotation marks.
        named = _quoting(name) if paragraph.role in _ROLE else name
        plain, stretches = _name_commands(*read_marks(paragraph.text), named)
        entities += _entities(plain, stretches, paragraph, at)
        pieces += [plain, between(paragraph, after) if after else ""]
        at += _units(plain) + len(pieces[-1])
    return "".join(pieces), entities


def _quoting(name: Callable[[str], str]) -> Callable[[str], str]:
    return lambda word: named if (named := name(word)) != word else f"‘{word}’"


def _name_commands(
    plain: str, stretches: Sequence[Stretch], name: Callable[[str], str]
) -> tuple[str, Sequence[Stretch]]:
    """The text with its commands named, and the stretches that are still to be set."""
    pieces: list[str] = []
    kept: list[Stretch] = []
    at = length = 0
    for stretch in stretches:
        inner = plain[stretch.first : stretch.last]
        named = name(inner) if stretch.mark is Mark.WORD else inner
        length += stretch.first - at
        if named == inner:
            kept.append(Stretch(stretch.mark, length, length + len(inner)))
        pieces += [plain[at : stretch.first], named]
        length += len(named)
        at = stretch.last
    return "".join(pieces) + plain[at:], kept


def _entities(plain: str, stretches: Sequence[Stretch], paragraph: Paragraph, at: int) -> Iterator[dict[str, Any]]:
    whole = _ROLE.get(paragraph.role)
    if whole and plain:
        yield {"type": whole, "offset": at, "length": _units(plain)}
    for stretch in stretches:
        kind = _ENTITY[stretch.mark]
        # Telegram sets code alone: inside bold or italic it would be refused, or lose one of both.
        if kind == whole or (kind == "code" and whole):
            continue
        inner = plain[stretch.first : stretch.last]
        yield {"type": kind, "offset": at + _units(plain[: stretch.first]), "length": _units(inner)}


def _units(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def keyboard_of(part: Part) -> dict[str, Any] | None:
    """The buttons in rows: numbers side by side, short answers two in a row, ways around below; yes beside no."""
    if not part.buttons:
        return None
    loud = [button for button in part.buttons if not button.quiet]
    quiet = [button for button in part.buttons if button.quiet]
    if len(loud) == len(quiet) == 1 and all(len(button.label) <= SHORT for button in part.buttons):
        return {"inline_keyboard": [[_button(button) for button in (*loud, *quiet)]]}
    rows = [*_rows(loud), *([quiet] if quiet else [])]
    return {"inline_keyboard": [[_button(button) for button in row] for row in rows]}


def _rows(buttons: Sequence[Button]) -> Iterator[list[Button]]:
    numbers = bool(buttons) and all(button.label.lstrip("-−").isdigit() for button in buttons)
    short = all(len(button.label) <= SHORT for button in buttons)
    width = NUMBERS if numbers else 2 if short and len(buttons) > 1 else 1
    for first in range(0, len(buttons), width):
        yield list(buttons[first : first + width])


def _button(button: Button) -> dict[str, str]:
    return {"text": button.label, "callback_data": button.token}


def failure_of(description: str) -> Failure:
    """The class of a 400 or 403 by its text."""
    plain = description.casefold()
    return Failure.DESTINATION if any(words in plain for words in DESTINATION) else Failure.MESSAGE


def says_so_already(description: str) -> bool:
    """Whether an edit was refused only because there was nothing to change."""
    return UNCHANGED in description.casefold()
