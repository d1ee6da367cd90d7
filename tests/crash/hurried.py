"""Warm servers without a pace of their own, for evenings that are only there to be doctored afterwards."""

from __future__ import annotations

from typing import Final

from bot.adapters.discord import adapter as discord
from bot.adapters.telegram import adapter as telegram
from tests.crash import warm
from tests.fakes.unpaced import unpaced

HURRIED: Final = "tests.crash.hurried"
"""The module that starts such servers."""

if __name__ == "__main__":
    for adapter in (discord, telegram):
        adapter.CAPABILITIES = unpaced(adapter.CAPABILITIES)  # type: ignore[attr-defined]  # imported there
    warm.main()
