"""Runs circles, tables and solo conversations alternately, each in a fresh process over a copy of its database."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import msgspec
import msgspec.structs

from bot.shells.bench import stored as storing
from bot.shells.bench.company import circles, tables
from bot.shells.bench.company.names import CIRCLE, CIRCLES, SOLO, STRANGERS, TABLES
from bot.shells.bench.company.screens import InCompany
from bot.shells.bench.measure import Run, Tell, run_child, summarise

MOST_PLAYING = 200
"""Tables that play beside idle ones."""


class Plan(msgspec.Struct, frozen=True):
    """What is measured: `members` of a group place who press after so many `votes`; `playing` tables beside so many
    `idle` ones, and all of them at once; `talkers` alone with the bot, of those `stored`."""

    members: int
    votes: tuple[int, ...]
    idle: tuple[int, ...]
    playing: int
    talkers: int
    stored: int
    rounds: int
    in_flight: tuple[int, ...] = (10, 100)


class Setting(msgspec.Struct, frozen=True):
    """One run of a round; `before` are votes that are in, idle tables, or stored conversations."""

    name: str
    base: Path
    before: int
    people: int
    in_flight: int


def plan_of(members: int, tables: int, stored: int, rounds: int) -> Plan:
    """That many members at a place, that many tables, and the smaller steps up to there that are compared."""
    return Plan(
        members=members,
        votes=_steps(members // 10, members, members * 10),
        idle=_steps(tables // 1_000, tables // 10, tables),
        playing=min(MOST_PLAYING, tables),
        talkers=min(members, stored),
        stored=stored,
        rounds=rounds,
    )


def _steps(*steps: int) -> tuple[int, ...]:
    return tuple(dict.fromkeys(max(1, step) for step in steps))


def measure(plan: Plan, tell: Tell) -> list[Run]:
    """All runs of the plan. What they need on disk is in a temporary folder that is gone afterwards."""
    found = []
    with tempfile.TemporaryDirectory(prefix="notdate-bench-") as folder:
        settings = list(_settings(plan, _bases(plan, Path(folder), tell)))
        for number in range(plan.rounds):
            # In one round everything runs under the same weather: what is compared was measured within minutes.
            for one in settings:
                name = "notdate" if one.name == SOLO else one.name
                ran = run_child(name, one.base, one.before, one.people, one.in_flight, number + 1, InCompany)
                what = f"round {number + 1}: {one.name}, {one.in_flight} in flight, {one.before:,} before"
                figures = f"{ran.updates_per_s:,.0f}/s, {ran.cpu_us_per_update:.0f} us, p99 {ran.p99_ms:.0f} ms"
                tell(f"{what}: {figures}, {ran.edits} edits, {ran.resident_mib:.0f} MiB")
                found.append(msgspec.structs.replace(ran, name=one.name))
    return summarise(found)


def _bases(plan: Plan, folder: Path, tell: Tell) -> dict[str, Path]:
    bases = {SOLO: folder / "solo.db", CIRCLE: folder / "circles.db", TABLES: folder / "tables-0.db"}
    storing.build(bases[SOLO], plan.stored, tell)
    tell(f"storing members of group places: {plan.members:,}, and {plan.votes[-1]:,} more")
    circles.build(bases[CIRCLE], plan.members, plan.votes[-1])
    laid, file = 0, bases[TABLES]
    for idle in plan.idle:
        bases[f"{TABLES} {idle}"] = folder / f"tables-{idle}.db"
        if laid:
            storing.copy(file, bases[f"{TABLES} {idle}"])
        file = bases[f"{TABLES} {idle}"]
        tables.build(file, laid, idle + plan.playing, tell)
        laid = idle + plan.playing
    bases[TABLES] = file
    return bases


def _settings(plan: Plan, bases: dict[str, Path]) -> Iterator[Setting]:
    for in_flight in plan.in_flight:
        yield Setting(SOLO, bases[SOLO], plan.stored, plan.talkers, in_flight)
        for name in (CIRCLE, CIRCLES, STRANGERS):
            yield Setting(name, bases[CIRCLE], 0, plan.members, in_flight)
        yield Setting(TABLES, bases[TABLES], 0, plan.idle[-1] + plan.playing, in_flight)
    for votes in plan.votes:
        yield Setting(CIRCLE, bases[CIRCLE], votes, plan.members, plan.in_flight[-1])
    for idle in plan.idle:
        yield Setting(TABLES, bases[f"{TABLES} {idle}"], idle, plan.playing, plan.in_flight[-1])
