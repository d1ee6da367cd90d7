"""READS. Bytes of a deck file to a `Deck`, with every fault at its own line and column.

What lives here: one file per format (bytes to a tree with places), and what all formats share: the schema, the rules,
the texts' gaps, duplicates, and the hash that names a version.
What must not: opening a file, hearing an answer, deciding what to ask, a chat platform.
How to add a format of our own: a module with `name`, `recognises` and `parse` (see `reading.Format`), its entry in
`FORMATS`; what moderators bring instead is read in `brought`, and given back by `exporting`. The
suite of hostile and honest files then runs over it. How to add a field: `schema.py`, `build.py`, the noun in `model`.
How to add a diagnostic: its code in `diagnostic.py`, its sentence where it is found (`remarks.remark`, with gaps), that
sentence in each language in `prompts/<language>/findings.toml`, and a test that finds it at its line and column.
"""

from __future__ import annotations

from bot.decks import yaml
from bot.decks.diagnostic import CODES, Diagnostic, Severity, finding
from bot.decks.gaps import GAPS
from bot.decks.reading import Format, Reading, read_tree
from bot.decks.remarks import remark
from bot.decks.together import compare
from bot.decks.translated import compare_translations
from bot.decks.undisturbed import undisturbed
from bot.decks.version import decode, encode, seal

FORMATS: tuple[Format, ...] = (yaml,)
"""All formats, asked in this order; the first that recognises a file reads it."""


@undisturbed()
def read(data: bytes, name: str) -> Reading:
    """What came of reading this file: a deck, or why not. Never raises; `name` is for the diagnostics only."""
    for known in FORMATS:
        if known.recognises(data):
            return read_tree(*known.parse(data, name), name)
    names = ", ".join(known.name for known in FORMATS)
    return Reading(
        name,
        None,
        (finding(name, (0, 0), "format", remark("this is no deck; a deck is written in {names}", names=names)),),
    )


__all__ = [
    "CODES",
    "FORMATS",
    "GAPS",
    "Diagnostic",
    "Format",
    "Reading",
    "Severity",
    "compare",
    "compare_translations",
    "decode",
    "encode",
    "finding",
    "read",
    "seal",
]
