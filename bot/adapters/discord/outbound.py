"""A part becomes what Discord takes: text in its markdown and rows of buttons; and its errors classes of failure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

import regex

from bot.adapters.discord.capabilities import CONTENT_LIMIT, SAY
from bot.adapters.discord.form import LABEL, Mark, form_token, write_mark
from bot.model.ids import MessageId
from bot.model.message import Button, Paragraph, Part, Role
from bot.ports.adapter import Failure
from bot.ports.marks import Mark as Emphasis
from bot.ports.marks import join, read_marks

_SPECIAL: Final = re.compile(r"[\\*_~`|>#\[\]<@]|^[ \t]*(?:[-+]|\d{1,9}[.)])(?=\s)", re.MULTILINE)
_CHARACTER: Final = regex.compile(r"\X")
_LINK: Final = re.compile(r"https?://[^\s<>\\*_~`|\[\]@#]+")
_AROUND: Final = {Emphasis.STRONG: "**", Emphasis.EMPHASIS: "*", Emphasis.WORD: "`"}
_WHOLE: Final = {Role.QUESTION: "**", Role.TAKE_AWAY: "**"}
NO_MENTIONS: Final = {"parse": [], "replied_user": False}
"""Nobody is called by what a message says: `AllowedMentions.none()`."""
_NO_PREVIEW: Final = 1 << 2
_PRIMARY, _SECONDARY = 1, 2
_DESTINATION: Final = frozenset({10003, 10013, 50001, 50007, 50013, 50033, 50083, 50278})
UNFIT_ORIGINAL: Final = frozenset({10003, 10008, 10015, 10062, 50027})
"""The deferred answer cannot be filled any more; a message of its own can be sent."""
UNFIT_MESSAGE: Final = frozenset({10008, 30046, 50005, 50083})
"""That message cannot be edited: gone, edited too often, not ours, or asleep in an archived thread."""


def escape(text: str) -> str:
    """The text shows as it stands: nothing in it is markup or a mention. Plain links stay links."""
    pieces: list[str] = []
    at = 0
    for link in _LINK.finditer(text):
        pieces += [_escape(text[at : link.start()]), link[0]]
        at = link.end()
    return "".join(pieces) + _escape(text[at:])


def _escape(text: str) -> str:
    return _SPECIAL.sub(lambda found: f"{found[0][:-1]}\\{found[0][-1]}", text)


def text_of(part: Part, before: str = "") -> str:
    """The paragraphs in Discord's markdown; `before` stands before each word to type."""
    return join(part.paragraphs, [_paragraph(paragraph, before) for paragraph in part.paragraphs])


def _paragraph(paragraph: Paragraph, before: str) -> str:
    plain, stretches = read_marks(paragraph.text)
    whole = _WHOLE.get(paragraph.role, "")
    pieces: list[str] = []
    at = 0
    for stretch in stretches:
        inner, around = plain[stretch.first : stretch.last], _AROUND[stretch.mark]
        pieces.append(escape(plain[at : stretch.first]))
        if around == whole:
            around = ""
        pieces.append(f"{around}{before + inner if stretch.mark is Emphasis.WORD else escape(inner)}{around}")
        at = stretch.last
    shown = ("".join(pieces) + escape(plain[at:])).strip()
    return f"{whole}{shown}{whole}" if whole and shown else shown


def contents_of(part: Part, person: int = 0) -> list[str]:
    """The text as one message; where the escapes make it too long, without emphasis and as several.

    In a guild, where `person` is whose it is, nobody is heard who does not say `/nd` first.
    """
    text = text_of(part, f"/{SAY} " if person else "")
    if len(text) <= CONTENT_LIMIT:
        return [text]
    escaped = escape(join(part.paragraphs, [read_marks(paragraph.text)[0] for paragraph in part.paragraphs]))
    return list(_cut(escaped))


def _cut(text: str) -> Iterator[str]:
    while len(text) > CONTENT_LIMIT:
        at = max(text.rfind("\n", 1, CONTENT_LIMIT), text.rfind(" ", 1, CONTENT_LIMIT))
        if at < CONTENT_LIMIT // 2:
            at = _last_boundary(text)
            # An escape stays with what it escapes.
            at -= (len(text[:at]) - len(text[:at].rstrip("\\"))) % 2
        yield text[:at]
        text = text[at:].lstrip("\n")
    if text.strip():
        yield text


def _last_boundary(text: str) -> int:
    """Where the last character that fits ends, as a person counts characters; one that never ends is cut."""
    end = 0
    for found in _CHARACTER.finditer(text):
        if found.end() > CONTENT_LIMIT:
            break
        end = found.end()
    return end or CONTENT_LIMIT


def rows_of(part: Part, person: int) -> list[dict[str, Any]]:
    """The buttons in rows of 5. In a guild `person` is whose they are, and an open question has one to answer by."""
    buttons = [_button(button, person) for button in part.buttons]
    if person and len(buttons) < 25 and (token := form_token(part)):
        custom_id = write_mark(Mark(token, person))
        buttons.insert(0, {"type": 2, "style": _PRIMARY, "label": LABEL, "custom_id": custom_id})
    return [{"type": 1, "components": buttons[first : first + 5]} for first in range(0, len(buttons), 5)]


def _button(button: Button, person: int) -> dict[str, Any]:
    style = _SECONDARY if button.quiet else _PRIMARY
    return {"type": 2, "style": style, "label": button.label, "custom_id": write_mark(Mark(button.token, person))}


def bodies_of(part: Part, person: int) -> list[dict[str, Any]]:
    """What is to be sent, one after the other; usually one. The buttons are on the last."""
    contents: Sequence[str] = contents_of(part, person) or [""]
    bodies = [{"content": text, "allowed_mentions": NO_MENTIONS, "flags": _NO_PREVIEW} for text in contents]
    if rows := rows_of(part, person):
        bodies[-1]["components"] = rows
    return bodies


def nonce_of(key: MessageId, number: int, piece: int) -> str:
    """What makes a second sending of the same piece the same message; of the 25 characters that fit, a key takes 16."""
    return f"{key:x}.{number}" + (f".{piece}" if piece else "")


def failure_of(status: int, code: int) -> Failure:
    """The class of a refusal by its HTTP status and Discord's own code."""
    if status == 401:
        return Failure.AUTH
    if code in _DESTINATION:
        return Failure.DESTINATION
    if status >= 500 or status == 0:
        return Failure.TRANSIENT
    return Failure.DESTINATION if status in (403, 404) else Failure.MESSAGE
