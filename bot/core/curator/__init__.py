"""KEEPS THE DECKS. The curator: which decks a community has, in which version, and in which order they are offered.

- What lives here: what becomes of the stock when a deck is loaded, undone, switched, moved, or a question retired,
  and what is said of that to whoever wished it; and, in `suggested`, what becomes of what members suggest.
- What must not: how a file becomes a deck (`decks/`), who may decide it (whoever tells it sees to that), a
  platform.
- How to add something that can be decided: a tiding in `model/tiding.py`, its handler in `machine.COMES_IN` or
  `suggested.COMES_IN`.
"""

from bot.core.curator.files import with_files
from bot.core.curator.suggested import needs, step

__all__ = ["needs", "step", "with_files"]
