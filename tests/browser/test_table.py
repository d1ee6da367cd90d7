"""Two people at one table, in two windows of the real bot: from the link to the closing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final, Literal

import pytest
import zxingcpp
from playwright.sync_api import Browser, Page, expect

from tests.browser.manners import newest, press, say, sideways
from tests.browser.test_conversation import by_key, reach, type_in
from tests.browser.test_looks import Axe
from tests.web.served import Served

SCHEMES: Final[tuple[Literal["light", "dark"], ...]] = ("light", "dark")
CODE: Final = re.compile(r"join ([2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4})")
GREY: Final = """one => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [560, 560];
    const brush = canvas.getContext('2d');
    brush.drawImage(one, 0, 0, 560, 560);
    return Array.from(brush.getImageData(0, 0, 560, 560).data.filter((_, at) => at % 4 === 1));
}"""
"""The picture as the browser drew it, a number from 0 to 255 for each point."""


@contextmanager
def window(browser: Browser, width: int = 1280, scripts: bool = True) -> Iterator[Page]:
    """Somebody's own browser, with nothing in it."""
    context = browser.new_context(
        viewport={"width": width, "height": 800}, reduced_motion="reduce", java_script_enabled=scripts
    )
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


def lay(page: Page, url: str, deck: str = "pair") -> str:
    """Ada has laid a table with that deck on it; returns the code."""
    page.goto(url)
    press(page, "Yes")
    say(page, f"not-date {deck} for 2")
    say(page, "Ada")
    return code_on(page)


def code_on(page: Page) -> str:
    """The code that was shown last."""
    found = CODE.search(newest(page))
    assert found is not None, newest(page)
    return found[1]


def seat(page: Page, url: str, code: str, name: str = "Ben") -> None:
    """Somebody new has followed the link, said yes twice, and given a name."""
    page.goto(f"{url}/join/{code}")
    press(page, "Yes")
    press(page, "Yes")
    say(page, name)


def tell(page: Page, text: str, other: Page) -> None:
    """What was typed stands on the other's page, without a reload."""
    page.fill("#box", text)
    page.press("#box", "Enter")
    expect(other.locator(".bot").last).to_contain_text(text)
    expect(page.locator("#box")).to_have_value("")


def next_card(page: Page, other: Page) -> None:
    """The next thing lies before both."""
    counts = [one.locator(".entry").count() for one in (page, other)]
    page.locator("[data-live] button", has_text="Next card").click()
    for one, count, more in zip((page, other), counts, (2, 1), strict=True):
        expect(one.locator(".entry")).to_have_count(count + more)


def test_an_evening_for_two_by_keyboard_alone(browser: Browser, house: Served) -> None:
    """From the link to the closing no mouse is needed; what one says stands on the other's page by itself."""
    with window(browser) as ada, window(browser, 360) as ben:
        ada.goto(house.url)
        type_in(ada, "yes")
        type_in(ada, "not-date pair for 2")
        type_in(ada, "Ada")
        ben.goto(f"{house.url}/join/{code_on(ada)}")
        by_key(ben, "Yes")
        assert "Ada keeps a seat for you" in newest(ben)
        by_key(ben, "Yes", "Tab")
        type_in(ben, "Ben")
        expect(ada.locator(".bot").last).to_contain_text("Ben is at the table, in a browser.")
        for _card in range(12):
            if "One thing more" in newest(ben):
                break
            type_in(ada, "a chair that knows me")
            type_in(ben, "the bell by the door")
            expect(ada.locator(".bot").last).to_contain_text("the bell by the door")
            expect(ben.locator(".bot").last).to_contain_text("a chair that knows me")
            count = ada.locator(".entry").count()
            by_key(ben, "Next card")
            expect(ada.locator(".entry")).to_have_count(count + 1)
        assert "may Ben hear from you again?" in newest(ada)
        by_key(ada, "Yes")
        type_in(ada, "the bench by the ferry, Sunday at 4")
        reach(ben, "Yes")
        by_key(ben, "Yes")
        count = ben.locator(".entry").count()
        ben.locator("#box").focus()
        ben.keyboard.type("ben@harbour.example")
        ben.keyboard.press("Enter")
        expect(ben.locator(".entry")).to_have_count(count + 3)
        assert "the bench by the ferry" in newest(ben)
        expect(ada.locator(".bot").last).to_contain_text("ben@harbour.example")


def invited(ada: Page, ben: Page, url: str) -> None:
    ben.goto(f"{url}/join/{lay(ada, url)}")
    press(ben, "Yes")


def laid(ada: Page, ben: Page, url: str) -> None:
    seat(ben, url, lay(ada, url))


def waiting(ada: Page, ben: Page, url: str) -> None:
    laid(ada, ben, url)
    say(ben, "the one by the window, which nobody else wants")


def talking(ada: Page, ben: Page, url: str) -> None:
    waiting(ada, ben, url)
    say(ada, "Donaudampfschifffahrtsgesellschaftskapitän" * 3)
    tell(ben, "how long did that take?", ada)
    tell(ada, "a winter", ben)


def parting(ada: Page, ben: Page, url: str) -> None:
    laid(ada, ben, url)
    for _card in range(12):
        if "One thing more" in newest(ben):
            return
        say(ada, "a chair")
        say(ben, "a bell")
        expect(ada.locator(".bot").last).to_contain_text("a bell")
        next_card(ben, ada)


STAGES: Final[dict[str, Callable[[Page, Page, str], None]]] = {
    one.__name__: one for one in (invited, laid, waiting, talking, parting)
}


@pytest.mark.parametrize("stage", STAGES)
def test_axe_finds_nothing_at_a_table(browser: Browser, house: Served, stage: str) -> None:
    """0 violations and no sideways scroll on either's page, in wide, small and smallest windows, by day and night."""
    with window(browser) as ada, window(browser) as ben:
        STAGES[stage](ada, ben, house.url)
        for page in (ada, ben):
            look_at(page)


def look_at(page: Page) -> None:
    """Nothing is wrong with the page in any window."""
    axe = Axe(page)
    for width in (1280, 360, 320):
        page.set_viewport_size({"width": width, "height": 720})
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            assert axe.violations() == [], (width, scheme)
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(wide) <= 0, width
        assert page.locator(".scroll").count() == 0 or sideways(page) <= 0, width


def test_a_code_to_hold_up_to_a_friend(browser: Browser, house: Served) -> None:
    """The code on the page leads to a picture, which a camera reads as the link; that page is in order as well."""
    with window(browser) as ada:
        code = lay(ada, house.url)
        ada.get_by_role("link", name=f"join {code}").click()
        expect(ada.get_by_role("heading")).to_have_text("A seat is kept at this table.")
        expect(ada.locator("main")).to_contain_text(code)
        picture = ada.locator("img.seat")
        assert picture.evaluate("one => one.decode().then(() => one.naturalWidth)") > 0
        grey = bytes(picture.evaluate(GREY))
        (read,) = zxingcpp.read_barcodes(memoryview(grey).cast("B", (560, 560)))
        assert read.text == f"{house.url}/join/{code}"
        look_at(ada)
        ada.get_by_role("link", name="To the conversation").click()
        assert "A table is laid" in newest(ada)


def test_a_wrong_code_is_a_sentence(browser: Browser, house: Served) -> None:
    """A code that keeps no seat is said to keep none, and the conversation goes on; what is no code is no page."""
    with window(browser, 320) as page:
        page.goto(f"{house.url}/join/2222-2222")
        press(page, "Yes")
        assert "That code keeps no seat" in newest(page)
        answer = page.goto(f"{house.url}/join/garbage")
        assert answer is not None and answer.status == 404
        expect(page.locator("main")).to_contain_text("There is nothing at this address.")
        look_at(page)


def test_without_scripts_it_is_a_reload(browser: Browser, house: Served) -> None:
    """Whoever has no scripts sits at the table as well: their forms are sent, and what others said is there anew."""
    with window(browser, scripts=False) as ada, window(browser, 360) as ben:
        ada.goto(house.url)
        for text in ("yes", "not-date pair for 2", "Ada"):
            ada.fill("#box", text)
            ada.click(".send")
        seat(ben, house.url, code_on(ada))
        ada.get_by_role("link", name="Look for new messages").click()
        assert "Ben is at the table" in newest(ada)
        ada.fill("#box", "a lamp")
        ada.click(".send")
        say(ben, "a kettle")
        ada.reload()
        assert "a kettle" in newest(ada)
        ada.fill("#box", "does it whistle?")
        ada.click(".send")
        expect(ben.locator(".bot").last).to_contain_text("does it whistle?")
        assert ada.locator(".member .said").last.inner_text() == "does it whistle?"
