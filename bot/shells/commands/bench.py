"""`notdate bench`."""

from __future__ import annotations

import asyncio
import importlib.util
import sys
from typing import Final

import click

from bot.shells.options import give_up

ANSWERS = 10_000
HELP: Final = """Measure what an update costs on this machine, or what crashes, nonsense and crowds cost.

A thousand people talk through a deck of ten questions, with the real engine and a network that takes everything at
once; beside it, in the same round, a plain loop (one transaction an update) and bare SQLite writing the same rows.

With --company, members of a group place press in a circle and change their minds within a minute of the bot's
time, in one place and in four, and tables of two play cards, all at once and beside idle ones; alternately with
conversations alone. What is told: updates, their CPU and latency, edits of the card, what more votes and more idle
tables cost, and the room that an idle table takes. A vote's latency ends when it is acknowledged, that of
everything else when what it caused has reached everybody.

With --kill, people talk over the web chat while the server is killed at random instants; nothing may be lost,
counted twice, left without a reply or shown twice. With --platform they talk on that platform's double, or on a
homeserver; Telegram shows once more what was on its way at a kill, and each such message is looked for in the
outbox.

With --poison, spoilt updates reach a platform's adapter, a good one behind each: none may raise or stall anything,
what cannot be read is kept byte for byte, and every good one is answered. With --pace, messages go past a platform
that refuses what comes too soon, in calm weather and in storms of pauses; the waits are skipped.

With --decks, a deck of N questions is checked in each format, each in a process of its own; then such decks are
imported into a bot that a thousand people talk to, alternately with talking alone. An import ends when somebody
has begun the deck and been asked its first question.

With --uploads, such a list is brought in a chat, and a bomb, half a workbook and more: what is told is how long
everybody else waited, beside a while in which nothing was brought.

\b
Examples:
  notdate bench --quick
  notdate bench --json > figures.json
  notdate bench --company --quick
  notdate bench --company --members 1000 --tables 10000 --repeats 3 --json > company.json
  notdate bench --kill 20 --answers 1000
  notdate bench --kill 100 --answers 10000 --platform telegram
  notdate bench --poison 200000 --platform discord --seed 7
  notdate bench --pace 20000 --chats 500 --platform telegram
  notdate bench --decks 10000
  notdate bench --uploads 10000
"""
"""What `notdate bench --help` says."""


@click.command(help=HELP)
@click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout, instead of a table.")
@click.option(
    "--quick", is_flag=True, help="About a minute, not a quarter of an hour: 200 people, one round, 20,000 stored."
)
@click.option("--repeats", type=click.IntRange(1, 99), metavar="N", help="Rounds; 3 if not given.")
@click.option("--stored", type=click.IntRange(1_000), metavar="N", help="Stored conversations; 1,000,000 if not given.")
@click.option("--company", is_flag=True, help="Measure circles and tables beside conversations alone.")
@click.option(
    "--members",
    type=click.IntRange(2),
    metavar="N",
    help="Who press in a circle; 1,000 if not given. Ten times as many have pressed before where that is compared.",
)
@click.option("--tables", type=click.IntRange(2), metavar="N", help="Tables of two at once; 10,000 if not given.")
@click.option("--kill", type=click.IntRange(1), metavar="N", help="Kill a server N times, and look for what is lost.")
@click.option(
    "--answers", type=click.IntRange(1), metavar="M", help="Answers given while killing; 10,000 if not given."
)
@click.option("--poison", type=click.IntRange(1), metavar="N", help="Feed an adapter N spoilt updates among good ones.")
@click.option("--pace", type=click.IntRange(1), metavar="N", help="Send N messages past a platform that counts them.")
@click.option("--decks", type=click.IntRange(1, 10_000), metavar="N", help="Check and import decks of N questions.")
@click.option(
    "--uploads", type=click.IntRange(1, 10_000), metavar="N", help="Bring a list of N questions in a chat, and worse."
)
@click.option("--chats", type=click.IntRange(1), default=500, metavar="N", help="To so many chats; 500 if not given.")
@click.option(
    "--platform",
    type=click.Choice(("web", "telegram", "discord", "matrix")),
    default="web",
    help="Where people talk meanwhile; all but web need a source checkout.",
)
@click.option("--seed", type=int, default=1, metavar="N", help="The same people and the same instants of killing.")
def command(
    as_json: bool,
    quick: bool,
    repeats: int | None,
    stored: int | None,
    company: bool,
    members: int | None,
    tables: int | None,
    kill: int | None,
    answers: int | None,
    poison: int | None,
    pace: int | None,
    decks: int | None,
    uploads: int | None,
    chats: int,
    platform: str,
    seed: int,
) -> None:
    """What was asked for is measured, and told."""
    if uploads is not None:
        _uploads(uploads, seed, as_json)
    elif decks is not None:
        _decks(decks, seed, as_json)
    elif kill is not None:
        _kill(platform, kill, answers or ANSWERS, seed, as_json)
    elif poison is not None:
        _poison(platform, poison, seed, as_json)
    elif pace is not None:
        _pace(platform, pace, chats, seed, as_json)
    elif company:
        _company(as_json, quick, repeats, stored, members, tables)
    else:
        _solo(as_json, quick, repeats, stored)


def _solo(as_json: bool, quick: bool, repeats: int | None, stored: int | None) -> None:
    if importlib.util.find_spec("aiosqlite") is None:
        give_up(
            "The plain loop that the bot is compared with needs aiosqlite, which only measuring needs: "
            "pip install 'not-date[dev]' (or: pip install aiosqlite)."
        )
    from bot.shells.bench import measure, report

    large = stored or (20_000 if quick else 1_000_000)
    sizes = tuple(dict.fromkeys((measure.FEW, large)))
    plan = measure.Plan(stored=sizes, talkers=200 if quick else 1_000, rounds=repeats or (1 if quick else 3))
    try:
        runs = measure.measure(plan, _progress)
    except measure.RunFailed as failed:
        give_up(str(failed))
    click.echo(report.report_of(runs).as_json() if as_json else report.as_table(runs))


def _company(
    as_json: bool, quick: bool, repeats: int | None, stored: int | None, members: int | None, tables: int | None
) -> None:
    from bot.shells.bench.company import report, rounds
    from bot.shells.bench.measure import RunFailed

    plan = rounds.plan_of(
        members=members or (200 if quick else 1_000),
        tables=tables or (1_000 if quick else 10_000),
        stored=stored or (1_000 if quick else 20_000),
        rounds=repeats or (1 if quick else 3),
    )
    try:
        runs = rounds.measure(plan, _progress)
    except RunFailed as failed:
        give_up(str(failed))
    click.echo(report.report_of(runs).as_json() if as_json else report.as_table(runs))


def _kill(platform: str, kills: int, answers: int, seed: int, as_json: bool) -> None:
    from bot.shells.bench import campaign, killing
    from bot.shells.bench.checkout import NotHere, glue

    result: campaign.Result | killing.Killed
    if platform == "web":
        result = asyncio.run(campaign.run(kills, answers, seed, _progress))
    else:
        try:
            crowd = glue("killing", platform).Crowd()
        except NotHere as reason:
            give_up(str(reason))
        result = asyncio.run(killing.run(crowd, kills, answers, seed, _progress))
    click.echo(result.as_json() if as_json else result.as_text())
    if result.failures:
        sys.exit(1)


def _poison(platform: str, updates: int, seed: int, as_json: bool) -> None:
    from bot.shells.bench import poison
    from bot.shells.bench.checkout import NotHere, glue

    if platform == "web":
        give_up("The web chat takes forms, which have no structure to spoil: name another with --platform.", code=2)
    try:
        poisoner = glue("poison", platform).Poisoner()
    except NotHere as reason:
        give_up(str(reason))
    result = asyncio.run(poison.run(poisoner, updates, seed, _progress))
    click.echo(result.as_json() if as_json else result.as_text())
    if result.failures:
        sys.exit(1)


def _pace(platform: str, sends: int, chats: int, seed: int, as_json: bool) -> None:
    from bot.shells.bench import pacing
    from bot.shells.bench.checkout import NotHere, glue

    if platform not in ("telegram", "discord"):
        give_up(f"No pace is declared for {platform}: name telegram or discord with --platform.", code=2)
    try:
        counting = glue("pacing", platform).Counting
    except NotHere as reason:
        give_up(str(reason))
    result = pacing.run(counting, sends, chats, seed, _progress)
    click.echo(result.as_json() if as_json else result.as_text())
    if result.failures:
        sys.exit(1)


def _decks(count: int, seed: int, as_json: bool) -> None:
    from bot.shells.bench import large_decks

    found = large_decks.run(count, seed, _progress)
    click.echo(found.as_json() if as_json else found.as_table())
    missed = list(found.misses())
    for sentence in missed:
        click.echo(sentence, err=True)
    if missed:
        sys.exit(1)


def _uploads(count: int, seed: int, as_json: bool) -> None:
    import asyncio

    import msgspec

    from bot.shells.bench import uploads

    found = asyncio.run(uploads.run(count, seed, _progress))
    click.echo(msgspec.json.encode(found).decode() if as_json else uploads.as_table(found))
    missed = list(uploads.misses(found))
    for sentence in missed:
        click.echo(sentence, err=True)
    if missed:
        sys.exit(1)


def _progress(sentence: str) -> None:
    click.echo(sentence, err=True)
