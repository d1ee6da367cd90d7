"""A deck is rehearsed: every deck can be, the same seed says the same, and what nobody can find is named."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import msgspec.structs
import pytest
from click.testing import CliRunner, Result

from bot import resources
from bot.decks.reading import read
from bot.model.deck import Deck
from bot.shells.cli import main
from bot.shells.rehearsal import report
from bot.shells.rehearsal.coverage import Branching, Report
from bot.shells.rehearsal.running import rehearse
from bot.shells.rehearsal.stage import Scene

HEAD = """\
schema: 1
id: planted
title: Planted
language: en
author: Somebody
licence: CC0-1.0
version: 1.0.0
description: A deck with flaws for a test.
"""
FLAWED = f"""\
{HEAD}arc: [1, 1, 1]
questions:
  - id: on-the-shelf
    kind: open
    text: What stands on the shelf behind you?
    depth: 1
    themes:
      - {{id: lamps, like: [lamp, lantern], say: ["A light.", "It shines."], ask: Who switches it on?}}
      - {{id: lights, like: [lantern, lamp], say: ["A lamp.", "It glows."], ask: Who switches it off?}}
      - {{id: urns, like: [funeral], say: ["A vase.", "A pot."], ask: What is in it?}}
      - {{id: books, like: [novel, atlas, funeral], say: ["Paper.", "Pages."]}}
      - {{id: pots, like: [copper pot], say: ["A pot.", "Copper."], ask: What was in it last?}}
      - {{id: kitchen, like: [copper, pot, copper pot], say: ["The kitchen.", "Ware."], ask: Who cooks with it?}}
    joke: {{like: [skip], say: ["Over it, then."]}}
    default: {{say: ["It stands there.", "So it stands."], ask: "Since when?", chips: [the spot, the age]}}
    chip_asks: {{the spot: "What is beside it?", the age: "How old is it?"}}
  - id: left-or-right
    kind: choice
    text: Left or right?
    depth: 2
    choices:
      - {{label: left, say: ["Left.", "Leftwards."], ask: What lies there?}}
      - {{label: right, say: ["Right.", "Rightwards."], ask: What lies that way?}}
    default: {{say: ["Straight on.", "On, then."], ask: Where to?}}
  - id: in-the-cellar
    kind: open
    text: What has been in the cellar the longest?
    depth: 4
    default: {{say: ["It may stay.", "It is cool there."], ask: Who put it there?}}
"""
PRIVATE = f"""\
{HEAD}questions:
  - id: behind-the-door
    kind: choice
    private: true
    text: Behind which door would you rather be, the red or the blue?
    depth: 1
    choices:
      - {{label: red, say: ["Red.", "The red one."], ask: What is there?}}
      - {{label: blue, say: ["Blue.", "The blue one."], ask: What is in there?}}
    default: {{say: ["Another door.", "There are more."], ask: Which?}}
"""


def deck_of(text: str) -> Deck:
    reading = read(text.encode(), "planted.yaml")
    assert reading.deck is not None, reading.diagnostics
    return reading.deck


@cache
def flawed() -> tuple[tuple[Scene, ...], Report]:
    return rehearse(deck_of(FLAWED), 3, 1)


def told(scenes: tuple[Scene, ...], found: Report) -> str:
    return "\n".join((*report.transcript(scenes), *report.summary(found)))


def branch(found: Report, question: str, name: str) -> Branching:
    asked = next(one for one in found.questions if one.id == question)
    return next(one for one in asked.branches if one.name == name)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["rehearse", *arguments])


@pytest.mark.slow
@pytest.mark.parametrize("file", resources.deck_files(), ids=lambda file: file.stem)
def test_a_deck_that_ships_can_be_rehearsed(file: Path) -> None:
    """Every question of it is asked, alone, at a table and in a circle; nothing raises, and every branch has a way."""
    deck = read(file.read_bytes(), file.name).deck
    assert deck is not None
    scenes, found = rehearse(deck, 2, 1, rounds=1)
    assert found.complaints == ()
    assert found.unreachable == ()
    assert all(one.evening for one in found.questions)
    assert found.cards and found.circled
    assert "A table for 2" in [scene.title for scene in scenes]
    assert told(scenes, found)


def test_the_same_seed_says_the_same() -> None:
    """Two rehearsals with one seed are the same to the letter; another seed is another rehearsal."""
    assert told(*rehearse(deck_of(FLAWED), 3, 1)) == told(*flawed())
    assert told(*rehearse(deck_of(FLAWED), 3, 2)) != told(*flawed())


def test_a_theme_in_another_ones_shadow_is_named() -> None:
    """Two themes with the same words find nothing, and each is told by which other; so is one that a lane takes."""
    _scenes, found = flawed()
    lamps = branch(found, "on-the-shelf", "theme.lamps")
    assert lamps.cannot and "lights as much" in lamps.why
    urns = branch(found, "on-the-shelf", "theme.urns")
    assert urns.cannot and "tender" in urns.why
    pots = branch(found, "on-the-shelf", "theme.pots")
    assert pots.cannot and "the theme kitchen" in pots.why


def test_a_word_of_the_bots_own_is_told() -> None:
    """A phrase that is a word that always works is listed; with words around it, it was an answer all the same."""
    joke = branch(flawed()[1], "on-the-shelf", "joke")
    assert [miss.phrase for miss in joke.deaf] == ["skip"] and "the bot's own" in joke.deaf[0].why
    assert joke.times


def test_one_lost_phrase_is_named_and_the_branch_is_found() -> None:
    """A theme with one phrase that something else takes is reached by the others, and that one is listed."""
    books = branch(flawed()[1], "on-the-shelf", "theme.books")
    assert books.times and [miss.phrase for miss in books.deaf] == ["funeral"]


def test_what_can_be_reached_is_reached() -> None:
    """Whatever an answer finds, somebody gives that answer: every choice, theme, chip and default."""
    _scenes, found = flawed()
    never = [(one.id, b.name) for one in found.questions for b in one.branches if not b.times and not b.cannot]
    assert never == []
    assert branch(found, "on-the-shelf", "chip.the age").times


def test_what_was_reached_was_read() -> None:
    """A branch that counts as reached was told to somebody: its wording stands in what was said."""
    scenes, _found = flawed()
    read_aloud = " ".join(spoken.text for scene in scenes for spoken in scene.spoken if not spoken.by)
    assert "How old is it?" in read_aloud and "What is beside it?" in read_aloud
    assert "Who switches it on?" not in read_aloud and "What is in it?" not in read_aloud


def test_dead_ends_and_deep_questions_are_told() -> None:
    """A reply that asks nothing is a dead end, and a question above the ceiling names what leads to it."""
    _scenes, found = flawed()
    shelf = found.questions[0]
    assert "theme.books" in shelf.dead_ends and "default" not in shelf.dead_ends
    assert "deeper" in found.questions[2].why
    assert found.questions[0].why == ""


def test_a_private_question_is_answered_in_private() -> None:
    """In a circle nobody answers a private question aloud: each brings the code, and the counts are turned over."""
    scenes, found = rehearse(deck_of(PRIVATE), 3, 1, rounds=1)
    assert found.circled == ("behind-the-door",)
    assert found.cards == ()
    circle = scenes[-1].spoken
    assert sum(spoken.text.startswith("answer ") for spoken in circle if spoken.by) == 3
    assert any("3" in spoken.text for spoken in circle[-1:])


@pytest.mark.parametrize("members", [2, 6])
def test_a_circle_is_turned_over_once(members: int) -> None:
    """However many answer, the circle ends with its answers, and nobody calls for them twice."""
    scenes, _found = rehearse(deck_of(FLAWED), members, 1, rounds=1)
    circle = scenes[-1].spoken
    assert circle[-2].text == "reveal"
    assert "no circle open" not in circle[-1].text


def test_a_list_of_questions_can_be_rehearsed(tmp_path: Path) -> None:
    """A text file with nothing but questions is played; one member alone sits at no table."""
    (tmp_path / "list.txt").write_text("Which sound would you miss most?\nWhat is in your left pocket?\n", "utf-8")
    result = run(str(tmp_path / "list.txt"), "--members", "1")
    assert result.exit_code == 0, result.output
    assert "Which sound would you miss most?" in result.stdout
    assert "Neither a table nor a circle" in result.stdout


def test_the_exit_code_tells_of_a_branch_without_a_way(tmp_path: Path) -> None:
    """The exit code is 1 where a branch cannot be reached, and `--json` names it."""
    (tmp_path / "planted.yaml").write_text(FLAWED, "utf-8")
    result = run(str(tmp_path / "planted.yaml"), "--json", "--only-report")
    assert result.exit_code == 1
    data = json.loads(result.stdout)
    assert {"question": "on-the-shelf", "branch": "theme.lamps"} in data["unreachable"]
    assert "transcript" not in data
    assert all({"evening", "why", "dead_ends"} <= one.keys() for one in data["report"]["questions"])


def test_no_text_of_a_deck_moves_the_cursor() -> None:
    """Whatever a deck says, the transcript, the report and the data hold only what can be seen."""
    evil = "\x1b[2J\x1b]0;mine\x07\u202ex\x9b31m\r"
    deck = deck_of(FLAWED)
    first = deck.questions[0]
    default = msgspec.structs.replace(first.default, say=(f"So {evil}.",))
    theme = msgspec.structs.replace(first.themes[0], like=(f"lamp {evil}",))
    first = msgspec.structs.replace(first, text=f"What {evil}?", default=default, themes=(theme, *first.themes[1:]))
    deck = msgspec.structs.replace(deck, title=f"Evil {evil}", questions=(first, *deck.questions[1:]))
    scenes, found = rehearse(deck, 2, 1, rounds=1)
    shown = told(scenes, found)
    assert "What [2J" in shown, "the question was never asked"
    assert all(one == "\n" or one.isprintable() for one in shown)
    data = json.dumps(report.as_data(scenes, found, only_report=False), ensure_ascii=False)
    assert all(one.isprintable() for one in data)


def test_an_unknown_deck_is_asked_wrongly() -> None:
    """A deck that is not there ends the command with 2 and the likeliest name."""
    result = run("not-dat")
    assert result.exit_code == 2 and "not-date" in result.stderr
