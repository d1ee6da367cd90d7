"""SPEAKS. One folder per platform: adapter, inbound, address, capabilities, and outbound where it has one.

What lives here: the way from a platform's own terms to `Delivered`, and from a fitted part back to them.
What must not: a decision, a wording of the bot's, another adapter, a database.
How to add one: a folder with a class that keeps the contract of `ports/adapter`; its capabilities in `PLATFORMS` and
its class in `other_adapters`, both in `connecting.py`; what it must be told, in `settings.FIELDS`; tests in a folder of
their own. Each chat library is imported in exactly one folder.
"""
