"""What is measured in company, by its name in the report."""

from __future__ import annotations

from typing import Final

SOLO: Final = "solo"
"""Beside which the others stand: each member alone with the bot, as `notdate bench` measures them."""
CIRCLE: Final = "circle"
"""One place, whose members have answered a circle there before."""
CIRCLES: Final = "circles"
"""Several places at once."""
STRANGERS: Final = "strangers"
"""One place, whose members have never pressed anything there: each first press makes them known."""
TABLES: Final = "tables"
"""Tables of two."""
NAMES: Final = (CIRCLE, CIRCLES, STRANGERS, TABLES)
