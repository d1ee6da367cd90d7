"""Arabic is heard, modestly: yes and no, what is short, what is tender, and above all distress."""

from __future__ import annotations

import pytest

from bot.hearing import assent, hear, lexicon_for
from bot.hearing.lanes import distress
from bot.hearing.nets import weave
from bot.model.heard import Branch

from .lane import lane

ARABIC = lexicon_for("ar-EG")


@pytest.mark.parametrize(
    ("text", "agreed"),
    [
        ("نعم", True),
        ("نعم، من فضلك", True),
        ("لا بأس", True),
        ("طيب", True),
        ("أيوه", True),
        ("لم لا؟", True),
        ("نعممممم", True),
        ("لا", False),
        ("لا شكرًا", False),
        ("ليس الآن", False),
        ("لااااا", False),
        ("لاحقًا", False),
        ("لا أريد", False),
        ("إن شاء الله", None),
        ("ربما", None),
        ("لا أدري", None),
        ("البحر", None),
        ("yes", True),
        ("no", False),
    ],
)
def test_yes_and_no(text: str, agreed: bool | None) -> None:
    """Many a yes begins with a no; whether God wills is neither."""
    assert assent(text, "ar") is agreed


DISTRESS = (
    "أريد أن أموت",
    "بدي موت",
    "تعبت من الحياة",
    "سأنهي حياتي الليلة",
    "لا أحد سيفتقدني",
    "زوجي يضربني",
    "أفكر بالانتحار",
    "اريد ان اموت",
    "أُرِيدُ أَنْ أَمُوت",
    "مش عايز أعيش",
    "لم أعد أحتمل",
    "ليتني مت",
    "لا أستحق أن أعيش",
    "أقتل نفسي",
)
INNOCENT = (
    "أموت من الضحك",
    "بموت فيك",
    "يقتلني الفضول",
    "لا أريد أن أموت قبل أن أرى البحر",
    "فرقة الانتحار",
    "جرحت نفسي وأنا أقطع البصل",
    "لم أعد أتحمل الحر",
    "أبي ضربني بالشطرنج",
    "أبي لم يضربني قط",
    "مطبخ جدتي",
    "البحر في الصباح",
    "فقدت الأمل في الفريق",
    "تعبت من الحياة في المدينة",
)


@pytest.mark.parametrize("text", DISTRESS)
def test_distress_is_heard(text: str) -> None:
    """With or without vowel signs and hamza, in more than one dialect."""
    assert distress(hear(text, ARABIC), ARABIC) is not None


@pytest.mark.parametrize("text", INNOCENT)
def test_idioms_are_not_distress(text: str) -> None:
    """The language is full of dying: of laughter, of heat, of love."""
    assert distress(hear(text, ARABIC), ARABIC) is None


@pytest.mark.parametrize(
    ("text", "branch"),
    [("لا أعرف", Branch.SHORT), ("وأنت؟", Branch.QUESTION_BACK), ("ههههه", Branch.JOKE), ("توفي أبي", Branch.TENDER)],
)
def test_the_other_lanes(text: str, branch: Branch) -> None:
    """The short, the question back, the laugh and the loss."""
    heard = lane(hear(text, ARABIC), ARABIC)
    assert heard is not None
    assert heard.branch is branch


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("مكتبة", "في مكتبه"),
        ("مستشفى", "مستشفي"),
        ("كتاب", "کتاب"),
        ("مكتب", "مكـــتب"),
        ("أحمر", "احمر"),
        ("بحر", "وبحر"),
    ],
)
def test_spellings_of_one_word_are_one(phrase: str, text: str) -> None:
    """Ta marbuta, alef maqsura, a Persian keyboard, tatweel, hamza, and what is written onto a word."""
    assert weave((phrase,), ARABIC).catch(hear(text, ARABIC)).score


def test_digits_are_digits() -> None:
    """Arabic-Indic ones are read as the others."""
    assert hear("٢٤", ARABIC).words == ("24",)
