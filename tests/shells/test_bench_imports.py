"""The bench of imports measures what it says, in small."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

from bot.shells.bench import importing
from bot.shells.bench import stored as storing
from bot.shells.bench.large_decks import LargeDecks


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forty people instead of a thousand, and two imports of decks that are made in this process."""
    for name, value in {"TALKING": 40, "STORED": 400, "REPEATS": 2, "WARMING": 0.1, "ALONE": 0.3}.items():
        monkeypatch.setattr(importing, name, value)
    monkeypatch.setattr(importing, "_write_apart", importing.write_deck)


async def test_people_talk_while_decks_are_imported(tmp_path: Path, small: None) -> None:
    """Every deck is imported and begun, people are answered alone and meanwhile, and each is counted on one side."""
    database = tmp_path / "import.db"
    storing.build(database, 400, lambda sentence: None)
    found = await importing.measure(database, 300, 1)
    assert found.questions == 300
    assert found.updates_alone > 0
    assert 0 < found.seconds <= found.slowest_seconds
    assert found.growth == pytest.approx(found.p99_importing_ms / found.p99_alone_ms, abs=0.01)


def imported(**other: object) -> importing.Importing:
    """Figures that keep what is promised, but for those."""
    kept = importing.Importing(10_000, 1_000, 3_600, 2_000, 1.2, 1.9, 5.0, 6.0, 20.0, 22.0, 1.1, 200.0)
    return msgspec.structs.replace(kept, **other)


@pytest.mark.parametrize(("figure", "value", "word"), [("seconds", 2.1, "2.10 s"), ("growth", 1.3, "1.3")])
def test_what_takes_too_much_is_told(figure: str, value: float, word: str) -> None:
    """An import that takes too long, or that those who talk notice, is named with its figure; others are not."""
    assert list(importing.misses(imported())) == []
    (missed,) = importing.misses(imported(**{figure: value}))
    assert word in missed


def test_the_figures_are_told_both_ways() -> None:
    """The table and the JSON have the import beside what was checked."""
    report = LargeDecks({"cores": 2}, 10_000, (), imported())
    assert json.loads(report.as_json())["imported"]["growth"] == 1.1
    assert "p99 importing / alone: 1.1" in report.as_table()
