"""What a step must be told before it is made."""

from __future__ import annotations

from typing import Final

from bot.core.codes import code_in
from bot.core.commands import Command, said_in
from bot.core.draft import replace
from bot.core.situation import Library
from bot.core.solo import at_circle, at_place, office, settings, suggesting
from bot.core.solo.office import deputy
from bot.model.event import Arrived, ChoicePressed, Event, MessageReceived
from bot.model.situation import OWN_ZONE, Needs
from bot.model.state import Phase, Solo

JOIN: Final = "join-"
"""What is asked for on the way in: a seat, by its code."""


def needs(state: Solo, event: Event, library: Library) -> Needs:
    """What the step for this event must be told: counts where an answer may come, the dossier where it is asked for."""
    wanted = _needs(state, event, library)
    if _may_withdraw(state, event):
        # What they take back holds wherever else they are.
        wanted = replace(wanted, elsewhere=True)
    if about := deputy.wanted(event):
        wanted = replace(wanted, deputy=about, zone=OWN_ZONE)
    wanted = suggesting.needs(state, event, wanted)
    if office.wants_stock(event):
        wanted = replace(wanted, stock=True, staged=office.wants_staged(event))
    zone = settings.zone_needed(state, event)
    return replace(wanted, zone=zone) if zone else wanted


def _may_withdraw(state: Solo, event: Event) -> bool:
    """They may say stop, or yes to being forgotten."""
    if not isinstance(event, MessageReceived | ChoicePressed) or state.confirming:
        return state.confirming
    said = said_in(event.words) if isinstance(event, MessageReceived) else None
    return said is not None and said.command is Command.STOP


def _needs(state: Solo, event: Event, library: Library) -> Needs:
    if at_place.pressed_here(event):
        return Needs(room=True)
    if wanted := at_circle.needs(state, event):
        return wanted
    answers = event.answers if isinstance(event, MessageReceived) else ""
    if isinstance(event, MessageReceived):
        said = said_in(event.words)
        if said and said.command is Command.KNOWN:
            return Needs(dossier=True)
        if said and said.command is Command.WHOAMI:
            return Needs(account=True)
        if said and said.command is Command.LINK:
            return Needs(link=code_in(said.argument))
        if said and said.command is Command.JOIN:
            return Needs(invitation=code_in(said.argument))
    if state.invitation and state.phase in _INVITED:
        return Needs(invitation=state.invitation)
    if isinstance(event, Arrived) and event.deck.startswith(JOIN):
        return Needs(invitation=code_in(event.deck.removeprefix(JOIN)))
    if isinstance(event, Arrived) and event.deck.startswith(at_circle.ANSWER):
        return Needs(ballot=code_in(event.deck.removeprefix(at_circle.ANSWER)))
    opened = state.open
    if opened and opened.part == 0 and isinstance(event, MessageReceived | ChoicePressed):
        shelf = library.get(state.deck)
        if shelf and opened.question in shelf.by_id:
            number = shelf.by_id[opened.question].number
            return Needs(counts_of=number, quote_of=number, here=isinstance(event, MessageReceived), answers=answers)
    return Needs(here=True, answers=answers) if isinstance(event, MessageReceived) else _NOTHING


_NOTHING: Final = Needs()
_INVITED: Final = frozenset({Phase.NEW, Phase.GREETED, Phase.INVITED, Phase.NAMING})
