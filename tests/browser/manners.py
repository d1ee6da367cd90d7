"""What somebody does with the page, by what they can see of it."""

from __future__ import annotations

from playwright.sync_api import Page, expect


def say(page: Page, text: str) -> None:
    """Types into the box and sends by Enter; the bot has answered when this returns."""
    before = page.locator(".entry").count()
    page.fill("#box", text)
    page.press("#box", "Enter")
    expect(page.locator(f".entry:nth-of-type({before + 2})")).to_be_visible()
    expect(page.locator("#box")).to_have_value("")


def shown(page: Page) -> list[str]:
    """The ids of what is on the page, in order."""
    ids: list[str] = page.eval_on_selector_all(".entry", "all => all.map(one => one.id)")
    return ids


def texts(page: Page) -> list[str]:
    """What the member said, as it is shown."""
    return page.locator(".member .said").all_inner_texts()


def sideways(page: Page) -> int:
    """How many pixels the page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))
