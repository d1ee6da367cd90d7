"""A seat by a link: where it leads, the page that shows it, and the picture on that page."""

from __future__ import annotations

import asyncio
import re
from contextlib import suppress
from xml.etree import ElementTree

import pytest
import segno
from aiohttp import ClientSession

from bot.adapters.web.adapter import WebAdapter
from bot.model.event import Arrived
from tests.web.conftest import KEY
from tests.web.fakes import Bot
from tests.web.person import Person

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("code", ["ABCD-2345", "abcd-2345", "ABCD2345", "abcd2345"])
async def test_the_link_asks_for_the_seat(ada: Person, bot: Bot, code: str) -> None:
    """However the code is spelled, the chat opens and the bot hears once which seat is asked for."""
    page = await ada.open(f"/join/{code}")
    assert 'id="box"' in page
    assert [one.event for one in bot.taken] == [Arrived(deck="join-ABCD2345")]


async def test_the_link_asks_for_the_circle_s_question(ada: Person, bot: Bot) -> None:
    """The same for a circle's question, which is answered here in private; what can be no code is no page."""
    assert 'id="box"' in await ada.open("/answer/abcd-2345")
    assert [one.event for one in bot.taken] == [Arrived(deck="answer-ABCD2345")]
    async with ada.session.get(f"{ada.url}/answer/garbage", allow_redirects=False) as answer:
        assert answer.status == 404


@pytest.mark.parametrize("code", ["garbage", "ABCD-234", "ABCD-23456", "ABCD-234O", "ABCD-2340", "ABCD--2345", "%00"])
@pytest.mark.parametrize("behind", ["", "/qr", "/qr.svg"])
async def test_what_can_be_no_code_is_no_page(ada: Person, bot: Bot, code: str, behind: str) -> None:
    """It is a 404 with a page, nobody has arrived, and what was asked for stands nowhere on it."""
    async with ada.session.get(f"{ada.url}/join/{code}{behind}", allow_redirects=False) as answer:
        page = await answer.text()
        assert answer.status == 404
    assert "There is nothing at this address." in page
    assert "ABCD" not in page and "garbage" not in page
    assert bot.taken == []


async def test_nothing_is_looked_up_for_the_page(ada: Person, bot: Bot) -> None:
    """The page for a friend's phone shows any code that could be one, arrives for nobody and gives out no cookie."""
    async with ada.session.get(f"{ada.url}/join/abcd2345/qr") as answer:
        page = await answer.text()
        assert answer.status == 200
        assert "Set-Cookie" not in answer.headers
    assert "join ABCD-2345" in page
    assert f"{ada.url}/join/ABCD-2345" in page
    assert bot.taken == []


async def test_the_picture_is_the_link(ada: Person) -> None:
    """Point by point the picture is the QR code of the link, with four points of white around it."""
    async with ada.session.get(f"{ada.url}/join/ABCD-2345/qr.svg") as answer:
        assert answer.content_type == "image/svg+xml"
        drawing = ElementTree.fromstring(await answer.text())
    expected = segno.make(f"{ada.url}/join/ABCD-2345", error="m", micro=False)
    points, side = read(drawing)
    assert side == len(expected.matrix) + 8
    assert points == {(x + 4, y + 4) for y, row in enumerate(expected.matrix) for x, dark in enumerate(row) if dark}


def read(drawing: ElementTree.Element) -> tuple[set[tuple[int, int]], int]:
    """The dark points of the drawing, and how many are on a side, by following the pen."""
    (stroke,) = (one for one in drawing.iter(f"{SVG}path") if one.get("stroke"))
    points, x, y = set(), 0.0, 0.0
    for move, arguments in re.findall(r"([Mmh])([^Mmh]*)", stroke.get("d", "")):
        numbers = [float(number) for number in re.findall(r"-?[\d.]+", arguments)]
        if move == "M":
            x, y = numbers
        elif move == "m":
            x, y = x + numbers[0], y + numbers[1]
        else:
            points |= {(int(x) + step, int(y)) for step in range(int(numbers[0]))}
            x += numbers[0]
    return points, int(float(drawing.get("width", "0"))) // 8


async def test_the_picture_leads_to_where_people_find_the_chat(bot: Bot) -> None:
    """Behind a proxy the link is the public address, not the name under which the proxy asked."""
    adapter = WebAdapter(bot, KEY, port=0, public="https://talk.example.org/", clock=bot.clock)
    task = asyncio.create_task(adapter.run(bot))
    await asyncio.wait_for(adapter.started.wait(), 5)
    async with ClientSession() as session, session.get(f"{adapter.url}/join/ABCD-2345/qr") as answer:
        assert "https://talk.example.org/join/ABCD-2345" in await answer.text()
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
