"""HOSTS. A not-date: two to six members at one table, each wherever they sit.

- What lives here: who sits down and gets up, which card lies, when the answers are shown, and how the evening ends.
- What must not: anybody's text (it knows what was typed by its id alone), a platform, how an answer is read: each
  member's own conversation does that, and tells the table.
- How to add something that happens at a table: a tiding in `model/tiding.py`, its handler in `machine.COMES_IN`.
"""

from bot.core.table.machine import needs, step

__all__ = ["needs", "step"]
