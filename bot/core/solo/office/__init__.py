"""LOOKS AFTER. What somebody who looks after the community says alone with the bot, and reads of it.

- What lives here: the words (`words`), the decks and their queue (`decks`), a list that was brought (`files`), members'
  suggestions (`sifting`), a deck tried in private (`rehearsing`), and who stands in during an absence (`deputy`).
- What must not: who may (that is a table in `core/roles`), a change of a deck (the curator makes it, and is told),
  a word to somebody whose standing is not known to be fresh.
- How to add a word: its handler in `words.WORDS` and its act in `core/roles`; in other languages, its line in their
  `commands.toml`.
"""

from bot.core.solo.office.words import takes, wants_staged, wants_stock

__all__ = ["takes", "wants_staged", "wants_stock"]
