"""Coming in: once, in time, from a page of ours; and out again."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing

import pytest
from msgspec.structs import replace

from bot.core.roles import FRESH
from bot.core.solo.office.words import ENTRY_LIFE
from bot.model.ids import Address, Platform
from bot.model.member import Rank, Standing
from bot.rendering.render import render
from bot.runtime.office import IDLE, LONGEST
from bot.runtime.tickets import Tickets
from tests.console.community import ADA, KEY, TELEGRAM, Browser, Community
from tests.runtime.engines import delivered, said


async def _way_in(community: Community) -> str:
    return (await community.office.offer(TELEGRAM, ADA)).partition("#")[2]


async def test_a_way_in_is_good_once(community: Community, ada: Browser) -> None:
    """The code lets one browser in, and the next that shows it out."""
    code = await _way_in(community)
    assert "What waits" in (await ada.enter(code)).words
    async with Browser(community) as thief:
        page = await thief.enter(code)
        assert page.status == 403 and "not good any more" in page.words
        assert (await thief.open(follow=False)).headers["Location"] == "/console/enter"


async def test_whoever_may_says_console_and_is_in(community: Community, ada: Browser) -> None:
    """The link that the bot answers with lets them in, as who they are; what is on disk of it opens nothing."""
    turned = None
    for count, text in enumerate(("", "yes", "console")):
        one = delivered("Ben", f"Ben {count}", said(text) if text else None)
        one = replace(one, standing=Standing(Rank.HOST, "a test", community.clock.time), name="Ben")
        turned = community.engine.turn([one], community.clock.time)
    assert turned is not None
    (posted,) = turned.posted
    answer = "".join(one.text for one in render(posted.effect, community.voice, posted.words).paragraphs)
    code = answer.rpartition("#")[2]
    for file in community.file.parent.iterdir():
        assert code.encode() not in file.read_bytes() and code[16:].encode() not in file.read_bytes()
    page = await ada.enter(code)
    assert "You are here as here:Ben" in page.words
    with closing(sqlite3.connect(community.file)) as connection:
        (member,) = connection.execute("SELECT member FROM accounts").fetchone()
    assert [(act.what, act.member) for act in community.views.acts()] == [("sign in", member)]


async def test_looking_at_the_link_uses_nothing_up(community: Community, ada: Browser) -> None:
    """Whoever looks ahead, a chat's preview for one, leaves the code as good as it was; and never hears of it."""
    link = await community.office.offer(TELEGRAM, ADA)
    path, _, code = link.partition("#")
    assert code and code not in path
    for _ in range(3):
        assert (await ada.open("/enter")).status == 200
    assert (await ada.enter(code)).status == 200


async def test_ten_minutes_are_ten_minutes(community: Community, ada: Browser) -> None:
    """A moment before the end it is good, at the end it is not."""
    late = await _way_in(community)
    community.clock.time += ENTRY_LIFE
    assert (await ada.enter(late)).status == 403
    early = await _way_in(community)
    community.clock.time += ENTRY_LIFE - 1
    assert (await ada.enter(early)).status == 200


async def test_a_newer_way_in_makes_an_older_one_void(community: Community, ada: Browser) -> None:
    """Of two ways in of one account only the newer is good; another account's stays."""
    old, new = await _way_in(community), await _way_in(community)
    other = (await community.office.offer(TELEGRAM, Address("4712"))).partition("#")[2]
    assert (await ada.enter(old)).status == 403
    assert (await ada.enter(other)).status == 200
    assert (await ada.enter(new)).status == 200


@pytest.mark.parametrize("code", ["", "x", "0" * 48, "é" * 48, "f" * 400, "#", "0" * 16 + "g" * 32])
async def test_what_is_no_code_lets_nobody_in(ada: Browser, code: str) -> None:
    """Guesses, halves and noise are refused in words."""
    page = await ada.enter(code)
    assert page.status == 403 and "not good any more" in page.words


async def test_a_number_alone_opens_nothing(community: Community, ada: Browser) -> None:
    """What the database has of a way in is a number; with another key its code is another, and refused."""
    code = await _way_in(community)
    with closing(sqlite3.connect(community.file)) as connection:
        ((ticket,),) = connection.execute("SELECT ticket FROM entries").fetchall()
        dump = "\n".join(connection.iterdump())
    assert code not in dump and code[16:] not in dump
    assert Tickets(b"another key of as many bytes", lambda: "").code(ticket)[:16] == code[:16]
    assert (await ada.enter(Tickets(b"another key of as many bytes", lambda: "").code(ticket))).status == 403
    assert (await ada.enter(Tickets(KEY, lambda: "").code(ticket))).status == 200


async def test_guessing_is_slowed_down(community: Community, ada: Browser) -> None:
    """After ten codes in a row even a good one has to wait."""
    for _ in range(10):
        assert (await ada.enter("0" * 48)).status == 403
    page = await ada.enter(await _way_in(community))
    assert page.status == 429 and "Too many codes" in page.words


async def test_the_cookie_is_for_this_site_alone(community: Community, ada: Browser) -> None:
    """No script reads it, no other site sends it, and what is kept of it is a hash."""
    answer = await ada.enter(await _way_in(community), follow=False)
    assert answer.status == 303
    cookie = answer.headers["Set-Cookie"]
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(cookie.split("; "))
    secret = cookie.partition("=")[2].partition(";")[0]
    assert len(secret) >= 43 and secret.encode() not in community.file.read_bytes()


async def test_behind_tls_the_cookie_is_bound_to_the_host(tmp_path_factory: pytest.TempPathFactory) -> None:
    """With a public address behind TLS it is Secure and `__Host-`."""
    folder = tmp_path_factory.mktemp("tls")
    async with (
        Community(folder, public_url="https://talk.example.org").served() as community,
        Browser(community) as ada,
    ):
        answer = await ada.enter(await _way_in(community), follow=False, Origin="https://talk.example.org")
        cookie = answer.headers["Set-Cookie"]
        assert cookie.startswith("__Host-notdate-console=") and "Secure" in cookie.split("; ")


async def test_coming_in_anew_ends_what_was_before(community: Community, ada: Browser) -> None:
    """Another secret at each coming in; the one before opens nothing any more."""
    await ada.come_in()
    (before,) = [cookie.value for cookie in ada.session.cookie_jar]
    await ada.come_in()
    (after,) = [cookie.value for cookie in ada.session.cookie_jar]
    assert before != after
    assert await community.office.session(before) is None
    assert await community.office.session(after) is not None


async def test_an_hour_of_nothing_ends_it(community: Community, ada: Browser) -> None:
    """Whoever does something each half hour stays in; after an hour without anything they are out."""
    await ada.come_in()
    for _ in range(3):
        community.clock.time += IDLE // 2
        assert (await ada.open(follow=False)).status == 200
    community.clock.time += IDLE
    assert (await ada.open(follow=False)).headers["Location"] == "/console/enter"


async def test_eight_hours_end_it_whatever_they_do(community: Community, ada: Browser) -> None:
    """However busy somebody is, after eight hours they come in anew."""
    await ada.come_in()
    for _ in range(LONGEST // (IDLE // 2) - 1):
        community.clock.time += IDLE // 2
        assert (await ada.open(follow=False)).status == 200
    community.clock.time += IDLE // 2
    assert (await ada.open(follow=False)).status == 303


async def test_signing_out_ends_it_on_the_server(community: Community, ada: Browser) -> None:
    """The cookie that was copied before is worth nothing after."""
    await ada.come_in()
    (copied,) = [cookie.value for cookie in ada.session.cookie_jar]
    page = await ada.post("/leave")
    assert "signed out" in page.words
    assert await community.office.session(copied) is None
    assert (await ada.open(follow=False)).status == 303


async def test_forms_come_from_pages_of_ours(community: Community, ada: Browser) -> None:
    """Another site's page signs nobody in or out, and neither does one of ours without its token."""
    code = await _way_in(community)
    assert (await ada.enter(code, Origin="https://elsewhere.example")).status == 403
    assert (await ada.enter(code, Origin="null")).status == 403
    await ada.enter(code)
    assert (await ada.post("/leave", origin="https://elsewhere.example")).status == 403
    await ada.post("/leave", token="forged")
    async with Browser(community) as ben:
        await ben.come_in(account=Address("4712"))
        await ada.post("/leave", token=ben.token)
    (shown,) = [cookie.value for cookie in ada.session.cookie_jar] or [""]
    assert shown == ""
    with closing(sqlite3.connect(community.file)) as connection:
        assert connection.execute("SELECT count(*) FROM sessions").fetchone() == (2,)


async def test_somebody_demoted_is_told_kindly(community: Community, ada: Browser) -> None:
    """Their next look says that they may not, and what to do; nothing else is on the page."""
    await ada.come_in()
    community.ranks.rank = Rank.MEMBER
    page = await ada.open()
    assert page.status == 403 and "you may not do this" in page.words
    assert re.findall(r'<li><a href="/console[^"]*"', page.text.partition("<footer")[0]) == []


async def test_an_old_standing_is_none(community: Community, ada: Browser) -> None:
    """What was read more than a minute ago counts as nothing."""
    await ada.come_in()
    community.ranks.clock = type(community.clock)(community.clock.time - FRESH - 1)
    assert (await ada.open()).status == 403


async def test_forgetting_somebody_ends_what_they_had_open(community: Community, ada: Browser) -> None:
    """Whoever is forgotten is not in any more, and no way in of theirs is left."""
    await _speak(community, "Ada", "yes")
    await ada.come_in(Platform("here"), Address("Ada"))
    with closing(sqlite3.connect(community.file)) as connection, connection:
        (member,) = connection.execute("SELECT member FROM accounts").fetchone()
        connection.execute("UPDATE sessions SET member = ?", (member,))
        connection.execute("INSERT INTO entries VALUES (1, 'here', 'Ada', ?, ?)", (member, 1 << 60))
    community.engine.turn([delivered("Ada", "f", said("forget me"))], community.clock.time)
    community.engine.turn([delivered("Ada", "y", said("yes"))], community.clock.time)
    with closing(sqlite3.connect(community.file)) as connection:
        assert connection.execute("SELECT count(*) FROM sessions").fetchone() == (0,)
        assert connection.execute("SELECT count(*) FROM entries").fetchone() == (0,)


async def _speak(community: Community, who: str, *texts: str) -> None:
    community.engine.turn([delivered(who, "arrival")], community.clock.time)
    for count, text in enumerate(texts):
        community.engine.turn([delivered(who, f"said {count}", said(text))], community.clock.time)
