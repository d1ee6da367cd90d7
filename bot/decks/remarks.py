"""A sentence with gaps, as it is written in English: its translations are found by that, in
`prompts/<language>/findings.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Union

Gap = Union[str, int, "Remark"]
"""What fills a gap: a name or a text as it stands, a number, or words of ours, which have their own translation."""
_GAP: Final = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True)
class Remark:
    """A sentence, or a part of one. Its text is the English of it."""

    form: str
    gaps: tuple[tuple[str, Gap], ...] = ()

    def __str__(self) -> str:
        return _filled(self.form, {name: str(value) for name, value in self.gaps})


def remark(form: str, /, **gaps: Gap) -> Remark:
    """The sentence, with these in its gaps. A name in braces that no gap has stands there as it is."""
    return Remark(form, tuple(gaps.items()))


def as_remark(what: str | Remark) -> Remark:
    """A sentence without gaps is its own form."""
    return what if isinstance(what, Remark) else Remark(what)


class Sentences:
    """The sentences of one language, found by how they are written in English."""

    def __init__(self, found: Mapping[str, Mapping[str, str]] | None = None) -> None:
        """`found` has them by code, which is for whoever reads the file."""
        self._found = {form: said for own in (found or {}).values() for form, said in own.items()}

    def said(self, what: Remark) -> str:
        """The sentence in this language; in English where it has none."""
        form = self._found.get(what.form, what.form)
        return _filled(form, {name: self._in_gap(value) for name, value in what.gaps})

    def _in_gap(self, value: Gap) -> str:
        return self.said(value) if isinstance(value, Remark) else self._found.get(str(value), str(value))


ENGLISH: Final = Sentences()


def _filled(form: str, gaps: Mapping[str, str]) -> str:
    return _GAP.sub(lambda match: gaps.get(match[1], match[0]), form)
