"""SPEAKS. One folder per platform: adapter, inbound, outbound, address, capabilities.

What lives here: the way from a platform's own terms to `Delivered`, and from a fitted part back to them.
What must not: a decision, a wording of the bot's, another adapter, a database.
How to add one: a folder with a class that keeps the contract of `ports/adapter`, one line in `wiring.py`, and its
entry in the contract suite of `tests/contracts/`. Each chat library is imported in exactly one folder.
"""
