"""What is found in a deck can be said in every language, each sentence under the code that it is said of."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from bot import resources
from bot.airlock import TOO_LONG, TOO_MUCH
from bot.decks.brought import _OTHER_KINDS, ASKED, NEARLY_ASKED, bring
from bot.decks.brought.remedies import REMEDIES, by_row
from bot.decks.brought.rows import _NAMES
from bot.decks.brought.xlsx import _OTHERS
from bot.decks.diagnostic import BROUGHT, CODES, Diagnostic, Severity
from bot.decks.reading import read
from bot.decks.remarks import Gap, Remark, Sentences
from bot.decks.shape import _FORMS, _SLUG, _TYPES
from bot.decks.yaml import _REMEDIES
from bot.voices import findings

ROOT = Path(__file__).parents[2]
OTHERS = [language for language in resources.languages() if language != "en"]
SAID = {"finding": 3, "fault": 1, "add": 1, "assume": 1, "refuse": 1, "_refused": 1, "complain": 2}
"""What notes a finding, and which of its arguments is the sentence."""
WORDS = "words"
_GAP = re.compile(r"\{[a-z_]+\}")


def literals(node: ast.expr) -> Iterator[str]:
    """The texts that may stand there."""
    for one in (node.body, node.orelse) if isinstance(node, ast.IfExp) else (node,):
        if isinstance(one, ast.Constant) and isinstance(one.value, str):
            yield one.value


def in_the_code() -> set[str]:
    """Each sentence, and each part of one, that a finding may be made of."""
    found: set[str] = set()
    for file in [*(ROOT / "bot/decks").rglob("*.py"), *(ROOT / "bot/airlock").glob("*.py")]:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args:
                name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
                at = 0 if name in ("remark", "Remark") else SAID.get(name, -1)
                if 0 <= at < len(node.args):
                    found |= set(literals(node.args[at]))
            elif isinstance(node, ast.Yield | ast.Return) and isinstance(node.value, ast.Tuple):
                elements = node.value.elts
                if len(elements) == 2 and isinstance(elements[0], ast.Constant) and elements[0].value in CODES:
                    found |= set(literals(elements[1]))
            elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") in ("what", "words", "form"):
                found |= set(literals(node.value))
    found |= {by_row(form) for form in found} | {ASKED, NEARLY_ASKED, TOO_LONG, TOO_MUCH}
    found |= {"the question of {file}:{line}: {text}", "nearly the question of {file}:{line}: {text}"}
    return {form for form in found if form and form not in CODES}


def words_of_ours() -> set[str]:
    """What may stand in a gap and is English."""
    tables = (_TYPES, _FORMS, _NAMES, _REMEDIES, dict(_OTHERS), dict(_OTHER_KINDS))
    found = {word for table in tables for word in table.values()} | {remedy for *_where, remedy in REMEDIES}
    for what in ("line", "message", "question", "byte", "character", "text", "cell", "name"):
        found |= {f"1 {what}", f"{{count}} {what}s"}
    found |= {"1 entry", "{count} entries"}
    return found | {f"{severity}s" for severity in Severity} | {"nothing", "a map", "a list", "the deck", _SLUG}


@pytest.mark.parametrize("language", OTHERS)
def test_every_code_has_its_sentences(language: str) -> None:
    """Each code has a section with what is said of it, and nothing else has one."""
    own = tomllib.loads(resources.findings(language))
    assert {*own} - {WORDS} == CODES.keys() | BROUGHT.keys()
    assert [code for code, sentences in own.items() if not sentences] == []


@pytest.mark.parametrize("language", OTHERS)
def test_every_sentence_of_the_code_can_be_said(language: str) -> None:
    """None is missing, and none has words that nobody says."""
    own = {form for sentences in findings(language).values() for form in sentences}
    said = in_the_code() | words_of_ours()
    assert len(said) > 150
    assert {"missing": sorted(said - own), "nobody says": sorted(own - said)} == {"missing": [], "nobody says": []}


@pytest.mark.parametrize("language", OTHERS)
def test_every_gap_is_kept(language: str) -> None:
    """A translation says all that the English sentence says, and has no gap that nobody fills."""
    pairs = [pair for sentences in findings(language).values() for pair in sentences.items()]
    assert [form for form, said in pairs if {*_GAP.findall(form)} != {*_GAP.findall(said)}] == []


@pytest.mark.parametrize("language", OTHERS)
def test_an_unsigned_file_says_so(language: str) -> None:
    """As the other files of the language do."""
    signed = bool(tomllib.loads(resources.commands(language))["language"]["signed_by"])
    says = {"de": "von noch niemandem gegengelesen", "ar": "No native reader has signed this"}[language]
    assert (says in " ".join(resources.findings(language).split())) is not signed


@cache
def everything_found() -> list[Diagnostic]:
    """What is found in all the files of the tests."""
    found: list[Diagnostic] = []
    for file in sorted((ROOT / "tests/data").rglob("*")):
        if file.is_file() and file.stat().st_size < 50_000:
            found += bring(file.read_bytes(), file.name).findings
            found += read(file.read_bytes(), file.name).diagnostics
    return found


def forms(what: Gap) -> Iterator[str]:
    """The sentence and its parts."""
    if isinstance(what, Remark):
        yield what.form
        for _name, value in what.gaps:
            yield from forms(value)


@pytest.mark.parametrize("language", OTHERS)
def test_what_is_found_is_said_under_its_code(language: str) -> None:
    """Of all that is found in the files of the tests: the sentence under its code, its parts among the words."""
    own = findings(language)
    shared = own[WORDS]
    wrong = set()
    for one in everything_found():
        whole, *parts = forms(one.remark)
        if whole == "{what}; {remedy}":
            whole, *parts = parts
        elsewhere = {form for part in parts for form in (part,) if form not in shared and form not in own[one.code]}
        wrong |= {(one.code, form) for form in elsewhere | ({whole} - own[one.code].keys())}
    assert len({one.code for one in everything_found()}) > 40
    assert wrong == set()


def test_english_is_what_it_was_made_of() -> None:
    """Without a translation the sentence says what the finding says."""
    english = Sentences()
    assert [one for one in everything_found() if english.said(one.remark)[:500] != one.what[:500]] == []
