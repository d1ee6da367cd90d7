"""A deck in several languages: one set of questions, numbers and counts; each reader their own words."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.core.curator import with_files
from bot.core.languages import card_in, decks_in, version_for
from bot.decks.reading import read
from bot.decks.translated import compare_translations
from bot.model.curator import Stock, Version
from bot.model.ids import DeckHash, DeckId
from bot.model.situation import Context
from bot.runtime.library import offering
from bot.voices import prompts
from bot.wiring import context_for
from bot.written import encode, seal
from tests.languages.stage import Stage

ENGLISH = b"""schema: 1
id: fruit
title: Fruit
language: en
author: nobody
licence: CC0-1.0
version: 1.0.0
description: "Two questions about fruit."
questions:
  - id: apple-or-pear
    kind: choice
    text: "Apple or pear?"
    depth: 1
    about: [fruit, apple, pear]
    choices:
      - {id: apple, label: apple, say: ["Apple, then."], ask: "Which kind?"}
      - {id: pear, label: pear, say: ["Pear, then."], ask: "How ripe?"}
    default: {say: ["That is on the list."], ask: "Since when?"}
  - id: last-cherry
    kind: open
    text: "Who gets the last cherry?"
    depth: 1
    about: [cherry, share, fruit]
    default: {say: ["That is on the list."], ask: "Since when?"}
"""
GERMAN = (
    ENGLISH.replace(b"language: en", b"language: de")
    .replace(b"Fruit\n", b"Obst\n")
    .replace(b"Apple or pear?", b"Apfel oder Birne?")
    .replace(b"label: apple", b"label: Apfel")
    .replace(b"label: pear", b"label: Birne")
    .replace(b"Apple, then.", b"Also Apfel.")
)
GERMAN = GERMAN[: GERMAN.index(b"  - id: last-cherry")]


def test_what_a_translation_lacks_is_listed() -> None:
    """Missing questions in one line, superfluous ones and other choices each at its own; a good one has nothing."""
    written, translated = read(ENGLISH, "fruit.yaml"), read(GERMAN, "de/fruit.yaml")
    assert [(one.code, "last-cherry" in one.what) for one in compare_translations([written, translated])] == [
        ("untranslated", True)
    ]
    odd = GERMAN.replace(b"id: pear,", b"id: plum,").replace(b"apple-or-pear", b"apple-or-pear")
    assert [one.code for one in compare_translations([read(odd, "x")], [written])] == ["untranslated", "differs"]
    other = GERMAN.replace(b"id: apple-or-pear", b"id: apfel-oder-birne")
    assert [one.code for one in compare_translations([written, read(other, "x")])] == [
        "untranslated",
        "not-in-original",
    ]
    assert compare_translations([written, read(ENGLISH.replace(b"language: en", b"language: fr"), "fr")]) == ()


def test_who_signed_is_part_of_the_deck() -> None:
    """`signed_by` is read; leaving it out changes no version that there was before there were signatures."""
    plain = read(ENGLISH, "x").deck
    signed = read(ENGLISH.replace(b"version: 1.0.0", b"version: 1.0.0\nsigned_by: [Ada, Ben]"), "x").deck
    assert plain is not None
    assert signed is not None
    assert (plain.signed_by, signed.signed_by) == ((), ("Ada", "Ben"))
    assert seal(encode(plain)) != seal(encode(signed))


def version(language: str, number: int = 1) -> Version:
    """A version in that language."""
    return Version(DeckHash(f"{language}{number}"), f"Fruit {language}", "", language)


def test_files_of_one_deck_are_one_entry() -> None:
    """The first is what it was written in; another language is a translation, the same language a newer file."""
    fruit = DeckId("fruit")
    stock = with_files(Stock(), [(fruit, version("en")), (fruit, version("de")), (fruit, version("en", 2))])
    (entry,) = stock.entries
    assert entry.current.hash == "en2"
    assert [one.hash for one in entry.translations] == ["de1"]
    assert with_files(stock, [(fruit, version("en", 2)), (fruit, version("de"))]) == stock
    (gone,) = with_files(stock, [(fruit, version("en", 2))]).entries
    assert gone.translations == ()


def context(tmp_path: Path, *versions: Version) -> Context:
    """An installation with that deck."""
    stock = with_files(Stock(), [(DeckId("fruit"), one) for one in versions])
    return offering(context_for(Stage(tmp_path).settings, prompts()), stock)


def test_a_card_is_in_the_language_that_serves_its_reader(tmp_path: Path) -> None:
    """By fall-back; the deck as it was written where nothing serves them."""
    (card,) = context(tmp_path, version("en"), version("de")).decks
    assert [card_in(card, tag).hash for tag in ("de-AT", "en", "fr", "")] == ["de1", "en1", "en1", "en1"]


def test_decks_in_the_readers_language_come_first(tmp_path: Path) -> None:
    """A plain yes takes the first: it is one that they can read."""
    found = context(tmp_path, version("en"), version("de"))
    written = found.decks[0]
    both = (written, written.__class__(DeckId("only"), DeckHash("d"), "Nur deutsch", language="de"))
    found = found.__class__(**{name: getattr(found, name) for name in found.__struct_fields__} | {"decks": both})
    assert [card.id for card in decks_in(found, "de")] == ["fruit", "only"]
    assert [card.id for card in decks_in(found, "fr")] == ["fruit", "only"]
    assert [card.title for card in decks_in(found, "de")] == ["Fruit de", "Nur deutsch"]


def begin(stage: Stage, name: str, speaks: str) -> str:
    """They have said yes, and the first question of Not-Date is open."""
    stage.arrive(name, speaks)
    stage.say(name, "ja" if speaks == "de" else "yes")
    return stage.say(name, "not-date")


def test_a_german_member_is_asked_in_german_and_counts_with_the_others(tmp_path: Path) -> None:
    """Both are asked the same question under one number, and a choice is one choice in both languages."""
    stage = Stage(tmp_path)
    begin(stage, "Anna", "de")
    begin(stage, "Ben", "en")
    hashes = {card.language: card.hash for card in decks_in(stage.engine._contexts[stage.platform][1], "de")}
    german = stage.shelves[hashes["de"]]
    english = next(
        shelf
        for shelf in map(stage.shelves.__getitem__, stage.shelves)
        if shelf.deck.id == "not-date" and shelf.deck.language == "en"
    )
    for shelved in german.questions:
        assert english.by_id[shelved.question.id].number == shelved.number
        assert [one.id for one in english.by_id[shelved.question.id].question.choices] == [
            one.id for one in shelved.question.choices
        ]
    found = stage.engine._contexts[stage.platform][1]
    first = german.questions[0].question.id
    assert version_for(found, stage.shelves, english.hash, first, "de") == german.hash
    assert version_for(found, stage.shelves, german.hash, first, "en") == english.hash
    kept = {name: shelved for name, shelved in german.by_id.items() if name != first}
    shorter = {english.hash: english, german.hash: replace(german, by_id=kept)}
    assert version_for(found, shorter, english.hash, first, "de") == english.hash


def test_a_language_that_is_chosen_in_the_middle_takes_the_open_question_along(tmp_path: Path) -> None:
    """It stands there again in the other language, and is answered in it."""
    stage = Stage(tmp_path)
    asked = begin(stage, "Anna", "de").splitlines()[-2]
    english = stage.say("Anna", "language English").splitlines()
    assert "English it is" in english[0]
    assert asked not in english
    assert "?" in english[1] or "." in english[1]
    assert asked in stage.say("Anna", "Sprache Deutsch")


def test_at_a_table_each_reads_the_card_in_their_own_language(tmp_path: Path) -> None:
    """An English and a German member: one card, two languages, and what they wrote is shown to both as it is."""
    stage = Stage(tmp_path)
    begin(stage, "Anna", "de")
    begin(stage, "Ben", "en")
    laid = stage.say("Anna", "not-date")
    code = laid.split("`dabei ")[1].split("`")[0]
    stage.say("Ben", f"join {code}")
    stage.say("Ben", "yes")
    german, english = stage.asked("Anna"), stage.asked("Ben")
    assert german != english
    stage.say("Anna", "das weiß nur meine Schwester Frieda")
    stage.say("Ben", "only my brother Fred knows")
    for name, together in (("Anna", "Frieda"), ("Ben", "Frieda")):
        assert together in "\n".join(stage.screen(name)[-2:])
    assert "only my brother Fred knows" in "\n".join(stage.screen("Anna")[-2:])
    hash_of = {
        text: shelf.deck.language
        for shelf in map(stage.shelves.__getitem__, stage.shelves)
        for text in (one.question.text for one in shelf.questions)
    }
    assert (hash_of[german], hash_of[english]) == ("de", "en")
    assert stage.complaints == []


@pytest.mark.parametrize("language", ["de"])
def test_a_translation_that_ships_proves_itself(language: str) -> None:
    """Its samples find their branches in its own language, and it has nothing that the original has not."""
    from bot import resources
    from bot.core.proof import diagnose

    written = [read(file.read_bytes(), file.name) for file in resources.deck_files()]
    readings = [read(file.read_bytes(), file.name) for file in resources.translations() if file.parent.name == language]
    assert readings
    for reading in readings:
        assert reading.deck is not None
        assert [one.what for one in diagnose(reading)] == []
    assert {one.code for one in compare_translations(readings, written)} <= {"untranslated"}
