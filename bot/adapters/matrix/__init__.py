"""Speaks Matrix, over any homeserver.

What lives here: our own sync over raw JSON (the library moves its place before anything is kept), events read one at a
time, invites by a list, and messages sent under our own transaction ids.
What must not: a decision, or a wording of the bot's but for what only Matrix has to be told (encrypted rooms).
"""
