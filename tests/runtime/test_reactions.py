"""A sign under a question: what it leaves behind, and that it leaves nothing else, and nothing at all of strangers."""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.model.effect import Ask
from bot.model.event import Rating, Reacted
from bot.model.ids import ConversationId
from bot.ports.adapter import Outcome
from bot.ports.store import Mark
from bot.runtime.replay import Verdict, replay
from bot.store.sqlite import reactions
from bot.store.sqlite.views import SqliteViews
from bot.voices import prompts
from bot.wiring import rules_of, shelves_of
from tests.runtime.circle import DAY, LOUNGE, Lounge
from tests.runtime.table import Company

LIKED, DISLIKED, WITHDRAWN = Rating.LIKED, Rating.DISLIKED, Rating.WITHDRAWN
PRIVATE = ""


def settled(folder: Path, *names: str) -> Lounge:
    """People who are asked something in private, beside a place where nobody was asked anything yet."""
    lounge = Lounge(folder)
    for name in names or ("Ada",):
        lounge.say(name, "hi", PRIVATE)
        lounge.say(name, "yes", PRIVATE)
    return lounge


def sign(lounge: Lounge, who: str, rating: Rating, message: str = "", room: str = PRIVATE, mark: str = "") -> None:
    """They put it under that message (the last that they were sent), or take it back; nobody says anything."""
    under = message or f"p{list(lounge.screens[who])[-1]}"
    event = Reacted(rating, mark or f"{under} of mine", "" if rating is WITHDRAWN else under)
    assert lounge.do(who, event, room) == {}
    assert lounge.receipt is not None
    assert lounge.receipt.outcome is Outcome.TAKEN
    assert not lounge.receipt.messages


def ratings(lounge: Lounge) -> list[tuple[object, ...]]:
    return lounge.rows("SELECT question, good FROM ratings ORDER BY member, question")


def asked(lounge: Lounge, who: str = "Ada") -> int:
    """The number of the question that waits for them."""
    ((found,),) = lounge.rows(
        "SELECT q.number FROM conversations c JOIN questions q"
        " ON q.question = json_extract(CAST(c.state AS TEXT), '$.open.question') WHERE c.address = ?", who
    )  # fmt: skip
    assert isinstance(found, int)
    return found


def everything(lounge: Lounge) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables."""
    tables = lounge.rows("SELECT name FROM sqlite_master WHERE type = 'table'")
    return {str(name): lounge.rows(f"SELECT * FROM {name}") for (name,) in tables}


def test_a_sign_rates_the_question_and_taking_it_back_takes_the_rating_back(tmp_path: Path) -> None:
    """A thumb up is `good one`, a thumb down `not for me`; the last one counts, and what is taken back is gone, also
    after a restart and with another question asked meanwhile."""
    lounge = settled(tmp_path)
    question, card = asked(lounge), f"p{list(lounge.screens['Ada'])[-1]}"
    sign(lounge, "Ada", LIKED, card)
    assert ratings(lounge) == [(question, 1)]
    lounge.say("Ada", "skip", PRIVATE)
    assert asked(lounge) != question
    lounge.restart()
    sign(lounge, "Ada", DISLIKED, card)
    sign(lounge, "Ada", DISLIKED, card)
    assert ratings(lounge) == [(question, 0)]
    sign(lounge, "Ada", WITHDRAWN, card)
    sign(lounge, "Ada", WITHDRAWN, card)
    assert ratings(lounge) == []
    assert lounge.rows("SELECT * FROM reactions") == []


def test_a_sign_changes_nothing_else(tmp_path: Path) -> None:
    """The question stays open, the member was not here by it, their pause goes on, and the step can be replayed."""
    lounge = settled(tmp_path)
    lounge.say("Ada", "pause for 2 days", PRIVATE)
    about = "SELECT c.state, c.unreachable, m.last_seen, m.body FROM conversations c JOIN members m ON m.id = c.member"
    before, card = lounge.rows(about), list(lounge.screens["Ada"])
    lounge.clock.time += DAY
    for message in card:
        sign(lounge, "Ada", LIKED, f"p{message}")
    assert lounge.rows(about) == before
    assert len(ratings(lounge)) == 1
    ((body,),) = lounge.rows("SELECT body FROM events ORDER BY id DESC LIMIT 1")
    assert isinstance(body, bytes)
    assert b'"message"' not in body
    conversation = lounge.rows("SELECT id FROM conversations WHERE address = 'Ada'")[0][0]
    assert isinstance(conversation, int)
    with closing(SqliteViews(lounge.file)) as views:
        past = views.past(ConversationId(conversation))
        assert past is not None
        told = replay(past, shelves_of(past.decks, views.numbers()), rules_of(prompts()))
    assert told.verdict is Verdict.IDENTICAL


@pytest.mark.parametrize("who", ["Eve", "Ada"])
def test_nothing_is_kept_of_who_is_not_known_nor_of_what_is_not_ours(tmp_path: Path, who: str) -> None:
    """Not a row changes where somebody unknown reacts to a question, and where a member reacts to anything else: what
    others wrote, what somebody else was asked, what asks nothing."""
    lounge = settled(tmp_path, "Ada", "Ben")
    first, bens = next(iter(lounge.screens["Ada"])), list(lounge.screens["Ben"])[-1]
    lounge.say("Ada", "circle", LOUNGE)
    before = everything(lounge)
    elsewhere = ("p1", "nonsense", f"p{first}", f"p{bens}")
    messages = elsewhere if who == "Ada" else (*elsewhere, lounge.last_id(), f"p{list(lounge.screens['Ada'])[-1]}")
    for message in messages:
        for room in (PRIVATE, LOUNGE):
            for rating in (LIKED, DISLIKED, WITHDRAWN):
                sign(lounge, who, rating, message, room)
    assert everything(lounge) == before


def test_nobody_becomes_a_member_before_they_have_said_yes(tmp_path: Path) -> None:
    """Whoever has only been greeted, or was forgotten, has said nothing that a sign could add to."""
    lounge = settled(tmp_path)
    lounge.say("Ben", "hi", PRIVATE)
    lounge.say("Ada", "circle", LOUNGE)
    card, mine = lounge.last_id(), f"p{list(lounge.screens['Ada'])[-1]}"
    sign(lounge, "Ada", LIKED, card, LOUNGE)
    lounge.say("Ada", "forget me", PRIVATE)
    lounge.say("Ada", "yes", PRIVATE)
    assert lounge.rows("SELECT * FROM reactions") == ratings(lounge) == []
    before = everything(lounge)
    for who in ("Ada", "Ben"):
        sign(lounge, who, LIKED, card, LOUNGE)
        sign(lounge, who, LIKED, mine)
    assert everything(lounge) == before


def test_a_sign_under_a_circles_card_rates_its_question(tmp_path: Path) -> None:
    """Each member's counts once, in whichever thread and whether or not they ever spoke there, before and after the
    answers are turned over; one under the answers rates nothing, nor one in a place that was closed."""
    lounge = settled(tmp_path, "Ada", "Ben")
    lounge.say("Ada", "circle", LOUNGE)
    card = lounge.last_id()
    sign(lounge, "Ben", LIKED, card, LOUNGE)
    ((question, good),) = ratings(lounge)
    assert good == 1
    conversations = "SELECT count(*) FROM conversations"
    before = lounge.rows(conversations)
    sign(lounge, "Ada", DISLIKED, card, f"{LOUNGE}/books")
    assert ratings(lounge) == [(question, 0), (question, 1)]
    token = next(iter(list(lounge.screens[f"{LOUNGE}#"].values())[-1].buttons), None)
    if token is not None:
        lounge.press("Ada", token)
    else:
        lounge.say("Ada", "a red door", LOUNGE, reply_to=card)
    lounge.say("Ada", "reveal", LOUNGE)
    sign(lounge, "Ben", DISLIKED, lounge.last_id(), LOUNGE)
    assert ratings(lounge) == [(question, 0), (question, 1)]
    sign(lounge, "Ben", DISLIKED, card, LOUNGE)
    assert ratings(lounge) == [(question, 0), (question, 0)]
    assert lounge.rows(conversations) == before
    lounge.say("Mod", "disallow", LOUNGE, moderator=True)
    sign(lounge, "Ben", LIKED, card, LOUNGE)
    assert ratings(lounge) == [(question, 0), (question, 0)]


def test_whoever_answered_a_circle_is_known(tmp_path: Path) -> None:
    """They never spoke to the bot, but answered: what they think of the question is kept beside that."""
    lounge = settled(tmp_path)
    lounge.say("Ada", "circle", LOUNGE)
    card = lounge.last_id()
    lounge.say("Zoe", "a red door", LOUNGE, reply_to=card)
    buttons = list(lounge.screens[f"{LOUNGE}#"].values())[-1].buttons
    if buttons:
        lounge.press("Zoe", buttons[0])
    sign(lounge, "Zoe", LIKED, card, LOUNGE)
    assert [good for _question, good in ratings(lounge)] == [1]


def test_a_delivery_that_comes_again_changes_nothing(tmp_path: Path) -> None:
    """A sign that was taken back does not come to life because its first delivery is repeated."""
    lounge = settled(tmp_path)
    card = f"p{list(lounge.screens['Ada'])[-1]}"
    first = lounge.delivered("Ada", Reacted(LIKED, "mine", card), PRIVATE)
    lounge.turn([first])
    assert len(ratings(lounge)) == 1
    sign(lounge, "Ada", WITHDRAWN, card, mark="mine")
    lounge.turn([first])
    assert lounge.receipt is not None
    assert lounge.receipt.outcome is Outcome.DUPLICATE
    assert ratings(lounge) == []


def test_a_sign_is_looked_for_so_far_and_no_further(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It costs the same however long somebody has been talking: what stands too far up is found no more."""
    monkeypatch.setattr(reactions, "LOOKED_BACK", 12)
    lounge = settled(tmp_path)
    card = f"p{list(lounge.screens['Ada'])[-1]}"
    while len(lounge.screens["Ada"]) < 12 + 1:
        lounge.say("Ada", "help", PRIVATE)
    sign(lounge, "Ada", LIKED, card)
    assert len(ratings(lounge)) == 1
    sign(lounge, "Ada", WITHDRAWN, card)
    lounge.say("Ada", "help", PRIVATE)
    sign(lounge, "Ada", LIKED, card)
    assert ratings(lounge) == []


def test_two_accounts_of_a_person_have_one_opinion(tmp_path: Path) -> None:
    """Where somebody is here by two accounts, the newest sign by either is what they think."""
    lounge = settled(tmp_path, "Ada", "Ada2")
    code = lounge.say("Ada", "link", PRIVATE)["Ada"].split("`link ")[1].split("`")[0]
    lounge.say("Ada2", f"link {code}", PRIVATE)
    assert len(lounge.rows("SELECT * FROM links")) == 2
    lounge.say("Ada", "circle", LOUNGE)
    card = lounge.last_id()
    sign(lounge, "Ada", LIKED, card, LOUNGE, mark="a")
    sign(lounge, "Ada2", DISLIKED, card, LOUNGE, mark="b")
    assert [good for _question, good in ratings(lounge)] == [0]
    sign(lounge, "Ada2", WITHDRAWN, card, LOUNGE, mark="b")
    assert [good for _question, good in ratings(lounge)] == [1]


def test_a_sign_under_a_card_at_a_table_is_for_nobody_there(tmp_path: Path) -> None:
    """What is typed at a table is for the others; a sign under the card is an opinion of it, and nobody sees it."""
    company = Company(tmp_path, "Ada", "Ben")
    company.seat_two()
    company.engine.turn(
        [Mark(one.id, sent=True, platform_id=f"p{one.id}") for one in company.posted], company.clock.time
    )
    cards = {str(one.address): one for one in company.posted if isinstance(one.effect, Ask)}
    screens = {name: len(screen) for name, screen in company.screens.items()}
    assert company.do("Ben", Reacted(LIKED, "mine", f"p{cards['Ada'].id}")) == ""
    assert company.do("Ada", Reacted(LIKED, "mine", f"p{cards['Ada'].id}")) == ""
    assert company.wait(60_000) == dict.fromkeys(screens, "")
    with closing(sqlite3.connect(company.file)) as connection:
        found = connection.execute(
            "SELECT m.name, r.good FROM ratings r JOIN (SELECT id, json_extract(CAST(body AS TEXT), '$.name') AS name"
            " FROM members) m ON m.id = r.member"
        ).fetchall()
    assert found == [("Ada", 1)]


# Against a plain notion of it

acts = st.lists(
    st.tuples(
        st.sampled_from(("Ada", "Ada", "Ada", "Ben", "Eve")),
        st.sampled_from(("like", "dislike", "back", "back") * 3 + ("good one", "not for me", "restart", "forget")),
        st.sampled_from((0, 1)),
    ),
    max_size=30,
)


class Plain:
    """What somebody thinks who has signs in hand: the newest that stands, else what they said in words."""

    def __init__(self) -> None:
        self.signs: dict[str, dict[int, bool]] = {"Ada": {}, "Ben": {}}
        self.good: dict[str, bool] = {}

    def put(self, who: str, sign_: int, good: bool) -> None:
        self.signs[who].pop(sign_, None)
        self.signs[who][sign_] = self.good[who] = good

    def take_back(self, who: str, sign_: int) -> None:
        if self.signs[who].pop(sign_, None) is None:
            return
        self.good.pop(who, None)
        if left := list(self.signs[who].values()):
            self.good[who] = left[-1]

    def say(self, who: str, good: bool) -> None:
        self.signs[who] = {}
        self.good[who] = good

    def forget(self, who: str) -> None:
        self.signs.pop(who, None)
        self.good.pop(who, None)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(acts)
def test_signs_and_words_are_one_opinion(told: list[tuple[str, str, int]]) -> None:
    """Whatever is put, taken back and said about a circle's question, in whatever order and with restarts and people
    forgotten in between: each member has the opinion that a plain notion of it has, and a stranger has none."""
    with tempfile.TemporaryDirectory() as folder:
        lounge, plain = settled(Path(folder), "Ada", "Ben"), Plain()
        lounge.say("Ada", "circle", LOUNGE)
        card = lounge.last_id()
        for who, what, which in told:
            known = who in plain.signs
            if what in ("like", "dislike"):
                sign(lounge, who, LIKED if what == "like" else DISLIKED, card, LOUNGE, mark=str(which))
                if known:
                    plain.put(who, which, what == "like")
            elif what == "back":
                sign(lounge, who, WITHDRAWN, card, LOUNGE, mark=str(which))
                if known:
                    plain.take_back(who, which)
            elif what == "restart":
                lounge.restart()
            elif what == "forget" and known:
                lounge.say(who, "forget me", PRIVATE)
                lounge.say(who, "yes", PRIVATE)
                plain.forget(who)
            elif known and what in ("good one", "not for me"):
                lounge.say(who, what, LOUNGE, reply_to=card)
                plain.say(who, what == "good one")
            stored = lounge.rows(
                "SELECT a.address, r.good FROM ratings r JOIN accounts a ON a.member = r.member ORDER BY a.address"
            )
            assert stored == sorted((name, int(good)) for name, good in plain.good.items()), (who, what, which)
        assert not lounge.rows("SELECT * FROM accounts WHERE address = 'Eve'")
        lounge.ledger.close()
