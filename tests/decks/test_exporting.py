"""A deck that goes out as a file comes back as the same deck, or what it lost was said."""

from __future__ import annotations

import csv
import io
from typing import Final

import msgspec
import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from bot import resources
from bot.decks.brought import bring
from bot.decks.brought.cells import joined, neutralised, parted, restored
from bot.decks.diagnostic import Severity
from bot.decks.exporting import FORMS, export, starter
from bot.decks.reading import read
from bot.decks.unsaid import DEPTH, id_of
from bot.model.deck import Callback, Choice, Deck, FollowUp, Kind, Lane, Question, Range, Scale, Theme
from bot.model.ids import ChoiceId, DeckId, QuestionId
from bot.wiring import read_decks

WHOLE: Final = tuple(sorted(set(FORMS) - {"txt", "md"}))
SHIPPED: Final = {str(deck.id): deck for deck in read_decks(resources.deck_files())}


@pytest.mark.parametrize("form", WHOLE)
@pytest.mark.parametrize("name", sorted(SHIPPED))
def test_a_shipped_deck_comes_back_whole(name: str, form: str) -> None:
    """Every deck that ships comes back from csv, tsv, xlsx, json and yaml as it went out, with nothing left out."""
    deck = SHIPPED[name]
    exported = export(deck, form)
    assert exported.left_out == ()
    assert bring(exported.data, f"x.{form}").deck == deck


@pytest.mark.parametrize("form", ["txt", "md"])
@pytest.mark.parametrize("name", sorted(SHIPPED))
def test_a_list_carries_the_questions_and_says_what_it_does_not(name: str, form: str) -> None:
    """A list has every question in its order; each field that does not come back is named."""
    deck = SHIPPED[name]
    exported = export(deck, form)
    back = bring(exported.data, f"x.{form}").deck
    assert back is not None
    assert [question.text for question in back.questions] == [question.text for question in deck.questions]
    names = {"choices": "replies to choices" if form == "md" else "choices"}
    for before, after in zip(deck.questions, back.questions, strict=True):
        lost = {field for field in before.__struct_fields__ if getattr(before, field) != getattr(after, field)}
        assert {names.get(field, field) for field in lost} <= set(exported.left_out)


# Decks of any content

LETTERS: Final = "abcXYZ ,;|/\\'\"“”«».:-–*_#()[]=+@~%&0123456789éßя鍵🐯?"
TEXT: Final = (
    st.text(LETTERS, min_size=1, max_size=60)
    .map(lambda text: " ".join(text.split()))
    .filter(lambda text: any(character.isalnum() for character in text) and text.count("?") < 2 and "&" not in text)
)
SLUG: Final = st.from_regex(r"[a-z][a-z0-9-]{0,12}[a-z0-9]", fullmatch=True).map(lambda slug: f"x-{slug}")
LABEL: Final = TEXT.map(lambda text: text[:30].strip()).filter(lambda text: any(one.isalnum() for one in text))
LINES: Final = st.lists(TEXT, min_size=1, max_size=3, unique=True).map(tuple)
NEXT: Final = ("same", "lighter")
REPLY: Final = st.builds(FollowUp, say=LINES, ask=TEXT)
SOME_REPLY: Final = st.builds(FollowUp, say=LINES, ask=st.just("")) | st.builds(FollowUp, ask=TEXT) | REPLY
MAYBE: Final = st.just("") | TEXT


def unlike(texts: list[str]) -> bool:
    """No two labels of a question are one to a reader."""
    return len({text.casefold() for text in texts}) == len(texts)


@st.composite
def choices(draw: st.DrawFn) -> tuple[Choice, ...]:
    labels = draw(st.lists(LABEL, min_size=3, max_size=5).filter(unlike))
    ids = draw(st.lists(SLUG, min_size=len(labels), max_size=len(labels), unique=True))
    return tuple(
        Choice(ChoiceId(id_), label, follow_up=draw(st.just(FollowUp()) | REPLY), contrast="")
        for id_, label in zip(ids, labels, strict=True)
    )


@st.composite
def questions(draw: st.DrawFn, number: int) -> Question:
    kind = draw(st.sampled_from(Kind))
    themes = draw(
        st.lists(
            st.builds(Theme, id=SLUG, like=LINES, not_=st.just(()) | LINES, follow_up=SOME_REPLY),
            max_size=2,
            unique_by=lambda theme: theme.id,
        )
    )
    question = Question(
        id=QuestionId(f"q{number}-{draw(SLUG)}"), kind=kind, text=draw(TEXT), depth=draw(st.integers(1, 5)),
        tags=tuple(draw(st.lists(SLUG, max_size=2, unique=True))), about=draw(st.just(()) | LINES),
        example=draw(MAYBE), themes=tuple(themes), short=draw(MAYBE), default=draw(st.just(FollowUp()) | SOME_REPLY),
        thought=draw(MAYBE), and_you=draw(MAYBE), take_away=draw(MAYBE),
        tender=draw(st.none() | st.builds(Lane, LINES, st.builds(FollowUp, say=LINES, chips=st.just(("stay",))))),
        joke=draw(st.none() | st.builds(Lane, LINES, st.builds(FollowUp, say=LINES), st.sampled_from(NEXT))),
        callback=draw(st.none() | st.builds(Callback, st.integers(0, 9), TEXT)),
    )  # fmt: skip
    if kind in (Kind.CHOICE, Kind.RANK):
        question = msgspec.structs.replace(question, choices=draw(choices()), both=draw(st.none() | REPLY))
    if kind is Kind.SCALE:
        scale = Scale(1, 5, draw(LABEL), draw(LABEL))
        parts = (Range(1, 2, draw(REPLY)), Range(3, 5, draw(REPLY)))
        question = msgspec.structs.replace(question, scale=scale, ranges=parts)
    if kind is Kind.MISSION:
        question = msgspec.structs.replace(question, done=draw(st.none() | REPLY))
    return question


@st.composite
def decks(draw: st.DrawFn) -> Deck:
    """A deck that its own reader takes."""
    count = draw(st.integers(1, 3))
    deck = Deck(
        id=DeckId(draw(SLUG)), title=draw(TEXT), language="de", author=draw(TEXT), licence=draw(TEXT),
        description=draw(TEXT), version="1.0.0", questions=tuple(draw(questions(number)) for number in range(count)),
        arc=draw(st.just(()) | st.just((1, 2, 3))), take_aways=draw(st.just(()) | LINES),
    )  # fmt: skip
    return deck


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(decks())
def test_what_goes_out_comes_back(deck: Deck) -> None:
    """Any deck that its own YAML reader takes comes back from each whole format as it went out."""
    home = read(export(deck, "yaml").data, "a.yaml")
    assume(home.deck is not None)
    assert home.deck == deck
    for form in WHOLE:
        back = bring(export(deck, form).data, f"a.{form}")
        assert back.deck == deck, (form, [str(fault) for fault in back.findings if fault.severity is Severity.ERROR])


@pytest.mark.parametrize("form", ["csv", "tsv", "xlsx", "json"])
@pytest.mark.parametrize(
    "texts", [["1 door", "2 doors"], ["Card 1: a", "Card 2: b"], ["Total", "Sum"], ["Ã©a?", "Â«b»?"]]
)
def test_what_looks_like_numbers_comes_back(texts: list[str], form: str) -> None:
    """Questions that all begin like numbered ones, add up, or look like another encoding are kept as they are."""
    asked = tuple(Question(QuestionId(id_of(text)), Kind.OPEN, text, DEPTH) for text in texts)
    deck = Deck(DeckId("a"), "A", "en", "a", "a", "a", "1.0.0", asked)
    back = bring(export(deck, form).data, f"a.{form}").deck
    assert back is not None
    assert [question.text for question in back.questions] == texts


@settings(max_examples=250, deadline=None)
@example(["0,0", "0,;"], "txt")
@example(["0:*"], "txt")
@example(["1 door", "2 doors", "3 doors"], "txt")
@example(["Card 1: a", "Card 2: b"], "md")
@example(["i. e.", "ii. e."], "txt")
@example(["Ada — 10:01", "which door?", "which key?"], "txt")
@example(["a) door", "b) key"], "txt")
@example(['"quoted"', "1. door", "no question"], "txt")
@given(st.lists(TEXT, min_size=1, max_size=4), st.sampled_from(["txt", "md"]))
def test_a_list_of_anything_comes_back(texts: list[str], form: str) -> None:
    """A list of plain questions comes back with each text as it was, however it begins or ends."""
    asked = tuple(Question(QuestionId(id_of(text)), Kind.OPEN, text, DEPTH) for text in texts)
    deck = Deck(DeckId("a"), "A", "en", "a", "a", "a", "1.0.0", asked)
    if read(export(deck, "yaml").data, "a.yaml").deck is None:
        return
    back = bring(export(deck, form).data, f"a.{form}").deck
    assert back is not None
    assert [question.text for question in back.questions] == texts


CELLS: Final = st.text("ab'=+-@\t\r|;,/\\ \n", max_size=12)


@given(CELLS)
def test_no_cell_is_a_formula(text: str) -> None:
    """No cell begins with what a spreadsheet runs, and the reader takes off exactly what was put on."""
    assert not neutralised(text).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert restored(neutralised(text)) == text


@given(st.lists(st.text("ab|;,/\\ ", min_size=1, max_size=8).map(str.strip).filter(bool), min_size=1, max_size=4))
def test_several_texts_share_a_cell(items: list[str]) -> None:
    """What was joined is parted again, whatever stands in it."""
    assert parted(joined(tuple(items)))[0] == items
    assert parted(joined(tuple(items)), prose=True)[0] == items


def test_a_formula_goes_out_with_an_apostrophe() -> None:
    """In csv, tsv and xlsx a question that begins like a formula stands behind an apostrophe."""
    deck = bring(b"=cmd|'/c calc'!A0 is what?\n", "a.txt").deck
    assert deck is not None
    rows = list(csv.DictReader(io.StringIO(export(deck, "csv").data.decode("utf-8-sig"))))
    assert rows[0]["question"] == "'=cmd|'/c calc'!A0 is what?"
    assert bring(export(deck, "xlsx").data, "a.xlsx").deck == deck


def test_another_program_reads_the_workbook() -> None:
    """openpyxl reads every cell of an exported workbook as the text that was written, and none as a formula."""
    openpyxl = pytest.importorskip("openpyxl")
    deck = SHIPPED["long-table"]
    sheet = openpyxl.load_workbook(io.BytesIO(export(deck, "xlsx").data)).active
    cells = [[cell.value or "" for cell in row] for row in sheet.iter_rows()]
    assert cells == list(csv.reader(io.StringIO(export(deck, "csv").data.decode("utf-8-sig"), newline="")))
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "inlineStr", "n"}


@pytest.mark.parametrize("form", starter.FORMS)
def test_the_starter_is_a_deck(form: str) -> None:
    """The spreadsheet to begin with is read without an error or a warning, and none of its questions is flat."""
    brought = bring(starter.starter(form), f"starter.{form}")
    assert brought.deck is not None and len(brought.deck.questions) == 3
    assert {fault.severity for fault in brought.findings} == {Severity.NOTICE}
    assert brought.flat == ()
