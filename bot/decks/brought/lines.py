"""Lists in plain text, in Markdown, or pasted into a chat: one question a line, its choices on the lines below it."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from bot.decks.brought.columns import known_columns
from bot.decks.brought.notes import Notes, counted
from bot.decks.remarks import remark
from bot.decks.tree import At
from bot.decks.yaml import SCALAR_LIMIT

_STAMP: Final = re.compile(
    r"(?:\[?(?:\d{1,4}[./-]\d{1,2}[./-]\d{2,4},? )?\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?: ?[AaPp]\.?[Mm]\.?)?\]?(?: -)? )"
    r"(?:(?!https?:)[^:?\n]{1,40}: )"
)
_PASSES: Final = 4
"""`> - [ ] 1. What?` has four; a line that has nothing else would have a million."""
LONGEST: Final = SCALAR_LIMIT + 1
"""Characters that are looked at of a text; one with more is refused, however it goes on."""
_WORD: Final = re.compile(r"\w")
_BULLET: Final = r"[-*+•◦▪‣·–—●○■□☐☑✓➤→]"
_NUMBERING: Final = re.compile(
    rf"(?:{_BULLET}\s+|(?:{_BULLET}\s+)?\[[ xX]?\]\s+|\(?\d{{1,4}}[.)\]]\)?(?:\s+|(?=[^\W\d]))|\d{{1,4}}\s*[:–—-]\s+"
    r"|(?:[Qq](?:uestion)?|[Nn]o\.?|#)\s*\d{1,4}\s*[.:)–—-]?\s+|[Qq](?:uestion)?:\s+|>\s+)"
)
_LETTERED: Final = re.compile(r"\(?[a-zA-F][.)]\s+")
_HEADING: Final = re.compile(r"#{1,6}\s+(.*?)\s*#*")
_RULE: Final = re.compile(r"(?:[-*_=~]\s*){3,}")
_FENCE: Final = re.compile(r"(?:```|~~~).*")
_QUOTES: Final = (('"', '"'), ("“", "”"), ("„", "“"), ("‘", "’"), ("«", "»"))
_QUOTING: Final = frozenset({"", "*", "_", *(first for first, _last in _QUOTES)})
_STRONG: Final = re.compile(r"(\*\*|__)(.+)\1")
_MISSION: Final = re.compile(r"(?:mission|dare|challenge|task): +(?=\S)", re.IGNORECASE)
"""`Dare: hum the first song you knew.` is something to do."""
_GREEK: Final = re.compile("[\u0370-\u03ff]")
_ASKS: Final = re.compile(r"[?？؟;՞⸮]['\")\]”’»*_\s]*$|[?？؟]")


class Listed(NamedTuple):
    """One question as it was listed, and where; its choices, each with its place."""

    text: str
    at: At
    choices: tuple[tuple[str, At], ...] = ()
    mission: bool = False


class Found(NamedTuple):
    """What a list has: the heading that stands above all, the paragraph below it, and the questions."""

    title: str
    description: str
    questions: tuple[Listed, ...]


def bare(text: str) -> str:
    """The question without numbers, bullets, boxes and the quotation marks around it."""
    text = text.strip()
    for _ in range(_PASSES):
        numbering = _NUMBERING.match(text)
        if numbering is None:
            break
        text = text[numbering.end() :].lstrip()
    return unquoted(text)


def unquoted(text: str) -> str:
    """The text without one pair of quotation marks, or of stars, around all of it."""
    if text[:1] not in _QUOTING:
        return text
    for first, last in _QUOTES:
        inner = text[1:-1]
        if len(text) > 2 and text[0] == first and text[-1] == last:
            plain = inner.replace('""', "") if first == '"' else inner
            if first not in plain and last not in plain:
                return inner.replace('""', '"').strip() if first == '"' else inner.strip()
    strong = _STRONG.fullmatch(text)
    return strong[2].strip() if strong and strong[1] not in strong[2] else text


def asks(text: str) -> bool:
    """Whether there is a question mark in it, of any script."""
    return _ASKS.search(text) is not None or (text.endswith(";") and _GREEK.search(text) is not None)


def is_chat(text: str) -> bool:
    """Whether most of its lines begin with a time and a name."""
    lines = [line for line in text[:20_000].split("\n") if line.strip()][:60]
    return sum(_STAMP.match(line) is not None for line in lines) * 2 > len(lines)


def announces(text: str) -> bool:
    """Whether it begins like something to do."""
    return _MISSION.match(text) is not None


def is_markdown(text: str) -> bool:
    """Whether headings or bullets say that it is more than plain lines."""
    return re.search(r"^(?:#{1,6} |\s*[-*+] )", text, re.MULTILINE) is not None


def parse(text: str, notes: Notes) -> Found:
    """The list. Never raises."""
    reader = _List(notes)
    for number, line in enumerate(text.split("\n"), 1):
        if len(reader.questions) > 10_001:
            break
        reader.take(line, number)
    return reader.close()


class _List:
    def __init__(self, notes: Notes) -> None:
        self.notes = notes
        self.title, self.description = "", ""
        self.questions: list[Listed] = []
        self._indent = 0
        self._numbered, self._stamped = 0, 0
        self._passed: list[int] = []

    def take(self, line: str, number: int) -> None:
        """One line more."""
        line = line[:LONGEST]
        stripped = line.strip()
        if not stripped or _RULE.fullmatch(stripped) or _FENCE.fullmatch(stripped):
            return
        indent = len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip())
        heading = _HEADING.fullmatch(stripped)
        if heading or self._is_heading(stripped):
            self._pass_over(heading[1] if heading else stripped, number, heading is not None)
            return
        if self._take_choice(stripped, indent, number, line):
            return
        stamp = _STAMP.match(stripped)
        if stamp and asks(stripped[stamp.end() :]):
            stripped, self._stamped = stripped[stamp.end() :], self._stamped + 1
        text = bare(stripped)
        if not _WORD.search(text):
            return
        if not self.questions and self.title and not self.description and not asks(text) and text == stripped:
            self.description = text
            return
        self._numbered += text != stripped
        column = line.find(text[:1]) + 1
        mission = _MISSION.match(text)
        text = unquoted(text[mission.end() :]) if mission else text
        self.questions.append(Listed(text, (number, max(1, column)), mission=mission is not None))
        self._indent = indent

    def _is_heading(self, text: str) -> bool:
        """`Icebreakers:` announces; so does the heading that a column of a spreadsheet leaves behind."""
        return (text.endswith((":", ":**")) and not asks(text)) or (known_columns([text]) == 1 and len(text) < 20)

    def _pass_over(self, text: str, number: int, marked: bool) -> None:
        if marked and not self.title and not self.questions:
            self.title = bare(text)
        elif len(self._passed) < 10:
            self._passed.append(number)

    def _take_choice(self, text: str, indent: int, number: int, line: str) -> bool:
        """A line below a question, set in or lettered, is one of its choices."""
        if not self.questions:
            return False
        lettered = _LETTERED.match(text)
        set_in = indent > self._indent + 1 and _NUMBERING.match(text)
        if not lettered and not set_in:
            return False
        label = _LETTERED.sub("", text, 1) if lettered else bare(text)
        if asks(label) and not lettered:
            return False
        last = self.questions[-1]
        label = unquoted(label.strip())
        place = (number, max(1, line.find(label[:1]) + 1))
        self.questions[-1] = last._replace(choices=(*last.choices, (label, place))[:50])
        return True

    def close(self) -> Found:
        """All lines were taken."""
        if self._numbered:
            what = remark(
                "numbers, bullets or quotation marks were taken off {count}", count=counted(self._numbered, "line")
            )
            self.notes.assume("numbering", what)
        if self._stamped:
            self.notes.assume(
                "numbering",
                remark("the time and the name were taken off {count}", count=counted(self._stamped, "message")),
            )
        if self._passed:
            rows = ", ".join(map(str, self._passed))
            self.notes.assume(
                "heading", remark("passed over as headings: line {rows}", rows=rows), (self._passed[0], 1)
            )
        with_choices = sum(bool(one.choices) for one in self.questions)
        if with_choices:
            what = remark(
                "the lines set in below a question are its choices ({count})", count=counted(with_choices, "question")
            )
            self.notes.assume("choices", what)
        return Found(self.title, self.description, tuple(self.questions))
