"""The gaps that a deck's texts may have. Texts are not templates: these names, in these places, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from bot.decks.diagnostic import did_you_mean, either, shown
from bot.decks.remarks import Remark, remark
from bot.decks.sheet import CHOOSING
from bot.decks.texts import Spot
from bot.model.deck import Kind

_OWNERS = ("default", "theme", "choice", "range", "both", "neither", "depends", "done", "tender", "joke")
_CONTRASTS = ("question.contrast", "theme.contrast", "choice.contrast")

GAPS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "said": (*(f"{owner}.say" for owner in _OWNERS), "callback.text"),
        "heard": ("theme.say", "theme.ask"),
        "choice": ("choice.say", "choice.ask", "callback.text"),
        "number": ("range.say", "range.ask", "callback.text"),
        "n": _CONTRASTS,
        "all": _CONTRASTS,
    }
)
"""Each gap with the places that can fill it, as owner and field. `{said}` and `{heard}` are a person's own words, in
guillemets, and a line that has one needs a sister without; `{choice}` in a callback needs a choice or rank question,
`{number}` there a scale."""

_BRACES = re.compile(r"\{([^{}]*)\}|[{}]")
_KINDS: Mapping[str, frozenset[Kind]] = {"choice": CHOOSING, "number": frozenset({Kind.SCALE})}

Found = Iterator[tuple[str, str | Remark]]
"""(code, what) of each fault."""


def check_gaps(spot: Spot, kind: Kind) -> Found:
    """Faults of the gaps in one text."""
    if "{" not in spot.text and "}" not in spot.text:
        return
    for match in _BRACES.finditer(spot.text):
        name = match[1]
        if name is None:
            yield "braces", remark("a single {found}; braces are for gaps only", found=match[0])
        elif name not in GAPS:
            hint = did_you_mean(name, GAPS)
            yield (
                "unknown-gap",
                remark(
                    "there is no gap {found}{hint} (allowed: {gaps})",
                    found=shown(match[0]),
                    hint=hint,
                    gaps=_list_gaps(),
                ),
            )
        elif spot.place not in GAPS[name] or (spot.place == "callback.text" and kind not in _KINDS.get(name, (kind,))):
            yield (
                "gap-place",
                remark("{gap} cannot be filled here; it can in {gaps}", gap=match[0], gaps=either(GAPS[name])),
            )
        elif name in ("said", "heard") and not _quoted(spot.text, match):
            yield "guillemets", remark("a person's own words stand in guillemets: «{gap}»", gap=match[0])


def _quoted(text: str, match: re.Match[str]) -> bool:
    return text[: match.start()].endswith("«") and text[match.end() :].startswith("»")


def _list_gaps() -> str:
    return ", ".join(f"{{{name}}}" for name in GAPS)
