"""The columns of a spreadsheet: what each is called, what else people call it, and which field of a deck it fills."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from enum import Enum, auto
from typing import Final, NamedTuple

from bot.decks.diagnostic import did_you_mean
from bot.decks.remarks import Remark

NUMBERED: Final = 60
"""The highest number behind a column's name."""


class Form(Enum):
    """What the cells of a column hold."""

    TEXT = auto()
    NUMBER = auto()
    DEPTH = auto()
    KIND = auto()
    WORDS = auto()
    LINES = auto()
    LABELS = auto()
    RANGE = auto()
    SAMPLES = auto()


class Column(NamedTuple):
    """`path` leads to the field in a question; `#` in it stands for the column's number. `deck` is for the header."""

    name: str
    path: tuple[str | int, ...]
    form: Form
    deck: bool = False


def _numbered(name: str, path: tuple[str | int, ...], form: Form) -> Column:
    return Column(f"{name}_#", path, form)


_REPLIES: Final = ("both", "neither", "depends", "done")
PLAIN: Final[tuple[Column, ...]] = (
    Column("id", ("id",), Form.TEXT),
    Column("kind", ("kind",), Form.KIND),
    Column("question", ("text",), Form.TEXT),
    Column("depth", ("depth",), Form.DEPTH),
    Column("choices", ("choices",), Form.LABELS),
    Column("tags", ("tags",), Form.WORDS),
    Column("about", ("about",), Form.WORDS),
    Column("example", ("example",), Form.TEXT),
    Column("default_say", ("default", "say"), Form.LINES),
    Column("default_ask", ("default", "ask"), Form.TEXT),
    Column("default_chips", ("default", "chips"), Form.WORDS),
    Column("short", ("short",), Form.TEXT),
    Column("scale_from", ("scale", "from"), Form.NUMBER),
    Column("scale_to", ("scale", "to"), Form.NUMBER),
    Column("scale_low", ("scale", "low"), Form.TEXT),
    Column("scale_high", ("scale", "high"), Form.TEXT),
    Column("contrast", ("contrast",), Form.TEXT),
    Column("thought", ("thought",), Form.TEXT),
    Column("and_you", ("and_you",), Form.TEXT),
    Column("callback", ("callback", "text"), Form.TEXT),
    Column("callback_after", ("callback", "after"), Form.TEXT),
    Column("take_away", ("take_away",), Form.TEXT),
    Column("tender_if_they_say", ("tender", "like"), Form.WORDS),
    Column("tender_say", ("tender", "say"), Form.LINES),
    Column("tender_chips", ("tender", "chips"), Form.WORDS),
    Column("joke_if_they_say", ("joke", "like"), Form.WORDS),
    Column("joke_say", ("joke", "say"), Form.LINES),
    Column("joke_next", ("joke", "next"), Form.TEXT),
    *(Column(f"{name}_say", (name, "say"), Form.LINES) for name in _REPLIES),
    *(Column(f"{name}_ask", (name, "ask"), Form.TEXT) for name in _REPLIES),
    Column("hears", ("hears",), Form.SAMPLES),
)
MANY: Final[tuple[Column, ...]] = (
    _numbered("choice", ("choices", "#", "label"), Form.TEXT),
    Column("choice_#_id", ("choices", "#", "id"), Form.TEXT),
    Column("choice_#_also", ("choices", "#", "also"), Form.WORDS),
    Column("choice_#_say", ("choices", "#", "say"), Form.LINES),
    Column("choice_#_ask", ("choices", "#", "ask"), Form.TEXT),
    Column("choice_#_contrast", ("choices", "#", "contrast"), Form.TEXT),
    _numbered("if_they_say", ("themes", "#", "like"), Form.WORDS),
    _numbered("but_not", ("themes", "#", "not"), Form.WORDS),
    _numbered("say", ("themes", "#", "say"), Form.LINES),
    _numbered("ask", ("themes", "#", "ask"), Form.TEXT),
    _numbered("contrast", ("themes", "#", "contrast"), Form.TEXT),
    _numbered("theme", ("themes", "#", "id"), Form.TEXT),
    _numbered("range", ("ranges", "#"), Form.RANGE),
    Column("range_#_say", ("ranges", "#", "say"), Form.LINES),
    Column("range_#_ask", ("ranges", "#", "ask"), Form.TEXT),
    Column("range_#_chips", ("ranges", "#", "chips"), Form.WORDS),
    _numbered("chip", ("chips", "#", "label"), Form.TEXT),
    Column("chip_#_ask", ("chips", "#", "ask"), Form.TEXT),
)
HEADER: Final[tuple[Column, ...]] = (
    *(
        Column(f"deck_{name}", (name,), Form.TEXT, deck=True)
        for name in ("id", "title", "language", "author", "licence", "description", "version", "rating")
    ),
    Column("deck_arc", ("arc",), Form.WORDS, deck=True),
    Column("deck_take_aways", ("take_aways",), Form.LINES, deck=True),
)
_KNOWN: Final = {column.name: column for column in (*PLAIN, *MANY, *HEADER)}
_ALSO: Final = {
    "question": "questions text prompt prompts question_text icebreaker icebreakers card title frage fragen pregunta "
    "preguntas domanda domande pergunta perguntas vraag vragen вопрос question_s the_question "
    "your_question icebreaker_question conversation_starter conversation_starters starter starters content q front "
    "سؤال السؤال أسئلة الأسئلة اسئلة الاسئلة 質問 问题 問題 질문 sorular soru pytanie pytania",
    "kind": "type category_type question_type format",
    "depth": "level weight difficulty intensity",
    "choices": "choice option options answers answer_options possible_answers",
    "choice_#": "option_# answer_# choice# option# answer#",
    "tags": "tag labels keywords category categories topic theme_tags",
    "default_ask": "follow_up followup follow_up_question ask next_question default",
    "default_say": "say reply response",
    "if_they_say_#": "if_they_say# when_they_say_# if_#",
    "say_#": "say# reply_#",
    "ask_#": "ask# follow_up_# followup_#",
    "example": "sample sample_answer example_answer",
    "id": "key slug",
    "deck_licence": "licence license deck_license",
    "deck_title": "deck deck_name",
    "deck_author": "author",
    "deck_language": "language lang",
}
_SYNONYMS: Final = {also: name for name, others in _ALSO.items() for also in others.split()}
_NUMBER: Final = re.compile(r"(?<![a-z])?(\d{1,3})")
_BARE: Final = frozenset({"if_they_say", "but_not", "theme"})
_SENT: Final = re.compile(
    r"timestamp|zeitstempel|horodateur|marca temporal|submitt?ed at|submit date( \(utc\))?|start date( \(utc\))?"
    r"|start time|completion time|response id|respondent id|طابع زمني",
    re.IGNORECASE,
)
_NOT_A_NAME: Final = re.compile(r"[^\w]+")
_LETTERED: Final = re.compile(r"(?:choice|option|answer)_?([a-h])")
_ASIDE: Final = re.compile(r"(?<=\S)\s*(?:\([^()]*\)|\[[^\[\]]*\])[\s:*]*$")
"""`Question (at most 90 characters)` is the column question."""


def column_of(heading: str) -> tuple[Column, int] | None:
    """The column with that heading and its number (0: it has none); None for one that is not known."""
    name = _named(_ASIDE.sub("", heading[:200]))
    lettered = _LETTERED.fullmatch(name)
    if lettered:
        name = f"choice_{ord(lettered[1]) - 96}"
    found = _KNOWN.get(_SYNONYMS.get(name, name))
    if found is not None and "#" not in found.name:
        return found, 0
    if name in _BARE:
        return _KNOWN[f"{name}_#"], 1
    number = _NUMBER.search(name)
    if number is None:
        return None
    general = name[: number.start()] + "#" + name[number.end() :]
    found = _KNOWN.get(_SYNONYMS.get(general, general))
    position = int(number[1])
    return (found, position) if found is not None and 1 <= position <= NUMBERED else None


def path_of(column: Column, index: int) -> tuple[str | int, ...]:
    """Where in a question the cells of that column go, its number put in."""
    return tuple(str(index) if step == "#" else step for step in column.path) if index else column.path


def is_own_name(heading: str) -> bool:
    """Whether the heading is the column's own name, and not another that people use for it."""
    name = _named(_ASIDE.sub("", heading[:200]))
    found = column_of(heading)
    return found is not None and (name.rstrip("s") == found[0].name.rstrip("s") or name == found[0].name)


def _named(heading: str) -> str:
    return _NOT_A_NAME.sub("_", unicodedata.normalize("NFKC", heading[:60]).casefold()).strip("_")


def known_columns(cells: Sequence[str]) -> int:
    """How many of these cells head a column, if one of them heads the questions; else 0."""
    found = [column_of(cell) for cell in cells if cell.strip()]
    names = [one[0].name for one in found if one]
    return len(names) if "question" in names else 0


def is_answers(cells: Sequence[str]) -> bool:
    """Whether a form has gathered what is below these headings: a column says when each row was sent."""
    return len(cells) > 1 and any(_SENT.fullmatch(cell.strip()) for cell in cells)


def likely_column(heading: str) -> str | Remark:
    """`, did you mean ...?` for a heading that is nearly known."""
    names = [column.name.replace("#", "1") for column in _KNOWN.values()]
    return did_you_mean(_NOT_A_NAME.sub("_", heading.casefold()).strip("_"), names)
