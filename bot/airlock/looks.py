"""How the first questions of a list that was brought would look, wherever they may be asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.airlock import SHOWN
from bot.model.deck import Question
from bot.model.ids import Platform
from bot.model.message import Capabilities
from bot.questions import kind_of
from bot.rendering.preview import preview
from bot.rendering.prompts import Prompts


def looks(
    questions: Sequence[Question], platforms: Mapping[Platform, Capabilities], prompts: Prompts
) -> list[dict[str, str]]:
    """Of each of the first of them, how every platform would show it."""
    return [
        {
            str(platform): preview(question, kind_of(question).offer(question), prompts, can)
            for platform, can in platforms.items()
        }
        for question in questions[:SHOWN]
    ]


def alike(screens: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """The same of one question, platforms that show it alike together: their names, and how."""
    names: dict[str, list[str]] = {}
    for platform, text in screens.items():
        names.setdefault(text, []).append(platform)
    return tuple((", ".join(platforms), text) for text, platforms in names.items())


def labels_of(platforms: Mapping[Platform, Capabilities]) -> dict[str, int]:
    """The longest label that each of them shows, in its own unit."""
    return {str(platform): can.label_limit for platform, can in platforms.items() if can.label_limit}
