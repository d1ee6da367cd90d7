"""DECIDES. Routing, the conversation formats, selection, follow-ups, pacing, consent: what happens next, and why.

What lives here: pure functions from a state, an event and a situation to a new state, effects and records.
What must not: a clock, randomness, a database, a network, a text that a person reads, a word about any platform.
How to add a conversation format: a file with its `needs` and `step`, its state among the nouns, one line in `FORMATS`;
the property and replay suites then run over it.
"""
