"""What `ports.adapter` promises of odd texts: long ones, broken ones, and such as want to be more than text."""

from __future__ import annotations

from typing import Final

import pytest
import regex

from bot.rendering.fit import size
from bot.runtime.engine import LONGEST_TEXT
from tests.contracts.stages.stage import Person, Stage, need
from tests.contracts.talk import ask, heard, meet, quiet
from tests.fakes.matrix.people import Refused

pytest_plugins = ("tests.fakes.matrix.fixtures",)
pytestmark = pytest.mark.slow

FAMILY: Final = "👨‍👩‍👧‍👦"
CLUSTERS: Final = (FAMILY, "e\u0323\u0301", "𝔘", "🇫🇷", "각", "🏴\U000e0067\U000e0062\U000e007f", "_", "x")
"""What a person takes for one character: 1 to 7 code points, 1 to 25 bytes; one of them is escaped somewhere."""
TOO_LONG: Final = ("4000", "4,000")
BROKEN: Final = ("arrived broken", "arrived damaged", "could not be read")
NASTY: Final = (
    "a NUL \x00 and a bell \x07 and an escape \x1b[2J\x1b]0;owned\x07",
    "\u202eright to left\u202c and \u2066isolated, never closed",
    "zero\u200bwidth\u200d\ufeff and \u00ad soft",
    "@everyone @here @channel @room <@123> <@!123> <@&1> <#4> </help:5> <t:0:R> <!channel>",
    "**bold** *stars* _lines_ __under__ ~~gone~~ ||secret|| `code` ```\nblock\n``` [x](https://evil.example)",
    "# heading\n-# small\n> quote\n>>> all\n- list\n1. first\n\\*escaped\\* \\",
    "«guillemets» inside «of *mine*» and ‹single›",
    "<b>bold</b><script>alert(1)</script><img src=x onerror=alert(1)> &lt;i&gt; &amp; <a href='tg://user?id=1'>you</a>",
    "<a href='https://matrix.to/#/@ada:harbour.test'>you</a> <mx-reply>no</mx-reply>",
    "'; DROP TABLE words; -- \" OR 1=1",
    "{{ 7 * 7 }} {% for x in range(9) %}{{ x }}{% endfor %} {said} {0} %s %(x)s ${HOME} {# gone #}",
    '{"type": "hello", "text": "\\u0000"} [1, 2',
    "e" + "\u0301" * 3_000,
    "\U0010ffff \ufffe \uffff \ufffd " + FAMILY * 3,
    "https://evil.example/a_b?c=<d>&e=*f*",
    "!nd-ish /start@somebody .. ... …",
)


async def test_four_thousand_characters_are_taken_and_one_more_is_not(stage: Stage) -> None:
    """Code points are counted, whatever a platform counts; what is longer is refused whole, with a sentence."""
    ada = await stage.person("Ada")
    await meet(stage, ada, "harbour")
    await ask(stage, ada, "ferryboat")
    longest = "🧑" * (LONGEST_TEXT - 1) + "x"
    await ask(stage, ada, longest)
    assert stage.house.words()[-1] == longest
    shown = await ada.shown()
    await ada.says(longest + "y")
    refused = (await heard(stage, ada, len(shown) + 1))[-1]
    assert any(number in refused.text for number in TOO_LONG), refused
    assert stage.house.words()[-1] == longest


@pytest.mark.parametrize("gap", ["", " "], ids=["without a gap", "in words"])
async def test_a_long_text_comes_in_parts(stage: Stage, gap: str) -> None:
    """Above the platform's limit a text comes in parts, in order, each within the limit in the platform's own unit, cut
    between two characters as people count them; nothing is lost, and nothing of it comes twice."""
    capabilities = stage.capabilities
    ada = await stage.person("Ada")
    await ada.arrives()
    before = len(await heard(stage, ada, 1))
    round_ = gap.join(CLUSTERS) + gap
    text = (round_ * (capabilities.text_limit * 5 // 2 // size(round_, capabilities.unit))).strip()
    await stage.house.says(ada.address, text)
    pieces = await pieces_of(stage, ada, before, len("".join(text.split())))
    assert len(pieces) >= 3
    assert max(size(piece, capabilities.unit) for piece in pieces) <= capabilities.text_limit
    apart = [cluster for piece in pieces for cluster in regex.findall(r"\X", piece) if cluster.strip()]
    assert apart == [cluster for cluster in regex.findall(r"\X", text) if cluster.strip()]


async def test_a_character_without_end_ends_all_the_same(stage: Stage) -> None:
    """One character of more combining marks than a message holds is cut, for once, and nothing of it is lost."""
    ada = await stage.person("Ada")
    await ada.arrives()
    before = len(await heard(stage, ada, 1))
    text = "e" + "\u0301" * (stage.capabilities.text_limit + 50)
    await stage.house.says(ada.address, text)
    assert "".join(await pieces_of(stage, ada, before, len(text))) == text


async def pieces_of(stage: Stage, person: Person, before: int, length: int) -> list[str]:
    """What was shown after the first `before` messages, in pieces, once so many characters are there."""
    pieces: list[str] = []

    async def whole() -> bool:
        shown = (await person.shown())[before:]
        pieces[:] = [piece for one in shown for piece in one.text.split("\n\n")]
        return sum(len("".join(piece.split())) for piece in pieces) >= length

    await stage.house.once_so(whole)
    return pieces


async def test_nasty_words_are_kept_and_inert(stage: Stage) -> None:
    """Whatever they type is kept to the character, unless the platform itself refuses it; quoted, it reads as it would
    anywhere, and nothing in it is markup, a mention, a link or a tag."""
    ada = await stage.person("Ada")
    await meet(stage, ada, "harbour")
    taken = 0
    for nasty in NASTY:
        shown = len(await ada.shown())
        try:
            await ada.says(nasty)
        except Refused:
            continue
        await heard(stage, ada, shown + 1)
        assert stage.house.words()[-1] == nasty
        reads = await stage.house.quotes(ada.address, stage.house.last_words(), len(nasty))
        assert (await heard(stage, ada, shown + 2))[-1].text == reads
        taken += 1
    assert taken >= len(NASTY) - 1
    assert [one.acts for one in await ada.shown() if one.acts] == []


async def test_ten_thousand_marks_are_refused_with_a_sentence(stage: Stage) -> None:
    """More than a message may hold is no message, however little of it there is to see; the next one is answered."""
    ada = await stage.person("Ada")
    await meet(stage, ada, "harbour")
    shown, words = await ada.shown(), stage.house.words()
    await ada.says("e" + "\u0301" * 10_000)
    refused = (await heard(stage, ada, len(shown) + 1))[-1]
    assert any(number in refused.text for number in TOO_LONG), refused
    assert stage.house.words() == words
    await quiet(stage, ada)


async def test_half_a_character_is_refused_with_a_sentence(stage: Stage) -> None:
    """What no file can hold is not kept as something else: it is said that it arrived broken."""
    need(stage, "surrogates")
    ada = await stage.person("Ada")
    await meet(stage, ada, "harbour")
    shown, words = await ada.shown(), stage.house.words()
    await ada.halves("marmalade")
    refused = (await heard(stage, ada, len(shown) + 1))[-1]
    assert any(sentence in refused.text for sentence in BROKEN), refused
    assert stage.house.words() == words
