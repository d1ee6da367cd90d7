"""GATHERS. A circle: one question to everybody in a group place, a count that grows, all answers turned over at once.

- What lives here: what its card says and when that is edited, when the answers are turned over and what is said then,
  and how a circle that nobody took up ends without a word.
- What must not: anybody's text or choice (votes are rows; it is told counts, and ids of what may be shown), a platform,
  how an answer is read: each member's own conversation does that, and tells the circle that one more is in.
- How to add something that happens in a circle: a tiding in `model/tiding.py`, its handler in `machine.COMES_IN`.
"""

from bot.core.circle.machine import needs, step

__all__ = ["needs", "step"]
