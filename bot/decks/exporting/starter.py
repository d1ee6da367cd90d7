"""A spreadsheet to begin with: the columns that a list of one's own needs, and a row for each way to use them."""

from __future__ import annotations

from typing import Final

from bot.decks.brought.cells import neutralised
from bot.decks.exporting.sheets import as_text
from bot.decks.exporting.workbook import as_workbook

_COLUMNS: Final = (
    "question", "depth", "choice_1", "choice_2", "choice_3", "if_they_say_1", "say_1", "ask_1", "if_they_say_2",
    "say_2", "ask_2", "default_ask",
)  # fmt: skip
_ROWS: Final = (
    {
        "question": "Which sound tells you that you are home?",
        "depth": "1",
        "if_they_say_1": "key, keys, lock, door, gate",
        "say_1": "It begins at the door, then. | The way in, then.",
        "ask_1": "Who hears it before you are inside?",
        "if_they_say_2": "kettle, fridge, oven, cooking",
        "say_2": "So the kitchen says it. | A kitchen, by the sound of it.",
        "ask_2": "What is it usually in the middle of?",
        "default_ask": "When did you last hear it?",
    },
    {
        "question": "Until Sunday: would you be a tiger or a bluebird?",
        "depth": "1",
        "choice_1": "tiger",
        "choice_2": "bluebird",
        "if_they_say_1": "tiger",
        "say_1": "Stripes, then. | So, paws.",
        "ask_1": "Where would you sleep on the first night?",
        "if_they_say_2": "bluebird",
        "say_2": "Wings, then. | So, the air.",
        "ask_2": "Whose windowsill is first?",
        "default_ask": "What would you do with the first hour?",
    },
    {
        "question": "What did you keep from a place you left?",
        "depth": "3",
        "default_ask": "Where does it stand now?",
    },
)
STARTER: Final = [list(_COLUMNS), *([neutralised(row.get(name, "")) for name in _COLUMNS] for row in _ROWS)]
"""The starter as a table."""
FORMS: Final = ("csv", "tsv", "xlsx")
"""The formats of the starter."""


def starter(form: str) -> bytes:
    """The starter in one of `FORMS`."""
    if form == "xlsx":
        return as_workbook(STARTER)
    return as_text(STARTER, "\t" if form == "tsv" else ",")
