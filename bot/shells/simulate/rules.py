"""What must never happen. Each rule hears every fact once, after `Known` has learned it, and says what is wrong.

A rule costs what the fact is about: nothing here goes through all members.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from itertools import combinations
from typing import Final, Protocol

from bot.core.tokens import VOTE, read_token
from bot.model.event import Arrived, ChoicePressed, Event, MessageReceived
from bot.model.ids import ConversationId, MemberId
from bot.model.record import AnswerGiven, MemberForgotten, MembersMet, SeatTaken, VoteCast
from bot.model.spans import HOUR
from bot.model.tiding import (
    CardAnswered,
    CircleCalled,
    CompanyDeclined,
    CompanySought,
    DailyWished,
    HoursWished,
    RevealWished,
    SettingsAsked,
    SpokeUp,
    TableProposed,
)
from bot.ports.adapter import Outcome
from bot.shells.simulate import day_rules, place_rules
from bot.shells.simulate.days import is_quiet
from bot.shells.simulate.facts import (
    Acknowledged,
    Committed,
    Complained,
    Entered,
    Fact,
    Key,
    Read,
    Recorded,
    Shown,
    TimePassed,
)
from bot.shells.simulate.known import Kind, Known, Word
from bot.shells.simulate.truth import MARK

TURNED_OVER: Final = frozenset({"circle.words"})
PROPOSAL: Final = frozenset({"lobby.proposal", "lobby.proposal.differ"})


class File(Protocol):
    """What the file says, looked up by key."""

    def tally(self, question: int, key: str) -> int: ...

    def ballots(self, circle: int) -> dict[str, int]: ...

    def votes(self, circle: int, member: int) -> list[str]: ...

    def words_left(self, ids: list[int]) -> int: ...


class Rule(Protocol):
    """One thing that must never happen."""

    @property
    def hears(self) -> tuple[type[Fact], ...]:
        """The kinds of facts that it looks at."""
        ...

    def hear(self, fact: Fact, known: Known) -> Iterator[str]:
        """What is wrong with that fact, in a sentence each, without anybody's words."""
        ...


class WordsGoWhereTheyMay:
    """Nobody reads an answer before their own, anybody's words without sitting there, or a contact before two yeses."""

    hears = (Shown, Read)

    def hear(self, fact: Fact, known: Known) -> Iterator[str]:
        shown = fact if isinstance(fact, Shown) else fact.shown if isinstance(fact, Read) else None
        if shown is None or "zq" not in shown.text:
            return
        for mark in MARK.findall(shown.text):
            word = known.words.get(mark)
            if word is None:
                yield f"member {shown.member} read words that nobody has typed"
                continue
            for reader in shown.read_by:
                if word.author != reader:
                    yield from self._may_read(shown, reader, word, known)
            if word.gone and isinstance(fact, Shown):
                yield f"member {shown.member} was shown words of member {word.author}, who was forgotten"

    def _may_read(self, shown: Shown, reader: MemberId, word: Word, known: Known) -> Iterator[str]:
        where = f" (at {shown.spot[1]}: {_moments(shown)})" if shown.spot else ""
        whose = f"member {reader}{where} read what member {word.author}"
        sat_there = {reader, word.author} <= known.sat[word.table]
        if shown.spot is not None and word.spot == shown.spot:
            # They said it there, to everybody.
            return
        if word.id in known.shared:
            # A circle turns over what is shared for all who are there, whether they answered it or not.
            if word.question not in known.questions[reader] and not shown.moments & TURNED_OVER:
                yield f"{whose} shared, without having answered that question"
        elif word.kind is Kind.NAME:
            # Whoever brings the code of a table is told who invites.
            named = word.author in known.places.named.get(shown.id, ())
            if not named and word.author not in known.companions[reader] and "table.invited" not in shown.moments:
                yield f"{whose} is called, without ever having sat with them"
        elif word.kind is Kind.OWN:
            yield f"{whose} told the bot alone"
        elif not sat_there:
            yield f"{whose} said at table {word.table}, where they did not both sit"
        elif word.kind is Kind.ANSWER and (word.table, word.nth, reader) not in known.answered:
            yield f"{whose} answered to card {word.nth} of table {word.table}, before answering"
        elif word.kind is Kind.CONTACT:
            if not {(word.table, reader), (word.table, word.author)} <= known.yes:
                yield f"{whose} is reached by, before both said yes"
        elif word.abroad:
            yield f"{whose} is reached by, in the middle of table {word.table}"


class AnswersCountOnce:
    """One answer for each member and round, none after the cards were shown; the tallies say what the answers do."""

    hears = (Recorded, Committed)

    def __init__(self, file: File) -> None:
        self._file = file

    def hear(self, fact: Fact, known: Known) -> Iterator[str]:
        match fact:
            case Recorded(record=AnswerGiven(part=0, round=round_)) if known.rounds.get(round_) in known.revealed:
                yield f"member {fact.member} answered a card that lay open"
            case Committed():
                for question, key in known.tallied:
                    stored = self._file.tally(question, key)
                    if stored != known.tallies[question, key]:
                        yield (
                            f"question {question} counts {stored} for «{key}», and "
                            f"{known.tallies[question, key]} members stand there"
                        )
                known.tallied.clear()


class NobodySitsWhereTheyMustNot:
    """No two of whom one blocked or reported the other, nobody at two tables."""

    hears = (Entered, Recorded, Committed)

    def hear(self, fact: Fact, known: Known) -> Iterator[str]:
        together: tuple[MemberId, ...] = ()
        match fact:
            case Entered(event=TableProposed(guests=guests)):
                together = tuple(guest.member for guest in guests)
            case Recorded(record=MembersMet(members=members)):
                together = members
            case Committed():
                for member in known.touched:
                    if len(known.sitting[member]) > 1:
                        yield f"member {member} sits at {len(known.sitting[member])} tables"
                known.touched.clear()
        for one, other in combinations(together, 2):
            if other in known.forbidden[one]:
                yield f"members {one} and {other} were brought together, of whom one blocked the other"


class ProposalsAreFair:
    """No two again before all others were used; and a proposal is told to all of its guests, or to none."""

    hears = (Entered, Shown, Committed)

    def __init__(self) -> None:
        self._proposed: list[tuple[MemberId, ...]] = []
        self._told: set[MemberId] = set()

    def hear(self, fact: Fact, known: Known) -> Iterator[str]:
        match fact:
            case Entered(event=TableProposed(guests=guests)):
                members = tuple(guest.member for guest in guests)
                self._proposed.append(members)
                for one, other in combinations(members, 2):
                    if not known.may_meet_again(one, other):
                        yield f"members {one} and {other} were proposed again, while there are others"
            case Shown() if fact.moments & PROPOSAL:
                self._told.add(fact.member)
            case Committed():
                for members in self._proposed:
                    told = self._told.intersection(members)
                    if told and len(told) < len(members):
                        yield f"of {len(members)} members {len(told)} were told of a proposal: {sorted(told)}"
                self._proposed.clear()
                self._told.clear()


class NobodyIsLeftOver:
    """Whoever asked for company hears something within two hours, more than that they are being looked for."""

    hears = (TimePassed, Entered, Recorded, Read)

    PATIENCE: Final = 2 * HOUR

    def __init__(self) -> None:
        self._until: dict[MemberId, int] = {}
        self._next: list[tuple[int, MemberId]] = []

    def hear(self, fact: Fact, known: Known) -> Iterator[str]:
        match fact:
            case TimePassed():
                yield from self._too_late(known)
            case Entered(event=CompanySought(guest=guest, back=False)):
                self._until[guest.member] = known.now + self.PATIENCE
                heapq.heappush(self._next, (known.now + self.PATIENCE, guest.member))
            case Entered(event=CompanyDeclined(member=member)):
                self._until.pop(member, None)
            case Recorded(record=MemberForgotten()):
                self._until.pop(fact.member, None)
            case Recorded(record=SeatTaken(member=member)):
                self._until.pop(member, None)
            case Read(shown=shown) if any(
                moment.startswith("lobby.") and moment != "lobby.waiting" for moment in shown.moments
            ):
                self._until.pop(shown.member, None)

    def _too_late(self, known: Known) -> Iterator[str]:
        while self._next and self._next[0][0] < known.now:
            until, member = heapq.heappop(self._next)
            if self._until.get(member) == until:
                del self._until[member]
                row = known.rows.get(member)
                if row is None or not (row.stopped or row.paused_until > until - self.PATIENCE):
                    yield f"member {member} asked for company and heard nothing for two hours"


class QuietIsKept:
    """After `stop` nothing that was not asked for is read; during a pause, and in quiet hours, nothing that comes by
    itself. What a group place reads is addressed to whoever spoke there, or to nobody."""

    hears = (Read,)

    ASKED_FOR: Final = frozenset({"table.mutual"})
    """They said yes to it, and no word says any more than that yes."""
    AT_ANY_HOUR: Final = "lobby."
    """Whoever asks for company hears of it within two hours, whatever the clock says."""

    def hear(self, fact: Fact, known: Known) -> Iterator[str]:
        match fact:
            case Read(shown=shown) if shown.root.member != shown.member and not shown.moments & self.ASKED_FOR:
                row = known.rows.get(shown.member)
                if row is not None and row.stopped:
                    yield f"member {shown.member} said stop, and read {_moments(shown)}"
                elif row is not None and row.paused_until > known.now and shown.root.is_timer:
                    yield f"member {shown.member} paused, and read {_moments(shown)}"
                elif (
                    row is not None
                    and shown.root.is_timer
                    and is_quiet(row, known.now)
                    and not self._at_any_hour(shown)
                ):
                    yield f"member {shown.member} has quiet hours, and read {_moments(shown)}"

    def _at_any_hour(self, shown: Shown) -> bool:
        return all(moment.startswith(self.AT_ANY_HOUR) for moment in shown.moments)


class StopIsHeard:
    """`stop`, and `forget me` with a yes, do what they say."""

    hears = (Entered, Committed)

    def __init__(self) -> None:
        self._stopping: set[MemberId] = set()

    def hear(self, fact: Fact, known: Known) -> Iterator[str]:
        match fact:
            case Entered(event=MessageReceived(words=words), outcome="stepped") if words.text == "stop":
                # Where the bot may not speak it does not listen either.
                if fact.spot is None or fact.spot in known.places.let_in:
                    self._stopping.add(fact.member)
            case Committed():
                for member in self._stopping:
                    row = known.rows.get(member)
                    if row is None or not row.stopped:
                        yield f"member {member} said stop, and is not stopped"
                self._stopping.clear()


class ForgottenIsForgotten:
    """After `forget me` none of their words is kept."""

    hears = (Recorded, Committed)

    def __init__(self, file: File) -> None:
        self._file = file
        self._forgotten: dict[MemberId, int] = {}

    def hear(self, fact: Fact, known: Known) -> Iterator[str]:
        match fact:
            case Recorded(record=MemberForgotten()):
                self._forgotten[fact.member] = len(known.of[fact.member])
            case Committed():
                for member, upto in self._forgotten.items():
                    # What they typed in the same turn after it is new.
                    left = self._file.words_left([word.id for word in known.of[member][:upto]])
                    if left:
                        yield f"member {member} was forgotten, and {left} of their words are kept"
                    del known.of[member][:upto]
                self._forgotten.clear()


class DeliveriesCountOnce:
    """Whatever was acknowledged was taken once, and answered where an answer is due; nothing failed."""

    hears = (Entered, Recorded, Committed, Acknowledged, Complained)

    def __init__(self) -> None:
        self._taken: dict[Key, Event] = {}
        self._answered: set[tuple[ConversationId, int, MemberId]] = set()
        self._silent: dict[Key, bool] = {}
        """Of what was taken and not yet acknowledged: nothing had to be said to whoever did it."""
        self._root: Key | None = None

    def hear(self, fact: Fact, known: Known) -> Iterator[str]:
        match fact:
            case Entered(delivery=None):
                if self._root is not None and self._needs_no_word(fact):
                    self._silent[self._root] = True
                if fact.outcome == "failed":
                    yield f"a step of conversation {fact.conversation} failed"
            case Entered(delivery=key) if key is not None:
                if key in self._taken:
                    yield f"delivery {key} was taken twice"
                self._taken[key] = fact.event
                self._root = key
                self._silent[key] = _is_answered_by_none(fact, known)
                if fact.outcome == "failed":
                    yield f"a step of conversation {fact.conversation} failed"
            case Recorded(record=VoteCast()) if self._root is not None:
                # The count on the circle's card is the answer to it.
                self._silent[self._root] = True
            case Committed():
                self._root = None
            case Acknowledged(delivery=key, outcome=outcome, messages=messages):
                yield from self._acknowledged(key, outcome, messages)
            case Complained(sentence=sentence):
                yield f"the engine complained: {sentence}"

    def _needs_no_word(self, fact: Entered) -> bool:
        """What goes to the others is read by them; an answer that replaces one is kept face down like that one."""
        event = fact.event
        if isinstance(event, CardAnswered):
            card = (fact.conversation, event.nth, event.member)
            again = card in self._answered
            self._answered.add(card)
            return again
        # A circle speaks for itself, and so does what comes to a place.
        return isinstance(event, SpokeUp | CircleCalled | RevealWished | DailyWished | HoursWished | SettingsAsked)

    def _acknowledged(self, key: Key, outcome: Outcome, messages: int) -> Iterator[str]:
        event = self._taken.get(key)
        if event is None:
            yield f"delivery {key} was acknowledged and never taken"
        elif outcome is Outcome.FAILED:
            yield f"delivery {key} failed"
        elif outcome is Outcome.DUPLICATE and messages:
            yield f"delivery {key} came again and was answered again"
        elif outcome is Outcome.TAKEN:
            silent = self._silent.pop(key, True)
            if not messages and not silent and isinstance(event, MessageReceived | ChoicePressed):
                yield f"delivery {key} got no reply"


def _is_answered_by_none(fact: Entered, known: Known) -> bool:
    """Whoever only looks in, speaks where the bot may not or does not, presses a circle's button or replies to one."""
    event, places = fact.event, known.places
    if isinstance(event, Arrived) or fact.spot in places.mute:
        return True
    if fact.spot is not None and fact.spot not in places.let_in:
        return True
    if isinstance(event, ChoicePressed):
        pressed = read_token(event.token)
        return pressed is not None and pressed.key.startswith(VOTE)
    return isinstance(event, MessageReceived) and fact.spot is not None and bool(event.answers)


def _moments(shown: Shown) -> str:
    return ", ".join(sorted(shown.moments)) or "something"


def rules(file: File) -> tuple[Rule, ...]:
    """All of them."""
    return (
        WordsGoWhereTheyMay(),
        AnswersCountOnce(file),
        NobodySitsWhereTheyMustNot(),
        ProposalsAreFair(),
        NobodyIsLeftOver(),
        QuietIsKept(),
        StopIsHeard(),
        ForgottenIsForgotten(file),
        DeliveriesCountOnce(),
        *place_rules.rules(file),
        *day_rules.rules(),
    )
