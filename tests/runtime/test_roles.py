"""Every word of those who look after the community, from everybody, everywhere: obeyed by the table and no further."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Final

import msgspec.structs
import pytest

from bot.connecting import PLATFORMS
from bot.core import roles
from bot.core.draft import Draft
from bot.core.roles import FRESH, Act
from bot.core.solo.office import words as office
from bot.core.tokens import NO_ROUND, OFFICE, token
from bot.model.event import ChoicePressed, Event
from bot.model.ids import Address, DeckId, Platform
from bot.model.member import Rank, Standing
from bot.ports.adapter import Delivered, Outcome
from bot.ports.store import Due, Posted
from bot.rendering.render import render
from bot.runtime import curation
from bot.runtime.library import voice_of
from bot.runtime.replay import Verdict, replay
from bot.shells.bench.workload import read_deck
from bot.store.sqlite.views import SqliteViews
from bot.voices import prompts
from bot.wiring import rules_of, shelves_of
from bot.written import encode
from tests.runtime.engines import Clock, engine_at, said
from tests.runtime.table import DAY, text_of

TELEGRAM, DISCORD = Platform("telegram"), Platform("discord")
STATES: Final = ("fresh", "just", "stale", "ahead", "absent")
ORDER: Final = list(Rank)
MEANT: Final = {"deputy": "until friday"}
"""What belongs to a word, where not everything may."""


def standing_of(rank: Rank, state: str, now: int) -> Standing | None:
    """Read as long ago as the state says."""
    age = {"fresh": 0, "just": FRESH, "stale": FRESH + 1, "ahead": -1}
    return Standing(rank, "a test", now - age[state]) if state in age else None


class House:
    """A real engine over a real file, with people of any rank on any platform."""

    def __init__(self, folder: Path) -> None:
        self.file, self.clock, self.complaints = folder / "roles.db", Clock(), list[str]()
        self.ledger, self.engine, self.shelves = engine_at(self.file, self.clock, self.complaints, platforms=PLATFORMS)
        self.voice = voice_of(prompts(), self.shelves)
        self.read: dict[str, list[str]] = {}
        self.count = 0

    def do(
        self,
        who: str,
        event: Event,
        rank: Rank | None = None,
        *,
        platform: Platform = TELEGRAM,
        standing: Standing | None = None,
    ) -> str:
        """They do that, with that rank read just now; returns what they read."""
        self.count += 1
        self.clock.time += 1_000
        if rank is not None:
            standing = Standing(rank, "a test", self.clock.time)
        work = Delivered(platform, Address(who), Address(who), platform, self.count, event, who, standing)
        turned = self.engine.turn([work], self.clock.time)
        assert turned.receipts[0] is not None
        assert turned.receipts[0].outcome is Outcome.TAKEN
        return self._show(turned.posted).get(who, "")

    def say(self, who: str, text: str, rank: Rank | None = None, platform: Platform = TELEGRAM) -> str:
        """They type that."""
        return self.do(who, said(text), rank, platform=platform)

    def wait(self, milliseconds: int) -> dict[str, str]:
        """Time passes; returns what each one read meanwhile."""
        until, found = self.clock.time + milliseconds, dict[str, str]()
        while (due := self.ledger.next_due()) is not None and due <= until:
            self.clock.time = max(self.clock.time, due)
            batch: list[Due] = list(self.ledger.due(self.clock.time, 10))
            found |= self._show(self.engine.turn(batch, self.clock.time).posted)
        self.clock.time = until
        return found

    def load(self, id_: str) -> None:
        """A deck of that id is on offer, by whoever runs the bot."""
        body = encode(msgspec.structs.replace(read_deck(), id=DeckId(id_), title=id_.title()))
        staged = curation.staging(body)
        for piece in staged.pieces:
            piece(self.ledger, self.clock.time)
        self.shelves.add(curation.shelved(staged, self.ledger.numbers_of(staged.deck.id)))
        curation.tell(self.engine, staged.tiding, self.clock.time)

    def grant(self, platform: str, account: str, rank: Rank) -> str:
        """Whoever runs the bot says so; returns what they read."""
        wanted = curation.grant_of(Platform(platform), Address(account), rank)
        told = curation.tell(self.engine, curation.granting(wanted), self.clock.time)
        return curation.sentence(told, self.voice)

    def _show(self, posted: Sequence[Posted]) -> dict[str, str]:
        found: dict[str, str] = {}
        for one in posted:
            text = text_of(render(one.effect, self.voice, one.words, one.names))
            found[str(one.address)] = "\n".join(filter(None, (found.get(str(one.address)), text)))
            self.read.setdefault(str(one.address), []).append(text)
        return found

    def log(self) -> list[tuple[str, str, str, str, str]]:
        """Who did what, to what, what was and what is; the oldest first."""
        with closing(SqliteViews(self.file)) as views:
            return [(act.account, act.what, act.subject, act.before, act.after) for act in views.acts()][::-1]

    def appointed(self, platform: Platform, who: str) -> tuple[str, ...]:
        """Whom they stand in for now."""
        with closing(SqliteViews(self.file)) as views:
            return tuple(
                account for _p, account in views.appointed(platform, Address(who), self.clock.time).stands_in_for
            )


@pytest.fixture
def house(tmp_path: Path) -> House:
    """A house of one's own."""
    return House(tmp_path)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> House:
    """One for all rows of the table."""
    return House(tmp_path_factory.mktemp("roles"))


@pytest.fixture
def obeyed(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """The words that were obeyed, and from whom; what they do is not done."""
    found: list[tuple[str, str]] = []
    for word, (act, _obey) in list(office.WORDS.items()):
        monkeypatch.setitem(office.WORDS, word, office.OfficeWord(act, _spy(word, found)))
    return found


def _spy(word: str, found: list[tuple[str, str]]) -> Callable[[Draft, str], bool]:
    def obey(draft: Draft, _argument: str) -> bool:
        found.append((word, draft.situation.told.member.name))
        return True

    return obey


@pytest.mark.parametrize(("rank", "word"), list(itertools.product(Rank, sorted(office.WORDS))))
def test_nothing_outside_the_table_is_obeyed(
    rank: Rank, word: str, shared: House, obeyed: list[tuple[str, str]]
) -> None:
    """On each platform, typed in several ways or pressed, in private and aloud: only what the table says, and only by a
    standing of this minute."""
    now, typed = shared.clock.time, f"{word} {MEANT.get(word, 'something')}"
    ways: dict[str, Event] = {
        "typed": said(typed),
        "loud": said(typed.upper()),
        "slashed": said(f"/{typed}"),
        "pressed": ChoicePressed(token(NO_ROUND, 0, f"{OFFICE}{typed}")),
    }
    batch, wanted = [], set()
    for platform, state, way, room in itertools.product(sorted(PLATFORMS), STATES, ways, ("", "room#")):
        who = f"{rank} {word} {platform} {state} {way} {room}"
        standing, address = standing_of(rank, state, now), Address(room + who.replace("#", ""))
        batch.append(Delivered(platform, address, Address(who), platform, who, ways[way], who, standing))
        high_enough = ORDER.index(rank) >= ORDER.index(roles.LEAST[office.WORDS[word][0]])
        # Before the first question `deck NAME` chooses one for oneself.
        begins = word == "deck" and way != "pressed"
        if high_enough and state in ("fresh", "just") and not room and not begins:
            wanted.add((word, who))
    turned = shared.engine.turn(batch, now)
    assert {receipt.outcome for receipt in turned.receipts if receipt is not None} == {Outcome.TAKEN}
    assert len(obeyed) == len(set(obeyed))
    assert set(obeyed) == wanted
    assert shared.complaints == []


def test_no_rank_may_more_than_the_one_above_it() -> None:
    """The table has one line for each act, and each rank may what those below it may."""
    now = 1_800_000_000_000
    for act, (low, high) in itertools.product(Act, itertools.pairwise(Rank)):
        may = [roles.may(Standing(rank, "a test", now), act, now) for rank in (low, high)]
        assert may[1] or not may[0]


def test_what_is_done_in_the_chat_is_in_the_log(house: House) -> None:
    """Who, what, to what, what was and what is; what changes nothing is not."""
    house.load("brought")
    for text in ("hello", "yes"):
        house.say("4711", text)
    house.say("4711", "disable brought", Rank.MODERATOR)
    house.say("4711", "disable brought", Rank.MODERATOR)
    house.say("4711", "enable brought", Rank.MODERATOR)
    assert "offer no more" in house.say("4711", "undo brought", Rank.MODERATOR)
    house.grant("discord", "99", Rank.HOST)
    house.say("4711", "introductions on, all adults", Rank.MODERATOR)
    who, (load, *rest) = "telegram:4711", house.log()
    assert load[1:3] == ("load", "brought")
    assert rest == [
        (who, "disable", "brought", "on", "off"),
        (who, "enable", "brought", "off", "on"),
        (who, "undo", "brought", load[4], ""),
        ("", "grant", "discord:99", "member", "host"),
        (who, "introductions", "all members", "off", "on"),
    ]


def test_what_is_decided_for_a_group_is_in_the_log(house: House) -> None:
    """With the group that it was decided for."""
    for text in ("allow", "circles off", "talks off", "daily at 9", "zone UTC", "daily off", "quiet 22-8", "settings"):
        house.say("-100#7", text, Rank.MODERATOR)
    house.say("-100#7", "pause here 2 weeks", Rank.MEMBER)
    with closing(SqliteViews(house.file)) as views:
        acts = views.acts()[::-1]
    assert {act.subject for act in acts} == {"telegram:-100"}
    assert len({act.member for act in acts}) == 1
    assert [(act.what, act.before, act.after) for act in acts] == [
        ("allow", "closed", "open"),
        ("circles", "on", "off"),
        ("talks", "on", "off"),
        ("daily", "off", "day 1234567 1 09:00"),
        ("zone", "as usual", "UTC"),
        ("daily", "day 1234567 1 09:00", "off"),
        ("quiet", "as usual", "22:00-08:00"),
    ]


# Grants, and somebody who stands in


def test_a_grant_counts_at_once_and_is_taken_back_at_once(house: House) -> None:
    """It is written down by account, and read at each act."""
    assert "moderator" in house.grant("telegram", "4711", Rank.MODERATOR)
    with closing(SqliteViews(house.file)) as views:
        assert views.appointed(TELEGRAM, Address("4711"), 0).rank is Rank.MODERATOR
        assert views.appointed(DISCORD, Address("4711"), 0).rank is Rank.MEMBER
        assert [(grant.account, grant.rank) for grant in views.grants()] == [("telegram:4711", Rank.MODERATOR)]
        house.grant("telegram", "4711", Rank.HOST)
        assert "any more" in house.grant("telegram", "4711", Rank.MEMBER)
        assert views.appointed(TELEGRAM, Address("4711"), 0).rank is Rank.MEMBER
        assert views.grants() == ()
    assert [(what, before, after) for _who, what, _of, before, after in house.log()] == [
        ("grant", "member", "moderator"), ("grant", "moderator", "host"), ("grant", "host", "member"),
    ]  # fmt: skip


ACCOUNTS: Final = {"matrix": "@mara:example.org", "telegram": "4711", "web": "0f3c" * 8}
"""What platforms know somebody by."""


@pytest.mark.parametrize("platform", sorted(PLATFORMS))
def test_who_is_to_be_granted_a_role_can_say_their_own_name(house: House, platform: Platform) -> None:
    """On every platform, also before the yes, they read in private the very name that a grant takes; where others read
    along they do not."""
    account = ACCOUNTS.get(platform, "99")
    for text in ("whoami", "hello", "yes", "Who am I to you?"):
        read = house.say(account, text, platform=platform)
        assert (f"{platform}:{account}" in read) == text.casefold().startswith("who"), text
    house.say("room#99", "allow", Rank.OWNER, platform)
    read = house.say(f"room#{account}", "whoami", platform=platform)
    assert "Others read along here" in read and account not in read
    with closing(SqliteViews(house.file)) as views:
        assert views.appointed(platform, Address(account), 0).rank is Rank.MEMBER
        house.grant(platform, account, Rank.MODERATOR)
        assert views.appointed(platform, Address(account), 0).rank is Rank.MODERATOR


@pytest.fixture
def away(house: House) -> str:
    """Mara, a moderator, goes away until Friday; the code that she got. Ben and she have talked to the bot."""
    for who, platform in (("mara", TELEGRAM), ("ben", DISCORD)):
        house.say(who, "hello", platform=platform)
        house.say(who, "yes", platform=platform)
    shown = house.say("mara", "deputy until friday", Rank.MODERATOR)
    return shown.split("`deputy ")[1].split("`")[0]


def test_somebody_stands_in_until_the_day_is_over(house: House, away: str) -> None:
    """By a code, on any platform; both are told, then and at the end; and all of it is in the log."""
    begun = house.say("ben", f"deputy {away.lower()}", platform=DISCORD)
    assert "You stand in for mara" in begun
    assert "ben has said the code" in house.read["mara"][-1]
    assert house.appointed(DISCORD, "ben") == ("mara",)
    assert "You stand in for mara" in house.say("ben", "deputy", platform=DISCORD)
    assert "ben stands in for you" in house.say("mara", "deputy", Rank.MODERATOR)
    read = house.wait(8 * DAY)
    assert "that is over" in read["mara"]
    assert "any more" in read["ben"]
    assert house.appointed(DISCORD, "ben") == ()
    assert "Nobody stands in" in house.say("mara", "deputy off", Rank.MODERATOR)
    who, what = [row[0] for row in house.log()], [row[1] for row in house.log()]
    assert list(zip(who, what, strict=True)) == [
        ("telegram:mara", "deputy"), ("discord:ben", "stand in"), ("telegram:mara", "deputy over"),
    ]  # fmt: skip
    assert [row[2] for row in house.log()][1:] == ["telegram:mara", "discord:ben"]
    assert house.complaints == []


def test_it_ends_when_its_time_is_up_whoever_sleeps(house: House, away: str) -> None:
    """The rights end at midnight; that they have is told in the morning."""
    house.say("ben", f"deputy {away}", platform=DISCORD)
    with closing(SqliteViews(house.file)) as views:
        (until,) = (deputy.until for deputy in views.deputies(house.clock.time))
    assert house.wait(until - house.clock.time) == {}
    assert house.appointed(DISCORD, "ben") == ()
    assert "that is over" in house.wait(DAY)["mara"]


def test_the_code_works_once_and_for_a_day(house: House, away: str) -> None:
    """Whoever comes later reads that it is nobody's; and nothing is theirs."""
    house.say("ben", f"deputy {away}", platform=DISCORD)
    assert "nobody's" in house.say("cleo", f"deputy {away}")
    assert house.appointed(TELEGRAM, "cleo") == ()
    house.say("mara", "deputy off", Rank.MODERATOR)
    code = house.say("mara", "deputy 2 weeks", Rank.MODERATOR).split("`deputy ")[1].split("`")[0]
    house.wait(DAY + 1)
    assert "nobody's" in house.say("cleo", f"deputy {code}")


def test_whoever_names_somebody_can_end_it_at_once(house: House, away: str) -> None:
    """And whoever stands in can hand it back; the other one reads so."""
    house.say("ben", f"deputy {away}", platform=DISCORD)
    assert "no longer" in house.say("mara", "deputy off", Rank.MODERATOR)
    assert house.appointed(DISCORD, "ben") == ()
    assert "any more" in house.read["ben"][-1]
    code = house.say("mara", "deputy until friday", Rank.MODERATOR).split("`deputy ")[1].split("`")[0]
    house.say("ben", f"deputy {code}", platform=DISCORD)
    assert "do not stand in" in house.say("ben", "deputy off", platform=DISCORD)
    assert house.appointed(DISCORD, "ben") == ()
    assert "handed it back" in house.read["mara"][-1]


def test_nobody_stands_in_for_themselves_or_for_two_days_of_guessing(house: House, away: str) -> None:
    """One's own code is told to be one's own; after five that are nobody's the next waits for an hour."""
    assert "your own" in house.say("mara", f"deputy {away}", Rank.MODERATOR)
    for number in range(5):
        assert "nobody's" in house.say("cleo", f"deputy 2222-333{number + 2}")
    assert "too many" in house.say("cleo", f"deputy {away}")
    assert house.appointed(TELEGRAM, "cleo") == ()


def test_a_member_who_says_the_word_says_nothing_special(house: House, away: str) -> None:
    """ "deputy", a time or eight letters, from whoever is none, are an answer like any other; a stale standing too."""
    for text in ("deputy", "deputy off", "deputy until friday", "deputy thankful"):
        assert "stand" not in house.say("cleo", text)
    assert house.log()[1:] == []
    assert house.say("ben", "deputy until friday", platform=DISCORD) != ""
    assert len(house.log()) == 1


def test_a_deputy_hears_of_reports(house: House, away: str) -> None:
    """Whoever stands in is reached where the one who is away is, and only until then."""
    desk = house.ledger.open_desk()
    before = desk.doors((), house.clock.time)
    desk.abandon()
    house.say("ben", f"deputy {away}", platform=DISCORD)
    house.grant("telegram", "mara", Rank.MODERATOR)
    desk = house.ledger.open_desk()
    during, later = desk.doors((), house.clock.time), desk.doors((), house.clock.time + 30 * DAY)
    desk.abandon()
    assert (len(before), len(during), len(later)) == (0, 2, 1)


def test_whoever_is_forgotten_stands_in_for_nobody(house: House, away: str) -> None:
    """Nor does anybody for them; and the code is gone with them."""
    house.say("ben", f"deputy {away}", platform=DISCORD)
    house.ledger.forget_member("discord", "ben", house.clock.time)
    assert house.appointed(DISCORD, "ben") == ()
    code = house.say("mara", "deputy until friday", Rank.MODERATOR).split("`deputy ")[1].split("`")[0]
    house.ledger.forget_member("telegram", "mara", house.clock.time)
    house.say("cleo", f"deputy {code}")
    assert house.appointed(TELEGRAM, "cleo") == ()


def test_it_can_all_be_told_again(house: House, away: str) -> None:
    """Both conversations come out as they are stored."""
    house.say("ben", f"deputy {away}", platform=DISCORD)
    house.wait(8 * DAY)
    with closing(SqliteViews(house.file)) as views:
        for platform, who in ((TELEGRAM, "mara"), (DISCORD, "ben")):
            conversation = views.conversation_at(platform, Address(who))
            assert conversation is not None
            past = views.past(conversation)
            assert past is not None
            shelves = shelves_of(past.decks, views.numbers())
            assert replay(past, shelves, rules_of(prompts())).verdict is Verdict.IDENTICAL
