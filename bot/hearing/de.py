"""German, as data. A word may be added anywhere here; the tables in tests/hearing say what must stay true."""

from __future__ import annotations

from bot.hearing.distress_de import DISTRESS, RELIEF, WHOLE
from bot.hearing.german import DIGRAPHS, SAME, lines, pairs, spelt, words
from bot.hearing.lexicon import Lexicon
from bot.hearing.patterns import Patterns
from bot.hearing.remarks_de import LOOSELY, MEANING, NEVER_MEANT, REMARKS, RETRACTING
from bot.hearing.replies_de import BACK, DONE, HELLO, JOKES, LATER, PUZZLED, SHORT, UNDECIDED
from bot.hearing.tender_de import TENDER

_ARTICLES = "der die das den dem des ein eine einen einem einer eines"
_MINE = (
    "mein meine meinen meinem meiner meines dein deine deinen deinem deiner unser unsere unseren unserem unserer sein "
    "seine seinen seinem seiner ihr ihre ihren ihrem ihrer euer eure"
)
_THIS = "dieser diese dieses diesen diesem"
_PRONOUNS = "ich du er sie es wir ihr mich dich ihn uns euch mir dir ihm ihnen sich man"
_NUMBERS = (
    "null ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn "
    "achtzehn neunzehn zwanzig"
)
_TENS = {"dreißig": 30, "vierzig": 40, "fünfzig": 50, "sechzig": 60, "siebzig": 70, "achtzig": 80, "neunzig": 90}
_ORDINALS = ("erst", "zweit", "dritt", "viert", "fünft", "sechst")


def _numbers() -> dict[str, int]:
    """The words for numbers; `ein` and `eine` are articles, and only `eins` is one."""
    found = {word: value for value, word in enumerate(_NUMBERS.split()) if word != "ein"}
    found |= {"eins": 1, "zwo": 2, **_TENS, "hundert": 100, "einhundert": 100}
    tens = {**_TENS, "zwanzig": 20}
    ones = ("ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun")
    found |= {f"{one}und{ten}": value + place for ten, value in tens.items() for place, one in enumerate(ones, 1)}
    return {spelt(word): value for word, value in found.items()}


def _ordinals() -> dict[str, int]:
    found = {f"{stem}{end}": place for place, stem in enumerate(_ORDINALS, 1) for end in ("e", "en", "er", "es", "em")}
    found |= {f"letzt{end}": -1 for end in ("e", "en", "er", "es", "em")}
    return {spelt(word): place for word, place in found.items()}


GERMAN = Lexicon(
    language="de",
    stemmer="german",
    spelling=DIGRAPHS,
    clitics=("'s", "s'", "'n", "'"),
    same=SAME,
    little=words(
        f"{_ARTICLES} {_MINE} {_THIS} von im in am an zum zur zu und ist bin sind für auf bei beim vom mit ans ins aufs"
    ),
    determiners=words(f"{_ARTICLES} {_THIS} ich mein meine es vielleicht eigentlich warte doch lieber"),
    correctors=words("nein nee nö"),
    negators=words(
        "nicht nie niemals nimmer kein keine keinen keinem keiner keines keins nichts niemand niemanden niemandem "
        "nirgends nirgendwo weder kaum ungern nein nee nö"
    ),
    universals=words("niemand niemanden niemandem nichts keiner keine keins nirgends nirgendwo"),
    but=spelt("außer"),
    exceptives=words("außer ohne minus abgesehen statt anstatt anstelle"),
    exceptive_pairs=pairs(
        "abgesehen von, bis auf, anders als, alles außer, alle außer, überall außer, jeder außer, nichts außer, "
        "niemand außer, statt dem, statt der, nicht mehr, nicht länger, alles andere, weit weg"
    ),
    harmless_pairs=pairs(
        "nicht nur, nicht bloß, nicht allein, nicht umsonst, kein zweifel, ohne zweifel, keine frage, keine ahnung, "
        "kein problem, kein ding, kein witz, kein scherz, kein wunder, nicht schlecht, nicht übel, nicht wahr, "
        "nicht dass, weiß nicht, nicht zu, nie vergessen, nie genug, nicht genug, nichts lieber, nichts besser, "
        "nichts geht, nicht aufhören, nicht erwarten, ohne zögern, ohne überlegung, ohne frage, warum nicht, "
        "wieso nicht, oder nicht, wenn nicht, ich nicht, glaube nicht, nicht gelogen"
    )
    - pairs("ich nicht"),
    trailing=words("nicht nie niemals kaum ungern nimmer"),
    closers=words(
        "mag mochte möchte mögen will wollte kann gern gerne leiden ausstehen haben nehmen essen trinken sein "
        "wählen würde "
        "nehme nehm unbedingt mehr wirklich sehr so wäre brauche brauch brauchen vermissen sagen genommen "
        "gewählt gemocht"
    ),
    lasting=words("vergesse vergessen vergiss vergaß aufhören erwarten schlecht übel weiß wundert missen"),
    bridges=words("dass ob wenn ich er sie es nach zu so niemand keiner mich mir alles"),
    breakers=words(
        "aber sondern weil da denn obwohl wenn falls während bis bevor nachdem sonst doch jedoch dass damit "
        "so trotzdem und"
    ),
    telling=words(
        "sah gesehen einmal früher damals gestern war hatte traf getroffen hörte gehört kannte wusste vor erinnere "
        "erinnert angst fürchte erschrocken allergisch was warum wieso wie wer"
    ),
    aversions=words("hasse hass hasste verabscheue meide vermeide nervt nerven stört ungern"),
    fillers=words(
        f"{_ARTICLES} {_MINE} {_PRONOUNS} würde hätte könnte sollte möchte will mag nehme nehm nähme wähle "
        "wähl gewählt "
        "sage sag sagen denke denk glaube glaub finde schätze vermute meine bin wäre wär lieber eher am "
        "liebsten definitiv "
        "auf jeden fall jedenfalls sicher bestimmt wohl wahrscheinlich vermutlich natürlich klar eindeutig ganz echt "
        "wirklich ehrlich gesagt tatsächlich eigentlich vielleicht immer heute jetzt einfach nur schon auch doch halt "
        "eben mal ja nee also hm äh ach bitte danke ok okay hi hallo lol haha hehe antwort wahl option nummer "
        "nr buchstabe "
        "letztes team seite gern gerne frage zweifel zögern 100 prozent da dann ist so der dieses für mit von "
        "im in zu zum "
        "zur und als sehr viel mehr na gut naja tja jo joa jap jep selbstverständlich auf tag den ganzen und"
    ),
    cues=words(
        "wäre wär bin nehme nehm wähle wähl würde sage sag lieber eher liebsten definitiv sicher bestimmt wohl "
        "wahrscheinlich vermutlich klar denke glaube schätze möchte will mag team antwort mehr"
    ),
    numbers=_numbers(),
    ordinals=_ordinals(),
    both=words("beide beides beiden alle alles"),
    neither=words("keins keines keiner keine keinen weder"),
    denying_things=words("keine keinen"),
    depends=words("situationsabhängig tagesabhängig unterschiedlich variiert"),
    undecided=UNDECIDED,
    depending=Patterns(like=lines("kommt auf .. an, kommt auf .. .. an, hängt von/vom .. ab, hängt von/vom .. .. ab")),
    marks=words("option antwort wahl buchstabe nummer nr punkt möglichkeit"),
    beside_all=words("gleich von denen die oben zwei drei vier ist sind gut diese bitte eins ok davon"),
    statements=words("ist sind war waren hat haben hatte kann klingt sieht scheint wirkt macht"),
    compared=words("mehr besser schlimmer lieber schlechter meisten besten schlimmsten"),
    comparing=("er", "ere", "eren"),
    refusing=words("nein nie niemals nee nö nicht auf keinen fall quatsch spaß scherz warte ich glaub"),
    firsts=words("erst zuerst erstens erste ersten vorn oben liebsten"),
    lasts=words("zuletzt letzte letzten letztes schließlich hinten unten wenigsten"),
    backwards=words("rückwärts umgekehrt andersherum andersrum hinten nach unter"),
    pronoun_marks=words("das dieses kein jedes letztes"),
    units=words(
        "jahr jahre jahren monat monate woche wochen tag tage tagen stunde stunden minute minuten sekunde "
        "sekunden mal uhr "
        "leute menschen kinder prozent euro km kilometer kilo kg katzen hunde freunde geschwister brüder schwestern"
    ),
    hours=words("um bis vor nach seit ab gegen"),
    poised=words("bei auf stehe liege sitze schwanke irgendwo ungefähr etwa"),
    out_of=words("von aus"),
    courtesy=words("ehrlich gesagt sorry wirklich lol mann na ja tja hm halt nur bitte leider echt also ach gerade so"),
    back_openers=words("und was wie aber"),
    joiners=words("und plus sowie"),
    over=words("vor statt über schlägt"),
    short=SHORT,
    back=BACK,
    puzzled=PUZZLED,
    remarks=REMARKS,
    retracting=RETRACTING,
    meaning=MEANING,
    loosely_meaning=LOOSELY,
    never_meant=NEVER_MEANT,
    hello=HELLO,
    jokes=JOKES,
    done=DONE,
    later=LATER,
    tops=words("max maximum maximal höchste voll ganz alles"),
    bottoms=words("min minimum minimal niedrigste gar null"),
    middles=words("mitte mittel mittendrin dazwischen durchschnitt halb"),
    tender=TENDER,
    distress=DISTRESS,
    whole_distress=WHOLE,
    relief=RELIEF,
    speaker=words("ich"),
    stop=words(
        f"{_ARTICLES} {_MINE} {_THIS} {_PRONOUNS} {_NUMBERS} und aber nicht noch für mit ohne von aus in auf "
        "über unter um "
        "an nach vor zu zum zur im am ins bei beim seit bis durch gegen hier da dort dann denn als wie was "
        "wer wen wem wo "
        "wann warum wieso welche welcher welches alle alles jeder jede jedes einige manche beide kein keine "
        "keinen nichts "
        "etwas jemand niemand immer nie oft manchmal wieder schon nur auch sehr so ganz gar mehr viel viele "
        "wenig meist anderes andere anderer anderen "
        "eher lieber fast eben halt mal doch ja nein nee okay sicher gut schlecht gern gerne heute jetzt "
        "gestern morgen "
        "tag tage zeit jahr jahre mal einmal weil dass wenn ob obwohl während ist bin bist sind seid war "
        "waren wäre sein "
        "gewesen habe hab hast hat haben hatte hatten werde wird werden wurde würde kann können konnte könnte "
        "muss müssen "
        "soll sollte will wollen wollte möchte mag machen mache gemacht gehen gehe ging kommen komme kam "
        "sagen sagt sagte "
        "wissen weiß denke dachte glaube finde gefunden sehen sehe sah nehmen nehme lassen lässt geben gibt "
        "gab ding dinge "
        "sache sachen leute mensch menschen groß große klein kleine neu alt lang wirklich eigentlich "
        "vielleicht bestimmt "
        "bleiben bleibe bleibt blieb geblieben sitzen sitze sitzt saß stehen stehe steht stand liegen liege liegt lag "
        "geht ging gegangen kommt gekommen tun tue tut tat getan gesagt gewusst gesehen genommen gegeben gelassen "
        "geworden worden halten hält bringen bringt brauchen brauche braucht dürfen darf mögen verstehen wollt "
        "habt letzten letzter letztes genug reicht niemandem niemanden keiner keins "
        "natürlich einfach ehrlich danke bitte lol haha hmm man sich selbst los ab auch oder weder erst letzte nächste"
    ),
)
