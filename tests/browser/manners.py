"""What somebody does with the page, by what they can see of it."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect


def say(page: Page, text: str) -> None:
    """Types into the box and sends by Enter; the bot has answered when this returns."""
    before = page.locator(".entry").count()
    page.fill("#box", text)
    page.press("#box", "Enter")
    expect(page.locator(".entry")).to_have_count(before + 2, timeout=15_000)
    expect(page.locator("#box")).to_have_value("")


def button(page: Page, text: str) -> Locator:
    """The button that can be pressed and shows `text`."""
    return page.locator("[data-live] button").filter(has_text=text).first


def press(page: Page, text: str) -> None:
    """Presses the button that shows `text`; the bot has answered when this returns."""
    before = page.locator(".entry").count()
    button(page, text).click()
    expect(page.locator(".entry")).to_have_count(before + 2)


def begin(page: Page, url: str, deck: str) -> None:
    """Somebody new has followed a link to `deck` and said yes: its first question is open."""
    page.goto(f"{url}/?deck={deck}")
    press(page, "Yes")
    expect(page.locator("[data-live] .card")).to_be_visible()


def newest(page: Page) -> str:
    """What the bot said last."""
    return page.locator(".bot").last.inner_text()


def shown(page: Page) -> list[str]:
    """The ids of what is on the page, in order."""
    ids: list[str] = page.eval_on_selector_all(".entry", "all => all.map(one => one.id)")
    return ids


def texts(page: Page) -> list[str]:
    """What the member said, as it is shown."""
    return page.locator(".member .said").all_inner_texts()


def sideways(page: Page) -> int:
    """How many pixels the page, or the conversation in it, is wider than its window."""
    return int(
        page.evaluate(
            "Math.max(...[document.documentElement, document.querySelector('.scroll')]"
            ".map(one => one.scrollWidth - one.clientWidth))"
        )
    )
