"""What the lobby, a table, a circle, the curator or another member's conversation has a member read, as it came."""

from __future__ import annotations

from bot.core.draft import Draft
from bot.model.tiding import NoticeGiven


def hear_notice(draft: Draft, notice: NoticeGiven) -> None:
    """The member reads it."""
    # What is asked before forgetting is not the last thing on the screen any more: a yes would answer something else.
    draft.change(confirming=False)
    draft.lines.extend(notice.lines)
    draft.options.extend(notice.options)
