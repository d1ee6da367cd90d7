"""A deck as a plain list and as Markdown: the questions, and little else."""

from __future__ import annotations

from collections.abc import Iterator

from bot.decks.brought.columns import known_columns
from bot.decks.brought.lines import announces, bare
from bot.model.deck import Deck, Kind, Question


def as_lines(deck: Deck) -> bytes:
    """A question a line."""
    return "".join(f"{_line(question)}\n" for question in deck.questions).encode()


def as_markdown(deck: Deck) -> bytes:
    """A heading, the description, and the questions with their choices."""
    lines = [f"# {deck.title}", "", deck.description, "", *(line for one in deck.questions for line in _item(one))]
    return ("\n".join(lines) + "\n").encode()


def _item(question: Question) -> Iterator[str]:
    yield f"- {_line(question)}"
    for choice in question.choices:
        yield f"  - {kept(choice.label)}"


def _line(question: Question) -> str:
    return f"Mission: {kept(question.text)}" if question.kind is Kind.MISSION else kept(question.text)


def kept(text: str) -> str:
    """The text, in quotation marks where a reader would take its beginning for a number or a bullet, or its own off."""
    return f'"{text.replace(chr(34), chr(34) * 2)}"' if _changes(text) else text


def _changes(text: str) -> bool:
    """Whether a reader of lists would read it as something else."""
    return bare(text) != text or announces(text) or text.endswith(":") or known_columns([text]) > 0 or text[:1] in "[{"
