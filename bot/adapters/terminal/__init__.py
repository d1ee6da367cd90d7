"""The terminal, over a local socket: whoever types is a client, the process that owns the database is the server.

So `notdate chat` speaks to a bot that `notdate serve` runs, or brings one along when nobody runs one; it is the same
adapter either way. The operator's own requests (forget somebody) come in through the same door.
"""
