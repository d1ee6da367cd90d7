"""Speaks Discord, through discord.py's gateway connection and one bare call at a time to its REST.

What lives here: our own supervision of the gateway, events read from the raw payloads before the library decodes
anything, interactions acknowledged at once, the history read back after a fresh start, messages sent with a nonce.
What must not: a decision, a wording of the bot's but for what Discord itself has to be told (command descriptions).
"""
