"""The bot's own words: Jinja templates by moment, several wordings each."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from jinja2 import Environment, StrictUndefined, Template, TemplateSyntaxError

from bot.model.line import Gap
from bot.rendering.gaps import fill

_MOMENT: Final = re.compile(r"^\[([a-z][a-z0-9.-]*)\]\s*$", re.MULTILINE)
_BETWEEN: Final = re.compile(r"^~\s*$", re.MULTILINE)
_GAP: Final = re.compile(r"\{\{ *([a-z_]+) *\}\}")
_JINJA: Final = Environment(undefined=StrictUndefined, autoescape=False, keep_trailing_newline=False)


class PromptError(Exception):
    """A file of `prompts/` cannot be read; says which moment, and why."""


@dataclass(frozen=True, slots=True)
class Wording:
    """One way to say a moment. `pieces` where it has plain gaps only, else `template`, Jinja's text."""

    pieces: tuple[str, ...] = ()
    template: str = ""

    def render(self, values: Mapping[str, Gap]) -> str:
        """The wording with `values` in its gaps."""
        if not self.template:
            return fill(self.pieces, values)
        return _compiled(self.template).render(values)


# Compiling is slower than parsing, and an evening needs few of the templates: each is compiled when it is first said.
@cache
def _compiled(text: str) -> Template:
    return _JINJA.from_string(text)


@dataclass(frozen=True, slots=True)
class Prompts:
    """All moments of one language. `digest` changes with any character of them."""

    moments: Mapping[str, tuple[Wording, ...]]
    digest: str

    @property
    def counts(self) -> dict[str, int]:
        """How many wordings each moment has."""
        return {moment: len(wordings) for moment, wordings in self.moments.items()}


def read_prompts(sources: Mapping[str, str]) -> Prompts:
    """The prompts in those files (name to text). Raises `PromptError` for what cannot be read."""
    return _read(tuple(sorted(sources.items())))


# Taking them apart is a good part of a start, and one process asks for the same prompts again and again: a simulation
# does for each of its communities.
@cache
def _read(sources: tuple[tuple[str, str], ...]) -> Prompts:
    moments: dict[str, tuple[Wording, ...]] = {}
    for name, text in sources:
        body = re.sub(r"\{#.*?#\}", "", text, flags=re.DOTALL)
        pieces = _MOMENT.split(body)
        for moment, wordings in zip(pieces[1::2], pieces[2::2], strict=True):
            if moment in moments:
                raise PromptError(f"{name}: the moment [{moment}] stands twice; keep one of the two")
            moments[moment] = tuple(_wording(name, moment, one.strip()) for one in _BETWEEN.split(wordings))
    digest = hashlib.sha256("\0".join(f"{name}\0{text}" for name, text in sources).encode())
    return Prompts(moments, digest.hexdigest()[:16])


def _wording(name: str, moment: str, text: str) -> Wording:
    if not text:
        raise PromptError(f"{name}: a wording of [{moment}] is empty; write it or take its ~ away")
    pieces = _plain_pieces(text)
    # A Jinja render costs 8 us, filling gaps 0.8: most wordings are plain text with gaps, so they are taken apart once.
    # Parsing them all with Jinja to find out which those are would be most of a start.
    if pieces:
        return Wording(pieces)
    try:
        _JINJA.parse(text)
        return Wording(template=text)
    except TemplateSyntaxError as error:
        raise PromptError(f"{name}: [{moment}]: {error.message}") from error


def _plain_pieces(text: str) -> tuple[str, ...]:
    """Text, gap, text, gap, ..., text, where the template is no more than that; else nothing."""
    pieces = tuple(_GAP.split(text))
    plain = not any("{" in piece or "}" in piece for piece in pieces[::2])
    return pieces if plain and _WORDS_OF_JINJA.isdisjoint(pieces[1::2]) else ()


_WORDS_OF_JINJA: Final = frozenset({"true", "false", "none", "not", "and", "or", "in", "is", "if", "else"})
