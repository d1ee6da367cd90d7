"""IS OPERATED. The command line.

What lives here: commands, each a file, over `wiring` and the ports' views; the terminal's client.
What must not: a decision about a conversation, SQL, a platform's library.
How to add a command: a file in `shells/commands/`, one line in the table of `cli.py`, and one in the README; a test
checks that its help shows examples.
"""
