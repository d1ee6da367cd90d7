"""Speaks Matrix, over any homeserver.

What lives here: our own sync over raw JSON (the library moves its place before anything is kept), events read one at a
time, invites by a list, and messages sent under our own transaction ids. With the extra `e2e`, encrypted rooms too:
`safe` is where their keys are, `machine` uses them, `keyring` exchanges them, `signing` vouches for the bot's device,
`locksmith` lets us in, and `waiting` keeps what came before its key.
What must not: a decision, or a wording of the bot's but for what only Matrix has to be told (encrypted rooms).
"""
