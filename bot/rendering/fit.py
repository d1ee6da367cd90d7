"""A message becomes parts that a platform takes as they are. Each thing that a platform lacks has a named fallback."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import regex

from bot.model.message import Button, Capabilities, Message, Paragraph, Part, Role, Unit

_GRAPHEME: Final = regex.compile(r"\X")
_MARKS: Final = re.compile(r"(«[^»]*»)|`([^`]*)`|\*\*|\*")
BETWEEN = 2
"""Characters between two paragraphs."""


def fit(message: Message, capabilities: Capabilities) -> tuple[Part, ...]:
    """The message, within the platform's limits; the buttons are on the last part."""
    paragraphs, buttons = message.paragraphs, message.buttons
    if buttons and not _takes_buttons(buttons, capabilities):
        paragraphs, buttons = number_the_answers(paragraphs, buttons), choices_for_a_poll(message, capabilities)
    elif buttons:
        buttons = tuple(shorten_label(button, capabilities.label_limit) for button in buttons)
    if not capabilities.emphasis:
        paragraphs = tuple(drop_emphasis(paragraph) for paragraph in paragraphs)
    total = sum(size(paragraph.text, capabilities.unit) + BETWEEN for paragraph in paragraphs)
    if total <= capabilities.text_limit:
        return (Part(paragraphs, buttons),)
    groups = list(split_message(paragraphs, capabilities))
    return tuple(Part(group, buttons if position == len(groups) - 1 else ()) for position, group in enumerate(groups))


def size(text: str, unit: Unit) -> int:
    """The length of the text in the platform's own unit."""
    match unit:
        case Unit.CODE_POINTS:
            return len(text)
        case Unit.UTF16:
            return len(text.encode("utf-16-le", "surrogatepass")) // 2
        case Unit.BYTES:
            return len(text.encode("utf-8", "surrogatepass"))


def _takes_buttons(buttons: tuple[Button, ...], capabilities: Capabilities) -> bool:
    return len(buttons) <= capabilities.buttons and all(
        len(button.token.encode()) <= capabilities.payload_bytes for button in buttons
    )


def number_the_answers(paragraphs: tuple[Paragraph, ...], buttons: tuple[Button, ...]) -> tuple[Paragraph, ...]:
    """No buttons: the answers as a numbered list, whose numbers read back as the answers.

    A list that describes them already is numbered itself. Ways around (skip, not now) are words that always work and
    are left out, and so is a lone yes: the text asks for it.
    """
    loud = [button.label for button in buttons if not button.quiet]
    if len(loud) < 2:
        return paragraphs
    if all(label.lstrip("-").isdigit() for label in loud):
        return (*paragraphs, Paragraph("  ".join(loud), Role.ITEM))
    width = len(str(len(loud)))
    numbers = {label: f"{number:>{width}}  " for number, label in enumerate(loud, 1)}
    listed = {_described(paragraph) for paragraph in paragraphs}
    if listed.issuperset(loud):
        return tuple(
            Paragraph(numbers[_described(paragraph)] + paragraph.text, paragraph.role)
            if _described(paragraph) in numbers
            else paragraph
            for paragraph in paragraphs
        )
    return (*paragraphs, *(Paragraph(number + label, Role.ITEM) for label, number in numbers.items()))


MOST_CHOICES: Final = 20
"""Choices of a poll, on the platform that allows the fewest and has no buttons."""


def choices_for_a_poll(message: Message, capabilities: Capabilities) -> tuple[Button, ...]:
    """No buttons, but polls: the answers to a question once more, for the adapter to make a poll of; the numbered list
    stays, for whoever sees no polls. A scale is easier typed."""
    loud = tuple(button for button in message.buttons if not button.quiet)
    if not capabilities.polls or capabilities.buttons or not 2 <= len(loud) <= MOST_CHOICES:
        return ()
    if all(button.label.lstrip("-").isdigit() for button in loud):
        return ()
    return loud if any(paragraph.role is Role.QUESTION for paragraph in message.paragraphs) else ()


def _described(paragraph: Paragraph) -> str:
    """The label that an item of a list describes: its first words, where they are strong."""
    if paragraph.role is not Role.ITEM or not paragraph.text.startswith("**"):
        return ""
    return paragraph.text[2:].partition("**")[0]


def shorten_label(button: Button, limit: int) -> Button:
    """A label too long for the platform ends in an ellipsis, at a grapheme."""
    if len(button.label) <= limit:
        return button
    kept = ""
    for grapheme in _GRAPHEME.findall(button.label):
        if len(kept) + len(grapheme) > limit - 1:
            break
        kept += grapheme
    return Button(kept.rstrip() + "…", button.token, button.quiet)


def drop_emphasis(paragraph: Paragraph) -> Paragraph:
    """No emphasis: the marks go, the words stay, and words to type stand in quotation marks. What stands between
    guillemets is a person's own and is not touched."""
    text = paragraph.text
    if "*" not in text and "`" not in text:
        return paragraph
    return Paragraph(_MARKS.sub(_unmark, text), paragraph.role)


def _unmark(match: re.Match[str]) -> str:
    return match[1] or (f"‘{match[2]}’" if match[2] else "")


def split_message(paragraphs: tuple[Paragraph, ...], capabilities: Capabilities) -> Iterator[tuple[Paragraph, ...]]:
    """Too long: groups of paragraphs, a paragraph cut at a sentence, a word or, at worst, a grapheme."""
    limit, unit = capabilities.text_limit, capabilities.unit
    group: list[Paragraph] = []
    used = 0
    for paragraph in paragraphs:
        for text in cut(paragraph.text, limit, unit):
            length = size(text, unit)
            if group and used + BETWEEN + length > limit:
                yield tuple(group)
                group, used = [], 0
            used += length + (BETWEEN if group else 0)
            group.append(Paragraph(text, paragraph.role))
    if group:
        yield tuple(group)


def cut(text: str, limit: int, unit: Unit) -> Iterator[str]:
    """Pieces of at most `limit` units that joined together are the text, but for white space at the cuts."""
    while size(text, unit) > limit:
        end = _fitting(text, limit, unit)
        window = text[:end]
        for boundary in (". ", "\n", " "):
            at = window.rfind(boundary)
            if at > end // 2:
                end = at + len(boundary.rstrip(" ")) if boundary == ". " else at
                break
        yield text[:end].rstrip()
        text = text[end:].lstrip()
    if text:
        yield text


def _fitting(text: str, limit: int, unit: Unit) -> int:
    """The most characters from the start that fit, ending at a grapheme; at least one character."""
    used, end = 0, 0
    for match in _GRAPHEME.finditer(text):
        used += size(match.group(), unit)
        if used > limit:
            break
        end = match.end()
    return end or max(1, min(limit // 4, len(text)))
