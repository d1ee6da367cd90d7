"""A seat is kept for the member: who asks, what it is, and a yes or a no."""

from __future__ import annotations

from bot.core.draft import Draft
from bot.core.solo.options import offer_yes_or_no
from bot.model.message import Role
from bot.model.state import Phase


def ask_to_sit(draft: Draft) -> None:
    """Who invites, what a table is, and a yes or a no. Nothing is told to anybody before the yes."""
    invitation = draft.situation.told.invitation
    if invitation is None or invitation.mine:
        draft.change(invitation="", phase=Phase.RESTING)
        draft.must_say("table.no-such-code")
        return
    draft.say_named("table.invited", invitation.host)
    if draft.member.called or draft.member.name:
        draft.say_named("table.your-name", draft.member.id, Role.ANEW)
    draft.must_say("table.sit-down", role=Role.FOLLOW_UP)
    offer_yes_or_no(draft)
    draft.change(phase=Phase.INVITED)
