"""Hours as people live them: what the clocks on their wall show, when these are quiet, and how a time is typed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Final

from bot.model.member import Member
from bot.model.schedule import Zone
from bot.model.spans import DAY, MINUTE

LONGEST: Final = 100
"""Characters of a line that may still be a time, a schedule or a place."""
_EPOCH: Final = date(1970, 1, 1).toordinal()
_MINUTES: Final = 1440


# What the clocks show. A wall time is milliseconds since 1970-01-01 00:00 as the clocks on the wall count them.


def wall(zone: Zone, at: int) -> int:
    """What the clocks there show at that instant."""
    return at + _regime(zone, at)[0]


def local_date(zone: Zone, at: int) -> date:
    """The date there at that instant."""
    return date.fromordinal(_EPOCH + wall(zone, at) // DAY)


def wall_of(day: date, minutes: int = 0) -> int:
    """The wall time so many minutes after 00:00 of that date, by the figures on the clock."""
    return (day.toordinal() - _EPOCH) * DAY + minutes * MINUTE


def first_reached(zone: Zone, shown: int) -> int:
    """The first instant at which the clocks there show that wall time or a later one.

    Of a time that comes twice it is the first, and of one that is left out the end of the gap.
    """
    steps = zone.steps
    for index, (start, offset) in enumerate(steps):
        at = shown - offset * 1000
        if index and at < start:
            at = start
        if index + 1 == len(steps) or at < steps[index + 1][0]:
            return at
    return shown


def _regime(zone: Zone, at: int) -> tuple[int, int | None]:
    """How far the clocks are ahead of UTC at that instant, in milliseconds, and when they are next changed."""
    ahead = zone.steps[0][1] if zone.steps else 0
    for start, offset in zone.steps[1:]:
        if at < start:
            return ahead * 1000, start
        ahead = offset
    return ahead * 1000, None


# Quiet hours: (from, until) in minutes of the local day. They may go over midnight; two equal ones are none.


USUAL_QUIET: Final = (22 * 60, 8 * 60)
"""Whoever has never said anything about it sleeps at night."""


def quiet_of(member: Member) -> tuple[int, int]:
    """The quiet hours that hold for that person."""
    return USUAL_QUIET if member.quiet_from < 0 else (member.quiet_from, member.quiet_until)


def quiet_until(now: int, zone: Zone, quiet: tuple[int, int]) -> int:
    """When the quiet hours that it is in end, milliseconds UTC; 0 where it is not quiet.

    Quiet is what the clocks on the wall say: an end that they jump over is the moment of the jump, and hours that they
    show twice are quiet, or not, both times.
    """
    if not _is_quiet(wall(zone, now), quiet):
        return 0
    at = now
    while True:
        ahead, change = _regime(zone, at)
        end = at + (quiet[1] * MINUTE - at - ahead) % DAY
        if change is None or end < change:
            return end
        if not _is_quiet(wall(zone, change), quiet):
            return change
        at = change


def hours_awake(now: int, zone: Zone, quiet: tuple[int, int]) -> int:
    """The hours of a day in UTC that begin outside the quiet ones, as bits, 0 for midnight to one: as they are now."""
    midnight = now - now % DAY
    starts = (midnight + hour * 60 * MINUTE for hour in range(24))
    return sum(1 << hour for hour, at in enumerate(starts) if not _is_quiet(wall(zone, at), quiet))


def next_quiet(now: int, zone: Zone, quiet: tuple[int, int]) -> int:
    """When it is quiet next, milliseconds UTC; a day from now where it never is."""
    if quiet[0] == quiet[1]:
        return now + DAY
    today = local_date(zone, now)
    days = (today, date.fromordinal(today.toordinal() + 1), date.fromordinal(today.toordinal() + 2))
    return next(at for day in days if (at := first_reached(zone, wall_of(day, quiet[0]))) > now)


def _is_quiet(shown: int, quiet: tuple[int, int]) -> bool:
    first, until = quiet[0] % _MINUTES, quiet[1] % _MINUTES
    minute = shown % DAY // MINUTE
    return first <= minute < until if first <= until else not until <= minute < first


# What people type


_PIECE: Final = re.compile(r"[a-z]+|[0-9]+|[^\sa-z0-9]")
_SPELLED: Final = (("’", "'"), ("o'clock", " "), ("a.m.", "am"), ("p.m.", "pm"), ("a.m", "am"), ("p.m", "pm"))


def pieces_of(text: str) -> tuple[str, ...]:
    """Words, numbers and marks of a line, in lower case, without the mark at its end; nothing of a longer line."""
    if len(text) > LONGEST:
        return ()
    plain = unicodedata.normalize("NFKC", text).casefold()
    for spelled, meant in _SPELLED:
        plain = plain.replace(spelled, meant)
    return tuple(_PIECE.findall(plain.strip().rstrip(".!?… ")))


_TIME: Final = re.compile(
    r"(?:(?:at|@) )?(?:(?P<named>noon|midday|midnight)"
    r"|(?P<four>[0-9]{4})"
    r"|(?P<hour>[0-9]{1,2})(?: h(?: (?P<past>[0-9]{2}))?| [:.] (?P<minute>[0-9]{2}))?"
    r"(?: (?P<half>am|pm|in the (?:morning|afternoon|evening)))?)"
)
_NAMED: Final = {"noon": 720, "midday": 720, "midnight": 0}


def read_time(pieces: Sequence[str]) -> int | None:
    """The minutes since midnight that these pieces name and nothing else; None where there is no such time."""
    match = _TIME.fullmatch(" ".join(pieces))
    if match is None:
        return None
    if match["named"]:
        return _NAMED[match["named"]]
    if match["four"]:
        return _minutes(int(match["four"][:2]), int(match["four"][2:]))
    hour, minute = int(match["hour"]), int(match["minute"] or match["past"] or 0)
    if not match["half"]:
        return _minutes(hour, minute)
    # "12 in the evening" is nobody's noon: with these words twelve says nothing.
    if not 1 <= hour <= (11 if match["half"].startswith("in") else 12):
        return None
    return _minutes(hour % 12 + (0 if match["half"] in ("am", "in the morning") else 12), minute)


def _minutes(hour: int, minute: int) -> int | None:
    return hour * 60 + minute if hour < 24 and minute < 60 else None


OFF_WORDS: Final = frozenset({"off", "none", "never"})
_BETWEEN: Final = frozenset({"-", "–", "—", "to", "till", "until", "and"})
NO_QUIET: Final = (0, 0)


def parse_quiet(text: str) -> tuple[int, int] | None:
    """The quiet hours that the line names ("quiet 22-8", "quiet off"); None where it is not understood.

    "8-8" is not understood: it could be the whole day or none of it.
    """
    pieces = list(pieces_of(text))
    for noise in (("quiet",), ("hours", "hour", "time"), (":",), ("from", "between")):
        if pieces and pieces[0] in noise:
            del pieces[0]
    if len(pieces) == 1 and pieces[0] in OFF_WORDS:
        return NO_QUIET
    for index, piece in enumerate(pieces):
        if piece in _BETWEEN:
            first, until = read_time(pieces[:index]), _read_end(pieces[index + 1 :])
            return None if first is None or until is None or first == until else (first, until)
    return None


def _read_end(pieces: Sequence[str]) -> int | None:
    """A time, of which 24:00 is one here."""
    return 0 if tuple(pieces) in (("24",), ("24", ":", "00"), ("24", ".", "00")) else read_time(pieces)


# Zones by the names that people give them


_CONTINENTS: Final = frozenset(
    {"africa", "america", "antarctica", "arctic", "asia", "atlantic", "australia", "europe", "indian", "pacific"}
)
_SPOKEN: Final = {
    "et": "America/New_York", "est": "America/New_York", "edt": "America/New_York", "eastern": "America/New_York",
    "ct": "America/Chicago", "cdt": "America/Chicago", "central": "America/Chicago",
    "mt": "America/Denver", "mst": "America/Denver", "mdt": "America/Denver", "mountain": "America/Denver",
    "pt": "America/Los_Angeles", "pst": "America/Los_Angeles", "pdt": "America/Los_Angeles",
    "pacific": "America/Los_Angeles", "uk": "Europe/London", "bst": "Europe/London", "cest": "CET",
    "central european": "CET",
}  # fmt: skip
"""What people call a zone that has daylight saving where they live. The list's own "EST" and "MST" have none."""
_OFFSET: Final = re.compile(r"(?:utc|gmt)? ?(?P<sign>[+-]) ?0?(?P<hours>[0-9]{1,2})(?::?00)?")


def zone_name(text: str, known: tuple[str, ...]) -> str | None:
    """The one of the `known` names that is meant: whole ("Europe/Berlin"), a city ("new york"), or UTC and an offset.

    "UTC+2" is a fixed offset, two hours ahead of UTC in summer and in winter, and called "Etc/GMT-2" in the list: its
    signs are the other way round. None where nothing, or more than one thing, may be meant.
    """
    plain = _plain_place(text)
    if not plain:
        return None
    whole, places = _index(known)
    spoken = _SPOKEN.get(plain, "")
    if spoken in known:
        return spoken
    if plain in whole:
        return whole[plain]
    if match := _OFFSET.fullmatch(plain):
        return _fixed(match["sign"], int(match["hours"]), whole)
    return places.get(plain)


def _plain_place(text: str) -> str:
    """The place alone, as it is compared: lower case, without accents, underscores, and words around it."""
    if len(text) > LONGEST:
        return ""
    letters = unicodedata.normalize("NFKD", text.replace("−", "-"))
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter)).casefold()
    plain = " ".join(plain.replace("_", " ").split()).rstrip(".!? ")
    for before in ("my ", "timezone ", "time zone ", "zone ", "is ", "in "):
        plain = plain.removeprefix(before)
    for after in (" timezone", " time zone", " time"):
        plain = plain.removesuffix(after)
    return plain.strip()


def _fixed(sign: str, hours: int, whole: Mapping[str, str]) -> str | None:
    if not hours:
        return whole.get("utc")
    return whole.get(f"etc/gmt{'-' if sign == '+' else '+'}{hours}")


@lru_cache(maxsize=4)
def _index(known: tuple[str, ...]) -> tuple[dict[str, str], dict[str, str]]:
    """The known names by what is compared: whole, and by their last part alone where that says enough."""
    whole = {_plain_place(name): name for name in known}
    by_place: dict[str, list[str]] = {}
    for plain, name in whole.items():
        _region, mark, place = plain.rpartition("/")
        if mark:
            by_place.setdefault(place, []).append(name)
    return whole, {place: names[0] for place, names in by_place.items() if len(names) == 1 or _are_one(names)}


def _are_one(names: Sequence[str]) -> bool:
    """One city under two names of the list ("Europe/Istanbul", "Asia/Istanbul"), and not "Brazil/West"."""
    return all(name.partition("/")[0].casefold() in _CONTINENTS for name in names)
