"""What was brought in a chat, read in a limited process beside the decks on offer, with how it would look here."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec.structs

from bot.airlock import examine_held_off
from bot.model.deck import Question
from bot.model.ids import Platform
from bot.model.message import Capabilities
from bot.ports.views import Views
from bot.questions import kind_of
from bot.rendering.preview import preview
from bot.rendering.prompts import Prompts
from bot.runtime.examining import Read

LONGEST = 400
"""Characters of one preview."""


def read_for_chat(
    data: bytes,
    name: str,
    views: Views,
    platforms: Mapping[Platform, Capabilities],
    prompts: Prompts,
    sentences: Mapping[str, Mapping[str, str]],
) -> Read:
    """The report on these bytes, the deck that came of them, and previews for these platforms, in the language of
    `prompts` and `sentences`."""
    outcome, body = examine_held_off(data, name, labels_of(platforms), current(views), sentences)
    shown = tuple(_looks(question, platforms, prompts) for question in outcome.first)
    report = msgspec.structs.replace(outcome.report, previews=shown)
    return Read(report, outcome.ids, body, outcome.version)


def current(views: Views) -> list[bytes]:
    """The version of each deck, encoded, from which people are asked, or would be if it were on offer."""
    bodies = views.decks()
    return [bodies[entry.current.hash] for entry in views.stock().entries if entry.current.hash in bodies]


def labels_of(platforms: Mapping[Platform, Capabilities]) -> dict[str, int]:
    """The longest label that each of them shows, in its own unit."""
    return {str(platform): can.label_limit for platform, can in platforms.items() if can.label_limit}


def _looks(
    question: Question, platforms: Mapping[Platform, Capabilities], prompts: Prompts
) -> tuple[tuple[str, str], ...]:
    """How it looks, by the platforms where it looks alike."""
    alike: dict[str, list[str]] = {}
    for platform, can in platforms.items():
        text = preview(question, kind_of(question).offer(question), prompts, can)
        alike.setdefault(text, []).append(str(platform))
    return tuple((", ".join(names), text[:LONGEST]) for text, names in alike.items())
