"""A stage for every platform, and the bot on it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Final

import msgspec
import pytest

from bot import resources
from bot.adapters.discord import adapter as discord_adapter
from bot.adapters.telegram import adapter as telegram_adapter
from bot.adapters.web import adapter as web_adapter
from bot.adapters.web import chat as web_chat
from bot.model.message import Capabilities
from tests.contracts.stages.discord import DiscordStage
from tests.contracts.stages.matrix import MatrixStage
from tests.contracts.stages.playhouse import AS_IT_IS
from tests.contracts.stages.stage import Stage
from tests.contracts.stages.telegram import TelegramStage
from tests.contracts.stages.terminal import TerminalStage
from tests.contracts.stages.web import WebStage

HERE: Final[dict[str, Callable[[], Stage]]] = {
    "terminal": TerminalStage,
    "web": WebStage,
    "telegram": TelegramStage,
    "discord": DiscordStage,
}
ELSEWHERE: Final = "matrix"
"""Its homeserver is a fixture of its own, which skips where it is not installed."""


@pytest.fixture
def house_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    """The suite's own decks and one moment more; and no pace of our own, which has a suite of its own and takes time.
    A pause that a platform asks for is kept all the same. Pages of the dead are not waited for."""
    for adapter in (telegram_adapter, discord_adapter):
        monkeypatch.setattr(adapter, "CAPABILITIES", _hurried(adapter.CAPABILITIES))
    monkeypatch.setattr(web_chat, "MESSAGES", 10_000)
    monkeypatch.setattr(web_adapter, "DRAIN", 0.2)
    written = resources.prompts()
    monkeypatch.setattr(resources, "prompts", lambda *_: {**written, "own": f"[{AS_IT_IS}]\n{{{{ text }}}}\n"})
    monkeypatch.setattr(resources, "deck_files", tuple)


def _hurried(capabilities: Capabilities) -> Capabilities:
    paces = tuple(msgspec.structs.replace(pace, calls=10_000) for pace in capabilities.paces)
    return msgspec.structs.replace(capabilities, paces=paces)


@pytest.fixture(params=[*HERE, ELSEWHERE])
def made(request: pytest.FixtureRequest, house_rules: None) -> Stage:
    """The stage, before its doors are open."""
    if request.param == ELSEWHERE:
        return MatrixStage(request.getfixturevalue("homeserver"))
    return HERE[request.param]()


@pytest.fixture
async def stage(made: Stage, tmp_path: Path) -> AsyncIterator[Stage]:
    """The platform is there and the bot runs."""
    await made.open(tmp_path)
    try:
        await made.start()
        yield made
    finally:
        await made.close()
