"""NOUNS. What the house talks about: decks, events, effects, records, states, messages.

What lives here: frozen structs, enums and ids, and nothing that does anything.
What must not: a rule, a clock, a database, a platform, an import from any other room.
How to add one: a struct deriving `Noun`, named as everybody here names it; events in the past tense, effects in the
imperative. Whatever is stored is stored as these structs, so a field may be added with a default, never renamed.

The nouns are `msgspec.Struct`s instead of dataclasses: frozen and slotted all the same, a tagged union of them
can be written down and read back by type, and making one costs a tenth (ten fields: 0.25 us against 2.7 us for
a frozen dataclass on CPython 3.11), which a turn pays a dozen times.
"""
