"""Lists in plain text, in Markdown, or pasted into a chat: one question a line, its choices on the lines below it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from bot.decks.brought.columns import known_columns
from bot.decks.brought.notes import Notes, counted
from bot.decks.brought.numbering import numbering_of
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
    rf"(?:{_BULLET}\s+|(?:{_BULLET}\s+)?\[[ xX]?\]\s+|[(\[]?\d{{1,4}}[.)\]]\)?(?:\s+|(?=[^\W\d]))|1\s*[:–—-]\s+"
    r"|(?:[Qq](?:uestion)?|QUESTION|[Nn]o\.?|#)\s*\d{1,4}\s*[.:)–—-]?\s+|(?:[Qq](?:uestion)?|QUESTION):\s+|>\s+)"
)
_LETTERED: Final = re.compile(r"\(?[a-zA-F][.)]\s+")
_TAIL: Final = re.compile(r"(?<=[?？؟\"”»'])(?:[,;\t ]*[,;\t]|\s*<br\s*/?>)+$")
"""What a list in a program, or empty columns of a spreadsheet, leave behind a question."""
_TAILS: Final = frozenset(",;>")
_LINK: Final = re.compile(r"\[([^\[\]]+)\]\([^()\s]+\)")
_ASIDE: Final = re.compile(r"<!--.*-->|</?(?:aside|details|summary|ul|ol|br)\s*/?>|!\[[^\]]*\]\([^)]*\)", re.IGNORECASE)
"""A line that has nothing but this is none of the text."""
_SENDER: Final = re.compile(
    r"[^?\n]{1,40}?(?: — |, \[|\s{2,}|\s+\[)[\w/.,: ]{0,30}?\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?: ?[AaPp]\.?[Mm]\.?)?\]?:?"
)
"""`Ada — Today at 10:01`: who wrote what stands on the next line, as Discord, Telegram and Slack copy it."""
_SENDER_ENDS: Final = frozenset("mM.]:")
_LONG: Final = 4
"""Words of a lettered line that asks something of its own, and is no choice of what stands above it."""
_HEADING: Final = re.compile(r"#{1,6}\s+(.*?)\s*#*")
_RULE: Final = re.compile(r"(?:[-*_=~]\s*){3,}")
_FENCE: Final = re.compile(r"(?:```|~~~).*")
_QUOTES: Final = (('"', '"'), ("“", "”"), ("„", "“"), ("‘", "’"), ("«", "»"), ("'", "'"), ("`", "`"))
_QUOTING: Final = frozenset({"", "*", "_", *(first for first, _last in _QUOTES)})
_LOOSE: Final = re.compile(r"(?<!\w)'|'(?!\w)")
_STRONG: Final = re.compile(r"(\*\*|__|\*|_)(.+)\1")
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
    marked: bool = False
    """Something was taken off that says where a question of the list begins."""
    sealed: bool = False
    """It stood in quotation marks: nothing more is taken off."""


class Found(NamedTuple):
    """What a list has: the heading that stands above all, the paragraph below it, and the questions."""

    title: str
    description: str
    questions: tuple[Listed, ...]


def bare(text: str) -> str:
    """The question without numbers, bullets, boxes and the quotation marks around it."""
    return unquoted(undressed(text))


def undressed(text: str) -> str:
    """The question without numbers, bullets and boxes, in quotation marks if it stands in them."""
    text = text.strip()
    if text[-1:] in _TAILS:
        text = _TAIL.sub("", text)
    link = _LINK.fullmatch(text)
    text = link[1] if link else text
    for _ in range(_PASSES):
        numbering = _NUMBERING.match(text)
        if numbering is None:
            break
        text = text[numbering.end() :].lstrip()
    return text


def alters(text: str) -> bool:
    """Whether a list that had this text alone in a line would be read as something else."""
    aside = any(sign.fullmatch(text) for sign in (_ASIDE, _RULE, _FENCE, _HEADING))
    return aside or _is_sender(text) or bare(text) != text or announces(text) or _STAMP.match(text) is not None


def _is_sender(text: str) -> bool:
    # The last character rules out nearly every line, and costs nothing.
    return (text[-1:].isdigit() or text[-1:] in _SENDER_ENDS) and _SENDER.fullmatch(text) is not None


def numbered_alike(texts: Sequence[str]) -> bool:
    """Whether what these texts begin with would be taken for their numbers."""
    take_off = numbering_of(texts)
    return any(take_off(text) != text for text in texts)


def unquoted(text: str) -> str:
    """The text without one pair of quotation marks, or of stars, around all of it."""
    if text[:1] not in _QUOTING:
        return text
    for first, last in _QUOTES:
        inner = text[1:-1]
        if len(text) > 2 and text[0] == first and text[-1] == last:
            plain = inner.replace('""', "") if first == '"' else inner
            plain = plain if first != "'" or _LOOSE.search(plain) else plain.replace("'", "")
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
    for number, line in enumerate(text.rstrip().split("\n"), 1):
        if len(reader.questions) > 10_001:
            break
        if line and not line.isspace():
            reader.take(line, number)
    return reader.close()


class _List:
    def __init__(self, notes: Notes) -> None:
        self.notes = notes
        self.title, self.description = "", ""
        self.questions: list[Listed] = []
        self._indent = 0
        self._numbered, self._stamped = 0, 0
        self._lettered = False
        self._headed = 0
        self._passed: list[int] = []

    def take(self, line: str, number: int) -> None:
        """One line more."""
        line = line[:LONGEST]
        stripped = line.strip()
        if not stripped or _RULE.fullmatch(stripped) or _FENCE.fullmatch(stripped) or _ASIDE.fullmatch(stripped):
            return
        indent = len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip())
        if _is_sender(stripped):
            self._stamped += 1
            return
        heading = _HEADING.fullmatch(stripped)
        if heading and asks(heading[1]) and not self._is_title(stripped):
            self._add(bare(heading[1]), (number, 1), indent, marked=True)
            self._headed += 1
        elif heading or self._is_heading(stripped):
            self._pass_over(heading[1] if heading else stripped, number, heading is not None)
        elif not (self._take_choice(stripped, indent, number, line) or self._goes_on(stripped, indent)):
            self._take_question(stripped, indent, number, line)

    def _is_title(self, text: str) -> bool:
        return text.startswith("# ") and not self.title and not self.questions

    def _take_question(self, stripped: str, indent: int, number: int, line: str) -> None:
        stamp = _STAMP.match(stripped)
        if stamp and asks(stripped[stamp.end() :]):
            stripped, self._stamped = stripped[stamp.end() :], self._stamped + 1
        self._lettered = self._lettered or (not self.questions and _LETTERED.match(stripped) is not None)
        dressed = undressed(stripped)
        text = unquoted(dressed)
        if not _WORD.search(text):
            return
        marked = text != stripped or stamp is not None
        if not self.questions and self.title and not self.description and not asks(text) and not marked:
            self.description = text
            return
        self._numbered += text != stripped
        self._leave_section(text, indent)
        self._add(text, (number, max(1, line.find(text[:1]) + 1)), indent, marked, text != dressed)

    def _add(self, text: str, at: At, indent: int, marked: bool, sealed: bool = False) -> None:
        mission = _MISSION.match(text)
        if mission:
            sealed = sealed or unquoted(text[mission.end() :]) != text[mission.end() :]
            text = unquoted(text[mission.end() :])
        self.questions.append(Listed(text, at, (), mission is not None, marked, sealed))
        self._indent = indent

    def _leave_section(self, text: str, indent: int) -> None:
        """What does not ask, and has questions set in below it, was the heading of a section."""
        last = self.questions[-1] if self.questions else None
        if last is None or indent <= self._indent + 1 or not asks(text):
            return
        if not (asks(last.text) or last.choices or last.mission):
            self._pass_over(last.text, last.at[0], marked=False)
            del self.questions[-1]

    def _goes_on(self, text: str, indent: int) -> bool:
        """A line set in below a numbered one that has not come to its end goes on with it."""
        last = self.questions[-1] if self.questions else None
        if last is None or not last.marked or last.choices or indent <= self._indent + 1:
            return False
        if asks(last.text) or last.text.endswith((".", "!", ":")) or bare(text) != text or not text[0].islower():
            return False
        self.questions[-1] = last._replace(text=f"{last.text} {text}"[:LONGEST])
        return True

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
        lettered = None if self._lettered else _LETTERED.match(text)
        set_in = indent > self._indent + 1 and _NUMBERING.match(text)
        if not lettered and not set_in:
            return False
        label = _LETTERED.sub("", text, 1) if lettered else bare(text)
        last = self.questions[-1]
        if asks(label) and (not lettered or (not asks(last.text) and len(label.split()) >= _LONG)):
            return False
        label = unquoted(label.strip())
        place = (number, max(1, line.find(label[:1]) + 1))
        self.questions[-1] = last._replace(choices=(*last.choices, (label, place))[:50])
        return True

    def close(self) -> Found:
        """All lines were taken."""
        self._take_marks_off()
        self._pass_over_prose()
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
            rows = ", ".join(map(str, sorted(self._passed)))
            self.notes.assume(
                "heading", remark("passed over as headings: line {rows}", rows=rows), (min(self._passed), 1)
            )
        with_choices = sum(bool(one.choices) for one in self.questions)
        if with_choices:
            what = remark(
                "the lines set in below a question are its choices ({count})", count=counted(with_choices, "question")
            )
            self.notes.assume("choices", what)
        return Found(self.title, self.description, tuple(self.questions))

    def _take_marks_off(self) -> None:
        """What most questions begin with, and is none of their words, is taken off."""
        take_off = numbering_of([one.text for one in self.questions if not one.sealed])
        for index, one in enumerate(self.questions):
            text = one.text if one.sealed else bare(take_off(one.text))
            if text != one.text and _WORD.search(text):
                self._numbered += not one.marked
                self.questions[index] = one._replace(text=text, marked=True)

    def _pass_over_prose(self) -> None:
        """Where the questions of a list are marked, a line without a mark that asks nothing is none of them."""
        marked = sum(one.marked for one in self.questions)
        if self._headed < 2 and (marked < 2 or marked * 3 < len(self.questions) * 2):
            return
        kept = [one for one in self.questions if one.marked or one.mission or one.choices or asks(one.text)]
        for one in self.questions:
            if not (one.marked or one.mission or one.choices or asks(one.text)):
                self._pass_over(one.text, one.at[0], marked=False)
        self.questions = kept
