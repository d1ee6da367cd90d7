"""A conversation with the real bot in a real browser, with scripts, without, and by keyboard."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.browser.manners import begin, button, newest, press, say, shown, texts
from tests.web.served import Served

NASTY = (
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    '"><svg onload=alert(1)>',
    "</textarea></li><script>alert(1)</script>",
    '<hx-partial hx-target="body" hx-swap="innerHTML">gone</hx-partial>',
    '<div hx-get="/" hx-trigger="load" hx-on:load="alert(1)">',
    "<a href=javascript:alert(1)>x</a>",
    "<style>*{display:none}</style><base href=//evil.example>",
    "`help` **loud** *soft* <code>x</code>",
)
FOCUSED = "document.activeElement.innerText || document.activeElement.id"


def reach(page: Page, text: str, key: str = "Shift+Tab") -> None:
    """Goes by `key` until the button that shows `text`, or the element of that id, has the focus."""
    passed = []
    for _ in range(20):
        focused = str(page.evaluate(FOCUSED))
        if focused == text or focused.startswith(f"{text}\n") or focused.startswith(f"{text} "):
            return
        passed.append(focused)
        page.keyboard.press(key)
    pytest.fail(f"{key} never came to {text!r}, only to {passed}")


def by_key(page: Page, text: str, key: str = "Shift+Tab") -> None:
    """The button that shows `text` was found and pressed by keyboard; the bot has answered."""
    before = page.locator(".entry").count()
    reach(page, text, key)
    page.keyboard.press("Enter")
    expect(page.locator(".entry")).to_have_count(before + 2)


def type_in(page: Page, text: str) -> None:
    """`text` was typed into the box, which was found by keyboard, and sent; the bot has answered."""
    before = page.locator(".entry").count()
    reach(page, "box", "Tab")
    page.keyboard.type(text)
    page.keyboard.press("Enter")
    expect(page.locator(".entry")).to_have_count(before + 2)
    expect(page.locator("#box")).to_be_focused()


def test_an_evening_by_keyboard_alone(page: Page, complaints: list[str]) -> None:
    """Greeting, yes, deck, choice, open answers, chips, skip, list and stop need no mouse, and focus is never lost."""
    expect(page.locator("#box")).to_be_focused()
    type_in(page, "yes")
    by_key(page, "One of Two")
    by_key(page, "bluebird", "Tab")
    assert "Wings, then." in newest(page)
    type_in(page, "my aunt's")
    reach(page, "box", "Tab")
    page.keyboard.type("the bell")
    page.keyboard.press("Shift+Enter")
    type_in(page, "by the door")
    assert texts(page)[-1] == "the bell\nby the door"
    by_key(page, "the thing")
    assert "Where does your hand go first?" in newest(page)
    by_key(page, "Skip", "Tab")
    assert "bluebird" in newest(page)
    type_in(page, "my list")
    assert "tiger or bluebird" in newest(page) and "overnight" in newest(page)
    type_in(page, "stop")
    assert newest(page).startswith("The bot:") and "Stopped" in newest(page)
    assert texts(page)[:3] == ["yes", "One of Two", "bluebird"]
    assert complaints == []


def test_a_conversation_is_shown_once_and_again_on_reload(page: Page, house: Served, complaints: list[str]) -> None:
    """Both sides appear at once, each entry once; a reload shows the same."""
    begin(page, house.url, "shelf")
    for text in ("a globe", "when my sister moved out", "空 🐦"):
        say(page, text)
    ids = shown(page)
    assert len(ids) == len(set(ids)) == 9
    assert texts(page) == ["Yes", "a globe", "when my sister moved out", "空 🐦"]
    page.goto(house.url)
    assert shown(page) == ids
    assert complaints == []


def test_only_the_newest_buttons_are_there(page: Page, house: Served) -> None:
    """After an answer the earlier buttons are gone, live as on reload, and half a sentence in the box survives."""
    page.fill("#box", "half a sent")
    press(page, "Yes")
    expect(page.locator("#box")).to_have_value("half a sent")
    press(page, "One of Two")
    for _ in range(2):
        assert page.locator(".entry:not([data-live]) :is(button, .answers)").count() == 0
        assert page.locator("p.offer strong").all_inner_texts().count("One of Two") == 1
        assert "tiger" in page.locator("[data-live] .chip").all_inner_texts()
        page.goto(house.url)


def test_a_double_click_is_one_answer(page: Page, browser: Browser, house: Served) -> None:
    """Two clicks on a button are one press, with scripts and without."""
    begin(page, house.url, "pair")
    button(page, "bluebird").dblclick()
    expect(page.locator(".entry")).to_have_count(5)
    say(page, "my aunt's")
    assert texts(page) == ["Yes", "bluebird", "my aunt's"]
    plain = browser.new_context(java_script_enabled=False)
    still = plain.new_page()
    still.goto(f"{house.url}/?deck=pair")
    button(still, "Yes").click()
    button(still, "tiger").dblclick()
    expect(still.locator(".entry")).to_have_count(5)
    still.goto(house.url)
    assert texts(still) == ["Yes", "tiger"]
    plain.close()


def test_without_scripts(browser: Browser, house: Served) -> None:
    """A whole conversation is forms and pages: yes, deck, choice, words, chip, skip, list, stop; nothing is lost."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(house.url)
    for label in ("Yes", "One of Two", "bluebird"):
        button(page, label).click()
        assert page.url == house.url + "/"
        assert texts(page)[-1] == label
    for text in ("my aunt's", "the bell\nby the door"):
        page.fill("#box", text)
        page.click(".send")
        assert texts(page)[-1] == text
    button(page, "the alarm").click()
    assert "Who comes running?" in newest(page)
    button(page, "Skip").click()
    page.fill("#box", "x" * 4_001)
    page.click(".send")
    assert "4,000" in page.locator("#notice").inner_text()
    assert len(page.locator("#box").input_value()) == 4_001
    for text in ("my list", "stop"):
        page.fill("#box", text)
        page.click(".send")
    assert "Stopped" in newest(page)
    assert len(shown(page)) == 1 + 2 * len(texts(page))
    context.close()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "forms"])
def test_the_back_button(browser: Browser, house: Served, scripts: bool) -> None:
    """Away and back again, the conversation is whole, and what is said next is taken once."""
    context = browser.new_context(java_script_enabled=scripts)
    page = context.new_page()
    page.goto(f"{house.url}/?deck=shelf")
    button(page, "Yes").click()
    expect(page.locator(".entry")).to_have_count(3)
    page.goto(house.url + "/healthz")
    page.go_back()
    expect(page.locator(".entry")).to_have_count(3)
    for text in ("a globe", "my grandmother"):
        page.fill("#box", text)
        page.click(".send")
        expect(page.locator(".member .said").last).to_have_text(text)
    page.goto(house.url)
    assert texts(page) == ["Yes", "a globe", "my grandmother"]
    context.close()


def test_what_is_typed_runs_nowhere(page: Page, house: Served, complaints: list[str]) -> None:
    """Live, on reload, in the bot's quotes and in what it knows, markup is shown as its characters."""
    begin(page, house.url, "not-date")
    for text in NASTY:
        say(page, text)
        say(page, "what do you know about me")
        assert text in "".join(page.locator(".bot:last-child .item").all_inner_texts())
    assert texts(page)[1::2] == list(NASTY)
    page.goto(house.url)
    assert texts(page)[1::2] == list(NASTY)
    foreign = ("script", "img", "svg", "a", "style", "base", "hx-partial", "[hx-get]", "bdi *")
    assert page.locator(", ".join(f"#entries {one}" for one in foreign)).count() == 0
    assert complaints == []


def test_words_that_can_be_typed_are_marked(page: Page) -> None:
    """What stands between backticks in the bot's words is an element of its own, without the backticks."""
    words = page.locator(".bot code.word").all_inner_texts()
    assert {"skip", "stop", "forget me", "help"} <= set(words)
    assert "`" not in newest(page)


def test_who_sees_the_answer_stands_on_the_card(page: Page, house: Served) -> None:
    """The question's card carries the caption that says who will see the answer."""
    begin(page, house.url, "pair")
    expect(page.locator("[data-live] .card .ask")).to_contain_text("tiger or bluebird?")
    expect(page.locator("[data-live] .card .aside")).to_have_text(re.compile("see"))


def test_a_second_window_sees_it_too_once(page: Page, context: BrowserContext, house: Served) -> None:
    """The stream brings to one window what was said in another."""
    other = context.new_page()
    other.goto(house.url)
    page.bring_to_front()
    press(page, "Yes")
    other.bring_to_front()
    expect(other.locator(".entry")).to_have_count(3)
    press(other, "One of Two")
    page.bring_to_front()
    expect(page.locator(".entry")).to_have_count(5)
    assert shown(page) == shown(other)
    assert page.locator("[data-live]").count() == other.locator("[data-live]").count() == 1


def test_the_stream_opens_however_slowly_the_scripts_come(context: BrowserContext, house: Served) -> None:
    """Scripts that arrive late, and one after another, still connect the page to what is said elsewhere."""

    def late(route: Route) -> None:
        time.sleep(0.4)
        route.continue_()

    page = context.new_page()
    page.route("**/hx-sse.min.js*", late)
    with page.expect_response(lambda response: "/events" in response.url) as opened:
        page.goto(house.url)
    assert opened.value.status == 200


def test_the_box_has_the_focus_where_there_is_a_keyboard(browser: Browser, page: Page, house: Served) -> None:
    """At a desk one can type at once; on a phone no keyboard covers the page."""
    expect(page.locator("#box")).to_be_focused()
    phone = browser.new_context(viewport={"width": 360, "height": 740}, is_mobile=True, has_touch=True)
    small = phone.new_page()
    small.goto(house.url)
    expect(small.locator("#box")).not_to_be_focused()
    phone.close()
