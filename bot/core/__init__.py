"""DECIDES. The conversation, selection, follow-ups, pacing, consent: what happens next, and why.

What lives here: pure functions from a state, an event and a situation to a new state, effects and records.
What must not: a clock, randomness, a database, a network, a text that a person reads, a word about any platform.
How to add a word that always works: its name and aliases in `commands`, its handler in `solo/words` and in `OBEYED`.
How to add a conversation format: there is one, `solo`, and the runtime calls its `needs` and `step` by name; a second
would be a room beside it with the same two functions and its state among the nouns, and the engine would have to ask
which of them an event belongs to. The property and replay suites are written against those two functions.
"""
