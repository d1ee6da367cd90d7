"""What is said beside the questions: about who reads it, about the bot, about a slip, about what was really meant.

Whole lines only, courtesies and laughter apart: "who reads this?" asks, "who reads this much?" may be an answer.
"""

from __future__ import annotations

from bot.hearing.lexicon import Lexicon
from bot.hearing.words import Line
from bot.model.heard import Branch, Heard

LINE = 12
"""Words of a remark."""
KIDDING = "kidding"
"""What is about this takes back what sounded worse than it was meant; where nothing did, it is a joke or a shrug."""
LONGEST = 8
"""Words of what corrects an answer; whoever writes more tells a story."""


def remark(line: Line, lexicon: Lexicon) -> Heard | None:
    """What a line says that answers nothing; `key` is what it is about, as `Lexicon.remarks` names it."""
    key = next((key for key in lexicon.remarks if key != KIDDING and _is_about(key, line, lexicon)), None)
    if key is None:
        return None
    return Heard(Branch.REMARK, key, line.quote(0, len(line.words) - 1), "a remark, no answer")


def takes_it_lightly(line: Line, lexicon: Lexicon) -> bool:
    """Whether it takes back what sounded worse than it was meant."""
    return KIDDING in lexicon.remarks and _is_about(KIDDING, line, lexicon)


def _is_about(key: str, line: Line, lexicon: Lexicon) -> bool:
    if not 0 < len(line.words) <= LINE:
        return False
    said = lexicon.remarks[key]
    return bool(said.fullmatch("".join(f"{word} " for word in line.words)) or said.fullmatch(_bare(line, lexicon)))


def _bare(line: Line, lexicon: Lexicon) -> str:
    return "".join(f"{word} " for word in line.words if word not in lexicon.courtesy and word not in lexicon.jokes)


def corrected(line: Line, lexicon: Lexicon) -> tuple[str, bool] | None:
    """What was meant instead, verbatim, and whether the line says so plainly ("I meant the tea", "*tea"); what only
    takes something back ("no, tiger") is a correction where it names what it corrects."""
    starred = _starred(line)
    if starred:
        return starred, True
    words, at = line.words, 0
    while at < len(words) and words[at] in lexicon.retracting:
        at += 1
    took_back = at > 0
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


def _starred(line: Line) -> str:
    """`*kettle`, `kettle*`: how a typing error is mended in a chat."""
    text = line.text.strip()
    inner = text.strip("*").strip()
    once = text.count("*") == 1 and (text.startswith("*") or text.endswith("*"))
    return inner if once and 0 < len(line.words) <= LONGEST // 2 else ""
