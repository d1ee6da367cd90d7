"""Against platforms that count strictly the whole bot keeps its pace; and a bot in a hurry is found out."""

from __future__ import annotations

import msgspec
import pytest

from bot.adapters.telegram import capabilities
from bot.model.message import Pace, Scope
from bot.shells.bench.checkout import glue
from bot.shells.bench.pacing import PacedResult, run
from tests.crash import pacing_telegram

SENDS = 300
CHATS = 20


def paced(platform: str) -> PacedResult:
    """A small campaign there."""
    return run(glue("pacing", platform).Counting, SENDS, CHATS, 1, lambda sentence: None)


@pytest.mark.slow
@pytest.mark.parametrize("platform", ["telegram", "discord"])
def test_no_refusal_is_of_its_own_making(platform: str) -> None:
    """No message is refused for coming too soon, none comes inside a pause, and chats without storms keep their
    rate."""
    result = paced(platform)
    assert result.failures == []
    assert result.calm.sends == SENDS
    assert result.storms.injected_429 > 0


@pytest.mark.slow
def test_a_bot_in_a_hurry_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """The planted bug: twice as many messages to one chat as Telegram takes."""
    paces = (Pace(Scope.PLACE, 2, 1.0), *capabilities.CAPABILITIES.paces[1:])
    hasty = msgspec.structs.replace(capabilities.CAPABILITIES, paces=paces)
    monkeypatch.setattr(pacing_telegram.Flying, "capabilities", property(lambda self: hasty))
    assert any("of our own making" in failure for failure in paced("telegram").failures)
