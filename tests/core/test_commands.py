"""The words that always work, as people type them."""

from __future__ import annotations

import pytest

from bot.core.commands import LONGEST_PAUSE, USUAL_PAUSE, Command, Said, may_be_an_answer, recognise

HOUR, DAY = 3_600_000, 86_400_000

SAID: tuple[tuple[str, Said], ...] = (
    ("skip", Said(Command.SKIP)),
    ("Skip.", Said(Command.SKIP)),
    ("/skip", Said(Command.SKIP)),
    ("!nd skip", Said(Command.SKIP)),
    ("pass", Said(Command.SKIP)),
    ("next question!", Said(Command.SKIP)),
    ("never", Said(Command.NEVER)),
    ("never ask me this again", Said(Command.NEVER)),
    ("don’t ask me this again", Said(Command.NEVER)),
    ("deeper", Said(Command.DEEPER)),
    ("go deeper", Said(Command.DEEPER)),
    ("LIGHTER", Said(Command.LIGHTER)),
    ("something lighter", Said(Command.LIGHTER)),
    ("pause", Said(Command.PAUSE, USUAL_PAUSE)),
    ("pause 3 days", Said(Command.PAUSE, 3 * DAY)),
    ("pause for 3 days", Said(Command.PAUSE, 3 * DAY)),
    ("pause me for a week", Said(Command.PAUSE, 7 * DAY)),
    ("pause for a couple of weeks", Said(Command.PAUSE, 14 * DAY)),
    ("pause 2h", Said(Command.PAUSE, 2 * HOUR)),
    ("pause 0 days", Said(Command.PAUSE, DAY)),
    ("pause 9999 months", Said(Command.PAUSE, LONGEST_PAUSE)),
    ("resume", Said(Command.RESUME)),
    ("continue", Said(Command.RESUME)),
    ("stop", Said(Command.STOP)),
    ("STOP!!!", Said(Command.STOP)),
    ("leave me alone", Said(Command.STOP)),
    ("not-date", Said(Command.TABLE)),
    ("a table for two", Said(Command.TABLE)),
    ("table for 3", Said(Command.TABLE, argument="for 3")),
    ("not-date little-things for two", Said(Command.TABLE, argument="little-things for two")),
    ("join abcd-efgh", Said(Command.JOIN, argument="abcd-efgh")),
    ("/join ABCD EFGH", Said(Command.JOIN, argument="abcd efgh")),
    ("leave", Said(Command.LEAVE)),
    ("leave the table", Said(Command.LEAVE)),
    ("block", Said(Command.BLOCK)),
    ("report", Said(Command.REPORT)),
    ("find me someone", Said(Command.FIND)),
    ("nobody, thanks", Said(Command.NO_COMPANY)),
    ("sit down", Said(Command.SIT_DOWN)),
    ("introductions on, all adults", Said(Command.INTRODUCE, argument="on, all adults")),
    ("daily", Said(Command.DAILY)),
    ("/daily", Said(Command.DAILY)),
    ("daily at 9", Said(Command.DAILY, argument="daily at 9")),
    ("/daily at 9", Said(Command.DAILY, argument="daily at 9")),
    ("Weekdays at 8.", Said(Command.DAILY, argument="weekdays at 8")),
    ("every 2 weeks on friday at 17:00", Said(Command.DAILY, argument="every 2 weeks on friday at 17:00")),
    ("monthly on the 1st at 12:00", Said(Command.DAILY, argument="monthly on the 1st at 12:00")),
    ("daily off", Said(Command.DAILY, argument="daily off")),
    ("stop the daily question", Said(Command.DAILY, argument="daily off")),
    ("daily from little-things, long-table", Said(Command.DAILY, argument="daily from little-things, long-table")),
    ("daily at 25", Said(Command.DAILY, argument="daily at 25")),
    ("my zone Europe/Berlin", Said(Command.ZONE, argument="europe/berlin")),
    ("zone berlin", Said(Command.ZONE, argument="berlin")),
    ("my timezone", Said(Command.ZONE)),
    ("quiet 22-8", Said(Command.QUIET, argument="quiet 22-8")),
    ("quiet off", Said(Command.QUIET, argument="quiet off")),
    ("quiet on", Said(Command.QUIET, argument="quiet on")),
    ("quiet hours", Said(Command.QUIET)),
    ("settings", Said(Command.SETTINGS)),
    ("/settings", Said(Command.SETTINGS)),
    ("call me Ada L.", Said(Command.CALL_ME, argument="Ada L.")),
    ("circle", Said(Command.CIRCLE)),
    ("/circle little-things", Said(Command.CIRCLE, argument="little-things")),
    ("reveal", Said(Command.REVEAL)),
    ("circles off", Said(Command.CIRCLES, argument="off")),
    ("Circles on.", Said(Command.CIRCLES, argument="on")),
    ("talks off", Said(Command.TALKS, argument="off")),
    ("/talks on", Said(Command.TALKS, argument="on")),
    ("pause here", Said(Command.REST, span=USUAL_PAUSE)),
    ("Pause here for two weeks", Said(Command.REST, span=14 * 86_400_000)),
    ("resume here", Said(Command.REST)),
    ("answer 7KQ2-9FHD", Said(Command.ANSWER, argument="7kq2-9fhd")),
    ("call on me", Said(Command.CALL_ON)),
    ("don’t call on me", Said(Command.CALL_ON, argument="no")),
    ("share", Said(Command.SHARE)),
    ("unshare", Said(Command.UNSHARE)),
    ("don't share that", Said(Command.UNSHARE)),
    ("take that back", Said(Command.TAKE_BACK)),
    ("undo", Said(Command.TAKE_BACK)),
    ("told", Said(Command.TOLD)),
    ("Good one!", Said(Command.RATE, argument="good")),
    ("not for me", Said(Command.RATE)),
    ("I told somebody", Said(Command.TOLD)),
    ("my list", Said(Command.MY_LIST)),
    ("/my_list", Said(Command.MY_LIST)),
    ("decks", Said(Command.DECKS)),
    ("deck little-things", Said(Command.DECKS, argument="little-things")),
    ("what do you know about me?", Said(Command.KNOWN)),
    ("What do you know about me", Said(Command.KNOWN)),
    ("forget me", Said(Command.FORGET)),
    ("/forget_me", Said(Command.FORGET)),
    ("help", Said(Command.HELP)),
    ("stay", Said(Command.STAY)),
    ("again", Said(Command.AGAIN)),
    ("/start", Said(Command.START)),
    ("/start not-date", Said(Command.START, argument="not-date")),
    ("who are you?", Said(Command.WHO)),
    ("I think that's enough for tonight, thank you", Said(Command.STOP)),
    ("ok, I have to go now, bye", Said(Command.STOP)),
    ("let's stop here", Said(Command.STOP)),
    ("that's enough", Said(Command.STOP)),
    ("are you a real person?", Said(Command.WHO)),
    ("why do you want to know", Said(Command.WHO)),
    ("wait, is this a bot?", Said(Command.WHO)),
    ("I'd rather not say", Said(Command.SKIP)),
    ("can we skip this one please", Said(Command.SKIP)),
    ("i don't want to talk about it", Said(Command.SKIP)),
    ("link", Said(Command.LINK)),
    ("link 7KQ2-9FHD", Said(Command.LINK, argument="7kq2-9fhd")),
    ("/link 7kq29fhd", Said(Command.LINK, argument="7kq29fhd")),
    ("unlink", Said(Command.UNLINK)),
    ("allow", Said(Command.ALLOW)),
    ("disallow", Said(Command.DISALLOW)),
)

NOT_SAID = (
    "",
    "   ",
    "the next question is hard",
    "I'd never skip breakfast",
    "skip the queue",
    "stop signs, mostly",
    "please help the bird",
    "a stop",
    "pauses",
    "pause the film",
    "pause for breath",
    "pause three",
    "forget me not",
    "again and again",
    "I share a kitchen",
    "the list",
    "startle",
    "who's this? is how my nan answers the phone",
    "are you a real person, he asked me",
    "pass on that recipe to my children",
    "let's skip stones",
    "I don't want to talk to strangers before nine",
    "can I pass the salt",
    "link in the chain",
    "that's enough bread for two",
    "I have to go to the dentist",
    "bye bye birdie, the musical",
    "enough rope",
    "circles in the water",
    "circles",
    "answer me",
    "call on my neighbour",
    "link arms with somebody",
    "daily bread",
    "daily at the bakery",
    "daily, on the bus",
    "every morning",
    "every cup I have",
    "everyone",
    "weekends at my aunt's",
    "quiet",
    "quiet please",
    "a quiet one",
    "the twilight zone",
    "s" * 500,
    "\x00",
    "deck " + "x" * 100,
)


@pytest.mark.parametrize(("text", "said"), SAID, ids=[text for text, _said in SAID])
def test_a_command(text: str, said: Said) -> None:
    """The whole message is the word, however it is written."""
    assert recognise(text) == said


@pytest.mark.parametrize("text", NOT_SAID, ids=[text[:20] or "empty" for text in NOT_SAID])
def test_no_command(text: str) -> None:
    """A sentence that only contains the word is an answer."""
    assert recognise(text) is None


@pytest.mark.parametrize(
    ("text", "may_be"),
    [
        ("every day", True),
        ("weekends", True),
        ("every friday", True),
        ("weekdays at 8", False),
        ("every 2 weeks on friday at 17:00", False),
        ("/weekends", False),
        ("daily", False),
        ("daily weekends", False),
        ("skip", False),
    ],
)
def test_what_may_as_well_be_an_answer(text: str, may_be: bool) -> None:
    """Days without a time, and without our word before them, answer "How often?" as well."""
    said = recognise(text)
    assert said is not None
    assert may_be_an_answer(text, said) is may_be


def test_every_word_has_a_row() -> None:
    """No command is without an example here."""
    assert {said.command for _text, said in SAID} == set(Command)
