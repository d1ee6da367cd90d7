"""Speaks Telegram, over any Bot API server.

What lives here: our own polling over `telegram.Bot` (its `Updater` would confirm what is only in memory), updates read
from raw JSON one at a time, the webhook, and messages sent as text with entities, never with a parse mode.
What must not: a decision, a wording of the bot's but for what Telegram itself has to be told (command descriptions).
"""
