"""The words that bring members together, and apart."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from bot.core.codes import code_in
from bot.core.commands import Command, Said
from bot.core.draft import Draft
from bot.core.solo import company, moving, seating
from bot.model.state import Phase
from bot.model.tiding import Leaving


def lay_table(draft: Draft, said: Said) -> None:
    """A table is laid for a friend who brings the code."""
    seating.lay(draft, said.argument)


def join_table(draft: Draft, said: Said) -> None:
    """The seat that the code keeps is offered."""
    seating.invited(draft, code_in(said.argument))


def leave(draft: Draft, said: Said) -> None:
    """The member gets up; nobody hears why."""
    seating.leave_with(draft, Leaving.LEFT, "table.you-left")


def block(draft: Draft, said: Said) -> None:
    """The member gets up, and never sits with any of them again; nobody hears why."""
    seating.leave_with(draft, Leaving.BLOCKED, "table.you-blocked")


def report(draft: Draft, said: Said) -> None:
    """The table freezes; a moderator looks at what was said there."""
    seating.leave_with(draft, Leaving.REPORTED, "table.you-reported")


def call_me(draft: Draft, said: Said) -> None:
    """The name that others read from now on."""
    if not seating.take_name(draft, said.argument):
        return
    draft.say_named("call-me", draft.member.id)
    if draft.state.phase is Phase.NAMING:
        seating.go_on(draft)
    else:
        moving.stand_by(draft)


def find(draft: Draft, said: Said) -> None:
    """Company is looked for, once the member has read what that means and said yes."""
    company.ask(draft)


def no_company(draft: Draft, said: Said) -> None:
    """Nobody is looked for any more; a table that was proposed is not taken."""
    if draft.state.proposal:
        seating.refuse(draft)
    else:
        company.decline(draft)


def sit_down(draft: Draft, said: Said) -> None:
    """The seat that the lobby proposed."""
    seating.accept(draft)


def introductions(draft: Draft, said: Said) -> None:
    """Whether members may be introduced to each other here at all."""
    company.open_lobby(draft, said.argument != "off", said.argument == "on, all adults")


SOCIAL: Final[dict[Command, Callable[[Draft, Said], None]]] = {
    Command.TABLE: lay_table,
    Command.JOIN: join_table,
    Command.LEAVE: leave,
    Command.BLOCK: block,
    Command.REPORT: report,
    Command.CALL_ME: call_me,
    Command.FIND: find,
    Command.NO_COMPANY: no_company,
    Command.SIT_DOWN: sit_down,
    Command.INTRODUCE: introductions,
}
