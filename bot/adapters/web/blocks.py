"""What the bot said, as blocks of a page: paragraphs, a card with its captions, offers that are pressed whole."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, Literal, NamedTuple

from bot.model.enclosure import Enclosed
from bot.model.message import Button, Paragraph, Role
from bot.ports.transcript import Entry, Speaker

FEW = 3
"""So many numbers need no rows of their own."""


class Block(NamedTuple):
    """One thing on the page. A `card` is a question and the asides that belong to it; an `offer` is one of a list
    together with the button that takes it."""

    kind: Literal["paragraph", "card", "offer"]
    paragraphs: tuple[Paragraph, ...]
    button: Button | None = None


class Look(NamedTuple):
    """An entry as a page shows it, with what it encloses. `chips` are the buttons that no block holds; with `numbers`,
    they are numbers."""

    id: int
    speaker: Speaker
    live: bool
    blocks: tuple[Block, ...]
    chips: tuple[Button, ...]
    numbers: bool
    enclosed: Enclosed | None = None
    media: str = ""
    """What a member sent beside words."""


def look(entry: Entry) -> Look:
    """The entry in blocks. What a member said is never more than paragraphs."""
    if entry.speaker is Speaker.MEMBER:
        said = tuple(Block("paragraph", (paragraph,)) for part in entry.parts for paragraph in part.paragraphs)
        return Look(entry.id, entry.speaker, entry.live, said, (), False, media=entry.media)
    buttons = [button for part in entry.parts for button in part.buttons]
    # Where two of a list have one name, it does not say which button is whose.
    named = Counter(heading(button) for button in buttons)
    offers = {heading(button): button for button in buttons if named[heading(button)] == 1}
    blocks = tuple(block for part in entry.parts for block in _blocks(part.paragraphs, offers))
    held = {block.button for block in blocks}
    chips = tuple(button for button in buttons if button not in held)
    answers = [button.label for button in chips if not button.quiet]
    numbers = len(answers) > FEW and all(label.lstrip("-−").isdigit() for label in answers)
    return Look(entry.id, entry.speaker, entry.live, blocks, chips, numbers, entry.enclosed)


_MARKS: Final = re.compile("[\u200e\u200f\u2066-\u2069]")
"""Marks of direction, which a title may stand between."""


def heading(button: Button) -> str:
    """How an item begins that describes what `button` takes."""
    return f"**{button.label}**"


def _blocks(paragraphs: Sequence[Paragraph], offers: Mapping[str, Button]) -> Iterator[Block]:
    at = 0
    while at < len(paragraphs):
        paragraph = paragraphs[at]
        at += 1
        if paragraph.role is Role.QUESTION:
            captions = at
            while captions < len(paragraphs) and paragraphs[captions].role is Role.ASIDE:
                captions += 1
            yield Block("card", (paragraph, *paragraphs[at:captions]))
            at = captions
            continue
        begins = paragraph.text[: paragraph.text.find("**", 2) + 2] if paragraph.text.startswith("**") else ""
        button = offers.get(_MARKS.sub("", begins)) if paragraph.role is Role.ITEM else None
        if button is None:
            yield Block("paragraph", (paragraph,))
        else:
            rest = paragraph.text.removeprefix(begins).lstrip(" —–-:")
            yield Block("offer", (Paragraph(rest, Role.ITEM),), button)
