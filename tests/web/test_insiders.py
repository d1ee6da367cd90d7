"""Who may read the numbers, what they say, and whom they leave alone."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest
from aiohttp import ClientSession, CookieJar

from bot.adapters.web.metrics import exposition
from bot.connecting import PLATFORMS
from bot.model.ids import Address, Platform
from bot.ports.adapter import Outcome
from bot.ports.watch import Sending
from bot.runtime.meter import ELSEWHERE, Meter
from bot.settings import load
from bot.web.insiders import PASSED_ON
from bot.wiring import House, build_house
from tests.web.person import Person

TOKEN = "a token that nobody guesses"
SAMPLE = re.compile(r"^(?P<name>\w+)(?:\{(?P<labels>[^}]*)\})? (?P<value>\S+)$", re.MULTILINE)
LABEL = re.compile(r'(\w+)="((?:[^"\\]|\\.)*)"')


async def running(folder: Path, **flags: str | int) -> House:
    """The real bot, with its page."""
    house = build_house(load({"db": str(folder / "bot.db"), "port": 0, **flags}, {}, folder))
    assert house.web is not None
    await house.bot.start()
    await house.web.started.wait()
    await house.terminal.started.wait()
    return house


async def stop(house: House) -> None:
    await house.bot.stop()
    house.lock.release()


@pytest.fixture(autouse=True)
def asked_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.web.application.HEALTH_KEPT", 0.0)
    monkeypatch.setattr("bot.runtime.condition.FIGURES_KEPT", 0.0)
    monkeypatch.setattr("bot.runtime.condition.WRITER_PATIENCE", 0.3)


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    house = await running(tmp_path)
    yield house
    await stop(house)


async def asked(house: House, path: str, **headers: str) -> tuple[int, str]:
    assert house.web is not None
    async with ClientSession() as session, session.get(house.web.url + path, headers=headers) as answer:
        return answer.status, await answer.text()


def numbers(text: str) -> dict[str, float]:
    """Every sample by its name and labels, as they stand in the text."""
    return {found[0].rsplit(" ", 1)[0]: float(found["value"]) for found in SAMPLE.finditer(text)}


async def test_ready_is_when_everybody_is(house: House) -> None:
    """200 while the writer answers and every platform can send; otherwise 503 with the names of what is waited for."""
    assert await asked(house, "/readyz") == (200, json.dumps({"ready": True, "waiting for": []}))
    house.terminal.started.clear()
    code, said = await asked(house, "/readyz")
    assert (code, json.loads(said)) == (503, {"ready": False, "waiting for": ["terminal"]})
    house.terminal.started.set()
    await house.bot.writer.stop()
    code, said = await asked(house, "/readyz")
    assert (code, json.loads(said)["waiting for"]) == (503, ["database"])


@pytest.mark.parametrize("header", PASSED_ON)
async def test_what_a_proxy_passes_on_is_not_from_here(house: House, header: str) -> None:
    """A request from this machine is served, and one that a proxy passed on is not, whatever header says so."""
    assert (await asked(house, "/metrics"))[0] == 200
    code, said = await asked(house, "/metrics", **{header: "for=203.0.113.7"})
    assert code == 403
    assert "notdate_" not in said


async def test_a_page_elsewhere_reads_no_numbers(house: House) -> None:
    """A browser that is sent here by another page, or under a name that leads here by chance, gets nothing."""
    assert (await asked(house, "/metrics", Origin="https://evil.example"))[0] == 403
    assert (await asked(house, "/metrics", Host="evil.example"))[0] in (403, 421)


async def test_where_a_proxy_stands_only_the_token_counts(tmp_path: Path) -> None:
    """With a public address nobody is taken for this machine, since a proxy need not say for whom it asks."""
    house = await running(tmp_path, public_url="https://talk.example.org")
    assert (await asked(house, "/metrics"))[0] == 403
    await stop(house)


async def test_the_token_opens_and_nothing_else_does(tmp_path: Path) -> None:
    """With a token set, whoever shows it is served, through a proxy too; nobody else is, on this machine either."""
    house = await running(tmp_path, public_url="https://talk.example.org", metrics_token=TOKEN)
    shown = f"Bearer {TOKEN}"
    assert (await asked(house, "/metrics", Authorization=shown))[0] == 200
    assert (await asked(house, "/metrics", Authorization=shown, **{"X-Forwarded-For": "203.0.113.7"}))[0] == 200
    for wrong in ("", "Bearer ", f"Bearer {TOKEN}x", TOKEN, "Bearer ü"):
        assert (await asked(house, "/metrics", **({"Authorization": wrong} if wrong else {})))[0] == 403
    await stop(house)


async def test_what_happened_is_counted(house: House) -> None:
    """A greeting, an answer, something unreadable and a message sent are each in the numbers, by platform."""
    assert house.web is not None
    async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as session:
        ada = Person(session, house.web.url)
        await ada.open()
        await ada.say("yes")
        await ada.say("my nan sang Ullapool in the kitchen")
    await house.bot.intake.quarantine("web:somebody", b"\xff", "not UTF-8")
    await house.bot.intake.quarantine("carrier-pigeon", b"?", "a feather")
    await house.bot.writer.call(lambda ledger, _engine: None)
    code, text = await asked(house, "/metrics")
    found = numbers(text)
    assert code == 200
    taken = found['notdate_deliveries_total{outcome="taken",platform="web"}']
    assert taken >= 3
    assert found['notdate_turns_total{cause="delivery"}'] == taken
    assert found['notdate_outbox_total{outcome="sent",platform="web"}'] >= 3
    assert found['notdate_outbox_wait_seconds_count{platform="web"}'] >= 3
    assert found["notdate_commit_seconds_count"] == found["notdate_batch_size_count"] >= 3
    assert found["notdate_commit_seconds_sum"] > 0
    assert found['notdate_quarantined_total{platform="web"}'] == 1
    assert found['notdate_quarantined_total{platform="other"}'] == 1
    assert found["notdate_quarantine_rows"] == 2
    assert found["notdate_conversations_active"] == 1
    assert found["notdate_database_bytes"] > 0 and found["notdate_wal_bytes"] > 0
    assert found['notdate_adapter_started{platform="web"}'] == 1
    assert found['notdate_outbox_waiting{platform="web"}'] == 0


async def test_no_label_says_anything_of_anybody(house: House, tmp_path: Path) -> None:
    """No label's value is an id, an address, a name or a word of anybody: each is a platform, an outcome or a bound."""
    assert house.web is not None
    async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as session:
        ada = Person(session, house.web.url)
        await ada.open()
        for said in ("yes", "sent", "telegram-lover@example.org", "skip"):
            await ada.say(said)
    await house.bot.intake.quarantine("web:ada's own browser", b"\xff", "not UTF-8")
    _code, text = await asked(house, "/metrics")
    values = {(name, value) for found in SAMPLE.finditer(text) for name, value in LABEL.findall(found["labels"] or "")}
    allowed = {
        "platform": {*PLATFORMS, ELSEWHERE},
        "outcome": {*Outcome, *Sending, "unwritten"},
        "cause": {"delivery", "timer"},
        "le": {value for name, value in values if name == "le" and float(value) >= 0},
    }
    assert {(name, value) for name, value in values if value not in allowed.get(name, ())} == set()
    assert values
    with closing(sqlite3.connect(tmp_path / "bot.db")) as connection:
        stored = {
            str(value)
            for query in (
                "SELECT id FROM members UNION SELECT id FROM conversations UNION SELECT id FROM events",
                "SELECT address FROM accounts UNION SELECT address FROM places UNION SELECT source FROM quarantine",
                "SELECT source FROM deliveries UNION SELECT id FROM deliveries UNION SELECT json_extract(CAST(body AS"
                " TEXT), '$.name') FROM members",
            )
            for (value,) in connection.execute(query)
            if value is not None
        }
        words = {text for (text,) in connection.execute("SELECT text FROM words")}
    assert stored and "telegram-lover@example.org" in words
    shown = {value for _name, value in values}
    # `sent` is a word that was typed, and an outcome: that it was typed changes nothing about the labels.
    assert not shown & (stored | words - {"sent"})
    assert not [one for one in stored | words - {"sent", "yes", "skip"} if len(one) > 3 and one in text]


def test_every_number_is_there_from_the_start() -> None:
    """A meter that has seen nothing names every platform and every outcome, and each histogram ends at infinity."""
    meter = Meter([Platform("here")])
    body, kind = exposition(meter.readings())
    found = numbers(body.decode())
    assert kind.startswith("text/plain")
    assert all(f'notdate_outbox_total{{outcome="{one}",platform="here"}}' in found for one in Sending)
    assert found['notdate_commit_seconds_bucket{le="+Inf"}'] == 0
    assert set(found.values()) == {0.0}


def test_a_histogram_counts_what_lies_below() -> None:
    """Each bound has all that is at most so large."""
    meter = Meter([Platform("here")])
    for work in (1, 2, 3, 1000):
        meter.committed(work, 0.002)
    found = numbers(exposition(meter.readings())[0].decode())
    sizes = {bound: found[f'notdate_batch_size_bucket{{le="{bound}"}}'] for bound in ("1.0", "2.0", "4.0", "256.0")}
    assert sizes == {"1.0": 1, "2.0": 2, "4.0": 3, "256.0": 3}
    assert found['notdate_batch_size_bucket{le="+Inf"}'] == 4
    assert found["notdate_batch_size_sum"] == 1006


def test_an_address_is_not_a_platform() -> None:
    """What is put aside is counted under the platform at most, whatever its source is called."""
    meter = Meter([Platform("here")])
    for source in ("here:ada", f"here:{Address('ada')}:2", "ada", ""):
        meter.quarantined(source)
    text = exposition(meter.readings())[0].decode()
    assert "ada" not in text
    assert numbers(text)['notdate_quarantined_total{platform="here"}'] == 2
