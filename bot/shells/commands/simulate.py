"""`notdate simulate`."""

from __future__ import annotations

import sys
from pathlib import Path

import click


@click.command()
@click.option("--members", type=click.IntRange(1, 5_000), default=200, metavar="N", help="People; 200 if not given.")
@click.option("--days", type=click.IntRange(1, 1_000), default=30, metavar="N", help="Of their lives; 30 if not given.")
@click.option("--seed", type=int, default=1, metavar="N", help="The same people, and the same trouble.")
@click.option("--seeds", type=click.IntRange(1), default=1, metavar="N", help="So many seeds, from --seed on.")
@click.option(
    "--in",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Where the database lies meanwhile; the system's own place for passing files if not given.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(members: int, days: int, seed: int, seeds: int, folder: Path | None, as_json: bool) -> None:
    """Let a community live in virtual time, with trouble, and check what must never happen.

    Invented people answer, skip, sit at tables, are introduced, call and answer circles in group places, wish for a
    question a day, go away for a week, pause, stop, block, report and are forgotten, over the real engine and a real
    database. What they send comes late, twice or not at all, and the process ends in between. After every event it is
    checked that nobody read what was not for them, that what was taken counts once, that circles show what was voted
    and name nobody who minds, that no date is asked for twice or left out, that blocks, pauses, quiet hours and
    forgetting hold, and that nobody is left without a word.

    The same seed gives the same hash of everything that was read. The exit code is 1 where anything was wrong.

    \b
    Examples:
      notdate simulate
      notdate simulate --members 50 --days 90 --seed 7
      notdate simulate --members 12 --days 10 --seeds 200 --json
    """
    from bot.shells.simulate import running

    runs = []
    for one in running.run(range(seed, seed + seeds), members, days, folder):
        runs.append(one)
        if not as_json:
            click.echo(running.as_text(one))
    if as_json:
        click.echo(running.as_json(runs))
    if any(one.faults for one in runs):
        sys.exit(1)
