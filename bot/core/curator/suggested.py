"""What the curator does about members' suggestions: it keeps them, shows them to whoever may decide, and has what was
approved asked.

Nobody else is shown one before: its text is looked up when it is shown, and the store looks it up for its author and
for those whom this file has said it was shown to. Only an approval is told the text itself, which is the community's
then.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from bot.core.curator.from_members import with_question
from bot.core.curator.machine import MOST, Keeper, replace, taken_on
from bot.core.curator.machine import needs as needs_of_decks
from bot.core.curator.machine import step as step_of_decks
from bot.core.proposals import fault_in, plain, text_of_twin
from bot.core.situation import Situation, Step
from bot.core.tokens import COMMAND, NO_ROUND, OFFICE, SUGGEST, token
from bot.model.curator import FROM_MEMBERS, Curator, Version
from bot.model.deck import Deck
from bot.model.effect import SetTimer, Tell
from bot.model.event import Event, TimerFired
from bot.model.ids import ConversationId, MemberId
from bot.model.line import Gap, Line, Option
from bot.model.message import Role
from bot.model.record import DeckStaged, SuggestionDropped, SuggestionKept, WordsShown
from bot.model.situation import Needs
from bot.model.spans import DAY, HOUR
from bot.model.suggestion import Fate, Suggestion, Wording
from bot.model.tiding import (
    Asker,
    NoticeGiven,
    Suggested,
    SuggestionApproved,
    SuggestionChanged,
    SuggestionDeclined,
    SuggestionNamed,
    SuggestionsAsked,
    SuggestionWeighed,
    SuggestionWithdrawn,
)
from bot.written import encode, seal

DIGEST: Final = "suggestions"
"""The timer after which those who decide hear that something waits."""
SOON: Final = HOUR
"""Milliseconds from the first suggestion on: what comes together is told together."""
REASONS: Final = ("near", "personal", "narrow", "hard")
"""Why a suggestion is declined, by button: each has its moment `suggest.because.…`, in the bot's own words."""


def needs(state: Curator, event: Event) -> Needs:
    """The suggestion that it is about, and where something is shown or decided, what else waits."""
    match event:
        case TimerFired():
            return Needs(queue=0, moderators=True)
        case SuggestionsAsked():
            return Needs(queue=event.after)
        case SuggestionApproved():
            return Needs(stock=True, suggestion=event.number, wording=event.wording, queue=event.number)
        case SuggestionDeclined():
            return Needs(suggestion=event.number, queue=event.number)
        case SuggestionNamed() | SuggestionChanged() | SuggestionWithdrawn() | SuggestionWeighed():
            return Needs(suggestion=event.number)
        case Suggested():
            return Needs()
    return needs_of_decks(state, event)


def step(state: Curator, event: Event, situation: Situation) -> Step[Curator]:
    """What becomes of it. The same arguments always give the same step."""
    if type(event) not in COMES_IN:
        return step_of_decks(state, event, situation)
    keeper = _Keeper(state, situation)
    COMES_IN[type(event)](keeper, event)
    return keeper.finish()


class _Keeper(Keeper):
    """One step being decided, about suggestions."""

    def waiting(self, asker: Asker, number: int) -> Suggestion | None:
        """The suggestion, if it still waits; whoever asked reads so where it does not."""
        found = self.situation.told.suggestion
        if found is not None and found.number == number and found.fate is Fate.WAITING:
            return found
        self.say("suggested.not-waiting", asker, number=number)
        return None

    def line(self, moment: str, *quotes: tuple[str, Wording], role: Role = Role.TEXT, **gaps: Gap) -> Line:
        """That moment, with what somebody typed in it."""
        self.because(moment)
        said = tuple((gap, one.words, one.first, one.last) for gap, one in quotes)
        return Line(moment, self.throw(moment), role, tuple(gaps.items()), said)

    def tell(self, to: ConversationId, *lines: Line, options: tuple[Option, ...] = (), unasked: bool = False) -> None:
        """Whoever is there reads these; 0 is the operator."""
        self.effects.append(Tell(to, NoticeGiven(lines, options, unasked)))

    def log(self, asker: Asker, what: str, number: int, before: str, after: str) -> None:
        """It stands in the log; never a word of the text."""
        self.acted(asker, what, f"suggestion {number}", before, after)

    def allow(self, words: Wording, to: MemberId) -> None:
        """They may read it, as whoever decides about it or hears why."""
        if words.words and to:
            self.record(WordsShown(words.words, to))


# From its author


def _suggested(keeper: _Keeper, event: Suggested) -> None:
    """It waits. Nobody is called for it: those who decide hear of all that waits, once a day at most."""
    asker = event.asker
    kept = Suggestion(event.number, asker.member, asker.conversation, keeper.now, event.said, twin=event.twin)
    keeper.record(SuggestionKept(kept))
    keeper.log(asker, "suggest", event.number, "", Fate.WAITING)
    state = keeper.state
    if not state.digest_due:
        due = max(keeper.now + SOON, state.digested + DAY)
        keeper.effects.append(SetTimer(DIGEST, due))
        keeper.change(digest_due=due)
    keeper.change(fresh=state.fresh + 1)


def _named(keeper: _Keeper, event: SuggestionNamed) -> None:
    """Its author is named beside it once it is asked, or is not."""
    found = keeper.waiting(event.asker, event.number)
    if found is not None and found.named != event.named:
        keeper.record(SuggestionKept(replace(found, named=event.named)))
        keeper.log(event.asker, "name", event.number, _yes(found.named), _yes(event.named))


def _yes(named: bool) -> str:
    return "named" if named else "no name"


def _changed(keeper: _Keeper, event: SuggestionChanged) -> None:
    """It waits in those words, at its old place."""
    found = keeper.waiting(event.asker, event.number)
    if found is not None:
        keeper.record(SuggestionKept(replace(found, said=event.said, twin=event.twin)))
        keeper.log(event.asker, "reword", event.number, Fate.WAITING, Fate.WAITING)


def _withdrawn(keeper: _Keeper, event: SuggestionWithdrawn) -> None:
    """Its words are gone."""
    if keeper.waiting(event.asker, event.number) is not None:
        keeper.record(SuggestionDropped(event.number))
        keeper.log(event.asker, "withdraw", event.number, Fate.WAITING, Fate.WITHDRAWN)


# For those who decide


def _asked(keeper: _Keeper, event: SuggestionsAsked) -> None:
    """The first that waits is on the screen, with what can be done about it."""
    lines, options = _first(keeper, event.asker)
    keeper.tell(event.asker.conversation, *lines, options=options)


def _first(keeper: _Keeper, asker: Asker, decided: int = 0) -> tuple[tuple[Line, ...], tuple[Option, ...]]:
    """The next one that waits, after the one that was just decided; they may read it from now on."""
    if not asker.conversation:
        # The operator reads them all by a command of their own.
        return (), ()
    queue = keeper.situation.told.queue
    ahead = [one for one in queue.first if one.number != decided] if queue else []
    waiting = (queue.waiting if queue else 0) - bool(decided)
    if not ahead:
        return (keeper.line("suggested.none", role=Role.ANEW, decided=int(bool(decided))),), ()
    one = ahead[0]
    keeper.allow(one.said, asker.member)
    lines = [keeper.line("suggested.one", ("said", one.said), role=Role.ANEW, number=one.number, waiting=waiting)]
    cards, library = keeper.situation.context.decks, keeper.situation.library
    if twin := text_of_twin(one.twin, cards, library):
        lines.append(keeper.line("suggested.twin", role=Role.ASIDE, twin=twin, deck=one.twin.deck))
    lines.append(keeper.line("suggested.how", role=Role.ASIDE, number=one.number, more=int(waiting > 1)))
    options = [_button("approve", one.number), _button("edit", one.number), _button("decline", one.number)]
    if waiting > 1:
        options.append(_button("later", one.number, quiet=True))
    return tuple(lines), tuple(options)


def _button(what: str, number: int, key: str = "", quiet: bool = False) -> Option:
    said = f"{OFFICE}suggestions {what} {key + ' ' if key else ''}{number}"
    return Option(token(NO_ROUND, 0, said), name=f"option.suggested.{key or what}", quiet=quiet)


def _weighed(keeper: _Keeper, event: SuggestionWeighed) -> None:
    """The reasons to press; or it as it stands, to be put in other words; or both wordings, to be compared."""
    asker, number = event.asker, event.number
    found = keeper.waiting(asker, number)
    if found is None:
        return
    if event.declining:
        options = (*(_button("because", number, reason) for reason in REASONS), _button("why", number),
                   _button("keep", number, quiet=True))  # fmt: skip
        how = keeper.line("suggested.why-not.how", role=Role.ASIDE, number=number)
        keeper.tell(asker.conversation, keeper.line("suggested.why-not", role=Role.FOLLOW_UP), how, options=options)
    elif event.wording.words:
        line = keeper.line("suggested.reworded", ("asked", event.wording), ("said", found.said))
        options = (_button("so", number), _button("edit", number), _button("keep", number, quiet=True))
        how = keeper.line("suggested.reworded.how", role=Role.ASIDE, number=number)
        keeper.tell(asker.conversation, line, how, options=options)
    else:
        keeper.allow(found.said, asker.member)
        keeper.tell(asker.conversation, keeper.line("suggested.edit", ("said", found.said)))


def _approved(keeper: _Keeper, event: SuggestionApproved) -> None:
    """It is asked from now on, as a new version of the community's own deck; its author hears of it, and so does
    whoever decided, with the way back."""
    asker, number = event.asker, event.number
    found = keeper.waiting(asker, number)
    if found is None:
        return
    text = plain(keeper.situation.told.wording)
    if fault_in(text):
        keeper.say("suggested.unfit", asker, number=number)
        return
    before = _deck(keeper)
    if before is None and len(keeper.stock.entries) >= MOST:
        keeper.say("curator.too-many", asker, most=MOST)
        return
    deck, question = with_question(before, text, found.member if found.named else MemberId(0))
    if deck is before:
        keeper.say("suggested.asked-already", asker, number=number)
        return
    _stage(keeper, deck)
    reworded = bool(event.wording.words)
    approved = replace(found, fate=Fate.APPROVED, reworded=reworded, question=question, decided_at=keeper.now)
    keeper.record(SuggestionKept(approved))
    keeper.log(asker, "approve", number, Fate.WAITING, question)
    thanks = keeper.line("suggested.approved", text=text, title=deck.title, deck=deck.id)
    lines, options = _first(keeper, asker, number)
    keeper.tell(asker.conversation, thanks, *lines, options=options)
    if found.conversation:
        moment = "suggest.approved.reworded" if reworded else "suggest.approved"
        said = keeper.line(moment, text=text, title=deck.title, named=int(found.named))
        keeper.tell(found.conversation, said, unasked=True)


def _deck(keeper: _Keeper) -> Deck | None:
    """The community's own deck as it is on offer; None where it has none."""
    entry = keeper.entry(FROM_MEMBERS)
    return keeper.situation.library[entry.current.hash].deck if entry else None


def _stage(keeper: _Keeper, deck: Deck) -> None:
    keeper.record(DeckStaged(deck))
    version = Version(seal(encode(deck)), deck.title, deck.description)
    entry = keeper.entry(FROM_MEMBERS)
    changed = taken_on(FROM_MEMBERS, entry, version)
    if entry is None:
        keeper.keep(*keeper.stock.entries, changed)
    else:
        # Whoever had switched it off did so for a reason.
        keeper.put(replace(changed, enabled=entry.enabled))


def _declined(keeper: _Keeper, event: SuggestionDeclined) -> None:
    """It is not asked, and its author reads why, in words that leave the door open."""
    asker, number = event.asker, event.number
    found = keeper.waiting(asker, number)
    if found is None:
        return
    declined = replace(found, fate=Fate.DECLINED, why=event.why, because=event.because, decided_at=keeper.now)
    keeper.record(SuggestionKept(declined))
    keeper.allow(event.because, found.member)
    keeper.log(asker, "decline", number, Fate.WAITING, Fate.DECLINED)
    lines, options = _first(keeper, asker, number)
    keeper.tell(asker.conversation, keeper.line("suggested.declined"), *lines, options=options)
    if found.conversation:
        why = ("suggest.because.said" if event.because.words else f"suggest.because.{event.why}"
               if event.why in REASONS else "suggest.because.none")  # fmt: skip
        keeper.tell(
            found.conversation,
            keeper.line("suggest.declined", ("said", found.said)),
            keeper.line(why, *((("said", event.because),) if event.because.words else ())),
            keeper.line("suggest.another"),
            options=(Option(token(NO_ROUND, 0, f"{COMMAND}{SUGGEST}again"), name="option.suggest.again", quiet=True),),
            unasked=True,
        )


def _digest(keeper: _Keeper, event: TimerFired) -> None:
    """Those who decide hear how many wait, if there is a new one since they heard last."""
    told = keeper.situation.told
    waiting = told.queue.waiting if told.queue else 0
    if event.name != DIGEST or not keeper.state.fresh or not waiting:
        keeper.because("nothing new waits")
        keeper.change(digest_due=0, fresh=0)
        return
    look = Option(token(NO_ROUND, 0, f"{OFFICE}suggestions"), name="option.suggested.look")
    for door in told.moderators:
        keeper.tell(door, keeper.line("suggested.digest", waiting=waiting), options=(look,), unasked=True)
    keeper.change(digest_due=0, fresh=0, digested=keeper.now)


COMES_IN: Final[dict[type, Callable[[_Keeper, Any], None]]] = {
    Suggested: _suggested,
    SuggestionNamed: _named,
    SuggestionChanged: _changed,
    SuggestionWithdrawn: _withdrawn,
    SuggestionsAsked: _asked,
    SuggestionWeighed: _weighed,
    SuggestionApproved: _approved,
    SuggestionDeclined: _declined,
    TimerFired: _digest,
}
