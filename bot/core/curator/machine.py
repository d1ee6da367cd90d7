"""What the curator does about a wish. Every change names what was and what is, and can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import msgspec.structs

from bot.core.hosting import Hosting
from bot.core.situation import Situation, Step
from bot.model.curator import Curator, Entry, Stock, Version
from bot.model.effect import Tell
from bot.model.event import Event
from bot.model.ids import DeckId
from bot.model.line import Gap, Line
from bot.model.member import Rank
from bot.model.record import Acted, Granted, StockChanged
from bot.model.situation import Needs
from bot.model.tiding import (
    Asker,
    DeckLoaded,
    DeckMoved,
    DeckSwitched,
    DeckUndone,
    NoticeGiven,
    QuestionRetired,
    RankGranted,
)

replace = msgspec.structs.replace
KEPT: Final = 10
"""So many earlier versions of a deck can be gone back to."""
MOST: Final = 200
"""Decks that a community may have: each of them is a line of a list that somebody reads."""


def needs(state: Curator, event: Event) -> Needs:
    """The decks that there are, and what somebody is who is to be something."""
    return Needs(stock=True, granted=f"{event.platform}:{event.account}" if isinstance(event, RankGranted) else "")


def step(state: Curator, event: Event, situation: Situation) -> Step[Curator]:
    """What becomes of the stock. The same arguments always give the same step."""
    keeper = Keeper(state, situation)
    if type(event) in COMES_IN:
        COMES_IN[type(event)](keeper, event)
    else:
        keeper.because("not for the curator")
    return keeper.finish()


class Keeper(Hosting[Curator]):
    """One step being decided."""

    @property
    def stock(self) -> Stock:
        """The decks as they stand."""
        return self.situation.told.stock or Stock()

    def entry(self, deck: DeckId) -> Entry | None:
        """The deck of that id; None where there is none."""
        return next((entry for entry in self.stock.entries if entry.deck == deck), None)

    def keep(self, *entries: Entry) -> None:
        """These are the decks from now on, in this order."""
        self._changed(replace(self.stock, entries=entries))

    def put(self, changed: Entry) -> None:
        """That deck is so from now on, at its place."""
        self.keep(*(changed if entry.deck == changed.deck else entry for entry in self.stock.entries))

    def retire(self, retired: str) -> None:
        """These questions are asked no more."""
        self._changed(replace(self.stock, retired=retired))

    def _changed(self, stock: Stock) -> None:
        self.record(StockChanged(stock))
        self.change(changes=self.state.changes + 1)

    def acted(self, asker: Asker, what: str, subject: str, before: str, after: str) -> None:
        """It stands in the log of what was done."""
        self.record(Acted(asker.member, what, subject, before, after))

    def say(self, moment: str, asker: Asker, **gaps: Gap) -> None:
        """Whoever wished it reads this."""
        self.because(moment)
        line = Line(moment, self.throw(moment), gaps=tuple(gaps.items()))
        self.effects.append(Tell(asker.conversation, NoticeGiven((line,))))


def _load(keeper: Keeper, event: DeckLoaded) -> None:
    """It is on offer from now on; conversations under way finish on the version that they are in."""
    version = Version(
        event.hash, event.title, event.description, event.language, questions=event.questions, at=keeper.now
    )
    entry = keeper.entry(event.deck)
    if entry is not None and _is_translation(entry, version):
        others = tuple(one for one in entry.translations if one.language != version.language)
        was = next((one.hash for one in entry.translations if one.language == version.language), "")
        keeper.put(replace(entry, translations=(*others, version)))
        keeper.acted(event.asker, "load", f"{event.deck} ({version.language})", was, event.hash)
        keeper.say("curator.loaded", event.asker, title=event.title, deck=event.deck, fresh=0)
        return
    if entry is not None and entry.current.hash == event.hash and entry.enabled:
        keeper.say("curator.same", event.asker, title=event.title)
        return
    if entry is None and len(keeper.stock.entries) >= MOST:
        keeper.say("curator.too-many", event.asker, most=MOST)
        return
    changed = taken_on(event.deck, entry, version)
    if entry is None:
        keeper.keep(*keeper.stock.entries, changed)
    else:
        keeper.put(changed)
    keeper.acted(event.asker, "load", event.deck, entry.current.hash if entry else "", event.hash)
    keeper.say("curator.loaded", event.asker, title=event.title, deck=event.deck, fresh=int(entry is None))


def taken_on(deck: DeckId, entry: Entry | None, version: Version) -> Entry:
    """The deck with that version on offer, and the one before to go back to."""
    if entry is None:
        return Entry(deck, version)
    if entry.current.hash == version.hash:
        return replace(entry, enabled=True)
    before = tuple(one for one in (entry.current, *entry.before) if one.hash != version.hash)
    return replace(entry, current=version, before=before[:KEPT], enabled=True)


def _is_translation(entry: Entry, version: Version) -> bool:
    """It is the same deck in another language than it was written in."""
    written = entry.current.language
    return bool(written and version.language) and written != version.language


def _undo(keeper: Keeper, event: DeckUndone) -> None:
    """The version before is on offer again; a deck that had none before is on offer no more."""
    entry = _there(keeper, event.asker, event.deck)
    if entry is None:
        return
    if entry.before:
        back, *older = entry.before
        keeper.put(replace(entry, current=back, before=tuple(older)))
        keeper.acted(event.asker, "undo", entry.deck, entry.current.hash, back.hash)
        keeper.say("curator.undone", event.asker, title=back.title)
    elif entry.file:
        keeper.say("curator.nothing-before", event.asker, title=entry.current.title, deck=entry.deck)
    elif _is_last(keeper, entry):
        keeper.say("curator.last-one", event.asker, title=entry.current.title)
    else:
        keeper.keep(*(one for one in keeper.stock.entries if one.deck != entry.deck))
        keeper.acted(event.asker, "undo", entry.deck, entry.current.hash, "")
        keeper.say("curator.gone", event.asker, title=entry.current.title)


def _switch(keeper: Keeper, event: DeckSwitched) -> None:
    """It is offered, or it is not; whoever is in the middle of it goes on."""
    entry = _there(keeper, event.asker, event.deck)
    if entry is None:
        return
    if not event.on and _is_last(keeper, entry):
        keeper.say("curator.last-one", event.asker, title=entry.current.title)
        return
    title = entry.current.title
    if entry.enabled != event.on:
        keeper.put(replace(entry, enabled=event.on))
        what = "enable" if event.on else "disable"
        keeper.acted(event.asker, what, entry.deck, _onoff(entry.enabled), _onoff(event.on))
    keeper.say("curator.enabled" if event.on else "curator.disabled", event.asker, title=title, deck=entry.deck)


def _is_last(keeper: Keeper, entry: Entry) -> bool:
    return [one.deck for one in keeper.stock.entries if one.enabled] == [entry.deck]


def _onoff(on: bool) -> str:
    return "on" if on else "off"


def _move(keeper: Keeper, event: DeckMoved) -> None:
    """It stands at that place of the list, from 1; further than the end is the end."""
    entry = _there(keeper, event.asker, event.deck)
    if entry is None:
        return
    others = [one for one in keeper.stock.entries if one.deck != entry.deck]
    before = keeper.stock.entries.index(entry) + 1
    place = min(max(event.place, 1), len(others) + 1)
    others.insert(place - 1, entry)
    if place != before:
        keeper.keep(*others)
        keeper.acted(event.asker, "move", entry.deck, str(before), str(place))
    keeper.say("curator.moved", event.asker, title=entry.current.title, place=place)


def _retire(keeper: Keeper, event: QuestionRetired) -> None:
    """It is asked of nobody any more, or is again."""
    bits, bit = int(keeper.stock.retired, 16), 1 << event.number
    if bool(bits & bit) != event.retired:
        keeper.retire(f"{bits ^ bit:x}")
        what = "retire" if event.retired else "bring back"
        keeper.acted(event.asker, what, event.question, _onoff(not bits & bit), _onoff(not event.retired))
    keeper.say("curator.retired" if event.retired else "curator.brought-back", event.asker, question=event.question)


def _grant(keeper: Keeper, event: RankGranted) -> None:
    """That account is this from now on, by the operator's word."""
    before, account = keeper.situation.told.granted, f"{event.platform}:{event.account}"
    if before is not event.rank:
        keeper.record(Granted(event.platform, event.account, event.rank))
        keeper.acted(event.asker, "grant", account, before.value, event.rank.value)
    revoked = event.rank is Rank.MEMBER
    keeper.say("curator.revoked" if revoked else "curator.granted", event.asker, account=account, rank=event.rank.value)


def _there(keeper: Keeper, asker: Asker, deck: DeckId) -> Entry | None:
    entry = keeper.entry(deck)
    if entry is None:
        keeper.say("curator.no-such-deck", asker, deck=deck)
    return entry


COMES_IN: Final[dict[type, Callable[[Keeper, Any], None]]] = {
    DeckLoaded: _load,
    DeckUndone: _undo,
    DeckSwitched: _switch,
    DeckMoved: _move,
    QuestionRetired: _retire,
    RankGranted: _grant,
}
