"""The delivery table is what the adapters that `wiring` builds can do: not what somebody once wrote down."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Final

import pytest
from msgspec.structs import replace

from bot import resources
from bot.connecting import PLATFORMS
from bot.model.effect import Delivery
from bot.model.ids import Platform
from bot.model.message import Capabilities
from bot.ports.adapter import Adapter
from bot.ports.delivery import Promise, promise
from bot.settings import load
from bot.wiring import build_house

PAGE: Final = Path(__file__).parents[2] / "docs" / "platforms.md"
EVERYWHERE: Final[dict[str, str | int | None]] = {
    "telegram_token": "7000000001:AAEfakefakefakefakefakefakefakefake",
    "discord_token": "nobodys",
    "matrix_homeserver": "http://127.0.0.1:9",
    "matrix_user": "@notdate:harbour.test",
    "matrix_token": "nobodys",
    "port": 0,
}
"""Settings with which there is an adapter for every platform; none of them is started."""


@pytest.fixture
async def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Mapping[Platform, Adapter]]:
    """The adapters of a bot that is on every platform, by platform; it has no decks, which would have to be read."""
    monkeypatch.setattr(resources, "deck_files", tuple)
    house = build_house(load({**EVERYWHERE, "db": str(tmp_path / "bot.db")}, {}, tmp_path))
    adapters: tuple[Adapter, ...] = tuple(vars(house.bot)["_adapters"])
    assert len({adapter.platform for adapter in adapters}) == len(adapters)
    yield {adapter.platform: adapter for adapter in adapters}
    vars(house.bot)["_ledger"].close()
    house.lock.release()


def table(name: str) -> dict[str, dict[str, str]]:
    """The cells of that table of the page, by row and column."""
    found = re.search(rf"<!-- {name} -->\n(.*?)<!-- end -->", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    head, _rule, *rows = [[cell.strip() for cell in line.strip("|\n").split("|")] for line in found[1].splitlines()]
    return {row[0]: dict(zip(head[1:], row[1:], strict=True)) for row in rows}


async def test_the_table_names_the_platforms_that_are_built(built: Mapping[Platform, Adapter]) -> None:
    """Every platform of the page, and no other, has an adapter, and each declares what `PLATFORMS` says of it, but
    for its own door."""
    assert set(built) == set(PLATFORMS) == set(table("deliveries")) == set(next(iter(table("capabilities").values())))
    declared = {platform: replace(adapter.capabilities, door="") for platform, adapter in built.items()}
    assert declared == dict(PLATFORMS)


async def test_the_table_says_what_is_promised(built: Mapping[Platform, Adapter]) -> None:
    """Cell by cell, for each class of messages, by what the built adapter can do."""
    promised = {
        platform: {delivery.value: promise(adapter.capabilities, delivery).value for delivery in Delivery}
        for platform, adapter in built.items()
    }
    assert table("deliveries") == promised


async def test_the_table_says_what_each_can_do(built: Mapping[Platform, Adapter]) -> None:
    """Yes and no, and every number, are the built adapter's."""
    cells = table("capabilities")
    assert set(cells) == {field.replace("_", " ") for field in Capabilities.__struct_fields__} - {"door"}
    for platform, adapter in built.items():
        for field in set(Capabilities.__struct_fields__) - {"door"}:
            value, cell = getattr(adapter.capabilities, field), cells[field.replace("_", " ")][platform]
            if isinstance(value, bool):
                assert cell == ("yes" if value else "no"), (platform, field)
            elif isinstance(value, int):
                assert cell == f"{value:,}", (platform, field)


def test_only_a_key_makes_it_exactly_once() -> None:
    """Without a key a message may come twice; what goes to many never does; and there is no fourth class."""
    plain, keyed = Capabilities(text_limit=1), Capabilities(text_limit=1, idempotent=True)
    assert [promise(plain, delivery) for delivery in Delivery] == [
        Promise.AT_LEAST_ONCE, Promise.AT_LEAST_ONCE, Promise.AT_MOST_ONCE,
    ]  # fmt: skip
    assert [promise(keyed, delivery) for delivery in Delivery] == [
        Promise.EXACTLY_ONCE, Promise.EXACTLY_ONCE, Promise.AT_MOST_ONCE,
    ]  # fmt: skip
