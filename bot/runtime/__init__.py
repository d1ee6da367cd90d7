"""MOVES. From an adapter's intake through the engine to an adapter's outbound: all the async at the two ends of a turn.

What lives here: the engine (a plain function on one thread), the writer thread that feeds it, the outbox, timers, the
transcript, replay, and the supervisor that starts and stops them.
What must not: a platform, a database, a decision about what is said.
How to add a kind of event: a noun in `model/event`, whoever makes it delivers it like everything else.
"""
