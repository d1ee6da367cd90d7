"""What anybody must be able to see, reach and stand."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, Literal

import pytest
from playwright.sync_api import Browser, Page, StorageState

from tests.browser.manners import begin, press, say, sideways
from tests.web.served import Served

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen" * 3


def greeting(page: Page, url: str) -> None:
    page.goto(url)


def menu(page: Page, url: str) -> None:
    page.goto(url)
    press(page, "Yes")


def choice(page: Page, url: str) -> None:
    begin(page, url, "pair")


def scale(page: Page, url: str) -> None:
    begin(page, url, "numbers")


def chips(page: Page, url: str) -> None:
    begin(page, url, "pair")
    press(page, "bluebird")
    say(page, "my aunt's")
    say(page, "the bell")


def parting(page: Page, url: str) -> None:
    begin(page, url, "pair")
    press(page, "bluebird")
    for text in ("my aunt's", "the bell", "cold"):
        say(page, text)


def long(page: Page, url: str) -> None:
    begin(page, url, "shelf")
    for text in (LONG, "a" * 4_000, "what do you know about me"):
        say(page, text)


STAGES: Final[dict[str, Callable[[Page, str], None]]] = {
    one.__name__: one for one in (greeting, menu, choice, scale, chips, parting, long)
}
"""How far a conversation has come."""


@pytest.fixture(scope="session")
def people(browser: Browser, house: Served) -> dict[str, StorageState]:
    """The cookies of somebody at each of the stages: whoever opens the page with them sees that conversation."""
    cookies = {}
    for name, reach in STAGES.items():
        context = browser.new_context()
        reach(context.new_page(), house.url)
        cookies[name] = context.storage_state()
        context.close()
    return cookies


@contextmanager
def opened(
    browser: Browser,
    url: str,
    state: StorageState,
    width: int,
    height: int = 720,
    scripts: bool = True,
) -> Iterator[Page]:
    """The conversation in a window of that size, with nothing moving."""
    context = browser.new_context(
        viewport={"width": width, "height": height},
        reduced_motion="reduce",
        java_script_enabled=scripts,
        storage_state=state,
    )
    page = context.new_page()
    page.goto(url)
    yield page
    context.close()


class Axe:
    """Looks at a page, as often as asked, in a world that the page's policy does not bind."""

    def __init__(self, page: Page) -> None:
        self._session = page.context.new_cdp_session(page)
        tree: dict[str, Any] = self._session.send("Page.getFrameTree")
        frame = {"frameId": tree["frameTree"]["frame"]["id"]}
        self._world: int = self._session.send("Page.createIsolatedWorld", frame)["executionContextId"]
        self._run(f"{AXE.read_text()}; 0")

    def violations(self) -> list[str]:
        """What is wrong, as `rule: element`."""
        found: list[str] = self._run(
            "axe.run(document, {resultTypes: ['violations']}).then(found => found.violations.flatMap("
            "one => one.nodes.map(node => one.id + ': ' + node.target + ' ' + (node.any[0]?.message ?? ''))))"
        )
        return found

    def _run(self, expression: str) -> Any:
        ask = {"expression": expression, "contextId": self._world, "awaitPromise": True, "returnByValue": True}
        answer: dict[str, Any] = self._session.send("Runtime.evaluate", ask)
        assert "exceptionDetails" not in answer, answer
        return answer["result"]["value"]


@pytest.mark.parametrize("stage", STAGES)
def test_axe_finds_nothing(browser: Browser, house: Served, people: dict[str, StorageState], stage: str) -> None:
    """0 violations and no sideways scroll at any stage, in wide, small and smallest windows, by day and by night."""
    schemes: tuple[Literal["light", "dark"], ...] = ("light", "dark")
    with opened(browser, house.url, people[stage], 1280) as page:
        axe = Axe(page)
        for opened_help in (False, True) if stage == "greeting" else (False,):
            if opened_help:
                page.click("summary")
            for width in (1280, 360, 320):
                page.set_viewport_size({"width": width, "height": 720})
                for scheme in schemes:
                    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
                    assert axe.violations() == [], (width, scheme)
                assert sideways(page) <= 0, width


def test_axe_would_find_something(page: Page) -> None:
    """The check bites: an image without words, and grey on grey, are found."""
    page.evaluate("document.querySelector('#entries').append(document.createElement('img'))")
    page.evaluate("document.querySelector('h1').style.color = '#ddd'")
    found = Axe(page).violations()
    assert {"image-alt", "color-contrast"} <= {one.split(":")[0] for one in found}


@pytest.mark.parametrize("text", [LONG, "a" * 4_000, "\n" * 50 + "x", "🐦" * 200, "ه" * 300], ids=str.__len__)
def test_no_text_is_too_wide_at_320(browser: Browser, house: Served, text: str) -> None:
    """Words that never end are broken; neither the page nor the conversation scrolls sideways."""
    context = browser.new_context(viewport={"width": 320, "height": 600})
    page = context.new_page()
    begin(page, house.url, "shelf")
    say(page, text)
    assert sideways(page) <= 0
    context.close()


@pytest.mark.parametrize("width", [1280, 320])
def test_whatever_can_be_pressed_is_44_pixels(
    browser: Browser, house: Served, people: dict[str, StorageState], width: int
) -> None:
    """Buttons, numbers, decks, the box and the help line are large enough for a thumb."""
    for name in ("menu", "choice", "scale", "chips"):
        with opened(browser, house.url, people[name], width) as page:
            targets = page.locator("button:visible, summary:visible, textarea:visible").all()
            assert len(targets) >= 3
            for target in targets:
                box = target.bounding_box()
                assert box is not None and box["height"] >= 44 and box["width"] >= 44, target.inner_text()


def test_reduced_motion_is_respected(browser: Browser, house: Served, people: dict[str, StorageState]) -> None:
    """Nothing moves for whoever asked for that, the dots of a bot that thinks included; for others they do."""
    moving = "[...document.querySelectorAll('*')].filter(one => getComputedStyle(one).animationName !== 'none').length"
    with opened(browser, house.url, people["greeting"], 1280) as page:
        page.evaluate("document.getElementById('say').setAttribute('aria-busy', 'true')")
        assert page.locator(".typing").evaluate("one => getComputedStyle(one).transitionProperty") == "visibility"
        page.wait_for_timeout(400)
        assert page.locator(".typing i").first.is_visible()
        assert page.evaluate(moving) == 0
        page.emulate_media(reduced_motion="no-preference")
        assert page.evaluate(moving) >= 3


def test_a_newcomer_on_a_phone_sees_the_greeting_and_the_yes(
    browser: Browser, house: Served, people: dict[str, StorageState]
) -> None:
    """At 360 x 740 nothing needs scrolling before the first answer."""
    with opened(browser, house.url, people["greeting"], 360, 740) as page:
        for what in (page.locator(".bot > p").first, page.locator("[data-live] button").first):
            box = what.bounding_box()
            foot = page.locator(".foot").bounding_box()
            assert box is not None and foot is not None
            assert box["y"] >= 0 and box["y"] + box["height"] <= foot["y"]


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "forms"])
@pytest.mark.parametrize(("width", "height"), [(360, 640), (740, 360), (320, 256)])
def test_the_newest_message_is_in_sight(
    browser: Browser, house: Served, people: dict[str, StorageState], width: int, height: int, scripts: bool
) -> None:
    """A long conversation opens at its end, with and without scripts, and the box is there to answer."""
    with opened(browser, house.url, people["long"], width, height, scripts=scripts) as page:
        for what in (page.locator(".entry").last, page.locator("#box")):
            box = what.bounding_box()
            assert box is not None and 0 < box["y"] + box["height"] <= height


def test_everything_begins_at_one_edge(browser: Browser, house: Served, people: dict[str, StorageState]) -> None:
    """Words, cards, offers and buttons of the bot share their left edge."""
    for name in ("menu", "choice", "scale", "chips", "parting"):
        with opened(browser, house.url, people[name], 1280) as page:
            edges = page.eval_on_selector_all(
                "[data-live] > :not(.unseen), [data-live] .answers > :first-child",
                "all => all.map(one => Math.round(one.getBoundingClientRect().left))",
            )
            assert len(set(edges)) == 1, name


def test_the_log_is_announced_and_named(page: Page) -> None:
    """role=log stands on a wrapper, the list stays a list, the box has a label, the page a language and a title."""
    assert page.get_by_role("log", name="Conversation").get_by_role("list").count() == 1
    assert page.get_by_role("textbox", name="Your answer").count() == 1
    assert page.get_attribute("html", "lang") == "en"
    assert re.search("Harbour Book Club", page.title())
