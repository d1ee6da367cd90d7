"""What answers nothing is told from answers: remarks, corrections, and small talk in another language."""

from __future__ import annotations

import pytest

from bot.hearing import ENGLISH, hear, lexicon_for
from bot.hearing.abroad import abroad
from bot.hearing.remarks import corrected, remark, takes_it_lightly
from bot.model.heard import Branch

GERMAN, ARABIC = lexicon_for("de"), lexicon_for("ar")


@pytest.mark.parametrize(
    ("language", "text", "key"),
    [
        ("en", "my boss reads this right?", "readers"),
        ("en", "lol who can see this", "readers"),
        ("en", "is this anonymous?", "readers"),
        ("en", "what do other people say", "others"),
        ("en", "no, that's not what I said", "unheard"),
        ("en", "what kind of question is that", "grumble"),
        ("en", "ur funny", "kind"),
        ("en", "brb", "later"),
        ("en", "sorry cat on keyboard", "slip"),
        ("en", "back. where were we", "again"),
        ("en", "sorry what was the question again", "again"),
        ("de", "wie war die Frage nochmal?", "again"),
        ("en", "hello? are you there", "again"),
        ("en", "sorry was away. what was the question?", "again"),
        ("de", "Hallo? Bist du noch da?", "again"),
        ("ar", "ما كان السؤال؟", "again"),
        ("de", "wer liest das hier?", "readers"),
        ("de", "was sagen denn die anderen?", "others"),
        ("de", "so war das nicht gemeint", "unheard"),
        ("de", "was ist das für eine Frage", "grumble"),
        ("de", "bin gleich wieder da", "later"),
        ("ar", "من يقرأ هذا؟", "readers"),
        ("ar", "ليس هذا ما قصدته", "unheard"),
        ("ar", "لحظة من فضلك", "later"),
    ],
)
def test_a_remark_is_told_by_what_it_is_about(language: str, text: str, key: str) -> None:
    """Courtesies and laughter apart, the whole line is one of those that people say beside a question."""
    lexicon = lexicon_for(language)
    heard = remark(hear(text, lexicon), lexicon)
    assert heard is not None
    assert (heard.branch, heard.key) == (Branch.REMARK, key)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "my phone"), ("en", "one minute"), ("en", "meetings"),
        ("en", "who reads this much poetry but me"), ("en", "the others"), ("en", "my back"),
        ("en", "the question of money"), ("en", "testing"),
        ("en", "a weird question my aunt asked at the funeral"), ("en", "I love the way it smells"),
        ("de", "gleich"), ("de", "die anderen"), ("de", "eine Minute"), ("de", "mein Chef liest Gedichte"),
        ("ar", "دقيقة"), ("ar", "الآخرون"),
    ],
)  # fmt: skip
def test_an_answer_is_no_remark(language: str, text: str) -> None:
    """What may answer a question is left to it: a wrong guess is worse than three misses."""
    lexicon = lexicon_for(language)
    assert remark(hear(text, lexicon), lexicon) is None


@pytest.mark.parametrize(
    ("language", "text", "meant", "plainly"),
    [
        ("en", "no wait I meant tiger", "tiger", True),
        ("en", "sorry, i meant the second one!", "the second one", True),
        ("en", "*colleagues", "colleagues", True),
        ("en", "no, tiger", "tiger", False),
        ("de", "ne ich meinte den Nachbarn", "den Nachbarn", True),
        ("de", "nein, den Tiger", "den Tiger", False),
        ("ar", "لا، قصدت الشاي", "الشاي", True),
    ],
)
def test_what_was_meant_is_found_verbatim(language: str, text: str, meant: str, plainly: bool) -> None:
    """Behind "I meant" stands what was meant; behind a bare "no" it may."""
    lexicon = lexicon_for(language)
    assert corrected(hear(text, lexicon), lexicon) == (meant, plainly)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "I meant to call her"), ("en", "I meant well"), ("en", "i mean the sea is nice"), ("en", "the garden"),
        ("en", "no"), ("en", "**bold**"), ("en", "it should be my teapot"), ("en", "should be fun"),
        ("en", "oh, a bird!"),
        ("en", "I wanted to say goodbye to him"), ("en", "5*"), ("en", "* reading"), ("de", "ich wollte sagen: bleib"),
        ("ar", "أقصد البحر"), ("de", "ach, ein Vogel"),
        ("en", "sorry I meant the one by the lake where we used to sit and wait for the ferry"),
        ("de", "ich meine das Meer"), ("de", "ich meinte es gut"), ("ar", "الشاي"),
    ],
)  # fmt: skip
def test_a_sentence_that_means_something_corrects_nothing(language: str, text: str) -> None:
    """ "I meant to call" tells a story, and a long line is one."""
    lexicon = lexicon_for(language)
    assert corrected(hear(text, lexicon), lexicon) is None


@pytest.mark.parametrize(
    ("text", "branch"),
    [
        ("und du?", Branch.QUESTION_BACK),
        ("hä?", Branch.PUZZLED),
        ("weiß nich", Branch.SHORT),
        ("bin grad traurig, mein Freund hat Schluss gemacht", Branch.TENDER),
        ("وأنت؟", Branch.QUESTION_BACK),
        ("ههههه", Branch.JOKE),
        ("ماتت قطتي", Branch.TENDER),
        ("wer liest das hier?", Branch.REMARK),
        ("Wurst", None),
        ("pizza", None),
        ("the kettle", None),
        ("mein Opa hatte einen Hund, der nur Französisch verstand", None),
    ],
)
def test_small_talk_needs_no_choice_of_a_language(text: str, branch: Branch | None) -> None:
    """Whoever asks back or grieves in their own language, under English questions, is heard; one word may be a dish."""
    heard = abroad(hear(text), ENGLISH)
    assert (heard.branch if heard else None) is branch


def test_english_is_heard_under_any_questions() -> None:
    """A loss that is told in English is met gently in German and Arabic decks, too."""
    for lexicon in (GERMAN, ARABIC):
        heard = abroad(hear("my grandma died", lexicon), lexicon)
        assert heard is not None
        assert heard.branch is Branch.TENDER


@pytest.mark.parametrize(
    ("language", "text", "lightly"),
    [
        ("en", "haha no just kidding", True), ("en", "it's a figure of speech", True), ("en", "I'm fine", False),
        ("en", "ok", False), ("en", "don't worry I'm ok", False), ("de", "alles gut", False), ("de", "ok", False),
        ("en", "just leave me", False), ("de", "war nur Spaß", True), ("de", "lass mich", False),
        ("ar", "كنت أمزح", True), ("ar", "لا أحد", False),
    ],
)  # fmt: skip
def test_what_was_said_in_jest_is_taken_back(language: str, text: str, lightly: bool) -> None:
    """Said after something that sounded like distress, it takes that back; an "ok" and an "I'm fine" do not."""
    lexicon = lexicon_for(language)
    assert takes_it_lightly(hear(text, lexicon), lexicon) is lightly
