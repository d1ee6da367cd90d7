"""The week in one table: what a community is there for, and how much work it makes. No reach; nobody singled out."""

from __future__ import annotations

from typing import Final

from bot.model.figures import Lived, Spot, Week
from bot.model.noun import Noun

FEW: Final = 5
"""Fewer than so many are not told apart: whoever knows the place would know who it was."""
HEADINGS: Final = ("began", "answered", "came back", "replied", "told", "left")
MEANINGS: Final = (
    ("began", "people whose first answer was given in these days"),
    ("answered", "people who answered something"),
    ("came back", "of these, people who had answered something on an earlier day"),
    ("replied", "how often a question led to a reply between members: at a table, or to a circle's answers"),
    ("told", "how often somebody took a question to a person outside, and said so"),
    ("left", "how often somebody said stop, or had themselves forgotten"),
)
MINUTES_PER_REPORT: Final = 10
"""Reading what was said at the table, twice, and deciding; now and then a word with somebody."""
MINUTES_PER_MISS: Final = 0.25
"""Reading one shared answer that found no theme. That a theme comes of it is rare, and is no duty."""
MINUTES_PER_SUGGESTION: Final = 0.75
"""45 seconds. Reckoned: a question of 15 words is read twice at some four words a second (8), the one that it is like
and the two buttons as well (7); then 15 to make up one's mind. One in four is put in other words, or declined in words
of one's own: 25 words on a phone at 35 a minute (43), which comes to 11 for each; and 4 for the next one to arrive."""


class Line(Noun, frozen=True):
    """A line of the table: where, and the cells under `HEADINGS`."""

    spot: Spot
    cells: tuple[str, ...]


class Load(Noun, frozen=True):
    """What there is to do for whoever looks after the community: minutes, and the sentence that says so."""

    minutes: float
    sentence: str


def shown(number: int) -> str:
    """The number as anybody may read it: nobody is 0, a few are `<5`."""
    return f"<{FEW}" if 0 < number < FEW else str(number)


def table(week: Week) -> tuple[Line, ...]:
    """The lines of the table, everywhere first, then by place, then by deck."""
    return tuple(Line(lived.spot, _cells(lived)) for lived in week.lived)


def _cells(lived: Lived) -> tuple[str, ...]:
    numbers = (lived.began, lived.answered, lived.came_back, lived.replied, lived.told, lived.left)
    return tuple(shown(number) for number in numbers)


def named(spot: Spot) -> str:
    """How the spot is called in a listing."""
    if spot.kind == "everywhere":
        return "everywhere"
    if spot.kind == "deck":
        return spot.deck
    if not spot.platform:
        return "at tables"
    return f"{spot.platform}, {spot.room}" if spot.room else f"{spot.platform}, in private"


def load(week: Week) -> Load:
    """What waits: reports and suggestions that are open, and what people shared that no theme was meant for."""
    minutes = week.reports * MINUTES_PER_REPORT + week.missed * MINUTES_PER_MISS
    minutes += week.suggestions * MINUTES_PER_SUGGESTION
    parts = [_many(week.reports, "report to look at", "reports to look at")] if week.reports else []
    if week.suggestions:
        parts.append(_many(week.suggestions, "suggestion to decide about", "suggestions to decide about"))
    if week.missed:
        parts.append(_many(week.missed, "shared answer that found no theme", "shared answers that found no theme"))
    if not parts:
        return Load(0, "Looking after it: nothing waits.")
    return Load(minutes, f"Looking after it: {_about(minutes)} this week, for {_listed(parts)}.")


def _listed(parts: list[str]) -> str:
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def _about(minutes: float) -> str:
    """As precise as it can honestly be."""
    if minutes <= FEW_MINUTES:
        return "a few minutes"
    rounded = round(minutes / 5) * 5
    return f"about {rounded} minutes" if rounded < HOUR else f"about {_hours(rounded)}"


def _hours(minutes: int) -> str:
    halves = round(minutes / 30)
    whole, half = divmod(halves, 2)
    if not half:
        return f"{whole} hour{'s' if whole > 1 else ''}"
    return f"{whole} and a half hours"


FEW_MINUTES: Final = 5
HOUR: Final = 60


def _many(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"
