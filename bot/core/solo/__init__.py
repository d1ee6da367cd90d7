"""The format `solo`: a member alone with the bot.

`machine` says which handler an event reaches, and `phases` which a typed message does that is no command; `opening`,
`answering`, `moving`, `closing` and `words` are what the handlers do, in the order in which an evening meets them. Each
takes the draft of the step and changes it in place.
"""

from bot.core.solo.machine import step
from bot.core.solo.wanting import needs

__all__ = ["needs", "step"]
