"""Every address of the console, by every rank: what the table of rights says, at each look and at each act."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.core.roles import LEAST
from bot.model.member import Rank
from bot.shells.console import application
from bot.shells.console.visit import SECTIONS
from tests.console.community import Browser, Community

RANKS = list(Rank)
ADDRESSES = {"{id}": "x", "{deck}": "ten-questions", "{form}": "csv", "{number}": "1"}


def address(path: str) -> str:
    """The path with something in its gaps."""
    for gap, value in ADDRESSES.items():
        path = path.replace(gap, value)
    return path.replace("{what:", "").replace("}", "")


@pytest.mark.parametrize("rank", RANKS)
async def test_each_rank_sees_what_it_may(tmp_path: Path, rank: Rank) -> None:
    """A page is refused in words exactly to those whose rank is too low; so is every form, and then nothing happens."""
    async with Community(tmp_path).served() as community, Browser(community) as ada:
        await ada.come_in()
        community.ranks.rank = rank
        before = community.views.stock(), len(community.views.acts())
        for path, act, _page in (*application.PAGES, *application.FORMS):
            may = RANKS.index(rank) >= RANKS.index(LEAST[act])
            form = (path, act, _page) in application.FORMS
            page = await (ada.post(address(path), place="1") if form else ada.open(address(path)))
            refused = page.status == 403 and "you may not do this" in page.words
            assert refused is not may, (path, page.status)
            assert page.status < 500, path
        if rank is Rank.HOST:
            assert (community.views.stock(), len(community.views.acts())) == before


async def test_the_list_has_what_somebody_may(community: Community, ada: Browser) -> None:
    """Nobody is shown the way to a page that would be refused."""
    for rank in RANKS[1:]:
        community.ranks.rank = rank
        page = await (ada.come_in() if rank is RANKS[1] else ada.open())
        for _name, path, act in SECTIONS:
            may = RANKS.index(rank) >= RANKS.index(LEAST[act])
            assert (f'<li><a href="/console{path}"' in page.text) is may, (rank, path)


async def test_whoever_is_not_in_sees_the_door(community: Community, ada: Browser) -> None:
    """Every address leads to the door, and says nothing of what is behind."""
    for path, _act, _page in application.PAGES:
        assert (await ada.open(address(path), follow=False)).headers["Location"] == "/console/enter"
    for path, _act, _page in application.FORMS:
        assert (await ada.post(address(path), follow=False)).headers["Location"] == "/console/enter"


async def test_who_may_is_asked_at_each_act(community: Community, ada: Browser) -> None:
    """A page that was opened by a moderator is of no use to whoever is none by the time they press."""
    await ada.come_in()
    await ada.open("/decks")
    community.ranks.rank = Rank.HOST
    page = await ada.post("/decks/ten-questions/disable", sure="yes")
    assert page.status == 403
    assert all(entry.enabled for entry in community.views.stock().entries)


async def test_a_form_without_its_token_does_nothing(community: Community, ada: Browser) -> None:
    """Neither a forged token, nor another browser's, nor another site's page moves anything."""
    await ada.come_in()
    async with Browser(community) as ben:
        await ben.come_in()
        for token in ("", "form", ben.token):
            assert (await ada.post("/decks/ten-questions/move", token=token, place="1")).status == 403
    for origin in ("https://elsewhere.example", "null", ""):
        assert (await ada.post("/decks/ten-questions/move", origin=origin, place="1")).status == 403
    assert [act.what for act in community.views.acts()] == ["sign in", "sign in"]
