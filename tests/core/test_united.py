"""Linked accounts are one person, and each gets its own back."""

from __future__ import annotations

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from bot.core.united import divide, unite
from bot.model.ids import MemberId
from bot.model.member import Member

replace = msgspec.structs.replace
sets = st.integers(0, 255).map(lambda bits: f"{bits:x}")


times = st.integers(0, 1439)
quiet = st.one_of(
    st.just((-1, -1)), st.just((0, 0)), st.tuples(times, times).filter(lambda hours: hours[0] != hours[1])
)


def members(id_: int) -> st.SearchStrategy[Member]:
    """A member's row as it may stand."""
    return st.builds(
        Member,
        id=st.just(MemberId(id_)),
        ceiling=st.integers(1, 5),
        asked=sets,
        never=sets,
        counted=sets,
        paused_until=st.integers(0, 9),
        stopped=st.booleans(),
        told=st.integers(0, 5),
        zone=st.sampled_from(["", "Asia/Tokyo", "Europe/Berlin"]),
        quiet_from=st.just(-1),
    ).flatmap(lambda row: quiet.map(lambda hours: replace(row, quiet_from=hours[0], quiet_until=hours[1])))


def _with_hours(change: dict[str, object]) -> dict[str, object]:
    """Quiet hours change both ends at once."""
    match change.pop("hours", None):
        case (first, until):
            return {**change, "quiet_from": first, "quiet_until": until}
    return change


rows = st.tuples(members(1), members(2), members(3))
changes = st.fixed_dictionaries(
    {},
    optional={
        "asked": sets,
        "never": sets,
        "counted": sets,
        "ceiling": st.integers(1, 5),
        "paused_until": st.integers(0, 9),
        "stopped": st.booleans(),
        "name": st.sampled_from(["Ada", "Ben"]),
        "zone": st.sampled_from(["Asia/Tokyo", "Europe/Berlin"]),
        "hours": st.tuples(times, times).filter(lambda hours: hours[0] != hours[1]),
    },
).map(_with_hours)


@given(rows, changes)
def test_what_changes_for_the_person_holds_for_them(three: tuple[Member, ...], change: dict[str, object]) -> None:
    """Whatever a step makes of the person, the accounts together are just that afterwards."""
    own, others = three[0], three[1:]
    before = unite(own, others)
    after = replace(before, **change)
    changed = {row.id: row for row in divide(own, others, before, after)}
    assert unite(changed.get(own.id, own), tuple(changed.get(row.id, row) for row in others)) == after


@given(rows, sets, sets)
def test_each_gets_its_own_back(three: tuple[Member, ...], asked: str, never: str) -> None:
    """What was asked while linked belongs to the account it was asked in; what others brought is theirs again."""
    own, others = three[0], three[1:]
    before = unite(own, others)
    after = replace(
        before,
        asked=f"{int(before.asked, 16) | int(asked, 16):x}",
        never=f"{int(before.never, 16) | int(never, 16):x}",
    )
    changed = {row.id: row for row in divide(own, others, before, after)}
    mine = changed.get(own.id, own)
    new = int(after.asked, 16) & ~int(before.asked, 16)
    assert int(mine.asked, 16) == int(own.asked, 16) | new
    assert all(changed.get(row.id, row).asked == row.asked for row in others)


@given(rows)
def test_the_stricter_wish_holds(three: tuple[Member, ...]) -> None:
    """The lower ceiling, the longer pause, any stop, and everything that was asked or refused anywhere."""
    person = unite(three[0], three[1:])
    for row in three:
        assert person.ceiling <= row.ceiling
        assert person.paused_until >= row.paused_until
        assert person.stopped or not row.stopped
        assert int(person.never, 16) & int(row.never, 16) == int(row.never, 16)
        assert int(person.asked, 16) & int(row.asked, 16) == int(row.asked, 16)


@given(rows, times)
def test_the_quiet_hours_of_every_account_hold(three: tuple[Member, ...], minute: int) -> None:
    """A minute that is quiet in one account is quiet for the person; hours that nobody named are nobody's."""
    person = unite(three[0], three[1:])
    named = [row for row in three if row.quiet_from >= 0]
    if any(_is_quiet(row, minute) for row in named):
        # Hours that leave no minute of the day leave one all the same: a whole day would read as none.
        assert _is_quiet(person, minute) or (person.quiet_until + 1) % 1440 == person.quiet_from
    if not named:
        assert person.quiet_from == -1
    elif all(row.quiet_from == row.quiet_until for row in named):
        assert person.quiet_from == person.quiet_until


def _is_quiet(row: Member, minute: int) -> bool:
    first, until = row.quiet_from, row.quiet_until
    return (minute - first) % 1440 < (until - first) % 1440


@given(members(1), changes)
def test_alone_nothing_is_divided(own: Member, change: dict[str, object]) -> None:
    """An account of its own is changed as a whole, and not written at all where nothing changed."""
    after = replace(own, **change)
    assert divide(own, (), own, own) == ()
    assert divide(own, (), own, after) == (after,)
