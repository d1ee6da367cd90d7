"""The bot's own words: Jinja templates by moment, several wordings each."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from jinja2 import Environment, StrictUndefined, Template, TemplateSyntaxError

from bot.model.line import Gap
from bot.rendering.dated import ISO, Dates
from bot.rendering.gaps import fill

_MOMENT: Final = re.compile(r"^\[([a-z][a-z0-9.-]*)\]\s*$", re.MULTILINE)
_BETWEEN: Final = re.compile(r"^~\s*$", re.MULTILINE)
_GAP: Final = re.compile(r"\{\{ *([a-z_]+) *\}\}")
_PHRASE: Final = re.compile(r"`([^`\n]+)`")
_AS_IT_STANDS: Final[Mapping[str, str]] = {}
_JINJA: Final = Environment(undefined=StrictUndefined, autoescape=False, keep_trailing_newline=False)


class PromptError(Exception):
    """A file of `prompts/` cannot be read; says which moment, and why."""


@dataclass(frozen=True, slots=True)
class Wording:
    """One way to say a moment. `pieces` where it has plain gaps only, else `template`, Jinja's text."""

    pieces: tuple[str, ...] = ()
    template: str = ""
    right_to_left: bool = False
    dates: Dates = ISO

    def render(self, values: Mapping[str, Gap]) -> str:
        """The wording with `values` in its gaps."""
        values = self.dates.told(values) if self.dates.months else values
        if not self.template:
            if self.right_to_left:
                values = {name: isolate(value) for name, value in values.items()}
            return fill(self.pieces, values)
        return _compiled(self.template, self.right_to_left).render(values)


# Compiling is slower than parsing, and an evening needs few of the templates: each is compiled when it is first said.
@cache
def _compiled(text: str, right_to_left: bool) -> Template:
    return (_TURNED if right_to_left else _JINJA).from_string(text)


@dataclass(frozen=True, slots=True)
class Prompts:
    """All moments of one language. `digest` changes with any character of them."""

    moments: Mapping[str, tuple[Wording, ...]]
    digest: str
    right_to_left: bool = False
    shown: Mapping[str, str] = field(default_factory=dict)
    """What stands for a phrase of ours in this language, also where it comes in a gap."""

    @property
    def counts(self) -> dict[str, int]:
        """How many wordings each moment has."""
        return {moment: len(wordings) for moment, wordings in self.moments.items()}


def read_prompts(
    sources: Mapping[str, str],
    shown: Mapping[str, str] = _AS_IT_STANDS,
    right_to_left: bool = False,
    dates: Dates = ISO,
) -> Prompts:
    """The prompts in those files (name to text). Raises `PromptError` for what cannot be read.

    What stands between backticks is shown as `shown` has it. In a language that runs from right to left, what is put
    into a gap and runs the other way is held together. Dates are written as `dates` has them.
    """
    return _read(tuple(sorted(sources.items())), tuple(sorted(shown.items())), right_to_left, dates)


# Taking them apart is a good part of a start, and one process asks for the same prompts again and again: a simulation
# does for each of its communities.
@cache
def _read(
    sources: tuple[tuple[str, str], ...], phrases: tuple[tuple[str, str], ...], right_to_left: bool, dates: Dates
) -> Prompts:
    shown = dict(phrases)
    moments: dict[str, tuple[Wording, ...]] = {}
    for name, text in sources:
        body = re.sub(r"\{#.*?#\}", "", text, flags=re.DOTALL)
        if shown:
            body = _PHRASE.sub(lambda phrase: f"`{shown.get(phrase[1], phrase[1])}`", body)
        pieces = _MOMENT.split(body)
        for moment, wordings in zip(pieces[1::2], pieces[2::2], strict=True):
            if moment in moments:
                raise PromptError(f"{name}: the moment [{moment}] stands twice; keep one of the two")
            moments[moment] = tuple(
                _wording(name, moment, one.strip(), right_to_left, dates) for one in _BETWEEN.split(wordings)
            )
    digest = hashlib.sha256("\0".join(f"{name}\0{text}" for name, text in sources).encode())
    return Prompts(moments, digest.hexdigest()[:16], right_to_left, shown)


def completed(own: Prompts, base: Prompts) -> Prompts:
    """The prompts of a language, and those of the base for every moment that it has no words for yet."""
    if own.moments.keys() >= base.moments.keys():
        return own
    return Prompts({**base.moments, **own.moments}, own.digest, own.right_to_left, own.shown)


FSI, PDI = "\u2068", "\u2069"
RTL_LETTER: Final = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
_LEFT_TO_RIGHT: Final = re.compile(r"[^\W\d_]|[0-9][^0-9]|[^0-9][0-9]")


def isolate(value: Gap) -> Gap:
    """The value as it stands in a text that runs from right to left: what has letters that run the other way, and
    times and dates, which would be turned round, between marks of its own."""
    if not isinstance(value, str) or value.startswith(FSI) or RTL_LETTER.search(value):
        return value
    return f"{FSI}{value}{PDI}" if _LEFT_TO_RIGHT.search(value) else value


_TURNED: Final = Environment(undefined=StrictUndefined, autoescape=False, keep_trailing_newline=False, finalize=isolate)


def _wording(name: str, moment: str, text: str, right_to_left: bool, dates: Dates) -> Wording:
    if not text:
        raise PromptError(f"{name}: a wording of [{moment}] is empty; write it or take its ~ away")
    pieces = _plain_pieces(text)
    # A Jinja render costs 8 us, filling gaps 0.8: most wordings are plain text with gaps, so they are taken apart once.
    # Parsing them all with Jinja to find out which those are would be most of a start.
    if pieces:
        return Wording(pieces, right_to_left=right_to_left, dates=dates)
    try:
        _JINJA.parse(text)
        return Wording(template=text, right_to_left=right_to_left, dates=dates)
    except TemplateSyntaxError as error:
        raise PromptError(f"{name}: [{moment}]: {error.message}") from error


def _plain_pieces(text: str) -> tuple[str, ...]:
    """Text, gap, text, gap, ..., text, where the template is no more than that; else nothing."""
    pieces = tuple(_GAP.split(text))
    plain = not any("{" in piece or "}" in piece for piece in pieces[::2])
    return pieces if plain and _WORDS_OF_JINJA.isdisjoint(pieces[1::2]) else ()


_WORDS_OF_JINJA: Final = frozenset({"true", "false", "none", "not", "and", "or", "in", "is", "if", "else"})
