"""What members suggest, decided at the console."""

from __future__ import annotations

from bot.model.member import Rank
from tests.console.community import Browser, Community
from tests.runtime.engines import delivered, said


def suggest(community: Community, who: str, text: str) -> None:
    """They have said yes to the bot, and suggest that question."""
    for count, words in enumerate(("yes", f"suggest {text}")):
        if count == 0:
            community.engine.turn([delivered(who, f"{who} arrives")], community.clock.time)
        community.clock.time += 1_000
        community.engine.turn([delivered(who, f"{who} {count}", said(words))], community.clock.time)


QUESTION = "Which sound of your street would you miss first <b>?"


async def test_what_waits_is_read_and_asked(community: Community, ada: Browser) -> None:
    """A yes puts it into the community's own deck, its author hears of it, and the log has who said so."""
    suggest(community, "Ben", QUESTION)
    await ada.come_in()
    page = await ada.open("/suggestions")
    assert f"«{QUESTION}»" in page.words.replace("« ", "«").replace(" »", "»") and "<b>" not in page.text
    page = await ada.post("/suggestions/1/approve")
    assert "No suggestion waits." in page.words and "Decided of late" in page.words
    assert "from-members" in community.order()
    assert [posted.address for posted in community.hand.sent] == ["Ben"]
    assert [act.what for act in community.views.acts()][:1] == ["approve"]
    page = await ada.post("/suggestions/1/approve")
    assert "is not waiting any more" in page.words


async def test_a_no_has_a_reason(community: Community, ada: Browser) -> None:
    """Its author reads the reason that was pressed; one that is none counts as none."""
    suggest(community, "Ben", QUESTION)
    suggest(community, "Cyd", "What did you hear on the way here today?")
    await ada.come_in()
    await ada.open("/suggestions")
    await ada.post("/suggestions/1/decline", why="narrow")
    await ada.post("/suggestions/2/decline", why="<script>")
    moments = [[line.name for line in posted.effect.lines] for posted in community.hand.sent]
    assert ["suggest.because.narrow" in names for names in moments] == [True, False]
    assert "suggest.because.none" in moments[1]
    assert community.order() == ["ten-questions"]


async def test_a_host_decides_nothing(community: Community, ada: Browser) -> None:
    """Members' words are for moderators alone."""
    suggest(community, "Ben", QUESTION)
    await ada.come_in()
    community.ranks.rank = Rank.HOST
    page = await ada.open("/suggestions")
    assert page.status == 403 and "street" not in page.text
    assert (await ada.post("/suggestions/1/approve")).status == 403
    assert "/console/suggestions" not in (await ada.open()).text


async def test_a_number_that_is_none_is_told(community: Community, ada: Browser) -> None:
    """Noise in the address is a sentence, and no fault."""
    await ada.come_in()
    await ada.open("/suggestions")
    assert (await ada.post("/suggestions/x/approve")).status == 404
    assert "is not waiting any more" in (await ada.post("/suggestions/99/decline")).words
