"""The store in one SQLite file: one writer connection, write-ahead log, every commit fsynced.

Conversations' events, and their messages, are chained: each row names the one before it of the same conversation, and
the conversation names the newest. A conversation is read back by walking its chain, so that tables which only grow at
their end need no index that is written at random places; with a million conversations that is most of the cost of a
turn.
"""
