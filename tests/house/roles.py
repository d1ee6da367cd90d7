"""Makes the tables in docs/roles.md from the code: `python -m tests.house.roles`."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from bot.core.roles import LEAST, OWN, Act, may
from bot.core.solo.office.words import WORDS
from bot.model.member import Rank, Standing

FILE: Final = Path(__file__).parents[2] / "docs" / "roles.md"
_TABLE: Final = re.compile(r"(<!-- (?P<name>[a-z]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def ranks() -> Iterator[str]:
    """A row for each act, with a mark below each rank that may."""
    yield "| | " + " | ".join(Rank) + " | deputy |"
    yield "|---" * (len(Rank) + 2) + "|"
    for act in LEAST:
        stands_in = Standing(Rank.MODERATOR, "", 0, stands_in=True)
        standings = [*(Standing(rank, "", 0) for rank in Rank), stands_in]
        marks = ["yes" if may(standing, act, 0) else "" for standing in standings]
        yield f"| `{act.value}`: {_meaning(act)} | " + " | ".join(marks) + " |"


def _meaning(act: Act) -> str:
    """The sentence below it in the code."""
    found = re.search(rf'    {act.name} = "[a-z]+"\n    """(.*?)"""', inspect.getsource(Act), re.DOTALL)
    text = " ".join(found[1].split()).rstrip(".") if found else ""
    return text[:1].lower() + text[1:]


def words() -> Iterator[str]:
    """A row for each word that is obeyed in private."""
    yield "| word | line | not by a deputy |"
    yield "|---|---|---|"
    for word, (act, _obey) in sorted(WORDS.items()):
        yield f"| `{word}` | `{act.value}` | {'yes' if act in OWN else ''} |"


TABLES: Final = {"ranks": ranks, "words": words}


def write() -> str:
    """The page with fresh tables."""
    return _TABLE.sub(
        lambda found: found[1] + "\n".join(TABLES[found["name"]]()) + "\n" + found[3], FILE.read_text(encoding="utf-8")
    )


if __name__ == "__main__":
    FILE.write_text(write(), encoding="utf-8")
