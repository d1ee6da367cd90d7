"""READS. Bytes of a deck file to a `Deck`, with every fault at its own line and column.

What lives here: one file per format (bytes to a tree with places), and what all formats share: the schema, the rules,
the texts' gaps and duplicates. The package imports nothing: whoever wants a part of it does not pay for the readers.
What must not: opening a file, hearing an answer, deciding what to ask, a chat platform; and how a deck is kept once it
was read, which `bot/written` says.
How to add a format of our own: a module with `name`, `recognises` and `parse` (see `reading.Format`), its entry in
`reading.FORMATS`; what moderators bring instead is read in `brought`, and given back by `exporting`. The
suite of hostile and honest files then runs over it. How to add a field: `schema.py`, `build.py`, the noun in `model`.
How to add a diagnostic: its code in `diagnostic.py`, its sentence where it is found (`remarks.remark`, with gaps), that
sentence in each language in `prompts/<language>/findings.toml`, and a test that finds it at its line and column.
"""
