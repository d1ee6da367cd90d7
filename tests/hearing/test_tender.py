"""A tender answer is about loss, illness or a break, and not about batteries."""

from __future__ import annotations

import pytest

from bot.hearing import ENGLISH, hear, weave
from bot.model.heard import Branch

from .expand import sentences
from .lane import lane

TENDER = (
    "my mum died",
    "my dad died last year",
    "when my grandmother died",
    "she died in march",
    "my cat died",
    "he passed away",
    "she passed away two years ago",
    "my late husband's chair",
    "i lost my mother to it",
    "we lost our baby",
    "lost my dog in june",
    "her funeral",
    "at my brother's funeral",
    "cancer",
    "my sister has cancer",
    "the hospital room",
    "sitting in hospital with my son",
    "my parents' divorce",
    "since the divorce",
    "a miscarriage",
    "i miss him so much",
    "i miss my mum",
    "i feel so lonely",
    "nobody likes me",
    "my dad has dementia",
    "she broke up with me",
    "we split up in march",
    "we broke up in June and I still look most nights",
    "who was nine and very ill",
    "my husband left",
    "since dad's gone",
    "she isn't with us anymore",
    "RIP grandad",
    "my wife's ashes",
    "i feel so alone",
    "i hate myself",
    "i was homeless",
    "he left me",
    "we had to put him to sleep",
    "I was made redundant",
    "since my diagnosis",
    "depression, mostly",
    "we fled when i was five",
    "my mum died of a stroke",
    "my grandad died of old age",
    "i'm a cancer survivor",
    "nobody cares about me",
    "he killed himself",
    "she took her own life",
    "when i was a homeless person",
    "the shelling",
    "we hid from the shelling in the cellar",
    "a hospital ward",
)

LIGHT = (
    "we broke up laughing",
    "we broke up into teams for the quiz",
    "my phone died",
    "dead tired",
    "to die for",
    "the battery is dead",
    "lost my keys",
    "killed it",
    "my laptop died on me",
    "my car died on the motorway",
    "i almost died laughing",
    "my stapler, and people have died for less",
    "nearly died of embarrassment",
    "dead serious",
    "lost my phone",
    "lost my mind",
    "lost my way",
    "the dead sea",
    "i passed my exam",
    "it passed",
    "he passed out on the sofa",
    "i'm a cancer, star sign",
    "cancer season",
    "black widow",
    "star wars",
    "the war of the worlds",
    "nearly gave me a heart attack",
    "i work in a hospital",
    "he left me speechless",
    "good grief",
    "stroke of luck",
    "lost in the woods",
    "tug of war",
    "the plant died",
    "dying to know",
    "my favourite cemetery walk",
    "left my umbrella on the bus",
    "breaking up chocolate",
    "lost luggage",
    "my husband left his socks on the stairs",
    "lost my brother at the fair and found him by the swings",
    "hospital corners on the bed",
    "prison break, season one",
    "roll the die",
    "my ex boyfriend's recipe",
    "my aunt nearly died of laughter",
    "he killed himself laughing",
    "the fire died down",
    "i am a cancer and proud of it",
    "lost in the hospital car park, my first week as a nurse",
    "the hospital porter who whistles",
    "I was a cleaner in a hospital",
    "hospital staff",
    "shelling peas on the balcony",
    "shelling all those walnuts",
    "the homeless man outside the station",
)


@pytest.mark.parametrize("text", TENDER)
def test_tender_is_heard(text: str) -> None:
    """Each of these is met gently."""
    heard = lane(hear(text), ENGLISH)
    assert heard is not None
    assert heard.branch is Branch.TENDER


@pytest.mark.parametrize("text", LIGHT)
def test_light_is_not_tender(text: str) -> None:
    """None of these gets a solemn line."""
    heard = lane(hear(text), ENGLISH)
    assert heard is None or heard.branch is not Branch.TENDER


def test_a_questions_own_words_add_to_the_lane() -> None:
    """The author's phrases make an answer tender, and are told apart from the built-in ones by the key."""
    heard = lane(hear("they sold it in the end"), ENGLISH, tender=weave(["they sold it"]))
    assert heard is not None
    assert (heard.branch, heard.key, heard.evidence) == (Branch.TENDER, "tender", "they sold it")


@pytest.mark.parametrize("pattern", ENGLISH.tender.like + ENGLISH.tender.certain)
def test_every_pattern_is_heard_in_all_its_forms(pattern: str) -> None:
    """No form of a pattern is swallowed by the innocent expressions; what is graver still is distress."""
    unheard = []
    for sentence in sentences(pattern):
        heard = lane(hear(sentence), ENGLISH)
        if heard is None or heard.branch not in (Branch.TENDER, Branch.DISTRESS):
            unheard.append(sentence)
    assert unheard == []
