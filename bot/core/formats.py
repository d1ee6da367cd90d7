"""Which room decides for which kind of conversation."""

from __future__ import annotations

from typing import Final

from bot.core import circle, daily, lobby, solo, table
from bot.core.situation import Library, Situation, Step
from bot.model.actor import State
from bot.model.circle import Circle
from bot.model.daily import Daily
from bot.model.event import Event
from bot.model.format import Format
from bot.model.lobby import Lobby
from bot.model.situation import Needs
from bot.model.state import Solo
from bot.model.table import Table

BEGUN: Final[dict[Format, State]] = {
    Format.SOLO: Solo(),
    Format.TABLE: Table(),
    Format.LOBBY: Lobby(),
    Format.CIRCLE: Circle(),
    Format.DAILY: Daily(),
}
"""How a conversation of each format is before anything has happened."""


def needs(state: State, event: Event, library: Library) -> Needs:
    """What the step for this event must be told."""
    match state:
        case Solo():
            return solo.needs(state, event, library)
        case Table():
            return table.needs(state, event)
        case Lobby():
            return lobby.needs(state, event)
        case Circle():
            return circle.needs(state, event)
        case Daily():
            return daily.needs(state, event)


def step(state: State, event: Event, situation: Situation) -> Step[State]:
    """The conversation's answer to one event. The same arguments always give the same step."""
    match state:
        case Solo():
            return solo.step(state, event, situation)
        case Table():
            return table.step(state, event, situation)
        case Lobby():
            return lobby.step(state, event, situation)
        case Circle():
            return circle.step(state, event, situation)
        case Daily():
            return daily.step(state, event, situation)
