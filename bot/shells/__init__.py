"""IS OPERATED. The command line, and later the pages for console, wall and reports.

What lives here: commands, each a file, over `wiring` and the ports' views; the terminal's client.
What must not: a decision about a conversation, SQL, a platform's library.
How to add a command: a file in `shells/commands/`, one line in the table of `cli.py`; a test checks that the docs
name it.
"""
