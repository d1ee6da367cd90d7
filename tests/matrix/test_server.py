"""A homeserver that is slow to allow, or gone for a while."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.fakes.matrix.homeserver import Homeserver
from tests.matrix.conftest import Running, meet

pytest_plugins = ("tests.fakes.matrix.fixtures",)
pytestmark = pytest.mark.slow


async def test_a_strict_server_is_obeyed(synapse: None, tmp_path: Path) -> None:
    """Where one message a second is allowed, all answers arrive, once and in their order; and after the server was
    killed and is back, the next word is answered."""
    async with (
        Homeserver(tmp_path / "server", limits="strict") as homeserver,
        await homeserver.arrive("mara", admin=True) as mara,
        await homeserver.arrive("ada") as ada,
        await homeserver.arrive("notdate") as account,
    ):
        await mara.lift_limits(ada.id)
        running = Running(account, tmp_path)
        await running.start()
        room = await meet(ada, running)
        await ada.hear(room)
        await ada.say(room, "no")
        for _ in range(5):
            await ada.say(room, "help")
        heard = [(await ada.hear(room))["content"] for _ in range(6)]
        keys = [int(content["org.not-date.message"]["key"]) for content in heard]
        assert keys == sorted(set(keys)) and "429" not in str(running.complaints)
        await asyncio.sleep(1)
        homeserver.kill()
        await running.once(lambda: any("cannot be reached" in told for told in running.complaints))
        await homeserver.start()
        await ada.say(room, "resume")
        await ada.hear(room)
        assert len(await running.heard(ada, room)) == 8
        await running.stop()
