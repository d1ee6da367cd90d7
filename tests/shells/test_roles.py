"""Who may do what, said and shown at the command line: beside a bot that runs, and without one."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bot.settings import MOST_HOMES, SettingsError, load, named_account
from bot.shells.cli import main
from bot.shells.commands.me import _whom
from bot.wiring import build_house


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands look for their settings here."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "notdate.toml").write_text(
        'moderators = "telegram:1"\nhomes = "discord:112233445566778899"\nport = 0\n'
    )


def called(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def shown() -> list[tuple[str, str]]:
    rows: list[dict[str, Any]] = json.loads(called("roles", "--json").stdout)
    return [(row["who"], row["rank"]) for row in rows]


HOME = [
    ("whoever owns discord:112233445566778899", "owner"),
    ("whoever looks after discord:112233445566778899", "moderator"),
]


def test_a_grant_is_shown_and_taken_back_and_in_the_log() -> None:
    """Without a bot that runs, this process does it; everything that counts is listed."""
    granted = called("grant", "matrix:@mara:example.org", "host")
    assert (granted.exit_code, granted.stdout) == (
        0,
        "`matrix:@mara:example.org` is a host of this community from now on.\n",
    )
    assert shown() == [("telegram:1", "moderator"), ("matrix:@mara:example.org", "host"), *HOME]
    assert "granted on 20" in called("roles").stdout
    assert "any more" in called("grant", "matrix:@mara:example.org", "member").stdout
    assert shown() == [("telegram:1", "moderator"), *HOME]
    log = called("decks", "log").stdout
    assert "operator  grant" in log
    assert "member -> host" in log


async def test_a_bot_that_runs_has_it_at_once() -> None:
    """The grant goes through the door of whoever owns the database."""
    house = build_house(load({}))
    try:
        await house.bot.start()
        await asyncio.wait_for(house.terminal.started.wait(), 20)
        granted = await asyncio.to_thread(called, "grant", "telegram:4711", "owner")
        assert (granted.exit_code, granted.stdout) == (
            0,
            "`telegram:4711` is an owner of this community from now on.\n",
        )
        assert ("telegram:4711", "owner") in await asyncio.to_thread(shown)
    finally:
        await house.bot.stop()
        house.lock.release()


def test_a_name_is_good_as_it_is_copied_out_of_a_chat() -> None:
    """With the marks around it that a line written from the right needs, and that nobody sees."""
    for copied in ("\u2068web:0f3c\u2069", "`web:0f3c`", "\u2068`\u2068web:0f3c\u2069`\u2069 "):
        assert named_account(copied, "grant") == ("web", "0f3c")
        assert _whom(None, copied) == ("web", "0f3c")


@pytest.mark.parametrize(
    ("account", "rank", "said"),
    [("4711", "host", "names no account"), ("telegramm:4711", "host", "no platform 'telegramm'"),
     ("telegram:4711", "king", "'king' is not one of")],
)  # fmt: skip
def test_what_names_nobody_is_asked_wrongly(account: str, rank: str, said: str) -> None:
    """The exit code is 2, and the sentence says what to write."""
    wrong = called("grant", account, rank)
    assert (wrong.exit_code, said in wrong.stderr) == (2, True)


def test_homes_are_named_as_their_platforms_do() -> None:
    """Each once, in the order in which they were written."""
    written = "telegram:-1001, discord:112233445566778899 ,matrix:!room:example.org,telegram:-1001,"
    assert load({"homes": written}, {}).homes == (
        ("telegram", "-1001"), ("discord", "112233445566778899"), ("matrix", "!room:example.org"),
    )  # fmt: skip


@pytest.mark.parametrize(
    "written",
    ["telegram:4711", "telegram:", "discord:club", "discord:-1001234567890123", "matrix:#club:example.org", "web:here",
     "-1001", "telegram:-1001 telegram:-1002", ", ".join(f"telegram:-{n}" for n in range(MOST_HOMES + 1))],
)  # fmt: skip
def test_what_is_no_group_is_told(written: str) -> None:
    """A person, a channel's name, another platform, too many: no group of anybody's counts by mistake."""
    with pytest.raises(SettingsError, match=r"^homes: "):
        _ = load({"homes": written}, {}).homes


def test_a_start_with_a_wrong_home_says_so(tmp_path: Path) -> None:
    """The bot does not start with a home that it would never ask."""
    (tmp_path / "notdate.toml").write_text('homes = "telegram:4711"\n')
    wrong = called("roles", "--db", "none.db"), called("serve", "--port", "0")
    assert [one.exit_code for one in wrong] == [1, 1]
    assert "begins with a minus" in wrong[1].stderr
