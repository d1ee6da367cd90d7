"""The lighter lanes: handed back, in another language, next to nothing, a laugh."""

from __future__ import annotations

import pytest

from bot.hearing import ENGLISH, hear, weave
from bot.model.heard import Branch

from .lane import lane

ROWS: tuple[tuple[str, Branch | None], ...] = (
    ("and you?", Branch.QUESTION_BACK),
    ("what about you", Branch.QUESTION_BACK),
    ("you first", Branch.QUESTION_BACK),
    ("wbu", Branch.QUESTION_BACK),
    ("u?", Branch.QUESTION_BACK),
    ("You?", Branch.QUESTION_BACK),
    ("good, and you?", Branch.QUESTION_BACK),
    ("idk, you tell me", Branch.QUESTION_BACK),
    ("fine and yours", Branch.QUESTION_BACK),
    ("what's yours?", Branch.QUESTION_BACK),
    ("what would you say", Branch.QUESTION_BACK),
    ("same question to you", Branch.QUESTION_BACK),
    ("i love the way you look at things", None),
    ("do you remember the old harbour, and the boats with their lamps? you", None),
    ("ich weiß nicht, meine Oma hatte eine kleine Küche", Branch.OTHER_LANGUAGE),
    ("keine Ahnung", Branch.SHORT),
    ("je ne sais pas", Branch.OTHER_LANGUAGE),
    ("la maison de ma grand-mère, parce que j'ai grandi là", Branch.OTHER_LANGUAGE),
    ("la casa de mi abuela porque siempre huele a pan", Branch.OTHER_LANGUAGE),
    ("non lo so, forse il mare quando ero piccolo e mia nonna", Branch.OTHER_LANGUAGE),
    ("eu não sei, mas acho que a minha avó", Branch.OTHER_LANGUAGE),
    ("ik weet het niet, maar mijn oma wel", Branch.OTHER_LANGUAGE),
    ("ben bilmiyorum ama çok güzel", Branch.OTHER_LANGUAGE),
    ("nie wiem, ale moja babcia zawsze tak mówiła", Branch.OTHER_LANGUAGE),
    ("кухня моей бабушки", Branch.OTHER_LANGUAGE),
    ("مطبخ جدتي", Branch.OTHER_LANGUAGE),
    ("祖母のキッチン", Branch.OTHER_LANGUAGE),
    ("할머니의 부엌", Branch.OTHER_LANGUAGE),
    ("דלת המטבח", Branch.OTHER_LANGUAGE),
    ("schadenfreude", None),
    ("Rio de la Plata", None),
    ("El Camino de Santiago", None),
    ("c'est la vie", None),
    ("déjà vu", None),
    ("La La Land", None),
    ("Das Leben der Anderen", None),
    ("Maria de los Angeles", None),
    ("crème brûlée", None),
    ("Zoë", None),
    ("my oma's apfelstrudel", None),
    ("a je ne sais quoi in the kitchen", None),
    ("π", None),
    ("Beyoncé in Paris", None),
    ("die hard", None),
    ("in a den with my dog", None),
    ("ten men in a car", None),
    ("no", Branch.SHORT),
    ("idk", Branch.SHORT),
    ("idk tbh", Branch.SHORT),
    ("Ha, I have no idea to be honest", Branch.SHORT),
    ("dunno", Branch.SHORT),
    ("Fine.", Branch.SHORT),
    ("no idea", Branch.SHORT),
    ("nothing", Branch.SHORT),
    ("whatever", Branch.SHORT),
    ("ok", Branch.SHORT),
    ("?", Branch.SHORT),
    ("...", Branch.SHORT),
    ("I don't know", Branch.SHORT),
    ("i don’t know really", Branch.SHORT),
    ("can't think of anything", Branch.SHORT),
    ("", Branch.SHORT),
    ("\u200b", Branch.SHORT),
    ("👍", Branch.SHORT),
    ("🤷", Branch.SHORT),
    ("👍🏽", Branch.SHORT),
    ("👌🏿👌🏿", Branch.SHORT),
    ("🤷‍♀️", Branch.SHORT),
    ("🤷🏾‍♂️", Branch.SHORT),
    ("🤷♀", Branch.SHORT),
    ("🙂‍↕️", Branch.SHORT),
    ("…", Branch.SHORT),
    ("——", Branch.SHORT),
    ("«…»", Branch.SHORT),
    ("。", Branch.SHORT),
    ("🏽", Branch.SHORT),
    ("👨‍👩‍👧", None),
    ("👩🏽‍🚀", None),
    ("♀", None),
    ("∞", None),
    ("❤️", None),
    ("😂👍🏽", Branch.JOKE),
    ("k", Branch.SHORT),
    ("I would have to think about that", Branch.SHORT),
    ("hmm, let me think for a second", Branch.SHORT),
    ("I've never really thought about it before", Branch.SHORT),
    ("I'll have to get back to you on that", Branch.SHORT),
    ("wow, tough one", Branch.SHORT),
    ("my mind is blank", Branch.SHORT),
    ("none that I can think of", Branch.SHORT),
    ("it really depends", Branch.SHORT),
    ("too many to count", Branch.SHORT),
    ("I would have to think about my sister", None),
    ("I never thought about it until the strike", None),
    ("a lot of things my father built", None),
    ("it depends on the weather and on my knees", None),
    ("🙈", Branch.SHORT),
    ("🙄", Branch.SHORT),
    ("😭😭😭", Branch.SHORT),
    ("🐯", None),
    ("wow ok thats deep", Branch.SHORT),
    ("the deep end", None),
    ("hmm idk, u say", Branch.QUESTION_BACK),
    ("my nan, you say", None),
    ("what do you mean?", Branch.PUZZLED),
    ("sorry, I don't understand the question", Branch.PUZZLED),
    ("can you rephrase that please", Branch.PUZZLED),
    ("that makes no sense", Branch.PUZZLED),
    ("what does that mean for a ferry, I wonder", None),
    ("my mother, who never said what she meant", None),
    ("nothing beats my own bed", None),
    ("fine bone china", None),
    ("no idea is ever lost, my aunt says", None),
    ("ok computer", None),
    ("the sea", None),
    ("7", None),
    ("lol", Branch.JOKE),
    ("haha my diary", Branch.JOKE),
    ("😂", Branch.JOKE),
    ("my ex 🤣", Branch.JOKE),
    ("jk", Branch.JOKE),
    ("🌊", None),
    ("a joke my father told", None),
)


@pytest.mark.parametrize(("text", "branch"), ROWS)
def test_the_lane_of_a_line(text: str, branch: Branch | None) -> None:
    """Each line finds its lane, or none."""
    heard = lane(hear(text), ENGLISH)
    assert (heard.branch if heard else None) is branch


def test_the_graver_lane_decides() -> None:
    """Where two lanes fit, the one that matters more is taken."""
    for text in ("lol i want to die", "my mum died, and you?", "haha, cancer"):
        heard = lane(hear(text), ENGLISH)
        assert heard is not None
        assert heard.branch in (Branch.DISTRESS, Branch.TENDER)


def test_a_questions_own_joke_has_its_key() -> None:
    """A joke that the author saw coming is told apart from mere laughter."""
    heard = lane(hear("the fridge, obviously"), ENGLISH, joke=weave(["the fridge"]))
    assert heard is not None
    assert (heard.branch, heard.key) == (Branch.JOKE, "joke")
