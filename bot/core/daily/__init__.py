"""COMES BY ITSELF. What a group place is asked at the hours that those chose who run it, and what else holds there.

- What lives here: when a question comes by itself at a place and when it does not, what is said of that and of the
  place's clocks, quiet hours and pauses.
- What must not: the question's own way (it calls a circle, and hears how that ended), who may decide (a member's own
  conversation knows whoever speaks), a platform.
- How to add something that holds for a place: a field of `model/daily.py` or `model/circle.Room`, a tiding that wishes
  it, its line in `telling.settings`.
"""

from bot.core.daily.machine import needs, step

__all__ = ["needs", "step"]
