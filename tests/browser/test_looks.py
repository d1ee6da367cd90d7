"""What anybody must be able to see, reach and stand."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Server
from tests.browser.manners import say, sideways

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen" * 3


def violations(page: Page) -> list[str]:
    """What axe finds wrong, as `rule: element`. It runs in a world that the page's policy does not bind."""
    session = page.context.new_cdp_session(page)
    tree: dict[str, Any] = session.send("Page.getFrameTree")
    frame = {"frameId": tree["frameTree"]["frame"]["id"]}
    world = session.send("Page.createIsolatedWorld", frame)
    run = AXE.read_text() + (
        "; axe.run(document, {resultTypes: ['violations']}).then(found => found.violations.flatMap("
        "one => one.nodes.map(node => one.id + ': ' + node.target + ' ' + (node.any[0]?.message ?? ''))))"
    )
    ask = {
        "expression": run,
        "contextId": world["executionContextId"],
        "awaitPromise": True,
        "returnByValue": True,
    }
    answer = session.send("Runtime.evaluate", ask)
    assert "exceptionDetails" not in answer, answer
    found: list[str] = answer["result"]["value"]
    return found


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360, 320])
def test_axe_finds_nothing(browser: Browser, server: Server, width: int, scheme: Literal["light", "dark"]) -> None:
    """0 violations: on arrival, in conversation, with help open; and never a sideways scroll."""
    context = browser.new_context(
        viewport={"width": width, "height": 720}, color_scheme=scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(server.url)
    assert violations(page) == []
    say(page, "zero!")
    say(page, LONG)
    assert violations(page) == []
    page.click("summary")
    assert violations(page) == []
    assert sideways(page) <= 0
    context.close()


def test_axe_would_find_something(page: Page) -> None:
    """The check bites: an image without words is found."""
    page.evaluate("document.querySelector('#entries').append(document.createElement('img'))")
    assert any(found.startswith("image-alt") for found in violations(page))


@pytest.mark.parametrize("text", [LONG, "a" * 4_000, "\n" * 50 + "x", "🐦" * 200, "ه" * 300])
def test_no_text_is_too_wide_at_320(browser: Browser, server: Server, text: str) -> None:
    """Words that never end are broken; the page does not scroll sideways."""
    context = browser.new_context(viewport={"width": 320, "height": 600})
    page = context.new_page()
    page.goto(server.url)
    say(page, text)
    assert sideways(page) <= 0
    inner = page.evaluate(
        "document.querySelector('.scroll').scrollWidth - document.querySelector('.scroll').clientWidth"
    )
    assert inner <= 0
    context.close()


@pytest.mark.parametrize("width", [1280, 320])
def test_whatever_can_be_pressed_is_44_pixels(browser: Browser, server: Server, width: int) -> None:
    """Buttons, chips, the box and the help line are large enough for a thumb."""
    context = browser.new_context(viewport={"width": width, "height": 720})
    page = context.new_page()
    page.goto(server.url)
    say(page, "zero!")
    targets = page.locator("button:visible, summary:visible, textarea:visible").all()
    assert len(targets) >= 3
    for target in targets:
        box = target.bounding_box()
        assert box is not None and box["height"] >= 44 and box["width"] >= 44, target.inner_text()
    context.close()


def test_reduced_motion_is_respected(browser: Browser, server: Server) -> None:
    """Nothing moves for whoever asked for that; the dots stand still."""
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    page.goto(server.url)
    page.evaluate("document.getElementById('say').setAttribute('aria-busy', 'true')")
    moving = "[...document.querySelectorAll('*')].filter(one => getComputedStyle(one).animationName !== 'none').length"
    assert page.evaluate(moving) == 0
    context.close()


@pytest.mark.parametrize(("width", "height"), [(360, 640), (740, 360), (320, 256)])
def test_the_newest_message_is_in_sight(browser: Browser, server: Server, width: int, height: int) -> None:
    """A long conversation opens at its end, with and without scripts, and the box is there to answer."""
    context = browser.new_context(viewport={"width": width, "height": height})
    page = context.new_page()
    page.goto(server.url)
    for n in range(4):
        say(page, f"answer {n}")
    plain = browser.new_context(java_script_enabled=False, storage_state=context.storage_state())
    still = plain.new_page()
    for one in (page, still):
        one.set_viewport_size({"width": width, "height": height})
        one.goto(server.url)
        for what in (one.locator(".entry").last, one.locator("#box")):
            box = what.bounding_box()
            assert box is not None and 0 < box["y"] + box["height"] <= height
    plain.close()
    context.close()


def test_the_log_is_announced_and_named(page: Page) -> None:
    """role=log stands on a wrapper, the list stays a list, the box has a label, the page a language and a title."""
    assert page.get_by_role("log", name="Conversation").get_by_role("list").count() == 1
    assert page.get_by_role("textbox", name="Your answer").count() == 1
    assert page.get_attribute("html", "lang") == "en"
    assert page.title()
