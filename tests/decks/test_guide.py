"""What the guides for authors show works as it stands there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

from bot import resources
from bot.core.proof import prove
from bot.decks.reading import Reading, read
from bot.model.heard import Branch
from bot.questions import kind_of

DOCS: Final = Path(__file__).parents[2] / "docs"
GUIDES: Final = ("decks.md", "writing-questions.md")
_BLOCK: Final = re.compile(r"^```yaml\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_ASKED: Final = re.compile(r"^\| [^|]+ \| ([^|]+\?) \| [^|]+ \|$", re.MULTILINE)


def _shown(guide: str) -> Reading:
    block = _BLOCK.search((DOCS / guide).read_text(encoding="utf-8"))
    assert block is not None
    return read(block[1].encode(), guide)


@pytest.mark.parametrize("guide", GUIDES)
def test_the_deck_of_a_guide_is_sound(guide: str) -> None:
    """Nothing is wrong with the deck that a guide shows, and its samples land where it says."""
    reading = _shown(guide)
    assert reading.diagnostics == ()
    assert reading.deck is not None
    assert prove(reading.deck) == ()


def test_what_the_guide_praises_ships() -> None:
    """Each question that the guide shows as the better one is asked, word for word, by a deck that ships."""
    shipped = set()
    for file in resources.deck_files():
        deck = read(file.read_bytes(), file.name).deck
        assert deck is not None
        shipped |= {question.text for question in deck.questions}
    praised = _ASKED.findall((DOCS / "writing-questions.md").read_text(encoding="utf-8"))
    assert len(praised) >= 5
    assert [text for text in praised if text not in shipped] == []


def test_the_guide_tries_its_own_answer() -> None:
    """The answer that the guide tries at its deck finds a branch of its own there."""
    text = (DOCS / "writing-questions.md").read_text(encoding="utf-8")
    tried = re.search(r'decks hear my-decks/(\S+)\.yaml (\S+) "([^"]+)"', text)
    deck = _shown("writing-questions.md").deck
    assert tried is not None
    assert deck is not None
    (question,) = deck.questions
    assert (deck.id, question.id) == (tried[1], tried[2])
    shape = kind_of(question)
    assert shape.read(shape.prepare(question, "en"), tried[3]).branch is Branch.THEME
