"""Whether an answer is in another language than its deck: by script, or by its little words. Conservative."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final, NamedTuple

from bot.hearing.lexicon import Lexicon
from bot.hearing.words import Line

SCANNED: Final = 200
"""Letters that are enough to tell a script."""

_NOT_LATIN = re.compile(r"[^\W\d_\u0000-\u024f\u1e00-\u1eff\u2c60-\u2c7f\ua720-\ua7ff\uff21-\uff5a]")
_LETTER = re.compile(r"[^\W\d_]")
_IDEOGRAPHIC = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def _words(text: str) -> frozenset[str]:
    # Accents are taken off on both sides, so that a keyboard without them is understood as well.
    decomposed = unicodedata.normalize("NFKD", text)
    return frozenset("".join(c for c in decomposed if not unicodedata.combining(c)).split())


# Per language: words that only sentences have (pronouns, verbs, conjunctions), and words that names of films, dishes
# and streets have as well (articles, prepositions), which count half. None of them is an English word, and none is
# shared so widely that it says nothing.
_STRONG: Final = {
    "de": _words(
        "ich nicht und ist sind mein meine meiner meinen meinem habe hatte haben wir ihr euch mich mir dich dir auch "
        "aber oder weil wenn kein keine keinen sehr immer wieder schon noch nur gerne gern kann konnte wurde warst "
        "waren weiss dass sich bin bist wäre würde etwas nichts hab einfach mal glaube "
        "gerade gemacht gewesen gesagt gegangen geworden jetzt heute gestern vielleicht eigentlich bisschen deshalb "
        "darum dieser dieses jemand niemand unser unsere seine seinen ihre ihren wird werden muss möchte"
    ),
    "en": _words(
        "the you my your and but because not that this with have had would could should like never always "
        "very when what "
        "where who nothing everything they we she he it is are were do does dont im its there their about think know"
    ),
    "fr": _words(
        "je nous vous ils elle elles est sont suis pas que qui mais parce avec dans pour une mon ma mes toujours "
        "jamais très aussi quand cest jai quil qui était avait sais peux veux rien tout moi toi"
    ),
    "es": _words(
        "yo pero porque que muy es son mi mis tu cuando siempre nunca también está estoy tengo quiero soy fue era con "
        "como más hay nada todo donde creo puedo"
    ),
    "it": _words(
        "io sono perché che non ma è molto mia mio miei quando sempre mai anche ho hai sei siamo della nella niente "
        "tutto cosa questo questa penso credo"
    ),
    "pt": _words(
        "eu não nao mas porque que muito meu minha meus quando sempre nunca também é sou estou tenho quero foi uma com "
        "nada tudo você acho isso"
    ),
    "nl": _words(
        "ik niet het een en maar omdat mijn zijn wij jij ook altijd nooit heb hebben heeft naar voor dat deze wel heel "
        "veel geen weet denk graag toen"
    ),
    "tr": _words(
        "ben sen biz ama çünkü için bir ve değil çok benim senin bu şey gibi daha her zaman hiç bilmiyorum var yok"
    ),
    "pl": _words(
        "ja nie jest jestem się ale bo że moja mój moje kiedy zawsze nigdy też mam masz było był była bardzo jak co "
        "wiem tylko gdy"
    ),
}
_WEAK: Final = {
    "en": _words("a an of to in on for from by as one all or at up out so"),
    "de": _words(
        "der das den dem des ein eine einen einem mit auf von zu für bei aus nach wie hat vom zum zur beim ganz doch"
    ),
    "fr": _words("le la les un des du de et au aux sur en ou ce cette"),
    "es": _words("el la los las un una de del en y por para su al"),
    "it": _words("il lo la gli le un una di del con per nel e alla i da"),
    "pt": _words("o os um uma de do da no na em e para por ao"),
    "nl": _words("de van in op te met bij aan of als uit"),
    "tr": _words("ile da de mi ne o"),
    "pl": _words("w z na i do od po za o to"),
}
_WHOLE: Final = {
    "de": _words("keine_ahnung weiss_nicht weiss_ich_nicht und_du"),
    "en": _words("no_idea dont_know i_dont_know and_you"),
    "es": _words("no_sé no_lo_sé y_tú y_tu"),
    "fr": _words("je_sais_pas sais_pas aucune_idée et_toi"),
    "it": _words("non_so non_lo_so boh_non_so e_tu"),
    "nl": _words("weet_niet weet_ik_niet geen_idee en_jij"),
    "pl": _words("nie_wiem nie_mam_pojęcia a_ty"),
    "pt": _words("nao_sei não_sei"),
    "tr": _words("bilmiyorum ve_sen"),
}
"""Two-word answers that are unmistakable."""
_SAYINGS: Final = _words("cest_la_vie je_ne_sais_quoi que_sera_sera mi_casa_es_su_casa la_vie_en_rose cogito_ergo_sum")
"""Sentences that everybody has adopted."""
_ALIKE: Final = {
    "en": _words("i in to o no on do ten me mi per all den her bin war was so is of"),
    "de": _words(
        "in so was die den dem des du da an am na es er man war hat als im um zu wo wer bis son la all hier he she"
    ),
}
"""Words of other languages that are spelt alike in a deck's own: they count for none of those."""


class _Others(NamedTuple):
    """What tells other languages from one: their words by language, and those without which no line is foreign."""

    telling: frozenset[str]
    deciding: frozenset[str]
    whole: frozenset[str]
    alike: frozenset[str]


@lru_cache(maxsize=8)
def _others(language: str) -> _Others:
    alike = _ALIKE.get(language, _NONE)
    there = [other for other in _STRONG if other != language]
    telling: frozenset[str] = frozenset().union(*(_STRONG[one] | _WEAK[one] for one in there))
    whole: frozenset[str] = frozenset().union(*(_WHOLE[one] for one in there))
    return _Others(telling, telling - alike, whole, alike)


_NONE: Final[frozenset[str]] = frozenset()
LONG, MANY = 5, 3
"""So many words with so many of another language's little ones, and two fewer of ours, need no clearer sign."""
SHORT_ANSWER: Final = 4
"""Words of the longest expression in `_WHOLE`."""


def foreign(line: Line, lexicon: Lexicon) -> bool:
    """Whether the line is plainly not in the lexicon's language.

    Single Latin words never are: a name, a dish and a film belong to everybody.
    """
    if not lexicon.latin:
        return False
    if not line.text.isascii() and _other_script(line.text):
        return True
    return len(line.words) >= 2 and _other_words(line, lexicon)


def _other_script(text: str) -> bool:
    letters = _LETTER.findall(text[: SCANNED * 4])[:SCANNED]
    other = [letter for letter in letters if _NOT_LATIN.match(letter)]
    # One Greek letter is a symbol (a mathematician's answer); one ideograph is a word.
    enough = len(other) >= 2 or any(_IDEOGRAPHIC.match(letter) for letter in other)
    return enough and len(other) * 5 >= len(letters) * 3


def _other_words(line: Line, lexicon: Lexicon) -> bool:
    words, others = tuple(line.words[:60]), _others(lexicon.language)
    whole = "_".join(words) if len(words) <= SHORT_ANSWER or words[0] in _FIRST_OF_SAYINGS else ""
    if others.deciding.isdisjoint(words) and whole not in others.whole:
        return False
    if whole in _SAYINGS:
        return False
    if whole in others.whole:
        return True
    said = frozenset(words) - others.alike
    ours = sum(
        (word in lexicon.stop or word in lexicon.little) and word not in others.alike and word not in others.telling
        for word in words
    )
    return any(
        _speaks(said, _STRONG[language], _WEAK[language], ours, len(words))
        for language in _STRONG
        if language != lexicon.language
    )


_FIRST_OF_SAYINGS: Final = frozenset(saying.split("_")[0] for saying in _SAYINGS)


def _speaks(said: frozenset[str], strong: frozenset[str], weak: frozenset[str], ours: int, words: int) -> bool:
    clear = len(said & strong)
    vague = len(said & weak)
    if words >= LONG and clear + vague >= max(MANY, ours + 2):
        return True
    if words < 3 or clear == 0 or 2 * clear + vague < 4:
        return False
    return clear + vague > ours and (clear + vague) * 10 >= words * 3


# Which language, for a deck that does not say

_SCRIPTS: Final = (
    ("ja", "\u3040-\u30ff"),
    ("ko", "\uac00-\ud7af"),
    ("zh", "\u3400-\u9fff"),
    ("ru", "\u0400-\u04ff"),
    ("el", "\u0370-\u03ff"),
    ("he", "\u0590-\u05ff"),
    ("ar", "\u0600-\u06ff"),
    ("hi", "\u0900-\u097f"),
    ("th", "\u0e00-\u0e7f"),
)
_ENGLISH: Final = _words(
    "the what you your would have which who is are do does when where how of in to and a an it that this with for on"
)
_ASKED: Final = {
    "de": _words("was welche welcher welches wer wie wo wann warum du dein deine deinen würdest hast bist am liebsten"),
    "fr": _words("quel quelle quels quelles tu ton ta tes comment où pourquoi votre vos préféré préférée aimerais"),
    "es": _words("qué cuál quién cómo cuándo dónde tu tus te prefieres gustaría último última"),
    "it": _words("quale chi come quando dove perché tuo tua tuoi ti preferisci vorresti ultima ultimo cosa"),
    "pt": _words("qual quem como quando onde você seu sua seus gostaria última último faria"),
    "nl": _words("wat welke wie hoe waar wanneer waarom jouw jij je zou laatste"),
    "tr": _words("ne hangi kim nasıl nerede senin en son olsaydı"),
    "pl": _words("co jaki jaka jakie kto gdzie kiedy jak twój twoja twoje byś ostatni ostatnia"),
}


def language_of(text: str) -> str:
    """The likeliest language of a list of questions, as a BCP 47 tag; `en` where nothing speaks for another."""
    letters = _LETTER.findall(text[:4_000])
    for language, script in _SCRIPTS:
        share = 0.15 if language == "ja" else 0.5
        if letters and len(re.findall(f"[{script}]", text[:4_000])) > share * len(letters):
            return language
    plain = unicodedata.normalize("NFKD", text[:20_000].casefold())
    words = re.findall(r"[^\W\d_]+", "".join(one for one in plain if not unicodedata.combining(one)))
    english = sum(word in _ENGLISH for word in words)
    scores = {
        language: sum(1.0 if word in _STRONG[language] or word in asked else 0.5 * (word in _WEAK[language])
        for word in words) for language, asked in _ASKED.items()
    }  # fmt: skip
    best = max(scores, key=lambda language: scores[language])
    return best if scores[best] >= 1.5 and scores[best] > english else "en"
