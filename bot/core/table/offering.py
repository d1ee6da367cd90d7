"""Photos and voice messages at a table: offered to the others, and shown to whoever asks.

A picture can hold all that words may not before the end (a face, a number, a street), and nobody can tell by looking at
its id. So nothing of the kind is put before anybody: whoever sent it decided to show it, and each of the others decides
whether to look.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.table.host import Host, name_of
from bot.model.enclosure import VOICE, Offered
from bot.model.line import Line, Option
from bot.model.message import Role
from bot.model.table import Chair
from bot.model.tiding import Guest, SpokeUp, Stage


def tell_with_offers(host: Host, lines: Sequence[Line], chairs: Sequence[Chair]) -> None:
    """Everybody reads these lines, and may ask to see what came with the others' answers."""
    everything = tuple(
        Offered(chair.answer.enclosed, chair.guest.member) for chair in chairs if chair.answer and chair.answer.enclosed
    )
    to_see = host.line("table.to-see", Role.ASIDE) if everything else None
    not_here = host.line("table.not-shown-here", Role.ASIDE) if everything else None
    for chair in chairs:
        others = tuple(offered for offered in everything if offered.by != chair.guest.member)
        offers = _those_shown(host, chair.guest, others)
        more = (*((to_see,) if offers and to_see else ()), *((not_here,) if offers != others and not_here else ()))
        # Whose turn it is stays the last thing that is said.
        told = (*lines[:-1], *more, *lines[-1:])
        host.tell(chair.guest, told, Stage.TALKING, _options(host, offers), offers=offers)


def pass_on(host: Host, by: Chair, lines: Sequence[Line], event: SpokeUp) -> None:
    """The others read what was said, and may ask to see what came with it; its sender reads how far that goes."""
    enclosed = event.said.enclosed
    others = [chair.guest for chair in host.state.chairs if chair.guest.member != by.guest.member]
    offered = (Offered(enclosed, by.guest.member),) if enclosed else ()
    stays = (host.line("table.media", Role.ASIDE, (name_of(by.guest),), media=event.media),) if event.media else ()
    offer = _offer(host, by, offered[0]) if offered else ()
    seen = 0
    for guest in others:
        offers = _those_shown(host, guest, offered)
        seen += bool(offers)
        host.tell(guest, (*lines, *(offer if offers else stays)), options=_options(host, offers), offers=offers)
    if enclosed:
        moment = "table.offered" if seen == len(others) else "table.offered-some" if seen else "table.offered-none"
        host.tell(by.guest, (host.line(moment, Role.ASIDE, media=enclosed.kind),), options=_options(host))


def _offer(host: Host, by: Chair, offered: Offered) -> tuple[Line, ...]:
    return (host.line("table.offers", Role.ASIDE, (name_of(by.guest),), media=offered.enclosed.kind),)


def _those_shown(host: Host, guest: Guest, offers: tuple[Offered, ...]) -> tuple[Offered, ...]:
    return tuple(offered for offered in offers if host.can_show(guest, offered.enclosed))


def _options(host: Host, offers: tuple[Offered, ...] = ()) -> tuple[Option, ...]:
    name = "option.play" if all(one.enclosed.kind == VOICE for one in offers) else "option.show"
    show = (host.option("show", name),) if offers else ()
    return (*show, host.option("next", "option.next-card", quiet=True))
