"""A conversation in a real browser, with scripts, without, by keyboard, and through outages."""

from __future__ import annotations

from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import Server
from tests.browser.manners import say, shown, texts

NASTY = (
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    '"><svg onload=alert(1)>',
    "</textarea></li><script>alert(1)</script>",
    '<hx-partial hx-target="body" hx-swap="innerHTML">gone</hx-partial>',
    '<div hx-get="/" hx-trigger="load" hx-on:load="alert(1)">',
    "<a href=javascript:alert(1)>x</a>",
    "<style>*{display:none}</style><base href=//evil.example>",
)


def test_a_conversation_is_shown_once_and_again_on_reload(page: Page, complaints: list[str]) -> None:
    """Both sides appear at once, each entry once; a reload shows the same."""
    for text in ("zero!", "when my sister moved out", "空 🐦"):
        say(page, text)
    ids = shown(page)
    assert len(ids) == len(set(ids)) == 7
    assert texts(page) == ["zero!", "when my sister moved out", "空 🐦"]
    page.reload()
    assert shown(page) == ids
    assert complaints == []


def test_by_keyboard_alone(page: Page) -> None:
    """Tab reaches the buttons and the box, Enter presses and sends, Shift and Enter makes a line, focus is kept."""
    page.keyboard.press("Tab")
    expect(page.locator(".skip-link")).to_be_focused()
    for _ in range(5):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('button.chip')"):
            break
    pressed = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")
    expect(page.locator(".member .said")).to_have_text(pressed)
    expect(page.locator(":focus")).not_to_have_count(0)
    while not page.evaluate("document.activeElement.id === 'box'"):
        page.keyboard.press("Tab")
    page.keyboard.type("one")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("two")
    page.keyboard.press("Enter")
    expect(page.locator(".member .said").nth(1)).to_have_text("one\ntwo")
    expect(page.locator("#box")).to_be_focused()


def test_only_the_newest_buttons_can_be_pressed(page: Page) -> None:
    """After an answer the earlier buttons are chips, and half a sentence in the box survives a press."""
    page.fill("#box", "half a sent")
    page.locator("button.chip").first.click()
    expect(page.locator(".entry")).to_have_count(3)
    assert page.locator(".entry").first.locator("button").count() == 0
    expect(page.locator("#box")).to_have_value("half a sent")


def test_without_scripts(browser: Browser, server: Server) -> None:
    """Type, press, skip and read on, with nothing but forms and pages."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(server.url)
    page.fill("#box", "zero!")
    page.click(".send")
    assert page.url == server.url + "/"
    assert texts(page) == ["zero!"]
    page.locator("button.chip").first.click()
    assert page.locator(".member .said").count() == 2
    page.fill("#box", "x" * 4_001)
    page.click(".send")
    assert "4,000" in page.locator("#notice").inner_text()
    assert len(page.locator("#box").input_value()) == 4_001
    context.close()


def test_what_is_typed_runs_nowhere(page: Page, complaints: list[str]) -> None:
    """Live, on reload, and quoted by the bot, markup is shown as its characters."""
    for text in NASTY:
        say(page, text)
    assert texts(page) == list(NASTY)
    page.reload()
    assert texts(page) == list(NASTY)
    assert page.locator("#entries script, #entries img, #entries svg, #entries a, #entries style").count() == 0
    assert complaints == []


def test_a_second_window_sees_it_too_once(page: Page, context: BrowserContext, server: Server) -> None:
    """The stream brings to one window what was said in another."""
    other = context.new_page()
    other.goto(server.url)
    page.bring_to_front()
    say(page, "zero!")
    other.bring_to_front()
    expect(other.locator(".entry")).to_have_count(3)
    say(other, "bluebird")
    page.bring_to_front()
    expect(page.locator(".entry")).to_have_count(5)
    assert shown(page) == shown(other)


def test_an_outage_is_said_and_survived(page: Page, server: Server) -> None:
    """While nobody answers the page says so and keeps the message; then it is taken once and shown once."""
    say(page, "before")
    server.stop()
    page.fill("#box", "during")
    page.press("#box", "Enter")
    expect(page.locator("#waiting")).to_contain_text("Waiting for the bot")
    expect(page.locator("#box")).to_have_value("during")
    page.press("#box", "Enter")
    server.start()
    expect(page.locator(".member .said")).to_have_count(2, timeout=15_000)
    expect(page.locator("#waiting")).to_be_empty()
    expect(page.locator("#box")).to_have_value("")
    say(page, "after")
    assert texts(page) == ["before", "during", "after"]
    ids = shown(page)
    page.reload()
    assert shown(page) == ids


def test_a_message_survives_a_reload_during_the_outage(page: Page, server: Server) -> None:
    """What was not acknowledged is sent, under the same id, by the page that is opened next."""
    server.stop()
    page.fill("#box", "during")
    page.press("#box", "Enter")
    expect(page.locator("#waiting")).not_to_be_empty()
    page.wait_for_timeout(100)
    server.start()
    page.goto(server.url)
    expect(page.locator(".member .said")).to_have_text(["during"])
    page.reload()
    assert texts(page) == ["during"]


def test_after_a_restart_what_was_missed_is_shown(page: Page, context: BrowserContext, server: Server) -> None:
    """A window that only watched comes back by itself, from where it was."""
    say(page, "zero!")
    server.stop()
    page.wait_for_timeout(300)
    server.start()
    other = context.new_page()
    other.goto(server.url)
    say(other, "meanwhile")
    page.bring_to_front()
    expect(page.locator(".entry")).to_have_count(5, timeout=15_000)
    assert shown(page) == shown(other)
