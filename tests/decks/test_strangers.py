"""What strangers said, how it is heard, and whether that fits: judged by hand, and held to it.

`strangers.tsv` has 640 answers. The first two hundred, to Not-Date, Little Things and The Long Table, were written
apart from the themes, by somebody who saw nothing of the decks but the questions; the 120 to First Day and Team Tuesday
by whoever wrote those decks, before hearing one of them; the 320 whose voice is `strange`, to the same two, by whoever
widened their themes. `found` is the branch that an answer finds. `verdict` says whether its reply fits (`fits`), would
be a wince or untrue (`wrong`), or is the question's own default (`plain`). A change that makes an answer find another
branch turns this red: judge the row anew, by reading the reply aloud.

`strangers-first-day.tsv` and `strangers-team-tuesday.tsv` have five sets more, in that order: two of a hundred to open
questions by people of many kinds (a nurse, a welder; a bus conductor, an undertaker), then a hundred, 72 and 54, each
by people unlike those before, and each written with nothing but the questions in view and kept as it was first met, in
the commit that brought it. The first was written before the widening, the others between its rounds.

As first met, with nothing tuned to them, 73 % of the two hundred found a branch of their own and 4 a wrong one; two of
those four, about loss, were mended since. Of the 120, 65 % found one and 8 a wrong one; the phrases were narrowed.
Of the strange ones, 120 were there to tune by. The other 200 came after: as first met, 46 % of those to First Day and
65 % of those to Team Tuesday found a branch (before the widening 31 % and 23 %), 4 and 14 a wrong one; most of these
were mended.

Of the five sets, a branch was found by this share as first met, and by this share by the decks as they were before:

    First Day      74 %   55 (51) %   52 (49) %   60 (50) %   63 (52) %
    Team Tuesday   74 %   52 (53) %   60 (56) %   60 (57) %   54 (39) %

A wrong one by 10, 14, 6, 8 and 13 %; 3, 13, 11, 14 and 6 %. The house's aim of 70 and 2 % is met by the sets that the
phrases were tuned to, and not by people nobody has met yet. Most of the wrong ones were mended each time.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import Final

import pytest

from bot import resources
from bot.core.commands import recognise
from bot.decks.reading import read
from bot.model.deck import Deck
from bot.questions import kind_of
from bot.questions.shape import Ears, Shape

FILE: Final = Path(__file__).with_name("strangers.tsv")
SETS: Final = tuple(sorted(FILE.parent.glob("strangers-*.tsv")))
SPECIFIC: Final = 0.5
AIM: Final = 0.7
WRONG: Final = 0.02
UNSPECIFIC: Final = frozenset({"default", "near-miss"})


def answers(path: Path = FILE) -> list[dict[str, str]]:
    """The rows of the file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


@cache
def deck(name: str) -> Deck:
    """A deck that ships."""
    found = read((resources.deck_folder() / f"{name}.yaml").read_bytes(), name).deck
    assert found is not None
    return found


@cache
def ears(name: str, question: str) -> tuple[Shape, Ears]:
    """How that question of that deck listens."""
    asked = next(one for one in deck(name).questions if one.id == question)
    shape = kind_of(asked)
    return shape, shape.prepare(asked, "en")


def hear(row: dict[str, str]) -> str:
    """The branch that the answer finds, or the word that it is."""
    said = recognise(row["answer"])
    if said is not None:
        return f"the word {said.command.value}"
    shape, listening = ears(row["deck"], row["question"])
    return shape.read(listening, row["answer"]).name


@pytest.mark.parametrize("row", answers(), ids=lambda row: f"{row['question']}: {row['answer'][:40]}")
def test_a_stranger_is_heard_as_judged(row: dict[str, str]) -> None:
    """The answer finds the branch that was judged."""
    assert hear(row) == row["found"]


@pytest.mark.parametrize("path", SETS, ids=lambda path: path.stem)
def test_each_stranger_of_the_sets_is_heard_as_judged(path: Path) -> None:
    """The answers find the branches that were judged."""
    rows = answers(path)
    assert len(rows) >= 400
    assert {row["answer"]: hear(row) for row in rows} == {row["answer"]: row["found"] for row in rows}


@pytest.mark.parametrize("path", SETS, ids=lambda path: path.stem)
def test_the_sets_that_were_tuned_to_meet_the_aim(path: Path) -> None:
    """What is written down so far finds a branch for seven in ten, and a wrong one for at most two in a hundred."""
    rows = answers(path)
    assert _specific(rows) >= AIM
    assert sum(row["verdict"] == "wrong" for row in rows) / len(rows) <= WRONG


def _specific(rows: list[dict[str, str]]) -> float:
    return sum(row["found"] not in UNSPECIFIC for row in rows) / len(rows)


@pytest.mark.parametrize("name", sorted(file.stem for file in resources.deck_files()))
def test_strangers_are_heard_in_each_deck(name: str) -> None:
    """Each deck that ships is tried with at least 50 answers, and finds a specific branch for at least half."""
    rows = [row for row in answers() if row["deck"] == name]
    assert len(rows) >= 50
    assert _specific(rows) >= SPECIFIC


def test_strangers_are_heard_well_enough() -> None:
    """A specific branch for at least half of 640, a wrong one for at most two in a hundred."""
    rows = answers()
    wrong = sum(row["verdict"] == "wrong" for row in rows) / len(rows)
    print(f"strangers: {len(rows)}, specific {_specific(rows):.1%}, wrong {wrong:.1%}")
    assert len(rows) == 640
    assert _specific(rows) >= SPECIFIC
    assert wrong <= WRONG
