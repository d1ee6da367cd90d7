"""A community in virtual time: nothing that must never happen does, the same seed is the same story, and the checker
sees what it is there to see."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.core.shelf import Shelf
from bot.model.event import ChoicePressed, TimerFired
from bot.model.ids import (
    ConversationId,
    DeckHash,
    DeckId,
    EventId,
    MemberId,
    QuestionNumber,
    RoundId,
    WordsId,
)
from bot.model.member import Member
from bot.model.record import (
    AnswerGiven,
    AnswerShared,
    MemberChanged,
    MemberForgotten,
    MembersMet,
)
from bot.model.table import Course
from bot.model.tiding import CardLaid, Decided, Said, SpokeUp, TableProposed
from bot.ports.adapter import Outcome
from bot.resources import deck_files
from bot.shells.simulate.facts import (
    Acknowledged,
    Complained,
    Entered,
    Root,
    TimePassed,
)
from bot.shells.simulate.world import World
from bot.voices import prompts
from bot.wiring import read_decks
from tests.runtime.witness import ADA, BEN, CLEO, CONTACT, LOBBY, MINE, TABLE, Witness, chat, guest_of

HOUR = 3_600_000
MEMORY = Path("/dev/shm")
DECKS, WORDS = read_decks(deck_files()), prompts()
READY: dict[DeckHash, Shelf] = {}


def lived(folder: Path, seed: int, members: int = 12, days: int = 10) -> World:
    """A community has lived for so many days."""
    world = World(folder, members, seed, DECKS, WORDS, READY)
    world.live(days)
    return world


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """Where a database lies; in memory where the system has such a place, since no disk is waited for in virtual
    time."""
    if not MEMORY.is_dir():
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir=MEMORY) as made:
        yield Path(made)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1, 21))
def test_what_must_never_happen_does_not(folder: Path, seed: int) -> None:
    """Over late, doubled and lost deliveries and a process that ends anywhere, no rule is broken."""
    assert lived(folder, seed).checker.faults == []


@pytest.mark.slow
def test_the_same_seed_is_the_same_story(folder: Path) -> None:
    """What everybody read, in order, and the tallies are the same for the same seed, and others for another."""
    hashes = []
    for number, seed in enumerate((7, 7, 8)):
        (folder / str(number)).mkdir()
        hashes.append(lived(folder / str(number), seed, days=3).story.hash)
    assert hashes[0] == hashes[1] != hashes[2]


# What the checker sees


def _proposed(*members: MemberId) -> TableProposed:
    return TableProposed(tuple(map(guest_of, members)), DeckHash("x"), DeckId("x"))


def _answer(member: MemberId, round_: int = 50) -> AnswerGiven:
    return AnswerGiven(RoundId(round_), QuestionNumber(5), "choice", "zero")


def _all_is_well(witness: Witness) -> None:
    """A table as it should be."""
    witness.seats(ADA, BEN)
    witness.answers(ADA, MINE)
    witness.answers(BEN, "something")
    witness.reads(BEN, MINE)
    words = witness.types(ADA, f"{CONTACT}@example.org")
    witness.tells(TABLE, Decided(BEN, True))
    witness.tells(TABLE, Decided(ADA, True, Said(WordsId(words), 9)))
    witness.reads(BEN, CONTACT)
    witness.asks_for_company(ADA, BEN)
    witness.tells(LOBBY, _proposed(ADA, BEN))
    for member in (ADA, BEN):
        witness.reads(member, moments=("lobby.proposal",), root=Root(LOBBY))
    witness.records(ADA, _answer(ADA), where=chat(ADA))
    witness.file.tallies[5, "zero"] = 1
    witness.commits()
    witness.checker.hear(TimePassed(5 * HOUR))
    witness.types(ADA, "stop", key="k")
    witness.records(ADA, MemberChanged(Member(id=ADA, stopped=True)))
    witness.reads(ADA, moments=("stop",))
    witness.commits()
    witness.checker.hear(
        Acknowledged(("here", "k"), Outcome.TAKEN, 1), Acknowledged(("here", "k"), Outcome.DUPLICATE, 0)
    )
    witness.records(ADA, MemberForgotten(), where=chat(ADA))
    witness.file.tallies.clear()
    witness.commits()


def test_what_is_well_is_left_alone() -> None:
    """An honest story has no faults."""
    witness = Witness()
    _all_is_well(witness)
    assert witness.checker.faults == []


def _too_early(witness: Witness) -> None:
    witness.seats(ADA, BEN)
    witness.answers(ADA, MINE)
    witness.reads(BEN, MINE)


def _told_the_bot_alone(witness: Witness) -> None:
    witness.seats(ADA, BEN)
    witness.types(ADA, MINE)
    witness.reads(BEN, MINE)


def _at_another_table(witness: Witness) -> None:
    witness.seats(ADA, BEN, course=Course.TALK)
    words = witness.types(ADA, MINE)
    witness.tells(TABLE, SpokeUp(ADA, Said(WordsId(words), 5)))
    witness.reads(CLEO, MINE)


def _shared_before_answering(witness: Witness) -> None:
    words = witness.types(ADA, MINE)
    given = AnswerGiven(RoundId(50), QuestionNumber(5), "open", words=WordsId(words), counts=False)
    witness.records(ADA, given, AnswerShared(RoundId(50), True), where=chat(ADA))
    witness.reads(BEN, MINE)


def _one_yes(witness: Witness) -> None:
    witness.seats(ADA, BEN)
    words = witness.types(ADA, f"{CONTACT}@example.org")
    witness.tells(TABLE, Decided(ADA, True, Said(WordsId(words), 9)))
    witness.reads(BEN, CONTACT)


def _contact_in_talk(witness: Witness) -> None:
    witness.seats(ADA, BEN, course=Course.TALK)
    words = witness.types(ADA, f"{CONTACT}@example.org")
    witness.tells(TABLE, SpokeUp(ADA, Said(WordsId(words), 9)))
    witness.reads(BEN, CONTACT)


def _shown_after_forgetting(witness: Witness) -> None:
    witness.seats(ADA, BEN)
    witness.answers(ADA, MINE)
    witness.answers(BEN, "something")
    witness.records(ADA, MemberForgotten(), where=chat(ADA))
    witness.reads(BEN, MINE)


def _answered_too_late(witness: Witness) -> None:
    round_ = witness.tells(chat(ADA), CardLaid(TABLE, 1, DeckHash("x"), DeckId("x"), "q"), ADA)  # type: ignore[arg-type]
    witness.seats(ADA, BEN)
    witness.seats(ADA, BEN, course=Course.TALK)
    witness.records(ADA, _answer(ADA, round_), where=chat(ADA))
    witness.file.tallies[5, "zero"] = 1
    witness.commits()


def _counted_twice(witness: Witness) -> None:
    witness.records(ADA, _answer(ADA), where=chat(ADA))
    witness.file.tallies[5, "zero"] = 2
    witness.commits()


def _blocked_and_seated(witness: Witness) -> None:
    witness.seats(ADA, BEN)
    witness.types(ADA, "block")
    witness.records(MemberId(0), MembersMet((BEN, ADA)))


def _reported_and_proposed(witness: Witness) -> None:
    witness.seats(ADA, BEN)
    witness.types(ADA, "report")
    witness.tells(LOBBY, _proposed(BEN, ADA))


def _two_tables(witness: Witness) -> None:
    witness.seats(ADA, BEN)
    witness.seats(ADA, CLEO, where=ConversationId(92))
    witness.commits()


def _again_before_others(witness: Witness) -> None:
    witness.asks_for_company(ADA, BEN, CLEO)
    witness.records(MemberId(0), MembersMet((ADA, BEN)))
    witness.tells(LOBBY, _proposed(ADA, BEN))


def _one_of_two_told(witness: Witness) -> None:
    witness.tells(LOBBY, _proposed(ADA, BEN))
    witness.reads(ADA, moments=("lobby.proposal",), root=Root(LOBBY))
    witness.commits()


def _left_over(witness: Witness) -> None:
    witness.checker.hear(TimePassed(HOUR))
    witness.records(ADA, MemberChanged(Member(id=ADA)), where=chat(ADA))
    witness.asks_for_company(ADA)
    witness.reads(ADA, moments=("lobby.waiting",))
    witness.checker.hear(TimePassed(4 * HOUR))


def _after_stop(witness: Witness) -> None:
    witness.records(ADA, MemberChanged(Member(id=ADA, stopped=True)), where=chat(ADA))
    witness.reads(ADA, moments=("table.says",), root=Root(chat(BEN), BEN))


def _while_paused(witness: Witness) -> None:
    witness.checker.hear(TimePassed(HOUR))
    witness.records(ADA, MemberChanged(Member(id=ADA, paused_until=2 * HOUR)), where=chat(ADA))
    witness.reads(ADA, moments=("check-in",), root=Root(chat(ADA)))


def _stop_ignored(witness: Witness) -> None:
    witness.types(ADA, "stop")
    witness.commits()


def _words_kept(witness: Witness) -> None:
    witness.types(ADA, MINE)
    witness.file.left = 1
    witness.records(ADA, MemberForgotten(), where=chat(ADA))
    witness.commits()


def _taken_twice(witness: Witness) -> None:
    witness.types(ADA, "hello", key="k")
    witness.types(ADA, "hello", key="k")


def _never_taken(witness: Witness) -> None:
    witness.checker.hear(Acknowledged(("here", "k"), Outcome.DUPLICATE, 0))


def _no_reply(witness: Witness) -> None:
    witness.types(ADA, "hello", key="k")
    witness.commits()
    witness.checker.hear(Acknowledged(("here", "k"), Outcome.TAKEN, 0))


def _answered_again(witness: Witness) -> None:
    witness.types(ADA, "hello", key="k")
    witness.checker.hear(Acknowledged(("here", "k"), Outcome.DUPLICATE, 1))


def _failed(witness: Witness) -> None:
    event = ChoicePressed("x")
    witness.checker.hear(Entered(EventId(1), chat(ADA), ADA, event, "failed", Root(chat(ADA), ADA), ("here", "k")))


def _failed_timer(witness: Witness) -> None:
    witness.checker.hear(Entered(EventId(1), TABLE, MemberId(0), TimerFired("x", 0), "failed", Root(TABLE)))


def _complained(witness: Witness) -> None:
    witness.checker.hear(Complained("a step raised"))


FORGED: tuple[tuple[Callable[[Witness], None], str], ...] = (
    (_too_early, "WordsGoWhereTheyMay"),
    (_told_the_bot_alone, "WordsGoWhereTheyMay"),
    (_at_another_table, "WordsGoWhereTheyMay"),
    (_shared_before_answering, "WordsGoWhereTheyMay"),
    (_one_yes, "WordsGoWhereTheyMay"),
    (_contact_in_talk, "WordsGoWhereTheyMay"),
    (_shown_after_forgetting, "WordsGoWhereTheyMay"),
    (_answered_too_late, "AnswersCountOnce"),
    (_counted_twice, "AnswersCountOnce"),
    (_blocked_and_seated, "NobodySitsWhereTheyMustNot"),
    (_reported_and_proposed, "NobodySitsWhereTheyMustNot"),
    (_two_tables, "NobodySitsWhereTheyMustNot"),
    (_again_before_others, "ProposalsAreFair"),
    (_one_of_two_told, "ProposalsAreFair"),
    (_left_over, "NobodyIsLeftOver"),
    (_after_stop, "QuietIsKept"),
    (_while_paused, "QuietIsKept"),
    (_stop_ignored, "StopIsHeard"),
    (_words_kept, "ForgottenIsForgotten"),
    (_taken_twice, "DeliveriesCountOnce"),
    (_never_taken, "DeliveriesCountOnce"),
    (_no_reply, "DeliveriesCountOnce"),
    (_answered_again, "DeliveriesCountOnce"),
    (_failed, "DeliveriesCountOnce"),
    (_failed_timer, "DeliveriesCountOnce"),
    (_complained, "DeliveriesCountOnce"),
)


@pytest.mark.parametrize(("forge", "rule"), FORGED, ids=[forge.__name__[1:] for forge, _rule in FORGED])
def test_each_rule_bites(forge: Callable[[Witness], None], rule: str) -> None:
    """What a rule forbids is found by that rule, and by no other."""
    witness = Witness()
    forge(witness)
    assert set(witness.faults()) == {rule}
