"""Results, what was missed, the week, a tried answer, what comes by itself, reports and the log, as pages show them."""

from __future__ import annotations

import csv
import io
import re
import sqlite3
from contextlib import closing

import msgspec
import pytest
from msgspec.structs import replace

from bot.model.calendar import Coming
from bot.model.curator import AMONG_US
from bot.model.figures import Lived, Missed, QuestionFigures, Questions, SharedMiss, Spot, Week
from bot.model.ids import Address, DeckId, MemberId, Platform, QuestionNumber
from bot.model.member import Rank, Standing
from bot.model.record import Acted
from bot.model.rhythm import Rhythm
from bot.model.schedule import Schedule
from bot.model.spans import DAY, MINUTE
from bot.ports.views import Report, ReportedLine
from bot.shells.bench.workload import read_deck
from bot.shells.console.figures import ORDERS
from tests.console.community import Browser, Community
from tests.runtime.engines import delivered, said

DECK = read_deck()
NAMES = [question.id for question in DECK.questions]
VILE = "<img src=x onerror=alert(1)>"


def figures(number: int, **counts: int) -> QuestionFigures:
    """The figures of one of the deck's questions."""
    return msgspec.convert({"number": number, "deck": DECK.id, "question": NAMES[number], **counts}, QuestionFigures)


@pytest.fixture
async def desk(community: Community, ada: Browser, monkeypatch: pytest.MonkeyPatch) -> Browser:
    """Somebody who is in, and three questions: one that is well met, one that is passed on, one hardly asked."""
    found = Questions(
        (
            figures(0, asked=40, answered=38, skipped=1, followed=10, good=7),
            figures(1, asked=30, answered=8, skipped=22, never=0, bad=3),
            figures(2, asked=4, answered=4, good=1),
        ),
        since=community.clock.time,
    )
    monkeypatch.setattr(community.views, "questions", lambda deck: found)
    await ada.come_in()
    return ada


def listed(text: str) -> list[str]:
    """The questions of a page, in its order."""
    return re.findall(rf"{DECK.id}/([\w-]+)</code>", text)


async def test_a_share_has_its_range(desk: Browser) -> None:
    """95 of 100 with Wilson's interval beside it, and nothing of fewer than five."""
    page = await desk.open("/results")
    assert "95% 83–99" in page.words
    assert page.text.count(">too few to tell<") == 3
    assert "<5" in page.words


async def test_results_are_sorted_by_links(desk: Browser) -> None:
    """Each heading orders them, what is too little last; a heading that is none orders nothing."""
    assert listed((await desk.open("/results?by=passed")).text) == [NAMES[1], NAMES[0], NAMES[2]]
    page = await desk.open("/results?by=answered")
    assert listed(page.text) == [NAMES[0], NAMES[1], NAMES[2]]
    assert page.text.count("aria-sort=") == 1
    for by in (*ORDERS, "<script>", ""):
        assert (await desk.open(f"/results?by={by}")).status == 200
    assert listed((await desk.open("/results?by=asked")).text)[-1] == NAMES[2]


async def test_a_question_that_is_passed_on_is_proposed(desk: Browser, community: Community) -> None:
    """The reason stands there, with a button that asks first; nothing retires by itself."""
    page = await desk.open("/results")
    assert page.words.count("proposed for retirement") == 1 and "passed on it" in page.words
    page = await desk.post(f"/decks/{DECK.id}/retire", question=NAMES[1])
    assert f"Ask {NAMES[1]} of nobody any more?" in page.words
    assert community.views.stock().retired == "0"


async def test_the_reason_is_said_in_the_readers_language(desk: Browser) -> None:
    """Nobody reads English figures in a German or an Arabic page."""
    assert "22 von 30 Gefragten haben sie übergangen" in (await desk.open("/results?lang=de")).words
    page = await desk.open("/results?lang=ar")
    assert (
        "تجاوزه" in page.words and "passed on it" not in page.text and 'lang="en"' not in page.text.split("<footer")[0]
    )


async def test_a_deck_that_never_was_is_told(desk: Browser) -> None:
    """A name in the address that is no deck's is a sentence."""
    page = await desk.open("/results?deck=nope")
    assert page.status == 404 and "There is no deck nope here" in page.words


async def test_what_was_missed_is_counted_and_only_shared_words_are_read(
    community: Community, ada: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The counts, the shared answers as text, and a theme where three people said the same word."""
    shared = tuple(SharedMiss(by, f"the lighthouse {VILE}") for by in (1, 2, 3))
    shared += (SharedMiss(4, "a lighthouse"),)
    found = (Missed(QuestionNumber(0), DECK.id, NAMES[0], 9, shared),)
    monkeypatch.setattr(community.views, "missed", lambda deck: found)
    await ada.come_in()
    page = await ada.open("/missed")
    assert "without a theme: 9, of them shared: 4" in page.words
    assert "lighthouse (4)" in page.words and "- id: lighthouse" in page.words
    assert "<img" not in page.text and page.words.count(VILE) == 3


async def test_an_answer_is_tried(community: Community, ada: Browser) -> None:
    """The branch and what the deck says to it; nothing of what was typed is kept anywhere."""
    question = DECK.questions[0]
    await ada.come_in()
    await ada.open("/hear")
    page = await ada.post("/hear", deck=DECK.id, question=question.id, answer="tea, always")
    assert "Heard as choice tea By «tea»" in page.words.replace("« ", "«").replace(" »", "»")
    page = await ada.post("/hear", deck=DECK.id, question=question.id, answer=VILE)
    assert "<img" not in page.text and VILE in page.words
    assert VILE.encode() not in community.file.read_bytes()
    page = await ada.post("/hear", deck=DECK.id, question="no-such", answer="a")
    assert page.status == 404 and "has no question no-such any more" in page.words


@pytest.fixture
def week(community: Community, monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int]]:
    """A week with one busy place; the days that were asked for."""
    asked: list[tuple[int, int]] = []
    room = Spot("place", Platform("telegram"), "=HYPERLINK(1)")

    def view(since: int, until: int, now: int) -> Week:
        asked.append((since, until))
        return Week(since, until, (Lived(Spot(), 12, 30, 7, 3, 1, 0), Lived(room, 2, 6)), reports=2, missed=8)

    monkeypatch.setattr(community.views, "week", view)
    return asked


async def test_the_week_in_one_table(ada: Browser, week: list[tuple[int, int]]) -> None:
    """A few are <5, the work is reckoned, and the week before is seven days before."""
    await ada.come_in()
    page = await ada.open("/week")
    assert "Everywhere 12 30 7 <5 <5 0" in page.words
    assert "reports: 2; suggestions: 0; shared answers without a theme: 8; minutes, about: 22." in page.words
    await ada.open("/week?ago=1")
    assert week[0][0] - week[1][0] == 7 * 86_400_000 == week[0][1] - week[0][0]
    for ago in ("-1", "x", "٣", "9" * 30):
        assert (await ada.open(f"/week?ago={ago}")).status == 200


async def test_the_week_for_a_spreadsheet(ada: Browser, week: list[tuple[int, int]]) -> None:
    """The same numbers, and no cell that a spreadsheet would take for a formula."""
    await ada.come_in()
    page = await ada.open("/week.csv")
    rows = list(csv.reader(io.StringIO(page.text)))
    assert [row[4] for row in rows[1:]] == ["12", "<5"]
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)
    assert page.headers["Content-Disposition"].startswith("attachment")


async def test_the_calendar_names_places_and_counts_members(
    community: Community, ada: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two weeks, the place at its hour with its deck's title, and members as a number that points at nobody."""
    coming = (
        Coming(Rhythm(Schedule(hour=8, minute=30), (DeckId(DECK.id),)), Platform("telegram"), Address("-1001")),
        Coming(Rhythm(Schedule()), members=3),
        Coming(Rhythm(Schedule(hour=10)), members=4),
    )
    monkeypatch.setattr(community.views, "coming", lambda: coming)
    await ada.come_in()
    page = await ada.open("/calendar")
    assert page.text.count('<section class="day') == 14
    assert f"08:30 telegram · -1001 {DECK.title} Members with a question of their own: 7" in page.words


async def test_what_comes_is_read_from_what_was_wished(community: Community, ada: Browser) -> None:
    """A member's own wish and a group's stand in the view, the member without anything that tells who."""

    def turn(who: str, count: int, text: str, room: str = "") -> None:
        one = delivered(who, f"{who} {count}", said(text) if text else None)
        if room:
            standing = Standing(Rank.OWNER, "a test", community.clock.time)
            one = replace(one, address=Address(f"{room}#{who}"), standing=standing)
        community.engine.turn([one], community.clock.time)

    for count, text in enumerate(("", "yes", "daily at 9")):
        turn("Ben", count, text)
    for count, text in enumerate(("allow", "daily at 10"), 10):
        turn("Cyd", count, text, "-7")
    found = community.views.coming()
    assert [(one.room, one.members, one.rhythm.schedule.hour) for one in found] == [("-7", 0, 10), ("", 1, 9)]
    assert "Ben" not in repr(found)


async def test_a_report_is_read_by_letters_and_closed(
    community: Community, ada: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The list has nobody's words; the page has them by letter, accounts only if asked for; closing is asked twice."""
    lines = (ReportedLine(MemberId(8), f"a blue one {VILE}"), ReportedLine(MemberId(9), "", "photo"))
    accounts: dict[MemberId, tuple[str, ...]] = {MemberId(8): ("telegram:8",), MemberId(9): ("matrix:@x:y",)}
    report = Report(5, community.clock.time, MemberId(9), lines, accounts)
    with closing(sqlite3.connect(community.file)) as connection, connection:
        row = (report.number, report.at, msgspec.json.encode(lines))
        connection.execute("INSERT INTO reports VALUES (?, ?, 1, 9, ?, 'open')", row)

    def is_open() -> bool:
        with closing(sqlite3.connect(community.file)) as connection:
            return bool(connection.execute("SELECT 1 FROM reports WHERE state = 'open'").fetchall())

    monkeypatch.setattr(community.views, "reports", lambda now: (report,) if is_open() else ())
    await ada.come_in()
    page = await ada.open("/reports")
    assert "Report 5" in page.words and "matrix, telegram 2" in page.words and "blue" not in page.words
    page = await ada.open("/reports/5")
    assert "reported by B" in page.words and VILE in page.words and "<img" not in page.text
    assert "telegram:8" not in page.words
    assert "A telegram:8 B matrix:@x:y" in (await ada.open("/reports/5?accounts=1")).words
    assert "Close report 5?" in (await ada.post("/reports/5/close")).words and is_open()
    page = await ada.post("/reports/5/close", sure="yes")
    assert "Report 5 is closed" in page.words and not is_open()
    assert "closed a report 5 open → closed" in (await ada.open("/log")).words
    page = await ada.post("/reports/5/close", sure="yes")
    assert page.status == 404 and "No report 5 is open" in page.words


async def test_the_log_names_whoever_did_it(community: Community, ada: Browser) -> None:
    """A member by the name they go by, whoever runs the bot as that, and whoever is gone by a number."""
    arrival = replace(delivered("Ben", "arrival"), name=f"Ben {VILE}")
    community.engine.turn([arrival], community.clock.time)
    with closing(sqlite3.connect(community.file)) as connection:
        (ben,) = connection.execute("SELECT member FROM accounts").fetchone()
    for member in (0, ben, 1 << 40):
        community.ledger.log(Acted(MemberId(member), "move", "a-deck", "1", "2"), community.clock.time)
    await ada.come_in()
    page = await ada.open("/log")
    assert "whoever runs the bot moved a-deck 1 → 2" in page.words
    assert f"somebody who is gone ({1 << 40}) moved" in page.words
    assert f"Ben {VILE} moved" in page.words and "<img" not in page.text


READERS = [
    ("de", "Aus unserer Mitte", "6. März 2026", "7. März 2026, 09:05"),
    ("ar", "من بيننا", "6 مارس 2026", "7 مارس 2026، 09:05"),
    ("en", AMONG_US, "2026-03-06", "2026-03-07 09:05"),
]
"""A language, the name of the community's own deck in it, and a day and a minute as it writes them."""
SIXTH = 1_772_755_200_000
"""The sixth of March 2026 began just then, in UTC."""


@pytest.fixture
async def reading(community: Community, ada: Browser, monkeypatch: pytest.MonkeyPatch) -> Browser:
    """Somebody who is in on the sixth of March; the community's own deck comes by itself every morning."""
    community.load(replace(DECK, id=DeckId("from-members"), title=AMONG_US))
    community.clock.time = SIXTH
    coming = Coming(Rhythm(Schedule(hour=8), (DeckId("from-members"),)), Platform("telegram"), Address("-1001"))
    monkeypatch.setattr(community.views, "coming", lambda: (coming,))
    await ada.come_in()
    return ada


@pytest.mark.parametrize(("language", "among_us", "day", "minute"), READERS, ids=[one[0] for one in READERS])
async def test_a_reader_reads_names_and_times_in_their_language(
    reading: Browser, community: Community, language: str, among_us: str, day: str, minute: str
) -> None:
    """The community's own deck in every filter, in the results and in the calendar; and when something was or will be,
    as the language writes it. Programs are told the same in their own way."""
    await reading.open(f"?lang={language}")
    for path in ("/decks", "/results", "/missed", "/hear", "/calendar", "/decks/from-members"):
        page = await reading.open(path)
        assert among_us in page.words and (AMONG_US in page.text) == (language == "en"), path
    assert (await reading.post("/decks/from-members/disable")).words.count(among_us) == 2
    assert f'<time class="soft" datetime="2026-03-06" dir="auto">{day}</time>' in (await reading.open("/calendar")).text
    community.ledger.log(Acted(MemberId(0), "move", "a-deck", "1", "2"), SIXTH + DAY + 545 * MINUTE)
    assert f'<time datetime="2026-03-07T09:05Z" dir="auto">{minute}</time>' in (await reading.open("/log")).text


@pytest.mark.parametrize(("language", "_among_us", "day", "minute"), READERS, ids=[one[0] for one in READERS])
async def test_what_is_counted_and_reported_says_when(
    desk: Browser, community: Community, monkeypatch: pytest.MonkeyPatch, language: str, _among_us: str, day: str,
    minute: str,
) -> None:  # fmt: skip
    """Since when there are results, which days the week has, and when a report came, in the reader's language."""
    since = Questions((figures(0, asked=40, answered=38),), since=SIXTH)
    monkeypatch.setattr(community.views, "questions", lambda deck: since)
    report = Report(5, SIXTH + DAY + 545 * MINUTE, MemberId(9), (), {MemberId(9): ("web:9",)})
    monkeypatch.setattr(community.views, "reports", lambda now: (report,))
    monkeypatch.setattr(community.views, "week", lambda since, until, now: Week(SIXTH - 6 * DAY, SIXTH + DAY, ()))
    await desk.open(f"?lang={language}")
    for path, when in (("/results", day), ("/week", day), ("/reports", minute), ("/reports/5", minute)):
        assert when in (await desk.open(path)).words, path


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["taken off a-deck on → off", "named a deputy b – → a code, until 2026-03-06 08:30 UTC",
                "suggested suggestion 2 – → waiting", "loaded c – → 1f0d77662f52", "day 1234567 1 09:00"]),
        ("de", ["herausgenommen a-deck an → aus", "Vertretung benannt b – → ein Code, bis 6. März 2026, 08:30 UTC",
                "vorgeschlagen Vorschlag 2 – → wartet", "geladen c – → 1f0d77662f52", "day 1234567 1 09:00"]),
        ("ar", ["إيقاف العرض a-deck مفعّل ← متوقف", "تسمية نائب b – ← رمز، حتى \u20686 مارس 2026، 08:30 UTC\u2069",
                "اقتراح الاقتراح \u20682\u2069 – ← ينتظر", "تحميل c – ← 1f0d77662f52", "day 1234567 1 09:00"]),
    ],
)  # fmt: skip
async def test_the_log_says_how_it_stood_in_the_readers_words(
    community: Community, ada: Browser, language: str, said: list[str]
) -> None:
    """Nothing is cut but the long name of a version; what was comes before what is, from whichever side one reads."""
    for done in (
        Acted(MemberId(0), "disable", "a-deck", "on", "off"),
        Acted(MemberId(0), "deputy", "b", "", "a code, until 2026-03-06 08:30 UTC"),
        Acted(MemberId(0), "suggest", "suggestion 2", "", "waiting"),
        Acted(MemberId(0), "load", "c", "", "1f0d77662f52" + "0" * 52),
        Acted(MemberId(0), "daily", "telegram:-1", "off", "day 1234567 1 09:00"),
    ):
        community.ledger.log(done, community.clock.time)
    await ada.come_in()
    words = (await ada.open(f"/log?lang={language}")).words
    assert [one for one in said if one not in words] == []
