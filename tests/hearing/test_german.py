"""German is heard: yes and no, negations that stand behind, what is tender, and above all distress."""

from __future__ import annotations

import pytest

from bot.hearing import ENGLISH, assent, hear, lexicon_for, pick
from bot.hearing.foreign import foreign
from bot.hearing.lanes import distress
from bot.hearing.nets import weave
from bot.hearing.picked import Outcome
from bot.model.heard import Branch

from .lane import lane

GERMAN = lexicon_for("de-AT")


def rows(text: str) -> list[str]:
    """One a `|` or line."""
    return [row.strip() for line in text.strip().splitlines() for row in line.split("|") if row.strip()]


@pytest.mark.parametrize(
    "text",
    rows("""
    ja|Ja, gerne!|na klar|warum nicht?|los geht's|gerne|passt schon|meinetwegen|ich bin dabei|leg los
    von mir aus|auf jeden Fall
    Ja, darauf habe ich gewartet|natuerlich|natürlich|okay|yes please|nichts dagegen|👍|jup|ja bitte
    mach mal|immer her damit
    """),
)
def test_a_german_yes(text: str) -> None:
    """Said as people say it, with dots or without, or in English."""
    assert assent(text, "de") is True


@pytest.mark.parametrize(
    "text",
    rows("""
    nein|nee|nö|nein danke|jetzt nicht|nicht jetzt|lieber nicht|heute nicht|keine Lust|später|vielleicht ein andermal
    ok, aber nicht heute|lass mal|muss nicht sein|no thanks|ich möchte nicht|ich moechte nicht|noch nicht
    auf keinen Fall
    """),
)
def test_a_german_no(text: str) -> None:
    """A refusal beats a yes beside it."""
    assert assent(text, "de") is False


@pytest.mark.parametrize(
    "text",
    rows("""
    vielleicht|jein|weiß nicht|kommt drauf an|mal sehen|ja und nein|doch|die Küche|meine Schwester hat ja
    gesagt|keine Ahnung
    Tiger|wer fragt das
    """),
)
def test_neither_in_german(text: str) -> None:
    """What may be either is asked again."""
    assert assent(text, "de") is None


DISTRESS = rows("""
ich will nicht mehr leben|ich mag nicht mehr leben|Ich denk manchmal ich wär lieber tot|ich will sterben
ich bring mich um
ich hab mich wieder geritzt|es hat alles keinen Sinn mehr|ohne mich wären alle besser dran|ich kann nicht mehr
mein Mann schlägt mich|ich habe Angst, nach Hause zu gehen|ich wünschte, ich wäre tot|ich will, dass es aufhört
ich will nicht mehr leben ohne ihn|ich will in dieser Welt nicht mehr leben|Ich moechte nicht mehr leben
ICH WILL STERBEN
selbstmord|ich denke an Selbstmord|niemand würde mich vermissen|ich falle allen nur zur Last
er bringt mich um, wenn ich gehe
die Küche. Und ich kann nicht mehr.|ich habe alle Tabletten genommen|ich gebe auf|wozu soll ich noch leben
""")
INNOCENT = rows("""
Ich sterbe vor Hunger|Mein Handy ist tot|Der Kaffee war zum Sterben gut|Ich kann nicht mehr, so satt bin ich
Meine Oma schlägt mich im Schach|Ich lach mich tot|Krimis, in denen einer umgebracht wird
Ich habe mich in den Finger geschnitten|Meine Schwester bringt mich um, wenn ich das erzähle|Der Winter bringt mich um
Ich will nicht mehr leben wie mit zwanzig|Ich will nicht mehr leben in der Stadt|Bungee von der Brücke springen
ein Krimi mit Überdosis|ich kann nicht mehr Klavier spielen|ich gebe auf meine Pflanzen acht|ich wäre tot umgefallen
vor Lachen
die Küche meiner Oma|der Bus um acht|totmüde bin ich abends|ich will noch nicht sterben|ein sterbenslangweiliger Film
""")


@pytest.mark.parametrize("text", DISTRESS)
def test_distress_is_heard(text: str) -> None:
    """Whole expressions, with or without the comma in their middle, in any spelling; some only as a whole clause."""
    heard = lane(hear(text, GERMAN), GERMAN)
    assert heard is not None
    assert heard.branch is Branch.DISTRESS


@pytest.mark.parametrize("text", INNOCENT)
def test_idioms_are_not_distress(text: str) -> None:
    """Hunger, chess, winters and full stomachs borrow its words."""
    assert distress(hear(text, GERMAN), GERMAN) is None


@pytest.mark.parametrize(
    "text",
    rows("""
    als meine Oma gestorben ist|mein Vater ist gestorben|die Beerdigung|unsere Katze wurde eingeschläfert|die Scheidung
    ich würde mich nie umbringen|Mama hat Krebs
    """),
)
def test_what_is_tender_is_met_gently(text: str) -> None:
    """Loss, illness and breaks; and distress that is denied is not nothing."""
    heard = lane(hear(text, GERMAN), GERMAN)
    assert heard is not None
    assert heard.branch is Branch.TENDER


@pytest.mark.parametrize(
    "text", rows("mein Drucker ist tot|Sternzeichen Krebs|die Wäsche getrennt waschen|im Krieg der Sterne")
)
def test_what_only_sounds_tender_is_not(text: str) -> None:
    """Printers die and nobody grieves."""
    heard = lane(hear(text, GERMAN), GERMAN)
    assert heard is None or heard.branch is not Branch.TENDER


@pytest.mark.parametrize(
    ("text", "caught"),
    [
        ("Tiger mag ich nicht", False), ("die Tiger eher nicht", False), ("weil ich Tiger nicht mag", False),
        ("Tiger esse ich nicht gern", False), ("nicht der Tiger", False), ("ohne Tiger", False), ("kein Tiger", False),
        ("den Tiger vergesse ich nicht", True), ("nicht nur Tiger", True), ("Tiger, warum nicht", True),
        ("Tiger, Vögel mag ich nicht", True), ("Tiger", True), ("ein Tiger, aber nicht heute", True),
    ],
)  # fmt: skip
def test_a_negation_at_the_end_reaches_back(text: str, caught: bool) -> None:
    """In German it often stands behind what it denies, and only in its own clause."""
    assert bool(weave(("tiger",), GERMAN).catch(hear(text, GERMAN)).score) is caught


@pytest.mark.parametrize(
    ("phrase", "text"),
    [("küche", "die kueche"), ("küchen", "in der Küche"), ("straße", "auf der strasse"), ("häuser", "Haus")],
)
def test_dots_may_be_left_out(phrase: str, text: str) -> None:
    """`ue` is `ü`, and `ss` is `ß`, on both sides."""
    assert weave((phrase,), GERMAN).catch(hear(text, GERMAN)).score


@pytest.mark.parametrize(
    ("phrase", "text", "caught"),
    [
        ("bei ihr sitzen", "in der Sonne sitzen", False), ("bei ihr sitzen", "noch einmal bei ihr sitzen", True),
        ("bei ihr bleiben", "hier bleiben", False), ("bei ihr bleiben", "ob ich bei ihr bleibe", True),
        ("in ihren letzten", "im letzten Bus", False), ("von niemandem", "mit niemandem tauschen", False),
        ("bin gegangen", "wir sind gegangen", False), ("zu wissen", "wir wissen es", False),
        ("ist das genug", "genug Schnee", False),
        ("in der sonne", "die Sonne am See", True), ("am fenster", "ans Fenster", True),
    ],
)  # fmt: skip
def test_little_words_hold_a_very_common_one(phrase: str, text: str, caught: bool) -> None:
    """`bei ihr sitzen` is not `sitzen`; a word that says something stands for itself."""
    assert bool(weave((phrase,), GERMAN).catch(hear(text, GERMAN)).score) is caught


@pytest.mark.parametrize(
    "word", rows("bleiben|sitzen|kommt|geht|sagt|wissen|müssen|soll|gibt|morgen|Tag|um|an|wo|wann")
)
def test_very_common_words_lead_nowhere(word: str) -> None:
    """No thread begins at them."""
    assert hear(f"{word} Fenster", GERMAN).leading == (1,)


def test_experienced_and_wished_stay_apart() -> None:
    """`schon` and `schön`, `mochte` and `möchte` are different words."""
    words = hear("schon schön mochte möchte wurde würde", GERMAN).words
    assert len(set(words)) == 6


@pytest.mark.parametrize(
    ("text", "outcome", "index"),
    [
        ("Tiger", Outcome.PICKED, 0), ("ganz klar Blaukehlchen", Outcome.PICKED, 1), ("das zweite", Outcome.PICKED, 1),
        ("2", Outcome.PICKED, 1), ("beide", Outcome.BOTH, -1), ("keins von beiden", Outcome.NEITHER, -1),
        ("kommt drauf an", Outcome.DEPENDS, -1), ("ich nehme den Tiger", Outcome.PICKED, 0),
        ("eins", Outcome.PICKED, 0), ("keinen, danke", Outcome.NEITHER, -1), ("keinen von beiden", Outcome.NEITHER, -1),
        ("keine Zeit, Tiger bitte", Outcome.PICKED, 0), ("keinen Tiger", Outcome.DENIED, -1),
        ("ich wähle keinen", Outcome.NEITHER, -1), ("keine Katze", Outcome.NONE, -1),
    ],
)  # fmt: skip
def test_choices_are_picked_in_german(text: str, outcome: Outcome, index: int) -> None:
    """By label, place and number, and beside them."""
    picked = pick(text, ("Tiger", "Blaukehlchen"), lexicon=GERMAN)
    assert (picked.outcome, picked.index) == (outcome, index)


@pytest.mark.parametrize(
    ("text", "branch"),
    [
        ("keine Ahnung", Branch.SHORT), ("weiß nicht", Branch.SHORT), ("und du?", Branch.QUESTION_BACK),
        ("haha", Branch.JOKE), ("I would rather be at home with my sister", Branch.OTHER_LANGUAGE),
        ("je ne sais pas, mais c'est très bien", Branch.OTHER_LANGUAGE),
    ],
)  # fmt: skip
def test_the_other_lanes(text: str, branch: Branch) -> None:
    """The short, the question back, the laugh; and English is another language to a German deck."""
    heard = lane(hear(text, GERMAN), GERMAN)
    assert heard is not None
    assert heard.branch is branch


@pytest.mark.parametrize(
    "text",
    rows("""
    ich war gestern mit meiner Schwester im Kino|der Tag ist so lang und die Nacht so kurz|das Meer im Winter|Star Wars
    wir haben den ganzen Sommer am See verbracht, und es war sehr schön|The Beatles|man in black|also in der Küche
    weil die Kinder dann schon schlafen und ich endlich lesen kann
    """),
)
def test_german_is_no_other_language_to_german(text: str) -> None:
    """Nothing that is German is taken for Dutch, French or English."""
    assert not foreign(hear(text, GERMAN), GERMAN)


def test_german_stays_another_language_to_english() -> None:
    """What was so before there was a German lexicon."""
    assert foreign(hear("ich war gestern mit meiner Schwester im Kino", ENGLISH), ENGLISH)
    assert foreign(hear("keine Ahnung", ENGLISH), ENGLISH)
