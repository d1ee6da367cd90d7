"""INTRODUCES. The lobby, where members wait who would like company, and who is asked whether they suit.

- What lives here: who may open it, who waits, when it looks for company, and what is said to whom it finds none for.
- What must not: who suits whom (`core/matching`), a table (it proposes one, and the rest is the table's), a name.
- How to add something: a tiding to the lobby in `model/tiding.py`, its handler in `machine.COMES_IN`.
"""

from bot.core.lobby.machine import needs, step

__all__ = ["needs", "step"]
