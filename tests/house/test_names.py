"""Rooms, events and effects are called what they are; files and functions stay small."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final, get_args

import pytest

from bot.model.effect import Effect
from bot.model.event import Event

BOT: Final = Path(__file__).parents[2] / "bot"
FILES: Final = sorted(BOT.rglob("*.py"))
EVENTS: Final = {"MessageReceived", "ChoicePressed", "Reacted", "Arrived", "Invited", "TimerFired", "PlaceClosed"}
"""In the past tense, each read aloud once."""
TIDINGS: Final = {
    "TableLaid", "TableProposed", "SatDown", "CardAnswered", "SpokeUp", "Wished", "Decided", "GotUp", "CardLaid",
    "TableSaid", "LobbyOpened", "CompanySought", "CompanyDeclined", "NoticeGiven", "CircleCalled", "Voted",
    "RevealWished", "CircleStopped", "CircleEnded", "DailyWished", "HoursWished", "SettingsAsked",
    "DeckLoaded", "DeckUndone", "DeckSwitched", "DeckMoved", "QuestionRetired", "RankGranted", "VoteWithdrawn",
    "Suggested", "SuggestionNamed", "SuggestionChanged", "SuggestionWithdrawn", "SuggestionsAsked", "SuggestionWeighed",
    "SuggestionApproved", "SuggestionDeclined",
    "FileExamined",
}  # fmt: skip
"""The same, of what conversations tell each other; English has its irregular ones."""
EFFECTS: Final = {"Say", "Ask", "Edit", "SetTimer", "CancelTimer", "Tell", "Examine"}
"""In the imperative, each read aloud once."""
ALIKE: Final = {"CallRefused": ["adapters/discord", "adapters/matrix"], "Unexpected": ["shells/bench", "shells/bench"]}
"""What may be raised by one name in two places: by platforms that never meet, and by the people of the bench."""
NO_NAMES: Final = {"util", "utils", "helper", "helpers", "common", "manager", "managers", "base", "misc", "core_utils"}
LONGEST_FILE: Final = 500
LONGEST_FUNCTION: Final = 70
ROOMS: Final = sorted(
    path.parent.relative_to(BOT.parent)
    for path in BOT.rglob("__init__.py")
    if path.parent != BOT and path.parent.parent == BOT
)
PARTS: Final = ("What lives here", "What must not", "How to add")


def _names(union: object) -> set[str]:
    return {member.__name__ for member in get_args(union)}


def test_events_are_facts() -> None:
    """Every event is named in the past tense: a new one is put on the list by whoever has read it aloud."""
    assert _names(Event) == EVENTS | TIDINGS
    assert all(name.endswith("ed") for name in EVENTS)


def test_effects_are_orders() -> None:
    """Every effect is named in the imperative: a new one is put on the list by whoever has read it aloud."""
    assert _names(Effect) == EFFECTS
    assert not any(name.endswith(("ed", "ing", "Event")) for name in EFFECTS)


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(BOT)))
def test_a_name_says_what_is_inside(file: Path) -> None:
    """No room and no file is called after the drawer that everything goes into."""
    assert NO_NAMES.isdisjoint(part.removesuffix(".py") for part in file.relative_to(BOT).parts)


@pytest.mark.parametrize("room", ROOMS, ids=str)
def test_a_room_says_what_it_is_for(room: Path) -> None:
    """A room's docstring says what lives there, what must not, and how to add one."""
    doc = importlib.import_module(".".join(room.parts)).__doc__ or ""
    assert [part for part in PARTS if part not in doc] == []


def test_what_is_raised_is_called_by_a_name_of_its_own() -> None:
    """Who writes `except` with a name need not wonder which of two they caught."""
    raised: dict[str, list[str]] = {}
    for file in FILES:
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and any(_is_exception(parent) for parent in node.bases):
                raised.setdefault(node.name, []).append(str(file.parent.relative_to(BOT)))
    assert {"FormRefused", "FileRefused", "CallRefused", "Refused"} <= set(raised)
    assert {name: rooms for name, rooms in raised.items() if len(rooms) > 1} == ALIKE


def _is_exception(parent: ast.expr) -> bool:
    name = parent.attr if isinstance(parent, ast.Attribute) else parent.id if isinstance(parent, ast.Name) else ""
    return name.endswith(("Exception", "Error"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(BOT)))
def test_small_files_and_short_functions(file: Path) -> None:
    """A file can be read in one sitting and a function on one screen."""
    text = file.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= LONGEST_FILE
    long = [name for name, length in _functions(ast.parse(text)) if length > LONGEST_FUNCTION]
    assert long == []


def _functions(tree: ast.Module) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(BOT)))
def test_every_file_begins_with_what_it_is(file: Path) -> None:
    """Every file says in its first line what is in it."""
    assert (ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or "").strip()
