"""A deck is rehearsed: played by invented members over a real engine, and looked at for what they never reached.

`branches` says which branches a question has and what would find each; `people` who answers, and what; `stage` is the
engine with its file; `evenings` plays a deck alone, `gathering` at a table and in a circle; `coverage` says what was
reached and what was not, and `report` tells it. `branches` and `coverage` are pure.
"""
