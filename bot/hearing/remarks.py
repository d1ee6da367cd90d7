"""What is said beside the questions: about who reads it, about the bot, about a slip, about what was really meant.

Whole lines only, courtesies and laughter apart: "who reads this?" asks, "who reads this much?" may be an answer.
"""

from __future__ import annotations

from functools import lru_cache

from bot.hearing.lexicon import Lexicon
from bot.hearing.words import Line
from bot.model.heard import Branch, Heard

LINE = 12
"""Words of a remark."""
KIDDING = "kidding"
"""What is about this takes back what sounded worse than it was meant; where nothing did, it is a joke or a shrug."""
HUMS = frozenset(["oh", "ah", "ach", "uh", "um", "hm", "hmm", "äh", "aeh", "eh", "أوه", "آه"])
"""What stands before a correction, and makes none: "oh, a bird!" is said to what was asked."""
LONGEST = 8
"""Words of what corrects an answer; whoever writes more tells a story."""


def remark(line: Line, lexicon: Lexicon) -> Heard | None:
    """What a line says that answers nothing; `key` is what it is about, as `Lexicon.remarks` names it."""
    ways = _said(line, lexicon)
    for key, said in lexicon.remarks.items():
        if key != KIDDING and any(map(said.fullmatch, ways)):
            return Heard(Branch.REMARK, key, line.quote(0, len(line.words) - 1), "a remark, no answer")
    return None


def takes_it_lightly(line: Line, lexicon: Lexicon) -> bool:
    """Whether it takes back what sounded worse than it was meant."""
    return KIDDING in lexicon.remarks and any(map(lexicon.remarks[KIDDING].fullmatch, _said(line, lexicon)))


def _said(line: Line, lexicon: Lexicon) -> tuple[str, ...]:
    """The line, each word with a space behind it; and where it is another, without courtesies and laughter. Nothing of
    what is too long for a remark."""
    words = line.words
    if not 0 < len(words) <= LINE:
        return ()
    bare = [word for word in words if word not in lexicon.courtesy and word not in lexicon.jokes]
    whole = " ".join(words) + " "
    return (whole,) if len(bare) == len(words) else (whole, " ".join(bare) + " " if bare else "")


def corrected(line: Line, lexicon: Lexicon) -> tuple[str, bool] | None:
    """What was meant instead, verbatim, and whether the line says so plainly ("I meant the tea", "*tea"); what only
    takes something back ("no, tiger") is a correction where it names what it corrects."""
    starred = _starred(line)
    if starred:
        return starred, True
    words, at = line.words, 0
    while at < len(words) and words[at] in HUMS:
        at += 1
    if at == len(words) or words[at] not in _beginnings(lexicon):
        return None
    begun = at
    while at < len(words) and words[at] in lexicon.retracting:
        at += 1
    took_back = at > begun
    opener = next((one for one in lexicon.meaning if words[at : at + len(one)] == one), ())
    if not opener and took_back:
        opener = next((one for one in lexicon.loosely_meaning if words[at : at + len(one)] == one), ())
    at += len(opener)
    while opener and at < len(words) - 1 and words[at] in lexicon.retracting:
        at += 1
    if at >= len(words) or len(words) - at > LONGEST or not (opener or took_back):
        return None
    if opener and words[at] in lexicon.never_meant:
        return None
    return line.text[line.starts[at] :].strip().rstrip(".!…").rstrip(), bool(opener)


@lru_cache(maxsize=8)
def _beginnings(lexicon: Lexicon) -> frozenset[str]:
    """What a correction begins with: most answers do not."""
    return frozenset(lexicon.retracting) | {opener[0] for opener in lexicon.meaning}


def _starred(line: Line) -> str:
    """`*kettle`, `kettle*`: how a typing error is mended in a chat."""
    text = line.text.strip()
    inner = text.strip("*").strip()
    once = text.count("*") == 1 and (text.startswith("*") or text.endswith("*"))
    # "* tea" is a list's first line, and "5*" a verdict.
    once = once and text.strip("*") == inner and not any(map(str.isdigit, inner))
    return inner if once and 0 < len(line.words) <= LONGEST // 2 else ""
