"""A deck as a plain list and as Markdown: the questions, and little else."""

from __future__ import annotations

from collections.abc import Iterator

from bot.decks.brought import is_list
from bot.decks.brought.columns import known_columns
from bot.decks.brought.lines import alters, numbered_alike
from bot.model.deck import Deck, Kind, Question


def as_lines(deck: Deck) -> bytes:
    """A question a line."""
    text = "".join(f"{_line(question)}\n" for question in deck.questions)
    asked = [question.text for question in deck.questions]
    if not is_list(text) or any(map(_changes, asked)) or numbered_alike(asked):
        # Words and commas look like rows of cells, `a:*` like YAML; in quotation marks each line is one text. Where one
        # line needs them, all have them: a line without would look like none of the list.
        text = "".join(f"{_line(question, whole=True)}\n" for question in deck.questions)
    return text.encode()


def as_markdown(deck: Deck) -> bytes:
    """A heading, the description, and the questions with their choices."""
    alike = numbered_alike([question.text for question in deck.questions])
    items = [line for one in deck.questions for line in _item(one, alike)]
    lines = [f"# {deck.title}", "", deck.description, "", *items]
    return ("\n".join(lines) + "\n").encode()


def _item(question: Question, whole: bool) -> Iterator[str]:
    yield f"- {_line(question, whole)}"
    for choice in question.choices:
        yield f"  - {kept(choice.label)}"


def _line(question: Question, whole: bool = False) -> str:
    text = quoted(question.text) if whole else kept(question.text)
    return f"Mission: {text}" if question.kind is Kind.MISSION else text


def kept(text: str) -> str:
    """The text, in quotation marks where a reader would take its beginning for a number or a bullet, or its own off."""
    return quoted(text) if _changes(text) else text


def quoted(text: str) -> str:
    """The text in quotation marks: a reader takes these off, and nothing else."""
    return f'"{text.replace(chr(34), chr(34) * 2)}"'


def _changes(text: str) -> bool:
    """Whether a reader of lists would read it as something else."""
    return alters(text) or text.endswith(":") or known_columns([text]) > 0 or text[:1] in "[{"
