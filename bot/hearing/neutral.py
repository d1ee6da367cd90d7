"""A language that nobody has described yet: few assumptions, so few wrong guesses.

Numbers, labels and emoji are read; phrases match as they stand; nothing is taken for a negation, a joke or grief.
Script tells nothing either, since nobody said which script the language is written in.
"""

from __future__ import annotations

from bot.hearing.lexicon import Lexicon

NEUTRAL = Lexicon(language="", latin=False, clitics=("'",), short=frozenset(("ok", "k")))
