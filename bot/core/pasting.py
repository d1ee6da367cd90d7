"""Questions that are pasted into a chat: the word, perhaps a name, and under it one question a line."""

from __future__ import annotations

import re
from typing import Final

from bot.core.plain import hidden_marks

_LOAD: Final = (
    "load(?: deck)?",
    "laden",
    "تحميل(?: رزمة| رزمه)?",
)
"""The word in each language: a list is no line, so it is looked for in no table; and it is also read where nobody knows
any more what whoever sent it speaks."""
_HEAD: Final = re.compile(rf"(?:!nd |/)?(?:{'|'.join(_LOAD)})(?P<name>(?: [^\n]{{1,60}}?)?):?[ \t]*", re.IGNORECASE)
LEAST: Final = 2
"""Lines; one alone is a sentence that begins with the word."""


def pasted(text: str) -> tuple[str, str] | None:
    """The name that was given to the list, perhaps empty, and its lines; None for a message that is no list."""
    first, _, rest = text.strip().partition("\n")
    head = _HEAD.fullmatch(hidden_marks(first).strip())
    if head is None or sum(bool(line.strip()) for line in rest.split("\n")) < LEAST:
        return None
    return head["name"].strip(" :\t"), rest.strip("\n")
