from __future__ import annotations

from bot.ports.backoff import Backoff


def test_each_wait_is_twice_as_long_up_to_the_longest() -> None:
    """Trouble that lasts is told; what the platform asks for is kept, and what went well begins anew."""
    backoff = Backoff(first=1.0, longest=10.0)
    waits = []
    for _try in range(5):
        waits.append((backoff.lasts, backoff.next()))
    assert waits == [(False, 1.0), (False, 2.0), (False, 4.0), (True, 8.0), (True, 10.0)]
    assert backoff.next(at_least=60.0) == 60.0
    backoff.reset()
    assert backoff.next(at_least=0.5) == 1.0
