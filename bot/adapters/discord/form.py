"""Buttons' ids, and the form behind "Answer": what a press needs is in the id, so it survives any restart."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from bot.adapters.discord.capabilities import INPUT_LIMIT, TITLE_LIMIT
from bot.adapters.discord.events import Filled
from bot.model.message import Part, Role

_OURS: Final = "v1:"
_FORM: Final = "form:"
_FIELD: Final = "answer"
_ESCAPED: Final = re.compile(r"\\([^0-9A-Za-z\s])")
_BOLD: Final = re.compile(r"\*\*((?:\\.|[^*\\]|\*(?!\*))+)\*\*", re.DOTALL)
LABEL: Final = "Answer"
_TITLE: Final = "Your answer"


class Mark(NamedTuple):
    """What a custom_id says: the token of a button, or which form; and whose it is (0: whoever presses)."""

    token: str
    person: int = 0

    @property
    def opens_form(self) -> bool:
        return self.token.startswith(_FORM)


def write_mark(mark: Mark) -> str:
    """The custom_id; at most 100 characters for a token of 64."""
    return f"{_OURS}{mark.token}@{mark.person}" if mark.person else f"{_OURS}{mark.token}"


def read_mark(custom_id: str) -> Mark | None:
    """What the custom_id says; None for one that is not ours."""
    if not custom_id.startswith(_OURS):
        return None
    rest = custom_id.removeprefix(_OURS)
    token, at, person = rest.rpartition("@")
    if at and person.isascii() and person.isdigit():
        return Mark(token, int(person))
    return Mark(rest)


def form_token(part: Part, everybody: bool = False) -> str:
    """`form:<round hex>.<part>` where the part asks an open question; empty where it does not.

    A question whose every button is a way around is answered in words; its buttons name the round. One that is asked of
    everybody has no button besides; what is written is known by the message that the form was opened from.
    """
    if everybody:
        open_ = not part.buttons and any(paragraph.role is Role.QUESTION for paragraph in part.paragraphs)
        return f"{_FORM}0.0" if open_ else ""
    asks = any(paragraph.role in (Role.QUESTION, Role.FOLLOW_UP) for paragraph in part.paragraphs)
    if not asks or not part.buttons or not all(button.quiet for button in part.buttons):
        return ""
    pieces = part.buttons[0].token.split(".", 2)
    return f"{_FORM}{pieces[0]}.{pieces[1]}" if len(pieces) == 3 else ""


def modal(mark: Mark, content: str) -> dict[str, Any]:
    """The form for the question in that message: one field to write in."""
    field = {
        "type": 4,
        "custom_id": _FIELD,
        "style": 2,
        "label": _TITLE,
        "required": True,
        "max_length": INPUT_LIMIT,
    }
    rows = [{"type": 1, "components": [field]}]
    return {"custom_id": write_mark(mark), "title": title_of(content), "components": rows}


def title_of(content: str) -> str:
    """The question's first characters, as they were before they were escaped."""
    asked = _BOLD.findall(content) or [text for text in content.split("\n\n") if text.endswith("?")]
    plain = " ".join(_ESCAPED.sub(r"\1", asked[-1]).split()) if asked else ""
    if len(plain) > TITLE_LIMIT:
        plain = plain[: TITLE_LIMIT - 1].rstrip() + "…"
    return plain or _TITLE


def written(parts: Iterable[Filled]) -> str:
    """What somebody wrote into the form."""
    for part in parts:
        inner = (*part.components, *((part.component,) if part.component else ()))
        if found := part.value or written(inner):
            return found
    return ""
