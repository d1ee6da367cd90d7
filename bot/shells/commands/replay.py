"""`notdate replay`."""

from __future__ import annotations

import sys
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from bot.shells.listing import paint, print_columns, print_json
from bot.shells.options import as_json, database, existing_database, give_up, refusals_are_told, settings_of

if TYPE_CHECKING:
    from bot.model.event import Event
    from bot.model.ids import ConversationId
    from bot.runtime.replay import Replay, Replayed
    from bot.store.sqlite.views import SqliteViews

LISTED = 200
_COLOURS = {"identical": "green", "different": "red", "other rules": "yellow", "erased": "yellow"}


@click.command()
@click.argument("conversation", required=False)
@click.option("--name", metavar="NAME", help="The conversation of whoever goes by that name in `notdate chat`.")
@click.option("--why", is_flag=True, help="Say of every step when it was, what came in, and why it decided as it did.")
@click.option("--list", "listing", is_flag=True, help=f"List the {LISTED} conversations that were last active.")
@as_json
@database
@refusals_are_told
def command(
    conversation: str | None, name: str | None, why: bool, listing: bool, as_json: bool, db: str | None
) -> None:
    """Step a conversation again from its events, and compare every message and the final state with what is stored.

    CONVERSATION is its number, or platform:address. The answer is `identical`; `other rules`, where it was decided by
    other rules or prompts than today's and comes out differently; `erased`, where part of it was forgotten; or
    `different`, with exit code 1.

    \b
    Examples:
      notdate replay --list
      notdate replay --name Ada --why
      notdate replay terminal:ada
    """
    with closing(_views(db)) as views:
        if listing:
            _list(views, as_json)
            return
        id_ = _find(views, conversation, name)
        replay = _replay(views, id_)
    if as_json:
        print_json(_as_json(id_, replay, why))
    else:
        _tell(replay, why)
    sys.exit(1 if replay.verdict == "different" else 0)


def _views(db: str | None) -> SqliteViews:
    from bot.store.sqlite.views import SqliteViews

    return SqliteViews(existing_database(settings_of(db=db)))


def _list(views: SqliteViews, as_json: bool) -> None:
    listed = views.conversations(LISTED)
    if as_json:
        from msgspec import to_builtins

        print_json(to_builtins(listed))
        return
    rows = [(str(one.conversation), str(one.events), f"{one.platform}:{one.address}") for one in listed]
    print_columns([("conversation", "events", "place"), *rows])


def _find(views: SqliteViews, conversation: str | None, name: str | None) -> ConversationId:
    from bot.adapters.terminal.address import address_of
    from bot.adapters.terminal.capabilities import PLATFORM
    from bot.model.ids import Address, ConversationId, Platform

    if (conversation is None) == (name is None):
        give_up("Say which: a conversation, or --name. `notdate replay --list` lists them.", code=2)
    if conversation is not None and conversation.isdigit():
        return ConversationId(int(conversation))
    if conversation is None:
        platform, address = PLATFORM, address_of(name or "")
    else:
        first, _, second = conversation.partition(":")
        platform, address = Platform(first), Address(second)
    found = views.conversation_at(platform, address)
    if found is None:
        give_up(f"There is no conversation at {platform}:{address}. `notdate replay --list` lists them.", code=2)
    return found


def _replay(views: SqliteViews, id_: ConversationId) -> Replay:
    from bot.runtime.replay import replay
    from bot.voices import tongues
    from bot.wiring import rules_of, shelves_of

    past = views.past(id_)
    if past is None:
        give_up(f"There is no conversation {id_}. `notdate replay --list` lists them.", code=2)
    return replay(past, shelves_of(past.decks, views.numbers()), rules_of(), tongues())


def _tell(replay: Replay, why: bool) -> None:
    for again in replay.steps:
        if why:
            click.echo(f"{_time(again)}  {_event(again.step.event)}")
            for reason in again.why:
                click.echo(f"    {reason}")
        if not again.same:
            click.echo(f"{_time(again)}  {paint('different', 'red')}: {_difference(again)}")
    if not replay.same_state:
        click.echo(f"{paint('different', 'red')}: the state at the end is not the one that is stored")
    click.echo(paint(replay.verdict.value, _COLOURS[replay.verdict.value]))


def _difference(again: Replayed) -> str:
    if again.trouble:
        return again.trouble
    return f"it said {_names(again.step.effects)}, and would say {_names(again.effects)}"


def _names(effects: tuple[object, ...]) -> str:
    lines = [f"{line.name}/{line.variant}" for effect in effects for line in getattr(effect, "lines", ())]
    return ", ".join(lines) or "nothing"


def _event(event: Event) -> str:
    """What came in. What was typed is only measured: reasons are for looking at the bot, not at people."""
    from bot.model.event import Arrived, ChoicePressed, Invited, MessageReceived, Reacted, TimerFired

    match event:
        case MessageReceived():
            return f"message of {len(event.words.text)} characters{f' with {event.media}' if event.media else ''}"
        case ChoicePressed():
            return f"press of {event.token}"
        case Reacted():
            return f"sign under question {event.question}: {event.rating.value}"
        case Arrived():
            return f"arrival{f' for {event.deck}' if event.deck else ''}"
        case Invited():
            return "invitation into a group"
        case TimerFired():
            return f"timer {event.name}"
        case _:
            return f"tiding {type(event).__name__}"


def _time(again: Replayed) -> str:
    return datetime.fromtimestamp(again.step.told.now / 1000, UTC).isoformat(timespec="milliseconds")


def _as_json(id_: ConversationId, replay: Replay, why: bool) -> dict[str, object]:
    steps = [
        {
            "event": again.step.id,
            "time": _time(again),
            "what": _event(again.step.event),
            "same": again.same,
            **({} if again.same else {"difference": _difference(again)}),
            **({"why": list(again.why)} if why else {}),
        }
        for again in replay.steps
    ]
    return {
        "conversation": id_,
        "verdict": replay.verdict.value,
        "same_state": replay.same_state,
        "steps": steps,
    }
