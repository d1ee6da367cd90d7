"""HEARS. Words, stems, negation, phrases and lanes: what a line says.

What lives here: how text is taken apart (`hear`), how an author's phrases are caught in it (`weave`, `Net.catch`),
which lane it belongs to (`lanes`), whether it agrees (`assent`), which label it picks (`pick`), and which of its words
lead on (`content_stems`). A language is data: one `Lexicon` each.
What must not: a question, a deck, a reply, a clock, a database. A reading is the same whenever and wherever it is done.
How to add one: a language is a file like `en.py` and its place in `languages`; a word goes into its
language's file with a row in tests/hearing that shows what it is for and one that shows what it must not catch.
A wrong hit is worse than three misses: when in doubt, leave it out.
"""

from bot.hearing.assent import assent, greets
from bot.hearing.languages import ENGLISH, HEARD, lexicon_for, lexicons
from bot.hearing.lexicon import Lexicon
from bot.hearing.nets import NOTHING, Catch, Net, hear, weave
from bot.hearing.pick import pick
from bot.hearing.picked import Outcome, Pick
from bot.hearing.thread import content_stems, stems_worth_following
from bot.hearing.words import Line

__all__ = [
    "ENGLISH",
    "HEARD",
    "NOTHING",
    "Catch",
    "Lexicon",
    "Line",
    "Net",
    "Outcome",
    "Pick",
    "assent",
    "content_stems",
    "greets",
    "hear",
    "lexicon_for",
    "lexicons",
    "pick",
    "stems_worth_following",
    "weave",
]
