"""Hostile files end in a diagnostic, soon and small, and never end the process."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.decks import duplicates
from bot.decks import yaml as yaml_decks
from bot.decks.diagnostic import CODES, Severity
from bot.decks.reading import FORMATS, Reading, read
from bot.decks.schema import DeckShape

from .honest import HONEST
from .hostile import HOSTILE

SECONDS = 3.0
"""The promise is one second on an idle machine; the suite may run on a busy one."""
MEGABYTES = 64

QUESTION_IN_FLOW = re.compile(r'(: )([^"«{}\[\],]*\?)(?=[,}])')
"""The pure parser ends an unquoted text at its question mark there."""
ANYTHING = st.binary(max_size=400)
YAMLISH = st.text(alphabet="ab:-[]{}'\"#&*!|>%@`?,. \n\t\\\x00é\u202e0128", max_size=120)


@pytest.fixture(scope="module")
def measured() -> dict[str, dict[str, Any]]:
    """What reading each hostile file took, in a process of its own."""
    done = subprocess.run([sys.executable, "-m", "tests.decks.hostile"], capture_output=True, text=True, timeout=240)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0, f"died after {rows[-1]['name'] if rows else 'nothing'}: {done.stderr[-500:]}"
    return {row["name"]: row for row in rows}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile(name: str, measured: dict[str, dict[str, Any]]) -> None:
    """It ends in the diagnostic that names it, within time and memory, and in lines that a person can read."""
    row = measured[name]
    assert not row["deck"]
    assert HOSTILE[name][1] in row["codes"]
    assert row["seconds"] < SECONDS
    assert row["megabytes"] < MEGABYTES
    assert row["longest"] < 800


@pytest.mark.parametrize("name", [name for name in HOSTILE if name.startswith("anagrams")])
def test_letters_are_compared_within_a_budget(name: str, measured: dict[str, dict[str, Any]]) -> None:
    """Questions that share two words of three, and the letters of the third, cost no more than a second."""
    assert measured[name]["seconds"] < SECONDS  # the process of its own came to an end, so it is safe to do it here
    texts = re.findall(r"text: ([^?]*[?])", HOSTILE[name][0]().decode())
    start = time.process_time()
    assert list(duplicates.near_pairs(texts)) == []
    assert time.process_time() - start < 1


def test_letters_of_ordinary_questions_are_compared() -> None:
    """The budget is enough for a deck of honest length, and what is too long for the schema is left out."""
    texts = [f"Which number{n} lamp{n} would you{n} light{n} first{n}" for n in range(500)]
    one = "Which staircase would grandmother recognise blindfolded tonight?"
    assert list(duplicates.near_pairs([*texts, one, one.replace("case", "cases")])) == [(500, 501)]
    long = "Which door " + "and window " * 20
    assert list(duplicates.near_pairs([long + "first?", long + "then?"])) == []
    limits = DeckShape.model_json_schema(by_alias=True)["$defs"]["QuestionShape"]["properties"]["text"]
    assert limits["maxLength"] == duplicates._LONGEST


def _holds(reading: Reading, data: bytes) -> None:
    errors = [fault for fault in reading.diagnostics if fault.severity is Severity.ERROR]
    assert (reading.deck is None) == bool(errors)
    lines = data.count(b"\n") + data.count(b"\r") + 1
    for fault in reading.diagnostics:
        assert fault.code in CODES
        assert 0 <= fault.line <= lines + 1 and fault.column >= 0
        assert "\n" not in str(fault)


@given(ANYTHING | YAMLISH.map(str.encode))
@example(b"a: !<\xc3\xa9> b")
@example(b'"\\ud800": a')
@example(b"? [a]\n: b")
@example(b"*a : b")
@example(b"&a")
@example(b"%YAML 9.9\n---\na")
@settings(max_examples=400, deadline=None)
def test_any_bytes(data: bytes) -> None:
    """Any bytes give a reading: a deck or an error, never an exception."""
    _holds(read(data, "a.yaml"), data)


@given(st.data())
@settings(max_examples=300, deadline=None)
def test_any_damage(draws: st.DataObject) -> None:
    """An honest deck, damaged anywhere in any way, gives a reading."""
    text = HONEST
    for _ in range(draws.draw(st.integers(1, 3))):
        start = draws.draw(st.integers(0, len(text)))
        cut = draws.draw(st.integers(0, 60))
        text = text[:start] + draws.draw(YAMLISH | st.text(max_size=5)) + text[start + cut :]
    data = text.encode("utf-8", "replace")
    _holds(read(data, "a.yaml"), data)


@given(ANYTHING | YAMLISH.map(str.encode))
@example(b'"\\UFFFFFFFF"')
@example(b'"\\ud800": a')
@settings(max_examples=200, deadline=None)
def test_any_bytes_without_the_c_parser(data: bytes) -> None:
    """Where PyYAML was built without its C parser, the same holds."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yaml_decks, "_LOADER", yaml.BaseLoader)
        _holds(read(data, "a.yaml"), data)


def test_parsers_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both of PyYAML's parsers read the same deck, with the same places, if questions inside braces are quoted."""
    text = QUESTION_IN_FLOW.sub(r'\1"\2"', HONEST)
    fast = read(text.encode(), "a")
    assert fast.deck is not None
    monkeypatch.setattr(yaml_decks, "_LOADER", yaml.BaseLoader)
    assert read(text.encode(), "a") == fast


@pytest.mark.parametrize("known", FORMATS, ids=lambda known: known.name)
@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n", b"PK\x03\x04", b"%PDF-1.7", b"\x1f\x8b\x08"])
def test_not_recognised(known: Any, data: bytes) -> None:
    """No format takes a picture or an archive for its own."""
    assert not known.recognises(data)


def test_words_stay_words() -> None:
    """`no`, `on`, `yes`, `null`, `1.0`, `0x10`, `1:30` and `007` are words; only plain whole numbers are numbers."""
    words = "no, on, yes, null, ~, 1.0, 0x10, 1:30, 007, 2024-01-01, .inf, true"
    text = HONEST.replace("like: [kitchen, larder]", f"like: [{words}]")
    deck = read(text.encode(), "a").deck
    assert deck is not None
    assert deck.questions[0].themes[1].like == tuple(words.split(", "))


def test_samples_may_be_numbers() -> None:
    """A key is a word, whatever it looks like: `7: 6-10` under `hears` is the sample "7"."""
    deck = read(HONEST.replace('"9": 6-10', "9: 6-10").encode(), "a").deck
    assert deck is not None
    assert deck.questions[2].hears == (("3", "1-5"), ("9", "6-10"))
