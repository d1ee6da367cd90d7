"""The console's texts: the same in every language, and all of them said somewhere."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

from bot.shells.console.texts import FOLDER, Language, chosen, languages
from bot.voices import tongues
from tests.console.community import Browser, Community

CODE: Final = Path(__file__).parents[2] / "bot"
ENGLISH: Final = languages()["en"]
OTHERS: Final = [one for one in languages().values() if one is not ENGLISH]


@pytest.mark.parametrize("language", OTHERS, ids=lambda one: one.code)
def test_every_language_says_the_same_things(language: Language) -> None:
    """The same keys in the same order, with the same gaps, and nothing left in English or empty."""
    assert list(language.texts) == list(ENGLISH.texts)
    for key, text in language.texts.items():
        assert text.strip() == text and text, key
        assert sorted(re.findall(r"\{\w+\}", text)) == sorted(re.findall(r"\{\w+\}", ENGLISH.texts[key])), key
    same = {key for key in language.texts if language.texts[key] == ENGLISH.texts[key]}
    assert not same, same


@pytest.mark.parametrize("language", OTHERS, ids=lambda one: one.code)
def test_a_deck_is_called_what_the_chat_calls_it(language: Language) -> None:
    """The console and the chat have one word for it."""
    assert language.texts["nav.decks"] == tongues().tables[language.code].shown["decks"]


@pytest.mark.parametrize("language", languages().values(), ids=lambda one: one.code)
def test_whatever_is_done_has_a_name_in_the_log(language: Language) -> None:
    """No line of it says what was done by the word that the code has for it."""
    code = "\n".join(place.read_text(encoding="utf-8") for place in (CODE / "core").rglob("*.py"))
    done = set(re.findall(r"""(?:acted|Acted|note|log)\([\w.]+, "([a-z ]+)",""", code)) | {
        "daily",
        "zone",
        "quiet",
        "pause",
    }
    assert {"load", "grant", "circles", "stand in", "introductions", "approve"} <= done
    assert [one for one in sorted(done) if f"log.did.{one.replace(' ', '-')}" not in language.texts] == []


@pytest.mark.parametrize("language", languages().values(), ids=lambda one: one.code)
def test_no_text_shouts(language: Language) -> None:
    """No exclamation marks, no emoji, no markup."""
    for key, text in language.texts.items():
        assert not re.search("[!！<>\U0001f300-\U0001faff☀-➿]", text.replace("<5", "")), key


@pytest.mark.parametrize("language", OTHERS, ids=lambda one: one.code)
def test_what_nobody_has_signed_says_so(language: Language) -> None:
    """A language that no native reader has read begins with a line that asks for one."""
    assert (FOLDER / f"{language.code}.toml").read_text(encoding="utf-8").startswith("# ")


def test_every_text_is_said_somewhere() -> None:
    """No key is left over: its name, or the beginning that a name is put together from, stands in a page or handler."""
    places = [*(CODE / "shells" / "console").glob("*.py"), *(CODE / "web" / "templates" / "console").glob("*.html")]
    said = "\n".join(place.read_text(encoding="utf-8") for place in places)
    begun = set(re.findall(r"['\"]([a-z-]+(?:\.[a-z-]+)*[.-](?:means-|yes-)?)['\"] *~", said))
    begun |= set(re.findall(r"f['\"]([a-z-]+(?:\.[a-z-]+)*\.)\{", said))
    for key in ENGLISH.texts:
        assert re.search(rf"['\"]{re.escape(key)}['\"]", said) or any(key.startswith(one) for one in begun), key


@pytest.mark.parametrize(
    ("wished", "accepts", "found"),
    [
        ((), "", "en"),
        ((), "de-AT,de;q=0.9,en;q=0.8", "de"),
        ((), "fr, ar;q=0.5, de;q=0.1", "ar"),
        ((), "de;q=0, ar", "ar"),
        ((), "*;q=x, ;;;,,," + "x" * 9_000, "en"),
        (("ar", "de"), "de", "ar"),
        (("xx", "de"), "ar", "de"),
        (("../../etc",), "", "en"),
    ],
)
def test_the_language_is_the_one_they_want(wished: tuple[str, ...], accepts: str, found: str) -> None:
    """What somebody chose comes first, then what their browser says; noise is nothing."""
    assert chosen(*wished, accepts=accepts).code == found


async def test_a_choice_is_kept(community: Community, ada: Browser) -> None:
    """Chosen once it holds on every page of that browser, and Arabic is written from the right."""
    await ada.come_in()
    assert '<html lang="en" dir="ltr">' in (await ada.open()).text
    assert '<html lang="de" dir="ltr">' in (await ada.open(accepts="de")).text
    page = await ada.open("?lang=ar")
    assert '<html lang="ar" dir="rtl">' in page.text and "ما ينتظر" in page.words
    assert '<html lang="ar" dir="rtl">' in (await ada.open("/decks", accepts="de")).text
    async with Browser(community) as ben:
        assert "Hereinkommen" in (await ben.open("/enter?lang=de")).words
