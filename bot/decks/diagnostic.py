"""What is wrong with a deck, where, and what would be right. Every code is listed here with its meaning."""

from __future__ import annotations

import difflib
import itertools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from bot.decks.remarks import Remark, as_remark, remark


class Severity(StrEnum):
    """An error keeps the deck from being loaded; a warning does not. A notice says what was assumed or put right."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


_UNSAID: Final = Remark("")


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding. `line` and `column` count from 1, in code points; 0 and 0 speak of the file as a whole.

    `what` is `remark` in English.
    """

    file: str
    line: int
    column: int
    code: str
    what: str
    severity: Severity = Severity.ERROR
    remark: Remark = _UNSAID

    def __str__(self) -> str:
        return f"{visible(self.file)}:{self.line}:{self.column}: {self.severity}[{self.code}]: {visible(self.what)}"


_ERRORS = {
    # The file
    "size": "the file is larger than 2 MB",
    "format": "the file is no deck in any known format",
    "encoding": "the file is not UTF-8",
    "character": "a control or invisible character",
    "empty": "nothing stands where something should",
    # YAML
    "syntax": "not well-formed YAML",
    "tab": "a tab where only spaces may stand",
    "depth": "nested deeper than 12 levels",
    "nodes": "more than 200,000 values, 10,000 in a list, or 2,000 keys in a map",
    "documents": "a second document in one file",
    "anchor": "an anchor or an alias",
    "merge": "a merge key",
    "tag": "a tag",
    "key": "a key that is not one line of plain text",
    "duplicate-key": "a key that stands twice in one map",
    "line-break": "a text of more than one line",
    # The shape
    "missing": "a required field is missing",
    "unknown-key": "a field that the format does not have",
    "not-allowed": "a value that is not one of the allowed ones",
    "wrong-type": "a value of another type",
    "too-long": "a text longer than its limit",
    "too-few": "fewer entries than needed",
    "too-many": "more entries than allowed",
    "out-of-range": "a number outside its limits",
    "pattern": "a text of the wrong form: a slug, a language, a version, a time",
    # The rules of a question
    "wrong-kind": "a field that another kind of question has",
    "duplicate-id": "an id that stands twice",
    "duplicate-label": "one label or other word for two choices",
    "reserved-id": "an id that is the name of a branch",
    "no-id": "a label from which no id can be made",
    "scale": "a scale that does not run upwards in 1 to 10 steps",
    "ranges": "ranges that overlap, leave the scale, or leave a number out",
    "chip-ask": "a chip without a question of its own",
    "unknown-list": "a list that the deck does not have",
    "list-in-list": "a list that refers to another",
    "unknown-branch": "`hears` names a branch that the question does not have",
    # The texts
    "unknown-gap": "a gap that is not on the published list",
    "gap-place": "a gap in a text that cannot fill it",
    "braces": "a brace that is no gap",
    "said-only": "no line that can be said when the answer is too long to be quoted",
    "counts": "a contrast without its counts",
    "two-asks": "two questions in one text",
    "html": "HTML, which would be shown as it is written",
    # The deck
    "duplicate-question": "the same question twice in one deck",
    # Proof
    "hears": "a sample answer finds another branch than its deck says",
}
_WARNINGS = {
    "more": "only the first 500 errors or warnings are listed",
    "yes-or-no": "a question that yes or no would answer",
    "long": "a line longer than people like to read",
    "say-asks": "a `say` that asks although an `ask` follows",
    "few-lines": "a `say` with a single wording",
    "heard-only": "no line that can be said when the matched words cannot be quoted",
    "guillemets": "a quote outside guillemets",
    "exclamation": "an exclamation mark",
    "emoji": "an emoji",
    "manner": "praise, or a line that would fit any answer",
    "resets-passwords": "a question whose answer opens accounts elsewhere",
    "about-count": "`about` has other than 3 to 8 words",
    "unused-list": "a list that no theme uses",
    "unused-chip": "a chip question whose chip is offered nowhere",
    "shared-phrase": "one phrase in two themes of a question",
    "dead-phrase": "a phrase that the theme both likes and rules out",
    "no-follow-up": "a choice or a mission without a reply of its own",
    "contrast-theme": "a contrast in a question that has no theme to count",
    "near-duplicate": "two questions that are nearly the same",
    "same-elsewhere": "the same question in two decks",
    "untranslated": "questions that a translation does not have yet",
    "not-in-original": "a question of a translation that the deck as it was written does not have",
    "differs": "a question whose answers cannot be counted with the original's: another kind, other choices",
}
CODES: Final[Mapping[str, str]] = MappingProxyType(_ERRORS | _WARNINGS)
"""What each code means, in a few words. `Diagnostic.code` of a deck in our own YAML is always one of these."""

_BROUGHT_ERRORS = {
    "not-read": "a file of a kind that is not read, such as a picture or a locked workbook",
    "bomb": "a file that would grow too large when it is unpacked",
    "markup": "a workbook with entities or a document type of its own",
    "no-questions": "no questions were found",
    "columns": "no column holds the questions, or there are too many",
    "quote": "a quotation mark is opened and not closed",
    "no-words": "a reply without the words that call for it",
    "gave-out": "reading took too much time or memory",
}
_BROUGHT_WARNINGS = {
    "left-out": "a row that says what an earlier one says or adds up what stands above it, and was left out",
    "formula": "a formula, which was kept as text or read as its last value, and never run",
    "no-question-mark": "a question that does not ask",
    "long-label": "a choice that a platform would shorten",
    "column-ignored": "a column, a field or an entry that is not known",
    "in-library": "a question that a deck on offer asks already",
    "flat": "a question without any follow-up of its own",
}
_BROUGHT_NOTICES = {
    "format": "which format was recognised",
    "encoding": "which encoding was assumed",
    "separator": "which separator was assumed",
    "header": "where the header was found, or which column was taken for the questions",
    "numbering": "numbers, bullets or quotation marks were taken off",
    "cleaned": "characters that nobody can see were taken out, or lines joined",
    "heading": "lines that are no questions were passed over",
    "choices": "how the choices were told apart",
    "sheet": "which of a workbook's sheets was read",
    "chat": "which messages of a chat's export were taken",
    "defaults": "what the file does not say: title, language, depth, kind",
}
BROUGHT: Final[Mapping[str, str]] = MappingProxyType(
    _BROUGHT_ERRORS | _BROUGHT_WARNINGS | {f"{name}-assumed": what for name, what in _BROUGHT_NOTICES.items()}
)
"""The codes that a file in another format may have besides: what was wrong, what was left out, what was assumed."""

_SHOWN = 40
_LONGEST = 600
_HIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff\ufffe\uffff]")


def finding(file: str, at: tuple[int, int], code: str, what: str | Remark) -> Diagnostic:
    """A diagnostic with the severity that its code has."""
    severity = Severity.WARNING if code in _WARNINGS or code in _BROUGHT_WARNINGS else Severity.ERROR
    severity = Severity.NOTICE if code.endswith("-assumed") else severity
    return Diagnostic(file, at[0], at[1], code, clipped(str(what)), severity, as_remark(what))


def clipped(what: str) -> str:
    """As much of a sentence as one finding has room for."""
    return what if len(what) <= _LONGEST else what[:_LONGEST] + "…"


def visible(text: str) -> str:
    """The text with its control, invisible and direction-changing characters spelled out."""
    return _HIDDEN.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def shown(value: object) -> str:
    """A value from a file, short and harmless enough for one line of a message."""
    if value is None:
        return "nothing"
    if isinstance(value, dict):
        return "a map"
    if isinstance(value, list):
        return "a list"
    text = str(value)
    return f'"{visible(text[:_SHOWN])}{"…" if len(text) > _SHOWN else ""}"'


def either(allowed: Iterable[str]) -> str | Remark:
    """`a, b or c`, at most thirty of them."""
    names = [name[:_SHOWN] for name in itertools.islice(allowed, 31)]
    if len(names) > 30:
        return ", ".join(names[:30]) + ", ..."
    if len(names) < 2:
        return "".join(names)
    return remark("{names} or {last}", names=", ".join(names[:-1]), last=names[-1])


def _ends_alike(name: str, word: str) -> int:
    return _start_alike(name, word) + _start_alike(name[::-1], word[::-1])


def _start_alike(name: str, word: str) -> int:
    pairs = enumerate(zip(name, word, strict=False))
    return next((index for index, (one, other) in pairs if one != other), min(len(name), len(word)))


def did_you_mean(word: str, allowed: Iterable[str]) -> str | Remark:
    """`, did you mean "x"?` for the likeliest of the allowed words; nothing where none comes close."""
    word = word[:_SHOWN]
    names = [name[:_SHOWN] for name in itertools.islice(allowed, 200) if abs(len(name) - len(word)) <= 4]
    # Comparing is dear, and a hostile file asks for it 500 times: only the ten most alike at their ends are compared.
    names.sort(key=lambda name: -_ends_alike(name, word))
    close = difflib.get_close_matches(word, names[:10], 1, 0.6)
    return remark(', did you mean "{word}"?', word=visible(close[0])) if close else ""
