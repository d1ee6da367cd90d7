"""Dates and the community's own deck are called what they are called in the language of whoever reads of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.model.curator import ABOUT_US, AMONG_US
from bot.model.member import Rank
from bot.rendering.dated import DATED, ISO
from bot.voices import dates, tongues
from tests.languages.stage import Stage


@pytest.mark.parametrize(
    ("language", "value", "said"),
    [
        ("de", "2026-03-05", "5. März 2026"),
        ("de-AT", "2026-12-24 08:05 Europe/Berlin", "24. Dezember 2026, 08:05 Europe/Berlin"),
        ("ar", "2026-03-05", "5 مارس 2026"),
        ("en", "2026-03-05", "2026-03-05"),
        ("de", "08:05", "08:05"),
        ("de", "2026-13-05", "2026-13-05"),
        ("de", "since 2026-03-05", "since 2026-03-05"),
    ],
)
def test_a_date_is_written_as_its_reader_writes_it(language: str, value: str, said: str) -> None:
    """With the time behind it, where there is one; what is no date stays as it is."""
    assert dates(language).said(value) == said


def test_what_somebody_said_is_no_date() -> None:
    """Only the gaps for dates are looked at."""
    values = {"text": "2026-03-05", **dict.fromkeys(DATED, "2026-03-05")}
    told = dates("de").told(values)
    assert told["text"] == "2026-03-05"
    assert {told[name] for name in DATED} == {"5. März 2026"}
    assert ISO.told(values) is values


def test_every_language_has_its_months() -> None:
    """Twelve, none twice."""
    for tag in tongues().tables:
        assert tag == "en" or len(set(dates(tag).months)) == 12


@pytest.mark.parametrize(("language", "pause", "until"), [("de", "Pause 3 Tage", "18. Januar 2027"),
                                                          ("ar", "توقف ٣ أيام", "18 يناير 2027")])  # fmt: skip
def test_a_pause_ends_on_a_date_of_the_language(language: str, pause: str, until: str, tmp_path: Path) -> None:
    """The member reads no figures of a log."""
    stage = Stage(tmp_path, language)
    stage.arrive("Anna")
    assert until in stage.say("Anna", pause)


def test_the_communitys_own_deck_is_called_by_its_readers_words(tmp_path: Path) -> None:
    """Where it is offered, where it is begun by that name, where those who look after it see it, and to its author."""
    stage = Stage(tmp_path, "de")
    for name in ("Anna", "Mara"):
        stage.arrive(name)
        stage.say(name, "nein")
    title, about = (tongues().tables["de"].shown[one] for one in (AMONG_US, ABOUT_US))
    stage.say("Anna", "vorschlagen Was hast du zuletzt mit eigenen Händen repariert?")
    stage.say("Anna", "ohne Namen")
    assert f"liegt jetzt in {title}" in stage.say("Mara", "Vorschlag 1 annehmen", rank=Rank.MODERATOR)
    assert f"liegt im Stapel {title}" in stage.reads("Anna")
    assert title in stage.say("Mara", "Stapel", rank=Rank.MODERATOR)
    assert title in stage.buttons("Mara")
    offered = stage.say("Anna", "Stapel")
    assert title in offered and about in offered
    assert AMONG_US not in " ".join([*stage.screen("Anna"), *stage.screen("Mara")])
    assert title in stage.say("Anna", f"Stapel {title}")
    assert "repariert" in stage.asked("Anna")
    assert stage.complaints == []
