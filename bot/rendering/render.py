"""An effect becomes a message: its lines looked up, its gaps filled, a member's words cut out of what they typed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from bot.model.curator import AMONG_US
from bot.model.effect import Shown
from bot.model.ids import DeckHash, MemberId, WordsId
from bot.model.line import ENTRY, NAME, START, Gap, Line, Option
from bot.model.message import Button, Message, Paragraph, Role
from bot.rendering.gaps import fill, split
from bot.rendering.prompts import FSI, PDI, RTL_LETTER, Prompts

DeckTexts = Mapping[DeckHash, Mapping[str, tuple[str, ...]]]
"""Each deck's texts by path."""

LONGEST_QUOTE = 280
_CODE: Final = "{code}"
_BIDI: Final = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f]")
_CONTROLS: Final = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]+")
_INNER: Final = str.maketrans("«»", "‹›")
"""Inside guillemets stand single ones; so nothing that a person typed ends the quote that it stands in."""
_BLANK: Final = re.compile(r"\n{3,}")
_STRONG: Final = re.compile(r"(?<=\n)\s*\*\*")
"""A line that begins so would look as if somebody else were speaking: names stand there."""
_UNNAMED: Final = str.maketrans("", "", "*_`~|<>[]@#:/\\«»")
"""What a name is shown without: it would be markup, a mention or a link somewhere."""
LONGEST_NAME: Final = 32
_NO_NAMES: Final[Mapping[MemberId, str]] = {}


def _only_one(language: str) -> Prompts | None:
    return None


@dataclass(frozen=True, slots=True)
class Voice:
    """Everything that can be said: the prompts of the installation's language, the texts of the decks, and where the
    prompts of the other languages are, by BCP 47 tag; None where there are none.

    `entry` makes the way in to the console of a ticket's number, empty where nobody is let in."""

    prompts: Prompts
    decks: DeckTexts
    others: Callable[[str], Prompts | None] = _only_one
    language: str = "en"
    """The installation's."""
    entry: Callable[[int], str] = lambda ticket: ""

    def prompts_in(self, language: str) -> Prompts:
        """The prompts for whoever reads that language; those of the installation's where there are no others."""
        return (self.others(language) if language else None) or self.prompts


def render(
    effect: Shown,
    voice: Voice,
    words: Mapping[WordsId, str],
    names: Mapping[MemberId, str] = _NO_NAMES,
    door: str = "",
    language: str = "",
) -> Message:
    """The message that the effect names, in the words of that language. Words that are gone leave a plain mark, never a
    hole; so do names. `door` is the platform's (`Capabilities.door`)."""
    prompts = voice.prompts_in(language)
    texts = voice.decks.get(effect.deck, _NO_TEXTS)
    paragraphs: list[Paragraph] = []
    running: list[str] = []
    for line in effect.lines:
        text = _text_of(line, voice, prompts, texts, words, names, door)
        if not text and line.name[0] != "@":
            # A moment may have nothing to say: whose name is gone is not named.
            continue
        if line.role is Role.TEXT:
            running.append(text)
            continue
        if running:
            paragraphs.append(Paragraph(" ".join(running)))
            running = []
        if line.role is Role.ANEW:
            running.append(text)
        else:
            paragraphs.append(Paragraph(text, line.role))
    if running:
        paragraphs.append(Paragraph(" ".join(running)))
    return Message(tuple(paragraphs), tuple(_button(option, prompts) for option in effect.options))


_NO_TEXTS: Final[Mapping[str, tuple[str, ...]]] = {}


def _text_of(
    line: Line,
    voice: Voice,
    prompts: Prompts,
    texts: Mapping[str, tuple[str, ...]],
    words: Mapping[WordsId, str],
    names: Mapping[MemberId, str],
    door: str,
) -> str:
    values: dict[str, Gap] = dict(line.gaps)
    if START in values:
        values |= {"link": door.replace(_CODE, str(values[START])), "carries": int(_CODE in door)}
    for gap, id_, first, last in line.quotes:
        if first == NAME:
            values[gap] = _name(names.get(MemberId(id_), ""), prompts)
            values[f"{gap}_known"] = int(bool(names.get(MemberId(id_), "")))
        elif first == ENTRY:
            values[gap] = voice.entry(id_)
        elif line.role is Role.SAID:
            values[gap] = _whole(words.get(WordsId(id_)), first, last, prompts)
        else:
            values[gap] = _quote(words.get(WordsId(id_)), first, last, prompts)
    if values.get("title") == AMONG_US:
        values["title"] = prompts.shown.get(AMONG_US, AMONG_US)
    if line.name[0] == "@":
        wordings = texts.get(line.name, ())
        return fill(split(wordings[line.variant]), values) if line.variant < len(wordings) else ""
    return _say(prompts, line.name, line.variant, values)


def _say(prompts: Prompts, moment: str, variant: int, values: Mapping[str, Gap]) -> str:
    wordings = prompts.moments.get(moment) or prompts.moments["gone"]
    wording = wordings[variant % len(wordings)]
    try:
        return wording.render(values)
    except Exception:
        # What is on disk was said with other prompts; a page of long ago must open all the same.
        return prompts.moments["gone"][0].render({})


def _button(option: Option, prompts: Prompts) -> Button:
    label = option.label or _say(prompts, option.name, 0, {})
    if label == AMONG_US:
        label = prompts.shown.get(AMONG_US, AMONG_US)
    return Button(label, option.token, option.quiet)


def _name(name: str, prompts: Prompts) -> str:
    """What somebody is called, inert and on one line; whoever has no name, or is gone, is somebody."""
    plain = _BIDI.sub("", _CONTROLS.sub(" ", name)).translate(_UNNAMED)
    shown = " ".join(plain.split())[:LONGEST_NAME].strip()
    if not shown:
        return _say(prompts, "somebody", 0, {})
    return f"{FSI}{shown}{PDI}" if RTL_LETTER.search(shown) else shown


def _whole(text: str | None, first: int, last: int, prompts: Prompts) -> str:
    """What a person says to another, all of it, its lines as they were."""
    if text is None:
        return _say(prompts, "gone", 0, {})
    lines = (_CONTROLS.sub(" ", _BIDI.sub("", line)).rstrip() for line in text[first:last].splitlines())
    shown = _STRONG.sub("", _BLANK.sub("\n\n", "\n".join(lines)).strip())
    return f"{FSI}{shown}{PDI}" if RTL_LETTER.search(shown) else shown


def _quote(text: str | None, first: int, last: int, prompts: Prompts) -> str:
    """What a person typed, as it may be shown inside a sentence of ours: one line, inert, and in its own direction."""
    if text is None:
        return _say(prompts, "gone", 0, {})
    cut = text[first:last]
    if cut.isascii() and cut.isprintable() and len(cut) <= LONGEST_QUOTE:
        return cut
    shown = " ".join(_BIDI.sub("", _CONTROLS.sub(" ", cut)).translate(_INNER).split())
    if len(shown) > LONGEST_QUOTE:
        shown = shown[: LONGEST_QUOTE - 1].rstrip() + "…"
    return f"{FSI}{shown}{PDI}" if RTL_LETTER.search(shown) else shown
