"""PROMISES. What the rooms above and below promise each other, each with its written contract.

What lives here: protocols (adapter, intake, store, views, clock, chance, faults, watch) and the nouns that cross them.
What must not: an implementation, a library, a word of SQL.
How to add one: a file named for the promise, with the contract in prose; one contract suite in `tests/contracts/`
that runs over every implementation.
"""
