"""Whatever can be typed, sent to the real bot: kept exactly or refused with a sentence, shown inert, none lost."""

from __future__ import annotations

import html
import re
from collections.abc import AsyncIterator, Iterator
from typing import Final
from urllib.parse import quote

import pytest
from aiohttp import ClientSession, CookieJar

from tests.web.person import Person
from tests.web.served import Served

KEPT: Final = {
    "control characters": "a\x01b\x07c\x08d\x1b[31me\x7ff\x85g",
    "nul": "before\0after",
    "percent nul": "before%00after",
    "only nul": "\0",
    "right-to-left override": "\u202egnp.exe\u202c \u2066isolated\u2069",
    "unclosed override": "\u202e\u202e\u202enever closed",
    "arabic": "الباب الأخضر، بجانب البحر",
    "zero width": "z\u200be\u200cr\u200do\u2060\ufeff",
    "nothing to see": "\u200b\u200b",
    "line and paragraph separators": "one\u2028two\u2029three",
    "markup": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "attribute": "\" onfocus=alert(1) autofocus x='",
    "end of box": "</textarea></li></ol></main><h1>gone</h1>",
    "comment": "<!-- --><![CDATA[ ]]>",
    "entities": "&lt;b&gt; &amp;amp; &#x41; &NotEqualTilde;",
    "jinja": "{{7*7}} {% for x in y %} {# no #} {{ said }}",
    "gaps": "{said} {n} {all} {choice} {0} {} {{",
    "percent": "%s %d %(said)s %n",
    "python": "${7*7} __import__('os') f'{1}'",
    "sql": "'; DROP TABLE words; -- \" OR 1=1",
    "marks": "**bold** *so* `help` «quoted» «*open",
    "quote ends": "» **out of the quote** «",
    "emoji": "👩‍👩‍👧‍👦 🏳️‍🌈 👍🏽 🇩🇪 1️⃣",
    "zalgo": "z" + "\u0300\u0316\u0489" * 60 + "algo",
    "ligature": "ﷺ" * 50,
    "not normalized": "e\u0301 é Å \u212b ﬁ",
    "astral": "𝔷𝔢𝔯𝔬 \U0010fffd",
    "noncharacters": "\ufffe\uffff\U0001ffff",
    "event stream": "x\n\nid: 99\ndata: forged\n\n",
    "headers": "x\r\nSet-Cookie: notdate=1".replace("\r\n", "\n"),
    "paths": "../../etc/passwd C:\\nul",
    "tabs and spaces": "  \t two  spaces \t ",
    "long": "wort " * 799,
}
"""By name; each is at most 4,000 characters of valid Unicode."""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    served = Served(tmp_path_factory.mktemp("nasty"))
    served.start()
    yield served
    served.stop()


@pytest.fixture
async def eve(served: Served) -> AsyncIterator[Person]:
    """Somebody whose first question is open."""
    async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as session:
        eve = Person(session, served.url)
        await eve.open("/?deck=shelf")
        await eve.say("yes")
        assert 'class="ask"' in await eve.open()
        yield eve


def tags(page: str) -> set[str]:
    """The names of all elements in what was said."""
    log = page.partition('<ol id="entries">')[2].partition("</ol>")[0]
    assert log
    return set(re.findall("<([a-z!][^ >\n]*)", log))


OURS: Final = {"li", "p", "span", "div", "button", "bdi", "strong", "em", "code"}


@pytest.mark.parametrize("text", KEPT.values(), ids=KEPT.keys())
async def test_it_is_kept_exactly_and_shown_inert(eve: Person, served: Served, text: str) -> None:
    """The database holds what was typed, page and quotes show it as text, and the talk goes on."""
    before = served.kept()
    assert (await eve.say(text)).status == 303
    assert served.kept() == [*before, text]
    page = await eve.open()
    assert escaped(text) in page
    assert (await eve.say("what do you know about me")).status == 303
    known = await eve.open()
    assert tags(known) <= OURS
    assert "Something went wrong" not in known
    await eve.say("a globe")
    page = await eve.open()
    assert served.kept()[-1] == "a globe" and "a globe" in page
    assert tags(page) <= OURS


@pytest.mark.parametrize("text", KEPT.values(), ids=KEPT.keys())
async def test_the_script_gets_it_inert_too(eve: Person, text: str) -> None:
    """What htmx puts into the page holds the same entries, and no element that the text brought along."""
    answer = await eve.say(text, htmx=True, after="0")
    assert answer.status == 200
    assert escaped(text) in answer.text
    assert set(re.findall("<([a-z!][^ >\n]*)", answer.text)) <= OURS | {"hx-partial", "input"}


@pytest.mark.parametrize(
    "raw",
    [b"%ED%A0%80", b"%ED%B0%80x", b"\xed\xa0\xbd", b"%FF%FE", b"\xff", b"caf%E9", b"%C0%AF", b"%F4%90%80%80"],
    ids=lambda raw: repr(raw)[2:-1],
)
async def test_broken_bytes_are_refused_with_a_sentence(eve: Person, served: Served, raw: bytes) -> None:
    """Half a pair, Latin-1 and overlong forms change nothing; the person is told, and the next message is taken."""
    before = served.kept()
    answer = await eve.post(f"id={quote(await eve.form())}&text=".encode() + raw)
    assert answer.status == 400
    assert "damaged" in answer.text
    assert served.kept() == before
    assert (await eve.say("a globe")).status == 303
    assert served.kept() == [*before, "a globe"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("x" * 4_001, "4,000 characters"), ("🐦" * 4_001, "4,000 characters"), ("x" * 100_000, "far more than fits")],
    ids=["4,001 letters", "4,001 birds", "100,000 letters"],
)
async def test_too_much_is_refused_with_a_sentence(eve: Person, served: Served, text: str, sentence: str) -> None:
    """One character beyond the limit, or a whole book: nothing is cut off quietly, and the talk goes on."""
    before = served.kept()
    answer = await eve.say(text)
    assert answer.status == 413
    assert sentence in answer.text
    assert ("</textarea>" in answer.text and text in answer.text) == (len(text) < 100_000)
    assert served.kept() == before
    assert (await eve.say("a globe")).status == 303
    assert served.kept() == [*before, "a globe"]


@pytest.mark.parametrize("text", ["", " ", "\n\n\t", "\u00a0\u2003"], ids=repr)
async def test_nothing_is_no_message(eve: Person, served: Served, text: str) -> None:
    """An empty box, or one of spaces, says nothing and changes nothing."""
    before = served.kept()
    assert (await eve.say(text)).status == 303
    assert served.kept() == before


@pytest.mark.parametrize("token", ["x", "0:0:skip", "'; DROP TABLE words; --", "\0", "é" * 40, "<b>", "999:0:0"])
async def test_a_button_that_was_never_given_out_answers_nothing(eve: Person, served: Served, token: str) -> None:
    """A made-up token is refused or answered politely; the question still stands and is answered next."""
    before = served.kept()
    assert (await eve.say(press=token)).status in (303, 400)
    page = await eve.open()
    assert tags(page) <= OURS
    assert "Something went wrong" not in page
    await eve.say("a globe")
    assert served.kept() == [*before, "a globe"]


def test_none_of_it_is_in_the_log(served: Served) -> None:
    """After all of the above the operator's log holds no word of it, and no error."""
    log = served.log()
    assert "Traceback" not in log and "Error" not in log
    for text in KEPT.values():
        assert text.strip() not in log or not text.strip("\0\u200b\ufeff \n")


def escaped(text: str) -> str:
    """`text` as the template writes it."""
    return html.escape(text, quote=True).replace("&quot;", "&#34;").replace("&#x27;", "&#39;")
