"""PROMISES. What the rooms above and below promise each other, each with its written contract.

What lives here: protocols (adapter, intake, store, views, clock, chance, faults, watch), the nouns that cross them, and
the little that everybody who keeps one would write the same way: how long to wait (`backoff`), what was met lately
(`recent`), how a line or an address is read, and what stands in where nothing is there (`OnlyUtc`, `NoWatch`).
What must not: whatever touches the world to keep a promise (a clock, a file, a network), a library, a word of SQL.
How to add one: a file named for the promise, with the contract in prose; one contract suite in `tests/contracts/`
that runs over every implementation.
"""
