"""Any file that a moderator brings becomes a deck, or a list of what to change in it."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.decks.brought import Brought, Library, bring, is_ours
from bot.decks.diagnostic import BROUGHT, CODES, Severity
from bot.decks.duplicates import same_words
from bot.decks.exporting import export
from bot.decks.reading import read
from bot.model.upload import LARGEST
from bot.shells.bench.decks_checked import large_deck
from tests.decks.brought_report import library, reported
from tests.decks.honest import HONEST

FOLDER: Final = Path(__file__).parents[1] / "data" / "imports"
FILES: Final = sorted(file for file in FOLDER.iterdir() if not file.name.endswith(".expected.json"))
ELSEWHERE: Final = {"gave-out"}
"""Found in test_airlock.py."""


def expected(file: Path) -> dict[str, Any]:
    report: dict[str, Any] = json.loads(file.with_name(f"{file.name}.expected.json").read_text(encoding="utf-8"))
    return report


def text_of(brought: Brought) -> str:
    return "\n".join(str(fault) for fault in brought.findings)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_brought_file_gives_its_report(file: Path) -> None:
    """Each file of the corpus gives the report beside it: what it is, how many questions, each finding at its row."""
    wanted = expected(file)
    del wanted["about"]
    assert reported(bring(file.read_bytes(), file.name, library())) == wanted


def test_the_corpus_is_whole() -> None:
    """There are well over a hundred files, each with its report, and no report without its file."""
    reports = {file.name for file in FOLDER.glob("*.expected.json")}
    assert reports == {f"{file.name}.expected.json" for file in FILES}
    assert len(FILES) >= 120
    assert all(expected(file)["about"] for file in FILES)


def test_every_code_is_found() -> None:
    """Every code that only brought files have is found in one of them, or is on the list of what needs more."""
    found = {finding[3] for file in FILES for finding in expected(file)["findings"]}
    assert set(BROUGHT) - found <= ELSEWHERE
    assert found <= set(BROUGHT) | set(CODES)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_what_is_hostile_is_refused_in_a_sentence(file: Path) -> None:
    """Nothing that is said moves a cursor or turns a text, and an error always says what to do or what is wrong."""
    brought = bring(file.read_bytes(), file.name, library())
    said = text_of(brought)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", said)
    assert all(len(fault.what) < 800 for fault in brought.findings)
    errors = [fault for fault in brought.findings if fault.severity is Severity.ERROR]
    assert (brought.deck is None) == bool(errors)
    said.encode()


def test_ids_stay_when_rows_are_moved() -> None:
    """A question's id is made of its text alone: another order, other neighbours and another name change none."""
    rows = [f"Which of the {word} doors would you open first, and in which order?" for word in ("red", "old", "far")]
    rows += ["Was ist Übermut?", "Что это?", "何ですか？", "C or C++?", "C or D?", "Which?"]
    ids = {}
    for order in range(5):
        random.Random(order).shuffle(rows)
        deck = bring("\n".join(rows).encode(), f"{order}.txt").deck
        assert deck is not None
        ids[order] = {question.text: question.id for question in deck.questions}
        assert len(set(ids[order].values())) == len(rows)
    assert all(one == ids[0] for one in ids.values())


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("my_questions (2).csv", "My questions"),
        ("C:\\Users\\Ada\\friday-list - Copy.xlsx", "Friday list"),
        ("/tmp/ice.breakers.txt", "Ice.breakers"),
        (".csv", "My questions"),
        ("<b>.txt", "B"),
        ("", "My questions"),
        ("x" * 300, "X" + "x" * 59),
    ],
)
def test_the_title_is_the_name(name: str, title: str) -> None:
    """A deck that does not say its title has that of its file, without what a program added to it."""
    deck = bring(b"What is it?\n", name).deck
    assert deck is not None and deck.title == title


def test_follow_ups_find_their_answers() -> None:
    """What stands in say_1 and ask_1 belongs to the words before it, or to the choice of that name."""
    data = (
        "question,choice_1,choice_2,if_they_say_1,say_1,ask_1,if_they_say_2,ask_2,default_ask\n"
        'Which sound means home?,,,"key, keys","Iron. | The door, then.",Who hears it?,kettle,What is in it?,When?\n'
        "Tiger or bluebird?,tiger,bluebird,bluebird,Wings.,Whose sill?,,,Why?\n"
    )
    deck = bring(data.encode(), "a.csv").deck
    assert deck is not None
    home, animal = deck.questions
    assert [(theme.id, theme.like, theme.follow_up.say, theme.follow_up.ask) for theme in home.themes] == [
        ("key", ("key", "keys"), ("Iron.", "The door, then."), "Who hears it?"),
        ("kettle", ("kettle",), (), "What is in it?"),
    ]
    assert home.default.ask == "When?"
    assert [choice.follow_up.ask for choice in animal.choices] == ["", "Whose sill?"]


def test_flat_questions_are_named_with_a_proposal() -> None:
    """A question without a follow-up is named with its row, the column to fill and words that could stand there."""
    brought = bring(b"question,default_ask\nWho taught you?,\nFly or swim?,\nWhat is it?,When?\n", "a.csv")
    assert [(flat.row, flat.add, flat.write) for flat in brought.flat] == [
        (2, "default_ask", "What would they say if they heard that?"),
        (3, "choices", "Fly | swim"),
    ]


def test_labels_are_measured_against_what_is_handed_in() -> None:
    """A choice is long where a platform that is named to us would shorten it, and nowhere else."""
    data = b"question,choice_1,choice_2\nWhich first?,twelve chars,thirteen char\n"
    known = Library(labels={"pager": 12, "screen": 80})
    (fault,) = [fault for fault in bring(data, "a.csv", known).findings if fault.code == "long-label"]
    assert "thirteen char" in fault.what and "pager" in fault.what and "screen" not in fault.what
    assert not [fault for fault in bring(data, "a.csv").findings if fault.code == "long-label"]


def test_the_library_is_searched_without_its_own_twins() -> None:
    """A question of another deck is named once, word for word or nearly; twins within the library are not."""
    text = "Which door could you open in the dark?"
    known = Library([("Doors", text), ("Others", text)])
    data = b"Which door could you open in the dark\nWhich door could you still open in the dark?\nWho whistles?\n"
    found = [fault for fault in bring(data, "a.txt", known).findings if fault.code == "in-library"]
    assert [(fault.line, "nearly" in fault.what) for fault in found] == [(1, False), (2, True)]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (lambda: b"a" * (LARGEST + 1), "size"),
        (lambda: b"[" * 1_000_000, "depth"),
        (lambda: b'{"a":' * 1_000_000, "depth"),
        (lambda: b"," * 4_000_000, "no-questions"),
        (lambda: b"question\n" + b'"' * 999_999, "quote"),
        (lambda: b"question\n" + b'"a\n' * 500_000, ""),
        (lambda: b"Which?\n" * 400_000, ""),
        (lambda: b"".join(b"Which %d?\n" % n for n in range(300_000)), "too-many"),
        (lambda: b"".join(b"%x\n" % n for n in range(12_000)), "too-many"),
        (lambda: b"question,depth\n" + b"Which?,1\n" * 300_000, "too-many"),
        (lambda: b"- " * 2_000_000, ""),
        (lambda: b"1. " * 2_000_000, ""),
        (lambda: b"> " * 2_000_000, ""),
        (lambda: ("“" * 1_000_000).encode(), ""),
        (lambda: b"[00:00] a" * 400_000, ""),
        (lambda: b"|" * 4_000_000, "no-questions"),
        (lambda: b"question|a\n" + b"|-" * 1_000_000, "columns"),
        (lambda: b"[" + b'"a",' * 1_000_000 + b'"a"]', "nodes"),
        (lambda: b"\x00" * 4_000_000, "not-read"),
        (lambda: "\u202e".encode() * 1_000_000, "no-questions"),
        (lambda: b"schema: 1\n" + b"a: &a [*a, *a]\n" * 1_000, "anchor"),
        (lambda: b"\x1b]" * 1_000_000, "no-questions"),
        (lambda: b"\xe9 \xe8" * 1_000_000, ""),
    ],
)  # fmt: skip
def test_what_is_too_much_is_given_up_soon(data: Any, code: str) -> None:
    """Large files of one kind of nonsense end in a finding, and do not take the suite with them."""
    brought = bring(data(), "a.txt")
    assert not code or code in {fault.code for fault in brought.findings}


def test_a_few_bytes_of_something_else_are_no_list() -> None:
    """Such as a wrong key makes of a list; a program's own marks between the cells of a small one are taken out."""
    for seed in range(100):
        noise = random.Random(seed).randbytes(250)
        assert "not-read" in {fault.code for fault in bring(noise, "friday.csv").findings}, seed
    marked = bring(b"Which tool?\x07\nWhich shelf?\x07\nWhich drawer?\x07\nWhich door?\x07\n", "friday.txt")
    assert "not-read" not in {fault.code for fault in marked.findings}


CORPUS: Final = [file.read_bytes() for file in FILES if file.stat().st_size < 8_000]
SEEDS: Final = st.sampled_from(CORPUS)


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """A file of the corpus with bytes changed, cut out, doubled, or another file's end put to it."""
    data = bytearray(draw(SEEDS))
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, max(0, len(data) - 1)))
        match draw(st.integers(0, 4)):
            case 0:
                data[at : at + 1] = bytes([draw(st.integers(0, 255))])
            case 1:
                del data[at : at + draw(st.integers(1, 30))]
            case 2:
                data[at:at] = data[at : at + draw(st.integers(1, 60))]
            case 3:
                data[at:at] = draw(st.sampled_from(PIECES))
            case _:
                data[at:] = draw(SEEDS)[at:]
    return bytes(data)


PIECES: Final = [
    b'"', b"'", b",", b";", b"\t", b"|", b"\r", b"\n", b"\x00", b"[", b"{", b"}", b"]", b"&a ", b"*a", b"!!x ", b"<<: ",
    b"question", b"choice_1", b"if_they_say_2", b"{said}", b"\xe2\x80\xae", b"\xff\xfe", b"\xed\xa0\x80", b"- ", b"# ",
    b"1. ", b"=cmd|", b"\\u0000", b"\\ud800", b"choices", b"range_1", b"1-99999", b"deck_id", b"sep=\x00\n", b"null",
]  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(mutated())
def test_no_input_raises(data: bytes) -> None:
    """Whatever becomes of a file on its way, it gives a report; a deck comes of it exactly where there is no error."""
    brought = bring(data, "a.txt", library())
    errors = [fault for fault in brought.findings if fault.severity is Severity.ERROR]
    assert (brought.deck is None) == bool(errors)
    assert {fault.code for fault in brought.findings} <= set(CODES) | set(BROUGHT)
    text_of(brought).encode()
    if brought.deck is not None:
        again = bring(export(brought.deck, "yaml").data, "a.yaml")
        assert again.deck == brought.deck
    is_ours(data)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300) | st.text("\n,;\t|\"'“-*#1.)[]{}:=?aQ é", max_size=120))
def test_no_text_raises(text: str) -> None:
    """The same of any text that somebody pastes."""
    brought = bring(text.encode("utf-8", "surrogatepass"), "pasted")
    assert brought.deck is not None or brought.findings, "nothing came of it, and nothing is said"


def test_our_own_yaml_is_known() -> None:
    """A deck in our own YAML is told from everything else by its content."""
    ours = {file.name for file in FILES if is_ours(file.read_bytes())}
    assert ours == {"good-deck.yaml", "odd-tab.yaml"}


def test_what_nobody_is_told_hides_nothing() -> None:
    """A plain list is not told of each reply that it has not written; however many those are, two questions at its end
    that are nearly one are found."""
    deck = large_deck(600, 1)
    data = export(deck, "csv").data + (
        b"z-1,open,Which harbour did the oldest ferry of your town leave from?,1,And now?\r\n"
        b"z-2,open,Which harbour did the very oldest ferry of your town leave from?,1,And now?\r\n"
    )
    brought = bring(data, "large.csv")
    assert brought.questions == 602
    near = [fault for fault in brought.findings if fault.code == "near-duplicate"]
    assert "harbour" in near[-1].what
    assert "more" not in {fault.code for fault in brought.findings}


@given(st.text(st.characters(codec="ascii")))
def test_the_quick_way_to_the_same_words_leads_there(text: str) -> None:
    """Texts in ASCII have the words that any other text would have."""
    assert same_words(text) == same_words(f"{text} ж").removesuffix("ж").rstrip()


def test_every_place_is_where_its_name_says() -> None:
    """A name that is listed is found where it stands; any other is not there."""
    places = read(HONEST.encode(), "honest.yaml").places
    assert {"/title", "door", "door/text"} <= set(places)
    assert len(places) == len(set(places))
    lines = HONEST.split("\n")
    for name in places:
        line, column = places[name]
        field = name.rpartition("/")[2] if "/" in name else "id"
        assert lines[line - 1][column - 1 :].startswith((field, f'"{field}', "- id"))
    for name in ("nobody", "/nobody", "door/nobody", "door/hears/nobody", "door/", ""):
        assert name not in places
