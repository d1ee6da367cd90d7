from __future__ import annotations

from bot.ports.recent import Recent


def test_the_oldest_makes_room() -> None:
    """One more than there is room for sends away what was kept longest ago, not what was looked at longest ago."""
    recent: Recent[str, int] = Recent(2)
    recent.keep("a", 1)
    recent.keep("b", 2)
    assert recent.get("a") == 1
    recent.keep("c", 3)
    assert [recent.get(key) for key in "abc"] == [None, 2, 3]


def test_what_is_kept_again_is_new_again() -> None:
    """Its value is the last one, and it outlives what came in between."""
    recent: Recent[str, int] = Recent(2)
    for key, value in (("a", 1), ("b", 2), ("a", 3), ("c", 4)):
        recent.keep(key, value)
    assert [recent.get(key) for key in "abc"] == [3, None, 4]


def test_what_is_taken_is_there_once() -> None:
    """And leaves room for another."""
    recent: Recent[str, int] = Recent(2)
    recent.keep("a", 1)
    recent.keep("b", 2)
    assert (recent.take("b"), recent.take("b")) == (2, None)
    recent.keep("c", 3)
    assert [recent.get(key) for key in "abc"] == [1, None, 3]


def test_all_of_it_is_told_the_oldest_first() -> None:
    """As it is at that moment, so that some of it may be taken meanwhile; what is there is known by its key."""
    recent: Recent[str, int] = Recent(3)
    for key, value in (("a", 1), ("b", 2), ("c", 3), ("a", 4)):
        recent.keep(key, value)
    for key, value in zip("bca", recent.values(), strict=True):
        assert key in recent
        assert recent.take(key) == value
        assert key not in recent
    assert recent.values() == ()


def test_nothing_at_all_is_kept_as_well_as_anything() -> None:
    """Where only it counts that something was met, None is kept, and is there."""
    recent: Recent[str, None] = Recent(1)
    recent.keep("a", None)
    assert "a" in recent
    recent.keep("b", None)
    assert ("a" in recent, "b" in recent) == (False, True)
