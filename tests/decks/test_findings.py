"""Every code is found where it is: `§` in a row stands where its finding must point, and is no part of the file."""

from __future__ import annotations

import re

import pytest

from bot.decks.diagnostic import CODES, Severity
from bot.decks.reading import Reading, read

from .honest import HONEST

FIND = "§"
MANY = ", ".join(f"w{number}" for number in range(401))

FILES = [
    ("size", "x" * 2_000_001, (0, 0)),
    ("format", "PK\x03\x04 a zipped deck", (0, 0)),
    ("syntax", "a: b\nc: d: e\n", (2, 5)),
    ("syntax", "a: [b, c\nd: e\n", (2, 2)),
    ("syntax", 'a: "b\n', (2, 1)),
    ("tab", "a:\n\t- b\n", (2, 1)),
    ("depth", "a: " + "[" * 13, (1, 15)),
    ("nodes", "".join(f"k{number}: a\n" for number in range(2_001)), (2_001, 8)),
    ("nodes", "a:\n" + "- b\n" * 10_001, (10_002, 3)),
    ("documents", "a: b\n---\nc: d\n", (2, 1)),
    ("empty", "", (1, 1)),
    ("empty", "# only a remark\n", (1, 1)),
    ("character", "a: b\nc: d\u202e\n", (2, 5)),
    ("character", "a: b\r\nc: \u200bd\n", (2, 4)),
    ("wrong-type", "- a\n- b\n", (1, 1)),
    ("wrong-type", "id: a\nquestions: none\n", (2, 12)),
    ("too-few", "id: a\nquestions: []\n", (2, 1)),
]

ROWS = [
    ("character", "id: sample", 'id: §"sam\\x07ple"'),
    ("empty", "author: Somebody", "§author:"),
    ("empty", "author: Somebody", 'author: §""'),
    ("empty", "[gran, nan, aunt]", '[gran, §"", aunt]'),
    ("anchor", "id: sample", "id: §&a sample"),
    ("anchor", "id: sample\ntitle: ", "id: §&a sample\ntitle: §*a\n#"),
    ("merge", "rating: everyone", "§<<: {rating: everyone}"),
    ("tag", "id: sample", "id: §!!python/object/apply:os.system sample"),
    ("key", "rating: everyone", "§[a, b]: everyone"),
    ("key", "rating: everyone", '§"": everyone'),
    ("duplicate-key", "rating: everyone", "rating: everyone\n§rating: adult"),
    ("line-break", "author: Somebody", "author: §|\n  Some\n  body"),
    ("missing", "schema: 1\nid: sample\n", "§id: sample\n"),
    ("missing", "  - id: street\n    kind: mission\n", "  - §id: street\n"),
    ("missing", "    scale: {from: 1, to: 10, low: badly, high: very well}\n", ""),
    ("missing", "- id: kitchen\n        like", "- §like"),
    ("missing", "both: {say: [A tiger with wings.], ask", "both: §{say: [A tiger with wings.], asks"),
    ("unknown-key", "author: Somebody", "author: Somebody\n§autor: Somebody"),
    ("unknown-key", "next: lighter}", "next: lighter, §nxt: same}"),
    ("not-allowed", "kind: mission", "kind: §misson"),
    ("not-allowed", "schema: 1", "schema: §2"),
    ("not-allowed", "rating: everyone", "rating: §everybody"),
    ("wrong-type", "author: Somebody", "author: §1984"),
    ("wrong-type", "depth: 4", "depth: §four"),
    ("wrong-type", "depth: 4", 'depth: §"4"'),
    ("wrong-type", "[gran, nan, aunt]", "§gran"),
    ("wrong-type", "joke: {like: [the fridge], say: [It even has a light.], next: lighter}", "joke: §[the fridge]"),
    ("too-long", 'title: "A sample"', f"title: §{'a' * 61}"),
    ("too-long", "text: Which door could", f"text: §Which {'door ' * 10} could"),
    ("too-long", "label: no queue", f"label: §{'q' * 35}"),
    ("too-long", "author: Somebody", f"author: §{'a' * 2_001}"),
    ("too-few", "arc: [1, 2, 3]", "§arc: [1, 2]"),
    ("too-few", "kind: choice", "kind: rank"),
    ("too-few", "chips: [place, person]", "§chips: [place]"),
    ("too-many", "[gran, nan, aunt]", f"[{MANY}]"),
    ("too-many", "chips: [place, person]", "§chips: [place, person, place]"),
    ("out-of-range", "arc: [1, 2, 3]", "arc: [1, §6, 3]"),
    ("out-of-range", "depth: 4", "depth: §0"),
    ("pattern", "id: sample", "id: §A Sample"),
    ("pattern", "language: en", "language: §English"),
    ("pattern", "version: 1.0.0", "version: §1.0"),
    ("pattern", "after: 2d", "after: §two days"),
    ("wrong-kind", "depth: 4", "depth: 4\n    §ranges: [{from: 1, to: 2, say: [a, b], ask: c}]"),
    ("wrong-kind", "depth: 2\n", "depth: 2\n    §both: {say: [a], ask: b}\n"),
    ("duplicate-id", "id: street", "id: §door"),
    ("duplicate-id", "id: kitchen", "id: §someone-elses"),
    ("duplicate-label", "label: A bluebird", "label: §Big cat"),
    ("duplicate-label", "chips: [place, person]", "chips: [place, §place]"),
    ("reserved-id", "id: kitchen", "id: §default"),
    ("no-id", "label: no queue", "label: §тишина"),
    ("scale", "    scale: {from: 1, to: 10,", "    §scale: {from: 1, to: 12,"),
    ("scale", "    scale: {from: 1, to: 10,", "    §scale: {from: 10, to: 1,"),
    ("ranges", "    ranges:\n      - {from: 1, to: 5", "    §ranges:\n      - {from: 1, to: 4"),
    ("ranges", "- {from: 6, to: 10, say", "- §{from: 5, to: 10, say"),
    ("ranges", "- {from: 6, to: 10, say", "- §{from: 6, to: 11, say"),
    ("chip-ask", "chips: [place, person]", "chips: [place, §persons]"),
    ("unused-chip", "{place: What stands next to it?,", "{place: What stands next to it?, §hour: When?,"),
    ("unknown-list", '"@family"', '§"@famly"'),
    ("unknown-list", "joke: {like: [the fridge]", 'joke: {like: [§"@fridge"]'),
    ("list-in-list", "[gran, nan, aunt]", '[gran, §"@nan"]'),
    ("unused-list", "  family: [gran, nan, aunt]", "  family: [gran, nan, aunt]\n  §rooms: [larder]"),
    ("unknown-branch", "nan's shed: someone-elses", "nan's shed: §someone-else"),
    ("unknown-branch", '"9": 6-10', '"9": §7-10'),
    ("unknown-branch", "the server room: default", "the server room: §both"),
    ("unknown-gap", "Hands remember", "§Hands {remembr}"),
    ("unknown-gap", "Stripes it is.", '§"Stripes, {choise}."'),
    ("gap-place", "Which way does it open?,", '§"Which way, {n}?",'),
    ("gap-place", "Hands remember what addresses forget.", '§"«{said}» remembers what addresses forget."'),
    ("gap-place", '"«{said}»: has anyone else got that key?"', '§"{choice}: has anyone else got that key?"'),
    ("braces", "Hands remember", "§Hands } remember"),
    ("said-only", 'say: ["«{said}», on the list.", That door is new.]', '§say: ["«{said}».", "«{said}», then."]'),
    ("heard-only", ', "Someone else\'s handle, then."]', ', "«{said}», then."]'),
    ("guillemets", '"«{said}», on the list."', '§"{said}, on the list."'),
    ("counts", '"{n} of {all} took wings."', '§"{n} took wings."'),
    ("two-asks", "What stood there?", "§What stood there? Who knew?"),
    ("two-asks", "text: Which door could you", "text: §Which door? Could you"),
    ("html", "Hands remember", "§<b>Hands</b> remember"),
    ("html", "Hands remember", "§Hands &amp; feet remember"),
    (
        "duplicate-question",
        '"Until Sunday: tiger or bluebird?"',
        "§which DOOR could you still open in the dark by feel",
    ),
    ("yes-or-no", "Which way does it open?,", "§Does it open inwards?,"),
    ("yes-or-no", "text: Which door could", "text: §In the dark. Could"),
    ("yes-or-no", "Which door could you still open", "§Could you still open that door, please"),
    ("long", "That one smells of bread.", f"§That one {'really ' * 13}smells"),
    ("long", "What would you find on the second shelf?", f"§What {'on earth ' * 12}is there?"),
    ("say-asks", "That one smells of bread.", "§Who bakes there?"),
    ("few-lines", "say: [Up., Down.]", "§say: [Up.]"),
    ("exclamation", "Hands remember", "§Hands! They remember"),
    ("emoji", "Hands remember", "§🙂 Hands remember"),
    ("manner", "That one smells of bread.", "§Great answer."),
    ("resets-passwords", "text: Which door could you", "text: §On which birthday could you"),
    ("about-count", "about: [home, habit, door]", "§about: [home, habit]"),
    ("shared-phrase", "like: [kitchen, larder]", "like: [kitchen, §workshop]"),
    ("shared-phrase", "like: [kitchen, larder]", "like: [kitchen, §NAN]"),
    ("dead-phrase", "like: [kitchen, larder]", "like: [kitchen, §larder]\n        not: [larder]"),
    ("no-follow-up", "say: [Up., Down.], ask: Whose windowsill is first?, ", ""),
    ("contrast-theme", "done: {say", '§contrast: "{n} of {all} came back."\n    done: {say'),
    ("near-duplicate", '"Until Sunday: tiger or bluebird?"', "§Which door could you open in the dark by feel alone?"),
]

AT = {
    # Findings that stand where nothing was changed.
    ("missing", ""): (60, 5),
    ("too-few", "kind: rank"): (51, 5),
    ("too-many", f"[{MANY}]"): (12, 3),
    ("heard-only", ', "«{said}», then."]'): (27, 9),
    ("no-follow-up", ""): (53, 9),
}
ELSEWHERE = {"more", "same-elsewhere", "hears", "encoding", "untranslated", "not-in-original", "differs"}
"""Codes with a test of their own."""


def _found(reading: Reading, code: str) -> list[tuple[int, int]]:
    return [(fault.line, fault.column) for fault in reading.diagnostics if fault.code == code]


def _places(text: str) -> list[tuple[int, int]]:
    """Line and column of each sign in the text that is left when all signs are out."""
    places = []
    while FIND in text:
        before, _, after = text.partition(FIND)
        places.append((before.count("\n") + 1, len(before) - before.rfind("\n")))
        text = before + after
    return places


def test_honest() -> None:
    """Nothing is found in the sample deck, and it is a deck."""
    reading = read(HONEST.encode(), "honest.yaml")
    assert reading.diagnostics == ()
    assert reading.deck is not None and len(reading.deck.questions) == 5


@pytest.mark.parametrize(("code", "text", "at"), FILES)
def test_file(code: str, text: str, at: tuple[int, int]) -> None:
    """A file that cannot be read says why, at the place."""
    reading = read(text.encode(), "a.yaml")
    assert reading.deck is None
    assert _found(reading, code) == [at]


@pytest.mark.parametrize(("code", "old", "new"), ROWS, ids=[f"{row[0]}-{index}" for index, row in enumerate(ROWS)])
def test_row(code: str, old: str, new: str) -> None:
    """One change to the honest deck is found once, at its line and column, and decides whether there is a deck."""
    assert HONEST.count(old) >= 1
    marked = HONEST.replace(old, new, 1)
    at = _places(marked) or [AT[code, new]]
    reading = read(marked.replace(FIND, "").encode(), "a.yaml")
    assert _found(reading, code) == at, [str(fault) for fault in reading.diagnostics]
    errors = [fault for fault in reading.diagnostics if fault.severity is Severity.ERROR]
    assert (reading.deck is None) == bool(errors)


def test_every_code_is_tested() -> None:
    """No code is listed that no test finds."""
    assert {row[0] for row in ROWS} | {row[0] for row in FILES} | ELSEWHERE == set(CODES)


def test_all_at_once() -> None:
    """Faults of writing, shape, rules and texts in one file are all reported together, in the order of the file."""
    text = HONEST.replace("id: sample", "id: &a Sample").replace("depth: 2", "depth: 7")
    text = text.replace("language: en", "language: English").replace("id: kitchen", "id: joke")
    text = text.replace("Hands remember", "Hands! {x}").replace("kind: mission", "kind: task")
    codes = [fault.code for fault in read(text.encode(), "a.yaml").diagnostics]
    assert codes == ["anchor", "pattern", "out-of-range", "reserved-id", "unknown-gap", "exclamation", "not-allowed"]


@pytest.mark.parametrize(
    ("old", "new", "printed"),
    [
        (
            "kind: mission",
            "kind: misson",
            ":81:11: error[not-allowed]: kind is open, choice, scale, rank or mission, "
            'not "misson", did you mean "mission"?',
        ),
        (
            "[place, person]",
            "[place, persn]",
            ':37:112: error[chip-ask]: the chip "persn" has no question in chip_asks, did you mean "person"?',
        ),
        (
            "author: Somebody",
            "author: 1984",
            ':5:9: error[wrong-type]: author wants a text, not "1984": write "1984" in quotes',
        ),
        (
            "Hands remember",
            "Hands {sad}",
            ':40:14: error[unknown-gap]: there is no gap "{sad}", did you mean "said"? '
            "(allowed: {said}, {heard}, {choice}, {number}, {n}, {all})",
        ),
    ],
)
def test_printed(old: str, new: str, printed: str) -> None:
    """A finding is one line: file, place, code, what is wrong, what is allowed, and what was perhaps meant."""
    assert f"/decks/a.yaml{printed}" in [
        str(fault) for fault in read(HONEST.replace(old, new).encode(), "/decks/a.yaml").diagnostics
    ]


def test_harmless_to_print() -> None:
    """Neither a file's name nor its content can move the cursor or turn the text of a terminal."""
    text = HONEST.replace("rating: everyone", '"\\e[2J\\u202e": adult')
    printed = "\n".join(str(fault) for fault in read(text.encode(), "a\x1b[2J\n.yaml").diagnostics)
    assert "\x1b" not in printed and "\u202e" not in printed and printed.count("\n") == printed.count("error[") - 1


def test_more() -> None:
    """Above 500 findings of one severity the rest is counted as more; errors behind warnings are still found."""
    questions = "".join(
        f"  - {{id: q{n}, kind: open, text: Which w{n} a{n}?, depth: 1, default: {{say: [a, b!], ask: c?}}}}\n"
        for n in range(600)
    )
    warned = read((HONEST + questions).encode(), "a.yaml")
    assert warned.deck is not None
    assert len(warned.diagnostics) == 501 and warned.diagnostics[-1].code == "more"
    refused = read((HONEST + questions + "  - {id: last}\n").encode(), "a.yaml")
    assert refused.deck is None
    assert {"missing", "more"} <= {fault.code for fault in refused.diagnostics}


@pytest.mark.parametrize(
    ("data", "what"),
    [
        ("café: 1".encode("cp1252"), "0xE9"),
        (HONEST.encode("utf-16"), "UTF-16"),
        (HONEST.encode("utf-16-le"), "UTF-16"),
        (HONEST.encode("utf-16-be"), "UTF-16"),
        (HONEST.encode("utf-32"), "UTF-32"),
        (b"a: \xed\xa0\x80", "0xED"),
    ],
)
def test_encoding(data: bytes, what: str) -> None:
    """Any encoding but UTF-8 is named, as far as it can be."""
    (fault,) = read(data, "a.yaml").diagnostics
    assert fault.code == "encoding" and what in fault.what


def test_encoding_place() -> None:
    """The first byte that is not UTF-8 is pointed at by characters, not by bytes."""
    (fault,) = read("a: b\nc: «ü»".encode() + b"\xff", "a.yaml").diagnostics
    assert (fault.line, fault.column) == (2, 7)


def test_byte_order_mark() -> None:
    """A UTF-8 file with a byte order mark is the same deck, with the same columns."""
    marked = b"\xef\xbb\xbf" + HONEST.encode()
    assert read(marked, "a").deck == read(HONEST.encode(), "a").deck
    (fault,) = read(b"\xef\xbb\xbf" + HONEST.replace("schema: 1", "schema: 2").encode(), "a").diagnostics
    assert (fault.line, fault.column) == (1, 9)


def test_columns_are_code_points() -> None:
    """A character beyond the first plane counts as one column."""
    text = HONEST.replace("[gran, nan, aunt]", '[𝔤𝔯𝔞𝔫, é, ""]')
    assert _found(read(text.encode(), "a"), "empty") == [(12, 21)]


PHRASES = """
tell me more, say more, great answer, good choice, amazing, awesome, thank you for sharing, thanks for sharing, i love
i understand how, i totally understand how, i feel, maiden name, first pet, pet's name, first school, birthday, born in
street you grew up, first car, favorite teacher, favourite teacher, first teacher, were you born
"""


@pytest.mark.parametrize("phrase", re.split(", |\n", PHRASES.strip()))
def test_no_phrase_is_passed_over(phrase: str) -> None:
    """What is said of a question for its words is said of it in large letters, too: no quick look misses it."""
    for written in (phrase, phrase.upper(), phrase.title()):
        text = HONEST.replace("door could you still open in the dark, by feel?", f"door {written} is it?")
        assert text != HONEST
        codes = {fault.code for fault in read(text.encode(), "a.yaml").diagnostics}
        assert codes & {"manner", "resets-passwords"}, written
