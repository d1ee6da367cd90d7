"""A seat is kept for the member: who asks, what it is, and a yes or a no."""

from __future__ import annotations

from bot.core.draft import Draft, replace
from bot.core.solo.options import offer_yes_or_no
from bot.model.ids import MemberId
from bot.model.line import NAME, Gap
from bot.model.message import Role
from bot.model.state import Phase


def ask_to_sit(draft: Draft) -> None:
    """Who invites, what a table is, and a yes or a no. Nothing is told to anybody before the yes."""
    invitation = draft.situation.told.invitation
    if invitation is None or invitation.mine:
        draft.change(invitation="", phase=Phase.RESTING)
        draft.must_say("table.no-such-code")
        return
    say_with_name(draft, "table.invited", invitation.host)
    if draft.member.called or draft.member.name:
        say_with_name(draft, "table.your-name", draft.member.id, Role.ANEW)
    draft.must_say("table.sit-down", role=Role.FOLLOW_UP)
    offer_yes_or_no(draft)
    draft.change(phase=Phase.INVITED)


def say_with_name(draft: Draft, moment: str, member: MemberId, role: Role = Role.TEXT, **gaps: Gap) -> None:
    """The moment is said with the name that this member goes by."""
    draft.must_say(moment, role=role)
    draft.lines[-1] = replace(draft.lines[-1], gaps=tuple(gaps.items()), quotes=(("name", member, NAME, NAME),))
