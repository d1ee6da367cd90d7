"""One person with several accounts: what holds for them together, and what changes for each.

Each account keeps a member's row of its own, so that unlinking gives everybody their own back. While they are linked,
what was asked or refused anywhere counts everywhere, the lower ceiling holds, and so does the stricter wish for quiet:
the longer pause, and the quiet hours of them all.
"""

from __future__ import annotations

from msgspec.structs import replace

from bot.model.member import Member


def unite(own: Member, others: tuple[Member, ...]) -> Member:
    """The person that these accounts are, as a member with the id, version and name of `own`."""
    if not others:
        return own
    rows = (own, *others)
    quiet_from, quiet_until = _quiet_of_all(rows)
    return replace(
        own,
        asked=_either([row.asked for row in rows]),
        never=_either([row.never for row in rows]),
        counted=_either([row.counted for row in rows]),
        ceiling=min(row.ceiling for row in rows),
        paused_until=max(row.paused_until for row in rows),
        stopped=any(row.stopped for row in rows),
        told=sum(row.told for row in rows),
        zone=next((row.zone for row in rows if row.zone), ""),
        quiet_from=quiet_from,
        quiet_until=quiet_until,
        hinted_at=max(row.hinted_at for row in rows),
        callable=any(row.callable for row in rows),
        language=next((row.language for row in rows if row.language), ""),
    )


_DAY = 24 * 60
"""Minutes."""


def _quiet_of_all(rows: tuple[Member, ...]) -> tuple[int, int]:
    """The shortest hours that hold those of every account; none where somebody wanted none and nobody any, and what
    nobody has said stays unsaid."""
    said = [(row.quiet_from, row.quiet_until) for row in rows if row.quiet_from >= 0]
    spans = [(first, (until - first) % _DAY) for first, until in said if first != until]
    if not spans:
        return said[0] if said else (-1, -1)
    length, start = min(
        (max((first - start) % _DAY + length for first, length in spans), start) for start, _length in spans
    )
    # A whole day would read as no hours at all.
    return start, (start + min(length, _DAY - 1)) % _DAY


def divide(own: Member, others: tuple[Member, ...], before: Member, after: Member) -> tuple[Member, ...]:
    """The rows that differ once the person who was `before` is `after`.

    What is new in a set goes to `own`; what is gone from it goes from everybody. A ceiling, a pause, a stop, a zone,
    quiet hours and a language are the person's and are set for all of their accounts; the rest is the account's own.
    """
    if not others:
        return (after,) if after is not own else ()
    changed = [_after(own, before, after, mine=True), *(_after(row, before, after, mine=False) for row in others)]
    return tuple(row for row, was in zip(changed, (own, *others), strict=True) if row != was)


def _after(row: Member, before: Member, after: Member, mine: bool) -> Member:
    """The account's row; `mine` where the step was made in it, so that what is new is its own."""
    quiet = after if (after.quiet_from, after.quiet_until) != (before.quiet_from, before.quiet_until) else row
    return replace(
        after if mine else row,
        asked=_moved(row.asked, before.asked, after.asked, mine),
        never=_moved(row.never, before.never, after.never, mine),
        counted=_moved(row.counted, before.counted, after.counted, mine),
        ceiling=after.ceiling if after.ceiling != before.ceiling else row.ceiling,
        paused_until=after.paused_until if after.paused_until != before.paused_until else row.paused_until,
        stopped=after.stopped if after.stopped != before.stopped else row.stopped,
        callable=after.callable if after.callable != before.callable else row.callable,
        told=row.told + (after.told - before.told if mine else 0),
        zone=after.zone if after.zone != before.zone else row.zone,
        quiet_from=quiet.quiet_from,
        quiet_until=quiet.quiet_until,
        language=after.language if after.language != before.language else row.language,
    )


def _either(sets: list[str]) -> str:
    bits = 0
    for one in sets:
        bits |= int(one, 16)
    return f"{bits:x}"


def _moved(mine: str, before: str, after: str, gains: bool) -> str:
    """One account's set: it loses what the person lost, and `gains` what the person gained."""
    was, is_ = int(before, 16), int(after, 16)
    bits = int(mine, 16) & ~(was & ~is_)
    return f"{bits | (is_ & ~was) if gains else bits:x}"
