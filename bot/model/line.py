"""What is shown, line by line and by name: texts are looked up when they are shown, never held."""

from __future__ import annotations

from typing import Final

from bot.model.message import Role
from bot.model.noun import Noun

Gap = str | int | tuple[tuple[str, str], ...]
"""A value for a named gap: a text of the installation or of a deck, a number, or pairs of texts."""
NAME: Final = -1
"""As the first character of a quote: what is quoted is the name that a member goes by, and the id is the member's."""


ENTRY: Final = -2
"""As the first character of a quote: the way in to the console by the ticket of that number, made when shown."""


START: Final = "start"
"""The gap of what a link to a private chat with us is to carry (`join-` and a code): with it the gap `link` is where
such a chat begins, and `carries` whether the link does; both are the platform's, and empty where it has none."""


class Line(Noun, frozen=True, array_like=True):
    """One text, by name: a moment of `prompts/` or, starting with `@`, a path into a deck's texts.

    `variant` counts from 0 among the wordings of that name. `gaps` fill the named gaps; `quotes` fill them with what
    a person typed: (gap, words id, first character, last character), cut out of the stored words when shown; or
    (gap, member id, `NAME`, `NAME`), a name, looked up when shown; or (gap, ticket, `ENTRY`, `ENTRY`), a way in.
    """

    name: str
    variant: int = 0
    role: Role = Role.TEXT
    gaps: tuple[tuple[str, Gap], ...] = ()
    quotes: tuple[tuple[str, int, int, int], ...] = ()


class Option(Noun, frozen=True, array_like=True):
    """An answer that is offered: `token` comes back when it is pressed.

    `label` is a deck's own text where `name` is empty, otherwise `name` is a moment of `prompts/`.
    """

    token: str
    label: str = ""
    name: str = ""
    quiet: bool = False
