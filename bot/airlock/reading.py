"""What was brought in a chat, read in a limited process beside the decks on offer, with how it would look here."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec.structs

from bot.airlock import examine_held_off
from bot.airlock.looks import alike, labels_of, looks
from bot.model.ids import Platform
from bot.model.message import Capabilities
from bot.ports.views import Views
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
    shown = tuple(map(_short, looks(outcome.first, platforms, prompts)))
    report = msgspec.structs.replace(outcome.report, previews=shown)
    return Read(report, outcome.ids, body, outcome.version)


def _short(screens: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((names, text[:LONGEST]) for names, text in alike(screens))


def current(views: Views) -> list[bytes]:
    """The version of each deck, encoded, from which people are asked, or would be if it were on offer."""
    bodies = views.decks()
    return [bodies[entry.current.hash] for entry in views.stock().entries if entry.current.hash in bodies]
