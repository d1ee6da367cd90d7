"""What a text that a person reads must and should be like. Opinions on taste are warnings; what breaks is an error."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.decks.diagnostic import Diagnostic, finding
from bot.decks.gaps import Found, check_gaps
from bot.decks.remarks import remark
from bot.decks.sheet import Sheet
from bot.decks.texts import Spot, deck_spots, follow_ups_of, spots_of
from bot.decks.tree import Node
from bot.model.deck import Kind

TEXT_LIMIT = 90
SAY_LIMIT = 90
ASK_LIMIT = 100
"""Code points. What is longer is not read to its end on a phone."""
_SHORT = min(TEXT_LIMIT, SAY_LIMIT, ASK_LIMIT)

_HTML = re.compile(r"</?[A-Za-z][^<>]*>|&(?:[a-z]{2,8}|#\d+);")
_EMOJI = re.compile("[\u2600-\u27bf\U0001f000-\U0001faff]")
_AUXILIARY = re.compile(
    r"(?:am|are|is|was|were|do|does|did|have|has|had|can|could|will|would|shall|should|may|might|must)(?:n't|n’t)?\b"
    r"|(?:can't|can’t|won't|won’t)\b",
    re.IGNORECASE,
)
_LAST_CLAUSE = re.compile(r"(?:^|[.:;!…–—] )([^.:;!…–—?]*)\?")
_ASKS = re.compile(r"\?+(?!['\"’”»])")
"""A quoted question is not asked: `a nod or a 'what?', which?` asks once."""
_EITHER = re.compile(
    r"\bor\b|\band (?:by |with |to |in |for )?(?:who|whom|what|when|where|which|why|how)\b", re.IGNORECASE
)
"""What makes an opening with a verb more than yes-or-no: an alternative, or `and how?` at the end."""
_FLATTERY = re.compile(
    r"\b(?:tell me more|say more|(?:great|good|nice|lovely|wonderful|beautiful) (?:answer|choice)|amazing|awesome"
    r"|thank you for sharing|thanks for sharing|i (?:totally |completely )?understand how|i love|i feel)\b",
    re.IGNORECASE,
)
_PASSWORDS = re.compile(
    r"\bmaiden name|\bfirst pet\b|\bpet's name|\bfirst school\b|\bbirthday\b|\bborn in\b|\bstreet you grew up"
    r"|\bfirst car\b|\bfavou?rite teacher\b|\bfirst teacher\b|\bwere you born\b",
    re.IGNORECASE,
)
_MINDED = re.compile("[<&!{}\u2600-\u27bf\U0001f000-\U0001faff]")
_HINTS = (
    *("more", "answer", "cho", "amaz", "awesome", "shar", "underst", "love", "feel"),
    *("name", "rst ", "pet's", "rthday", "born", "street", "favo"),
)
"""What stands, in small letters, in every text that `_FLATTERY` or `_PASSWORDS` finds. Without an i: to a pattern that
ignores case, two other letters are one as well."""
_ASKED = frozenset({"question.text", "question.short", "question.chip_asks"})


def check_wording(sheet: Sheet) -> Iterator[Diagnostic]:
    """All faults of one question's texts."""
    for spot in spots_of(sheet.question):
        if spot.text:
            for code, what in _check_spot(spot, sheet):
                yield sheet.fault(code, what, *spot.path)
    yield from _check_lines(sheet)
    yield from _check_contrasts(sheet)


def check_deck_wording(root: Node, file: str) -> Iterator[Diagnostic]:
    """All faults of the deck's own texts."""
    for spot in deck_spots(root):
        for code, what in (*check_gaps(spot, Kind.OPEN), *_check_any(spot)):
            yield finding(file, root.locate(spot.path), code, what)


def _check_spot(spot: Spot, sheet: Sheet) -> Found:
    field = spot.place.rpartition(".")[2]
    minded = _is_minded(spot.text)
    if minded:
        yield from check_gaps(spot, sheet.question.kind)
        yield from _check_any(spot)
        yield from _check_length(spot, sheet)
        yield from _check_contrast(spot)
        asks = count_asks(spot.text)
        if asks > 1 and field != "example":
            yield "two-asks", remark("{asks} question marks; one text asks one thing", asks=asks)
    elif field == "contrast":
        yield from _check_contrast(spot)
    if sheet.english and (field == "ask" or spot.place in _ASKED) and is_yes_or_no(spot.text):
        yield "yes-or-no", "yes or no would answer this; ask for a which, a what or a when"
    if minded and sheet.english and spot.place == "question.text" and _PASSWORDS.search(spot.text):
        yield "resets-passwords", "the answer opens accounts elsewhere; ask something that no bank asks"


def _is_minded(text: str) -> bool:
    """Whether a rule could have something against it, but for what makes a question, and a contrast: of ten thousand
    texts a few hundred are looked at closely."""
    if len(text) > _SHORT or text.count("?") > 1 or _MINDED.search(text):
        return True
    folded = text.casefold()
    for hint in _HINTS:  # noqa: SIM110  # three times as fast as any()
        if hint in folded:
            return True
    return False


def _check_any(spot: Spot) -> Found:
    """What holds for all texts, in all languages."""
    if ("<" in spot.text or "&" in spot.text) and _HTML.search(spot.text):
        yield "html", "HTML is shown as it is written; *word* and **word** give emphasis"
    if "!" in spot.text and spot.place not in ("question.example", "choice.label"):
        yield "exclamation", "an exclamation mark; the words carry it"
    if _EMOJI.search(spot.text):
        yield "emoji", "an emoji; the words carry it"
    if _FLATTERY.search(spot.text) and spot.place not in ("question.example", "choice.label"):
        yield "manner", "this fits any answer, praises, or claims a feeling"


def _check_length(spot: Spot, sheet: Sheet) -> Found:
    length, field = len(spot.text), spot.place.rpartition(".")[2]
    short = sheet.kind_is_known and sheet.question.kind is not Kind.MISSION
    if spot.place == "question.text" and short and length > TEXT_LIMIT:
        yield "too-long", remark("text has {length} characters, at most {most}", length=length, most=TEXT_LIMIT)
    elif field == "say" and length > SAY_LIMIT:
        yield (
            "long",
            remark("{length} characters; a line that is said has at most {most}", length=length, most=SAY_LIMIT),
        )
    elif (field == "ask" or spot.place in _ASKED - {"question.text"}) and length > ASK_LIMIT:
        yield (
            "long",
            remark("{length} characters; a question that follows has at most {most}", length=length, most=ASK_LIMIT),
        )


def count_asks(text: str) -> int:
    """How many things it asks: its question marks, quoted ones aside."""
    return len(_ASKS.findall(text))


def is_yes_or_no(text: str) -> bool:
    """Whether its last question opens with an auxiliary verb and offers nothing else."""
    clause = _LAST_CLAUSE.search(text)
    return clause is not None and _AUXILIARY.match(clause[1].lstrip()) is not None and not _EITHER.search(text)


def _check_lines(sheet: Sheet) -> Iterator[Diagnostic]:
    """Each `say` has a line for every answer, and more than one."""
    for owner, path, follow_up in follow_ups_of(sheet.question):
        lines = [line for line in follow_up.say if line]
        if not lines:
            continue
        if all("{said}" in line for line in lines):
            what = "every line quotes {said}; a long answer cannot be quoted, so one line needs to do without"
            yield sheet.fault("said-only", what, *path, "say", at_key=True)
        elif all("{said}" in line or "{heard}" in line for line in lines):
            what = "every line quotes; where the words cannot be quoted, one line needs to do without"
            yield sheet.fault("heard-only", what, *path, "say", at_key=True)
        if len(lines) == 1 and owner in ("default", "theme", "choice", "range", "done"):
            what = "one wording; two or three keep it from coming twice"
            yield sheet.fault("few-lines", what, *path, "say", at_key=True)
        if follow_up.ask:
            for index, line in enumerate(follow_up.say):
                if "?" in line:
                    yield sheet.fault("say-asks", "this asks, and then `ask` asks again", *path, "say", index)


def _check_contrast(spot: Spot) -> Found:
    lacking = [gap for gap in ("{n}", "{all}") if gap not in spot.text]
    if lacking and spot.place.endswith(".contrast"):
        yield "counts", remark("a contrast counts: {lacking} missing", lacking=" and ".join(lacking))


def _check_contrasts(sheet: Sheet) -> Iterator[Diagnostic]:
    question = sheet.question
    if question.contrast and not question.themes and not question.choices and not question.ranges:
        what = "the contrast counts the first theme, and there is none"
        yield sheet.fault("contrast-theme", what, "contrast", at_key=True)
