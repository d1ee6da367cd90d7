"""What is done about decks from the console: by whom, asked twice where it takes something away, and in the log."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from bot.decks.brought import bring
from bot.model.curator import ABOUT_US, AMONG_US
from bot.model.deck import Deck
from bot.model.ids import DeckId, QuestionId
from bot.model.member import Rank
from bot.shells.bench.workload import read_deck
from bot.shells.console.decks import forms
from tests.console.community import Browser, Community

DECK = read_deck()
VILE = "<script>alert(1)</script> & «b»"


def another(id_: str, title: str = "") -> Deck:
    """The small deck under another name."""
    return replace(DECK, id=DeckId(id_), title=title or id_.title())


async def test_a_deck_is_moved(community: Community, ada: Browser) -> None:
    """One place up by the button of its line; the page that follows says so, and the log who did it."""
    community.load(another("second"))
    community.load(another("third"))
    await ada.come_in()
    await ada.open("/decks")
    page = await ada.post("/decks/third/move", place="2")
    assert community.order() == ["ten-questions", "third", "second"]
    assert "Third is number 2 on the list now." in page.words
    assert "Third is number 2" not in (await ada.open("/decks")).words
    act = community.views.acts()[0]
    assert (act.what, act.subject, act.before, act.after, act.member) == ("move", "third", "3", "2", 0)
    assert "moved third 3 → 2" in (await ada.open("/log")).words


@pytest.mark.parametrize("place", ["", "x", "-1", "9" * 40, "٣", "1.5"])
async def test_a_place_that_is_none_is_the_first(community: Community, ada: Browser, place: str) -> None:
    """Noise where a number should stand breaks nothing."""
    community.load(another("second"))
    await ada.come_in()
    page = await ada.post("/decks/second/move", place=place)
    assert page.status == 200
    assert community.order() == ["second", "ten-questions"]


async def test_what_takes_away_is_asked_twice(community: Community, ada: Browser) -> None:
    """The first press asks, and only the yes does it; what gives back is done at once."""
    community.load(another("second"))
    await ada.come_in()
    page = await ada.post("/decks/second/disable")
    assert "Take Second off the list?" in page.words
    assert community.order() == ["ten-questions", "second"]
    page = await ada.post("/decks/second/disable", sure="yes")
    assert community.order() == ["ten-questions", "-second"]
    assert "Second is not offered any more." in page.words
    await ada.post("/decks/second/enable")
    assert community.order() == ["ten-questions", "second"]


async def test_the_curator_may_say_no(community: Community, ada: Browser) -> None:
    """The last deck on offer stays, and the page says why."""
    await ada.come_in()
    page = await ada.post("/decks/ten-questions/disable", sure="yes")
    assert "the only deck on offer" in page.words
    assert community.order() == ["ten-questions"]


async def test_a_version_is_taken_back(community: Community, ada: Browser) -> None:
    """The version before is on offer again, once it was said twice."""
    community.load(replace(DECK, title="Another title"))
    await ada.come_in()
    assert "Go back to the version of Another title before?" in (await ada.post("/decks/ten-questions/undo")).words
    await ada.post("/decks/ten-questions/undo", sure="yes")
    assert community.views.stock().entries[0].current.title == DECK.title


async def test_a_question_is_retired_and_asked_again(community: Community, ada: Browser) -> None:
    """It is marked on its deck's page, and comes back by a press."""
    question = DECK.questions[0].id
    await ada.come_in()
    await ada.post("/decks/ten-questions/retire", question=question)
    assert community.views.stock().retired == "0"
    page = await ada.post("/decks/ten-questions/retire", question=question, sure="yes")
    assert community.views.stock().retired != "0"
    assert "asked no more" in page.words
    await ada.post("/decks/ten-questions/bring-back", question=question)
    assert community.views.stock().retired == "0"


async def test_a_question_that_is_gone_is_told(community: Community, ada: Browser) -> None:
    """What another has changed meanwhile is a sentence, and no fault."""
    await ada.come_in()
    page = await ada.post("/decks/ten-questions/retire", question="no-such", sure="yes")
    assert (page.status, "has no question no-such" in page.words) == (404, True)
    page = await ada.open("/decks/no-such")
    assert (page.status, "There is no deck no-such here" in page.words) == (404, True)


async def test_versions_are_compared(community: Community, ada: Browser) -> None:
    """Changed words are marked where they stand, what is new and what is gone is listed, and nothing else."""
    first, second, *rest = DECK.questions
    new = replace(first, id=type(first.id)("brand-new"), text="And this one, is it new?")
    changed = replace(second, text=second.text + " Really?")
    community.load(replace(DECK, questions=(changed, *rest, new)))
    await ada.come_in()
    page = await ada.open("/decks/ten-questions")
    link = page.text.partition("/difference?")[2].partition('"')[0].replace("&amp;", "&")
    page = await ada.open(f"/decks/ten-questions/difference?{link}")
    assert "Changed questions: 1" in page.words and "<ins> Really?</ins>" in page.text
    assert "New questions: 1" in page.words and "And this one, is it new?" in page.words
    assert "Questions that are gone: 1" in page.words and first.text in page.words
    assert rest[0].text not in page.words
    page = await ada.open("/decks/ten-questions/difference?from=0&to=1")
    assert page.status == 404 and "not kept any more" in page.words


async def test_what_moderators_write_is_shown_and_not_obeyed(community: Community, ada: Browser) -> None:
    """Titles and texts are text, on every page that has them."""
    questions = (replace(DECK.questions[0], text=f"{VILE} What?"), *DECK.questions[1:])
    community.load(replace(another("vile", VILE), description=VILE, author=VILE, questions=questions))
    await ada.come_in()
    for path in ("/decks", "/decks/vile", "/results", "/hear?deck=vile", "/missed"):
        page = await ada.open(path)
        assert "<script>alert" not in page.text
        assert path == "/results" or VILE in page.words, path
    page = await ada.post("/decks/vile/disable", sure="yes")
    assert "<script>alert" not in page.text and "is not offered any more" in page.words


@pytest.mark.parametrize("form", forms())
async def test_a_deck_is_had_as_a_file(community: Community, ada: Browser, form: str) -> None:
    """In each form, to be kept and not shown; what carries the whole deck is the same deck when it is brought."""
    await ada.come_in()
    url = f"{community.url}/console/decks/ten-questions/export/{form}"
    async with ada.session.get(url) as answer:
        data = await answer.read()
        assert answer.headers["Content-Disposition"] == f'attachment; filename="ten-questions.{form}"'
        assert answer.headers["Content-Type"] == "application/octet-stream"
    if form not in ("txt", "md"):
        assert bring(data, f"x.{form}").deck == DECK


async def test_a_host_looks_and_touches_nothing(community: Community, ada: Browser) -> None:
    """Whoever may only look is shown no button that would be refused."""
    await ada.come_in()
    community.ranks.rank = Rank.HOST
    for path in ("/decks", "/decks/ten-questions"):
        page = await ada.open(path)
        assert page.status == 200
        assert "<button" not in page.text.partition("<main")[2].partition("</main")[0]


async def test_a_deck_says_which_languages_it_is_in(community: Community, ada: Browser) -> None:
    """In the list and on its page: the one that it was written in, and of each translation how much is there."""
    german = replace(DECK, language="de", questions=DECK.questions[:4])
    community.load(german)
    community.load(
        replace(DECK, language="ar", questions=(*DECK.questions, replace(DECK.questions[0], id=QuestionId("own"))))
    )
    await ada.come_in()
    for path in ("/decks", f"/decks/{DECK.id}"):
        words = (await ada.open(path)).words
        assert "English Deutsch 4 of 10 questions" in words or "English العربية complete Deutsch 4 of 10" in words
        assert "العربية complete" in words
    assert "Deutsch 4 von 10 Fragen" in (await ada.open("/decks?lang=de")).words


async def test_the_communitys_own_deck_is_called_as_its_reader_calls_it(community: Community, ada: Browser) -> None:
    """In the list and on its page; any other title is its author's."""
    community.load(replace(another("from-members", AMONG_US), description=ABOUT_US))
    await ada.come_in()
    assert AMONG_US in (await ada.open("/decks")).words
    for path in ("/decks?lang=de", "/decks/from-members"):
        words = (await ada.open(path)).words
        assert "Aus unserer Mitte" in words and "Fragen, die Mitglieder" in words and AMONG_US not in words
