"""What the files of a start make of the stock."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec.structs

from bot.core.curator.machine import KEPT
from bot.model.curator import Entry, Stock, Version
from bot.model.ids import DeckId

replace = msgspec.structs.replace


def with_files(stock: Stock, found: Sequence[tuple[DeckId, Version]]) -> Stock:
    """The stock, and what these files have that is new: a file that has changed is a new version, one that has not
    leaves what a moderator has loaded since, and one that is gone takes its deck along, unless another version of it
    was loaded."""
    files = _by_deck(found)
    entries = [kept for entry in stock.entries if (kept := _with_files(entry, files.get(entry.deck, ())))]
    there = {entry.deck for entry in entries}
    entries += [
        Entry(deck, versions[0], file=versions[0].hash, translations=versions[1:])
        for deck, versions in files.items()
        if deck not in there
    ]
    return replace(stock, entries=tuple(entries))


def _by_deck(found: Sequence[tuple[DeckId, Version]]) -> dict[DeckId, tuple[Version, ...]]:
    """By deck its versions: the one that was found first is what it was written in, one in another language a
    translation of it; of two in one language the later holds."""
    files: dict[DeckId, dict[str, Version]] = {}
    for deck, version in found:
        files.setdefault(deck, {})[version.language] = replace(version, filed=True)
    return {deck: tuple(versions.values()) for deck, versions in files.items()}


def _with_files(entry: Entry, versions: tuple[Version, ...]) -> Entry | None:
    kept = _with_file(entry, versions[0] if versions else None)
    if kept is None:
        return None
    filed = {version.language: version for version in versions[1:]}
    loaded = {one.language: one for one in entry.translations if not one.filed}
    return replace(kept, translations=tuple((filed | loaded).values()))


def _with_file(entry: Entry, version: Version | None) -> Entry | None:
    if version is None:
        gone = entry.file and entry.file == entry.current.hash
        return None if gone else replace(entry, file=type(entry.file)(""))
    if version.hash == entry.file:
        # What an older bot wrote does not say its language.
        same = version.hash == entry.current.hash
        return replace(entry, current=version) if same else entry
    if version.hash == entry.current.hash:
        return replace(entry, current=version, file=version.hash)
    before = tuple(one for one in (entry.current, *entry.before) if one.hash != version.hash)
    return replace(entry, current=version, before=before[:KEPT], file=version.hash)
