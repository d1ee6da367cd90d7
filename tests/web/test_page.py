"""The page: what is on disk, inert, under the policy."""

from __future__ import annotations

import html
import logging

import pytest

from bot.adapters.web.adapter import WebAdapter
from bot.adapters.web.arrival import AWAY
from bot.model.event import Arrived
from bot.model.message import Button, Paragraph, Role
from tests.web.fakes import Bot, Hand, say
from tests.web.person import Person, shown

NASTY = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "</textarea><script>alert(1)</script>",
    "{{ 7 * 7 }} {% raw %}",
    '<hx-partial hx-target="body">x</hx-partial>',
    '<div hx-on:click="alert(1)" hx-get="/">',
    "javascript:alert(1)",
    "**<b>**",
)


async def test_whoever_is_new_is_greeted_once(ada: Person, bot: Bot) -> None:
    """The first page shows the greeting; reloading it greets nobody again."""
    pages = [await ada.open() for _ in range(3)]
    assert [one.event for one in bot.taken] == [Arrived()]
    assert "I&#39;m a bot" in pages[0]
    assert [shown(page) for page in pages] == [[1]] * 3


async def test_the_account_is_the_place(ada: Person, bot: Bot) -> None:
    """A web place is one person's: 128 random bits for both."""
    await ada.say("zero!")
    assert {one.address for one in bot.taken} == {one.account for one in bot.taken}
    assert len({one.address for one in bot.taken}) == 1
    assert len(bot.taken[0].address) == 32


async def test_whoever_comes_back_after_half_an_hour_is_announced_once(ada: Person, bot: Bot, clock: Hand) -> None:
    """Two tabs opened after a pause are one arrival."""
    await ada.open()
    clock.at += AWAY - 1
    await ada.open()
    assert len(bot.taken) == 1
    clock.at += 1
    assert "Welcome back." in await ada.open()
    await ada.open()
    assert len(bot.taken) == 2


async def test_a_link_may_ask_for_a_deck(ada: Person, bot: Bot) -> None:
    """`?deck=` travels in the arrival, for newcomers and for people in the middle of a conversation."""
    await ada.open("/?deck=little-things")
    page = await ada.open("/?deck=long-table")
    assert [one.event for one in bot.taken] == [Arrived(deck="little-things"), Arrived(deck="long-table")]
    assert "Welcome back." in page


@pytest.mark.parametrize("deck", ["../x", "a b", "x" * 65, "<b>", "dëck"])
async def test_a_deck_that_can_be_none_is_not_passed_on(ada: Person, bot: Bot, deck: str) -> None:
    """Only what looks like a deck's id reaches the bot."""
    async with ada.session.get(ada.url, params={"deck": deck}) as answer:
        assert answer.status == 200
    assert [one.event for one in bot.taken] == [Arrived()]


async def test_looking_ahead_is_not_arriving(ada: Person, bot: Bot) -> None:
    """A prefetch and a HEAD bring nobody."""
    await ada.open("/", **{"Sec-Purpose": "prefetch;prerender"})
    async with ada.session.head(ada.url + "/") as answer:
        assert answer.status == 200
    assert bot.taken == []


async def test_a_page_opens_while_the_bot_stops(ada: Person, bot: Bot) -> None:
    """Somebody who comes during a restart sees a page and a sentence, not an error."""
    bot.stopping = True
    assert "restarting" in await ada.open()


async def test_a_long_history_opens_at_its_end_and_is_there_in_full(ada: Person, bot: Bot) -> None:
    """The page shows the newest 200 and a link to all."""
    await ada.open()
    for n in range(205):
        bot.says(bot.taken[0].address, say(f"n{n}"))
    page = await ada.open()
    assert shown(page) == list(range(7, 207))
    assert 'href="/?all"' in page
    page = await ada.open("/?all")
    assert shown(page) == list(range(1, 207))
    assert 'href="/?all"' not in page


@pytest.mark.parametrize("text", NASTY)
async def test_what_a_person_types_is_text(ada: Person, bot: Bot, text: str) -> None:
    """No message becomes markup: not in the page, an answer to a script, a quote of the bot's, a draft."""
    await ada.say(text)
    pieces = [await ada.open(), (await ada.say(text, htmx=True, after="0")).text, (await ada.say(text, press="t")).text]
    for piece in pieces:
        assert html.escape(text, quote=True).replace("&quot;", "&#34;").replace("&#x27;", "&#39;") in piece
        assert "<script>" not in piece and "<img" not in piece and "<svg" not in piece and 'hx-on:click="' not in piece


async def test_a_persons_asterisks_are_shown_and_not_obeyed(ada: Person, bot: Bot) -> None:
    """Neither in what they said nor where the bot quotes it."""
    await ada.say("*so* **what**")
    page = await ada.open()
    assert page.count("*so* **what**") == 2
    assert "<em>so</em>" not in page and "<strong>what" not in page


async def test_what_the_bot_says_is_text_too(ada: Person, bot: Bot) -> None:
    """Deck texts, labels and tokens are escaped; only the marks of emphasis become elements."""
    await ada.open()
    nasty = Button('<b>"x"</b>', '"><script>')
    place = bot.taken[0].address
    bot.says(place, say(Paragraph("<i>*so*</i>", Role.QUESTION), Paragraph("<u>", Role.ASIDE), buttons=(nasty,)))
    page = await ada.open()
    assert "&lt;i&gt;<em>so</em>&lt;/i&gt;" in page and "&lt;u&gt;" in page
    assert "<script>" not in page and "<b>" not in page


async def test_only_the_newest_buttons_press(ada: Person, bot: Bot) -> None:
    """Older buttons are gone: what was chosen stands below them in the member's own words."""
    await ada.say("zero!")
    page = await ada.open()
    assert 'value="t:zero"' not in page and ">Zero</" not in page
    assert 'value="t:skip"' in page


async def test_a_card_holds_the_question_and_its_captions(ada: Person, bot: Bot) -> None:
    """Asides that follow a question stand on its card; what comes before and after does not."""
    await ada.open()
    aside, ask = Paragraph("Who sees it.", Role.ASIDE), Paragraph("Zero?", Role.QUESTION)
    bot.says(bot.taken[0].address, say(aside, ask, aside, aside, "And on."))
    page = await ada.open()
    last = page[page.rindex("<li") :]
    card = last[last.index('<div class="card">') : last.index("</div>")]
    assert card.count('class="aside"') == 2 and "Zero?" in card and "And on." not in card


async def test_an_item_and_its_button_are_one_offer_until_it_is_taken(ada: Person, bot: Bot) -> None:
    """A described choice is pressed whole; a button that nothing describes stands by itself."""
    await ada.open()
    buttons = (Button("Long <Table>", "t:long"), Button("Other", "t:other"))
    item = Paragraph("**Long <Table>** — for *old* friends", Role.ITEM)
    place = bot.taken[0].address
    bot.says(place, say("Which?", item, Paragraph("**Gone** — away", Role.ITEM), buttons=buttons))
    page = await ada.open()
    inside = "<strong>Long &lt;Table&gt;</strong> <span>for <em>old</em> friends</span>"
    assert f'name="press" value="t:long" dir="auto">{inside}</button>' in page
    assert page.count('value="t:long"') == page.count('value="t:other"') == 1
    assert '<p class="item" dir="auto"><strong>Gone</strong> — away</p>' in page
    await ada.say("x")
    assert f'<p class="offer" dir="auto">{inside}</p>' in await ada.open()


async def test_two_of_one_name_keep_their_buttons(ada: Person, bot: Bot) -> None:
    """Where a name does not say which button is meant, every button stands by itself."""
    await ada.open()
    item = Paragraph("**Twin** — one of two", Role.ITEM)
    bot.says(bot.taken[0].address, say(item, item, buttons=(Button("Twin", "t:1"), Button("Twin", "t:2"))))
    page = await ada.open()
    assert page.count('class="item"') == 2 and "offer" not in page
    assert page.count('value="t:1"') == page.count('value="t:2"') == 1


async def test_a_scale_stands_in_rows(ada: Person, bot: Bot) -> None:
    """Buttons that are all numbers are marked as such, and only those."""
    await ada.open()
    place = bot.taken[0].address
    skip = Button("Skip", "t:skip", quiet=True)
    bot.says(place, say("How?", buttons=(*(Button(str(n), f"t:{n}") for n in range(1, 11)), skip)))
    assert 'class="answers numbers"' in await ada.open()
    bot.says(place, say("How?", buttons=(*(Button(f"no. {n}", f"t:{n}") for n in range(1, 11)), skip)))
    assert 'class="answers"' in await ada.open()


async def test_every_response_carries_the_policy(ada: Person, bot: Bot) -> None:
    """Pages, pieces, errors, files and streams alike."""
    await ada.open()
    for path in ("/", "/events", "/healthz", "/static/chat.css", "/static/../pages.py", "/nowhere", "/say"):
        async with ada.session.get(ada.url + path) as answer:
            policy = answer.headers["Content-Security-Policy"]
            assert policy.startswith("default-src 'none'; script-src 'self';")
            assert "unsafe" not in policy
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert answer.headers["Referrer-Policy"] == "same-origin"
            assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
            assert "camera=()" in answer.headers["Permissions-Policy"]
            assert "Server" not in answer.headers


@pytest.mark.parametrize("path", ["/static/../pages.py", "/static/%2e%2e/pages.py", "/static/nothing.css", "/static/"])
async def test_only_listed_files_are_served(ada: Person, path: str) -> None:
    """A name that is not listed is not there."""
    async with ada.session.get(ada.url + path) as answer:
        assert answer.status == 404


async def test_files_are_kept_for_a_year_under_the_address_of_their_bytes(ada: Person) -> None:
    """The page names files with their hash; without it they are asked for again."""
    page = await ada.open()
    address = page.split('rel="stylesheet" href="')[1].split('"')[0]
    async with ada.session.get(ada.url + address) as answer:
        assert "immutable" in answer.headers["Cache-Control"]
    async with ada.session.get(ada.url + "/static/chat.css") as answer:
        assert answer.headers["Cache-Control"] == "no-cache"


async def test_health_is_asked(ada: Person, adapter: WebAdapter) -> None:
    """All is well says so."""
    async with ada.session.get(ada.url + "/healthz") as answer:
        assert (answer.status, await answer.json()) == (200, {"ok": True, "why": ""})


async def test_an_error_tells_nothing(ada: Person, bot: Bot, caplog: pytest.LogCaptureFixture) -> None:
    """A step that raises gives a plain page, and the log names the kind of error but no word of the person's."""

    async def broken(*_: object) -> None:
        raise RuntimeError("a secret")

    await ada.open()
    bot.take = broken  # type: ignore[method-assign, assignment]
    with caplog.at_level(logging.DEBUG):
        answer = await ada.say("a secret", id=await ada.form())
    assert answer.status == 500
    assert "a secret" not in answer.text and "Traceback" not in answer.text
    assert "a secret" not in caplog.text
    assert "RuntimeError" in caplog.text


async def test_methods_that_are_not_there(ada: Person) -> None:
    """405 says which are."""
    async with ada.session.delete(ada.url + "/") as answer:
        assert answer.status == 405
        assert "GET" in answer.headers["Allow"]
