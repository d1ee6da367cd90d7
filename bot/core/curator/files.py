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
    files = dict(found)
    entries = [kept for entry in stock.entries if (kept := _with_file(entry, files.get(entry.deck)))]
    there = {entry.deck for entry in entries}
    entries += [Entry(deck, version, file=version.hash) for deck, version in files.items() if deck not in there]
    return replace(stock, entries=tuple(entries))


def _with_file(entry: Entry, version: Version | None) -> Entry | None:
    if version is None:
        gone = entry.file and entry.file == entry.current.hash
        return None if gone else replace(entry, file=type(entry.file)(""))
    if version.hash == entry.file:
        return entry
    if version.hash == entry.current.hash:
        return replace(entry, file=version.hash)
    before = tuple(one for one in (entry.current, *entry.before) if one.hash != version.hash)
    return replace(entry, current=version, before=before[:KEPT], file=version.hash)
