"""DECIDES. The conversation, selection, follow-ups, pacing, consent: what happens next, and why.

What lives here: pure functions from a state, an event and a situation to a new state, effects and records.
What must not: a clock, randomness, a database, a network, a text that a person reads, a word about any platform.
How to add a word that always works: its name and aliases in `commands`, its handler in the file of `solo` that it is
about (`words` has those about the evening itself), and its line in `words.OBEYED`.
How to add a conversation format: a room beside `solo` with the same two functions, `needs` and `step`; its state among
the nouns and in `model/actor`; its line in `formats`. A person's only door is their own `solo` conversation: what they
say there that belongs to the new format is told to it as a tiding.
"""
