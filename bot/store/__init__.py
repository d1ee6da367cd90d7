"""REMEMBERS. One folder per database; `sqlite/` is the default.

What lives here: schema, migrations, the one writer, read-only views, erasure, backup.
What must not: a decision, a text that a person reads in a chat, a platform.
How to add one: a folder that implements `ports/store` and `ports/views`, one line in `wiring.py`; the contract suite
in `tests/contracts/test_store.py` runs over it.
"""
