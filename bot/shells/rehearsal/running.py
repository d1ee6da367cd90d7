"""A rehearsal from beginning to end, in a folder that is gone afterwards."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path
from typing import Final

from bot.model.deck import Deck
from bot.shells.rehearsal import coverage
from bot.shells.rehearsal.coverage import Report
from bot.shells.rehearsal.evenings import ROUNDS, Evenings
from bot.shells.rehearsal.gathering import Gathering, suits_circle, suits_table
from bot.shells.rehearsal.people import Planner, invent
from bot.shells.rehearsal.stage import Scene, Stage

COMPANY: Final = 2
"""From so many members on there is company."""


def rehearse(deck: Deck, members: int, seed: int, rounds: int = ROUNDS) -> tuple[tuple[Scene, ...], Report]:
    """The deck was played by so many members alone and, where it suits, together; what was said, and what was found.

    Everything is the same for the same deck, members and seed. Nobody goes through it more than `rounds` times.
    """
    alone, evenings, planner = _alone(deck, members, seed, rounds)
    scenes, gathering, complaints = list(alone.scenes), None, list(alone.complaints)
    said = [(one.scene, one.to, one.line) for one in alone.said]
    if members >= COMPANY:
        stage, gathering = _together(deck, members, seed)
        scenes += stage.scenes
        complaints += stage.complaints
    shelf = alone.shelf
    asked = tuple(
        coverage.examine(
            shelved.question,
            planner.reaches[shelved.question.id],
            planner.reached,
            evening := evenings.first_asked.get(shelved.question.id, 0),
            coverage.lateness(shelf, shelved.question, evening, shelved.question.id in evenings.deepened),
        )
        for shelved in shelf.questions
    )
    report = Report(
        deck=deck.id,
        title=deck.title,
        questions=asked,
        echoes=coverage.echoes(shelf, said),
        members=members,
        evenings=evenings.evenings,
        rounds=evenings.rounds,
        cards=tuple(gathering.cards) if gathering else (),
        circled=tuple(gathering.circled) if gathering else (),
        apart=coverage.not_for_company(shelf),
        complaints=tuple(complaints),
    )
    return tuple(scenes), report


def _alone(deck: Deck, members: int, seed: int, rounds: int) -> tuple[Stage, Evenings, Planner]:
    with tempfile.TemporaryDirectory(prefix="notdate-") as folder:
        stage = Stage(Path(folder), deck, invent(members), seed)
        try:
            planner = Planner(stage.shelf, random.Random(f"alone {seed}"))
            evenings = Evenings(stage, planner)
            evenings.play(rounds)
        finally:
            stage.close()
    return stage, evenings, planner


def _together(deck: Deck, members: int, seed: int) -> tuple[Stage, Gathering]:
    """In another file: at a table nobody is asked what they have answered alone."""
    with tempfile.TemporaryDirectory(prefix="notdate-") as folder:
        stage = Stage(Path(folder), deck, invent(members), seed)
        try:
            gathering = Gathering(stage, Planner(stage.shelf, random.Random(f"together {seed}")))
            gathering.greet()
            if suits_table(stage.shelf):
                gathering.sit_together()
            if suits_circle(stage.shelf):
                gathering.call_circle()
        finally:
            stage.close()
    return stage, gathering
