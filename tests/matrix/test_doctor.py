"""The doctor looks at Matrix and says what to do, without a word of the password or the token."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from bot.adapters.matrix.safe import can_encrypt, open_safe
from bot.settings import load
from bot.shells import platforms
from bot.shells.homes import homes
from bot.shells.platforms import Finding, matrix
from tests.fakes.matrix.homeserver import Homeserver
from tests.fakes.matrix.people import CLIENT, Arrive, Person
from tests.matrix.conftest import Running

pytest_plugins = ("tests.fakes.matrix.fixtures",)
slow = pytest.mark.slow


async def looked(**settings: str) -> list[Finding]:
    given = load({f"matrix_{name}" if name != "db" else name: value for name, value in settings.items()}, {})
    return await asyncio.to_thread(lambda: list(matrix(given)))


def of(account: Person, tmp_path: Path) -> dict[str, str]:
    """The settings of a bot with that account."""
    allow = "*:harbour.test"
    return {"homeserver": account.url, "user": account.id, "allow_invites": allow, "db": str(tmp_path / "bot.db")}


class Website(BaseHTTPRequestHandler):
    """A place on the web that is no homeserver, but knows of one."""

    def do_GET(self) -> None:
        known = self.path == "/.well-known/matrix/client"
        said = b'{"m.homeserver": {"base_url": "https://matrix.harbour.test"}}' if known else b"<p>Welcome</p>"
        self.send_response(200)
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is written about it."""


@pytest.fixture
def website() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Website)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


async def test_what_is_not_set_is_named() -> None:
    """Without anything it is not configured; with a part of it, what is missing is told by name."""
    (none,) = await looked()
    assert (none.result, "docs/running.md" in none.what) == ("ok", True)
    (part,) = await looked(user="@bot:harbour.test")
    assert part.result == "fail"
    assert part.next.startswith("Set matrix_homeserver and matrix_password,")


async def test_an_address_that_is_no_homeserver(website: str) -> None:
    """Where there is a website instead, the address that it names is the next step; nobody at all is told apart."""
    (found,) = await looked(homeserver=website, user="@bot:harbour.test", password="SECRET")
    assert (found.result, found.next) == ("fail", "Set matrix_homeserver to https://matrix.harbour.test.")
    (gone,) = await looked(homeserver="http://127.0.0.1:1", user="@bot:harbour.test", password="SECRET")
    assert gone.result == "warn" and "SECRET" not in f"{gone.what} {gone.next}"


@slow
async def test_who_is_let_in(homeserver: Homeserver, running: Running, tmp_path: Path) -> None:
    """A password and a token that work, that do not, and that are somebody else's are told apart, and a display name
    that is missing; and no device is left behind."""
    bot, settings = running.account, of(running.account, tmp_path)
    found = await looked(password=bot.password, **settings)
    assert [one.result for one in found] == ["ok", "ok", "ok" if can_encrypt() else "warn", "ok"]
    assert found[1].what == f"logged in as {bot.id}; people see and call it Not-Date"
    devices = await bot.call("GET", f"{CLIENT}/devices")
    assert platforms.DOCTOR not in {device["device_id"] for device in devices["devices"]}
    found = await looked(token=bot.token, **settings)
    assert found[1].what.startswith("logged in as")
    await bot.rename("")
    assert "display name" in (await looked(token=bot.token, **settings))[1].next
    wrong = (await looked(password="WRONG", **settings))[1]
    revoked = (await looked(token="WRONG", **settings))[1]
    assert (wrong.result, "matrix_password" in wrong.next) == ("fail", True)
    assert (revoked.result, "token" in revoked.next) == ("fail", True)
    assert "WRONG" not in f"{wrong.what} {wrong.next} {revoked.what} {revoked.next}"
    async with await homeserver.arrive(f"not-{bot.id[1:].split(':')[0]}") as other:
        strange = (await looked(token=other.token, **settings))[1]
    assert (strange.result, "matrix_user" in strange.next) == ("fail", True)


@slow
async def test_whose_invitations(running: Running, tmp_path: Path) -> None:
    """Nobody, somebody, and a name that can never fit are told apart."""
    settings = {**of(running.account, tmp_path), "token": running.account.token}
    results = {}
    for allow in ("", "*:harbour.test, @ada:harbour.test, !room", "ada, *.harbour.test"):
        results[allow] = (await looked(**settings | {"allow_invites": allow}))[-1]
    assert [one.result for one in results.values()] == ["warn", "ok", "warn"]
    assert "ada, *.harbour.test" in results["ada, *.harbour.test"].what


@slow
async def test_encrypted_rooms(running: Running, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether they are read, where the keys are, who can read those, and what is missing without the extra."""
    settings = {**of(running.account, tmp_path), "token": running.account.token}
    with monkeypatch.context() as patched:
        patched.setattr(platforms, "can_encrypt", lambda: False)
        without = (await looked(**settings))[2]
    assert (without.result, "not-date[e2e]" in without.next) == ("warn", True)
    if not can_encrypt():
        return
    assert (await looked(**settings))[2].what.startswith("encrypted rooms will be read")
    safe = open_safe(tmp_path / "bot.db")
    assert safe is not None
    assert (await looked(**settings))[2].result == "ok"
    safe.folder.chmod(0o755)
    loose = (await looked(**settings))[2]
    assert (loose.result, loose.next) == ("warn", f"chmod 700 {safe.folder}")


@slow
async def test_rooms_that_are_homes(running: Running, arrive: Arrive, tmp_path: Path) -> None:
    """By the name that people know; where the bot is not in it any more, or another has taken its place, that is
    told, with what to do."""
    bot, mara = running.account, await arrive("mara")
    names = ("Reading Room", "Boathouse", "Old Mill")
    here, out, old = [await mara.create_room(name, invite=[bot.id]) for name in names]
    for room in (here, out, old):
        await bot.join(room)
    await mara.kick(out, bot.id)
    await mara.tombstone(old, here)
    given = {"matrix_homeserver": bot.url, "matrix_token": bot.token, "db": str(tmp_path / "none.db")}
    settings = load(given | {"homes": ", ".join(f"matrix:{room}" for room in (here, out, old))}, {})
    found = await asyncio.to_thread(lambda: list(homes(settings)))
    assert [one.result for one in found] == ["ok", "warn", "warn"]
    assert f"matrix:{here} (Reading Room)" in found[0].what
    assert ("not in it" in found[1].what, "Invite" in found[1].next) == (True, True)
    assert (f"replaced by {here}" in found[2].what, "write the new one" in found[2].next) == (True, True)


@slow
@pytest.mark.skipif(not can_encrypt(), reason="without the extra e2e")
async def test_an_account_that_another_app_has_set_up(running: Running, tmp_path: Path) -> None:
    """Where the account's own keys are not the bot's, apps keep things from it: that is told, with the way out,
    but not of the bot that made them."""
    running.safe = open_safe(running.path)
    await running.start()
    settings = {**of(running.account, tmp_path), "token": running.account.token}
    own = await looked(**settings | {"db": str(running.path)})
    assert [one.result for one in own] == ["ok", "ok", "ok", "ok"]
    found = await looked(**settings | {"db": str(tmp_path / "another.db")})
    assert [one.result for one in found] == ["ok", "ok", "ok", "warn", "ok"]
    assert "matrix_new_identity" in found[3].next
